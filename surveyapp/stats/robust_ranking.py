"""What hangs on the method, and what the combined order hides of the panels' own first items."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import whole_number
from surveyapp.stats.ballots import check_cast, check_panels
from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.condorcet import condorcet_winner, schulze
from surveyapp.stats.kemeny import kemeny
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.rankings import borda
from surveyapp.stats.resampling import Method, Sample
from surveyapp.stats.uncertainty import merge_panels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.stats.ballots import Ballots
    from surveyapp.stats.comparisons import Levels, Unranked
    from surveyapp.stats.condorcet import Relation


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two items that some methods put one way and others the other way round; `level` puts neither above."""

    first: str
    second: str
    first_above: tuple[str, ...]
    second_above: tuple[str, ...]
    level: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodAgreement:
    """The same ballots by several methods.

    `orders[method]` holds its order by levels, best first, items of one level tied; several orders where ranked pairs
    has several outcomes, and a second optimum of Kemeny where it is not unique. `disputes` are the pairs on
    which methods contradict each other, each in all of its orders; a tie contradicts nobody. `kemeny_proven` and
    `kemeny_unique` say what the search for the Kemeny order could tell.
    """

    items: tuple[str, ...]
    unranked: Unranked
    orders: dict[str, tuple[Levels, ...]]
    disputes: tuple[Dispute, ...]
    condorcet_winner: str | None
    kemeny_proven: bool
    kemeny_unique: bool | None

    @property
    def agree(self) -> bool:
        """Whether no two methods contradict each other."""
        return not self.disputes


@dataclass(frozen=True, slots=True)
class Omission:
    """An item among the first k of a panel, at `panel_place` there, and at `combined_place` in the combined order."""

    panel: str
    people: int
    item: str
    panel_place: int
    combined_place: int


@dataclass(frozen=True, slots=True)
class OmittedPanelAlarm:
    """Per panel, what of its first k the combined first k leave out. `union` is the remedy: every panel's first k.

    `union` also holds the combined first k; it keeps the order of the combined places.
    """

    items: tuple[str, ...]
    method: Method
    k: int
    omissions: tuple[Omission, ...]
    combined_top: tuple[str, ...]
    union: tuple[str, ...]

    @property
    def raised(self) -> bool:
        """Whether any panel lost one of its first k."""
        return bool(self.omissions)


def method_agreement(ballots: Ballots, *, unranked: Unranked = "below", time_limit: float = 10.0) -> MethodAgreement:
    """Compare the orders by Borda, Schulze, ranked pairs and Kemeny, and name the pairs on which they differ.

    Where all agree, nothing hangs on the choice of method. Schulze and ranked pairs go by winning votes,
    ranked pairs in every order that ties allow, Kemeny with a second optimum where there is one, within `time_limit`
    seconds. `unranked` as in `pairwise`. Raises ValueError without ballots.
    """
    check_cast(ballots)
    pairs = pairwise(ballots, unranked)
    by_paths, best = schulze(pairs), kemeny(pairs, time_limit=time_limit)
    optima = [best.order] if best.second is None else [best.order, best.second]
    orders: dict[str, tuple[Levels, ...]] = {
        "borda": (borda(ballots).levels,),
        "schulze": (by_paths.levels,),
        "ranked_pairs": ranked_pairs(pairs).orders,
        "kemeny": tuple(tuple((item,) for item in order) for order in optima),
    }
    above = {method: _above_in_all(ballots.items, own) for method, own in orders.items()}
    above["schulze"] = by_paths.paths > by_paths.paths.T
    return MethodAgreement(
        items=ballots.items,
        unranked=unranked,
        orders=orders,
        disputes=_disputes(ballots.items, above),
        condorcet_winner=condorcet_winner(pairs).winner,
        kemeny_proven=best.proven,
        kemeny_unique=best.unique,
    )


def omitted_panel_alarm(
    panels: Mapping[str, Ballots],
    k: int,
    method: Method = "borda",
    *,
    combined: Ballots | None = None,
    unranked: Unranked = "below",
) -> OmittedPanelAlarm:
    """Find what a panel has among its first k that the combined first k leave out.

    A small panel's priorities can vanish in the sum (the James Lind Alliance's guidebook, chapter 7, whose remedy
    is the union of every group's first ten). An item is among the first k where fewer than k stand strictly above
    it. `combined` are the ballots of the combined order, all panels together by default.

    Raises ValueError for a k outside 1..items, for no panels, panels without ballots, or with other items.
    """
    items = check_panels(panels)
    together = combined if combined is not None else merge_panels(panels)
    check_cast(together, "the combined order")
    if together.items != items:
        raise ValueError(f"the panels rank {items} and the combined order {together.items}")
    if not 1 <= whole_number(k, "the number of first places") <= len(together.items):
        raise ValueError(f"the first {k} of {len(together.items)} items: give a number from 1 to {len(together.items)}")
    overall = Sample([together]).as_cast(method, unranked).best[0]
    omissions = []
    wanted = overall <= k
    for name, ballots in panels.items():
        own = Sample([ballots]).as_cast(method, unranked).best[0]
        wanted = wanted | (own <= k)
        lost = np.flatnonzero((own <= k) & (overall > k))
        omissions += [
            Omission(name, ballots.n, together.items[i], int(own[i]), int(overall[i]))
            for i in lost[np.argsort(own[lost], kind="stable")].tolist()
        ]
    order = np.argsort(overall, kind="stable").tolist()
    return OmittedPanelAlarm(
        items=together.items,
        method=method,
        k=k,
        omissions=tuple(omissions),
        combined_top=tuple(together.items[i] for i in order if overall[i] <= k),
        union=tuple(together.items[i] for i in order if wanted[i]),
    )


def _above_in_all(items: tuple[str, ...], orders: tuple[Levels, ...]) -> Relation:
    """Say which item stands above which in every one of the orders."""
    above = np.ones((len(items), len(items)), dtype=bool)
    for order in orders:
        level = {item: number for number, group in enumerate(order) for item in group}
        place = np.array([level[item] for item in items])
        above &= place[:, np.newaxis] < place
    return above


def _disputes(items: tuple[str, ...], above: dict[str, Relation]) -> tuple[Dispute, ...]:
    found = []
    for i, j in combinations(range(len(items)), 2):
        first = tuple(method for method, own in above.items() if own[i, j])
        second = tuple(method for method, own in above.items() if own[j, i])
        if first and second:
            level = tuple(method for method in above if method not in (*first, *second))
            found.append(Dispute(items[i], items[j], first, second, level))
    return tuple(found)
