"""Ballots that rank some of the items: mid-ranks, mean ranks, Borda points, shares of first and top places.

A ballot is a row of `places`, a column per item: 1 for first, 2 for second, ..., UNRANKED for an item that was
shown and not ranked, NOT_SHOWN for one that this person never saw. A row without any place is a person who did
not rank; it is no ballot, and the caller leaves it out (and counts it).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from surveyapp.stats.arguments import numbers, whole_number
from surveyapp.stats.ballots import check_cast
from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.dataset import NOT_SHOWN, UNRANKED
from surveyapp.stats.ratings import Share, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.ballots import Ballots

    Leftovers = Literal["average", "zero", "modified"]
    Ranks = npt.NDArray[np.float64]


def mid_ranks(values: npt.ArrayLike) -> Ranks:
    """Rank each row of `values` from its smallest, 1; equal values share the mean of the ranks they span.

    nan is left out of its row and stays nan. Every rank is a whole or half number and exact.
    """
    first, last = _spans(numbers(values, "a table of values to rank by row", "in row {}, column {}"))
    return (first + last) / 2


def completed_ranks(places: npt.ArrayLike) -> Ranks:
    """Complete each ballot: the items it leaves out share the mean of the ranks that are left over.

    Only the order of the places counts, so gaps (1, 4, 9) close and equal places share their mid-rank.
    Items not shown are nan, and the others of that ballot are ranked among themselves.

    Raises ValueError, with ballot and item, for a value that is neither a place, UNRANKED nor NOT_SHOWN.
    """
    return mid_ranks(_order(places))


@dataclass(frozen=True, slots=True)
class MeanRanks:
    """`means[i]` is item i's mean rank (1 is best), nan for an item on no ballot; `n[i]` people had it on theirs."""

    items: tuple[str, ...]
    means: tuple[float, ...]
    n: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Points per item, the most that it could have won, and its place, 1 best.

    Equal items share a place and the next places stay empty (1, 2, 2, 4); none is put first in silence.
    """

    items: tuple[str, ...]
    points: tuple[float, ...]
    attainable: tuple[float, ...]
    places: tuple[int, ...]

    @property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """The items best first, those with equal places together."""
        pairs = tuple(zip(self.items, self.places, strict=True))
        return tuple(tuple(item for item, own in pairs if own == place) for place in sorted(set(self.places)))


def mean_ranks(ballots: Ballots) -> MeanRanks:
    """Average each item's rank over the ballots that showed it; tied items and those left out share the mean of theirs.

    On a ballot that showed s items of which r are ranked, each of the others has the rank (r + 1 + s)/2. An item
    not shown, or conflicted, takes no part in that ballot.
    """
    net, opponents = _duels(ballots)
    takes_part = _takes_part(ballots)
    units = _units_of_items(ballots)
    # A rank is 1, and 1 for each item above, and a half for each beside.
    doubled = [2 * own + against - won for own, against, won in zip(units, opponents, net, strict=True)]
    return MeanRanks(
        items=ballots.items,
        means=tuple(own / (2 * total) if total else math.nan for own, total in zip(doubled, units, strict=True)),
        n=tuple((ballots.counts @ takes_part).tolist()),
    )


def borda(ballots: Ballots, *, leftovers: Leftovers = "average", base: Literal[0, 1] = 0) -> Scores:
    """Sum each item's Borda points: on a ballot of s items, s - 1 for first, s - 2 for second, ... (Borda 1781).

    Tied items get the mean of the points that they span. What a ballot does not rank gets, by `leftovers`,

    - "average": the mean of the points left over, as if each ballot compared all pairs and gave half a point
      for a tie; the only one of the three that rewards neither short nor full ballots;
    - "zero": nothing, which rewards those who name one item alone;
    - "modified": nothing, and the ranked get r - 1, ..., 0 on a ballot that ranks r of them (Emerson 2013), which
      punishes short ballots.

    `base` 1 adds a point to each of those amounts but to the nothings. An item not shown, or conflicted,
    takes no part in that ballot. Where ballots showed different items, an item on fewer of them could win
    fewer points, so places go by the share of the points that it could win; elsewhere that is the order of
    the points. An item that could win none counts as having won none. Places are decided exactly.

    Raises ValueError for other leftovers and another base, and without ballots.
    """
    check_cast(ballots)
    if leftovers not in ("average", "zero", "modified") or base not in (0, 1):
        raise ValueError(f"leftovers are 'average', 'zero' or 'modified', from 0 or 1, not {leftovers!r} from {base!r}")
    net, opponents = _duels(ballots)
    units = _units_of_items(ballots)
    attainable = [against + base * own for against, own in zip(opponents, units, strict=True)]
    if leftovers == "average":
        # Half a point for each opponent, and half a point more or less for each won or lost.
        doubled = [most + base * own + won for most, own, won in zip(attainable, units, net, strict=True)]
    else:
        ranked = ballots.places > 0
        counted = ranked if leftovers == "modified" else _takes_part(ballots)
        against = np.count_nonzero(counted, axis=1) + base
        spans = spans_of(ballots)
        points = np.where(ranked, 2 * against[:, np.newaxis] - spans.first - spans.last, 0)
        doubled = (ballots.units @ points).tolist()
    return scored(
        ballots.items,
        [Fraction(own, 2 * ballots.denominator) for own in doubled],
        [Fraction(most, ballots.denominator) for most in attainable],
    )


def dowdall(ballots: Ballots, *, leftovers: Literal["average", "zero"] = "average") -> Scores:
    """Sum 1/rank over the ballots: 1 for first, 1/2 for second, 1/3 for third, ... (Nauru; Reilly 2002).

    Tied items get the mean of what they span, and so do the items that a ballot leaves out, or "zero" by `leftovers`.
    An item not shown, or conflicted, takes no part in that ballot. Places as in `borda`, decided exactly.

    Raises ValueError for other leftovers, and without ballots.
    """
    if leftovers not in ("average", "zero"):
        raise ValueError(f"leftovers are 'average' or 'zero', not {leftovers!r}")
    check_cast(ballots)
    values = [Fraction(1, rank) for rank in range(1, len(ballots.items) + 1)]
    return positional(ballots, values, average_leftovers=leftovers == "average")


def positional(ballots: Ballots, values: Sequence[Fraction], *, average_leftovers: bool) -> Scores:
    """Sum `values[rank - 1]` over the ballots; tied items get the mean over the ranks that they span.

    So do the items that a ballot leaves out when `average_leftovers`; otherwise they get nothing. Exact. Raises
    ValueError without ballots.
    """
    check_cast(ballots)
    sums = list(accumulate(values, initial=Fraction(0)))
    points = [
        sum(
            (units * (sums[last] - sums[first - 1]) / (last - first + 1) for (first, last), units in spanned.items()),
            Fraction(0),
        )
        / ballots.denominator
        for spanned in units_by_span(ballots, leftovers=average_leftovers)
    ]
    attainable = _units_of_items(ballots)
    return scored(ballots.items, points, [values[0] * own / ballots.denominator for own in attainable])


def units_by_span(ballots: Ballots, *, leftovers: bool) -> list[dict[tuple[int, int], int]]:
    """Sum, per item, the units of the ballots on which it spans the ranks from first to last, by (first, last)."""
    spans = spans_of(ballots)
    counted = spans.last > 0 if leftovers else ballots.places > 0
    width = len(ballots.items) + 1
    table = []
    for column in range(len(ballots.items)):
        rows = counted[:, column]
        codes = spans.first[rows, column] * width + spans.last[rows, column]
        # Sums of whole numbers below 2^53 are exact in floats.
        sums = np.bincount(codes, weights=ballots.units[rows])
        table.append({divmod(code, width): int(sums[code]) for code in np.flatnonzero(sums).tolist()})
    return table


def scored(items: tuple[str, ...], points: Sequence[Fraction], attainable: Sequence[Fraction]) -> Scores:
    """Place items by the share of the points that each could win; one that could win none has won none."""
    won = [own / most if most else Fraction(0) for own, most in zip(points, attainable, strict=True)]
    return Scores(
        items=items,
        points=tuple(float(own) for own in points),
        attainable=tuple(float(most) for most in attainable),
        places=tuple(1 + sum(other > own for other in won) for own in won),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """The first and the last rank that each item of each distinct ballot spans with its equals; 0, 0 off the ballot."""

    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]


def spans_of(ballots: Ballots) -> Spans:
    """Find the ranks that each group of each ballot spans; the items shown and not ranked span what is left."""
    places = ballots.places
    rows, columns = places.shape
    ranked, unranked = places > 0, places == UNRANKED
    width = columns + 1
    at = np.where(ranked, places, 0) + width * np.arange(rows)[:, np.newaxis]
    sizes = np.bincount(at.ravel(), minlength=rows * width).reshape(rows, width)
    sizes[:, 0] = 0
    ends = np.cumsum(sizes, axis=1)
    last = ends.ravel()[at]
    first = last - sizes.ravel()[at] + ranked
    if not ranked.all():
        shown = np.count_nonzero(ranked | unranked, axis=1)
        last = np.where(ranked, last, np.where(unranked, shown[:, np.newaxis], 0))
        first = np.where(ranked, first, np.where(unranked, ends[:, -1:] + 1, 0))
    return Spans(first, last)


def _takes_part(ballots: Ballots) -> npt.NDArray[np.bool_]:
    takes_part: npt.NDArray[np.bool_] = ballots.places >= UNRANKED
    return takes_part


def _units_of_items(ballots: Ballots) -> list[int]:
    """Sum, per item, the units of the ballots that it is on."""
    takes_part = _takes_part(ballots)
    if takes_part.all():
        return [int(ballots.units.sum())] * len(ballots.items)
    units: list[int] = (ballots.units @ takes_part).tolist()
    return units


def _duels(ballots: Ballots) -> tuple[list[int], list[int]]:
    """Count, per item in units, the opponents that it beats on the ballots less those that beat it, and all it met."""
    pairs = pairwise(ballots)
    takes_part = _takes_part(ballots)
    net = (pairs.units - pairs.units.T).sum(axis=1).tolist()
    if takes_part.all():
        return net, [int(ballots.units.sum()) * (len(net) - 1)] * len(net)
    opponents = np.where(takes_part, np.count_nonzero(takes_part, axis=1)[:, np.newaxis] - 1, 0)
    return net, (ballots.units @ opponents).tolist()


def first_share(places: npt.ArrayLike) -> tuple[Share, ...]:
    """Measure, per item, the share of the ballots showing it that put it first. Raises as `completed_ranks` does."""
    return top_k_share(places, 1)


def top_k_share(places: npt.ArrayLike, k: int) -> tuple[Share, ...]:
    """Measure, per item, the share of the ballots showing it that ranked it among their first `k`.

    An item is among the first k when fewer than k items stand strictly above it, so items that share the
    last of those places are all in. An item not ranked never is. Raises as `completed_ranks` does,
    and for a k that is no whole number from 1 up.
    """
    k = whole_number(k, "the number of first places", least=1)
    order = _order(places)
    first, _ = _spans(order)
    among = np.isfinite(order) & (first <= k)
    shown = np.count_nonzero(~np.isnan(order), axis=0)
    counts = np.count_nonzero(among, axis=0)
    return tuple(share(int(count), int(n)) for count, n in zip(counts, shown, strict=True))


def _order(places: npt.ArrayLike) -> Ranks:
    """Turn places into numbers that sort: unranked items equal and after every place, items not shown nan."""
    table = numbers(places, "a row per ballot and a column per item", "on ballot {}, item {},")
    wrong = np.argwhere(~((table > 0) | (table == UNRANKED) | (table == NOT_SHOWN)))
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(f"{table[row, column]:g} on ballot {row}, item {column}, is no place")
    order = np.where(table > 0, table, np.inf)
    return np.where(table == NOT_SHOWN, np.nan, order)


def _spans(table: Ranks) -> tuple[Ranks, Ranks]:
    """Find the first and the last of the ranks that each value of a row spans with its equals; nan stays nan."""
    rows, columns = table.shape
    order = np.argsort(table, axis=1)
    ordered = np.take_along_axis(table, order, axis=1)
    starts = np.ones((rows, columns + 1), dtype=bool)
    starts[:, 1:-1] = ordered[:, 1:] != ordered[:, :-1]
    index = np.arange(columns)
    first = np.maximum.accumulate(np.where(starts[:, :-1], index, 0), axis=1)
    last = np.minimum.accumulate(np.where(starts[:, 1:], index, columns)[:, ::-1], axis=1)[:, ::-1]
    spans = np.empty_like(table), np.empty_like(table)
    for span, ends in zip(spans, (first, last), strict=True):
        np.put_along_axis(span, order, ends + 1, axis=1)
        span[np.isnan(table)] = np.nan
    return spans
