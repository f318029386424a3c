"""The likelihood of successive choices, each of one item or of several tied ones out of those left, and its maximum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

_CHUNK = 1 << 20
_STEPS = 200
_SETTLED = 1e-3
_SHORTEST = 1e-9
_FAR = 700.0
_UNBOUNDED = "the likelihood grows without bound: worths or tie strengths have no finite estimate"


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What the choices say, and all that the likelihood needs of them.

    `available`: a row per distinct set that was chosen from, a column per item; `times`: how often, per row.
    `credit`: per item the sum over all choices of 1 / (items chosen together). `orders`: the sizes of ties that
    occurred, ascending; `tied`: how often each. `above[i, j]`: i was chosen at least once where j was left.
    """

    available: Flags
    times: Floats
    credit: Floats
    orders: tuple[int, ...]
    tied: Floats
    above: Flags

    def with_reference(self, rankings: float) -> Choices:
        """Add an item that wins and loses `rankings` times against each of the others, as the last column."""
        n = self.credit.size
        pairs = np.eye(n, n + 1, dtype=bool)
        pairs[:, n] = True
        return Choices(
            available=np.vstack([np.pad(self.available, ((0, 0), (0, 1))), pairs]),
            times=np.append(self.times, np.full(n, 2 * rankings)),
            credit=np.append(self.credit + rankings, n * rankings),
            orders=self.orders,
            tied=self.tied,
            above=np.pad(self.above, ((0, 1), (0, 1)), constant_values=True),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A maximum: log-worths (mean 0) and log tie strengths, their joint covariance, the log-likelihood."""

    log_worth: Floats
    log_ties: Floats
    covariance: Floats
    log_likelihood: float
    steps: int


def choices_of(levels: npt.NDArray[np.int64], times: Floats, *, unranked_below: bool) -> Choices:
    """Read ballots as successive choices.

    `levels`: a row per ballot, a column per item: 1 for the first group, 2 for the second, ..., 0 for shown and not
    ranked, -1 for not shown. `times`: the weight of each row. A choice with one item left says nothing and is
    left out. With `unranked_below` the items not ranked stand in every set that is chosen from.
    """
    n = levels.shape[1]
    credit, above = np.zeros(n), np.zeros((n, n), dtype=bool)
    ties: dict[int, float] = {}
    sets: list[npt.NDArray[np.uint8]] = []
    weights: list[Floats] = []
    for level in range(1, int(levels.max(initial=0)) + 1):
        chosen = levels == level
        left = levels > level if not unranked_below else (levels > level) | (levels == 0)
        size = np.count_nonzero(chosen, axis=1)
        told = (size > 0) & (np.count_nonzero(left, axis=1) + size > 1)
        chosen, left, size, weight = chosen[told], left[told], size[told], times[told]
        credit += (weight / size) @ chosen
        picked = chosen.astype(np.float32)
        above |= (picked.T @ left.astype(np.float32)) > 0
        several = size > 1
        above |= (picked[several].T @ picked[several]) > 0
        for order in np.unique(size[several]).tolist():
            ties[order] = ties.get(order, 0.0) + float(weight[size == order].sum())
        sets.append(np.packbits(chosen | left, axis=1))
        weights.append(weight)
    available, counted = _distinct(sets, weights, n)
    orders = tuple(sorted(ties))
    return Choices(available, counted, credit, orders, np.array([ties[order] for order in orders]), above)


def _distinct(sets: list[npt.NDArray[np.uint8]], weights: list[Floats], n: int) -> tuple[Flags, Floats]:
    """Bring equal sets together and add up how often each was chosen from."""
    if not sets:
        return np.zeros((0, n), dtype=bool), np.zeros(0)
    packed, row = np.unique(np.vstack(sets), axis=0, return_inverse=True)
    times = np.bincount(row.ravel(), weights=np.concatenate(weights), minlength=len(packed))
    return np.unpackbits(packed, axis=1, count=n).astype(bool), times.astype(np.float64)


def groups(linked: Flags) -> list[list[int]]:
    """Split the items into the groups that reach each other both ways along `linked`, an item in exactly one."""
    reach = linked | np.eye(len(linked), dtype=bool)
    for via in range(len(reach)):
        reach |= reach[:, via, np.newaxis] & reach[via]
    both = reach & reach.T
    return [np.flatnonzero(row).tolist() for i, row in enumerate(both) if not row[:i].any()]


def maximise(choices: Choices) -> Fit:
    """Find the maximum of the log-likelihood, which is concave, by Newton's method with halved steps.

    With available set A, worths a = exp(u) and tie strengths d_k = exp(v_k), d_1 = 1, the probability that S is
    chosen is f(S) over the sum of f(T), T in A, with f(S) = d_|S| (product of a over S)^(1/|S|) (Davidson-Luce;
    Firth, Kosmidis and Turner 2019). Raises ValueError where there is no finite maximum.
    """
    n = choices.credit.size
    seen = np.append(choices.credit, choices.tied)
    place = np.zeros(seen.size)
    value, gradient, information = _evaluate(choices, place, seen)
    for step in range(1, _STEPS + 1):
        direction = _solved(_anchored(information, n), gradient)
        rounding = 1e-14 * float(np.abs(seen) @ (1 + np.abs(place)))
        # Steps shrink with their squares: when the last could gain no more than rounding, it ends at the last digit.
        settled = gradient @ direction <= rounding and np.abs(direction).max() < _SETTLED
        length = 1.0
        while length > _SHORTEST:
            trial = place + length * direction
            new_value, new_gradient, new_information = _evaluate(choices, trial, seen)
            if new_value >= value - rounding:
                break
            length /= 2
        place, value, gradient, information = trial, new_value, new_gradient, new_information
        if settled:
            return _fitted(place, information, n, value, step)
        if not np.abs(place).max() < _FAR:
            break
    raise ValueError(_UNBOUNDED)


def _fitted(place: Floats, information: Floats, n: int, value: float, steps: int) -> Fit:
    covariance: Floats = np.linalg.inv(_anchored(information, n)).astype(np.float64)
    covariance[:n, :n] -= 1 / (_anchor(information, n) * n * n)
    return Fit(place[:n] - place[:n].mean(), place[n:], covariance, value, steps)


def log_likelihood(choices: Choices, log_worth: Floats, log_ties: Floats) -> float:
    """Evaluate the log-likelihood at given log-worths and log tie strengths."""
    place = np.append(log_worth, log_ties)
    value = float(np.append(choices.credit, choices.tied) @ place)
    for available, times in _chunks(choices):
        value -= float(times @ _log_total(_Sums(available, choices.orders, log_worth, log_ties)))
    return value


def _solved(information: Floats, gradient: Floats) -> Floats:
    try:
        return np.linalg.solve(information, gradient).astype(np.float64)
    except np.linalg.LinAlgError as error:
        raise ValueError(_UNBOUNDED) from error


def _anchor(information: Floats, n: int) -> float:
    return max(float(np.trace(information[:n, :n])) / n, 1e-300)


def _anchored(information: Floats, n: int) -> Floats:
    """Fix the mean of the log-worths, about which the choices say nothing."""
    anchored = information.copy()
    anchored[:n, :n] += _anchor(information, n)
    return anchored


def _chunks(choices: Choices) -> Iterator[tuple[Flags, Floats]]:
    """Take the distinct sets in pieces, so that memory stays bounded however many there are."""
    rows = max(1, _CHUNK // max(1, choices.credit.size))
    for start in range(0, choices.times.size, rows):
        yield choices.available[start : start + rows], choices.times[start : start + rows]


def _evaluate(choices: Choices, place: Floats, seen: Floats) -> tuple[float, Floats, Floats]:
    """Log-likelihood, its gradient and the observed (which is the expected) information."""
    n = choices.credit.size
    value, gradient = float(seen @ place), seen.copy()
    information = np.zeros((place.size, place.size))
    with np.errstate(over="ignore", invalid="ignore"):  # a step too far is noticed by its value, and halved
        for available, times in _chunks(choices):
            sums = _Sums(available, choices.orders, place[:n], place[n:])
            value -= float(times @ _log_total(sums))
            mean, second = sums.moments(times)
            gradient -= times @ mean
            scaled = mean * np.sqrt(times)[:, np.newaxis]
            information += second - scaled.T @ scaled
    return value, gradient, information


def _log_total(sums: _Sums) -> Floats:
    total: Floats = sums.shift + np.log(sums.total)
    return total


class _Sums:
    """Sums of f over all sets of 1, and of each tied number k, of the available items.

    The sum over sets of size k is d_k e_k(a^(1/k)), e_k the elementary symmetric polynomial: no set is listed.
    """

    def __init__(self, available: Flags, orders: tuple[int, ...], log_worth: Floats, log_ties: Floats) -> None:
        self.orders = (1, *orders)
        self.strengths = np.exp(np.append(0.0, log_ties))
        logs = np.where(available, log_worth, -np.inf)
        self.shift = logs.max(axis=1)
        scaled = logs - self.shift[:, np.newaxis]
        self.roots = [np.exp(scaled / k) for k in self.orders]
        self.parts = [
            d * symmetric(x, k)[:, k] for k, d, x in zip(self.orders, self.strengths, self.roots, strict=True)
        ]
        self.total: Floats = np.sum(self.parts, axis=0)

    def moments(self, times: Floats) -> tuple[Floats, Floats]:
        """Expect, per set, the share of each item in the choice (1 / size if in it) and each tie; second moments."""
        rows, n = self.roots[0].shape
        mean = np.zeros((rows, n + len(self.orders) - 1))
        second = np.zeros((mean.shape[1], mean.shape[1]))
        for index, (k, d, x) in enumerate(zip(self.orders, self.strengths, self.roots, strict=True)):
            inside = x * without_each(x, k - 1) * (d / self.total)[:, np.newaxis] / k
            mean[:, :n] += inside
            second[:n, :n] += np.diag(times @ inside) / k
            if k == 1:
                continue
            tie = n + index - 1
            mean[:, tie] = self.parts[index] / self.total
            second[tie, tie] = times @ mean[:, tie]
            second[tie, :n] = second[:n, tie] = times @ inside
            for i in range(n):
                others = x.copy()
                others[:, i] = 0
                both = x[:, i] * (d / self.total) * times / k**2
                second[i, :n] += both @ (others * without_each(others, k - 2))
        return mean, second


def symmetric(x: Floats, order: int) -> Floats:
    """Elementary symmetric polynomials e_0..e_order of each row of `x`; sums of products, nothing is subtracted."""
    sums = np.zeros((x.shape[0], order + 1))
    sums[:, 0] = 1
    if order == 1:
        sums[:, 1] = x.sum(axis=1)
        return sums
    for j in range(x.shape[1]):
        sums[:, 1:] += x[:, j, np.newaxis] * sums[:, :-1]
    return sums


def without_each(x: Floats, order: int) -> Floats:
    """For each row and column of `x`, e_order of the row's other columns, from what stands before and after it."""
    rows, n = x.shape
    if order == 0:
        return np.ones((rows, n))
    before, after = np.zeros((rows, n, order + 1)), np.zeros((rows, n, order + 1))
    before[:, 0, 0] = after[:, -1, 0] = 1
    for j in range(1, n):
        before[:, j] = before[:, j - 1]
        before[:, j, 1:] += x[:, j - 1, np.newaxis] * before[:, j - 1, :-1]
        after[:, -j - 1] = after[:, -j]
        after[:, -j - 1, 1:] += x[:, -j, np.newaxis] * after[:, -j, :-1]
    total: Floats = np.einsum("rjk,rjk->rj", before, after[:, :, ::-1])
    return total
