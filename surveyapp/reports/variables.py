"""The columns of the responses as statistics packages know them: typed, with labels and declared missing values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.codebook import CANNOT_JUDGE_CODE, NOT_SHOWN_CODE, UNRANKED_CODE
from surveyapp.reports.labels import NOT_SHOWN, answer_labels, shown_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.reports.codebook import ResponseColumn
    from surveyapp.reports.tables import Cell
    from surveyapp.stats.summary import RoundSummary


@dataclass(frozen=True, slots=True)
class Variable:
    """One column: `name` is its code, `label` says what was asked and about what.

    `numbers` turns its cells into whole numbers, empty for a member's own words; `labels` says in words what the
    numbers stand for, and `missing` which of them are no answers. An option of a choice has the number of its place.
    `is_ordered` tells of a scale or of places.
    """

    name: str
    label: str
    numbers: Mapping[Cell, int]
    labels: Mapping[int, str]
    missing: tuple[int, ...]
    is_ordered: bool


def variables_of(summary: RoundSummary) -> list[Variable]:
    """List the variables of the table of responses after the first, which names the response."""
    return [_variable(summary, column) for column in shown_columns(summary)]


def _variable(summary: RoundSummary, column: ResponseColumn) -> Variable:
    item = None if column.item is None else summary.questionnaire.items[column.item]
    label = column.prompt if item is None else f"{column.prompt} | {item.label} {item.text}"
    if not column.values:
        return Variable(column.code, label, {}, {}, (), is_ordered=False)
    question = summary.questionnaire.by_code[column.source]
    words = answer_labels(question)
    if question.kind is QuestionKind.CHOICE:
        numbers: dict[Cell, int] = {option.code: place for place, option in enumerate(question.options, start=1)}
        labels = {place: option.label for place, option in enumerate(question.options, start=1)}
        numbers[NOT_SHOWN_CODE], labels[NOT_SHOWN_CODE] = NOT_SHOWN_CODE, NOT_SHOWN
        return Variable(column.code, label, numbers, labels, (NOT_SHOWN_CODE,), is_ordered=False)
    numbers = {cell: cell for cell in column.values.values() if isinstance(cell, int)}
    labels = {code: words[code] for code in sorted(numbers.values()) if code in words}
    return Variable(column.code, label, numbers, labels, _MISSING[question.kind], is_ordered=True)


_MISSING = {
    QuestionKind.RATING: (CANNOT_JUDGE_CODE, NOT_SHOWN_CODE),
    # "Shown, and given no place" is an answer, and no number that could be averaged with places.
    QuestionKind.RANKING: (NOT_SHOWN_CODE, UNRANKED_CODE),
}
