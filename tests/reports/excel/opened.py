"""Workbooks as a reader finds them: written, opened again, and taken apart.

They are Any, since openpyxl declares that every part of a file may be missing.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from openpyxl import load_workbook

from surveyapp.reports.excel import write_workbook
from tests.reports.rounds import a_report

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table


def written(report: RoundReport, *, responses: bool = True, words: bool = False) -> bytes:
    out = io.BytesIO()
    write_workbook(report, out, responses=responses, words=words)
    return out.getvalue()


def opened(report: RoundReport) -> Any:
    return load_workbook(io.BytesIO(written(report)))


def parts(report: RoundReport) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(written(report))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def the_small_workbook() -> Any:
    """The workbook of the small round; for reading only."""
    return opened(a_report())


def values(sheet: Any, first: int, last: int, columns: int) -> list[list[object]]:
    """The values of the first `columns` columns in the rows from `first` to `last`."""
    return [list(row) for row in sheet.iter_rows(first, last, 1, columns, values_only=True)]


def head_of(sheet: Any, table: Table) -> int:
    """The row that holds the column titles of `table`."""
    titles = [column.title for column in table.columns]
    return next(row for row in range(1, sheet.max_row + 1) if values(sheet, row, row, len(titles)) == [titles])


def every_text(workbook: Any) -> list[str]:
    return [
        value
        for sheet in workbook
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str)
    ]
