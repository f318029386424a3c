"""The one rule on small cells, and groups compared: worked by hand and against scipy."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, kruskal, mannwhitneyu

from surveyapp.stats.segments import (
    benjamini_hochberg,
    cliffs_delta,
    compare_segments,
    holm,
    is_small,
    kruskal_wallis,
    mann_whitney,
)

GROUP = st.lists(st.integers(1, 5), min_size=1, max_size=6)
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("count", "minimum", "small"),
    [
        (0, 5, False),
        (1, 5, True),
        (4, 5, True),
        (5, 5, False),
        (6, 5, False),
        (9, 10, True),
        (2, 3, True),
        (3, 3, False),
    ],
)
def test_small_is_somebody_but_fewer_than_the_minimum(count: int, minimum: int, small: bool) -> None:
    assert is_small(count, minimum) is small


@pytest.mark.parametrize("minimum", [2, 1, 0, -5])
def test_no_setting_goes_below_three(minimum: int) -> None:
    with pytest.raises(ValueError, match=f"3 people or more, not {minimum}"):
        is_small(10, minimum)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="people in a group must be a whole number of 0 or more, not -1"):
        is_small(-1, 5)


class TestMannWhitney:
    def test_by_hand(self) -> None:
        result = mann_whitney([1, 2, 3], [4, 5, 6])

        # one of the 20 choices of three ranks is as low, and one as high
        assert (result.statistic, result.p_value, result.exact, result.delta) == (0, 0.1, True, -1)

    @given(GROUP, GROUP)
    def test_the_exact_p_value_equals_brute_force(self, first: list[int], second: list[int]) -> None:
        result = mann_whitney(first, second)
        pooled = [*first, *second]

        def u(chosen: tuple[int, ...]) -> float:
            rest = [place for place in range(len(pooled)) if place not in chosen]
            return sum((pooled[a] > pooled[b]) + (pooled[a] == pooled[b]) / 2 for a in chosen for b in rest)

        middle = len(first) * len(second) / 2
        every = [abs(u(chosen) - middle) for chosen in combinations(range(len(pooled)), len(first))]
        if result.reason:
            assert len(set(pooled)) == 1
        else:
            observed = abs(u(tuple(range(len(first)))) - middle)
            assert result.p_value == pytest.approx(sum(one >= observed for one in every) / len(every), abs=1e-12)

    def test_of_large_groups_equals_scipy(self) -> None:
        generator = np.random.default_rng(3)
        first, second = generator.integers(1, 10, 60), generator.integers(2, 11, 45)

        result = mann_whitney(first, second)
        theirs = mannwhitneyu(first, second, method="asymptotic")

        assert not result.exact
        assert result.statistic == theirs.statistic
        assert result.p_value == pytest.approx(float(theirs.pvalue), rel=1e-9)

    def test_without_ties_equals_scipys_exact(self) -> None:
        first, second = [1.1, 3.2, 5.3, 7.9, 9.0, 11.5], [2.0, 2.1, 2.2, 4.4, 6.6]

        theirs = mannwhitneyu(first, second, method="exact")
        assert mann_whitney(first, second).p_value == pytest.approx(float(theirs.pvalue), rel=1e-12)

    def test_of_an_empty_group_and_of_one_answer_throughout_says_why(self) -> None:
        assert mann_whitney([], [1]).reason == "a group has no answers"
        assert math.isnan(mann_whitney([], [1]).delta)
        same = mann_whitney([3, 3], [3, 3, 3])
        assert (same.reason, same.delta) == ("all answers are the same", 0)
        assert math.isnan(same.p_value)

    def test_refuses_missing_answers(self) -> None:
        with pytest.raises(ValueError, match="second: nan at position 1"):
            mann_whitney([1], [2, math.nan])
        with pytest.raises(ValueError, match=r"answers \(first\), not an array of shape \(1, 1\)"):
            mann_whitney([[1]], [2])


@given(GROUP, GROUP)
def test_cliffs_delta_is_the_share_of_pairs(first: list[int], second: list[int]) -> None:
    pairs = [(a > b) - (a < b) for a in first for b in second]

    assert cliffs_delta(first, second).delta == pytest.approx(sum(pairs) / len(pairs))
    assert cliffs_delta(second, first).delta == pytest.approx(-cliffs_delta(first, second).delta)


class TestKruskalWallis:
    @given(st.lists(GROUP, min_size=2, max_size=4))
    def test_equals_scipy(self, groups: list[list[int]]) -> None:
        result = kruskal_wallis(groups)
        if result.reason:
            assert len({score for group in groups for score in group}) == 1
            return
        theirs = kruskal(*groups)
        assert result.statistic == pytest.approx(float(theirs.statistic), rel=1e-9, abs=1e-9)
        assert result.p_value == pytest.approx(float(theirs.pvalue), rel=1e-7, abs=1e-12)

    def test_an_empty_group_takes_no_part(self) -> None:
        with_empty, without = kruskal_wallis([[1, 2], [], [2, 3]]), kruskal_wallis([[1, 2], [2, 3]])

        assert (with_empty.statistic, with_empty.df) == (without.statistic, 1)
        assert kruskal_wallis([[1, 2], []]).reason == "fewer than two groups have answers"

    def test_refuses_a_single_group(self) -> None:
        with pytest.raises(ValueError, match="two groups, here: 1"):
            kruskal_wallis([[1, 2]])


class TestSeveralTests:
    def test_holm_by_hand(self) -> None:
        assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
        assert holm([0.5, 0.9]) == (1.0, 1.0)

    @given(P_VALUES)
    def test_benjamini_hochberg_equals_scipy(self, p_values: list[float]) -> None:
        assert benjamini_hochberg(p_values) == pytest.approx(false_discovery_control(p_values).tolist(), abs=1e-12)

    @given(P_VALUES)
    def test_adjusted_values_keep_the_order_and_never_fall(self, p_values: list[float]) -> None:
        for adjusted in (holm(p_values), benjamini_hochberg(p_values)):
            assert all(after >= before - 1e-12 for before, after in zip(p_values, adjusted, strict=True))
            order = sorted(range(len(p_values)), key=p_values.__getitem__)
            assert [adjusted[place] for place in order] == sorted(adjusted)

    def test_a_test_that_could_not_be_made_does_not_count(self) -> None:
        assert holm([0.02, math.nan])[0] == 0.02
        assert math.isnan(benjamini_hochberg([0.02, math.nan])[1])

    def test_refuses_what_is_no_p_value(self) -> None:
        with pytest.raises(ValueError, match=r"1\.2 at position 1"):
            holm([0.1, 1.2])


def test_items_are_compared_together() -> None:
    low, high = [1, 2, 2, 1, 2, 1], [5, 4, 5, 5, 4, 5]
    results = compare_segments({"two": [low, high], "three": [low, high, [3, 3]], "none": [[], []]})

    assert [one.item for one in results] == ["two", "three", "none"]
    assert [one.test.test for one in results] == ["Mann-Whitney", "Kruskal-Wallis", "Mann-Whitney"]
    assert results[0].holm == pytest.approx(min(1, 2 * results[0].test.p_value))
    assert math.isnan(results[2].holm)
