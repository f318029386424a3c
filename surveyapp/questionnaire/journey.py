"""The pages a participant walks, one statement or one goal at a time, and the minutes it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.questionnaire.model import SORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.questionnaire.model import Question, Questionnaire


class PageKind(StrEnum):
    """What a page is about; also the name of its template."""

    STATEMENT = "statement"
    GOAL = "goal"
    SORT = "sort"
    PRIORITIES = "priorities"
    REVIEW = "review"


PARTS: dict[PageKind, str] = {
    PageKind.STATEMENT: "Envisioned future",
    PageKind.GOAL: "Goals",
    PageKind.PRIORITIES: "Priorities",
    PageKind.REVIEW: "Check and submit",
}

SORTING_PAGE = "sort"
RANKING_PAGE = "rank"

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
    `seconds` is how long it takes by a reader's pace.
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

    @property
    def part(self) -> PageKind:
        """The part of the survey it belongs to, named for the kind of page that part is made of."""
        return PageKind.PRIORITIES if self.kind is PageKind.SORT else self.kind

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

    def minutes_from(self, page: Page, measured: Mapping[str, float] | None = None) -> int:
        """About how many minutes are left at the beginning of `page`, at least one.

        `measured` holds what pages (by their slug) took those who were here before; it stands in place of an estimate.
        """
        known = measured or {}
        left = sum(known.get(later.slug, later.seconds) for later in self.pages[self.pages.index(page) :])
        return max(1, math.ceil(left / 60))

    @property
    def parts(self) -> tuple[PageKind, ...]:
        """The parts of the survey that have a page, in order."""
        return tuple(kind for kind in PageKind if any(page.part is kind for page in self.pages))


def journey_of(questionnaire: Questionnaire) -> Journey:
    """Lay the questions out on pages. A part without questions has no page; the review always stands last."""
    statements = _asked_items(questionnaire, {ItemKind.STATEMENT})
    goals = _main_items(questionnaire)
    pages = [
        *(_item_page(questionnaire, PageKind.STATEMENT, statements, index) for index in range(len(statements))),
        *(_item_page(questionnaire, PageKind.GOAL, goals, index) for index in range(len(goals))),
    ]
    pages += _priority_pages(questionnaire)
    pages.append(Page("review", PageKind.REVIEW, 1, 1, None, (), (), (), _REVIEW_SECONDS))
    return Journey(tuple(pages))


def _priority_pages(questionnaire: Questionnaire) -> list[Page]:
    """Where items stand beside one another: to be sorted first where there are many, then to be put in order."""
    sorts = tuple(q for q in questionnaire.questions if q.code == SORT)
    whole = tuple(q for q in questionnaire.questions if q.kind in {QuestionKind.RANKING, QuestionKind.TEXT})
    asked = [(SORTING_PAGE, PageKind.SORT, sorts), (RANKING_PAGE, PageKind.PRIORITIES, whole)]
    asked = [entry for entry in asked if entry[2]]
    return [
        Page(slug, kind, number, len(asked), None, questions, (), (), _seconds_of(questions))
        for number, (slug, kind, questions) in enumerate(asked, start=1)
    ]


def _seconds_of(questions: tuple[Question, ...]) -> float:
    """How long answering takes: a choice for each of its items, everything else as a whole."""
    return float(sum(_SECONDS[q.kind] * (len(q.items) if q.kind is QuestionKind.CHOICE else 1) for q in questions))


def _on_items(questionnaire: Questionnaire) -> list[Question]:
    """The questions that are put on the page of the item they are about."""
    kinds = {QuestionKind.RATING, QuestionKind.CHOICE}
    return [q for q in questionnaire.questions if q.kind in kinds and q.code != SORT]


def _asked_items(questionnaire: Questionnaire, kinds: set[ItemKind]) -> list[int]:
    asked = {p for q in _on_items(questionnaire) for p in q.items}
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
    asked = _on_items(questionnaire)
    choices = frozenset(p for q in asked if q.kind is QuestionKind.CHOICE for p in q.items)
    steps = tuple(_step(questionnaire, inner, choices) for inner in _below(questionnaire, position))
    inner = [step for outer in steps for step in outer.walk()]
    on_page = {position, *(step.position for step in inner)}
    questions = tuple(q for q in asked if on_page.intersection(q.items))
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
