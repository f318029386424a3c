"""The pages a participant walks, one statement or one goal at a time, and the minutes it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind, QuestionKind

if TYPE_CHECKING:
    from surveyapp.questionnaire.model import Question, Questionnaire


class PageKind(StrEnum):
    """What a page is about; also the name of its template."""

    STATEMENT = "statement"
    GOAL = "goal"
    PRIORITIES = "priorities"
    REVIEW = "review"


PARTS: dict[PageKind, str] = {
    PageKind.STATEMENT: "Envisioned future",
    PageKind.GOAL: "Goals",
    PageKind.PRIORITIES: "Priorities",
    PageKind.REVIEW: "Check and submit",
}

# Until timings of real journeys exist, a reader's pace: 240 words a minute, and seconds per kind of answer.
_WORDS_PER_SECOND = 4.0
_SECONDS = {QuestionKind.RATING: 8, QuestionKind.CHOICE: 3, QuestionKind.RANKING: 60, QuestionKind.TEXT: 15}
_REVIEW_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Step:
    """A sub-goal on its goal's page; `asked` when it has a question of its own, `below` what is nested in it."""

    position: int
    asked: bool
    below: tuple[Step, ...]

    def walk(self) -> tuple[Step, ...]:
        """This step and everything below it, in plan order."""
        return (self, *(inner for step in self.below for inner in step.walk()))


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address below the survey's, its questions, and the items that may be commented on.

    `position` is the item the page is about (in `Questionnaire.items`); `number` of `count` is its place in its part.
    """

    slug: str
    kind: PageKind
    number: int
    count: int
    position: int | None
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    worded: tuple[int, ...]
    seconds: float

    def positions_of(self, question: Question) -> tuple[int, ...]:
        """The items that `question` asks about on this page."""
        if self.position is None:
            return question.items
        own = {self.position, *(inner.position for step in self.steps for inner in step.walk())}
        return tuple(position for position in question.items if position in own)


@dataclass(frozen=True, slots=True)
class Journey:
    """All pages in order, the review last."""

    pages: tuple[Page, ...]

    def page(self, slug: str) -> Page | None:
        """The page at `slug`, if there is one."""
        return next((page for page in self.pages if page.slug == slug), None)

    def neighbour(self, page: Page, offset: int) -> Page | None:
        """The page `offset` places after `page` (before it, when negative)."""
        index = self.pages.index(page) + offset
        return self.pages[index] if 0 <= index < len(self.pages) else None

    def minutes_from(self, page: Page) -> int:
        """About how many minutes are left at the beginning of `page`, at least one."""
        left = sum(later.seconds for later in self.pages[self.pages.index(page) :])
        return max(1, math.ceil(left / 60))

    @property
    def parts(self) -> tuple[PageKind, ...]:
        """The parts of the survey that have a page, in order."""
        return tuple(kind for kind in PageKind if any(page.kind is kind for page in self.pages))


def journey_of(questionnaire: Questionnaire) -> Journey:
    """Lay the questions out on pages. A part without questions has no page; the review always stands last."""
    statements = _asked_items(questionnaire, {ItemKind.STATEMENT})
    goals = _main_items(questionnaire)
    pages = [
        *(_item_page(questionnaire, PageKind.STATEMENT, statements, index) for index in range(len(statements))),
        *(_item_page(questionnaire, PageKind.GOAL, goals, index) for index in range(len(goals))),
    ]
    whole = tuple(q for q in questionnaire.questions if q.kind in {QuestionKind.RANKING, QuestionKind.TEXT})
    if whole:
        seconds = float(sum(_SECONDS[question.kind] for question in whole))
        pages.append(Page("rank", PageKind.PRIORITIES, 1, 1, None, whole, (), (), seconds))
    pages.append(Page("review", PageKind.REVIEW, 1, 1, None, (), (), (), _REVIEW_SECONDS))
    return Journey(tuple(pages))


def _asked_items(questionnaire: Questionnaire, kinds: set[ItemKind]) -> list[int]:
    asked = {p for q in questionnaire.questions if q.kind is not QuestionKind.RANKING for p in q.items}
    return [p for p, item in enumerate(questionnaire.items) if p in asked and item.kind in kinds]


def _main_items(questionnaire: Questionnaire) -> list[int]:
    """Goals of the first level with any question on them or below them, and academy priorities that are asked about."""
    asked = set(_asked_items(questionnaire, {ItemKind.GOAL, ItemKind.PRIORITY}))
    items = questionnaire.items

    def is_asked(position: int) -> bool:
        return position in asked or any(is_asked(below) for below in _below(questionnaire, position))

    return [
        position
        for position, item in enumerate(items)
        if item.kind in {ItemKind.GOAL, ItemKind.PRIORITY} and item.parent_id is None and is_asked(position)
    ]


def _below(questionnaire: Questionnaire, position: int) -> list[int]:
    parent = questionnaire.items[position].id
    return [p for p, item in enumerate(questionnaire.items) if item.parent_id == parent]


def _step(questionnaire: Questionnaire, position: int, asked: frozenset[int]) -> Step:
    below = tuple(_step(questionnaire, inner, asked) for inner in _below(questionnaire, position))
    return Step(position, position in asked, below)


def _item_page(questionnaire: Questionnaire, kind: PageKind, positions: list[int], index: int) -> Page:
    position = positions[index]
    choices = frozenset(p for q in questionnaire.questions if q.kind is QuestionKind.CHOICE for p in q.items)
    steps = tuple(_step(questionnaire, inner, choices) for inner in _below(questionnaire, position))
    inner = [step for outer in steps for step in outer.walk()]
    on_page = {position, *(step.position for step in inner)}
    questions = tuple(
        q
        for q in questionnaire.questions
        if q.kind in {QuestionKind.RATING, QuestionKind.CHOICE} and on_page.intersection(q.items)
    )
    words = sum(len(questionnaire.items[p].text.split()) for p in on_page)
    answers = sum(_SECONDS[q.kind] for q in questions for p in q.items if p in on_page)
    return Page(
        slug=f"v/{index + 1}" if kind is PageKind.STATEMENT else _goal_slug(questionnaire, positions, index),
        kind=kind,
        number=index + 1,
        count=len(positions),
        position=position,
        questions=questions,
        steps=steps,
        worded=(position, *(step.position for step in inner if step.asked)),
        seconds=words / _WORDS_PER_SECOND + answers,
    )


def _goal_slug(questionnaire: Questionnaire, positions: list[int], index: int) -> str:
    """Address a goal by its label; where a document used a label twice, each goal still has a page of its own."""
    label = questionnaire.items[positions[index]].label
    before = sum(questionnaire.items[position].label == label for position in positions[:index])
    return f"g/{label}-{before + 1}" if before else f"g/{label}"
