"""The sheets that hold a table and its charts for each question, one below the other and each on a page of its own."""

from __future__ import annotations

import math
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.reports.excel.charts import bar_chart, chart_points, most_bars, range_chart, stacked_chart
from surveyapp.reports.excel.look import ACCENT, BIPOLAR, UNIPOLAR, palette
from surveyapp.reports.excel.paper import page_points, print_blocks, set_up
from surveyapp.reports.excel.rows import widths_of, write_table
from surveyapp.reports.excel.sheet import DEFAULT_HEIGHT
from surveyapp.reports.excel.tablesheet import hide_columns, write_empty_sheet
from surveyapp.reports.figures import choices_table, priorities_table, ratings_table
from surveyapp.reports.tables import short_name, too_few

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.questionnaire import Question, Questionnaire
    from surveyapp.reports.excel.book import Book
    from surveyapp.reports.excel.rows import Placed
    from surveyapp.reports.excel.sheet import Sheet
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table

    Draw = Callable[[Sheet, Placed, Questionnaire, Question, tuple[int, int]], None]

_TABLES: dict[QuestionKind, Callable[[RoundReport, str], Table]] = {
    QuestionKind.RATING: lambda report, code: ratings_table(report.summary, code),
    QuestionKind.CHOICE: lambda report, code: choices_table(report.summary, code),
    QuestionKind.RANKING: lambda report, code: priorities_table(report.summary, code, report.findings),
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
    tables = [_TABLES[question.kind](report, question.code) for question in questions]
    widths = [max(places) for places in zip_longest(*map(widths_of, tables), fillvalue=0.0)]
    sheet = book.add_sheet(name, widths, ACCENT)
    set_up(sheet, summary.questionnaire)
    sheet.page.freeze_panes = "B1"
    hide_columns(sheet, tables[0])
    ends: list[int] = []
    for question, table in zip(questions, tables, strict=True):
        ends += _write_block(sheet, summary.questionnaire, question, table)
    print_blocks(sheet, ends)


def _write_block(sheet: Sheet, questionnaire: Questionnaire, question: Question, table: Table) -> list[int]:
    """Write a table and its charts below it, and return the rows after which a page ends.

    A chart begins on a new page unless all that stands above it surely leaves room for it.
    """
    page, top = page_points(sheet.widths), sheet.points
    ends: list[int] = []
    placed = write_table(sheet, table, len(sheet.widths))
    for rows in _shared_out(placed, page) if _has_figures(table) else ():
        sheet.skip()
        if sheet.points - top + chart_points(rows[1] - rows[0] + 1) > page:
            ends.append(sheet.row)
            top = sheet.points
        _DRAW[question.kind](sheet, placed, questionnaire, question, rows)
    return [*ends, sheet.row]


def _shared_out(placed: Placed, page: float) -> list[tuple[int, int]]:
    """Share the rows of a table out over as few charts as can be read on a page, about the same number to each."""
    count = placed.last - placed.first + 1
    charts = math.ceil(count / most_bars(page - DEFAULT_HEIGHT))
    bounds = [placed.first + round(chart * count / charts) for chart in range(charts + 1)]
    return [(first, following - 1) for first, following in pairwise(bounds)]


def _has_figures(table: Table) -> bool:
    """Tell whether anything was answered: there is nothing to draw of no answers."""
    names = [column.name for column in table.columns]
    return any(row[names.index(name)] for row in table.rows for name in ("n", "ranked") if name in names)


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
    table, name = placed.table, short_name(question.code)
    if not any(column.name == "from" for column in table.columns):
        bar_chart(sheet, placed, f"{name}: Borda points", "borda", rows)
        return
    range_chart(sheet, placed, f"{name}: place, and the places it may take", len(question.items), rows)


_DRAW: dict[QuestionKind, Draw] = {
    QuestionKind.RATING: _draw_ratings,
    QuestionKind.CHOICE: _draw_choices,
    QuestionKind.RANKING: _draw_ranking,
}
