"""Tables of what members wrote: a row per comment, answer or suggested wording, beside what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.documents.carried import RowKey, mark_of
from surveyapp.enums import DispositionKind, WordsKind
from surveyapp.reports.redline import Redline
from surveyapp.reports.tables import Cell, Column, Rows, Table, band, short_name, withheld
from surveyapp.reports.themes import say_source, say_themes
from surveyapp.stats.dataset import CANNOT_JUDGE, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from surveyapp.questionnaire import Question
    from surveyapp.reports.tables import Row
    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.summary import RoundSummary
    from surveyapp.stats.themed import CodedWords, Listed, ThemedWords

DISPOSITIONS = tuple(kind.capitalize() for kind in DispositionKind)
"""What may become of a comment."""

_RESPONSE = Column("response", "Response", width=15)
_QUOTABLE = Column("quotable", "May other members read it?", width=12, wrap=True)
_SAID = {True: "Yes, without the name", False: "No", None: "Not said"}
_OWN = Column("own_answers", "The writer’s own answers", width=26, wrap=True, context=True)
_THEMES = Column("themes", "Themes", width=26, wrap=True)
_SEGMENT = Column("segment", "Group", width=16, wrap=True, context=True)
_SOURCE = Column("source", "Where from", width=18, wrap=True)
_ALIKE = Column("group", "Nearly the same", width=9)
_DISPOSITION = Column("disposition", "Disposition", width=13, entry=True, choices=DISPOSITIONS)
_ROW_KEY = Column("key", "Key", hidden=True)
_SURVEY = "Survey"
_COMMENTS = (WordsKind.COMMENT, WordsKind.ANSWER)


def comments_table(dataset: RoundDataset, summary: RoundSummary, coded: CodedWords | None = None) -> Table:
    """Build the table of comments on items, in plan order, and of answers to open questions after them.

    `coded` adds themes, the group that may be named, where words come from that did not come through the survey, and a
    column for what became of each.
    """
    title = "Comments: what members wrote"
    if summary.hidden:
        return withheld("comments", title, summary)
    columns = (
        Column("label", "Item", width=9),
        Column("text", "Text of the item, or the question", width=44, context=True),
        Column("comment", "Comment", width=80, wrap=True),
        *_about_writers(coded),
    )
    count = len(_comment_positions(dataset, coded))
    is_any_redacted = coded is not None and any(words.is_redacted for words in coded.words)
    stand = "as they may be shown" if is_any_redacted else "exactly as they were written"
    notes = (f"{count} comments, {stand}.{_says_whose(coded)}",)
    rows = Rows(lambda: (row for _, row in comment_rows(dataset, summary, coded)))
    if coded is None:
        return Table("comments", title, columns, rows, notes)
    made_of = _THEMES, _SEGMENT, _SOURCE, _DISPOSITION, _ROW_KEY
    return Table("comments", title, (*columns, *made_of), rows, (*notes, *_notes_on(coded)))


def comment_rows(
    dataset: RoundDataset, summary: RoundSummary, coded: CodedWords | None
) -> Iterator[tuple[ThemedWords | None, Row]]:
    """Yield the rows of `comments_table`, each with what staff made of its words: the survey's, then the others."""
    for position in _comment_positions(dataset, coded):
        words = dataset.words[position]
        row = *_subject(dataset, words), words.text, *_about_writer(dataset, summary, words, coded)
        if coded is None:
            yield None, row
        else:
            found = coded.by_words.get(_key(dataset, words))
            yield found, (*row, *_made_of(found), *_became_of(dataset, found, words.text))
    for outside in _from_elsewhere(coded) if coded else ():
        about = _subject(dataset, Words(-1, outside.question, outside.item, outside.kind, outside.text))
        became_of = _became_of(dataset, outside, outside.text)
        nobody = [None] * len(_about_writers(coded))
        yield outside, (*about, outside.text, *nobody, *_made_of(outside), *became_of)


