"""Kendall's W: published, worked by hand, against Friedman's test, degenerate."""

from __future__ import annotations

import math
from dataclasses import astuple
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, friedmanchisquare

from surveyapp.stats.agreement import kendall_w, undefined_concordance

if TYPE_CHECKING:
    from random import Random

    import numpy.typing as npt


@st.composite
def tables(draw: st.DrawFn, least_items: int = 2) -> list[list[int]]:
    """Scores by at least two raters, few enough values that ties are common."""
    items = draw(st.integers(least_items, 6))
    row = st.lists(st.integers(0, 5), min_size=items, max_size=items)
    return draw(st.lists(row, min_size=2, max_size=8))


def test_three_judges_of_eight_essays() -> None:
    """Siegel and Castellan (1988): three judges, eight objects, no ties."""
    judges = [[5, 6, 7, 1, 2, 4, 3, 8], [1, 7, 6, 2, 3, 5, 4, 8], [4, 5, 1, 3, 2, 7, 6, 8]]

    result = kendall_w(judges)

    assert result.w == result.w_uncorrected == pytest.approx(0.65608465608, abs=1e-11)
    assert result.chi_square == pytest.approx(13.7778, abs=5e-5)
    assert result.p_value == pytest.approx(0.05527792989, abs=1e-10)
    assert (result.raters, result.items, result.reason) == (3, 8, None)


def test_with_ties_by_hand() -> None:
    # Ranks 1 2 3 and 1.5 1.5 3: sums 2.5 3.5 6, mean 4, S = 2.25 + 0.25 + 4 = 6.5; T = 2³ - 2 = 6.
    result = kendall_w([[1, 2, 3], [1, 1, 2]])

    assert result.w_uncorrected == float(Fraction(12 * 13, 2) / (4 * 24))
    assert result.w == float(Fraction(12 * 13, 2) / (4 * 24 - 2 * 6))
    assert result.chi_square == float(Fraction(12 * 13, 2) / (4 * 24 - 2 * 6) * 4)


def test_everybody_alike_is_exactly_one_and_opposites_are_exactly_zero() -> None:
    assert kendall_w([[3, 1, 2, 4]] * 7).w == 1.0
    assert kendall_w([[1, 1, 2, 2]] * 3).w == 1.0
    assert kendall_w([[1, 2, 3], [3, 2, 1]]).w == 0.0


def test_two_items_are_enough() -> None:
    # Three of four say first, one says second: (3 - 1)² / 4².
    assert kendall_w([[1, 2], [1, 2], [1, 2], [2, 1]]).w == 0.25


def test_a_rater_without_preference_draws_w_down() -> None:
    assert kendall_w([[1, 2, 3], [1, 2, 3]]).w == 1
    assert kendall_w([[1, 2, 3], [1, 2, 3], [1, 1, 1]]).w == 2 / 3


@pytest.mark.parametrize(
    ("ranks", "raters", "items", "reason"),
    [
        (np.empty((0, 4)), 0, 4, "at least two people"),
        ([[1, 2, 3]], 1, 3, "at least two people"),
        ([[1], [1]], 2, 1, "at least two items"),
        ([[2, 2, 2], [1, 1, 1]], 2, 3, "all items level"),
    ],
)
def test_degenerate_input_is_nan_with_the_reason(ranks: npt.ArrayLike, raters: int, items: int, reason: str) -> None:
    result = kendall_w(ranks)

    assert all(math.isnan(figure) for figure in (result.w, result.w_uncorrected, result.chi_square, result.p_value))
    assert (result.raters, result.items) == (raters, items)
    assert reason in (result.reason or "")


def test_an_incomplete_row_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="nan by rater 1 on item 2"):
        kendall_w([[1.0, 2.0, 3.0], [1.0, 2.0, math.nan]])


def test_a_single_row_without_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(3,\)"):
        kendall_w([1, 2, 3])


def test_undefined_concordance_says_why() -> None:
    result = undefined_concordance(4, 8, "too few")

    assert (result.raters, result.items, result.reason) == (4, 8, "too few")
    assert math.isnan(result.w)


@given(tables())
def test_w_stays_within_0_and_1(table: list[list[int]]) -> None:
    result = kendall_w(table)

    if result.reason is None:
        assert 0 <= result.w_uncorrected <= result.w <= 1
        assert 0 <= result.p_value <= 1
    else:
        assert all(len(set(row)) == 1 for row in table)


@given(tables(least_items=3))
def test_chi_square_is_friedmans(table: list[list[int]]) -> None:
    result = kendall_w(table)

    if result.reason is None:
        theirs, p_value = friedmanchisquare(*np.array(table).T)
        assert result.chi_square == pytest.approx(float(theirs), rel=1e-9, abs=1e-9)
        assert result.p_value == pytest.approx(float(p_value), rel=1e-7, abs=1e-12)
        assert result.p_value == pytest.approx(float(chi2.sf(result.chi_square, result.items - 1)), abs=1e-12)


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_raters_and_items_and_the_direction_do_not_matter(table: list[list[int]], random: Random) -> None:
    raters = list(range(len(table)))
    items = list(range(len(table[0])))
    random.shuffle(raters)
    random.shuffle(items)
    shuffled = [[-table[rater][item] for item in items] for rater in raters]

    assert repr(astuple(kendall_w(shuffled))) == repr(astuple(kendall_w(table)))
