"""Three published plans parse exactly to outlines that were checked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import pytest

from surveyapp.documents import read_plan_document
from surveyapp.enums import ItemKind

if TYPE_CHECKING:
    from surveyapp.outline import Outline

PLANS = Path(__file__).parents[2] / ".." / "shared" / "published-plans"
STRATEGIC_PLAN = "pain-spine-strategic-plan.txt"
NAMES = (STRATEGIC_PLAN, "pain-spine-practice-area.txt", "cancer-rehabilitation-practice-area.txt")

pytestmark = pytest.mark.skipif(not PLANS.is_dir(), reason="the published plans lie beside the project, not in it")


class Goal(TypedDict):
    path: str
    marker: str
    level: int
    tier: str
    text: str
    source_line: int


class Text(TypedDict):
    text: str
    source_line: int


class Notes(TypedDict):
    copyright_line: int
    disclaimer_line: int


class Expected(TypedDict, total=False):
    title: str
    practice_area: str
    statements: list[Text]
    goals: list[Goal]
    academy_priorities: list[Text]
    introduction_lines: list[int]
    notes: Notes


def expected(name: str) -> Expected:
    outlines: dict[str, Expected] = json.loads((PLANS / "expected-outlines.json").read_text("utf-8"))
    return outlines[name]


def read(name: str) -> Outline:
    return read_plan_document((PLANS / name).read_bytes(), name)


def texts(outline: Outline, kind: ItemKind) -> list[Text]:
    return [{"text": item.text, "source_line": item.line} for item in outline.items if item.kind is kind]


@pytest.mark.parametrize("name", NAMES)
def test_title_and_practice_area(name: str) -> None:
    outline = read(name)

    assert (outline.title, outline.practice_area) == (expected(name)["title"], expected(name)["practice_area"])


@pytest.mark.parametrize("name", NAMES)
def test_statements_and_priorities(name: str) -> None:
    outline = read(name)

    assert texts(outline, ItemKind.STATEMENT) == expected(name)["statements"]
    assert texts(outline, ItemKind.PRIORITY) == expected(name)["academy_priorities"]


@pytest.mark.parametrize("name", NAMES)
def test_goals(name: str) -> None:
    goals = [
        {
            "path": item.label,
            "marker": item.marker,
            "level": item.level,
            "tier": item.tier,
            "text": item.text,
            "source_line": item.line,
        }
        for item in read(name).items
        if item.kind is ItemKind.GOAL
    ]

    assert goals == expected(name)["goals"]


@pytest.mark.parametrize("name", NAMES)
def test_notes(name: str) -> None:
    notes = expected(name).get("notes")
    lines = [notes["copyright_line"], notes["disclaimer_line"]] if notes else expected(name)["introduction_lines"]

    assert [item.line for item in read(name).items if item.kind is ItemKind.NOTE] == lines


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_doubtful_but_the_sentence_that_a_page_break_split(name: str) -> None:
    warnings = read(name).warnings

    assert [warning.line for warning in warnings] == ([74] if name == STRATEGIC_PLAN else [])
    assert all("E.2.c" in warning.message and "line 72" in warning.message for warning in warnings)


def test_tiers_and_counts_of_the_strategic_plan() -> None:
    outline = read(STRATEGIC_PLAN)
    goals = [item for item in outline.items if item.kind is ItemKind.GOAL]

    assert [sum(goal.level == level for goal in goals) for level in (1, 2, 3, 4)] == [8, 21, 29, 3]
    assert [sum(goal.tier == tier for goal in goals) for tier in outline.tiers] == [31, 26, 4]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_ends_of_lines(name: str, ending: str) -> None:
    text = (PLANS / name).read_text("utf-8").replace("\n", ending)

    assert read_plan_document(text.encode(), name) == read(name)


@pytest.mark.parametrize("name", NAMES)
def test_as_markdown_they_say_the_same(name: str) -> None:
    assert read_plan_document((PLANS / name).read_bytes(), "plan.md") == read(name)


@pytest.mark.parametrize("name", NAMES)
def test_without_any_indentation_they_say_the_same(name: str) -> None:
    flat = "\n".join(line.lstrip() for line in (PLANS / name).read_text("utf-8").split("\n"))

    assert read_plan_document(flat.encode(), name) == read(name)
