"""Ballots that rank some of the items: mid-ranks, mean ranks, Borda points, shares of first and top places.

A ballot is a row of `places`, a column per item: 1 for first, 2 for second, ..., UNRANKED for an item that was
shown and not ranked, NOT_SHOWN for one that this person never saw. A row without any place is a person who did
not rank; it is no ballot, and the caller leaves it out (and counts it).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from surveyapp.stats.dataset import NOT_SHOWN, UNRANKED
from surveyapp.stats.ratings import Share, share

if TYPE_CHECKING:
    Ranks = npt.NDArray[np.float64]


def mid_ranks(values: npt.ArrayLike) -> Ranks:
    """Rank each row of `values` from its smallest, 1; equal values share the mean of the ranks they span.

    nan is left out of its row and stays nan. Every rank is a whole or half number and exact.
    """
    first, last = _spans(np.asarray(values, dtype=np.float64))
    return (first + last) / 2


def completed_ranks(places: npt.ArrayLike) -> Ranks:
    """Complete each ballot: the items it leaves out share the mean of the ranks that are left over.

    Only the order of the places counts, so gaps (1, 4, 9) close and equal places share their mid-rank.
    Items not shown are nan, and the others of that ballot are ranked among themselves.

    Raises ValueError, with ballot and item, for a value that is neither a place, UNRANKED nor NOT_SHOWN.
    """
    return mid_ranks(_order(places))


def mean_ranks(ranks: npt.ArrayLike) -> Ranks:
    """Average each item's rank (1 is best) over the ballots that showed it; nan for an item on no ballot."""
    table = np.asarray(ranks, dtype=np.float64)
    shown = np.count_nonzero(~np.isnan(table), axis=0)
    means = np.full(table.shape[1], np.nan)
    np.divide(np.nansum(table, axis=0), shown, out=means, where=shown > 0)
    return means


def borda(ranks: npt.ArrayLike) -> Ranks:
    """Sum each item's Borda points over the ballots: items on the ballot - rank, so n - 1 for first and 0 for last.

    On `completed_ranks`, tied items and those a ballot leaves out get the mean of the points left over, which
    is as if each ballot compared all pairs and gave half a point for a tie. Where everybody saw every item,
    points = ballots x items - sum of ranks. An item not shown takes no part in that ballot. Exact: all
    points are whole or half numbers.
    """
    table = np.asarray(ranks, dtype=np.float64)
    shown = np.count_nonzero(~np.isnan(table), axis=1)
    points: Ranks = np.nansum(shown[:, np.newaxis] - table, axis=0)
    return points


def borda_places(ranks: npt.ArrayLike) -> tuple[int, ...]:
    """Place the items by Borda points, 1 best; equal items share a place and the next places stay empty (1, 2, 2, 4).

    Where ballots showed different items, an item on fewer ballots could win fewer points, so each is judged by
    its share of the points that it could have won; with every item on every ballot that is the order of the
    points. An item that could win none (never shown, or always alone) counts as having won none. Compared
    exactly: a tie is a tie, and none is broken.
    """
    table = np.asarray(ranks, dtype=np.float64)
    shown = ~np.isnan(table)
    opponents = np.count_nonzero(shown, axis=1) - 1
    attainable = np.where(shown, opponents[:, np.newaxis], 0).sum(axis=0)
    won = [
        Fraction(float(points)) / int(most) if most else Fraction(0)
        for points, most in zip(borda(table), attainable, strict=True)
    ]
    return tuple(1 + sum(other > own for other in won) for own in won)


def first_share(places: npt.ArrayLike) -> tuple[Share, ...]:
    """Measure, per item, the share of the ballots showing it that put it first. Raises as `completed_ranks` does."""
    return top_k_share(places, 1)


def top_k_share(places: npt.ArrayLike, k: int) -> tuple[Share, ...]:
    """Measure, per item, the share of the ballots showing it that ranked it among their first `k`.

    An item is among the first k when fewer than k items stand strictly above it, so items that share the
    last of those places are all in. An item not ranked never is. Raises as `completed_ranks` does.
    """
    order = _order(places)
    first, _ = _spans(order)
    among = np.isfinite(order) & (first <= k)
    shown = np.count_nonzero(~np.isnan(order), axis=0)
    counts = np.count_nonzero(among, axis=0)
    return tuple(share(int(count), int(n)) for count, n in zip(counts, shown, strict=True))


def _order(places: npt.ArrayLike) -> Ranks:
    """Turn places into numbers that sort: unranked items equal and after every place, items not shown nan."""
    table = np.asarray(places)
    if table.ndim != 2:
        raise ValueError(f"expected a row per ballot and a column per item, not an array of shape {table.shape}")
    wrong = np.argwhere(~((table > 0) | (table == UNRANKED) | (table == NOT_SHOWN)))
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(f"{table[row, column]} on ballot {row}, item {column}, is no place")
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
