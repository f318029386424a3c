"""The whole way from lines to an outline: titles, strategies, doubts, refusals; nothing else is ever raised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.enums import ItemKind
from surveyapp.errors import InvalidInput
from surveyapp.outline import LONGEST_TEXT, Outline, practice_area
from tests.outline.reading import TITLE, labels, read, texts, warnings

PIECES = (
    "A.", "1.", "a.", "i.", "(c)", "1)", "1.1", "I.", "ii.", "AA.", "-", "•", "*", "–", "**", "©", "Goals", ":", "?",
    "Vision", "How will the society support it?", "In the future", "High Priority", "Disclaimer", "(strategy)", "word",
    "Word", "word-", "-led", ".", "12", "Page 3", "\n", "\n", "\n", "\n\n", "\t", "   ", "\u00ad", "\u00a0", "{label}",
)  # fmt: skip


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("Gait Strategic Plan", "Gait"),
        ("Pain Management Practice Area", "Pain Management"),
        ("Gait Practice Area Strategic Plan", "Gait"),
        ("Gait: Strategic Plan", "Gait"),
        ("Gait – Plan", "Gait"),
        ("Gait plan", "Gait"),
        ("Gait", "Gait"),
        ("Strategic Plan", "Strategic Plan"),
        ("Airplan", "Airplan"),
        ("", ""),
    ],
)
def test_practice_area(title: str, area: str) -> None:
    assert practice_area(title) == area


@pytest.mark.parametrize("mark", [" (strategy)", " [strategy]", " (Strategy)", "(strategy)", " ( strategy )"])
def test_the_mark_of_a_strategy_is_read_and_goes(mark: str) -> None:
    outline = read(f"{TITLE}A. One{mark}\n1. Two{mark}.\n2. (strategy) Three\n")

    assert [(item.text, item.strategy) for item in outline.items] == [
        ("One", True),
        ("Two.", True),
        ("(strategy) Three", False),
    ]


def test_the_same_words_twice_are_told() -> None:
    text = "In the future we walk.\n\nGoals:\n\nA. Walk far\nB. Run\nC. walk far.\n"

    assert labels(text) == ["A", "B", "C"]
    assert warnings(text) == [(7, "C has the same words as A in line 7. Both were kept.")]


def test_a_number_without_words_is_left_out_and_told() -> None:
    text = "A. One\n1.\n2. Two\n"

    assert labels(text) == ["A", "A.2"]
    assert warnings(text) == [(2, "“1.” has a number and no words. It was left out.")]


def test_blanks_inside_a_text_are_one() -> None:
    assert texts("A.  One \t two\u00a0\u00a0three \n") == {"A": "One two three"}


@pytest.mark.parametrize("text", ["", "\n\n", "Gait Strategic Plan", f"{TITLE}Some words.\n\n- a bullet\n", "Goals:\n"])
def test_a_document_without_any_item_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="No statement, goal or priority was found"):
        read(text)


def test_a_text_that_is_far_too_long_is_refused() -> None:
    with pytest.raises(InvalidInput, match="begins in line 3 has more than 10,000 characters"):
        read(f"{TITLE}A. {'word ' * LONGEST_TEXT}")


def check(outline: Outline) -> None:
    """Hold every outline to what the rest of the product relies on."""
    lines = [item.line for item in outline.items]
    assert lines == sorted(set(lines))
    for item in outline.items:
        is_goal = item.kind is ItemKind.GOAL
        assert item.text == " ".join(item.text.split())
        assert item.text
        assert (item.level in range(1, 5)) is is_goal
        assert bool(item.marker) is is_goal
        assert item.tier is None or (is_goal and item.tier in outline.tiers)
        assert 0 < len(item.label) <= 60
        assert len(item.marker) <= 20
    assert len(set(outline.tiers)) == len(outline.tiers)
    assert all(0 < len(tier) <= 200 for tier in outline.tiers)
    assert all(warning.message and warning.line > 0 for warning in outline.warnings)


@given(st.lists(st.sampled_from(PIECES), max_size=120).map(" ".join) | st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        outline = read(text)
    except InvalidInput:
        return
    check(outline)
