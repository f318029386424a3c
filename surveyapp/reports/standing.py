"""Columns on how settled a ranking is: the places left to each item, and the places by other methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.reports.tables import Align, Cell, Column, figure_column, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.reports.findings import Findings
    from surveyapp.stats.summary import RoundSummary
    from surveyapp.stats.uncertainty import RankUncertainty

_NAMES = {"mean_rank": "By mean rank", "schulze": "By Schulze", "ranked_pairs": "By ranked pairs"}


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong together, their cells for the item at a position, and the sentences they need."""

    columns: tuple[Column, ...]
    cells: Callable[[int], tuple[Cell, ...]]
    notes: tuple[str, ...] = ()


_NONE = Block((), lambda _item: ())


def ranges_of(summary: RoundSummary, code: str, findings: Findings) -> Block:
    """The first and last place left to each item of a ranking, and the items that it cannot be told apart from."""
    ranges = findings.ranges.get(code)
    if ranges is None:
        return _NONE
    group = "Places it may take"
    columns = (
        figure_column("from", "From", group, width=7),
        figure_column("to", "To", group, width=7),
        Column("level", "Cannot be told apart from", group, width=18, wrap=True),
        # what a chart's error bars reach from the place
        figure_column("before", "Places before", group).as_hidden(),
        figure_column("after", "Places after", group).as_hidden(),
    )
    places = {int(item): ends for item, ends in zip(ranges.items, ranges.intervals, strict=True)}
    labels = [item.label for item in summary.questionnaire.items]

    own = dict(zip(map(int, ranges.items), ranges.places, strict=True))

    def cells(item: int) -> tuple[Cell, ...]:
        (first, last), place = places[item], own[item]
        level = ", ".join(labels[other] for other in level_with(ranges, item)) or None
        return first, last, level, place - first, last - place

    return Block(columns, cells, (_sentence(ranges),))


def level_with(ranges: RankUncertainty, item: int) -> list[int]:
    """List the items, by position, that cannot be told apart from `item`."""
    own = str(item)
    return [int(one if other == own else other) for one, other in ranges.level_pairs if own in (one, other)]


def methods_of(code: str, findings: Findings) -> Block:
    """The places that other methods give to the items of a ranking."""
    methods = findings.methods.get(code)
    if methods is None:
        return _NONE
    columns = tuple(
        Column(f"place.{name}", _NAMES[name], "Place by other methods", width=9, align=Align.RIGHT) for name in methods
    )
    return Block(columns, lambda item: tuple(_place(*places[item]) for places in methods.values()))


def _place(first: int, last: int) -> Cell:
    """A place as a number, or several as the text that spans them."""
    return first if first == last else span(first, last)


def _sentence(ranges: RankUncertainty) -> str:
    return (
        f"Places from … to: drawn anew {ranges.draws:,} times from those who ranked, two items stand the same way "
        f"round in at least {(1 + ranges.level) / 2:.0%} of the draws, or they cannot be told apart. The draws "
        f"begin at the number {ranges.seed} in every round, so the same answers always give the same places."
    )
