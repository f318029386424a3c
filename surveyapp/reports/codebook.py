"""The columns that every response has: their lasting codes, their words, and what their values stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind, WordsKind
from surveyapp.questionnaire import journey_of
from surveyapp.reports.tables import Cell, Column, Table, short_name
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, UNRANKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from surveyapp.questionnaire import Question, Questionnaire
    from surveyapp.stats.summary import RoundSummary

    Coding = tuple[Mapping[int, Cell], str, str]

CANNOT_JUDGE_CODE = -9
NOT_SHOWN_CODE = -8
UNRANKED_CODE = 0

_NOT_SHOWN_MEANS = f"{NOT_SHOWN_CODE} = was not shown to this member"
_NO_ANSWER = "No answer was given."
_NO_BALLOT = "No answer: this member ranked nothing at all."
_NO_WORDS = "Nothing was written."
_TITLE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class ResponseColumn:
    """One thing that a response may hold.

    `code` names the column for good, `title` in words. `source` is the code of the question, or `comment` or
    `wording`; `item` is a position in the questionnaire's items, None on the whole. `values` gives the cell for
    what the data set's matrix holds in its column `index`; it is empty for a member's own words. `allowed` and
    `empty` say in words what the cells stand for. A `withheld` column is about too few people: it is in the
    codebook, and no response shows it.
    """

    code: str
    title: str
    source: str
    item: int | None
    index: int
    kind: str
    prompt: str
    values: Mapping[int, Cell]
    allowed: str
    empty: str
    withheld: bool = False


def response_columns(summary: RoundSummary) -> tuple[ResponseColumn, ...]:
    """List the columns of a response: answers in the order of the questions, then comments, wordings, open answers."""
    questionnaire = summary.questionnaire
    return (
        *(
            _answer_column(summary, question, index)
            for question in questionnaire.questions
            if question.kind in _CODINGS
            for index in range(len(question.items))
        ),
        *(_words_column(questionnaire, *column) for column in _words_columns(summary)),
    )


def codebook_table(summary: RoundSummary) -> Table:
    """Build the table that explains every column of the responses, and names those that are withheld."""
    columns = (
        Column("column", "Column", width=20),
        Column("kind", "Kind", width=14),
        Column("question", "Question", width=40, wrap=True),
        Column("label", "Item", width=9),
        Column("text", "Text of the item", width=48, wrap=True),
        Column("values", "Values", width=32, wrap=True),
        Column("empty", "An empty cell means", width=26, wrap=True),
        Column("note", "Note", width=24, wrap=True),
    )
    name = "A random name for the response. It says nothing about who answered, or when."
    rows: list[tuple[Cell, ...]] = [("response", "Identifier", name, None, None, "Text", "Never empty.", None)]
    for column in response_columns(summary):
        item = None if column.item is None else summary.questionnaire.items[column.item]
        label, text = (None, None) if item is None else (item.label, item.text)
        note = f"Withheld: fewer than {summary.minimum_cell} members answered this." if column.withheld else None
        rows.append((column.code, column.kind, column.prompt, label, text, column.allowed, column.empty, note))
    notes = ("Every column of the single responses: what was asked, and what its values stand for.",)
    return Table("codebook", "Codebook", columns, tuple(rows), notes)


def _answer_column(summary: RoundSummary, question: Question, index: int) -> ResponseColumn:
    position = question.items[index]
    values, allowed, empty = _CODINGS[question.kind](summary.questionnaire, question)
    code, title = _names(summary.questionnaire, question.code, position)
    return ResponseColumn(
        code=code,
        title=title,
        source=question.code,
        item=position,
        index=index,
        kind=question.kind.capitalize(),
        prompt=question.prompt,
        values=values,
        allowed=allowed,
        empty=empty,
        withheld=_is_withheld(summary, question, position),
    )


def _is_withheld(summary: RoundSummary, question: Question, position: int) -> bool:
    if summary.hidden:
        return True
    if question.kind is QuestionKind.RANKING:
        return summary.rankings[question.code].hidden
    if question.kind is QuestionKind.CHOICE:
        return summary.choices[question.code, position].hidden
    return summary.ratings[question.code, position].hidden


def _words_columns(summary: RoundSummary) -> Iterator[tuple[str, int | None, str, str]]:
    """Yield source, item, kind and prompt of every column of own words: where they were asked for, or are."""
    pages = journey_of(summary.questionnaire).pages
    questionnaire = summary.questionnaire
    asked = {position for page in pages for position in page.worded}
    main = {page.position for page in pages}
    for position in range(len(questionnaire.items)):
        if (questionnaire.asks_comments and position in asked) or summary.comments.get(position):
            yield WordsKind.COMMENT, position, "Comment", "Comment on this item"
    for position in range(len(questionnaire.items)):
        if (questionnaire.asks_wording and position in main) or summary.wordings.get(position):
            yield WordsKind.WORDING, position, "Wording", "Suggested wording for this item"
    texts = {question.code: question for question in questionnaire.questions if question.kind is QuestionKind.TEXT}
    for code in (*texts, *(code for code in summary.answers if code not in texts)):
        question = texts.get(code)
        for item in (question and question.items) or (None,):
            yield code, item, "Open question", question.prompt if question else short_name(code)


def _words_column(
    questionnaire: Questionnaire, source: str, item: int | None, kind: str, prompt: str
) -> ResponseColumn:
    code, title = _names(questionnaire, source, item)
    return ResponseColumn(code, title, source, item, 0, kind, prompt, {}, "Text", _NO_WORDS)


def _names(questionnaire: Questionnaire, source: str, position: int | None) -> tuple[str, str]:
    """Name a column: the code by which it is found for good, and the words above it."""
    if position is None:
        return source, short_name(source)
    item = questionnaire.items[position]
    text = " ".join(item.text.split())
    in_short = text if len(text) <= _TITLE_LENGTH else f"{text[: _TITLE_LENGTH - 1].rstrip()}…"
    return f"{source}.{_unique_label(questionnaire, position)}", f"{short_name(source)} {item.label}: {in_short}"


def _unique_label(questionnaire: Questionnaire, position: int) -> str:
    """Give an item's label; when another item bears the same one, with a number behind it."""
    label = questionnaire.items[position].label
    alike = [other for other, item in enumerate(questionnaire.items) if item.label == label]
    return label if len(alike) == 1 else f"{label}~{alike.index(position) + 1}"


