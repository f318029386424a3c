"""Ballots that rank some of the items: identical ones are held once, and every tally over them is exact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from surveyapp.stats.dataset import NOT_SHOWN, UNRANKED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    Places = npt.NDArray[np.int16]
    Whole = npt.NDArray[np.int64]
    Order = Sequence[str | Collection[str]]

CONFLICTED = -4
"""The person was shown the item and may not judge it: a declared conflict of interest."""

_SHIFT = -CONFLICTED
_EXACT = 2**52  # below this every tally, and half of one, is a float without rounding
_FEW = 1000  # more different weights than this have no common fraction worth looking for


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

    A ballot that ranks nothing is kept: leaving it out is the caller's decision.
    """

    items: tuple[str, ...]
    places: Places
    counts: Whole
    units: Whole
    denominator: int

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
        table = np.asarray(ranks)
        if table.ndim != 2:
            raise ValueError(f"expected a row per ballot and a column per item, not an array of shape {table.shape}")
        names = tuple(items) if items is not None else tuple(str(column + 1) for column in range(table.shape[1]))
        if len(names) != table.shape[1] or len(set(names)) != len(names):
            raise ValueError(f"{table.shape[1]} columns need as many different item names, not {names}")
        return cls._gather(names, _dense(_small_numbers(table)), counts, weights)

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
        though not shown or conflicted, and as `from_ranks` does.
        """
        grouped = [[(group,) if isinstance(group, str) else tuple(group) for group in order] for order in orders]
        seen = dict.fromkeys(item for order in grouped for group in order for item in group)
        names = tuple(items) if items is not None else tuple(seen)
        columns = {name: column for column, name in enumerate(names)}
        if len(columns) != len(names):
            raise ValueError(f"the items {names} need different names")
        table = np.full((len(grouped), len(names)), UNRANKED, dtype=np.int16)
        for row, order in enumerate(grouped):
            if shown is not None:
                table[row, [column for name, column in columns.items() if name not in shown[row]]] = NOT_SHOWN
            for name in conflicted[row] if conflicted is not None else ():
                table[row, columns[name]] = CONFLICTED
            for place, group in enumerate(order, start=1):
                for name in group:
                    if name not in columns or table[row, columns[name]] != UNRANKED:
                        raise ValueError(f"{name!r} on ballot {row} is unknown, ranked twice, not shown or conflicted")
                    table[row, columns[name]] = place
        return cls._gather(names, _dense(table), counts, weights)

    @classmethod
    def from_wins(cls, wins: npt.ArrayLike, items: Sequence[str] | None = None) -> Ballots:
        """Read a matrix of comparisons: `wins[i][j]` times i was preferred to j. Each comparison is a ballot of two.

        The other items count as not shown on it. Raises ValueError for a matrix that is not square, has a
        diagonal other than 0, or has counts that are not whole; and as `from_ranks` does.
        """
        table = np.asarray(wins)
        if table.ndim != 2 or table.shape[0] != table.shape[1] or np.diagonal(table).any():
            raise ValueError(f"expected a square matrix of wins with zeros on its diagonal, not shape {table.shape}")
        winners, losers = np.nonzero(table)
        ballots = np.full((winners.size, len(table)), NOT_SHOWN, dtype=np.int16)
        ballots[np.arange(winners.size), winners] = 1
        ballots[np.arange(winners.size), losers] = 2
        return cls.from_ranks(ballots, items, counts=table[winners, losers])

    @classmethod
    def _gather(
        cls, items: tuple[str, ...], places: Places, counts: npt.ArrayLike | None, weights: npt.ArrayLike | None
    ) -> Ballots:
        people = _whole_counts(counts, len(places))
        units, denominator = _in_units(people, weights)
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


def _small_numbers(table: npt.NDArray[np.generic]) -> Places:
    """Turn ranks into small whole numbers of the same order, and nan into UNRANKED."""
    numbers = table.astype(np.float64)
    blank = np.isnan(numbers)
    ranked = (numbers > 0) & (numbers < np.inf)
    valid = blank | ranked | (numbers == UNRANKED) | (numbers == NOT_SHOWN) | (numbers == CONFLICTED)
    if not valid.all():
        row, column = np.argwhere(~valid)[0]
        raise ValueError(f"{table[row, column]} on ballot {row}, item {column}, is no rank")
    if table.dtype.kind in "iu" and numbers.max(initial=0) < np.iinfo(np.int16).max:
        return table.astype(np.int16)
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


def _whole_counts(counts: npt.ArrayLike | None, rows: int) -> Whole:
    if counts is None:
        return np.ones(rows, dtype=np.int64)
    given = np.asarray(counts, dtype=np.float64)
    if given.shape != (rows,):
        raise ValueError(f"expected a count for each of {rows} ballots, not an array of shape {given.shape}")
    wrong = np.flatnonzero(~((given >= 1) & (given == np.floor(given)) & (given < _EXACT)))
    if wrong.size:
        raise ValueError(f"{given[wrong[0]]:g} for ballot {wrong[0]} is no number of people")
    return given.astype(np.int64)


def _in_units(people: Whole, weights: npt.ArrayLike | None) -> tuple[Whole, int]:
    """Express weights in whole numbers of a common fraction: exact for simple ones, else to 1e-15 of their sum."""
    if weights is None:
        _check_total(float(people.sum()))
        return people, 1
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != people.shape:
        raise ValueError(f"expected a weight for each of {people.size} ballots, not an array of shape {given.shape}")
    wrong = np.flatnonzero(~((given >= 0) & np.isfinite(given)))
    if wrong.size:
        raise ValueError(f"{given[wrong[0]]:g} for ballot {wrong[0]} is no weight")
    different, which = np.unique(given, return_inverse=True)
    total = float(people @ given)
    _check_total(total)
    if different.size <= _FEW:
        simple = [_simplest(weight) for weight in different.tolist()]
        denominator = math.lcm(*(fraction.denominator for fraction in simple))
        if total * denominator < _EXACT:
            return people * np.array([int(weight * denominator) for weight in simple], dtype=np.int64)[
                which
            ], denominator
    denominator = 2 ** max(0, 51 - math.ceil(math.log2(total)))
    return people * np.rint(different * denominator).astype(np.int64)[which], denominator


def _check_total(total: float) -> None:
    if total >= _EXACT:
        raise ValueError(f"ballots that weigh {total:g} together are too many to be counted exactly")


def _simplest(weight: float) -> Fraction:
    """Find the fraction that was meant: a float that is 1/3 to its last digit is 1/3, and 0.1 is a tenth."""
    simple = Fraction(weight).limit_denominator(10**6)
    return simple if float(simple) == weight else Fraction(repr(weight))
