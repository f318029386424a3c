"""Ballots that rank some of the items: identical ones are held once, and every tally over them is exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from surveyapp.stats.arguments import different_names, listed, numbers, square_counts
from surveyapp.stats.dataset import NOT_SHOWN, UNRANKED
from surveyapp.stats.orders import grouped_orders, per_ballot
from surveyapp.stats.weights import in_units, whole_counts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from surveyapp.stats.comparisons import Pairwise
    from surveyapp.stats.orders import Order

    Places = npt.NDArray[np.int16]
    Whole = npt.NDArray[np.int64]

CONFLICTED = -4
"""The person was shown the item and may not judge it: a declared conflict of interest."""

_SHIFT = -CONFLICTED


@dataclass(frozen=True, slots=True)
class Exposure:
    """What became of each item, in people: `ranked`, `unranked` (shown, left out), `not_shown`, `conflicted`.

    Each is a count per item; for each item the four sum to the number of ballots.
    """

    items: tuple[str, ...]
    ranked: tuple[int, ...]
    unranked: tuple[int, ...]
    not_shown: tuple[int, ...]
    conflicted: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """The distinct ballots among those cast, in an order that does not depend on the order they were cast in.

    `places` has a row per distinct ballot and a column per item: 1 for its first group, 2 for the next, ... (equal
    numbers are ties, no number is left out), or UNRANKED, NOT_SHOWN, CONFLICTED. `counts` says how many people
    cast it. `units` is what they weigh together, in whole numbers of 1/`denominator`, so that sums of
    weights such as 1/3 and 1/7 are exact and a tie is a tie.

    A ballot that ranks nothing is kept: leaving it out is the caller's decision. The arrays cannot be written to, so
    what `pairwise` has counted once is kept in `compared`, by the rule for unranked items.
    """

    items: tuple[str, ...]
    places: Places
    counts: Whole
    units: Whole
    denominator: int
    compared: dict[str, Pairwise] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Close the arrays."""
        for array in (self.places, self.counts, self.units):
            array.setflags(write=False)

    @classmethod
    def from_ranks(
        cls,
        ranks: npt.ArrayLike,
        items: Sequence[str] | None = None,
        *,
        counts: npt.ArrayLike | None = None,
        weights: npt.ArrayLike | None = None,
    ) -> Ballots:
        """Read a matrix with a row per ballot and a column per item: the smaller the positive number, the better.

        0 or nan is shown and not ranked; NOT_SHOWN and CONFLICTED mean what they say. Only the order counts, so
        competition, dense and mid-rank coding are all right. `items` are 1, 2, ... when not named. `counts` says
        how many people each row stands for, and `weights` what each of them weighs (both 1 by default).

        Raises ValueError, with the value and the place, for any other number, repeated or missing names, counts
        that are not whole, and weights that are negative or not finite.
        """
        table = numbers(ranks, "a row per ballot and a column per item", "on ballot {}, item {},")
        return cls._gather(different_names(items, table.shape[1]), _dense(_small_numbers(table)), counts, weights)

    @classmethod
    def from_orders(
        cls,
        orders: Sequence[Order],
        items: Sequence[str] | None = None,
        *,
        shown: Sequence[Collection[str]] | None = None,
        conflicted: Sequence[Collection[str]] | None = None,
        counts: npt.ArrayLike | None = None,
        weights: npt.ArrayLike | None = None,
    ) -> Ballots:
        """Read lists of items, best first; a list or set within the list is a tie.

        `items` are those on any ballot, in the order they first appear, when not named. `shown` and
        `conflicted` name, per ballot, the items that person saw (all by default) and may not judge (none).

        Raises ValueError, with the ballot and the item, for an item that is unknown, comes twice, or is ranked
        though not shown or conflicted; for `shown` or `conflicted` of more or fewer ballots; and as `from_ranks`.
        """
        grouped = grouped_orders(orders)
        seen = dict.fromkeys(item for order in grouped for group in order for item in group)
        named = None if items is None else listed(items, "the names of the items")
        names = tuple(seen) if named is None else different_names(named, len(named))
        columns = {name: column for column, name in enumerate(names)}
        saw = per_ballot(shown, "shown", len(grouped), names)
        barred = per_ballot(conflicted, "conflicted", len(grouped), names)
        table = np.full((len(grouped), len(names)), UNRANKED, dtype=np.int16)
        for row, order in enumerate(grouped):
            if saw is not None:
                table[row, [column for name, column in columns.items() if name not in saw[row]]] = NOT_SHOWN
            if barred is not None:
                table[row, [columns[name] for name in barred[row]]] = CONFLICTED
            for place, group in enumerate(order, start=1):
                for name in group:
                    if name not in columns or table[row, columns[name]] != UNRANKED:
                        raise ValueError(f"{name!r} on ballot {row} is unknown, ranked twice, not shown or conflicted")
                    table[row, columns[name]] = place
        return cls._gather(names, _dense(table), counts, weights)

    @classmethod
    def from_wins(cls, wins: npt.ArrayLike, items: Sequence[str] | None = None) -> Ballots:
        """Read a matrix of comparisons: `wins[i][j]` times i was preferred to j. Each comparison is a ballot of two.

        The other items count as not shown on it. Raises ValueError, with the place, for a matrix that is not square,
        has a diagonal other than 0, or has counts that are negative or not whole; and as `from_ranks` does.
        """
        table = square_counts(wins, "wins")
        winners, losers = np.nonzero(table)
        ballots = np.full((winners.size, len(table)), NOT_SHOWN, dtype=np.int16)
        ballots[np.arange(winners.size), winners] = 1
        ballots[np.arange(winners.size), losers] = 2
        return cls.from_ranks(ballots, different_names(items, len(table)), counts=table[winners, losers])

    @classmethod
    def _gather(
        cls, items: tuple[str, ...], places: Places, counts: npt.ArrayLike | None, weights: npt.ArrayLike | None
    ) -> Ballots:
        people = whole_counts(counts, len(places))
        units, denominator = in_units(people, weights)
        order, starts = _groups(places)
        return cls(
            items=items,
            places=places[order[starts]],
            counts=_sums(people[order], starts),
            units=_sums(units[order], starts),
            denominator=denominator,
        )

    @property
    def n(self) -> int:
        """How many ballots were cast."""
        return int(self.counts.sum())

    @property
    def weights(self) -> npt.NDArray[np.float64]:
        """What the people behind each distinct ballot weigh together."""
        return self.units / self.denominator

    def groups(self, ballot: int) -> tuple[tuple[str, ...], ...]:
        """List the groups of a distinct ballot, best first; items in one group are tied."""
        row = self.places[ballot]
        return tuple(
            tuple(self.items[column] for column in np.flatnonzero(row == place))
            for place in range(1, row.max(initial=0) + 1)
        )

    def shown(self, ballot: int) -> frozenset[str]:
        """Name the exposure set of a distinct ballot: what these people saw, ranked or not, conflicted or not."""
        return frozenset(self.items[column] for column in np.flatnonzero(self.places[ballot] != NOT_SHOWN))

    def exposure(self) -> Exposure:
        """Count, per item, the people who ranked it, left it out, were not shown it, and may not judge it."""
        marks = (self.places > 0, *(self.places == mark for mark in (UNRANKED, NOT_SHOWN, CONFLICTED)))
        return Exposure(self.items, *(tuple((self.counts @ mark).tolist()) for mark in marks))


