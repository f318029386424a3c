"""A participant's page as a form: where each field stands, and what was typed into it.

What the typed fields mean, and what is wrong with them, is said in one place only: `questionnaire.read_answers`.
So a page is saved exactly as it was typed, and nothing is lost to a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from surveyapp.enums import QuestionKind
from surveyapp.questionnaire import (
    QUOTE_FIELD,
    SORT,
    PageKind,
    clean_trace,
    comment_field,
    item_field,
    ordinal,
    page_fields,
    page_traces,
    wording_field,
)
from surveyapp.questionnaire.answers import ABSTAINED, is_same_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from surveyapp.questionnaire import Item, Page, Question, Questionnaire, Step
    from surveyapp.services.questionnaires import Sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one item, the name of its field, and the values and words that may be chosen there."""

    question: Question
    item: Item
    field: str
    answers: tuple[tuple[str, str], ...]

    def offered(self, typed: str | None) -> tuple[tuple[str, str], ...]:
        """The answers to show: those put to this item, and `typed` where it was put to it before and is no more."""
        options = ((option.code, option.label) for option in self.question.options)
        earlier = [pair for pair in options if pair[0] == typed and pair not in self.answers]
        return (*self.answers, *earlier)


@dataclass(frozen=True, slots=True)
class StepBlock:
    """A sub-goal on its goal's page; `asked` is None where it only stands there to be read."""

    item: Item
    asked: Asked | None
    comment: str
    wording: str
    below: tuple[StepBlock, ...]

    def is_untouched(self, fields: Mapping[str, str]) -> bool:
        """Whether nothing was chosen or written here or below."""
        names = (
            name for block in self.walk() if block.asked for name in (block.asked.field, block.comment, block.wording)
        )
        return not any(fields.get(name) for name in names)

    def walk(self) -> tuple[StepBlock, ...]:
        """This block and everything below it, in plan order."""
        return (self, *(inner for block in self.below for inner in block.walk()))


@dataclass(frozen=True, slots=True)
class PageForm:
    """One page ready to be shown and read: its fields and their places. `originals` are the texts to be reworded.

    `traces` are fields as well, but no answers: what the page notes beside them.
    """

    page: Page
    fields: tuple[str, ...]
    traces: tuple[str, ...]
    originals: Mapping[str, str]
    item: Item | None
    ratings: tuple[Asked, ...]
    choices: tuple[Asked, ...]
    sorts: tuple[tuple[Question, dict[int, Asked]], ...]
    rankings: tuple[tuple[Question, dict[int, Asked]], ...]
    texts: tuple[Question, ...]
    steps: tuple[StepBlock, ...]
    comment: str
    wording: str
    _drawn: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def draw(self, macro: Callable[..., str], asked: Asked, typed: str | None) -> str:
        """What `macro` draws for a question with this answer: the same for everybody, so it is drawn once.

        An answer that was never offered is drawn each time; it must not be able to fill the memory.
        """
        if typed and typed != ABSTAINED and typed not in {value for value, _ in asked.answers}:
            return macro(asked, typed, None)
        key = (asked.field, typed)
        if key not in self._drawn:
            self._drawn[key] = macro(asked, typed, None)
        return self._drawn[key]

    def draw_silence(self, macro: Callable[..., str], name: str, kind: str) -> str:
        """What `macro` draws for the comment and the rewrite of this page's item while both are empty."""
        key = ("silence", None)
        if key not in self._drawn:
            self._drawn[key] = macro(self, {}, {}, name, kind)
        return self._drawn[key]

    def draw_untouched(self, macro: Callable[..., str], block: StepBlock) -> str:
        """What `macro` draws for a sub-goal on which nothing was said yet."""
        key = (f"untouched {block.item.id}", None)
        if key not in self._drawn:
            self._drawn[key] = macro(block, {}, {})
        return self._drawn[key]


_made: WeakKeyDictionary[Sheet, dict[str, PageForm]] = WeakKeyDictionary()


def page_form(sheet: Sheet, page: Page) -> PageForm:
    """The form of one page of a questionnaire; made at first use and kept as long as the questionnaire is."""
    pages = _made.setdefault(sheet, {})
    if page.slug not in pages:
        pages[page.slug] = _make(sheet, page)
    return pages[page.slug]


