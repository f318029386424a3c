"""How a sheet comes out of the printer: Letter, landscape, with heads that repeat and a page number."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from surveyapp.reports.excel.look import FAINT, FONT
from surveyapp.reports.excel.measure import inches
from surveyapp.reports.excel.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.questionnaire import Questionnaire
    from surveyapp.reports.excel.sheet import Sheet

LETTER = 1
_SIDES = 0.4
_ENDS = 0.75
_LONG, _SHORT = 11.0, 8.5
# Columns may be narrower elsewhere; they are then printed larger, and fewer rows come on a page.
_RESERVE = 0.93
_READABLE = 0.65
"""Below this part of its size, print is too small to be read, and a table goes on on pages side by side."""
_LONGEST_TITLE = 90


def divide(widths: Sequence[float], cuts: Sequence[int], repeated: int) -> tuple[int, ...]:
    """Find the fewest pages side by side at which columns of these widths can be read, and the largest print on them.

    A table may go on on another page after the columns in `cuts`; its first `repeated` columns stand on each page.
    Returns those of the `cuts` that are to be made.
    """
    found: tuple[int, ...] = ()
    for count in range(1, len(cuts) + 1):
        if _scale(widths, found, repeated) >= _READABLE:
            break
        found = max(combinations(cuts, count), key=lambda chosen: _scale(widths, chosen, repeated))
    return found


def page_points(widths: Sequence[float]) -> float:
    """Tell how many points of rows a page surely takes when columns of these widths fill it."""
    return _RESERVE * (_SHORT - 2 * _ENDS) * 72 / _scale(widths)


def _scale(widths: Sequence[float], cuts: tuple[int, ...] = (), repeated: int = 0) -> float:
    """Give the part of their size at which the columns are printed."""
    breadths = [inches(width) for width in widths]
    bounds = (0, *cuts, len(breadths))
    pages = [sum(breadths[start:end]) + (sum(breadths[:repeated]) if start else 0) for start, end in pairwise(bounds)]
    return min(1.0, (_LONG - 2 * _SIDES) / max(pages))


def set_up(sheet: Sheet, questionnaire: Questionnaire, *, landscape: bool = True, pages: int = 0) -> None:
    """Set the page up before its first row: each printed area is one page wide and `pages` long (0: any number).

    Columns are never as broad on one machine as on another, so nothing is printed at a scale of our own.
    """
    page = sheet.page
    page.page_setup.paperSize = LETTER
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = pages
    margins = page.page_margins
    margins.left = margins.right = _SIDES
    margins.top = margins.bottom = _ENDS
    margins.header = margins.footer = 0.35
    _write_header(sheet, questionnaire)


def repeat(sheet: Sheet, rows: str, columns: int) -> None:
    """Repeat these rows (`1:4`) and the first `columns` columns on every page."""
    sheet.page.print_title_rows = rows
    sheet.page.print_title_cols = f"A:{get_column_letter(columns)}"


def print_columns(sheet: Sheet, cuts: Sequence[int] = (), top: int = 1) -> None:
    """Print what the sheet holds, and go on on a new page after each of the columns in `cuts`, from row `top` on.

    Each page side by side is an area of its own: a manual break of columns holds only at a fixed scale.
    """
    bounds = (0, *cuts, len(sheet.widths))
    sheet.page.print_area = [_area(start + 1, end, top if start else 1, sheet.row) for start, end in pairwise(bounds)]


def print_blocks(sheet: Sheet, ends: Sequence[int]) -> None:
    """Print what the sheet holds down to the last row of `ends`, and begin a new page after each of them."""
    sheet.page.print_area = [_area(1, len(sheet.widths), start + 1, end) for start, end in pairwise((0, *ends))]


def print_beginning(sheet: Sheet, columns: int, rows: int) -> None:
    """Print at most so many columns and rows, and say at the foot of the page that there are more."""
    printed = min(columns, len(sheet.widths)), min(rows, sheet.row)
    sheet.page.print_area = _area(1, printed[0], 1, printed[1])
    if printed != (len(sheet.widths), sheet.row):
        footer = sheet.page.oddFooter.center
        footer.text = "Only the beginning is printed: this sheet is for the screen."
        _set(footer)


def _area(left: int, right: int, top: int, bottom: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{max(bottom, top)}"


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
        _set(part)


def _set(part: Any) -> None:
    part.size, part.color = 9, FAINT
    part.font = f"{FONT},Regular"
