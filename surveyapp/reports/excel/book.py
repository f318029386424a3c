"""A workbook under way: its sheets in order, and the file that they become."""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.excel import ExcelWriter

from surveyapp.reports.excel.archive import Archive
from surveyapp.reports.excel.look import FONT
from surveyapp.reports.excel.measure import SIZE
from surveyapp.reports.excel.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import BinaryIO

    from surveyapp.reports.excel.rows import Placed


class _Workbook(Workbook):
    """A workbook whose normal style has our font: by that style's digits, Excel and LibreOffice measure columns."""

    _named_styles: Any

    def __init__(self) -> None:
        super().__init__(write_only=True)
        font = Font(name=FONT, size=SIZE)
        # cells without a style of their own are set in the first font
        self._fonts = IndexedList([font])
        self._named_styles["Normal"].font = font


class Book:
    """An openpyxl workbook and the sheets whose rows are written beside it. To be closed, whatever happens."""

    def __init__(self) -> None:
        self.workbook = _Workbook()
        self._sheets: list[Sheet] = []
        self._files = ExitStack()

    def add_sheet(self, title: str, widths: Sequence[float], tab: str) -> Sheet:
        """Begin a sheet with columns of these widths and the colour `tab`; sheets stand in the order of this."""
        rows = self._files.enter_context(TemporaryFile())  # noqa: SIM115 - it stays open until the book is closed
        sheet = Sheet(self.workbook, title, widths, tab, rows)
        self._sheets.append(sheet)
        return sheet

    def placed(self, title: str, table: str) -> Placed:
        """Where the table called `table` stands on the sheet called `title`. Raises KeyError if there is none."""
        return {sheet.page.title: sheet for sheet in self._sheets}[title].placed[table]

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
