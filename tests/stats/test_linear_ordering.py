"""Integer programming with lazy cycles: proofs of cost and of uniqueness, and what is left when time is up."""

from __future__ import annotations

import math
import time
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from surveyapp.stats.linear_ordering import LinearOrdering

if TYPE_CHECKING:
    from surveyapp.stats.ballots import Whole


def margins_of(items: int, seed: int, largest: int) -> Whole:
    random = np.random.default_rng(seed)
    upper = np.triu(random.integers(-largest, largest + 1, (items, items)), 1)
    margins: Whole = upper - upper.T
    return margins


def ordering(margins: Whole, seconds: float = 60.0) -> LinearOrdering:
    return LinearOrdering(margins, time.monotonic() + seconds)


def cost(margins: Whole, order: tuple[int, ...]) -> int:
    return sum(max(0, int(margins[b, a])) for position, a in enumerate(order) for b in order[position + 1 :])


@pytest.mark.parametrize("largest", [1, 2, 9])
@pytest.mark.parametrize("seed", range(5))
def test_finds_the_optimum_and_whether_it_is_the_only_one(seed: int, largest: int) -> None:
    margins = margins_of(6, seed, largest)
    costs = {order: cost(margins, order) for order in permutations(range(6))}
    optima = {order for order, own in costs.items() if own == min(costs.values())}
    problem = ordering(margins)

    best = problem.solve()
    settled, other = problem.another(best)

    assert best.proven
    assert best.cost == best.bound == min(costs.values())
    assert best.order in optima
    assert settled
    assert (other is None) == (len(optima) == 1)
    assert other is None or other in optima - {best.order}


def test_branches_where_the_relaxation_is_fractional() -> None:
    margins = margins_of(16, 1, 50)
    problem = ordering(margins)
    costs = -margins[np.triu_indices(16, 1)].astype(np.float64)
    fractional = [
        value
        for value, above in ordering(margins)._relaxations(costs)
        if above is not None and ((above > 1e-6) & (above < 1 - 1e-6)).any()
    ]

    best = problem.solve()

    assert math.ceil(fractional[-1] - 1e-6) < best.cost
    assert best.proven
    assert best.cost == cost(margins, best.order)
    assert problem.another(best) == (True, None)


def test_without_time_has_an_order_and_a_bound() -> None:
    margins = margins_of(30, 1, 50)
    problem = ordering(margins, seconds=0.0)

    best = problem.solve()

    assert sorted(best.order) == list(range(30))
    assert best.cost == cost(margins, best.order)
    assert 0 <= best.bound < best.cost
    assert problem.another(best) == (False, None)