def read_page(form: PageForm, posted: Mapping[str, str]) -> dict[str, str]:
    """The fields of this page among what was posted, exactly as typed, and its traces.

    A field that was not posted is left out, so it stays as it is: an unanswered question on an old copy
    of the page does not wipe an answer given elsewhere. A rewrite that only repeats the original is empty.
    A null character, which nobody types and PostgreSQL cannot keep, is dropped.
    """
    typed = {name: posted[name].replace("\r\n", "\n").replace("\x00", "") for name in form.fields if name in posted}
    for name, original in form.originals.items():
        if name in typed and is_same_wording(typed[name], original):
            typed[name] = ""
    return typed | {name: clean_trace(name, posted[name]) for name in form.traces if name in posted}


def read_changes(sheet: Sheet, posted: Mapping[str, str]) -> dict[str, str]:
    """The fields of any page among what was posted, each read as its own page reads it."""
    changes: dict[str, str] = {}
    for page in sheet.journey.pages:
        form = page_form(sheet, page)
        if not posted.keys().isdisjoint((*form.fields, *form.traces)):
            changes |= read_page(form, posted)
    return changes


def _make(sheet: Sheet, page: Page) -> PageForm:
    questionnaire = sheet.questionnaire
    items = questionnaire.items
    item = None if page.position is None else items[page.position]
    asked = {
        (question.id, position): Asked(
            question,
            items[position],
            item_field(question, items[position]),
            _answers(questionnaire, question, items[position]),
        )
        for question in page.questions
        for position in page.positions_of(question)
    }
    own = [entry for (_, position), entry in asked.items() if position == page.position]
    return PageForm(
        page=page,
        fields=(*page_fields(questionnaire, page), *((QUOTE_FIELD,) if page.kind is PageKind.REVIEW else ())),
        traces=tuple(page_traces(page)),
        originals={wording_field(items[position]): items[position].text for position in page.worded},
        item=item,
        ratings=tuple(entry for entry in own if entry.question.kind is QuestionKind.RATING),
        choices=tuple(entry for entry in own if entry.question.kind is QuestionKind.CHOICE),
        sorts=_over_items(page, asked, lambda question: question.code == SORT),
        rankings=_over_items(page, asked, lambda question: question.kind is QuestionKind.RANKING),
        texts=tuple(question for question in page.questions if question.kind is QuestionKind.TEXT),
        steps=tuple(_block(sheet, step, asked) for step in page.steps),
        comment=comment_field(item) if item and questionnaire.asks_comments else "",
        wording=wording_field(item) if item and questionnaire.asks_wording else "",
    )


def _over_items(
    page: Page, asked: Mapping[tuple[int, int], Asked], is_wanted: Callable[[Question], bool]
) -> tuple[tuple[Question, dict[int, Asked]], ...]:
    """The wanted questions of a page that stand over all their items at once, with their fields by position."""
    return tuple(
        (question, {position: asked[question.id, position] for position in question.items})
        for question in page.questions
        if is_wanted(question)
    )


def _answers(questionnaire: Questionnaire, question: Question, item: Item) -> tuple[tuple[str, str], ...]:
    if question.scale is not None:
        return tuple((str(score), question.scale.say(score)) for score in question.scale.scores)
    if question.kind is QuestionKind.RANKING:
        return tuple((str(place), ordinal(place)) for place in range(1, len(question.items) + 1))
    return tuple((option.code, option.label) for option in questionnaire.options_at(question, item))


def _block(sheet: Sheet, step: Step, asked: dict[tuple[int, int], Asked]) -> StepBlock:
    item = sheet.questionnaire.items[step.position]
    mine = next((entry for (_, position), entry in asked.items() if position == step.position), None)
    return StepBlock(
        item=item,
        asked=mine,
        comment=comment_field(item) if mine and sheet.questionnaire.asks_comments else "",
        wording=wording_field(item) if mine and sheet.questionnaire.asks_wording else "",
        below=tuple(_block(sheet, inner, asked) for inner in step.below),
    )