def wording_table(dataset: RoundDataset, summary: RoundSummary, coded: CodedWords | None = None) -> Table:
    """Build the table of suggested wordings, in plan order, each beside the exact text that it rewrites.

    `coded` adds which of them change nearly the same.
    """
    title = "Wording: the original beside each suggestion"
    if summary.hidden:
        return withheld("wording", title, summary)
    positions = _positions(dataset, {WordsKind.WORDING}, coded)
    columns = (
        Column("label", "Item", width=9),
        Column("text", "Original wording", width=60, wrap=True),
        Column("wording", "Suggested wording", width=60, wrap=True),
        Column("redline", "What it changes", width=60, wrap=True),
        *_about_writers(coded),
    )
    notes = (f"{len(positions)} suggestions.{_says_whose(coded)}",)

    def rows() -> Iterator[Row]:
        for words in (dataset.words[position] for position in positions):
            label, original = _subject(dataset, words)
            about = _about_writer(dataset, summary, words, coded)
            row = label, original, words.text, Redline(original, words.text), *about
            found = coded.by_words.get(_key(dataset, words)) if coded else None
            yield row if coded is None else (*row, found.group or None if found else None)

    if coded is None:
        return Table("wording", title, columns, Rows(rows), notes)
    alike = "Suggestions for an item with the same number under “Nearly the same” change nearly the same."
    return Table("wording", title, (*columns, _ALIKE), Rows(rows), (*notes, alike))


def shown_words(dataset: RoundDataset, coded: CodedWords) -> RoundDataset:
    """The same round with the texts that may be shown: those with names taken out stand in place of the originals."""
    words = []
    for one in dataset.words:
        shown = coded.by_words.get(_key(dataset, one))
        words.append(replace(one, text=shown.text) if shown is not None and shown.text != one.text else one)
    return replace(dataset, words=tuple(words))


def _key(dataset: RoundDataset, words: Words) -> tuple[str, str, int | None, WordsKind]:
    return dataset.codes[words.response], words.question, words.item, words.kind


def _comment_positions(dataset: RoundDataset, coded: CodedWords | None) -> list[int]:
    positions = _positions(dataset, _COMMENTS, coded)
    if coded is None:
        return positions
    return [position for position in positions if coded.lists(dataset.codes[dataset.words[position].response])]


def _from_elsewhere(coded: CodedWords) -> list[ThemedWords]:
    return [words for words in coded.elsewhere if words.kind is not WordsKind.WORDING and coded.lists(words.code)]


def _notes_on(coded: CodedWords) -> Iterator[str]:
    if coded.listed is not None:
        yield _say_listed(coded.listed)
    elsewhere = _from_elsewhere(coded)
    if elsewhere:
        yield f"Below them {len(elsewhere)} from elsewhere, which are no responses and count in no figure."
    if any(words.is_redacted for words in coded.words):
        yield "Some have words taken out that would name a person; they stand as they may be shown."


def _say_listed(listed: Listed) -> str:
    """Say whose comments are listed, where not everybody's."""
    if listed.codes is None:
        return (
            f"Which comments are from {listed.segment} is not said: beside what their writers answered, it would tell "
            "figures that stay closed. Without a filter, all comments are listed."
        )
    return (
        f"Listed are comments of which it may be said that they are from {listed.segment}; of others that would tell "
        "figures that stay closed. Those from elsewhere belong to no segment."
    )


def _made_of(words: ThemedWords | None) -> tuple[Cell, Cell, Cell]:
    if words is None:
        return None, None, _SURVEY
    return say_themes(words), words.segment or None, say_source(words.source) or _SURVEY


def _became_of(dataset: RoundDataset, words: ThemedWords | None, text: str) -> tuple[Cell, Cell]:
    """Give the disposition, and the key by which another one finds its way back."""
    if words is None:
        return None, None
    key = RowKey(dataset.questionnaire.round_id, words.name, words.revision, mark_of(text))
    return words.disposition or None, str(key)


