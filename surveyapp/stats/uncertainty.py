"""How sure a ranking is: resampled people, and what changes with another method or in a panel's own list."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from surveyapp.stats.arguments import real_number, whole_number
from surveyapp.stats.ballots import Ballots, check_ballots, check_panels
from surveyapp.stats.resampling import Method, Placed, Sample, check_method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.stats.comparisons import Levels, Unranked

DRAWS = 2000
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class RankUncertainty:
    """Where each item stands, and where it stood when the people were drawn again. All per item, in their order.

    `places` is by the ballots as cast, 1 best, ties sharing the first of their places. `before[i][j]` is the share of
    draws with i above j (half for a tie); two items are told apart where that is at most (1 - level) / 2 one way,
    and `level_pairs` are those that are not. `intervals` holds the first and last place left to an item by those told
    apart from it: 1 + the number of items told apart above it, to the number of items less those told apart below,
    which is how Mogstad, Romano, Shaikh and Wilhelm (2024, Review of Economic Studies 91:476-518) count. Two things
    differ from their confidence sets: items are told apart pair by pair by their places in the draws, where theirs
    are by intervals for differences of scores that hold for all pairs at once; and an item's own place is always in.
    So a stated level is what simulation finds it to be (docs/statistics.md), not what their theorem says. Percentiles
    of the place itself hold the true one too seldom where items are close (Xie, Singh and Zhang 2009).
    `place_probability[i][p]` is the share of draws with item i in place p + 1, tied
    items sharing their places evenly. `tiers` are the finest groups, best first, of which every item is told
    apart from every item of the groups below.
    """

    items: tuple[str, ...]
    method: Method
    unranked: Unranked
    places: tuple[int, ...]
    intervals: tuple[tuple[int, int], ...]
    place_probability: tuple[tuple[float, ...], ...]
    before: tuple[tuple[float, ...], ...]
    level_pairs: tuple[tuple[str, str], ...]
    tiers: Levels
    level: float
    draws: int
    seed: int
    people: tuple[int, ...]
    panels: tuple[str, ...]

    def top_probability(self, k: int) -> tuple[float, ...]:
        """Share of draws, per item, in which it stood among the first `k`; over all items they sum to k.

        Raises ValueError for a k outside 1..items.
        """
        if not 1 <= whole_number(k, "the number of first places") <= len(self.items):
            raise ValueError(f"the top {k} of {len(self.items)} items: give a number from 1 to {len(self.items)}")
        return tuple(min(1.0, math.fsum(row[:k])) for row in self.place_probability)


def bootstrap_ranks(
    ballots: Ballots,
    method: Method = "borda",
    panels: Mapping[str, Ballots] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    *,
    level: float = LEVEL,
    unranked: Unranked = "below",
) -> RankUncertainty:
    """Draw as many people again from those who answered, place the items anew, and see how far they move.

    A bootstrap of people (Efron and Tibshirani 1993), stratified: draws with replacement within each panel, so that
    every panel keeps its size; the whole pipeline is recomputed in each draw. See `RankUncertainty` for the ranges.
    Call them resampling ranges: a closed panel is no sample.

    `panels` splits the same ballots by name; without it all are one. `method` is one of `METHODS`, with its defaults:
    Schulze, minimax and ranked pairs by winning votes, the last in all orders that ties allow; Borda, mean ranks and
    Dowdall with the average of leftovers. `unranked` as in `pairwise`; those three do not use it. The same seed
    gives the same result.

    Raises ValueError for another method or a level outside 0..1, for fewer than 100 draws, two people or two
    items, and for panels that are not the same ballots.
    """
    _check(ballots, method, level, draws)
    groups = {"": ballots} if panels is None else panels
    _check_panels(ballots, groups)
    draws, seed = whole_number(draws, "the number of draws"), whole_number(seed, "the seed")
    sample = Sample(list(groups.values()))
    cast = sample.as_cast(method, unranked)
    drawn = sample.drawn(method, unranked, np.random.default_rng(seed), draws)
    before = _before(drawn)
    told = _told_apart(before, (1 - level) / 2)
    return RankUncertainty(
        items=ballots.items,
        method=method,
        unranked=unranked,
        places=tuple(cast.best[0].tolist()),
        intervals=_intervals(cast, told),
        place_probability=_place_probability(drawn),
        before=tuple(tuple(row) for row in before.tolist()),
        level_pairs=_level_pairs(ballots.items, told),
        tiers=_tiers(ballots.items, cast, told),
        level=level,
        draws=draws,
        seed=seed,
        people=tuple(sample.people),
        panels=tuple(groups),
    )


def merge_panels(panels: Mapping[str, Ballots]) -> Ballots:
    """Put the ballots of all panels together, each person with their weight.

    Raises ValueError for no panels, and for one with other items or without ballots.
    """
    items = check_panels(panels)
    parts = list(panels.values())
    return Ballots.from_ranks(
        np.concatenate([part.places for part in parts]),
        items,
        counts=np.concatenate([part.counts for part in parts]),
        weights=np.concatenate([part.weights / part.counts for part in parts]),
    )


def _check(ballots: Ballots, method: Method, level: float, draws: int) -> None:
    check_ballots(ballots)
    check_method(method)
    if not 0 < real_number(level, "the level") < 1:
        raise ValueError(f"a level of {level}: give a share between 0 and 1, such as 0.9")
    if whole_number(draws, "the number of draws") < 100:
        raise ValueError(f"{draws} draws tell nothing about the tails: give at least 100")
    if ballots.n < 2 or len(ballots.items) < 2:
        raise ValueError(
            f"{ballots.n} ballots on {len(ballots.items)} items: resampling needs at least two people and two items"
        )


def _check_panels(ballots: Ballots, panels: Mapping[str, Ballots]) -> None:
    together = merge_panels(panels)
    same = together.places.shape == ballots.places.shape and np.array_equal(together.places, ballots.places)
    if not same or not np.array_equal(together.counts, ballots.counts):
        raise ValueError(f"the panels hold {together.n} ballots that are not the {ballots.n} ballots given")
    if not np.allclose(together.weights, ballots.weights, rtol=1e-9, atol=0):
        raise ValueError("the ballots weigh other in the panels than together")


def _intervals(cast: Placed, told: npt.NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Leave out the places that items told apart from it take, at the top and at the bottom, and never its own."""
    first = np.minimum(1 + told.sum(axis=0), cast.best[0])
    last = np.maximum(len(told) - told.sum(axis=1), cast.worst[0])
    return tuple(zip(first.tolist(), last.tolist(), strict=True))


