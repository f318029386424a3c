"""Every table of a round, in the order of reading: what all forms of the report are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.by_theme import comments_by_theme, themes_table
from surveyapp.reports.codebook import codebook_table
from surveyapp.reports.figures import choices_table, priorities_table, ratings_table
from surveyapp.reports.long import long_table
from surveyapp.reports.overview import summary_table
from surveyapp.reports.responses import responses_table
from surveyapp.reports.segments import all_side_by_side, segments_table
from surveyapp.reports.words import comments_table, wording_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table


@dataclass(frozen=True, slots=True)
class Part:
    """A part of every report under one heading, and its tables.

    `is_words` tells of a part that holds what somebody wrote, `is_raw` of one with a row for each response or answer.
    `on_paper` gives the same cells in the shape in which people read them, where that is another one.
    """

    name: str
    title: str
    tables: Callable[[RoundReport], Iterator[Table]]
    is_words: bool = False
    is_raw: bool = False
    on_paper: Callable[[RoundReport], Iterator[Table]] | None = None

    def for_readers(self, report: RoundReport) -> Iterator[Table]:
        """Yield the tables as they stand on paper."""
        return (self.on_paper or self.tables)(report)


def all_tables(report: RoundReport, *, responses: bool = True) -> Iterator[Table]:
    """Yield every table of a round, with or without those that have a row for each response."""
    for part in PARTS:
        if responses or not part.is_raw:
            yield from part.tables(report)


def table_names(report: RoundReport) -> tuple[str, ...]:
    """List the names under which `all_tables` gives its tables; none occurs twice."""
    return tuple(table.name for table in all_tables(report))


def _summary(report: RoundReport) -> Iterator[Table]:
    yield summary_table(report.summary, report.findings)


def _ratings(report: RoundReport) -> Iterator[Table]:
    makers = {QuestionKind.RATING: ratings_table, QuestionKind.CHOICE: choices_table}
    for question in report.summary.questionnaire.questions:
        if question.kind in makers:
            yield makers[question.kind](report.summary, question.code)


def _priorities(report: RoundReport) -> Iterator[Table]:
    for question in report.summary.questionnaire.questions:
        if question.kind is QuestionKind.RANKING:
            yield priorities_table(report.summary, question.code, report.findings)


def _segments(report: RoundReport) -> Iterator[Table]:
    yield segments_table(report.summary, report.findings)


def _segments_on_paper(report: RoundReport) -> Iterator[Table]:
    return all_side_by_side(report.summary, report.findings)


def _themes(report: RoundReport) -> Iterator[Table]:
    yield themes_table(report.summary, report.findings.coded)


def _comments(report: RoundReport) -> Iterator[Table]:
    yield comments_table(report.dataset, report.summary, report.findings.coded)


def _comments_on_paper(report: RoundReport) -> Iterator[Table]:
    return comments_by_theme(report.dataset, report.summary, report.findings.coded)


def _wording(report: RoundReport) -> Iterator[Table]:
    yield wording_table(report.dataset, report.summary, report.findings.coded)


def _responses(report: RoundReport) -> Iterator[Table]:
    yield responses_table(report.dataset, report.summary)


def _long(report: RoundReport) -> Iterator[Table]:
    yield long_table(report.dataset, report.summary)


def _codebook(report: RoundReport) -> Iterator[Table]:
    yield codebook_table(report.summary)


PARTS = (
    Part("summary", "Summary", _summary),
    Part("ratings", "Ratings", _ratings),
    Part("priorities", "Priorities", _priorities),
    Part("segments", "Segments", _segments, on_paper=_segments_on_paper),
    Part("themes", "Themes", _themes),
    Part("comments", "Comments", _comments, is_words=True, on_paper=_comments_on_paper),
    Part("wording", "Wording", _wording, is_words=True),
    Part("responses", "Responses", _responses, is_raw=True),
    Part("long", "Long", _long, is_raw=True),
    Part("codebook", "Codebook", _codebook),
)
