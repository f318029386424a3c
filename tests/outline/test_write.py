"""An outline written in any of the marker styles parses back to itself."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings

from surveyapp.outline import STYLES, Line, MarkerKind, Outline, Style, parse, write
from tests.outline.outlines import SCHEMES, any_text, looks_alike_without_indentation, outlines, styles, without_lines


def read(text: str) -> Outline:
    """Parse what an editor would show as lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    return without_lines(parse(Line(number, line) for number, line in enumerate(lines, start=1)))


@settings(max_examples=50, deadline=None)
@given(outlines(), styles(widths=(None, 60, 72, 100)))
def test_an_outline_in_any_style_parses_back_to_itself(outline: Outline, style: Style) -> None:
    assume(style.indent or not looks_alike_without_indentation(outline))

    assert read(write(outline, style)) == outline


@settings(max_examples=50, deadline=None)
@given(outlines(any_text), styles())
def test_goals_of_any_words_parse_back_to_themselves(outline: Outline, style: Style) -> None:
    assume(style.indent or not looks_alike_without_indentation(outline))
    # "(c) 2020" is a copyright notice and no goal.
    assume(style.opening != "(" or not any(item.text.startswith(("19", "20")) for item in outline.items))

    assert read(write(outline, style)) == outline


@pytest.mark.parametrize("name", sorted(STYLES.keys() - {"markdown", "full path"}))
@settings(max_examples=5, deadline=None)
@given(outlines())
def test_every_named_style_parses_back(name: str, outline: Outline) -> None:
    style = STYLES[name]
    assume(style.indent or not looks_alike_without_indentation(outline))

    assert read(write(outline, style)) == outline


@settings(max_examples=15, deadline=None)
@given(outlines(schemes=[scheme for scheme in SCHEMES if MarkerKind.NUMBER in scheme[:2]]))
def test_full_paths_parse_back(outline: Outline) -> None:
    assert read(write(outline, STYLES["full path"])) == outline


def test_a_written_outline() -> None:
    outline = read(
        "Gait Strategic Plan\n\nMembers wrote this.\n\nVision\n\nWe walk.\n\nGoals\n\nA. One\n\nHigh priority:\n\n"
        "B. Two\n1. Three (strategy)\n\nHow will the society support this?\n\n- Four\n"
    )

    assert write(outline, STYLES["markdown"]) == (
        "# Gait Strategic Plan\n\nMembers wrote this.\n\n## Envisioned Future:\n\nWe walk.\n\n## Goals:\n\n- A. One\n\n"
        "## High priority:\n\n- B. Two\n    - 1. Three (strategy)\n\n"
        "## How will the society prioritize and support this?\n\n- Four\n"
    )
