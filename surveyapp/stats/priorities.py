"""Scores of priority-setting exercises: nominal group, JLA interim priorities, points to share, best and worst."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from surveyapp.stats.arguments import different_names, numbers, real_number, whole_number
from surveyapp.stats.ballots import check_cast, check_panels
from surveyapp.stats.rankings import Scores, mid_ranks, positional, scored, units_by_span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.stats.ballots import Ballots


@dataclass(frozen=True, slots=True)
class NominalGroup:
    """A nominal group's vote. `scores` holds the sum per item and its place; `voters` how many people chose the item.

    One person's 5 points are not five people's single points, so both are always shown. `given[i]` pairs
    each score that item i got, highest first, with the weight of those who gave it: three fives and three ones are
    a split, not a middle.
    """

    picks: int
    scores: Scores
    voters: tuple[int, ...]
    given: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class JlaScore:
    """Interim priorities across panels. `panels` has each panel's own points; `reversed_ranks` what it adds per item.

    `scores` holds the total per item over the panels and its place.
    """

    scores: Scores
    panels: Mapping[str, Scores]
    reversed_ranks: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class PointTotals:
    """Points that people shared out: per item their sum, its share of all, how many people gave any, and its place."""

    items: tuple[str, ...]
    sums: tuple[float, ...]
    shares: tuple[float, ...]
    voters: tuple[int, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BestWorst:
    """Counts of a best-worst exercise: times best, worst and shown per item; `scores` is (best - worst)/shown.

    An item never shown has a score of nan and the last place.
    """

    items: tuple[str, ...]
    best: tuple[int, ...]
    worst: tuple[int, ...]
    shown: tuple[int, ...]
    scores: tuple[float, ...]
    places: tuple[int, ...]


def nominal_group(ballots: Ballots, picks: int = 5) -> NominalGroup:
    """Score a nominal group's vote: each person's first item gets `picks` points, the next one less, ..., to 1.

    Delbecq, Van de Ven and Gustafson (1975). Tied items share the mean of the points that they span; an item not
    picked gets none. Raises ValueError for fewer than 1 pick, a ballot that picks more, and without ballots.
    """
    picks = whole_number(picks, "the number of items to pick", least=1)
    check_cast(ballots)
    picked = np.count_nonzero(ballots.places > 0, axis=1)
    over = np.flatnonzero(picked > picks)
    if over.size:
        named = ", ".join(item for group in ballots.groups(int(over[0])) for item in group)
        raise ValueError(f"a ballot picks {picked[over[0]]} items where {picks} were asked for: {named}")
    given = [
        tuple((picks + 1 - (first + last) / 2, units / ballots.denominator) for (first, last), units in spanned.items())
        for spanned in units_by_span(ballots, leftovers=False)
    ]
    return NominalGroup(
        picks=picks,
        scores=_top_points(ballots, picks),
        voters=ballots.exposure().ranked,
        given=tuple(tuple(sorted(pairs, reverse=True)) for pairs in given),
    )


def jla_score(panels: Mapping[str, Ballots], top: int = 10) -> JlaScore:
    """Add up panels so that each has an equal say, however many people it has (James Lind Alliance guidebook, 8).

    In each panel rank 1 gets `top` points, rank 2 one less, ..., rank `top` 1, and the rest none; its items are ranked
    by the sums (mid-ranks for equal ones), the ranks are turned round (m + 1 - rank of m items), and added.

    Raises ValueError for no panels, panels without ballots or with different items, and a `top` below 1.
    """
    top = whole_number(top, "the number of first places that get points", least=1)
    items = check_panels(panels)
    own = {name: _top_points(ballots, top) for name, ballots in panels.items()}
    turned = {name: len(items) + 1 - mid_ranks([[-p for p in scores.points]])[0] for name, scores in own.items()}
    totals = [Fraction(float(total)) for total in np.sum(list(turned.values()), axis=0)]
    return JlaScore(
        scores=scored(items, totals, [Fraction(len(items) * len(panels))] * len(items)),
        panels=own,
        reversed_ranks={name: tuple(ranks.tolist()) for name, ranks in turned.items()},
    )


def point_totals(
    points: npt.ArrayLike,
    items: Sequence[str] | None = None,
    *,
    total: float | None = None,
    floor: float = 0.0,
    cap: float = math.inf,
) -> PointTotals:
    """Sum the points (100 to share, or dots) that people gave: `points` has a row per person, a column per item.

    nan, an item that somebody was not shown, counts as no points and not as 0 given. Sums are correctly rounded.
    `total` is what each person may give at most; `floor` and `cap` bound what one item may get.

    Raises ValueError, with the person and the item, for points outside the declared bounds.
    """
    table = numbers(points, "a row per person and a column per item", "of person {} for item {}")
    names = different_names(items, table.shape[1])
    floor = real_number(floor, "the least for an item")
    cap = cap if cap == math.inf else real_number(cap, "the most for an item")
    total = None if total is None else real_number(total, "the most for a person")
    wrong = np.argwhere(~(np.isnan(table) | ((table >= floor) & (table <= cap) & np.isfinite(table))))
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(
            f"{table[row, column]:g} points of person {row} for {names[column]} are not from {floor:g} to {cap:g}"
        )
    given = [math.fsum(row) for row in np.nan_to_num(table)]
    over = [row for row, own in enumerate(given) if total is not None and own > total]
    if over:
        raise ValueError(f"person {over[0]} gave {given[over[0]]:g} points of {total:g}")
    sums = [math.fsum(column) for column in np.nan_to_num(table).T]
    everything = math.fsum(given)
    return PointTotals(
        items=names,
        sums=tuple(sums),
        shares=tuple(own / everything if everything else math.nan for own in sums),
        voters=tuple(np.count_nonzero(np.nan_to_num(table) > 0, axis=0).tolist()),
        places=_places([Fraction(own) for own in sums]),
    )


def best_worst(shown: npt.ArrayLike, best: npt.ArrayLike, worst: npt.ArrayLike, items: Sequence[str]) -> BestWorst:
    """Count best-worst choices (Louviere and Woodworth 1991): (times best - times worst) / times shown.

    `shown` has a row per choice and a column per item, true where the item stood in it; `best` and `worst` hold the
    column chosen in each. Places are decided exactly; equal items share one.

    Raises ValueError, with the choice, where best and worst are the same or were not shown.
    """
    marks = numbers(shown, "a row per choice and a column per item", "of choice {}, item {}")
    wrong = np.argwhere((marks != 0) & (marks != 1))
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(f"{marks[row, column]:g} of choice {row}, item {column} is neither shown (1) nor not (0)")
    stood = marks == 1
    names = different_names(items, stood.shape[1])
    chosen = {"best": _columns(best, "best"), "worst": _columns(worst, "worst")}
    choices = np.arange(len(stood))
    for which, columns in chosen.items():
        if columns.shape != choices.shape:
            raise ValueError(f"{len(stood)} choices need as many {which} items, not shape {columns.shape}")
        off = (columns < 0) | (columns >= len(names))
        off |= ~stood[choices, np.where(off, 0, columns)]
        if off.any():
            raise ValueError(f"the {which} item of choice {np.flatnonzero(off)[0]} was not shown in it")
    same = np.flatnonzero(chosen["best"] == chosen["worst"])
    if same.size:
        raise ValueError(f"choice {same[0]} has the same item as best and as worst")
    times = [int(count) for count in np.count_nonzero(stood, axis=0)]
    won, lost = (np.bincount(columns, minlength=len(names)).tolist() for columns in chosen.values())
    net = [Fraction(b - w, n) if n else Fraction(-2) for b, w, n in zip(won, lost, times, strict=True)]
    return BestWorst(
        items=names,
        best=tuple(won),
        worst=tuple(lost),
        shown=tuple(times),
        scores=tuple(float(own) if n else math.nan for own, n in zip(net, times, strict=True)),
        places=_places(net),
    )


def _columns(chosen: npt.ArrayLike, which: str) -> npt.NDArray[np.intp]:
    columns = numbers(chosen, f"the column of the {which} item of each choice", "of choice {}")
    wrong = np.flatnonzero(columns != np.floor(columns))
    if wrong.size:
        raise ValueError(f"{columns[wrong[0]]:g}, the {which} item of choice {wrong[0]}, is no column")
    return np.clip(columns, -1, np.iinfo(np.int32).max).astype(np.intp)


def _top_points(ballots: Ballots, top: int) -> Scores:
    values = [Fraction(max(top - rank, 0)) for rank in range(max(len(ballots.items), 1))]
    return positional(ballots, values, average_leftovers=False)


def _places(scores: Sequence[Fraction]) -> tuple[int, ...]:
    return tuple(1 + sum(other > own for other in scores) for own in scores)
