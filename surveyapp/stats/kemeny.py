"""The Kemeny order: the one that contradicts the fewest preferences, with its proof."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import each_once, real_number
from surveyapp.stats.comparisons import compared
from surveyapp.stats.condorcet import reachable
from surveyapp.stats.linear_ordering import LinearOrdering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.ballots import Ballots, Whole
    from surveyapp.stats.comparisons import Levels, Pairwise, Unranked
    from surveyapp.stats.linear_ordering import Optimum


@dataclass(frozen=True, slots=True)
class Kemeny:
    """`order` contradicts preferences of weight `cost`; no order contradicts less than `lower_bound`.

    `agreement` is the weight of the preferences that it follows. `unique` says whether it is the only optimum, and
    `second` is another when it is not; None when time ran out before that was settled, or `proven` is False.
    `components` are the groups, best first, whose members form cycles or stand alone: only within a group was
    there anything to search.
    """

    items: tuple[str, ...]
    order: tuple[str, ...]
    cost: float
    agreement: float
    lower_bound: float
    unique: bool | None
    second: tuple[str, ...] | None
    components: Levels

    @property
    def proven(self) -> bool:
        """Whether no order is better: the cost meets its lower bound."""
        return self.cost == self.lower_bound


def kemeny(contest: Ballots | Pairwise, *, unranked: Unranked = "below", time_limit: float = 60.0) -> Kemeny:
    """Find the order of the items with the least total Kendall distance to the ballots (Kemeny 1959; Young 1988).

    cost = the sum, over pairs with a above b in the order, of the weight of those who prefer b to a; ties and
    missing opinions cost nothing (ConsRank's distance is twice as much on strict complete ballots). `unranked`
    as in `pairwise`; it is not used on a `Pairwise`.

    Strong components of the majority graph are ordered one after another (extended Condorcet criterion, Truchon
    1998) and each is solved as an integer program (see `LinearOrdering`). A proof is arithmetic: whole
    weights, and a bound that no order goes below. (Weights without a simple common fraction are bounded to 1e-12 of
    the cost alone, and not proven where there are cycles.) After `time_limit` seconds the best order found is
    returned with the bound reached until then.

    Raises ValueError for a time limit that is not above 0, and without ballots.
    """
    if not real_number(time_limit, "the time limit") > 0:
        raise ValueError(f"the time limit must be above 0 seconds, not {time_limit}")
    pairs = compared(contest, unranked)
    margins = pairs.units - pairs.units.T
    scale = int(np.gcd.reduce(margins, axis=None)) or 1
    margins = margins // scale
    deadline = time.monotonic() + time_limit
    components = _components(margins)
    problems = [LinearOrdering(margins[np.ix_(members, members)], deadline) for members in components]
    optima = [problem.solve() for problem in problems]
    order = [members[local] for members, best in zip(components, optima, strict=True) for local in best.order]
    cost = kemeny_cost(pairs, [pairs.items[item] for item in order])
    unproven = sum(best.cost - best.bound for best in optima) * scale
    unique, second = _another(margins, components, problems, optima) if not unproven else (None, None)
    return Kemeny(
        items=pairs.items,
        order=tuple(pairs.items[item] for item in order),
        cost=cost,
        agreement=int(pairs.units.sum()) / pairs.denominator - cost,
        lower_bound=(round(cost * pairs.denominator) - unproven) / pairs.denominator,
        unique=unique,
        second=None if second is None else tuple(pairs.items[item] for item in second),
        components=tuple(tuple(pairs.items[item] for item in members) for members in components),
    )


def kemeny_cost(contest: Ballots | Pairwise, order: Sequence[str], *, unranked: Unranked = "below") -> float:
    """Sum the weight of the preferences that an order contradicts (the cost in `kemeny`).

    Raises ValueError for an order that does not name each item once.
    """
    pairs = compared(contest, unranked)
    columns = [pairs.items.index(item) for item in each_once(order, pairs.items, "the order")]
    arranged = pairs.units[np.ix_(columns, columns)]
    return int(np.tril(arranged, -1).sum()) / pairs.denominator


def _components(margins: Whole) -> list[list[int]]:
    """Split the items so that nobody loses to a later group; groups without a victory between them go by item order."""
    reach = reachable(margins > 0)
    together = reach & reach.T
    first = [int(row.argmax()) for row in together]
    # Whoever reaches another group reaches all that it reaches, and itself besides.
    keys = sorted(zip((-reach.sum(axis=1)).tolist(), first, range(len(margins)), strict=True))
    groups: dict[int, list[int]] = {}
    for _, leader, item in keys:
        groups.setdefault(leader, []).append(item)
    return list(groups.values())


def _another(
    margins: Whole, components: list[list[int]], problems: list[LinearOrdering], optima: list[Optimum]
) -> tuple[bool | None, list[int] | None]:
    """Look for a second optimum: neighbours that nobody's majority separates, then within each component."""
    parts = [[members[local] for local in best.order] for members, best in zip(components, optima, strict=True)]
    order = [item for part in parts for item in part]
    for position in range(len(order) - 1):
        if margins[order[position], order[position + 1]] == 0:
            return False, [*order[:position], order[position + 1], order[position], *order[position + 2 :]]
    unsettled = False
    for index, (members, problem, best) in enumerate(zip(components, problems, optima, strict=True)):
        if len(members) > 1:
            settled, other = problem.another(best)
            if other is not None:
                changed = [*parts[:index], [members[local] for local in other], *parts[index + 1 :]]
                return False, [item for part in changed for item in part]
            unsettled = unsettled or not settled
    return (None, None) if unsettled else (True, None)
