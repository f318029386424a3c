"""One sheet, written from top to bottom: rows go to a file as they come, so none of them stays in memory."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from surveyapp.reports.excel.cells import cell, cut
from surveyapp.reports.excel.look import Look, dress
from surveyapp.reports.excel.measure import inches
from surveyapp.reports.excel.text import needs_quoting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook

    from surveyapp.reports.excel.rows import Placed
    from surveyapp.reports.tables import Cell

DEFAULT_HEIGHT = 15.0


class Sheet:
    """A sheet under way: `row` is the last row written (1 is the first), `points` the height of all rows so far.

    `page` is what openpyxl makes, which is everything but the rows; `rows` is the file in which those wait.
    `placed` tells where the tables on it stand, by their names.
    """

    def __init__(self, workbook: Workbook, title: str, widths: Sequence[float], tab: str, rows: IO[bytes]) -> None:
        self.page: Any = workbook.create_sheet(title)
        self.page.sheet_properties.tabColor = tab
        self.page.sheet_view.showGridLines = False
        self.widths = tuple(widths)
        self.row = 0
        self.points = 0.0
        self.rows = rows
        self.placed: dict[str, Placed] = {}
        self._styles: dict[Look, int] = {}
        self._links: dict[int, str] = {}
        for number, width in enumerate(widths, 1):
            self.page.column_dimensions[get_column_letter(number)].width = width

    @property
    def inches(self) -> float:
        """How broad all columns are together."""
        return sum(inches(width) for width in self.widths)

    def style(self, look: Look, value: Cell = None) -> int:
        """Give the number under which the file knows `look`, for a cell that holds `value`.

        Excel must not read a text as a formula when somebody edits its cell, so such a text is marked.
        """
        if isinstance(value, str) and needs_quoting(value):
            look = replace(look, quoted=True)
        if look not in self._styles:
            self._styles[look] = dress(WriteOnlyCell(self.page), look).style_id
        return self._styles[look]

    def append(self, cells: Iterable[str], points: float = DEFAULT_HEIGHT, level: int = 0) -> None:
        """Write the cells of the next row (see `cells.cell`), which is `points` high and can be folded at `level`."""
        written = "".join(cells)
        self.row += 1
        self.points += points
        outline = f' outlineLevel="{level}"' if level else ""
        start = f'<row r="{self.row}" ht="{points:g}" customHeight="1"{outline}>'
        self.rows.write(f"{start}{written}</row>".encode())

    def line(self, *values: tuple[Cell, Look], points: float = DEFAULT_HEIGHT) -> None:
        """Write a row whose cells each have a look of their own; pieces that one cell cannot hold go on at its end."""
        row = self.row + 1
        parts = [(cut(row, column, value), look) for column, (value, look) in enumerate(values, 1)]
        placed = [(first, look) for (first, *_), look in parts]
        placed += [(piece, look) for (_, *rest), look in parts for piece in rest]
        self.append((cell(row, n, value, self.style(look, value)) for n, (value, look) in enumerate(placed, 1)), points)

    def skip(self, points: float = DEFAULT_HEIGHT) -> None:
        """Leave rows empty, at least `points` high together."""
        for _ in range(math.ceil(points / DEFAULT_HEIGHT)):
            self.append(())

    def link(self, title: str) -> None:
        """Make the first cell of the row just written lead to the sheet called `title`."""
        self._links[self.row] = f"'{title}'!A1"

    def finish(self) -> None:
        """Let openpyxl know of the links, which it takes from cells of its own; those never reach the file."""
        for row in range(1, max(self._links, default=0) + 1):
            linked = WriteOnlyCell(self.page)
            if row in self._links:
                linked.hyperlink = Hyperlink(ref=linked.coordinate, location=self._links[row])
            self.page.append([linked])
