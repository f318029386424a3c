"""The sheet on which the workbook checks itself: the only one with formulas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle

from surveyapp.reports.excel.cells import cell, cut, formula_cell
from surveyapp.reports.excel.checks import RESPONSES, find_checks
from surveyapp.reports.excel.formulas import DIFFERS, Area, a_cell, says_how_many, says_whether_equal, value_of
from surveyapp.reports.excel.look import BIPOLAR, BODY, FAINT, HEAD, NOTE, TITLE, Look
from surveyapp.reports.excel.paper import print_columns, repeat, set_up
from surveyapp.reports.excel.rows import TITLE_HEIGHT, write_notes
from surveyapp.reports.excel.tablesheet import write_empty_sheet
from surveyapp.reports.tables import Align, too_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.reports.excel.book import Book
    from surveyapp.reports.excel.checks import Check, Checks
    from surveyapp.reports.excel.formulas import Formula
    from surveyapp.reports.excel.sheet import Sheet
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell

TITLES = ("Question", "Item", "Figure", "As reported", "Recomputed", "")
_WIDTHS = (24.0, 10.0, 52.0, 16.0, 16.0, 12.0)
_TITLE = "Check: figures of Ratings and Priorities recomputed from the responses"
_HOW = (
    (
        "Recomputed here: of a rating n, the median and the share at the top scores; of a choice n and the share of "
        "each option; of a ranking how many gave an item a place, and its mean rank."
    ),
    (
        "Not recomputed here: counts and shares of single scores, quartiles, intervals, Borda points, places, "
        "Kendall’s W, verdicts, and the sheet Summary. The recompute bundle works these out again, but for the places "
        "by other methods, the places that an item may take, and verdicts by neighboring rules."
    ),
    "“As reported” is the figure on Ratings or Priorities; “Recomputed” is a formula over the sheet Responses.",
    "Where the cells are empty, press Enable Editing: the program calculates them then.",
)
_WORDS = "What the formulas compare answers with"
_VERDICT = Look(size=12, bold=True, vertical="center")


def write_check(book: Book, report: RoundReport, name: str, *, responses: bool, words: bool) -> bool:
    """Write the sheet that recomputes the figures, or one that says why it cannot; returns whether it has formulas."""
    reason = _reason(report, responses=responses)
    found = None if reason else find_checks(book, report, words=words)
    if found is None or not found.checks:
        reasons = (
            [reason] if reason else ["Nothing was asked that could be recomputed.", *(found.notes if found else ())]
        )
        write_empty_sheet(book, report, name, _TITLE, reasons, tab=FAINT)
        return False
    sheet = book.add_sheet(name, _WIDTHS, FAINT)
    set_up(sheet, report.summary.questionnaire)
    _write_checks(sheet, name, found)
    print_columns(sheet)
    return True


def _reason(report: RoundReport, *, responses: bool) -> str:
    """Say why nothing at all can be recomputed; empty where it can."""
    if report.summary.hidden:
        return too_few(report.summary.minimum_cell)
    if not responses:
        return (
            f"This workbook has no sheet {RESPONSES}, so its figures cannot be recomputed in it. Export again with "
            "single responses: that workbook recomputes them by formulas."
        )
    return "" if report.dataset.submitted else "There are no responses yet, so there is nothing to recompute."


def _write_checks(sheet: Sheet, name: str, found: Checks) -> None:
    notes = (*_HOW, *found.notes)
    head = 2 + len(notes) + 2
    first, last = head + 1, head + len(found.checks)
    keys = {text: a_cell(name, row, 1) for row, text in enumerate(found.texts, last + 3)}
    sheet.line((_TITLE, TITLE), points=TITLE_HEIGHT)
    _write_formula(sheet, says_how_many(Area(name, (first, last), (6, 6)), len(found.checks)), _VERDICT, points=20)
    write_notes(sheet, notes, len(_WIDTHS))
    sheet.skip()
    aligned = (Align.LEFT,) * 3 + (Align.RIGHT,) * 2 + (Align.CENTRE,)
    sheet.line(*((title, replace(HEAD, align=align)) for title, align in zip(TITLES, aligned, strict=True)), points=18)
    sheet.page.freeze_panes = f"A{first}"
    sheet.page.auto_filter.ref = f"A{head}:F{last}"
    stands_out = DifferentialStyle(font=Font(bold=True, color=BIPOLAR[0]))
    differing = Rule(type="expression", dxf=stands_out, formula=[f'$F{first}="{DIFFERS}"'])
    sheet.page.conditional_formatting.add(f"A{first}:F{last}", differing)
    repeat(sheet, f"{head}:{head}", 1)
    for check in found.checks:
        _write_check(sheet, name, check, check.recomputed(keys))
    if keys:
        sheet.skip()
        sheet.line((_WORDS, replace(NOTE, bold=True)))
        for text in found.texts:
            sheet.line((text, replace(BODY, colour=FAINT)))


def _write_formula(sheet: Sheet, formula: Formula, look: Look, points: float) -> None:
    sheet.append((formula_cell(sheet.row + 1, 1, formula, sheet.style(look)),), points)


def _write_check(sheet: Sheet, name: str, check: Check, recomputed: Formula) -> None:
    row = sheet.row + 1
    texts: Sequence[Cell] = (check.question, check.label, check.figure)
    figure = replace(BODY, align=Align.RIGHT, number_format=check.number_format)
    firsts = [cut(row, column, text)[0] for column, text in enumerate(texts, 1)]
    cells = [cell(row, column, text, sheet.style(BODY, text)) for column, text in enumerate(firsts, 1)]
    reported, again = a_cell(name, row, 4), a_cell(name, row, 5)
    cells.append(formula_cell(row, 4, value_of(check.reported), sheet.style(figure)))
    cells.append(formula_cell(row, 5, recomputed, sheet.style(figure)))
    verdict = says_whether_equal(reported, again)
    cells.append(formula_cell(row, 6, verdict, sheet.style(replace(BODY, align=Align.CENTRE))))
    sheet.append(cells)
