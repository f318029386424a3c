"""Kendall's W: published, worked by hand, against Friedman's test, degenerate."""

from __future__ import annotations

import math
from dataclasses import astuple
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, friedmanchisquare

from surveyapp.stats.agreement import friedman, kendall_w, rater_concordance, undefined_concordance

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


def test_a_rater_without_preference_draws_w_down() -> None:
    assert kendall_w([[1, 2, 3], [1, 2, 3]]).w == 1
    assert kendall_w([[1, 2, 3], [1, 2, 3], [1, 1, 1]]).w == 2 / 3


@pytest.mark.parametrize(
    ("ranks", "raters", "items", "reason"),
    [
        (np.empty((0, 4)), 0, 4, "at least two people"),
        ([[1, 2, 3]], 1, 3, "at least two people"),
        ([[1, 2], [1, 2], [2, 1]], 3, 2, "at least three items"),
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


def test_f_is_better_than_chi_square_for_few_raters_and_infinite_for_one_order() -> None:
    agreed = kendall_w([[1, 2, 3]] * 4)

    assert agreed.f == math.inf
    assert agreed.p_f == 0
    assert agreed.f_df == (1.5, 4.5)
    # the least there can be: two raters of three items
    assert kendall_w([[1, 2, 3], [2, 1, 3]]).f_df == (1, 1)


def test_rows_with_gaps_have_a_w_of_another_name() -> None:
    rows = [[1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, math.nan], [2.0, 1.0, 3.0, 4.0]]

    complete, gaps = kendall_w(rows[::2]), kendall_w(rows, missing="pairwise")

    assert complete.label == "Kendall's W of complete rows, corrected for ties"
    assert "not comparable with complete rows" in gaps.label
    assert complete.f_reason is None
    assert math.isnan(gaps.f)
    assert gaps.f_reason == "the form for rows with gaps has no F"
    assert kendall_w([[1, 2], [2, 1]], missing="pairwise").form == "pairwise"


def test_another_rule_for_gaps_is_refused() -> None:
    missing: Any = "omit"
    with pytest.raises(ValueError, match="missing 'omit': expected refuse or pairwise"):
        kendall_w([[1, 2, 3], [3, 2, 1]], missing=missing)


def test_friedman_of_a_textbook_by_exact_permutation() -> None:
    """Zar, example 12.6: chi-square 10.68 with 3 df; the exact p lies between .005 and .01."""
    blocks = [
        [7.0, 5.3, 4.9, 8.8],
        [9.9, 5.7, 7.6, 8.9],
        [8.5, 4.7, 5.5, 8.1],
        [5.1, 3.5, 2.8, 3.3],
        [10.3, 7.7, 8.4, 9.1],
    ]
    result = friedman(blocks, permutations=1)

    assert (result.chi_square, result.kendall_w) == pytest.approx((10.68, 0.712))
    assert result.df == 3
    assert result.p_value == pytest.approx(0.0136, abs=5e-5)
    assert result.mean_ranks == (3.8, 1.6, 1.6, 3.0)
    assert result.f_df == (3, 12)
    assert result.permutation is not None
    assert result.permutation.exact
    assert 0.005 < result.permutation.p_value < 0.01


def test_friedman_is_corrected_for_ties_where_textbooks_are_not() -> None:
    result = friedman([[1, 1, 2], [1, 2, 3], [2, 1, 3]])

    assert result.chi_square > result.chi_square_uncorrected
    assert result.f > result.f_uncorrected
    assert result.permutation is None


def test_friedman_degenerate_is_nan_with_the_reason() -> None:
    result = friedman([[1, 1, 1], [2, 2, 2]])

    assert math.isnan(result.chi_square)
    assert math.isnan(result.p_f)
    assert "all items level" in (result.reason or "")
    assert friedman(np.empty((0, 3))).mean_ranks == ()


class TestIncompleteRows:
    def test_equal_the_complete_form_where_nothing_is_missing_and_nothing_tied(self) -> None:
        judges = [[5, 6, 7, 1, 2, 4, 3, 8], [1, 7, 6, 2, 3, 5, 4, 8], [4, 5, 1, 3, 2, 7, 6, 8]]

        result = kendall_w(judges, missing="pairwise")

        assert result.w == pytest.approx(kendall_w(judges).w)
        assert result.chi_square == pytest.approx(kendall_w(judges).chi_square)
        assert result.form == "pairwise"
        assert math.isnan(result.w_uncorrected)

    def test_take_what_each_pair_has_in_common(self) -> None:
        # the two agree on the three items both ranked; 2 x 3 + 1 ratings on 4 items
        result = kendall_w([[1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, math.nan]], missing="pairwise")

        assert result.w == pytest.approx((1 + 1.75 - 1) / 1.75)

    def test_a_rater_without_preference_counts_as_no_correlation(self) -> None:
        result = kendall_w([[1, 2, 3], [1, 2, 3], [1, 1, 1]], missing="pairwise")

        assert result.w == pytest.approx((1 + 1 / 3 * 2) / 3)

    def test_with_nothing_in_common_are_nan_with_the_reason(self) -> None:
        nan = math.nan

        assert "no two people" in (kendall_w([[1, nan, 2], [nan, 1, nan]], missing="pairwise").reason or "")
        assert "two people" in (kendall_w([[1.0, 2.0]], missing="pairwise").reason or "")

    def test_refuse_infinite_ranks_and_permutations(self) -> None:
        with pytest.raises(ValueError, match="inf by rater 0 on item 1"):
            kendall_w([[1.0, math.inf]], missing="pairwise")
        with pytest.raises(ValueError, match="99 permutations of incomplete rows"):
            kendall_w([[1, 2], [1, 2]], missing="pairwise", permutations=99)


class TestEachRater:
    def test_one_who_contradicts_the_others_is_negative(self) -> None:
        result = rater_concordance([[1, 2, 3, 4], [1, 2, 3, 4], [4, 3, 2, 1]])

        assert result.spearman == pytest.approx((0, 0, -1))
        assert result.w == pytest.approx((1 / 3, 1 / 3, -1 / 3))
        assert result.mean_spearman == pytest.approx(result.implied_spearman)

    def test_one_who_put_all_items_level_has_no_correlation(self) -> None:
        result = rater_concordance([[1, 2, 3], [1, 2, 3], [1, 1, 1]])

        assert math.isnan(result.mean_spearman)
        assert result.implied_spearman == pytest.approx((3 * 2 / 3 - 1) / 2)
        assert result.reason == "rater 2 put all items level, so there is no correlation"

    def test_alone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="1 raters and 2 items"):
            rater_concordance([[1, 2]])


@given(tables())
def test_w_stays_within_0_and_1(table: list[list[int]]) -> None:
    result = kendall_w(table)

    if result.reason is None:
        assert 0 <= result.w_uncorrected <= result.w <= 1
        assert 0 <= result.p_value <= 1
    else:
        assert len(table[0]) < 3 or all(len(set(row)) == 1 for row in table)


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
