"""Scores on a scale: worked by hand, against numpy, and the input that is refused."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.ratings import (
    distribution,
    exact_quantile,
    iqr,
    median,
    quantile,
    quantile_position,
    share,
    top_share,
    wilson_interval,
)

NINE_TYPES = range(1, 10)
SCORES = st.lists(st.integers(1, 9), min_size=1, max_size=30)
Continuous = Literal["interpolated_inverted_cdf", "hazen", "weibull", "linear", "median_unbiased", "normal_unbiased"]
SHARES = st.integers(0, 100).map(lambda percent: percent / 100)


class TestShare:
    def test_has_count_n_value_and_interval(self) -> None:
        result = share(7, 10)

        assert (result.count, result.n, result.value) == (7, 10, 0.7)
        assert (result.low, result.high) == wilson_interval(7, 10)

    def test_of_nobody_is_nan(self) -> None:
        result = share(0, 0)

        assert (result.count, result.n) == (0, 0)
        assert all(math.isnan(figure) for figure in (result.value, result.low, result.high))

    def test_69_point_6_percent_is_not_70(self) -> None:
        assert share(16, 23).value == 16 / 23
        assert share(16, 23).value < 0.70
        assert share(7, 10).value >= 0.70

    @pytest.mark.parametrize(
        ("count", "n", "said"),
        [
            (-1, 10, "the count must be a whole number of 0 or more, not -1"),
            (1.5, 2, "the count must be a whole number of 0 or more, not 1.5"),
            ("3", 10, "the count must be a whole number of 0 or more, not '3'"),
            (0, -1, "the number of people must be a whole number of 0 or more, not -1"),
            (11, 10, "11 cannot be a part of 10"),
        ],
    )
    def test_refuses_more_than_all_and_fewer_than_none(self, count: Any, n: int, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            share(count, n)


class TestWilsonInterval:
    @pytest.mark.parametrize(
        ("count", "n", "low", "high"), [(7, 10, 40, 89), (21, 30, 52, 83), (70, 100, 60, 78), (210, 300, 65, 75)]
    )
    def test_of_seventy_percent_narrows_as_n_grows(self, count: int, n: int, low: int, high: int) -> None:
        assert [round(100 * end) for end in wilson_interval(count, n)] == [low, high]

    def test_at_the_ends_is_exact(self) -> None:
        assert wilson_interval(0, 10)[0] == 0.0
        assert wilson_interval(0, 10)[1] == pytest.approx(0.2775328, abs=1e-7)
        assert wilson_interval(10, 10)[0] == pytest.approx(0.7224672, abs=1e-7)
        assert wilson_interval(10, 10)[1] == 1.0

    def test_widens_with_the_confidence(self) -> None:
        low, high = wilson_interval(15, 148, 0.95)
        wider_low, wider_high = wilson_interval(15, 148, 0.99)

        assert wider_low < low < high < wider_high

    def test_of_nobody_is_nan(self) -> None:
        assert all(math.isnan(end) for end in wilson_interval(0, 0))

    @pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
    def test_refuses_a_confidence_outside_0_and_1(self, confidence: float) -> None:
        with pytest.raises(ValueError, match="confidence"):
            wilson_interval(1, 2, confidence)

    @given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_lies_within_0_and_1_around_the_share(self, part: tuple[int, int]) -> None:
        count, n = part
        low, high = wilson_interval(count, n)

        assert 0 <= low <= count / n <= high <= 1
        assert (low == 0) == (count == 0)
        assert (high == 1) == (count == n)

    @given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_of_the_others_is_its_mirror_image(self, part: tuple[int, int]) -> None:
        count, n = part
        low, high = wilson_interval(n - count, n)

        assert wilson_interval(count, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


class TestDistribution:
    def test_counts_every_score_of_the_scale(self) -> None:
        assert distribution([5, 4, 4, 1], 1, 5) == (1, 0, 0, 2, 1)

    def test_of_a_scale_from_zero(self) -> None:
        assert distribution([0, 2, 2], 0, 2) == (1, 0, 2)

    def test_of_no_scores_is_zeros(self) -> None:
        assert distribution([], 1, 3) == (0, 0, 0)

    @pytest.mark.parametrize(("score", "said"), [(6, "6"), (0, "0"), (-1, "-1"), (2.5, "2.5")])
    def test_names_a_score_that_the_scale_does_not_have(self, score: float, said: str) -> None:
        with pytest.raises(ValueError, match=f"^{said} at position 1 is no score of the scale 1 to 5"):
            distribution([3, score], 1, 5)

    @given(st.lists(st.integers(1, 9)))
    def test_sums_to_the_number_of_scores(self, scores: list[int]) -> None:
        counts = distribution(scores, 1, 9)

        assert sum(counts) == len(scores)
        assert list(counts) == [scores.count(score) for score in range(1, 10)]


class TestQuantile:
    def test_of_ten_values_at_the_middle_is_the_mean_of_the_two_middle_ones(self) -> None:
        assert median([4, 5, 6, 7, 7, 8, 8, 9, 9, 9]) == 7.5
        assert median([1, 1, 1, 1, 3, 4, 4, 4, 4, 4]) == 3.5

    def test_of_an_odd_number_at_the_middle_is_the_middle_value(self) -> None:
        assert median([5, 1, 4]) == 4

    def test_depends_on_the_type_so_much_that_an_iqr_rule_must_name_it(self) -> None:
        ratings = [4, 5, 6, 7, 7, 8, 8, 9, 9, 9]

        by_type = {quantile_type: iqr(ratings, quantile_type) for quantile_type in (2, 6, 7)}

        assert by_type == {2: 3.0, 6: 3.25, 7: 2.5}

    def test_is_exact_where_binary_fractions_are_not(self) -> None:
        # (9 - 1) x 0.7 + 1 is 6.6: three fifths of the way from 1 to 6 is 4, and not 3.9999999999999982.
        assert quantile([1, 1, 1, 1, 1, 1, 6, 6, 6], 0.7) == 4.0
        # 100 x 0.55 is 55 and not 55.00000000000001, which would be the 56th value.
        assert quantile(range(1, 101), 0.55, 1) == 55

    def test_takes_a_fraction(self) -> None:
        assert quantile([1, 2, 3], Fraction(1, 3), 1) == 1

    @pytest.mark.parametrize("quantile_type", NINE_TYPES)
    def test_of_one_value_is_that_value(self, quantile_type: int) -> None:
        assert [quantile([3], p, quantile_type) for p in (0, 0.25, 0.5, 1)] == [3, 3, 3, 3]

    @pytest.mark.parametrize("quantile_type", NINE_TYPES)
    def test_of_nothing_is_nan(self, quantile_type: int) -> None:
        assert math.isnan(quantile([], 0.5, quantile_type))
        assert math.isnan(iqr([], quantile_type))
        assert math.isnan(median([]))

    @pytest.mark.parametrize("p", [-0.1, 1.1, math.nan])
    def test_refuses_a_share_outside_0_and_1(self, p: float) -> None:
        with pytest.raises(ValueError, match=str(p)):
            quantile([1, 2], p)

    @pytest.mark.parametrize("quantile_type", [0, 10])
    def test_refuses_a_type_that_there_is_not(self, quantile_type: int) -> None:
        with pytest.raises(ValueError, match=f"type {quantile_type}"):
            quantile([1, 2], 0.5, quantile_type)

    @pytest.mark.parametrize("value", [math.nan, math.inf])
    def test_refuses_what_is_no_number(self, value: float) -> None:
        with pytest.raises(ValueError, match=f"{value} at position 2"):
            quantile([1, 2, value], 0.5)

    def test_refuses_a_table(self) -> None:
        with pytest.raises(ValueError, match=r"shape \(2, 2\)"):
            quantile([[1, 2], [3, 4]], 0.5)

    @given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 1))
    def test_of_type_7_equals_numpy(self, values: list[float], p: float) -> None:
        assert quantile(values, p) == pytest.approx(float(np.quantile(values, p)), rel=1e-9, abs=1e-6)

    @given(SCORES, st.sampled_from([0.25, 0.5, 0.75]))
    def test_of_scores_at_the_quartiles_equals_numpy_to_the_last_digit(self, scores: list[int], p: float) -> None:
        assert quantile(scores, p) == float(np.quantile(scores, p))

    @pytest.mark.parametrize(
        ("quantile_type", "method"),
        [
            (4, "interpolated_inverted_cdf"),
            (5, "hazen"),
            (6, "weibull"),
            (7, "linear"),
            (8, "median_unbiased"),
            (9, "normal_unbiased"),
        ],
    )
    @given(scores=SCORES, p=SHARES)
    def test_of_the_continuous_types_equals_numpy(
        self, quantile_type: int, method: Continuous, scores: list[int], p: float
    ) -> None:
        theirs = np.quantile(np.array(scores, float), p, method=method)

        assert quantile(scores, p, quantile_type) == pytest.approx(float(theirs), abs=1e-9)

    @given(SCORES, st.integers(1, 100))
    def test_of_type_1_is_the_least_value_that_the_share_does_not_exceed(self, scores: list[int], percent: int) -> None:
        reached = [s for s in scores if 100 * sum(other <= s for other in scores) >= percent * len(scores)]

        assert quantile(scores, percent / 100, 1) == min(reached)

    @given(SCORES, SHARES, st.sampled_from(NINE_TYPES))
    def test_lies_within_the_values_and_ignores_their_order(self, scores: list[int], p: float, kind: int) -> None:
        value = quantile(scores, p, kind)

        assert min(scores) <= value <= max(scores)
        assert quantile(sorted(scores), p, kind) == value


class TestExactQuantile:
    def test_is_the_fraction_that_the_quantile_is_nearest_to(self) -> None:
        assert exact_quantile([1, 2, 3, 4], 0.3) == Fraction(19, 10)
        assert exact_quantile([1, 2], Fraction(1, 3)) == Fraction(4, 3)
        assert exact_quantile([], 0.3) is None

    def test_lies_between_two_ranks(self) -> None:
        # (9 - 1) x 0.7 + 1 is 6.6
        assert quantile_position(9, 0.7) == (6, 7, Fraction(3, 5))
        assert quantile_position(10, 0.5, 2) == (5, 6, Fraction(1, 2))
        assert quantile_position(3, 1) == (3, 3, Fraction(0))

    @given(SCORES, SHARES, st.sampled_from(NINE_TYPES))
    def test_rounds_to_the_quantile(self, scores: list[int], p: float, kind: int) -> None:
        exact = exact_quantile(scores, p, kind)

        assert exact is not None
        assert float(exact) == quantile(scores, p, kind)


class TestTopShare:
    def test_counts_scores_at_the_cut_and_above(self) -> None:
        result = top_share([5, 4, 3, 4, 1], 4)

        assert (result.count, result.n, result.value) == (3, 5, 0.6)

    def test_of_no_scores_is_nan(self) -> None:
        assert math.isnan(top_share([], 4).value)
