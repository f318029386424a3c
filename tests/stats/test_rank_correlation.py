"""Tau, rho and distances: published, by hand, against scipy and brute force, degenerate."""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr

from surveyapp.stats.rank_correlation import kemeny_snell_distance, kendall_distance, kendall_tau, spearman

if TYPE_CHECKING:
    import numpy.typing as npt


@st.composite
def pairs(draw: st.DrawFn, least: int = 2) -> tuple[list[int], list[int]]:
    """Two lists of the same length, with ties."""
    n = draw(st.integers(least, 8))
    values = st.lists(st.integers(0, 5), min_size=n, max_size=n)
    return draw(values), draw(values)


def test_tenderness_of_tuna() -> None:
    """Hollander and Wolfe (1973), p. 187: nine lots, no ties."""
    x = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]

    tau, rho = kendall_tau(x, y), spearman(x, y)

    assert (tau.concordant, tau.discordant, kendall_distance(x, y)) == (26, 10, 10)
    assert tau.tau_a == tau.tau_b == pytest.approx(4 / 9)
    assert (tau.p_exact, tau.p_exact_greater) == pytest.approx((0.1194389329806, 0.0597194664903), abs=1e-12)
    assert rho.rho == pytest.approx(0.6)
    assert rho.p_exact == pytest.approx(0.0967978395061728, abs=1e-12)


def test_distances_with_ties_by_hand() -> None:
    # 1 2 2 3 against 1 1 2 3: one pair is tied in the first only, one in the second only
    assert kendall_distance([1, 1, 2, 3], [1, 2, 2, 3]) == 1
    assert kendall_distance([1, 1, 2, 3], [1, 2, 2, 3], tie_penalty=0) == 0
    assert kemeny_snell_distance([1, 1, 2, 3], [1, 2, 2, 3]) == 2
    assert kemeny_snell_distance([1, 2, 3, 4, 5], [1, 3, 2, 5, 4]) == 4
    assert kendall_tau([1, 1, 2, 3], [1, 2, 2, 3]).tau_x == pytest.approx(2 / 3)


@given(pairs(least=3))
def test_equal_scipy(both: tuple[list[int], list[int]]) -> None:
    tau, rho = kendall_tau(*both), spearman(*both)
    if any(len(set(values)) == 1 for values in both):
        assert math.isnan(tau.tau_b)
        assert math.isnan(rho.rho)
        assert tau.reason == rho.reason == "one of the lists has one value only, so it orders nothing"
        return
    theirs = kendalltau(*both, method="asymptotic")
    assert (tau.tau_b, tau.p_asymptotic) == pytest.approx((float(theirs.statistic), float(theirs.pvalue)), abs=1e-9)
    assert tau.tau_c == pytest.approx(float(kendalltau(*both, variant="c").statistic), abs=1e-9)
    correlated = spearmanr(*both)
    assert rho.rho == pytest.approx(float(correlated.statistic), abs=1e-9)
    if abs(rho.rho) < 1 - 1e-9:
        assert rho.p_asymptotic == pytest.approx(float(correlated.pvalue), abs=1e-9)


@given(st.permutations(range(6)))
def test_exact_p_values_equal_brute_force(order: list[int]) -> None:
    start = list(range(6))
    tau, rho = kendall_tau(start, order), spearman(start, order)
    every = [np.array(other) for other in permutations(start)]
    squares = [int(((other - start) ** 2).sum()) for other in every]
    away = abs(rho.squared_distance - 35)

    assert rho.p_exact == pytest.approx(sum(abs(one - 35) >= away for one in squares) / 720)
    assert tau.p_exact == pytest.approx(float(kendalltau(start, order, method="exact").pvalue))


@given(pairs(), pairs())
def test_distances_are_distances(one: tuple[list[int], list[int]], two: tuple[list[int], list[int]]) -> None:
    n = min(len(one[0]), len(two[0]))
    a, b, c = one[0][:n], one[1][:n], two[0][:n]

    assert kemeny_snell_distance(a, a) == 0
    assert kemeny_snell_distance(a, b) == kemeny_snell_distance(b, a) == 2 * kendall_distance(a, b)
    assert kemeny_snell_distance(a, c) <= kemeny_snell_distance(a, b) + kemeny_snell_distance(b, c)


@given(pairs())
def test_turning_one_list_round_turns_the_sign(both: tuple[list[int], list[int]]) -> None:
    tau, turned = kendall_tau(*both), kendall_tau(both[0], [-value for value in both[1]])

    assert (turned.concordant, turned.discordant) == (tau.discordant, tau.concordant)
    if tau.reason is None:
        assert (turned.tau_a, turned.tau_b) == (-tau.tau_a, -tau.tau_b)


@pytest.mark.parametrize("values", [[], [1]])
def test_fewer_than_two_things_have_no_correlation(values: list[int]) -> None:
    assert "at least two things" in (kendall_tau(values, values).reason or "")
    assert "at least two things" in (spearman(values, values).reason or "")
    assert kendall_distance(values, values) == 0


def test_full_agreement_is_exact() -> None:
    assert kendall_tau([1, 2, 3], [4, 5, 6]).tau_b == spearman([1, 2, 3], [4, 5, 6]).rho == 1
    assert spearman([1, 2, 3], [4, 5, 6]).p_asymptotic == 0
    assert math.isnan(spearman([1, 2], [1, 2]).p_asymptotic)


def test_beyond_the_exact_range_only_approximations_are_left() -> None:
    many = list(range(101))

    assert math.isnan(kendall_tau(many, many).p_exact)
    assert math.isnan(spearman(many, many).p_exact)
    assert kendall_tau(many, many).p_asymptotic < 1e-20


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([1, 2], [1], "same length"),
        ([[1, 2]], [[1, 2]], "single list"),
        ([1, math.nan], [1, 2], "nan at position 1 of the first list"),
        ([1, 2], [math.inf, 2], "inf at position 0 of the second list"),
    ],
)
def test_refuses_what_is_no_pair_of_lists(first: npt.ArrayLike, second: npt.ArrayLike, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        kendall_tau(first, second)
    with pytest.raises(ValueError, match=said):
        spearman(first, second)


def test_refuses_a_penalty_outside_0_and_1() -> None:
    with pytest.raises(ValueError, match="penalty"):
        kendall_distance([1], [1], 2)