def _rating_coding(_questionnaire: Questionnaire, question: Question) -> Coding:
    scale = question.scale
    if scale is None:
        raise ValueError(f"the rating question {question.code} has no scale")
    values: dict[int, Cell] = {score: score for score in scale.scores}
    values |= {SILENT: None, CANNOT_JUDGE: CANNOT_JUDGE_CODE, NOT_SHOWN: NOT_SHOWN_CODE}
    scores = [f"{score} = {scale.label(score)}" for score in scale.scores]
    return values, "\n".join([*scores, f"{CANNOT_JUDGE_CODE} = {scale.cannot_judge}", _NOT_SHOWN_MEANS]), _NO_ANSWER


def _choice_coding(_questionnaire: Questionnaire, question: Question) -> Coding:
    values: dict[int, Cell] = {position: option.code for position, option in enumerate(question.options)}
    values |= {SILENT: None, NOT_SHOWN: NOT_SHOWN_CODE}
    options = [f"{option.code} = {option.label}" for option in question.options]
    return values, "\n".join([*options, _NOT_SHOWN_MEANS]), _NO_ANSWER


def _ranking_coding(questionnaire: Questionnaire, question: Question) -> Coding:
    values: dict[int, Cell] = {place: place for place in range(1, len(question.items) + 1)}
    values |= {UNRANKED: UNRANKED_CODE, SILENT: None, NOT_SHOWN: NOT_SHOWN_CODE}
    sort = questionnaire.sort_of(question)
    places = ["1 = first place, 2 = second, and so on"]
    if question.ties or sort:
        places.append("The same number twice = level; the places after them stay empty (1, 1, 3)")
    if sort:
        first, *middle, last = (f"“{option.label}”" for option in sort.options)
        places.append(f"{first} without a place: level after those with one. {', '.join(middle)}: level after these")
        places.append(f"{UNRANKED_CODE} = {last}, or not sorted")
    else:
        places.append(f"{UNRANKED_CODE} = shown, and not given a place")
    return values, "\n".join([*places, _NOT_SHOWN_MEANS]), _NO_BALLOT


_CODINGS: dict[QuestionKind, Callable[[Questionnaire, Question], Coding]] = {
    QuestionKind.RATING: _rating_coding,
    QuestionKind.CHOICE: _choice_coding,
    QuestionKind.RANKING: _ranking_coding,
}
