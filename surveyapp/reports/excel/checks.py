"""What the workbook can recompute from its own responses: each figure with the cell that reports it, and a formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.codebook import NOT_SHOWN_CODE, response_columns
from surveyapp.reports.excel.formulas import Area, a_cell
from surveyapp.reports.excel.recompute import Chosen, CodedScores, Ranked, WordedScores
from surveyapp.reports.excel.text import clean
from surveyapp.reports.labels import NOT_SHOWN, UNRANKED
from surveyapp.reports.tables import DECIMAL, SHARE, WHOLE, band, placed_items, short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from surveyapp.questionnaire import Question
    from surveyapp.reports.excel.book import Book
    from surveyapp.reports.excel.formulas import Formula
    from surveyapp.reports.excel.recompute import Keys
    from surveyapp.reports.excel.rows import Placed
    from surveyapp.reports.report import RoundReport

RESPONSES, RATINGS, PRIORITIES = "Responses", "Ratings", "Priorities"


@dataclass(frozen=True, slots=True)
class Check:
    """One reported figure: what it is about, the cell that reports it, and the formula that recomputes it."""

    question: str
    label: str
    figure: str
    number_format: str
    reported: Area
    recomputed: Callable[[Keys], Formula]


@dataclass(frozen=True, slots=True)
class Checks:
    """All that can be checked, the texts that formulas compare answers with, and why something cannot be checked."""

    checks: tuple[Check, ...]
    texts: tuple[str, ...]
    notes: tuple[str, ...]


def find_checks(book: Book, report: RoundReport, *, words: bool) -> Checks:
    """List every figure that can be recomputed; `words` tells that the responses stand there in words, not codes."""
    finder = _Finder(book, report, words=words)
    checks: list[Check] = []
    texts: dict[str, None] = {}
    notes: list[str] = []
    for question in report.summary.questionnaire.questions:
        if question.kind is QuestionKind.TEXT:
            continue
        counted = _counted(question, words=words)
        all_texts = [*counted, *_beside(question, words=words)]
        if len(set(all_texts)) < len(all_texts) or not all(all_texts):
            notes.append(f"{short_name(question.code)}: some of its answers read the same, so they cannot be counted.")
            continue
        checks += finder.find(question)
        texts |= dict.fromkeys(counted)
    if finder.hidden:
        notes.append(
            f"Items whose figures stay hidden, because too few members answered, are left out: {finder.hidden}."
        )
    return Checks(tuple(checks), tuple(texts), tuple(notes))


def _counted(question: Question, *, words: bool) -> list[str]:
    """List the texts that formulas count among the answers to `question`."""
    if question.kind is QuestionKind.CHOICE:
        return [clean(option.label if words else option.code) for option in question.options]
    if question.scale is not None:
        return [clean(label) for label in question.scale.labels] if words else []
    return [UNRANKED] if words else []


def _beside(question: Question, *, words: bool) -> list[str]:
    """List the other texts that stand among the answers, which must not be taken for those."""
    if question.scale is not None:
        return [clean(question.scale.cannot_judge), NOT_SHOWN] if words else []
    return [NOT_SHOWN if words else str(NOT_SHOWN_CODE)]


class _Finder:
    """Finds where answers and reported figures stand, and counts the items whose figures are hidden."""

    def __init__(self, book: Book, report: RoundReport, *, words: bool) -> None:
        self.hidden = 0
        self._book = book
        self._summary = report.summary
        self._words = words
        self._responses = book.placed(RESPONSES, "responses")
        self._codes = {(column.source, column.item): column.code for column in response_columns(report.summary)}

    def find(self, question: Question) -> Iterator[Check]:
        """Yield the checks of one question, in the order in which its figures stand on their sheet."""
        if question.kind is QuestionKind.RATING:
            return self._ratings(question)
        return self._choices(question) if question.kind is QuestionKind.CHOICE else self._rankings(question)

    def _ratings(self, question: Question) -> Iterator[Check]:
        scale, placed = question.scale, self._book.placed(RATINGS, question.code)
        agreeing = f"Share at {band(question)}"
        for row, item in enumerate(question.items, placed.first):
            rating = self._summary.ratings[question.code, item]
            if rating.hidden or scale is None:
                self.hidden += 1
                continue
            reported = _Row(question, self._label(item), RATINGS, placed, row)
            answers = (WordedScores if self._words else CodedScores)(self._answers(question, item), scale)
            yield reported.check("n", "n", WHOLE, answers.n)
            if rating.n:
                yield reported.check("median", "Median", DECIMAL, answers.median)
                yield reported.check("share", agreeing, SHARE, answers.share)

    def _choices(self, question: Question) -> Iterator[Check]:
        placed = self._book.placed(RATINGS, question.code)
        texts = tuple(clean(option.label if self._words else option.code) for option in question.options)
        for row, item in enumerate(question.items, placed.first):
            choice = self._summary.choices[question.code, item]
            if choice.hidden:
                self.hidden += 1
                continue
            reported = _Row(question, self._label(item), RATINGS, placed, row)
            area = self._answers(question, item)
            yield reported.check("n", "n", WHOLE, Chosen(area, texts).n)
            for option, text in zip(question.options if choice.n else (), texts, strict=False):
                yield reported.check(
                    f"share.{option.code}", f"Share: {option.label}", SHARE, Chosen(area, texts, text).share
                )

    def _rankings(self, question: Question) -> Iterator[Check]:
        ranking = self._summary.rankings[question.code]
        if ranking.hidden:
            self.hidden += len(question.items)
            return
        placed = self._book.placed(PRIORITIES, question.code)
        areas = [self._answers(question, item) for item in question.items]
        ballots = Area(RESPONSES, areas[0].rows, (areas[0].columns[0], areas[-1].columns[1]))
        for row, ranked in enumerate(placed_items(ranking), placed.first):
            reported = _Row(question, self._label(ranked.item), PRIORITIES, placed, row)
            answers = Ranked(areas[question.items.index(ranked.item)], ballots, self._words)
            yield reported.check("ranked", "Gave it a place", WHOLE, answers.n)
            yield reported.check("mean_rank", "Mean rank", DECIMAL, answers.mean_rank)

    def _answers(self, question: Question, item: int) -> Area:
        column = self._responses.column(self._codes[question.code, item])
        return Area(RESPONSES, (self._responses.first, self._responses.last), (column, column))

    def _label(self, item: int) -> str:
        return self._summary.questionnaire.items[item].label


@dataclass(frozen=True, slots=True)
class _Row:
    """The row of a table in which an item's figures about one question stand."""

    question: Question
    label: str
    sheet: str
    placed: Placed
    row: int

    def check(self, column: str, figure: str, number_format: str, recomputed: Callable[[Keys], Formula]) -> Check:
        reported = a_cell(self.sheet, self.row, self.placed.column(column))
        return Check(short_name(self.question.code), self.label, figure, number_format, reported, recomputed)
