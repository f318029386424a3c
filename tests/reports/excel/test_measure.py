from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.reports.excel.measure import TALLEST, height, inches, lines, width_of


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 10, 1),
        ("short", 10, 1),
        ("one\ntwo\n", 10, 3),
        ("four words of text", 7, 3),
        ("x" * 100, 10, 11),
        ("文" * 20, 10, 5),
        ("and a word " + "x" * 60, 10, 9),
    ],
)
def test_lines(text: str, width: float, count: int) -> None:
    assert lines(text, width) == count


def test_bold_text_is_broader() -> None:
    text = "a line that just about fits the width it has been given"

    assert (lines(text, 47), lines(text, 47, bold=True)) == (1, 2)


@given(st.text(max_size=80), st.integers(min_value=4, max_value=60))
def test_a_narrower_column_never_takes_fewer_lines(text: str, width: int) -> None:
    assert lines(text, width) >= lines(text, width + 10) >= text.count("\n") + 1


def test_height_grows_with_the_lines_as_far_as_excel_goes() -> None:
    assert height(1) < height(2) < height(30)
    assert height(1000) == TALLEST


def test_a_column_is_as_broad_as_its_digits() -> None:
    assert inches(0) == 0
    assert inches(72 / 5.6) == pytest.approx(1.0)


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc"]), min_size=1, max_size=40))
def test_a_text_stands_on_one_line_in_a_column_of_its_width(text: str) -> None:
    assert lines(text, width_of(text) + 0.01, bold=True) == 1
    assert text.strip() == "" or lines(f"{text} {text}", width_of(text), bold=True) > 1
