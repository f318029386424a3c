"""The reports' tables as a page shows them: the same cells, written as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from surveyapp.reports.tables import Align
from surveyapp.templating import decimal, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from surveyapp.reports.tables import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell as text; numbers stand at the right."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as text: heads over groups of columns (title, how many), heads, rows, and the sentences below."""

    title: str
    groups: tuple[tuple[str, int], ...]
    heads: tuple[ShownCell, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    notes: tuple[str, ...]


def show_table(table: Table) -> ShownTable:
    """Write a report's table as text."""
    columns = table.columns
    return ShownTable(
        title=table.title,
        groups=tuple((title, len(list(run))) for title, run in groupby(columns, key=lambda column: column.group)),
        heads=tuple(ShownCell(column.title, column.align is Align.RIGHT) for column in columns),
        rows=tuple(tuple(_cell(*pair) for pair in zip(columns, row, strict=True)) for row in table.rows),
        notes=table.notes,
    )


def _cell(column: Column, value: Cell) -> ShownCell:
    is_number = column.align is Align.RIGHT
    if value is None:
        return ShownCell("–" if is_number else "", is_number)
    if isinstance(value, str | datetime):
        return ShownCell(str(value), is_number)
    return ShownCell(_FORMATS[column.number_format](value), is_number)


def _thousands(value: float) -> str:
    whole, _, part = decimal(value).partition(".")
    return f"{int(whole):,}.{part}"


_FORMATS: Mapping[str, Callable[[float], str]] = {
    "General": str,
    "0": lambda value: f"{value:,.0f}",
    "0%": percent,
    "0.0": decimal,
    "#,##0.0": _thousands,
}
