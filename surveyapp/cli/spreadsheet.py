"""A table of numbers from a CSV file or an Excel sheet, each refusal naming file, sheet, row and column."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.cli.application import read_file
from surveyapp.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_LABELS = frozenset({"id", "name", "ballot", "voter", "member", "participant", "person", "rater", "judge", "item"})
_LARGEST = 1e15
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with anything in it; `number` is its number in the file, from 1."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The named columns of a sheet, and below them its rows, blank ones left out. `where` names file and sheet."""

    where: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, name: str) -> int | None:
        """Find a column by its name, in capitals or not; None when there is none."""
        names = [column.casefold() for column in self.columns]
        return names.index(name) if name in names else None

    def number(self, row: Row, column: int, expected: str) -> float:
        """Read a cell as a number; nan when it is empty. Raises `InvalidInput` with the place for anything else."""
        cell = row.cells[column]
        if cell is None or cell == "":
            return math.nan
        try:
            number = math.nan if isinstance(cell, bool) else float(str(cell).strip().replace(",", "."))
        except ValueError:
            number = math.nan
        if not abs(number) <= _LARGEST:
            raise self.refusal(row, column, expected)
        return number

    def refusal(self, row: Row, column: int, expected: str) -> InvalidInput:
        """Say what stands in a cell, where, and what was expected there."""
        place = f"{self.where}, row {row.number}, column “{self.columns[column]}”"
        return InvalidInput(f"{place}: “{row.cells[column]}” is not {expected}.")


def read_table(file: Path, sheet: str | None = None) -> Table:
    """Read a CSV file (comma, semicolon or tab) or a sheet of an Excel workbook, the first one unless named.

    Raises `InvalidInput` for a file that cannot be read, is neither, or has no header or no rows.
    """
    data = read_file(file)
    if data.startswith(_OLD_EXCEL):
        raise InvalidInput(f"{file} is an old Excel file (.xls). Save it as .xlsx or CSV and try again.")
    if data.startswith(_ZIP):
        where, rows = _excel_rows(file, data, sheet)
    elif sheet is not None:
        raise InvalidInput(f"{file} is no Excel workbook and has no sheet “{sheet}”. Leave --sheet out.")
    else:
        where, rows = str(file), _csv_rows(file, data)
    return _table(where, rows)


def item_columns(table: Table, taken: set[int | None]) -> list[int]:
    """Choose the columns of numbers: all but those `taken` and those of names. Raises `InvalidInput` for too few."""
    columns = [
        column for column, name in enumerate(table.columns) if column not in taken and name.casefold() not in _LABELS
    ]
    if len(columns) < 2:
        raise InvalidInput(f"{table.where}: at least two columns of numbers are expected, here: {len(columns)}.")
    return columns


def _excel_rows(file: Path, data: bytes, sheet: str | None) -> tuple[str, list[tuple[object, ...]]]:
    from zipfile import BadZipFile  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415 - openpyxl costs every command that reads no workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise InvalidInput(f"{file} is no Excel workbook that can be read. Save it as .xlsx or CSV again.") from error
    names = [worksheet.title for worksheet in book.worksheets]
    if not names or (sheet is not None and sheet not in names):
        raise InvalidInput(f"{file} has no sheet “{sheet}”. Its sheets: {', '.join(names) or 'none'}.")
    name = names[0] if sheet is None else sheet
    rows: list[tuple[object, ...]] = [
        tuple(row) for row in book.worksheets[names.index(name)].iter_rows(values_only=True)
    ]
    book.close()
    return f"{file}, sheet “{name}”", rows


def _csv_rows(file: Path, data: bytes) -> list[tuple[object, ...]]:
    text = _text(file, data)
    header = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    try:
        return [tuple(cell.strip() for cell in row) for row in reader]
    except csv.Error as error:
        raise InvalidInput(f"{file}, line {reader.line_num}, cannot be read as CSV: {error}.") from error


def _text(file: Path, data: bytes) -> str:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput(f"{file} is neither a CSV file nor an Excel workbook (.xlsx).")


def _table(where: str, rows: Sequence[tuple[object, ...]]) -> Table:
    filled = [Row(number, cells) for number, cells in enumerate(rows, start=1) if not _blank(cells)]
    if len(filled) < 2:
        raise InvalidInput(f"{where} has no table: a row of column names and at least one row of numbers are expected.")
    header, *body = filled
    width = max(len(row.cells) for row in filled)
    names = [str(cell).strip() if cell is not None else "" for cell in _padded(header.cells, width)]
    used = [column for column in range(width) if names[column] or not _blank(_down(body, column))]
    for column in used:
        if not names[column]:
            raise InvalidInput(f"{where}, row {header.number}: column {column + 1} has values and no name.")
        if names.index(names[column]) != column:
            raise InvalidInput(f"{where}, row {header.number}: two columns are called “{names[column]}”.")
    kept = [Row(row.number, tuple(_padded(row.cells, width)[column] for column in used)) for row in body]
    return Table(where, tuple(names[column] for column in used), tuple(kept))


def _down(rows: Sequence[Row], column: int) -> list[object]:
    return [row.cells[column] if column < len(row.cells) else None for row in rows]


def _padded(cells: tuple[object, ...], width: int) -> tuple[object, ...]:
    return cells + (None,) * (width - len(cells))


def _blank(cells: Iterable[object]) -> bool:
    return all(cell is None or str(cell).strip() == "" for cell in cells)