def _place_probability(drawn: Placed) -> tuple[tuple[float, ...], ...]:
    draws, n = drawn.best.shape
    shares = 1.0 / (drawn.worst - drawn.best + 1)
    changes = np.zeros((n, n + 1))
    for item in range(n):
        np.add.at(changes[item], drawn.best[:, item] - 1, shares[:, item])
        np.subtract.at(changes[item], drawn.worst[:, item], shares[:, item])
    probability = np.clip(np.cumsum(changes[:, :n], axis=1) / draws, 0.0, 1.0)
    return tuple(tuple(row) for row in probability.tolist())


def _before(drawn: Placed) -> npt.NDArray[np.float64]:
    n = drawn.best.shape[1]
    middle = drawn.best + drawn.worst
    before = np.empty((n, n))
    for item in range(n):
        own = middle[:, item, np.newaxis]
        before[item] = (own < middle).mean(axis=0) + (own == middle).mean(axis=0) / 2
    return before


def _told_apart(before: npt.NDArray[np.float64], tail: float) -> npt.NDArray[np.bool_]:
    """Say of which pairs the second stands above the first in no more draws than a tail; 1 in 20 is one of 1/20."""
    after = before.T
    told: npt.NDArray[np.bool_] = after <= tail + 1e-12
    return told


def _level_pairs(items: tuple[str, ...], told: npt.NDArray[np.bool_]) -> tuple[tuple[str, str], ...]:
    level = np.triu(~told & ~told.T, 1)
    return tuple((items[i], items[j]) for i, j in np.argwhere(level).tolist())


def _tiers(items: tuple[str, ...], cast: Placed, told: npt.NDArray[np.bool_]) -> Levels:
    """Cut the order of the ballots as cast wherever everything above is told apart from everything below."""
    order = np.lexsort((cast.worst[0], cast.best[0]))
    sorted_told = told[np.ix_(order, order)]
    cuts = [0, *(cut for cut in range(1, len(items)) if sorted_told[:cut, cut:].all()), len(items)]
    return tuple(tuple(items[i] for i in order[start:end]) for start, end in pairwise(cuts))
