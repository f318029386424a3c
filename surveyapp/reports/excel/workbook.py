"""The workbook as a whole: which sheets it has, what stands on each, and the file they make."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING

from openpyxl.writer.theme import theme_xml

from surveyapp.reports.codebook import codebook_table
from surveyapp.reports.excel.blocks import write_priorities, write_ratings
from surveyapp.reports.excel.book import Book
from surveyapp.reports.excel.cover import NAME as COVER
from surveyapp.reports.excel.cover import write_cover
from surveyapp.reports.excel.look import ACCENT, BIPOLAR, FAINT, FONT, GROUP, INK, SUNK, UNIPOLAR
from surveyapp.reports.excel.tablesheet import write_long_sheet, write_table_sheet
from surveyapp.reports.excel.text import clean
from surveyapp.reports.overview import summary_table
from surveyapp.reports.responses import responses_table
from surveyapp.reports.words import comments_table, wording_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from surveyapp.reports.report import RoundReport

CONTENTS: Mapping[str, str] = {
    "Summary": "Every item of the plan with its figures, and room for the committee’s decision.",
    "Ratings": "How the answers to each rating and each choice are distributed, with charts.",
    "Priorities": "The order in which members want the items to come, with a chart.",
    "Comments": "What members wrote about each item, and on the plan as a whole.",
    "Wording": "The wordings that members suggest, each beside the original.",
    "Responses": "Every response in a row of its own, as codes, for further analysis.",
    "Codebook": "What each column and each code of the sheet Responses stands for.",
}

SHEETS = (COVER, *CONTENTS)
"""The sheets of every workbook, in order."""

_COLOURS = {
    "4F81BD": ACCENT,
    "C0504D": BIPOLAR[0],
    "9BBB59": GROUP,
    "8064A2": BIPOLAR[1],
    "4BACC6": UNIPOLAR[2],
    "F79646": BIPOLAR[3],
    "0000FF": ACCENT,
    "800080": FAINT,
    "1F497D": INK,
    "EEECE1": SUNK,
}
"""The colours that Excel offers first, and which of ours stand in their place."""

_FONTS = ("Cambria", "Calibri")
"""The fonts that Excel offers first, for headings and for the rest."""


def write_workbook(report: RoundReport, out: BinaryIO) -> None:
    """Write the Excel summary of a round to `out`. The same report gives the same bytes.

    Rows go to temporary files one by one, so memory does not grow with the responses.
    """
    with closing(Book()) as book:
        _describe(book, report)
        write_cover(book, report, CONTENTS)
        for name in CONTENTS:
            _WRITERS[name](book, report, name)
        book.save(out, report.made_at.astimezone(UTC))


def _describe(book: Book, report: RoundReport) -> None:
    """Say what the file is and who made it: the survey, never the person or machine that asked for it."""
    questionnaire = report.summary.questionnaire
    made_at = report.made_at.astimezone(UTC).replace(tzinfo=None)
    workbook, properties = book.workbook, book.workbook.properties
    properties.title = clean(f"{questionnaire.survey_title}: results of round {questionnaire.round_number}")
    properties.subject = clean(questionnaire.plan_title)
    properties.creator = clean(f"Surveyapp {report.software_version}")
    properties.created = properties.modified = made_at
    # there is nothing to calculate, so Excel need not ask whether to save changes
    workbook.calculation.fullCalcOnLoad = False
    theme = theme_xml
    for offered, ours in _COLOURS.items():
        theme = theme.replace(f'srgbClr val="{offered}"', f'srgbClr val="{ours}"')
    for offered in _FONTS:
        theme = theme.replace(f'typeface="{offered}"', f'typeface="{FONT}"')
    workbook.loaded_theme = theme


def _write_summary(book: Book, report: RoundReport, name: str) -> None:
    write_table_sheet(book, report, name, summary_table(report.summary), tab=ACCENT, frozen=2, may_be_cut=True)


def _write_comments(book: Book, report: RoundReport, name: str) -> None:
    write_table_sheet(book, report, name, comments_table(report.dataset, report.summary), tab=GROUP, frozen=1)


def _write_wording(book: Book, report: RoundReport, name: str) -> None:
    write_table_sheet(book, report, name, wording_table(report.dataset, report.summary), tab=GROUP, frozen=1)


def _write_responses(book: Book, report: RoundReport, name: str) -> None:
    write_long_sheet(book, report, name, responses_table(report.dataset, report.summary), tab=FAINT)


def _write_codebook(book: Book, report: RoundReport, name: str) -> None:
    write_table_sheet(book, report, name, codebook_table(report.summary), tab=FAINT, frozen=1)


_WRITERS: Mapping[str, Callable[[Book, RoundReport, str], None]] = {
    "Summary": _write_summary,
    "Ratings": write_ratings,
    "Priorities": write_priorities,
    "Comments": _write_comments,
    "Wording": _write_wording,
    "Responses": _write_responses,
    "Codebook": _write_codebook,
}