def check_ballots(ballots: object) -> None:
    """Raise TypeError for what is no `Ballots`."""
    if not isinstance(ballots, Ballots):
        raise TypeError(f"expected Ballots, as Ballots.from_ranks makes them, not {type(ballots).__name__}")


def check_cast(ballots: Ballots, whose: str = "") -> None:
    """Raise ValueError where nobody cast a ballot: there is nothing to rank by. TypeError as `check_ballots`."""
    check_ballots(ballots)
    if not ballots.n:
        raise ValueError(f"{whose} has no ballots to rank by" if whose else "there are no ballots to rank by")


def check_panels(panels: Mapping[str, Ballots]) -> tuple[str, ...]:
    """Take the items of all panels. Raises ValueError for no panels, and for one with other items or no ballots."""
    if not isinstance(panels, Mapping) or not panels:
        raise ValueError(f"expected ballots by the name of their panel, at least one, not {panels!r}")
    for name, own in panels.items():
        check_cast(own, f"panel {name!r}")
    items = next(iter(panels.values())).items
    for name, own in panels.items():
        if own.items != items:
            raise ValueError(f"panel {name!r} ranks {own.items} and not {items}")
    return items


def _small_numbers(numbers: npt.NDArray[np.float64]) -> Places:
    """Turn ranks into small whole numbers of the same order, and nan into UNRANKED."""
    blank = np.isnan(numbers)
    ranked = (numbers > 0) & (numbers < np.inf)
    valid = blank | ranked | (numbers == UNRANKED) | (numbers == NOT_SHOWN) | (numbers == CONFLICTED)
    if not valid.all():
        row, column = np.argwhere(~valid)[0]
        raise ValueError(f"{numbers[row, column]:g} on ballot {row}, item {column}, is no rank")
    if not blank.any() and numbers.max(initial=0) < np.iinfo(np.int16).max:
        small = numbers.astype(np.int16)
        if np.array_equal(small, numbers):
            return small
    small = np.where(blank | ranked, UNRANKED, numbers).astype(np.int16)
    # Ranks sort within their ballot alone, so that no number of ballots runs out of small numbers.
    order = np.argsort(np.where(ranked, numbers, np.inf), axis=1, kind="stable")
    ordered = np.take_along_axis(numbers, order, axis=1)
    steps = np.ones(ordered.shape, dtype=np.int16)
    steps[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    dense = np.empty_like(small)
    np.put_along_axis(dense, order, np.cumsum(steps, axis=1, dtype=np.int16), axis=1)
    return np.where(ranked, dense, small)


def _dense(table: Places) -> Places:
    """Number the groups of each ballot 1, 2, ... without gaps."""
    rows, columns = table.shape
    if not rows or not columns:
        return table
    most = int(table.max(initial=0)) + 1
    at = np.where(table > 0, table, 0).astype(np.intp) + most * np.arange(rows, dtype=np.intp)[:, np.newaxis]
    present = np.zeros((rows, most), dtype=np.int16)
    present.ravel()[at.ravel()] = 1
    present[:, 0] = 0
    np.cumsum(present, axis=1, out=present)
    return np.where(table > 0, present.ravel()[at], table)


def _groups(places: Places) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Sort the rows, and say where in the sorted order each run of equal rows starts."""
    rows, columns = places.shape
    bits = int(places.max(initial=0) + _SHIFT).bit_length()
    per_word = 64 // bits
    words = [np.zeros(rows, dtype=np.uint64) for _ in range(0, max(columns, 1), per_word)]
    for column in range(columns):
        word = words[column // per_word]
        np.left_shift(word, np.uint64(bits), out=word)
        word |= (places[:, column] + _SHIFT).astype(np.uint64)
    order = np.lexsort(words[::-1])
    new = np.zeros(rows, dtype=bool)
    new[:1] = True
    for word in words:
        new[1:] |= np.diff(word[order]) != 0
    return order, np.flatnonzero(new)


def _sums(values: Whole, starts: npt.NDArray[np.intp]) -> Whole:
    return np.add.reduceat(values, starts) if starts.size else values
