"""A table on a sheet: its title, its head, and a row of cells for each of its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from surveyapp.reports.excel.cells import cell, cut
from surveyapp.reports.excel.look import BAND, BODY, CODE, FAINT, HEAD, NOTE, PAPER, RULE, SHEET, SUNK, TITLE, Look
from surveyapp.reports.excel.measure import height, lines, width_of
from surveyapp.reports.excel.sheet import DEFAULT_HEIGHT
from surveyapp.reports.excel.text import needs_quoting
from surveyapp.reports.tables import HIDDEN, Align

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from surveyapp.reports.excel.sheet import Sheet
    from surveyapp.reports.tables import Cell, Column, Row, Table

TITLE_HEIGHT = 26.0
_FILTER_BUTTON = 12.0
_INDENT = 1.4
_WRITING_HEIGHT = 30.0
"""A row with cells to fill in is at least so high, for they are filled in on paper, too."""
_ABOUT, _MUCH = 1.2, 1.5
_ROWS_LOOKED_AT = 100
_FOR_A_PEN = 1.25
"""Handwriting takes more room than print."""


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


def widths_of(table: Table) -> list[float]:
    """Give the widths of the columns: as the table says, but with room for titles, short texts, and a pen."""
    begin = list(islice(table.rows, _ROWS_LOOKED_AT))
    widths = []
    for index, column in enumerate(table.columns):
        width = column.width * (_FOR_A_PEN if column.entry and column.wrap else 1)
        texts = [value for row in begin if isinstance(value := row[index], str)]
        taken = max(_title_width(column.title, width), _text_width(column, texts))
        widths.append(math.ceil(10 * max(width, taken + _INDENT * _margin(table, index))) / 10)
    return widths


def write_table(sheet: Sheet, table: Table, across: int, *, filtered: bool = False) -> Placed:
    """Write title, notes, head and rows below what `sheet` holds so far.

    Notes stand `across` so many columns. The head of a `filtered` table has room for the buttons.
    """
    sheet.line((table.title, TITLE), points=TITLE_HEIGHT)
    write_notes(sheet, table.notes, across)
    sheet.skip()
    if has_bands(table):
        _write_bands(sheet, table)
    _write_titles(sheet, table, filtered=filtered)
    head = sheet.row
    writer = _Rows(sheet, table)
    # where nothing hangs below them, heads would stand out from nothing
    heads = table.heads if any(table.levels) else frozenset()
    for index, row in enumerate(table.rows):
        writer.write(row, table.levels[index] if table.levels else 0, index in heads)
    sheet.placed[table.name] = Placed(table, head, head + 1, sheet.row)
    return sheet.placed[table.name]


def write_notes(sheet: Sheet, notes: Sequence[str], across: int) -> None:
    """Write a row for each note; one that is broader than the first `across` columns is wrapped over them.

    On paper, nothing is seen of what stands beyond the last column that is printed.
    """
    last = get_column_letter(across)
    shown = (
        width
        for number, width in enumerate(sheet.widths[:across], 1)
        if not sheet.page.column_dimensions[get_column_letter(number)].hidden
    )
    breadth = sum(shown)
    for note in notes:
        taken = lines(note, breadth)
        sheet.line((note, replace(NOTE, wrap=taken > 1)), points=max(DEFAULT_HEIGHT, height(taken)))
        if taken > 1 and across > 1:
            sheet.page.merged_cells.add(f"A{sheet.row}:{last}{sheet.row}")


def write_plain_table(sheet: Sheet, table: Table) -> Placed:
    """Write a long table for programs and people: a row of codes, a row of titles, and bare values below."""
    sheet.line(*((column.name, CODE) for column in table.columns), points=16)
    _write_titles(sheet, table, filtered=True)
    head = sheet.row
    for row in table.rows:
        sheet.append(_plain(sheet, row))
    sheet.placed[table.name] = Placed(table, head, head + 1, sheet.row)
    return sheet.placed[table.name]


def _title_width(title: str, width: float) -> float:
    """Give the width that a title takes on one line or two, if that is about `width`; or else its longest word's.

    What just about fits stands on fewer lines in one program than in another, and touches its neighbour.
    """
    words = title.split()
    halves = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    broadest = [max(width_of(first), width_of(second)) for first, second in halves]
    for taken in (width_of(title), min(broadest, default=0.0)):
        if taken < _ABOUT * width:
            return taken
    return max(width_of(word) for word in words)


def _text_width(column: Column, texts: list[str]) -> float:
    """Give the width of the broadest line of `texts` if that is about the column's, or not much more and would be cut.

    0 if they are running text.
    """
    broadest = max((width_of(line) for text in texts for line in text.split("\n")), default=0.0)
    return broadest if broadest < (_ABOUT if column.wrap else _MUCH) * column.width else 0.0


def _write_bands(sheet: Sheet, table: Table) -> None:
    cells: list[tuple[Cell, Look]] = []
    for index, column in enumerate(table.columns):
        edge = SHEET if _ends_group(table, index) else ""
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
    tallest = max(
        lines(column.title, sheet.widths[index] - _INDENT * _margin(table, index), bold=True)
        for index, column in enumerate(table.columns)
    )
    sheet.line(*cells, points=height(tallest) + (_FILTER_BUTTON if filtered else 0))


def _begins_group(table: Table, index: int) -> bool:
    group = table.columns[index].group
    return bool(group) and (index == 0 or table.columns[index - 1].group != group)


def _ends_group(table: Table, index: int) -> bool:
    return index + 1 < len(table.columns) and _begins_group(table, index + 1)


def _edge(table: Table, index: int) -> str:
    """Draw a line to the right of a group's last column, and of what is to be filled in."""
    return RULE if _ends_group(table, index) or table.columns[index].entry else ""


