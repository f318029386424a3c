"""The workbook as a whole: which sheets it has, what stands on each, and the file they make."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from openpyxl.writer.theme import theme_xml

from surveyapp.reports.codebook import codebook_table
from surveyapp.reports.excel.blocks import write_priorities, write_ratings
from surveyapp.reports.excel.book import Book
from surveyapp.reports.excel.checksheet import write_check
from surveyapp.reports.excel.cover import NAME as COVER
from surveyapp.reports.excel.cover import write_cover
from surveyapp.reports.excel.grouped import by_tier
from surveyapp.reports.excel.look import ACCENT, BIPOLAR, FAINT, FONT, GROUP, INK, SUNK, UNIPOLAR
from surveyapp.reports.excel.tablesheet import write_empty_sheet, write_long_sheet, write_table_sheet
from surveyapp.reports.excel.text import clean
from surveyapp.reports.labels import in_words
from surveyapp.reports.long import long_table
from surveyapp.reports.overview import summary_table
from surveyapp.reports.progress import each, untold
from surveyapp.reports.responses import responses_table
from surveyapp.reports.segments import segments_table
from surveyapp.reports.words import comments_table, wording_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from surveyapp.reports.progress import Tell
    from surveyapp.reports.report import RoundReport
    from surveyapp.stats.dataset import RoundDataset

CONTENTS: Mapping[str, str] = {
    "Summary": "Every item of the plan with its figures, and room for the committee’s decision.",
    "Ratings": "How the answers to each rating and each choice are distributed, with charts.",
    "Priorities": "The order in which members want the items to come, and how settled it is, with a chart.",
    "Segments": "In a workbook without single responses: the figures by groups of members, where they may be shown.",
    "Comments": "What members wrote about each item, and on the plan as a whole.",
    "Wording": "The wordings that members suggest, each beside the original.",
    "Responses": "Every response in a row of its own, for further analysis.",
    "Long": "The same answers, each in a row of its own, as programs for statistics like them.",
    "Codebook": "What each column and each code of single responses stands for.",
    "Check": "In a workbook with single responses: figures of Ratings and Priorities that formulas recompute.",
}

SHEETS = (COVER, *CONTENTS)
"""The sheets of a workbook with single responses, in order: one without them has all but those that hold them."""

_WITH_RESPONSES = frozenset({"Responses", "Long"})
MOST_ANSWERS = 250_000
"""Excel is slow with more rows on one sheet, and takes no more than four times as many."""

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


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the workbook is to hold: with or without the `responses`, and `words` in place of their codes."""

    responses: bool
    words: bool

    @property
    def contents(self) -> dict[str, str]:
        """The sheets after the first, with what each holds."""
        return {name: meaning for name, meaning in CONTENTS.items() if self.responses or name not in _WITH_RESPONSES}


def write_workbook(
    report: RoundReport, out: BinaryIO, *, responses: bool = False, words: bool = False, tell: Tell = untold
) -> None:
    """Write the Excel summary of a round to `out`. The same report gives the same bytes.

    It is made with or without the sheets that hold the single `responses`; `words` puts words in place of codes there.
    Rows go to temporary files one by one, so memory does not grow with the responses.
    """
    choice = _Choice(responses, words)
    with closing(Book()) as book:
        _describe(book, report)
        for name in each((COVER, *choice.contents), "Sheet", str, tell):
            _WRITERS[name](book, report, name, choice)
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
    theme = theme_xml
    for offered, ours in _COLOURS.items():
        theme = theme.replace(f'srgbClr val="{offered}"', f'srgbClr val="{ours}"')
    for offered in _FONTS:
        theme = theme.replace(f'typeface="{offered}"', f'typeface="{FONT}"')
    workbook.loaded_theme = theme


def _write_cover(book: Book, report: RoundReport, _name: str, choice: _Choice) -> None:
    write_cover(book, report, choice.contents)


def _write_summary(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    table = by_tier(summary_table(report.summary, report.findings))
    write_table_sheet(book, report, name, table, tab=ACCENT, frozen=2, may_be_cut=True)


def _write_ratings(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    write_ratings(book, report, name)


def _write_priorities(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    write_priorities(book, report, name)


def _write_segments(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    table = segments_table(report.summary, report.findings)
    write_table_sheet(book, report, name, table, tab=ACCENT, frozen=2)


def _write_comments(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    table = comments_table(report.dataset, report.summary, report.findings.coded)
    write_table_sheet(book, report, name, table, tab=GROUP, frozen=1)


def _write_wording(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    table = wording_table(report.dataset, report.summary, report.findings.coded)
    write_table_sheet(book, report, name, table, tab=GROUP, frozen=1)


def _write_responses(book: Book, report: RoundReport, name: str, choice: _Choice) -> None:
    table = responses_table(report.dataset, report.summary)
    write_long_sheet(book, report, name, in_words(table, report.summary) if choice.words else table, tab=FAINT)


def _write_long(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    table = long_table(report.dataset, report.summary)
    answers = _count_answers(report.dataset)
    if answers > MOST_ANSWERS:
        reason = (
            f"{answers:,} answers are more than a sheet holds well. They are all on the sheet Responses; a file with "
            "a row for each is to be had as CSV, Parquet or Arrow."
        )
        write_empty_sheet(book, report, name, table.title, [reason], tab=FAINT)
    else:
        write_long_sheet(book, report, name, table, tab=FAINT)


def _count_answers(dataset: RoundDataset) -> int:
    matrices = (*dataset.ratings.values(), *dataset.choices.values(), *dataset.places.values())
    return sum(matrix.size for matrix in matrices) + len(dataset.words)


def _write_codebook(book: Book, report: RoundReport, name: str, _choice: _Choice) -> None:
    write_table_sheet(book, report, name, codebook_table(report.summary), tab=FAINT, frozen=1)


def _write_check(book: Book, report: RoundReport, name: str, choice: _Choice) -> None:
    has_formulas = write_check(book, report, name, responses=choice.responses, words=choice.words)
    # where there is nothing to calculate, Excel need not ask whether to save changes
    book.workbook.calculation.fullCalcOnLoad = has_formulas


_WRITERS: Mapping[str, Callable[[Book, RoundReport, str, _Choice], None]] = {
    COVER: _write_cover,
    "Summary": _write_summary,
    "Ratings": _write_ratings,
    "Priorities": _write_priorities,
    "Segments": _write_segments,
    "Comments": _write_comments,
    "Wording": _write_wording,
    "Responses": _write_responses,
    "Long": _write_long,
    "Codebook": _write_codebook,
    "Check": _write_check,
}
