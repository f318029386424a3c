from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from surveyapp.enums import ItemKind

if TYPE_CHECKING:
    from surveyapp.outline import Outline

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "published-plans"
# Headings and the copyright's "of Physical Medicine & Rehabilitation" are common property; sentences are not.
LONGEST_SHARED_RUN = 5
HEADINGS = (
    "Envisioned Future:",
    "High-Level Goals:",
    "High Priority Goals:",
    "Intermediate Goals:",
    "Future Considerations:",
)


def test_shape(sample_plan: Outline) -> None:
    goals = [item for item in sample_plan.items if item.kind is ItemKind.GOAL]

    assert sample_plan.title == "Community Rehabilitation Strategic Plan"
    assert sample_plan.practice_area == "Community Rehabilitation"
    assert Counter(item.kind for item in sample_plan.items) == {
        ItemKind.STATEMENT: 4,
        ItemKind.GOAL: 61,
        ItemKind.NOTE: 2,
    }
    assert Counter(goal.level for goal in goals) == {1: 8, 2: 21, 3: 29, 4: 3}
    assert list(Counter(goal.tier for goal in goals).items()) == [
        ("High Priority", 31),
        ("Intermediate", 26),
        ("Future Considerations", 4),
    ]
    assert Counter(goal.label[0] for goal in goals) == dict(zip("ABCDEFGH", (11, 10, 10, 9, 10, 7, 1, 3), strict=True))
    assert len({goal.label for goal in goals}) == len(goals)


def test_only_the_split_sentence_is_doubtful(sample_plan: Outline, sample_plan_bytes: bytes) -> None:
    split_at = sample_plan_bytes.decode().splitlines().index("- unwelcome.") + 1

    assert [warning.line for warning in sample_plan.warnings] == [split_at]


def test_statements_stand_apart_from_notes(sample_plan: Outline) -> None:
    statements = [item.text for item in sample_plan.items if item.kind is ItemKind.STATEMENT]
    copyright_line, disclaimer = (item.text for item in sample_plan.items if item.kind is ItemKind.NOTE)

    assert statements[0].startswith("In the future... a person who leaves the hospital")
    assert "invented society" in copyright_line
    assert "“strategy”" in disclaimer


def test_texts_that_are_hard_to_read(sample_plan: Outline) -> None:
    text = {item.label: item.text for item in sample_plan.items if item.kind is ItemKind.GOAL}

    assert text["A.1.a.i"] == "Include rural and urban practices in equal number."
    assert text["A.1.b"].startswith("Try the definition in six practices")
    assert text["C.2.c"].startswith("Let a resident spend a month")
    assert text["D.4"].endswith(":")
    assert text["D.4.a"] == "DME"
    assert text["E.2.c"].endswith("even when the answer is unwelcome.")
    assert text["E.3"] == "Return results to those who supplied the data."
    assert len(text["B.1.b"]) > 300
    assert '("can do")' in text["B.1.b"]
    assert "(“does do”)" in text["B.1.b"]


def test_strategies_are_marked(sample_plan: Outline) -> None:
    strategies = {item.label: item.text for item in sample_plan.items if item.strategy}

    assert set(strategies) == {"D.3", "G"}
    assert strategies["D.3"] == "Propose a fair fee for time on the road."


def test_file_has_the_quirks_of_real_plans(sample_plan_bytes: bytes) -> None:
    lines = sample_plan_bytes.decode().splitlines()

    assert all(
        any(line.startswith(marker) for line in lines)
        for marker in ("- A.", " 1.", "1.", "- 2.", "- b.", " - a.", "- i.")
    )
    assert "- unwelcome." in lines
    assert "\u00a0" in sample_plan_bytes.decode()
    assert all(character in sample_plan_bytes.decode() for character in "“”’\"'&/")


def test_words_are_our_own(sample_plan_bytes: bytes) -> None:
    if not PUBLISHED.is_dir():
        pytest.skip("the published plans are not beside this project")
    own = _runs(sample_plan_bytes.decode())

    for path in sorted(PUBLISHED.glob("*.txt")):
        assert own & _runs(path.read_text(encoding="utf-8")) == set()


def _runs(text: str) -> set[tuple[str, ...]]:
    for heading in HEADINGS:
        text = text.replace(heading, " \n")
    runs = set()
    for line in text.splitlines():
        words = re.findall(r"[a-z0-9]+", line.lower())
        runs |= {
            tuple(words[start : start + LONGEST_SHARED_RUN]) for start in range(len(words) - LONGEST_SHARED_RUN + 1)
        }
    return runs
