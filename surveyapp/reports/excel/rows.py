"""A table on a sheet: its title, its head, and a row of cells for each of its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from surveyapp.reports.excel.cells import cell, cut
from surveyapp.reports.excel.look import BAND, BODY, CODE, FAINT, HEAD, NOTE, PAPER, RULE, SHEET, TITLE, Look
from surveyapp.reports.excel.measure import height, lines
from surveyapp.reports.excel.text import needs_quoting
from surveyapp.reports.tables import HIDDEN, Align

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.reports.excel.sheet import Sheet
    from surveyapp.reports.tables import Cell, Row, Table

TITLE_HEIGHT = 26.0
_FILTER_BUTTON = 12.0
_INDENT = 1.4


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table came to stand: the row of its column titles, and its first and last row of values."""

    table: Table
    head: int
    first: int
    last: int

    @property
    def reference(self) -> str:
        """The cells from the first title to the last value."""
        return f"A{self.head}:{get_column_letter(len(self.table.columns))}{self.last}"

    def column(self, name: str) -> int:
        """The number of the column called `name`, from 1."""
        return self.table.position(name) + 1


def head_row(table: Table) -> int:
    """Tell in which row of a new sheet the column titles of `table` come to stand."""
    return 1 + len(table.notes) + 1 + has_bands(table) + 1


def has_bands(table: Table) -> bool:
    """Tell whether a row of headings stands above the column titles."""
    return any(column.group for column in table.columns)


def write_table(sheet: Sheet, table: Table, *, filtered: bool = False, indented: bool = False) -> Placed:
    """Write title, notes, head and rows below what `sheet` holds so far.

    The head of a `filtered` table has room for the buttons. An `indented` title stands in the second column, as the
    first one is repeated on pages where the title would be cut off.
    """
    margin = ((None, Look()),) * indented
    sheet.line(*margin, (table.title, TITLE), points=TITLE_HEIGHT)
    for note in table.notes:
        sheet.line(*margin, (note, NOTE))
    sheet.skip()
    if has_bands(table):
        _write_bands(sheet, table)
    _write_titles(sheet, table, filtered=filtered)
    head = sheet.row
    writer = _Rows(sheet, table)
    for index, row in enumerate(table.rows):
        writer.write(row, table.levels[index] if table.levels else 0, index in table.heads)
    return Placed(table, head, head + 1, sheet.row)


def write_plain_table(sheet: Sheet, table: Table) -> Placed:
    """Write a long table for programs and people: a row of codes, a row of titles, and bare values below."""
    sheet.line(*((column.name, CODE) for column in table.columns), points=16)
    _write_titles(sheet, table, filtered=True)
    head = sheet.row
    for row in table.rows:
        sheet.append(_plain(sheet, row))
    return Placed(table, head, head + 1, sheet.row)


def _write_bands(sheet: Sheet, table: Table) -> None:
    cells: list[tuple[Cell, Look]] = []
    for index, column in enumerate(table.columns):
        edge = SHEET if _edge(table, index) else ""
        look = replace(BAND, edge=edge, indent=_follows_edge(table, index)) if column.group else Look()
        cells.append((column.group if _begins_group(table, index) else None, look))
    sheet.line(*cells, points=18)


def _write_titles(sheet: Sheet, table: Table, *, filtered: bool) -> None:
    cells: list[tuple[Cell, Look]] = []
    for index, column in enumerate(table.columns):
        look = replace(
            HEAD,
            align=column.align,
            vertical="top" if filtered else "bottom",
            indent=_margin(table, index),
            edge=_edge(table, index),
        )
        cells.append((column.title, look))
    tallest = max(lines(column.title, column.width - _INDENT, bold=True) for column in table.columns)
    sheet.line(*cells, points=height(tallest) + (_FILTER_BUTTON if filtered else 0))


def _begins_group(table: Table, index: int) -> bool:
    group = table.columns[index].group
    return bool(group) and (index == 0 or table.columns[index - 1].group != group)


def _edge(table: Table, index: int) -> str:
    """Draw a line to the right of a group's last column."""
    return RULE if index + 1 < len(table.columns) and _begins_group(table, index + 1) else ""


def _follows_edge(table: Table, index: int) -> bool:
    return index > 0 and bool(_edge(table, index - 1))


def _margin(table: Table, index: int) -> int:
    """Keep figures off an edge to their right, and texts off an edge or a broad text to their left."""
    follows_text = index > 0 and (table.columns[index - 1].wrap or table.columns[index - 1].context)
    return int(table.columns[index].align is Align.RIGHT or _follows_edge(table, index) or follows_text)


class _Rows:
    """Writes rows in the look of their columns, and looks each look up only once: rows are many."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self._sheet = sheet
        self._table = table
        self._nested = next((index for index, column in enumerate(table.columns) if column.wrap), -1)
        self._styles: dict[tuple[int, int, bool, bool, bool], int] = {}

    def write(self, row: Row, level: int, is_head: bool) -> None:
        number = self._sheet.row + 1
        cells: list[str] = []
        rest: list[Cell] = []
        tallest = 1
        for index, value in enumerate(row):
            column = self._table.columns[index]
            indent = _margin(self._table, index) + (level if index == self._nested else 0)
            first, *more = cut(number, index + 1, value)
            rest += more
            cells.append(cell(number, index + 1, first, self._style(index, first, indent, is_head)))
            if column.wrap and isinstance(first, str):
                tallest = max(tallest, lines(first, column.width - _INDENT * indent, bold=is_head))
        cells += [
            cell(number, place, piece, self._sheet.style(BODY, piece)) for place, piece in enumerate(rest, len(row) + 1)
        ]
        self._sheet.append(cells, height(tallest), level)

    def _style(self, index: int, value: Cell, indent: int, is_head: bool) -> int:
        is_hidden = value == HIDDEN and self._table.columns[index].align is Align.RIGHT
        is_quoted = isinstance(value, str) and needs_quoting(value)
        key = (index, indent, is_head, is_hidden, is_quoted)
        if key not in self._styles:
            self._styles[key] = self._sheet.style(self._look(index, indent, is_head, is_hidden), value)
        return self._styles[key]

    def _look(self, index: int, indent: int, is_head: bool, is_hidden: bool) -> Look:
        column = self._table.columns[index]
        return replace(
            BODY,
            bold=is_head and column.align is Align.LEFT and not column.entry,
            fill=PAPER if is_head else "",
            colour=FAINT if is_hidden or column.context else BODY.colour,
            align=column.align,
            wrap=column.wrap,
            indent=indent,
            number_format=column.number_format,
            edge=_edge(self._table, index),
        )


def _plain(sheet: Sheet, row: Row) -> Iterator[str]:
    """Write the cells of a row without any look, but for the mark of a text that must not become a formula."""
    number = sheet.row + 1
    rest: list[Cell] = []
    for place, value in enumerate(row, 1):
        if not isinstance(value, str):
            yield cell(number, place, value)
            continue
        first, *more = cut(number, place, value)
        rest += more
        yield _plain_text(sheet, number, place, first)
    for place, piece in enumerate(rest, len(row) + 1):
        yield _plain_text(sheet, number, place, piece)


def _plain_text(sheet: Sheet, row: int, place: int, value: Cell) -> str:
    is_quoted = isinstance(value, str) and needs_quoting(value)
    return cell(row, place, value, sheet.style(Look(), value) if is_quoted else 0)
