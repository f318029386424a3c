"""The sheets that hold one table each: frozen heads, filters, room to fill in, and a print set-up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from surveyapp.reports.excel.look import NOTE, TITLE
from surveyapp.reports.excel.measure import height, lines
from surveyapp.reports.excel.paper import divide, print_beginning, print_columns, repeat, set_up
from surveyapp.reports.excel.rows import TITLE_HEIGHT, has_bands, head_row, widths_of, write_plain_table, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.reports.excel.book import Book
    from surveyapp.reports.excel.rows import Placed
    from surveyapp.reports.excel.sheet import Sheet
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table

_REASON_WIDTH = 100.0
_PRINTED_COLUMNS, _PRINTED_ROWS = 14, 40


def write_table_sheet(
    book: Book,
    report: RoundReport,
    name: str,
    table: Table,
    *,
    tab: str,
    frozen: int,
    may_be_cut: bool = False,
) -> None:
    """Write a sheet with one table; its first `frozen` columns and its head stay in sight.

    It is printed as wide as a page; where that would be too small and it `may_be_cut`, on several pages side by side,
    each with the frozen columns.
    """
    if not table.columns:
        write_empty_sheet(book, report, name, table.title, table.notes, tab=tab)
        return
    sheet = book.add_sheet(name, widths_of(table), tab)
    head = head_row(table)
    sheet.page.freeze_panes = f"{get_column_letter(frozen + 1)}{head + 1}"
    if max(table.levels, default=0):
        sheet.page.sheet_format.outlineLevelRow = max(table.levels)
        sheet.page.sheet_properties.outlinePr.summaryBelow = False
    set_up(sheet, report.summary.questionnaire)
    hide_columns(sheet, table)
    fold_columns(sheet, table)
    cuts = divide(_printed_widths(sheet, table), _cuts(table), frozen) if may_be_cut else ()
    placed = write_table(sheet, table, min(cuts, default=len(sheet.widths)), filtered=True)
    sheet.page.auto_filter.ref = placed.reference
    _add_choices(sheet, placed)
    top = head - has_bands(table)
    repeat(sheet, f"{top}:{head}", frozen)
    print_columns(sheet, cuts, top)


def write_long_sheet(book: Book, report: RoundReport, name: str, table: Table, *, tab: str) -> None:
    """Write a sheet with one long table for programs as well as people: codes, titles, bare values.

    Who prints the whole workbook wants to read results, not thousands of codes on sheets that nobody can put together
    again: of this table, one page is printed to show what it is. To print all of it, one has the print area ignored.
    """
    if not table.columns:
        write_empty_sheet(book, report, name, table.title, table.notes, tab=tab)
        return
    sheet = book.add_sheet(name, widths_of(table), tab)
    sheet.page.sheet_view.showGridLines = True
    sheet.page.freeze_panes = "B3"
    set_up(sheet, report.summary.questionnaire, pages=1)
    placed = write_plain_table(sheet, table)
    sheet.page.auto_filter.ref = placed.reference
    repeat(sheet, "1:2", 1)
    print_beginning(sheet, _PRINTED_COLUMNS, _PRINTED_ROWS)


def write_empty_sheet(
    book: Book, report: RoundReport, name: str, title: str, reasons: Sequence[str], *, tab: str
) -> None:
    """Write a sheet that says why there is nothing on it."""
    sheet = book.add_sheet(name, (_REASON_WIDTH,), tab)
    set_up(sheet, report.summary.questionnaire)
    sheet.line((title, TITLE), points=TITLE_HEIGHT)
    for reason in reasons:
        sheet.line((reason, replace(NOTE, wrap=True)), points=height(lines(reason, _REASON_WIDTH)))
    print_columns(sheet)


def hide_columns(sheet: Sheet, table: Table) -> None:
    """Hide the columns that are for programs alone."""
    for number, column in enumerate(table.columns, 1):
        if column.hidden:
            sheet.page.column_dimensions[get_column_letter(number)].hidden = True


def fold_columns(sheet: Sheet, table: Table) -> None:
    """Fold away the columns with details; the button that unfolds them stands above the column before them."""
    page = sheet.page
    for number, column in enumerate(table.columns, 1):
        dimension = page.column_dimensions[get_column_letter(number)]
        if column.detail:
            dimension.outlineLevel, dimension.hidden = 1, True
            # openpyxl writes how deep columns fold from here
            page.column_dimensions.max_outline = 1
            page.sheet_properties.outlinePr.summaryRight = False
        elif number < len(table.columns) and table.columns[number].detail:
            dimension.collapsed = True


def _printed_widths(sheet: Sheet, table: Table) -> list[float]:
    """Give the widths on paper, where nothing is printed of what is hidden or folded."""
    return [
        0.0 if column.hidden or column.detail else width
        for column, width in zip(table.columns, sheet.widths, strict=True)
    ]


def _cuts(table: Table) -> list[int]:
    """List the columns after which the table may go on on another page: the last ones of their groups."""
    groups = [column.group for column in table.columns]
    return [number for number in range(1, len(groups)) if groups[number] != groups[number - 1]]


def _add_choices(sheet: Sheet, placed: Placed) -> None:
    """Offer the values of a column that is to be filled in."""
    for number, column in enumerate(placed.table.columns, 1):
        if column.choices and placed.last >= placed.first:
            letter = get_column_letter(number)
            validation = DataValidation(
                type="list",
                formula1=f'"{",".join(column.choices)}"',
                allow_blank=True,
                showErrorMessage=True,
                errorTitle=column.title,
                error=f"Choose one of: {', '.join(column.choices)}.",
            )
            validation.add(f"{letter}{placed.first}:{letter}{placed.last}")
            sheet.page.data_validations.append(validation)
