"""How many people prefer which item to which other: the matrix that every pairwise method starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
import numpy.typing as npt

from surveyapp.stats.ballots import check_ballots, check_cast
from surveyapp.stats.dataset import UNRANKED

if TYPE_CHECKING:
    from surveyapp.stats.ballots import Ballots, Whole

    Unranked = Literal["below", "ignore"]
    Levels = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pairwise:
    """`wins[i, j]` is the weight of the people who prefer i to j; ties and missing opinions count for neither.

    `units` is the same in whole numbers of 1/`denominator`; who beats whom is decided on it, exactly.
    `unranked` is the rule that was used.
    """

    items: tuple[str, ...]
    units: Whole
    denominator: int
    unranked: Unranked

    @property
    def wins(self) -> npt.NDArray[np.float64]:
        """The weight of those who prefer the row's item to the column's."""
        return self.units / self.denominator

    @property
    def margins(self) -> npt.NDArray[np.float64]:
        """By how much the row's item wins against the column's; negative where it loses."""
        return (self.units - self.units.T) / self.denominator


def pairwise(ballots: Ballots, unranked: Unranked = "below") -> Pairwise:
    """Count, for each ordered pair of items, the weight of the people who prefer the first to the second.

    `unranked` says what an item means that was shown and not ranked: "below" every ranked one and tied with its
    like (as Debian, STV and most Condorcet elections), or "ignore", no opinion. The choice can change the winner.
    An item not shown, or conflicted, is never compared on that ballot. Ballots are counted once for each rule,
    however many methods ask.

    O(distinct ballots x items^2) time in vectorised comparisons, O(distinct ballots x items) memory.
    Raises ValueError for another rule.
    """
    check_ballots(ballots)
    if unranked not in ("below", "ignore"):
        raise ValueError(f"unranked items are 'below' or 'ignore', not {unranked!r}")
    if unranked not in ballots.compared:
        units = _tallied(ballots, unranked)
        units.setflags(write=False)
        ballots.compared[unranked] = Pairwise(ballots.items, units, ballots.denominator, unranked)
    return ballots.compared[unranked]


def _tallied(ballots: Ballots, unranked: Unranked) -> Whole:
    places = ballots.places.T
    items = len(places)
    last = items + 1
    small = np.uint8 if last < np.iinfo(np.uint8).max else np.uint16
    judged = places > 0
    if unranked == "below":
        judged = judged | (places == UNRANKED)
    order = np.where(places > 0, places, last)
    # Who has no opinion on an item can neither prefer it (nothing is above the last number) nor the other one to it.
    own = np.ascontiguousarray(np.where(judged, order, np.iinfo(small).max).astype(small))
    against = np.ascontiguousarray(np.where(judged, order, 0).astype(small))
    usual, equal = _usual_weight(ballots.units)
    counts = _count(own[:, equal], against[:, equal]) if not equal.all() else _count(own, against)
    return usual * counts + _weigh(own[:, ~equal], against[:, ~equal], ballots.units[~equal])


def compared(contest: Ballots | Pairwise, unranked: Unranked) -> Pairwise:
    """Take comparisons as they are, under their own rule, or make them from ballots, of which there must be one."""
    if isinstance(contest, Pairwise):
        return contest
    check_cast(contest)
    return pairwise(contest, unranked)


def _usual_weight(units: Whole) -> tuple[int, npt.NDArray[np.bool_]]:
    """Find the commonest weight: counting ballots that weigh the same is faster than weighing them."""
    if not units.size:
        return 0, np.zeros(0, dtype=bool)
    values, times = np.unique(units, return_counts=True)
    usual = int(values[np.argmax(times)])
    return usual, units == usual


def _count(own: npt.NDArray[np.unsignedinteger], against: npt.NDArray[np.unsignedinteger]) -> Whole:
    items = len(own)
    counts = np.zeros((items, items), dtype=np.int64)
    for row in range(items):
        better = own[row] < against
        counts[row] = [np.count_nonzero(line) for line in better]
    return counts


def _weigh(own: npt.NDArray[np.unsignedinteger], against: npt.NDArray[np.unsignedinteger], units: Whole) -> Whole:
    """Sum in floats, which are exact below 2^53 and have the fast matrix product."""
    weights = units.astype(np.float64)
    sums = [(row < against).astype(np.float64) @ weights for row in own] if units.size else []
    shape = (len(own), len(own))
    return cast("Whole", np.array(sums).reshape(shape).astype(np.int64) if sums else np.zeros(shape, dtype=np.int64))