def _follows_edge(table: Table, index: int) -> bool:
    return index > 0 and bool(_edge(table, index - 1))


def _margin(table: Table, index: int) -> int:
    """Keep a text off an edge, a broad text, or a figure to its left.

    Figures keep no margin from an edge to their right: LibreOffice gives it to their title alone.
    """
    if table.columns[index].align is Align.RIGHT:
        return 0
    before = table.columns[index - 1]
    follows_broad = index > 0 and (before.wrap or before.context or before.align is Align.RIGHT)
    return int(_follows_edge(table, index) or follows_broad)


class _Rows:
    """Writes rows in the look of their columns, and looks each look up only once: rows are many."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self._sheet = sheet
        self._table = table
        self._least = _WRITING_HEIGHT if any(column.entry for column in table.columns) else 0.0
        self._nested = next((index for index, column in enumerate(table.columns) if column.wrap), -1)
        self._styles: dict[tuple[int, int, bool, bool, bool, bool], int] = {}

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
                tallest = max(tallest, lines(first, self._sheet.widths[index] - _INDENT * indent, bold=is_head))
        cells += [
            cell(number, place, piece, self._sheet.style(BODY, piece)) for place, piece in enumerate(rest, len(row) + 1)
        ]
        self._sheet.append(cells, max(self._least, height(tallest)), level)

    def _style(self, index: int, value: Cell, indent: int, is_head: bool) -> int:
        is_figure = self._table.columns[index].align is Align.RIGHT
        is_hidden, is_missing = is_figure and value == HIDDEN, is_figure and value is None
        is_quoted = isinstance(value, str) and needs_quoting(value)
        key = (index, indent, is_head, is_hidden, is_missing, is_quoted)
        if key not in self._styles:
            self._styles[key] = self._sheet.style(self._look(index, indent, is_head, is_hidden, is_missing), value)
        return self._styles[key]

    def _look(self, index: int, indent: int, is_head: bool, is_hidden: bool, is_missing: bool) -> Look:
        column = self._table.columns[index]
        # what was not asked about an item stands back, and what was asked can be found
        fill = PAPER if is_missing else ""
        return replace(
            BODY,
            bold=is_head and column.align is Align.LEFT and not column.entry,
            fill=SUNK if is_head else fill,
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
