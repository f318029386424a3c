"""The same ballots counted in several ways, side by side: where the methods agree, the order does not hang on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.condorcet import schulze
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.places import open_ballots
from surveyapp.stats.rankings import mean_ranks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.stats.ballots import Ballots
    from surveyapp.stats.comparisons import Levels
    from surveyapp.stats.dataset import RoundDataset

    Span = tuple[int, int]
    Places = Mapping[str, Mapping[int, Span]]

METHODS = ("mean_rank", "schulze", "ranked_pairs")


def places_by_method(dataset: RoundDataset) -> Mapping[str, Places]:
    """Place the items of every ranking by `METHODS`. Keyed by question code, method, and position of the item.

    A place is given as its first and last: an item that shares places spans them, and so does one to which ranked pairs
    give several places because equally strong victories can be locked in several orders. What a ballot leaves
    out stands below all that it ranks. The rankings are those of `place_ranges`.
    """
    return {code: _places(ballots) for code, ballots in open_ballots(dataset)}


def _places(ballots: Ballots) -> Places:
    pairs = pairwise(ballots)
    means = mean_ranks(ballots).means
    by_mean = tuple(
        tuple(item for item, own in zip(ballots.items, means, strict=True) if own == mean)
        for mean in sorted(set(means))
    )
    orders = {"mean_rank": (by_mean,), "schulze": (schulze(pairs).levels,), "ranked_pairs": ranked_pairs(pairs).orders}
    return {method: _spans(orders[method]) for method in METHODS}


def _spans(orders: Sequence[Levels]) -> Mapping[int, Span]:
    """Give each item's first and last place over all orders."""
    spans: dict[int, Span] = {}
    for levels in orders:
        first = 1
        for level in levels:
            last = first + len(level) - 1
            for item in level:
                best, worst = spans.get(int(item), (first, last))
                spans[int(item)] = (min(best, first), max(worst, last))
            first = last + 1
    return spans
