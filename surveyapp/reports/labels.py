"""What the values of the responses stand for, in words: for long tables, and for files that carry labels along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.codebook import CANNOT_JUDGE_CODE, NOT_SHOWN_CODE, UNRANKED_CODE, response_columns
from surveyapp.reports.tables import Cell, Rows, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from surveyapp.questionnaire import Question
    from surveyapp.reports.codebook import ResponseColumn
    from surveyapp.reports.tables import Row
    from surveyapp.stats.summary import RoundSummary

NO_ANSWER = "No answer"
NOT_SHOWN = "Not shown"
UNRANKED = "Shown, no place given"


def answer_labels(question: Question) -> Mapping[Cell, str]:
    """Name in words every value that an answer to `question` may have; a place of a ranking names itself."""
    return _LABELS[question.kind](question) | {NOT_SHOWN_CODE: NOT_SHOWN, None: NO_ANSWER}


def shown_columns(summary: RoundSummary) -> list[ResponseColumn]:
    """List the columns of the table of responses, without the first, which names the response."""
    return [column for column in response_columns(summary) if not column.withheld]


def labels_by_column(summary: RoundSummary, columns: list[ResponseColumn]) -> list[Mapping[Cell, str] | None]:
    """Give for each of `columns` the words for its values; None where it holds a member's own words."""
    questions = summary.questionnaire.by_code
    found = {code: answer_labels(question) for code, question in questions.items()}
    return [found[column.source] if column.values else None for column in columns]


def in_words(table: Table, summary: RoundSummary) -> Table:
    """Make the table of responses anew with words in place of codes; no answer stays empty, a place a number."""
    if not table.columns:
        return table
    labels = labels_by_column(summary, shown_columns(summary))

    def make() -> Iterator[Row]:
        for response, *cells in table.rows:
            yield [response, *map(_word, cells, labels)]

    return Table(table.name, table.title, table.columns, Rows(make), table.notes)


def _word(cell: Cell, words: Mapping[Cell, str] | None) -> Cell:
    return cell if words is None or cell is None else words.get(cell, cell)


def _rating_labels(question: Question) -> dict[Cell, str]:
    scale = question.scale
    if scale is None:
        raise ValueError(f"the rating question {question.code} has no scale")
    labels: dict[Cell, str] = {score: scale.label(score) for score in scale.scores}
    return labels | {CANNOT_JUDGE_CODE: scale.cannot_judge}


def _choice_labels(question: Question) -> dict[Cell, str]:
    return {option.code: option.label for option in question.options}


def _ranking_labels(_question: Question) -> dict[Cell, str]:
    return {UNRANKED_CODE: UNRANKED}


def _no_labels(_question: Question) -> dict[Cell, str]:
    return {}


_LABELS: Mapping[QuestionKind, Callable[[Question], dict[Cell, str]]] = {
    QuestionKind.RATING: _rating_labels,
    QuestionKind.CHOICE: _choice_labels,
    QuestionKind.RANKING: _ranking_labels,
    QuestionKind.TEXT: _no_labels,
}
