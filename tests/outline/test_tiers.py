"""Which headings over the goals are tiers."""

from __future__ import annotations

import pytest

from surveyapp.enums import ItemKind
from tests.outline.reading import TITLE, read, texts, warnings


def tiers(text: str) -> dict[str, str | None]:
    return {item.label: item.tier for item in read(TITLE + text).items if item.kind is ItemKind.GOAL}


def test_known_words_below_a_heading_of_all_goals() -> None:
    text = "High-Level Goals:\n\nHigh Priority Goals:\n\nA. One\n1. Two\n\nFuture Considerations:\n\nB. Three\n"

    assert tiers(text) == {"A": "High Priority", "A.1": "High Priority", "B": "Future Considerations"}
    assert read(TITLE + text).tiers == ("High Priority", "Future Considerations")
    assert warnings(text) == []


def test_any_words_where_several_headings_stand_over_goals() -> None:
    text = "Quick wins:\n\nA. One\n\nThe long haul:\n\nB. Two\n"

    assert tiers(text) == {"A": "Quick wins", "B": "The long haul"}
    assert warnings(text) == []


def test_any_words_below_a_heading_of_all_goals() -> None:
    assert tiers("Goals\n\nQuick wins:\n\nA. One\n") == {"A": "Quick wins"}


def test_a_single_heading_of_other_words_is_no_tier() -> None:
    text = "Action items:\n\nA. One\nB. Two\n"

    assert tiers(text) == {"A": None, "B": None}
    assert warnings(text) == []


def test_goals_before_the_first_tier_have_none() -> None:
    assert tiers("Goals\n\nA. One\n\nLong-term goals\n\nB. Two\n") == {"A": None, "B": "Long-term"}


def test_a_heading_known_by_its_place_alone_is_told() -> None:
    text = "Goals\n\nQuick wins\n\nA. One\n\nThe long haul\n\nB. Two\n"

    assert tiers(text) == {"A": "Quick wins", "B": "The long haul"}
    assert warnings(text) == [
        (3, "“Quick wins” was read as the heading of a tier of goals."),
        (7, "“The long haul” was read as the heading of a tier of goals."),
    ]


def test_short_words_above_a_step_are_a_note_and_told() -> None:
    text = "A. One\n\n1. Two\n\nTraining\n\n2. Three\n"

    assert texts(text) == {"A": "One", "A.1": "Two", "N1": "Training", "A.2": "Three"}
    ((line, message),) = warnings(text)
    assert line == 5
    assert message.startswith("“Training” has no number. It stands among the goals and was kept as note N1.")


def test_short_words_above_the_first_goal_are_a_note() -> None:
    text = "Draft for discussion\n\nA. One\n"

    assert texts(text) == {"N1": "Draft for discussion", "A": "One"}
    assert warnings(text) == []


def test_numbering_may_begin_anew_in_each_tier() -> None:
    text = "High priority:\n\nA. One\n1. Two\nB. Three\n\nIntermediate:\n\nA. Four\n1. Five\n"

    assert [(item.label, item.tier) for item in read(TITLE + text).items] == [
        ("A", "High priority"),
        ("A.1", "High priority"),
        ("B", "High priority"),
        ("A", "Intermediate"),
        ("A.1", "Intermediate"),
    ]
    assert warnings(text) == [(9, "The number A is already taken in line 5. Both goals were kept.")]


def test_a_tier_that_goes_on_on_the_next_page_is_one() -> None:
    text = "High Priority Goals:\n\nA. One\n1. Two\n\nHigh Priority Goals (continued):\n\n2. Three\nB. Four\n"

    assert read(TITLE + text).tiers == ("High Priority",)
    assert list(tiers(text)) == ["A", "A.1", "A.2", "B"]


def test_a_tier_without_goals_is_told() -> None:
    text = "High priority:\n\nA. One\n\nIntermediate:\n\nFuture Considerations:\n\nB. Two\n"

    assert read(TITLE + text).tiers == ("High priority", "Intermediate", "Future Considerations")
    assert warnings(text) == [(5, "There is no goal below the heading “Intermediate:”.")]


@pytest.mark.parametrize("goals", ["A. One\nB. Two\n", "Goals:\nA. One\nB. Two\n"])
def test_without_tiers(goals: str) -> None:
    assert tiers(goals) == {"A": None, "B": None}
    assert read(TITLE + goals).tiers == ()
