"""Draw the people again, panel by panel, and place the items anew in every draw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import numpy.typing as npt

from surveyapp.stats.comparisons import Pairwise
from surveyapp.stats.dataset import UNRANKED
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.rankings import spans_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from surveyapp.stats.ballots import Ballots
    from surveyapp.stats.comparisons import Unranked

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]

Method = Literal["borda", "copeland", "dowdall", "mean_ranks", "minimax", "ranked_pairs", "schulze"]
METHODS: tuple[Method, ...] = get_args(Method)
"""The methods that are fast enough to be run again for every draw."""

_BLOCK = 1 << 21
"""Numbers held at once: memory stays the same however many draws, and grows with the distinct ballots alone."""

_MANY = 8
"""People per distinct ballot from which drawing counts is the faster of the two."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """The places that each item spans, a row per draw and a column per item, 1 best: tied items span the same."""

    best: Whole
    worst: Whole


class Sample:
    """Panels of ballots whose people can be drawn again; `people` per panel, at least one each.

    A person weighs what those who cast the same ballot in the panel weigh on average.
    """

    def __init__(self, panels: Sequence[Ballots]) -> None:
        self.items = panels[0].items
        self.people = [panel.n for panel in panels]
        self._cast = [panel.counts for panel in panels]
        self._counts = np.concatenate([panel.counts for panel in panels]).astype(np.float64)
        # In a common unit, whole weights stay whole, so that a tie stays a tie.
        common = math.lcm(*(panel.denominator for panel in panels))
        self._units = np.concatenate([panel.units / panel.counts * (common // panel.denominator) for panel in panels])
        self._places = np.concatenate([panel.places for panel in panels])
        spans = [spans_of(panel) for panel in panels]
        self._first = np.concatenate([span.first for span in spans])
        self._last = np.concatenate([span.last for span in spans])
        self._doubled_ranks = self._first + self._last
        self._takes_part = self._doubled_ranks > 0

    def as_cast(self, method: Method, unranked: Unranked) -> Placed:
        """Place the items by the ballots as they are: one row."""
        return self._place(self._counts[np.newaxis] * self._units, method, unranked)

    def drawn(self, method: Method, unranked: Unranked, rng: np.random.Generator, draws: int) -> Placed:
        """Place the items in `draws` draws with replacement of as many people as each panel has."""
        parts = [self._place(block, method, unranked) for block in self._blocks(rng, draws)]
        return Placed(np.concatenate([part.best for part in parts]), np.concatenate([part.worst for part in parts]))

    def _blocks(self, rng: np.random.Generator, draws: int) -> Iterator[Floats]:
        """Yield weights, a row per draw and a column per distinct ballot."""
        rows = max(1, _BLOCK // max(len(self._counts), len(self.items) ** 2))
        draw_again = [_drawer(cast, rng) for cast in self._cast]
        for start in range(0, draws, rows):
            block = np.empty((min(rows, draws - start), len(self._counts)))
            for row in block:
                row[:] = np.concatenate([draw() for draw in draw_again])
            yield block * self._units

    def _place(self, weights: Floats, method: Method, unranked: Unranked) -> Placed:
        check_method(method)
        if method == "borda":
            return _by_score(self._borda(weights))
        if method == "mean_ranks":
            return _by_score(-self._per_ballot(weights, self._doubled_ranks, np.inf))
        if method == "dowdall":
            # Sums of thirds and fifths are rounded: what is equal but for that is a tie.
            return _by_score(np.round(self._per_ballot(weights, self._reciprocals(), 0.0), 12))
        return _BY_PAIRS[method](self._pairs(weights, unranked))

    def _borda(self, weights: Floats) -> Floats:
        """Twice the share of the Borda points that each item could have won, as `borda` has it.

        Both sums are whole numbers where weights are, and division is rounded correctly, so equal shares are equal.
        """
        shown = np.count_nonzero(self._takes_part, axis=1)[:, np.newaxis]
        won = weights @ np.where(self._takes_part, 2 * shown - self._doubled_ranks, 0)
        most = weights @ np.where(self._takes_part, shown - 1, 0)
        return np.divide(won, most, out=np.zeros_like(won), where=most > 0)

    def _per_ballot(self, weights: Floats, points: Floats | Whole, nobody: float) -> Floats:
        """Average the points of each item over the ballots that it is on; `nobody` where it is on none."""
        won, on = weights @ points, weights @ self._takes_part.astype(np.float64)
        means: Floats = np.divide(won, on, out=np.full_like(won, nobody), where=on > 0)
        return means

    def _reciprocals(self) -> Floats:
        """Spread 1/rank over the ranks that each item spans, as `dowdall` has it; 0 off the ballot."""
        sums = np.concatenate(([0.0], np.cumsum(1 / np.arange(1, len(self.items) + 1))))
        width = self._last - self._first + 1
        return np.where(self._takes_part, (sums[self._last] - sums[np.maximum(self._first - 1, 0)]) / width, 0.0)

    def _pairs(self, weights: Floats, unranked: Unranked) -> Floats:
        """Weigh, for each draw, those who put the first item of a pair above the second, as `pairwise` does."""
        n = len(self.items)
        lowest = n + 1.0 if unranked == "below" else np.nan
        order = np.where(self._places > 0, self._places, np.where(self._places == UNRANKED, lowest, np.nan))
        wins = np.zeros((len(weights), n * n))
        rows = max(1, _BLOCK // (n * n))
        for start in range(0, len(order), rows):
            part = order[start : start + rows]
            above = (part[:, :, np.newaxis] < part[:, np.newaxis, :]).astype(np.float64)
            wins += weights[:, start : start + rows] @ above.reshape(len(part), n * n)
        return wins.reshape(len(weights), n, n)


def check_method(method: str) -> None:
    """Raise ValueError for a method that cannot be drawn again."""
    if not isinstance(method, str) or method not in METHODS:
        raise ValueError(f"{method!r} is none of the methods {', '.join(METHODS)}")


def _drawer(counts: Whole, rng: np.random.Generator) -> Callable[[], Whole]:
    """Draw as many people again as there are, and count them by ballot: the same distribution in two ways.

    Few people are drawn one by one; where many cast the same ballots, the counts are drawn, which are multinomial,
    so that neither time nor memory grows with the people.
    """
    people, size = int(counts.sum()), len(counts)
    if people > _MANY * size:
        shares = counts / people
        return lambda: rng.multinomial(people, shares)
    cast_by = np.repeat(np.arange(size), counts)
    return lambda: np.bincount(cast_by[rng.integers(people, size=people)], minlength=size)


def _by_score(scores: Floats) -> Placed:
    """Place items by score, the highest first."""
    return _by_relation(scores[:, :, np.newaxis] > scores[:, np.newaxis, :])


def _by_relation(above: npt.NDArray[np.bool_]) -> Placed:
    """Place items by who stands above whom; those that nothing separates span the same places."""
    return Placed(best=1 + above.sum(axis=1), worst=above.shape[1] - above.sum(axis=2))


def _by_copeland(wins: Floats) -> Placed:
    beats = wins > wins.transpose(0, 2, 1)
    return _by_score((beats.sum(axis=2) - beats.sum(axis=1)).astype(np.float64))


def _by_minimax(wins: Floats) -> Placed:
    against = wins.transpose(0, 2, 1)
    return _by_score(-np.where(against > wins, against, 0.0).max(axis=2))


def _by_schulze(wins: Floats) -> Placed:
    paths = np.where(wins > wins.transpose(0, 2, 1), wins, 0.0)
    for via in range(paths.shape[1]):
        np.maximum(paths, np.minimum(paths[:, :, via, np.newaxis], paths[:, via, np.newaxis, :]), out=paths)
    diagonal = np.arange(paths.shape[1])
    paths[:, diagonal, diagonal] = 0
    return _by_relation(paths > paths.transpose(0, 2, 1))


def _by_ranked_pairs(wins: Floats) -> Placed:
    """Where equally strong victories lead to several orders, an item spans its places in all of them."""
    items = tuple(str(column) for column in range(wins.shape[1]))
    best, worst = (np.empty(wins.shape[:2], dtype=np.int64) for _ in range(2))
    for row, table in enumerate(wins):
        # Only the order of the weights matters, and in whole numbers it is exact whatever the weights are.
        _, ordinal = np.unique(table, return_inverse=True)
        pairs = Pairwise(items, ordinal.reshape(table.shape).astype(np.int64), 1, "below")
        spans = [_spans(order) for order in ranked_pairs(pairs).orders]
        best[row] = np.min([first for first, _ in spans], axis=0)
        worst[row] = np.max([last for _, last in spans], axis=0)
    return Placed(best, worst)


def _spans(levels: tuple[tuple[str, ...], ...]) -> tuple[Whole, Whole]:
    """The first and last place of each item, numbered by its name, in an order by levels."""
    first, last = (np.empty(sum(map(len, levels)), dtype=np.int64) for _ in range(2))
    above = 0
    for level in levels:
        columns = [int(item) for item in level]
        first[columns], last[columns] = above + 1, above + len(level)
        above += len(level)
    return first, last


_BY_PAIRS: dict[str, Callable[[Floats], Placed]] = {
    "copeland": _by_copeland,
    "minimax": _by_minimax,
    "ranked_pairs": _by_ranked_pairs,
    "schulze": _by_schulze,
}
