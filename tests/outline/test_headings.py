"""Headings by words, shape and place; titles."""

from __future__ import annotations

import pytest

from surveyapp.outline import Line
from surveyapp.outline.headings import Role, heading_roles, tier_name
from surveyapp.outline.shapes import read_shapes
from tests.outline.reading import read


def roles(text: str) -> list[Role | None]:
    shapes, _ = read_shapes([Line(number, line) for number, line in enumerate(text.split("\n"), start=1)])
    return heading_roles(shapes, None)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Envisioned Future:", Role.VISION),
        ("Our Envisioned Future", Role.VISION),
        ("Vision", Role.VISION),
        ("Vision statement:", Role.VISION),
        ("A Vision for Gait", Role.VISION),
        ("High-Level Goals:", Role.GOALS),
        ("Goals", Role.GOALS),
        ("Strategic goals and objectives:", Role.GOALS),
        ("High Priority Goals:", Role.TIER),
        ("Future Considerations:", Role.TIER),
        ("Long-term goals:", Role.TIER),
        ("Phase 2:", Role.TIER),
        ("HIGH PRIORITY:", Role.TIER),
        ("How will the Academy be prioritizing and supporting this?", Role.PRIORITIES),
        ("How does the College support it?", Role.PRIORITIES),
        ("Society priorities:", Role.PRIORITIES),
        ("Priorities of the Association:", Role.PRIORITIES),
        ("References", Role.NOTES),
        ("Clinical care:", Role.OTHER),
        ("What comes next?", Role.QUESTION),
    ],
)
def test_roles(heading: str, role: Role) -> None:
    assert roles(f"Title\n\n{heading}\n\n")[1] is role


@pytest.mark.parametrize(
    "line",
    [
        "We walk.",
        "This is the vision of a society that has very many words to say about it:",
        "Make access a priority",
        "towards a vision",
        "A. Vision:",
        "- Goals:",
        "Walk far",
        "::",
    ],
)
def test_no_headings(line: str) -> None:
    assert roles(f"Title\n\n{line}\n\nMore text follows here.\n")[1] is None


def test_a_colon_is_no_heading_in_the_middle_of_a_paragraph() -> None:
    assert roles("Title\n\nWe asked members for the\nenvisioned future of all:\n\nWe walk.\n") == [None] * 4


def test_the_first_line_of_a_wrapped_paragraph_is_no_heading() -> None:
    assert roles("Title\n\nThe vision for the specialty\nis of a walk in the park.\n") == [None] * 3


def test_short_words_alone_above_a_number_may_be_a_heading() -> None:
    assert roles("Title\n\nQuick wins\n\nA. One\n")[1] is Role.PERHAPS
    assert roles("Title\n\nQuick wins\n\nWe walk.\n")[1] is None


def test_a_heading_of_the_format_needs_no_more() -> None:
    shapes, _ = read_shapes([Line(1, "Gait", heading=True), Line(2, "We walk.")])

    assert heading_roles(shapes, None) == [Role.OTHER, None]


def test_numbered_headings_of_the_format_are_goals_among_goals_only() -> None:
    lines = ["1. Introduction", "2. Goals", "A. One", "1. Two"]
    shapes, _ = read_shapes([Line(number, text, heading=True) for number, text in enumerate(lines, start=1)])

    assert heading_roles(shapes, None) == [Role.OTHER, Role.GOALS, None, None]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("High Priority Goals:", "High Priority"),
        ("Future Considerations:", "Future Considerations"),
        ("Intermediate Goals (continued)", "Intermediate"),
        ("Quick wins", "Quick wins"),
        ("Goals for later", "Goals for later"),
    ],
)
def test_tier_names(heading: str, name: str) -> None:
    assert tier_name(heading) == name


@pytest.mark.parametrize("title", ["Gait Strategic Plan", "Low Vision Rehabilitation Practice Area", "Gait"])
def test_titles(title: str) -> None:
    assert read(f"\n\n{title}\n\nA. One\n").title == title


def test_the_title_may_follow_a_copyright_notice() -> None:
    assert read("© 2020 Society\n\nGait Plan\n\nA. One\n").title == "Gait Plan"


@pytest.mark.parametrize(
    "first", ["In the future we walk", "Vision", "Goals:", "We walk.", "Members have written this plan\nand like it"]
)
def test_no_titles(first: str) -> None:
    assert read(f"{first}\n\nA. One\n").title == ""
