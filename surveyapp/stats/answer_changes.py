"""How many answers would have to change so that their distribution has a given property: exact, without search.

A distribution over the scores of a scale is its running count: how many answers lie at a score or below it. A
property is a box of bounds on that running count, and every verdict is a union of such boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, combinations_with_replacement
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Bound:
    """At least `least` and at most `most` answers lie at or below the score in this `place` of the scale (0 first)."""

    place: int
    least: int
    most: int


Box = tuple[Bound, ...]


def changes_needed(counts: Sequence[int], box: Box) -> int | None:
    """Find the fewest answers to change, each to any other score, so that `counts` per score satisfy the `box`.

    None where no distribution of as many answers does. The running count moves only where a bound forces it, and
    only as far: no path from 0 to 0 through the bounds climbs less in all, and each step up is one answer changed.
    """
    n = sum(counts)
    least, most = [0] * len(counts), [n] * len(counts)
    for bound in (*box, Bound(len(counts) - 1, n, n)):
        least[bound.place] = max(least[bound.place], bound.least)
        most[bound.place] = min(most[bound.place], bound.most)
    # a running count never falls, so bounds reach along the scale
    least = list(accumulate(least, max))
    most = list(accumulate(reversed(most), min))[::-1]
    if any(low > high for low, high in zip(least, most, strict=True)):
        return None
    moved = changed = 0
    for now, low, high in zip(accumulate(counts), least, most, strict=True):
        following = min(max(moved, low - now), high - now)
        changed += max(0, following - moved)
        moved = following
    return changed


def ordered_values(n: int, ranks: Sequence[int], scores: range) -> Iterator[tuple[dict[int, int], Box]]:
    """List all values that the answers of these `ranks` (1 is the lowest) can have, each with the box that says so."""
    distinct = sorted(set(ranks))
    for values in combinations_with_replacement(scores, len(distinct)):
        bounds = []
        for rank, value in zip(distinct, values, strict=True):
            place = value - scores.start
            bounds.append(Bound(place, rank, n))
            if place:
                bounds.append(Bound(place - 1, 0, rank - 1))
        yield dict(zip(distinct, values, strict=True)), tuple(bounds)
