"""Markdown: what its signs mean, on which line it stands, and how little of its own numbering is believed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from surveyapp.documents import read_plan_document
from surveyapp.documents.markdown import MOST_SIGNS, markdown_lines
from surveyapp.enums import ItemKind
from surveyapp.errors import InvalidInput
from surveyapp.outline import STYLES, Line, Outline, write
from tests.outline.outlines import outlines, without_lines

TITLE = "# Gait Strategic Plan\n\n"


def read(text: str) -> Outline:
    return read_plan_document((TITLE + text).encode(), "plan.md")


def labels(text: str) -> list[str]:
    return [item.label for item in read(text).items if item.kind is ItemKind.GOAL]


def words(text: str) -> list[str]:
    return [line.text for line in markdown_lines(text)]


def test_a_whole_plan() -> None:
    outline = read(
        "## Envisioned Future\n\nIn the *future* we walk.\n\nWe run\\.\n\n## Goals\n\n### High Priority Goals\n\n"
        "1. **Walk** far\n   1. Step\n   2. Step _on_\n      1. Toe\n2. Run (strategy)\n\n### Later\n\n3. Rest\n"
    )

    assert (outline.title, outline.tiers, outline.warnings) == ("Gait Strategic Plan", ("High Priority", "Later"), ())
    assert [(item.label, item.tier, item.text, item.strategy, item.line) for item in outline.items] == [
        ("S1", None, "In the future we walk.", False, 5),
        ("S2", None, "We run.", False, 7),
        ("1", "High Priority", "Walk far", False, 13),
        ("1.1", "High Priority", "Step", False, 14),
        ("1.2", "High Priority", "Step on", False, 15),
        ("1.2.1", "High Priority", "Toe", False, 16),
        ("2", "High Priority", "Run", True, 17),
        ("3", "Later", "Rest", False, 21),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**bold** and *slanted* and _so_ on", ["bold and slanted and so on"]),
        (r"1\. One", ["1. One"]),
        (r"\*\*Disclaimer: none", ["**Disclaimer: none"]),
        ("[a link](https://example.org) here", ["a link here"]),
        ("`code` &amp; signs", ["code & signs"]),
        ("a < b and <b>c</b>", ["a < b and <b>c</b>"]),
        ("one\ntwo", ["one", "two"]),
        ("    four blanks are no code", ["four blanks are no code"]),
        ("```\nA. One\n```", ["A. One", ""]),
        ("> quoted", ["quoted"]),
        ("- A. One\n - 1. Two", ["- A. One", "- 1. Two"]),
        ("* one\n+ two", ["- one", "- two"]),
        ("3) one\n4) two", ["3) one", "4) two"]),
        ("one\n\n---\n\ntwo", ["one", "two"]),
    ],
)
def test_signs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_hints() -> None:
    text = "# Title\n\n**Goals**\n\n- one\n  - two\n    goes on\n    - 1. three\n\n  apart\n"

    assert markdown_lines(text) == [
        Line(1, "Title", depth=1, heading=True),
        Line(3, "Goals", heading=True),
        Line(5, "- one", depth=7),
        Line(6, "- two", depth=8),
        Line(7, "goes on", continues=True),
        Line(8, "- 1. three", depth=9),
        Line(10, "apart"),
    ]


def test_a_list_that_repeats_its_number_counts_for_itself() -> None:
    assert labels("1. One\n1. Two\n1. Three\n") == ["1", "2", "3"]


def test_a_list_that_skips_a_number_is_told() -> None:
    outline = read("1. One\n2. Two\n4. Three\n")

    assert [warning.line for warning in outline.warnings] == [5]


def test_goals_may_be_bullets_that_are_nested() -> None:
    outline = read("**Goals**\n\n- One\n  - Two\n    * Three\n- Four\n")

    assert [item.label for item in outline.items] == ["A", "A.1", "A.1.a", "B"]
    assert len(outline.warnings) == 1


def test_goals_may_be_headings() -> None:
    assert labels("## Goals\n\n### A. One\n\n#### 1. Two\n\n- a. Three\n\n### B. Four\n") == ["A", "A.1", "A.1.a", "B"]


def test_nesting_that_contradicts_the_numbers_is_told() -> None:
    outline = read("- A. One\n  - 1. Two\n- 2. Three\n- B. Four\n")

    assert labels("- A. One\n  - 1. Two\n- 2. Three\n- B. Four\n") == ["A", "A.1", "A.2", "B"]
    assert [warning.line for warning in outline.warnings] == [5]


def test_lines_wrapped_in_a_paragraph_are_one_text() -> None:
    outline = read("- A. Ask\n  Medicare\n- B. Two\n")

    assert [item.text for item in outline.items] == ["Ask Medicare", "Two"]
    assert outline.warnings == ()


def test_little_but_signs_is_refused() -> None:
    with pytest.raises(InvalidInput, match="more than 100,000 signs"):
        read("*a" * (MOST_SIGNS + 1))


@settings(max_examples=20, deadline=None)
@given(outlines())
def test_an_outline_in_markdown_parses_back_to_itself(outline: Outline) -> None:
    written = write(outline, STYLES["markdown"])

    assert without_lines(read_plan_document(written.encode(), "plan.markdown")) == outline
