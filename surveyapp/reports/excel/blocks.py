"""The sheets that hold a table and its charts for each question, one below the other and each on a page of its own."""

from __future__ import annotations

import math
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from openpyxl.worksheet.pagebreak import Break

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.reports.excel.charts import MOST_BARS, bar_chart, chart_points, stacked_chart
from surveyapp.reports.excel.look import ACCENT, BIPOLAR, UNIPOLAR, palette
from surveyapp.reports.excel.paper import fit, print_all, set_up
from surveyapp.reports.excel.rows import write_table
from surveyapp.reports.excel.tablesheet import write_empty_sheet
from surveyapp.reports.figures import choices_table, priorities_table, ratings_table
from surveyapp.reports.tables import short_name, too_few

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from surveyapp.questionnaire import Question, Questionnaire
    from surveyapp.reports.excel.book import Book
    from surveyapp.reports.excel.rows import Placed
    from surveyapp.reports.excel.sheet import Sheet
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table
    from surveyapp.stats.summary import RoundSummary

    Draw = Callable[[Sheet, Placed, Questionnaire, Question, tuple[int, int]], None]

_TABLES: dict[QuestionKind, Callable[[RoundSummary, str], Table]] = {
    QuestionKind.RATING: ratings_table,
    QuestionKind.CHOICE: choices_table,
    QuestionKind.RANKING: priorities_table,
}


def write_ratings(book: Book, report: RoundReport, name: str) -> None:
    """Write the sheet with the distributions of all ratings, then of all choices."""
    questions = _questions(report, QuestionKind.RATING) + _questions(report, QuestionKind.CHOICE)
    _write_blocks(book, report, name, questions)


def write_priorities(book: Book, report: RoundReport, name: str) -> None:
    """Write the sheet with the results of all rankings."""
    _write_blocks(book, report, name, _questions(report, QuestionKind.RANKING))


def _questions(report: RoundReport, kind: QuestionKind) -> list[Question]:
    return [question for question in report.summary.questionnaire.questions if question.kind is kind]


def _write_blocks(book: Book, report: RoundReport, name: str, questions: list[Question]) -> None:
    summary = report.summary
    if summary.hidden or not questions:
        reason = too_few(summary.minimum_cell) if summary.hidden else "This round asked no question of this kind."
        write_empty_sheet(book, report, name, name, [reason], tab=ACCENT)
        return
    tables = [_TABLES[question.kind](summary, question.code) for question in questions]
    sheet = book.add_sheet(name, [max(places) for places in zip_longest(*map(_widths, tables), fillvalue=0.0)], ACCENT)
    how = fit(sheet.widths)
    set_up(sheet, summary.questionnaire, how)
    sheet.page.freeze_panes = "B1"
    for question, table in zip(questions, tables, strict=True):
        _write_block(sheet, summary.questionnaire, question, table, how.points)
    print_all(sheet, len(sheet.widths), sheet.row)


def _widths(table: Table) -> Sequence[float]:
    return [column.width for column in table.columns]


def _write_block(sheet: Sheet, questionnaire: Questionnaire, question: Question, table: Table, page: float) -> None:
    """Write a table on a new page, and its charts below it, each where it is not cut by the end of a page."""
    if sheet.row:
        _break(sheet)
    top = sheet.points
    placed = write_table(sheet, table)
    if not _has_figures(table):
        return
    for rows in _shared_out(placed):
        sheet.skip()
        used = (sheet.points - top) % page
        if used + chart_points(rows[1] - rows[0] + 1) > page:
            _break(sheet)
            top = sheet.points
        _DRAW[question.kind](sheet, placed, questionnaire, question, rows)
    sheet.skip()


def _shared_out(placed: Placed) -> list[tuple[int, int]]:
    """Share the rows of a table out over as few charts as can be read, about the same number to each."""
    count = placed.last - placed.first + 1
    charts = math.ceil(count / MOST_BARS)
    bounds = [placed.first + round(chart * count / charts) for chart in range(charts + 1)]
    return [(first, following - 1) for first, following in pairwise(bounds)]


def _has_figures(table: Table) -> bool:
    """Tell whether anything was answered: there is nothing to draw of no answers."""
    names = [column.name for column in table.columns]
    return any(row[names.index(name)] for row in table.rows for name in ("n", "ranked") if name in names)


def _break(sheet: Sheet) -> None:
    sheet.page.row_breaks.append(Break(id=sheet.row))


def _draw_ratings(
    sheet: Sheet, placed: Placed, questionnaire: Questionnaire, question: Question, rows: tuple[int, int]
) -> None:
    # People agree or disagree with a statement: its scale has two poles. What is asked about goals has one.
    has_poles = any(questionnaire.items[position].kind is ItemKind.STATEMENT for position in question.items)
    scores = question.scale.scores if question.scale else range(0)
    colours = palette(BIPOLAR if has_poles else UNIPOLAR, len(scores))
    pieces = [(f"share.{score}", colour) for score, colour in zip(scores, colours, strict=True)]
    stacked_chart(sheet, placed, f"{short_name(question.code)}: share of the scores", pieces, rows)


def _draw_choices(
    sheet: Sheet, placed: Placed, _questionnaire: Questionnaire, question: Question, rows: tuple[int, int]
) -> None:
    colours = palette(BIPOLAR[::-1], len(question.options))
    pieces = [(f"share.{option.code}", colour) for option, colour in zip(question.options, colours, strict=True)]
    stacked_chart(sheet, placed, f"{short_name(question.code)}: share of the choices", pieces, rows)


def _draw_ranking(
    sheet: Sheet, placed: Placed, _questionnaire: Questionnaire, question: Question, rows: tuple[int, int]
) -> None:
    bar_chart(sheet, placed, f"{short_name(question.code)}: Borda points", "borda", rows)


_DRAW: dict[QuestionKind, Draw] = {
    QuestionKind.RATING: _draw_ratings,
    QuestionKind.CHOICE: _draw_choices,
    QuestionKind.RANKING: _draw_ranking,
}
