"""The Mallows model: against sums over all orders, published fits, and what has no finite answer."""

from __future__ import annotations

import math
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.mallows import mallows, mallows_log_partition

orders = st.lists(st.permutations([1, 2, 3, 4]), min_size=1, max_size=12)


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum((one[i] < one[j]) != (other[i] < other[j]) for i, j in combinations(range(len(one)), 2))


def likelihood_over_all_orders(ranks: list[list[int]], centre: tuple[int, ...], theta: float) -> float:
    weights = [math.exp(-theta * distance(order, centre)) for order in permutations(range(1, len(centre) + 1))]
    return sum(-theta * distance(tuple(row), centre) for row in ranks) - len(ranks) * math.log(math.fsum(weights))


@pytest.mark.parametrize("theta", [0, 1e-9, 0.3, 2.5])
def test_the_partition_sums_over_all_orders(theta: float) -> None:
    weights = [math.exp(-theta * distance(order, (1, 2, 3, 4, 5))) for order in permutations((1, 2, 3, 4, 5))]

    assert mallows_log_partition(5, theta) == pytest.approx(math.log(math.fsum(weights)), rel=1e-12)


def test_a_published_partition() -> None:
    """BayesMallows' own test: alpha 3 for 10 items, which is theta 0.3."""
    assert mallows_log_partition(10, 0.3) == pytest.approx(9.69641008390133, abs=1e-9)


@given(orders)
def test_no_centre_and_no_theta_is_likelier(ranks: list[list[int]]) -> None:
    fit = mallows(Ballots.from_ranks(ranks, list("abcd")))

    if fit.reason is not None:
        assert fit.theta == math.inf
        assert len({tuple(row) for row in ranks}) == 1
        return
    centre = tuple(fit.order.index(item) + 1 for item in fit.items)
    best = likelihood_over_all_orders(ranks, centre, fit.theta)
    assert fit.log_likelihood == pytest.approx(best, rel=1e-9)
    for other in permutations((1, 2, 3, 4)):
        for theta in (fit.theta, fit.theta + 0.01, max(0.0, fit.theta - 0.01), 0.5):
            assert likelihood_over_all_orders(ranks, other, theta) <= best + 1e-9


def test_the_standard_error_is_the_curvature() -> None:
    ranks = [[1, 2, 3, 4]] * 5 + [[2, 1, 3, 4]] * 2 + [[4, 3, 2, 1]]
    fit = mallows(Ballots.from_ranks(ranks))
    step = 1e-4

    values = [likelihood_over_all_orders(ranks, (1, 2, 3, 4), fit.theta + k * step) for k in (-1, 0, 1)]

    curvature = -(values[0] - 2 * values[1] + values[2]) / step**2
    assert fit.standard_error == pytest.approx(1 / math.sqrt(curvature), rel=1e-4)


def test_every_order_alike_is_theta_zero() -> None:
    fit = mallows(Ballots.from_ranks(list(permutations((1, 2, 3)))))

    assert fit.theta == 0
    assert fit.unique is False
    assert fit.log_likelihood == pytest.approx(-6 * math.log(6))


def test_one_order_by_all_has_no_finite_theta() -> None:
    fit = mallows(Ballots.from_ranks([[2, 1, 3]] * 4, list("abc")))

    assert fit.order == ("b", "a", "c")
    assert fit.theta == math.inf
    assert math.isnan(fit.standard_error)
    assert fit.log_likelihood == 0
    assert fit.reason is not None


@pytest.mark.parametrize(
    ("ranks", "sentence"),
    [
        ([[1, 2, 3], [1, 2, 0]], "does not rank all 3 items without ties"),
        ([[1, 1, 2]], "does not rank all 3 items without ties"),
        ([[1]], "at least two items"),
        (np.empty((0, 3)), "no ballots to rank by"),
    ],
)
def test_ballots_that_do_not_fit_are_refused(ranks: list[list[int]], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        mallows(Ballots.from_ranks(ranks))


def test_ballots_that_weigh_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match=r"weigh 0\.0"):
        mallows(Ballots.from_ranks([[1, 2]], weights=[0]))


@pytest.mark.parametrize(
    ("items", "theta", "said"),
    [
        (0, 1.0, "the number of items must be a whole number of 1 or more, not 0"),
        (3, -0.1, "theta -0.1: give at least one item"),
        (3, math.nan, "theta must be a number, not nan"),
    ],
)
def test_a_partition_of_nothing_is_refused(items: int, theta: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mallows_log_partition(items, theta)
