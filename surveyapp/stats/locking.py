"""Ranked pairs: lock victories from the strongest down, and follow every order that equal strengths allow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import numpy as np

from surveyapp.stats.arguments import each_once
from surveyapp.stats.comparisons import compared
from surveyapp.stats.condorcet import peeled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.ballots import Ballots
    from surveyapp.stats.comparisons import Levels, Pairwise, Unranked
    from surveyapp.stats.condorcet import Relation

    Edge = tuple[int, int]

MOST_STATES = 5000
"""After so many half-locked orders the search for further outcomes stops, and says so."""


@dataclass(frozen=True, slots=True)
class RankedPairs:
    """Every order that some tie-break among equally strong victories leads to.

    `orders[0]` is the one by the tie order; each order is a tuple of levels, best first, where a level of several
    items holds what no locked victory separates. `complete` is False when there were too many half-locked
    orders to follow; then `orders` holds those found.
    """

    items: tuple[str, ...]
    strength: Literal["winning_votes", "margins"]
    orders: tuple[Levels, ...]
    complete: bool

    @property
    def unique(self) -> bool:
        """Whether the order of equally strong victories does not matter."""
        return self.complete and len(self.orders) == 1

    @property
    def winners(self) -> tuple[str, ...]:
        """Every item at the top of some order, in the order of the items."""
        top = {item for order in self.orders if order for item in order[0]}
        return tuple(item for item in self.items if item in top)


def ranked_pairs(
    contest: Ballots | Pairwise,
    *,
    strength: Literal["winning_votes", "margins"] = "winning_votes",
    unranked: Unranked = "below",
    tie_order: Sequence[str] | None = None,
) -> RankedPairs:
    """Lock pairwise victories from the strongest down, leaving out each that would close a cycle (Tideman 1987).

    By "winning_votes", equal votes for the winner are told apart by fewer votes against; by "margins", by nothing.
    Victories that are still equal are locked in every order that matters (parallel universes, Conitzer et al.
    2009). `tie_order` (by default the order of the items) says which comes first in `orders[0]`: the victory of
    the item named earlier, then over the item named earlier. `unranked` as in `pairwise`.

    Raises ValueError for another strength, and for a tie order that does not name each item once.
    """
    pairs = compared(contest, unranked)
    order = pairs.items if tie_order is None else each_once(tie_order, pairs.items, "the tie order")
    rank = {item: position for position, item in enumerate(order)}
    search = _Search(_classes(pairs, strength, rank))
    search.follow(np.eye(len(pairs.items), dtype=bool))
    orders = dict.fromkeys(
        peeled(pairs.items, closure & ~np.eye(len(closure), dtype=bool)) for closure in search.outcomes
    )
    return RankedPairs(pairs.items, strength, tuple(orders), search.complete)


def _classes(pairs: Pairwise, strength: str, rank: dict[str, int]) -> list[list[Edge]]:
    """Gather the victories by strength, strongest first, and within equals by the tie order."""
    units = pairs.units
    winners, losers = np.nonzero(units > units.T)
    votes, against = units[winners, losers], units[losers, winners]
    if strength == "winning_votes":
        strengths = list(zip((-votes).tolist(), against.tolist(), strict=True))
    elif strength == "margins":
        strengths = [(own, 0) for own in (against - votes).tolist()]
    else:
        raise ValueError(f"a victory is as strong as its 'winning_votes' or 'margins', not {strength!r}")
    place = [rank[item] for item in pairs.items]
    edges = sorted(
        zip(strengths, winners.tolist(), losers.tolist(), strict=True),
        key=lambda edge: (edge[0], place[edge[1]], place[edge[2]]),
    )
    return [[(winner, loser) for _, winner, loser in equals] for _, equals in groupby(edges, key=lambda edge: edge[0])]


class _Search:
    """Follow every half-locked order once, depth first, so that the first outcome is the one by the tie order."""

    def __init__(self, classes: list[list[Edge]]) -> None:
        self.classes = classes
        self.outcomes: list[Relation] = []
        self.complete = True
        self._seen: set[tuple[int, bytes]] = set()

    def follow(self, start: Relation) -> None:
        """Collect the outcomes from `start`, a closed relation in which each item reaches itself."""
        stack = [(0, start)]
        while stack:
            index, closure = stack.pop()
            key = (index, closure.tobytes())
            if key in self._seen:
                continue
            if len(self._seen) >= MOST_STATES and self.outcomes:
                self.complete = False
                return
            self._seen.add(key)
            if index == len(self.classes):
                self.outcomes.append(closure)
                continue
            stack += reversed(self._after(index, closure))

    def _after(self, index: int, closure: Relation) -> list[tuple[int, Relation]]:
        """Lock a whole class if its victories agree with each other; else each of them first, one branch per choice."""
        open_edges = [(i, j) for i, j in self.classes[index] if not closure[i, j] and not closure[j, i]]
        together = closure.copy()
        agreed = True
        for i, j in open_edges:
            agreed = agreed and not together[j, i]
            _lock(together, i, j)
        if agreed:
            return [(index + 1, together)]
        # `together` closes the cycles: a victory outside of them is locked in every order, so it is locked now.
        safe = closure.copy()
        for i, j in open_edges:
            if not together[j, i]:
                _lock(safe, i, j)
        branches = []
        for i, j in open_edges:
            if together[j, i] and not safe[i, j]:
                branch = safe.copy()
                _lock(branch, i, j)
                branches.append((index, branch))
        return branches


def _lock(closure: Relation, winner: int, loser: int) -> None:
    """Add a victory to a closed relation and close it again, in place."""
    closure |= closure[:, winner, np.newaxis] & closure[loser]
