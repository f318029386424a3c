"""How a sheet comes out of the printer: Letter, landscape, with heads that repeat and a page number."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from surveyapp.reports.excel.look import FAINT, FONT
from surveyapp.reports.excel.measure import inches
from surveyapp.reports.excel.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.questionnaire import Questionnaire
    from surveyapp.reports.excel.sheet import Sheet

LETTER = 1
_SIDES = 0.5
_ENDS = 0.75
_LONG, _SHORT = 11.0, 8.5
_READABLE = 68
"""Below this per cent, a table goes on several pages side by side."""
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Fit:
    """How a landscape sheet comes onto paper: at `scale` per cent, and on a further page after each of the `cuts`."""

    scale: int
    cuts: tuple[int, ...] = ()

    @property
    def points(self) -> float:
        """How many points of rows one page takes."""
        return (_SHORT - 2 * _ENDS) * 72 / (self.scale / 100)


def fit(widths: Sequence[float], cuts: Sequence[int] = (), repeated: int = 0) -> Fit:
    """Find the fewest pages side by side at which columns of these widths can be read, and the largest print on them.

    A table may go on on another page after the columns in `cuts`; its first `repeated` columns stand on each page.
    """
    breadths = [inches(width) for width in widths]
    found = Fit(_scale(sum(breadths)))
    for count in range(1, len(cuts) + 1):
        if found.scale >= _READABLE:
            break
        options = (Fit(_cut_scale(breadths, chosen, repeated), chosen) for chosen in combinations(cuts, count))
        found = max(found, *options, key=lambda option: option.scale)
    return found


def _cut_scale(breadths: Sequence[float], cuts: tuple[int, ...], repeated: int) -> int:
    bounds = (0, *cuts, len(breadths))
    pages = [sum(breadths[start:end]) + (sum(breadths[:repeated]) if start else 0) for start, end in pairwise(bounds)]
    return _scale(max(pages))


def set_up(
    sheet: Sheet, questionnaire: Questionnaire, how: Fit | None = None, *, landscape: bool = True, pages: int = 0
) -> None:
    """Set the page up before its first row: as `how` says, or else one page wide and `pages` long (0: any number)."""
    page = sheet.page
    page.page_setup.paperSize = LETTER
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    if how is None:
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.fitToWidth = 1
        page.page_setup.fitToHeight = pages
    else:
        page.page_setup.scale = how.scale
        for cut in how.cuts:
            page.col_breaks.append(Break(id=cut))
    margins = page.page_margins
    margins.left = margins.right = _SIDES
    margins.top = margins.bottom = _ENDS
    margins.header = margins.footer = 0.35
    _write_header(sheet, questionnaire)


def repeat(sheet: Sheet, rows: str, columns: str = "") -> None:
    """Repeat these rows (`1:4`) and columns (`A:B`) on every page."""
    sheet.page.print_title_rows = rows
    if columns:
        sheet.page.print_title_cols = columns


def print_all(sheet: Sheet, columns: int, rows: int) -> None:
    """Print the first `columns` columns and `rows` rows, and nothing beyond."""
    sheet.page.print_area = f"A1:{get_column_letter(columns)}{max(rows, 1)}"


def _write_header(sheet: Sheet, questionnaire: Questionnaire) -> None:
    title = clean(questionnaire.plan_title).replace("\n", " ")
    in_short = title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"
    # a single ampersand would begin a code of Excel's
    header, footer = sheet.page.oddHeader, sheet.page.oddFooter
    header.left.text = in_short.replace("&", "&&")
    header.right.text = f"Round {questionnaire.round_number}"
    footer.left.text = "&A"
    footer.right.text = "Page &P of &N"
    for part in (header.left, header.right, footer.left, footer.right):
        part.size, part.color = 9, FAINT
        part.font = f"{FONT},Regular"


def _scale(breadth: float) -> int:
    # 3 % are kept in reserve, since another machine's fonts may be broader
    return max(10, min(100, int(97 * (_LONG - 2 * _SIDES) / breadth)))
