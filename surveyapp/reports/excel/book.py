"""A workbook under way: its sheets in order, and the file that they become."""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from surveyapp.reports.excel.archive import Archive
from surveyapp.reports.excel.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import BinaryIO


class Book:
    """An openpyxl workbook and the sheets whose rows are written beside it. To be closed, whatever happens."""

    def __init__(self) -> None:
        self.workbook = Workbook(write_only=True)
        self._sheets: list[Sheet] = []
        self._files = ExitStack()

    def add_sheet(self, title: str, widths: Sequence[float], tab: str) -> Sheet:
        """Begin a sheet with columns of these widths and the colour `tab`; sheets stand in the order of this."""
        rows = self._files.enter_context(TemporaryFile())  # noqa: SIM115 - it stays open until the book is closed
        sheet = Sheet(self.workbook, title, widths, tab, rows)
        self._sheets.append(sheet)
        return sheet

    def save(self, out: BinaryIO, stamp: datetime) -> None:
        """Write the file to `out`, stamped with one moment throughout."""
        for sheet in self._sheets:
            sheet.finish()
        rows = {f"xl/worksheets/sheet{number}.xml": sheet.rows for number, sheet in enumerate(self._sheets, 1)}
        with Archive(out, stamp, rows) as archive:
            ExcelWriter(self.workbook, archive).save()

    def close(self) -> None:
        """Throw the waiting rows away."""
        self._files.close()
