from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.reports.excel.measure import TALLEST, height, inches, lines


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 10, 1),
        ("short", 10, 1),
        ("one\ntwo\n", 10, 3),
        ("four words of text", 6, 3),
        ("x" * 100, 10, 9),
        ("文" * 20, 10, 4),
        ("and a word " + "x" * 60, 10, 7),
    ],
)
def test_lines(text: str, width: float, count: int) -> None:
    assert lines(text, width) == count


def test_bold_text_is_broader() -> None:
    text = "a line that just about fits the width it has been given"

    assert (lines(text, 43), lines(text, 43, bold=True)) == (1, 2)


@given(st.text(max_size=80), st.integers(min_value=4, max_value=60))
def test_a_narrower_column_never_takes_fewer_lines(text: str, width: int) -> None:
    assert lines(text, width) >= lines(text, width + 10) >= text.count("\n") + 1


def test_height_grows_with_the_lines_as_far_as_excel_goes() -> None:
    assert height(1) < height(2) < height(30)
    assert height(1000) == TALLEST


def test_inches() -> None:
    assert inches(13) == pytest.approx(1.0)
