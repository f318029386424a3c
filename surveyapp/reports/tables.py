"""The shape of every table that a page or a report shows: values at full precision, formats as hints alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from surveyapp.questionnaire import Item, Question
    from surveyapp.stats.ratings import Share
    from surveyapp.stats.summary import RankedItem, RankingSummary, RatingSummary, RoundSummary

Cell = str | int | float | datetime | None
"""One value: None where there is nothing to show; a datetime is naive, in the zone that its label names."""

if TYPE_CHECKING:
    Row = Sequence[Cell]

HIDDEN = "hidden"
"""Stands in place of a figure about too few people."""

WHOLE = "0"
SHARE = "0%"
DECIMAL = "0.0"


class Align(StrEnum):
    """On which side of its column a value stands."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` never changes and is for programs, `title` is for people, under the heading `group`.

    `width` is in characters. `number_format` is in Excel's notation. A `context` column only recalls what the row is
    about, so it stands back. An `entry` column is for a person to fill in, with one of `choices` if given. A `detail`
    is more than a first reading needs: it is folded, or left out where there is little room. A `hidden` one is for
    programs alone, where a form can hide it.
    """

    name: str
    title: str
    group: str = ""
    width: float = 9
    number_format: str = "General"
    wrap: bool = False
    align: Align = Align.LEFT
    context: bool = False
    entry: bool = False
    choices: tuple[str, ...] = ()
    detail: bool = False
    hidden: bool = False

    def as_detail(self) -> Column:
        """The same column, folded at first."""
        return replace(self, detail=True)

    def as_hidden(self) -> Column:
        """The same column for programs alone."""
        return replace(self, hidden=True)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are made anew at each reading, so that a long table never lies in memory as a whole."""

    make: Callable[[], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        return self.make()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, the sentences that a reader needs beside it, and rows that can be read repeatedly.

    `levels` (one per row, or empty) says how deep each row hangs below the last one of a lower level; the first
    column that wraps is indented by it. `heads` are the rows (from 0) that begin something, and stand out.
    A table without columns has nothing to show, and its notes say why.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    notes: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    heads: frozenset[int] = frozenset()

    def position(self, name: str) -> int:
        """Find the position of the column called `name`. Raises KeyError if there is none."""
        for position, column in enumerate(self.columns):
            if column.name == name:
                return position
        raise KeyError(name)


LABEL = Column("label", "Item", width=8)
TEXT = Column("text", "Text", width=46, wrap=True)


def figure_column(name: str, title: str, group: str = "", number_format: str = WHOLE, width: float = 8) -> Column:
    """Make a column of numbers, at least as wide as the longest word of its title."""
    width = max(width, max((len(word) for word in title.split()), default=0) + 1.5)
    return Column(name, title, group, width=width, number_format=number_format, align=Align.RIGHT)


def share_columns(name: str, title: str, group: str) -> tuple[Column, Column, Column]:
    """Make the three columns of a share: its value, and the two ends of its interval."""
    return (
        figure_column(name, title, group, SHARE, width=9),
        figure_column(f"{name}.low", "95% from", group, SHARE, width=7),
        figure_column(f"{name}.high", "95% to", group, SHARE, width=7),
    )


def share_cells(share: Share) -> tuple[Cell, Cell, Cell]:
    """Give the cells of `share_columns`."""
    return number(share.value), number(share.low), number(share.high)


def middle_cells(rating: RatingSummary) -> tuple[Cell, Cell, Cell]:
    """Give median, lower and upper quartile."""
    return number(rating.median), number(rating.lower_quartile), number(rating.upper_quartile)


def placed_items(ranking: RankingSummary) -> tuple[RankedItem, ...]:
    """List the items in the order that the ballots gave: nothing as long as there is no ballot."""
    return ranking.items if ranking.ballots else ()


def span(first: int, last: int) -> str:
    """Write places from the first to the last: `3`, or `2–4`."""
    return str(first) if first == last else f"{first}–{last}"


def number(value: float) -> float | None:
    """Give a figure as it stands, and nothing where there is none (nan)."""
    return None if math.isnan(value) else value


def say_p(p_value: float) -> str:
    """Write a p-value, and one that would be rounded to nothing as smaller than 0.001."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def short_name(code: str) -> str:
    """Name a question or one of its columns by its code, for a heading: `agreement` becomes Agreement."""
    return code.replace("_", " ").replace("-", " ").strip().capitalize()


def band(question: Question) -> str:
    """Name the scores that count as agreement: `4–5`. Empty for a question without a scale."""
    scale = question.scale
    if scale is None:
        return ""
    return str(scale.high) if scale.agree_from == scale.high else f"{scale.agree_from}–{scale.high}"


KIND_NAMES = {
    ItemKind.STATEMENT: "Statement",
    ItemKind.GOAL: "Goal",
    ItemKind.PRIORITY: "Priority",
    ItemKind.NOTE: "Note",
}


def kind_name(item: Item) -> str:
    """Say what an item is: a goal below another one is a sub-goal."""
    return "Sub-goal" if item.kind is ItemKind.GOAL and item.level > 1 else KIND_NAMES[item.kind]


def shown_items(summary: RoundSummary) -> tuple[int, ...]:
    """List the positions of the items that reports have rows for, in plan order: all but notes."""
    items = summary.questionnaire.items
    return tuple(position for position, item in enumerate(items) if item.kind is not ItemKind.NOTE)


def withheld(name: str, title: str, summary: RoundSummary) -> Table:
    """Make the table that stands where too few people answered for anything to be shown."""
    return Table(name, title, columns=(), rows=(), notes=(too_few(summary.minimum_cell),))


def too_few(minimum: int) -> str:
    """Say why a whole table is not shown."""
    return (
        f"Fewer than {minimum} members have submitted their answers, so nothing but the three counts under “Who "
        "answered” is shown: with so few, an answer could be traced to the person who gave it."
    )


def hidden_note(minimum: int) -> str:
    """Say, once beside a table, what HIDDEN stands for."""
    return f"“{HIDDEN}”: from 1 to {minimum - 1} members answered this, too few to show what they answered."
