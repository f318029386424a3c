"""The order that reverses the least weight of victories, proven by integer programming with lazy constraints."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.stats.ballots import Whole

    Matrix = npt.NDArray[np.float64]
    Positions = npt.NDArray[np.intp]

_VIOLATED = 1e-6


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best order found, the weight that it reverses, and what every order reverses at the least."""

    order: tuple[int, ...]
    cost: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no order is better."""
        return self.cost == self.bound


class LinearOrdering:
    """Find the order of n items that reverses the least of `margins` (antisymmetric whole numbers, above 0 a victory).

    A variable per pair i < j says whether i stands above j. Each cycle x_ij + x_jk + x_ki <= 2 is a constraint
    that is added once a solution violates it (Grötschel, Jünger and Reinelt 1984): first to the linear
    relaxation, which already proves most instances, then to the integer program.
    """

    def __init__(self, margins: Whole, deadline: float) -> None:
        self._margins = margins
        self._deadline = deadline
        self._n = len(margins)
        self._upper = np.triu_indices(self._n, 1)
        self._variable = np.zeros((self._n, self._n), dtype=np.intp)
        self._variable[self._upper] = np.arange(len(self._upper[0]))
        self._variable += self._variable.T
        self._cycles = np.empty((0, 3), dtype=np.intp)
        self._known: set[int] = set()

    def solve(self) -> Optimum:
        """Search until an order is proven, or time is up."""
        scores = self._margins.sum(axis=1)
        best = self._improved(np.argsort(-scores, kind="stable"))
        cost, bound = self.cost(best), 0
        costs = -self._margins[self._upper].astype(np.float64)
        for value, above in self._relaxations(costs):
            # All weights are whole, so a fractional bound rises to the next one, but for errors of rounding.
            bound = max(bound, math.ceil(value - 1e-3 - 1e-12 * abs(value)))
            if bound < cost and above is not None:
                other = self._improved(np.argsort(-above.sum(axis=1), kind="stable"))
                if self.cost(other) < cost:
                    best, cost = other, self.cost(other)
            if bound >= cost:
                break
        return Optimum(tuple(best.tolist()), cost, min(bound, cost))

    def another(self, optimum: Optimum) -> tuple[bool, tuple[int, ...] | None]:
        """Say whether the question of a second optimum is settled, and the second optimum if there is one.

        Another order reverses at least one pair of neighbours of the proven one. So each of those n - 1 pairs that
        is kept costs 1/n extra: too little to pay for a worse order, enough to find another that is as good.
        """
        extra = 1 / self._n
        costs = -self._margins[self._upper].astype(np.float64)
        first, second = optimum.order[:-1], optimum.order[1:]
        forward = np.array(first) < np.array(second)
        neighbours = self._variable[first, second]
        costs[neighbours] += np.where(forward, extra, -extra)
        reversed_pairs = extra * np.count_nonzero(~forward)
        without = optimum.cost + (self._n - 1.5) * extra
        for value, above in self._relaxations(costs):
            if value + reversed_pairs > without:
                return True, None
            if above is not None:
                order = tuple(np.argsort(-above.sum(axis=1), kind="stable").tolist())
                if order != optimum.order and self.cost(np.array(order)) == optimum.cost:
                    return True, order
        return False, None

    def cost(self, order: Positions) -> int:
        """Sum the victories that an order reverses."""
        arranged = self._margins[np.ix_(order, order)]
        return int(-np.minimum(arranged[np.triu_indices(self._n, 1)], 0).sum())

    def _improved(self, order: Positions) -> Positions:
        """Move single items to where they reverse least, until no such move helps."""
        improved = True
        while improved:
            improved = False
            for item in order.tolist():
                others = order[order != item]
                # Standing before position p, the item is above the others from p on.
                gains = np.concatenate(([0], np.cumsum(self._margins[others, item])))
                now = int(np.flatnonzero(order == item)[0])
                position = int(np.argmax(gains))
                if gains[position] > gains[now]:
                    order = np.insert(others, position, item)
                    improved = True
        return order

    def _relaxations(self, costs: Matrix) -> Iterator[tuple[float, Matrix | None]]:
        """Tighten relaxations of the problem with these `costs`: each time a lower bound and who is above whom.

        The last one before time is up may have a bound alone. The last one otherwise is an order.
        """
        constant = float(np.maximum(self._margins[self._upper], 0).sum())
        for integer in (False, True):
            violated = True
            while violated:
                value, solution = self._solved(costs, integer=integer)
                if solution is None:
                    if value is not None:
                        yield constant + value, None
                    return
                above = np.zeros((self._n, self._n))
                above[self._upper] = solution
                above.T[self._upper] = 1 - solution
                violated = self._add_violated(above)
                yield constant + (value or 0.0), above

    def _solved(self, costs: Matrix, *, integer: bool) -> tuple[float | None, Matrix | None]:
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - loaded when there is a cycle to break
        from scipy.sparse import csr_array  # noqa: PLC0415 - as above

        if not len(self._cycles):
            solution = (costs < 0).astype(np.float64)
            return float(costs @ solution), solution
        left = self._deadline - time.monotonic()
        if left <= 0:
            return None, None
        after = np.roll(self._cycles, -1, axis=1)
        forward = self._cycles < after
        rows = np.repeat(np.arange(len(self._cycles)), 3)
        signs = np.where(forward, 1.0, -1.0).ravel()
        shape = (len(self._cycles), costs.size)
        matrix = csr_array((signs, (rows, self._variable[self._cycles, after].ravel())), shape=shape)
        result = milp(
            costs,
            integrality=np.full(costs.size, int(integer)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, -np.inf, 2 - np.count_nonzero(~forward, axis=1)),
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        if result.status == 0:
            value = result.mip_dual_bound if integer else result.fun
            return float(value), np.rint(result.x) if integer else np.asarray(result.x)
        bound = result.mip_dual_bound if integer else None
        return (float(bound) if bound is not None and math.isfinite(bound) else None), None

    def _add_violated(self, above: Matrix) -> bool:
        """Add the cycles that a solution violates; false when it violates none that is not there yet."""
        excess = above[:, :, np.newaxis] + above[np.newaxis] + above.T[:, np.newaxis, :] - 2
        first, second, third = np.nonzero(excess > _VIOLATED)
        # A cycle of three has three starts; it is kept with its lowest item first.
        one = (first < second) & (first < third)
        cycles = np.stack((first[one], second[one], third[one]), axis=1)
        codes = (cycles @ np.array([self._n**2, self._n, 1])).tolist()
        new = [code not in self._known for code in codes]
        self._known.update(codes)
        self._cycles = np.concatenate((self._cycles, cycles[new]))
        return any(new)
