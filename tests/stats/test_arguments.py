"""What a caller hands over is read as numbers or refused with the value and the place."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import numpy as np
import pytest

from surveyapp.stats.arguments import different_names, each_once, numbers, real_number, square_counts, whole_number

TABLE = ("a row per rater and a column per item", "by rater {} on item {}")


def test_all_kinds_of_numbers_are_floats() -> None:
    given: Any = [1, 2.5, Fraction(1, 4), Decimal("0.5"), np.float32(3), np.int8(4), True, np.True_]

    assert numbers(given).tolist() == [1, 2.5, 0.25, 0.5, 3, 4, 1, 1]
    assert numbers(given).dtype == np.float64


def test_what_is_not_given_is_nan() -> None:
    given: Any = [None, 1, math.nan]
    masked = np.ma.masked_array([1, 2], mask=[True, False])

    assert [math.isnan(value) for value in numbers(given)] == [True, False, True]
    assert [math.isnan(value) for value in numbers(masked)] == [True, False]


def test_what_was_handed_over_stays_as_it_was() -> None:
    given = np.array([1.0, 2.0])

    numbers(given)[0] = 9

    assert given.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, "7"], "'7' at position 1 is no number"),
        ([1, 2j], "2j at position 1 is no number"),
        ([b"1"], "b'1' at position 0 is no number"),
        ([10**400], "0 at position 0 is no number"),
        ([1e200], r"1e\+200 at position 0 is too large"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), r"date\(2020, 1, 1\) at position 0 is no number"),
        ("foo", "expected a single list, not 'foo'"),
        (5, "expected a single list, not 5"),
        ({"a": 1}, "expected a single list, not {'a': 1}"),
        ([[1, 2]], r"expected a single list, not an array of shape \(1, 2\)"),
        ([[1, 2], 3], r"\[1, 2\] at position 0 is no number"),
    ],
)
def test_a_list_of_anything_else_is_refused_with_its_place(values: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        numbers(values)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([[1, 2], [3, "x"]], "'x' by rater 1 on item 1 is no number"),
        ([[1, 2], [3]], "a column per item: row 1 has 1 values, row 0 has 2"),
        ([1, 2], r"not an array of shape \(2,\)"),
        ([np.zeros((2, 2)), np.zeros((2, 3))], "not rows of different shapes"),
    ],
)
def test_a_table_of_anything_else_is_refused_with_its_place(values: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        numbers(values, *TABLE)


def test_single_numbers() -> None:
    assert whole_number(3.0, "the count") == 3
    assert whole_number(2**39, "the count") == 2**39
    assert real_number(Fraction(1, 4), "the share") == 0.25


@pytest.mark.parametrize("value", [1.5, -1, math.nan, math.inf, "3", None, [3], 10**400, 10**13])
def test_what_is_no_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^the count "):
        whole_number(value, "the count")


@pytest.mark.parametrize("value", [math.nan, math.inf, "3", None, [3], 1j])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^the share must be a number, not "):
        real_number(value, "the share")


def test_names_and_orders() -> None:
    assert different_names(None, 2) == ("1", "2")
    assert different_names("AB", 2) == ("A", "B")
    assert each_once(["b", "a"], ("a", "b"), "the order") == ("b", "a")
    with pytest.raises(ValueError, match="the name of an item must be a text, not 3"):
        different_names(cast("Any", [3, 4]), 2)
    for order in (["a"], ["a", "a"], ["a", "c"], ["a", 3]):
        with pytest.raises(ValueError, match="the order must name each of the items"):
            each_once(cast("Any", order), ("a", "b"), "the order")


def test_square_counts() -> None:
    assert square_counts([[0, 1], [2, 0]], "wins").tolist() == [[0, 1], [2, 0]]
    with pytest.raises(ValueError, match="nan in wins, row 0, column 1, is no count"):
        square_counts([[0.0, math.nan], [2.0, 0.0]], "wins")
