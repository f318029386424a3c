"""Lines taken apart."""

from __future__ import annotations

import pytest

from surveyapp.outline import Line
from surveyapp.outline.shapes import Shape, ends_sentence, read_shapes, wrap_width
from tests.outline.reading import texts, warnings


def shape_of(text: str) -> Shape:
    (shape,), _ = read_shapes([Line(1, text)])
    return shape


def test_a_line_with_everything() -> None:
    shape = shape_of("   -  a.   Walk   far ")

    assert (shape.bulleted, shape.marker and shape.marker.printed, shape.words) == (True, "a", "Walk far")
    assert (shape.position, shape.stated, shape.length) == (3, False, 21)


def test_a_tab_counts_as_four_blanks() -> None:
    assert shape_of("\tWalk").position == 4


def test_nesting_that_the_format_states_is_the_position() -> None:
    (shape,), _ = read_shapes([Line(1, "     Walk", depth=2)])

    assert (shape.position, shape.stated) == (2, True)


@pytest.mark.parametrize("text", ["", "   ", "---", "* * *", "____", "-", "•", "…".replace("…", "...")])
def test_blank_lines_and_rules_are_no_lines(text: str) -> None:
    assert read_shapes([Line(1, text)]) == ([], [])


def test_gaps() -> None:
    shapes, _ = read_shapes(
        [Line(1, "A"), Line(2, "B"), Line(3, ""), Line(4, "C"), Line(5, "---"), Line(6, "D"), Line(9, "E")]
    )

    assert [shape.after_gap for shape in shapes] == [True, False, True, True, True]


@pytest.mark.parametrize("text", ["3", "Page 3", "page 3 of 9", "3/9", "- 3 -", "– 12 –", "p. 4"])
def test_page_numbers_apart_are_left_out_and_told(text: str) -> None:
    document = f"A. One\n\n{text}\n\nB. Two\n"

    assert texts(document) == {"A": "One", "B": "Two"}
    assert warnings(document) == [(3, "Line 5 looks like a page number and was left out.")]


def test_many_page_numbers_are_told_once() -> None:
    document = "A. One\n\n1\n\nB. Two\n\n2\n"

    assert warnings(document) == [(3, "2 lines look like page numbers, the first in line 5. They were left out.")]


def test_a_number_that_ends_wrapped_text_is_no_page_number() -> None:
    assert texts("Envisioned Future:\n\nBy the year\n40\n")["S1"] == "By the year 40"


@pytest.mark.parametrize(
    "text",
    [
        "© 2020 Society",
        "(c) 2020 Society",
        "(C) 2020 Society",
        "Copyright 2020",
        "Copyright © Society",
        "Disclaimer: none",
        "**Disclaimer: none",
        "*Not firmly defined",
        "Note: a draft",
    ],
)
def test_notes(text: str) -> None:
    assert shape_of(text).begins_note


@pytest.mark.parametrize(
    "text", ["* Walk", "c. 2020 was a year", "A. © is a sign", "Notes matter", "Copyright of questionnaires is settled"]
)
def test_no_notes(text: str) -> None:
    assert not shape_of(text).begins_note


def test_emphasis_around_a_line_goes() -> None:
    assert shape_of("**High Priority Goals**").whole == "High Priority Goals"
    assert shape_of("*a* and *b*").whole == "*a* and *b*"


@pytest.mark.parametrize("words", ["Walk.", "Walk!", "Walk?)", "“Walk.”", "Walk:", "Walk (far)."])
def test_ends_of_sentences(words: str) -> None:
    assert ends_sentence(words)


@pytest.mark.parametrize("words", ["Walk", "Walk,", "Walk (far)", "Walk -", ""])
def test_no_ends_of_sentences(words: str) -> None:
    assert not ends_sentence(words)


@pytest.mark.parametrize(("lengths", "width"), [((60, 72, 30), 72), ((60, 300), None), ((20, 30), None), ((), None)])
def test_wrap_width(lengths: tuple[int, ...], width: int | None) -> None:
    shapes, _ = read_shapes([Line(number, "w" * length) for number, length in enumerate(lengths, start=1)])

    assert wrap_width(shapes) == width
