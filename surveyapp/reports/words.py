"""Tables of what members wrote: a row per comment, answer or suggested wording, beside what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.enums import WordsKind
from surveyapp.reports.tables import Cell, Column, Rows, Table, short_name, withheld
from surveyapp.stats.dataset import CANNOT_JUDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.questionnaire import Question
    from surveyapp.stats.dataset import RoundDataset, Words
    from surveyapp.stats.summary import RoundSummary

_RESPONSE = Column("response", "Response", width=11)
_QUOTABLE = Column("quotable", "May other members read it?", width=12, wrap=True)
_SAID = {True: "Yes, without the name", False: "No", None: "Not said"}
_OWN = Column("own_answers", "The writer’s own answers", width=26, wrap=True, context=True)


def comments_table(dataset: RoundDataset, summary: RoundSummary) -> Table:
    """Build the table of comments on items, in plan order, and of answers to open questions after them."""
    title = "Comments: what members wrote"
    if summary.hidden:
        return withheld("comments", title, summary)
    positions = _positions(dataset, {WordsKind.COMMENT, WordsKind.ANSWER})
    columns = (
        Column("label", "Item", width=9),
        Column("text", "Text of the item, or the question", width=44, context=True),
        Column("comment", "Comment", width=80, wrap=True),
        _OWN,
        _QUOTABLE,
        _RESPONSE,
    )
    notes = (f"{len(positions)} comments, exactly as they were written. “Response” is the row on the sheet Responses.",)
    return Table("comments", title, columns, _rows(dataset, summary, positions), notes)


def wording_table(dataset: RoundDataset, summary: RoundSummary) -> Table:
    """Build the table of suggested wordings, in plan order, each beside the exact text that it rewrites."""
    title = "Wording: the original beside each suggestion"
    if summary.hidden:
        return withheld("wording", title, summary)
    positions = _positions(dataset, {WordsKind.WORDING})
    columns = (
        Column("label", "Item", width=9),
        Column("text", "Original wording", width=60, wrap=True),
        Column("wording", "Suggested wording", width=60, wrap=True),
        _OWN,
        _QUOTABLE,
        _RESPONSE,
    )
    notes = (f"{len(positions)} suggestions. “Response” is the row on the sheet Responses.",)
    return Table("wording", title, columns, _rows(dataset, summary, positions), notes)


def own_answers(dataset: RoundDataset, summary: RoundSummary, words: Words) -> str | None:
    """Say how the writer of `words` rated the same item, and what they chose for it; None if nothing.

    Answers that belong to too few people to be shown as a figure are not shown here either.
    """
    if words.item is None:
        return None
    answers = [
        f"{short_name(question.code)}: {answer}"
        for question in summary.questionnaire.questions
        if words.item in question.items
        if (answer := _own_answer(dataset, summary, question, words.response, words.item)) is not None
    ]
    return "\n".join(answers) or None


def _rows(dataset: RoundDataset, summary: RoundSummary, positions: list[int]) -> Rows:
    def make() -> Iterator[tuple[Cell, ...]]:
        for words in (dataset.words[position] for position in positions):
            own = own_answers(dataset, summary, words)
            said = _SAID[dataset.may_be_quoted(words.response)]
            yield (*_subject(dataset, words), words.text, own, said, dataset.codes[words.response])

    return Rows(make)


def _own_answer(
    dataset: RoundDataset, summary: RoundSummary, question: Question, response: int, item: int
) -> str | None:
    column = question.items.index(item)
    if question.scale is not None and not summary.ratings[question.code, item].hidden:
        score = int(dataset.ratings[question.code][response, column])
        if score == CANNOT_JUDGE:
            return question.scale.cannot_judge
        return f"{score} {question.scale.label(score)}" if score in question.scale.scores else None
    if question.options and not summary.choices[question.code, item].hidden:
        option = int(dataset.choices[question.code][response, column])
        return question.options[option].label if option >= 0 else None
    return None


def _subject(dataset: RoundDataset, words: Words) -> tuple[str, str]:
    """Name what `words` are about: the item and its text, or the open question."""
    questionnaire = dataset.questionnaire
    if words.item is not None:
        item = questionnaire.items[words.item]
        return item.label, item.text
    question = questionnaire.by_code.get(words.question)
    return "Plan", short_name(words.question) if question is None else question.prompt


def _positions(dataset: RoundDataset, kinds: set[WordsKind]) -> list[int]:
    """List the places of these kinds of text in `dataset.words`: in plan order, by response code within an item."""
    words = dataset.words
    after_all = len(dataset.questionnaire.items)

    def key(position: int) -> tuple[int, str, str]:
        one = words[position]
        return after_all if one.item is None else one.item, one.question, dataset.codes[one.response]

    return sorted((position for position, one in enumerate(words) if one.kind in kinds), key=key)