def own_answers(
    dataset: RoundDataset, summary: RoundSummary, words: Words, *, is_beside_segment: bool = False
) -> str | None:
    """Say how the writer of `words` rated the same item, and what they chose for it; None if nothing.

    Answers that belong to too few people to be shown as a figure are not shown here either. Where it
    `is_beside_segment`, a score is told no finer than figures by segment tell it.
    """
    if words.item is None:
        return None
    at = words.response, words.item
    answers = [
        f"{short_name(question.code)}: {answer}"
        for question in summary.questionnaire.questions
        if words.item in question.items
        if (answer := _own_answer(dataset, summary, question, at, is_beside_segment)) is not None
    ]
    return "\n".join(answers) or None


def _about_writers(coded: CodedWords | None) -> tuple[Column, ...]:
    """Give the columns about the writer; the response is named only where that tells nothing else."""
    return (_OWN, _QUOTABLE, _RESPONSE) if coded is None or coded.names_responses else (_OWN, _QUOTABLE)


def _says_whose(coded: CodedWords | None) -> str:
    if coded is None or coded.names_responses:
        return " “Response” names the response that each is from."
    return " Which of them are from the same person is not said."


def _about_writer(
    dataset: RoundDataset, summary: RoundSummary, words: Words, coded: CodedWords | None
) -> tuple[Cell, ...]:
    said = _SAID[dataset.may_be_quoted(words.response)]
    found = coded.by_words.get(_key(dataset, words)) if coded else None
    own = own_answers(dataset, summary, words, is_beside_segment=found is not None and bool(found.segment))
    cells = own, said, dataset.codes[words.response]
    return cells[: len(_about_writers(coded))]


def _own_answer(
    dataset: RoundDataset, summary: RoundSummary, question: Question, at: tuple[int, int], is_beside_segment: bool
) -> str | None:
    response, item = at
    column = question.items.index(item)
    if question.scale is not None and not summary.ratings[question.code, item].hidden:
        score = int(dataset.ratings[question.code][response, column])
        if is_beside_segment:
            return _band_of(question, score)
        if score == CANNOT_JUDGE:
            return question.scale.cannot_judge
        return f"{score} {question.scale.label(score)}" if score in question.scale.scores else None
    if question.options and not summary.choices[question.code, item].hidden:
        option = int(dataset.choices[question.code][response, column])
        return question.options[option].label if option >= 0 else None
    return None


def _band_of(question: Question, score: int) -> str | None:
    """Tell a score as figures by segment do: among the top ones or not, and nothing of who could not judge."""
    scale = question.scale
    if scale is None or score not in scale.scores:
        return None
    return band(question) if score >= scale.agree_from else f"below {scale.agree_from}"


def _subject(dataset: RoundDataset, words: Words) -> tuple[str, str]:
    """Name what `words` are about: the item and its text, or the open question."""
    questionnaire = dataset.questionnaire
    if words.item is not None:
        item = questionnaire.items[words.item]
        return item.label, item.text
    question = questionnaire.by_code.get(words.question)
    return "Plan", short_name(words.question) if question is None else question.prompt


def _positions(dataset: RoundDataset, kinds: Collection[WordsKind], coded: CodedWords | None) -> list[int]:
    """List the places of these kinds of text in `dataset.words`: in plan order, and by their names within an item.

    An order by response would be the same for every item, and so tell whose words are whose.
    """
    words = dataset.words
    after_all = len(dataset.questionnaire.items)

    def key(position: int) -> tuple[int, str, str]:
        one = words[position]
        found = coded.by_words.get(_key(dataset, one)) if coded else None
        name = found.name if found else dataset.codes[one.response]
        return after_all if one.item is None else one.item, one.question, name

    return sorted((position for position, one in enumerate(words) if one.kind in kinds), key=key)
