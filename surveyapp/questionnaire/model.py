"""Items with their exact texts, scales, and questions over them: one round, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind

if TYPE_CHECKING:
    from datetime import datetime

    from surveyapp.enums import Confidentiality, ItemKind

SORT = "sort"
"""The code of the choice by which the items of a long ranking are sorted before they are put in order."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the plan, with the exact text the round asks about.

    `key` is its lasting identity across versions; `label` is the path of markers for a goal
    (`C.1.b`), `S1` for a statement, `P1` for an academy priority. `level` is 1 to 4 for goals, 0 otherwise.
    """

    id: int
    key: str
    kind: ItemKind
    label: str
    marker: str
    level: int
    tier: str | None
    text: str
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Consecutive scores from `low`, one label each; "cannot judge" is an answer and no score.

    `agree_from` is the lowest score that counts as agreement (the top band of the declared rule).
    """

    low: int
    labels: tuple[str, ...]
    cannot_judge: str
    agree_from: int

    @property
    def high(self) -> int:
        """The highest score."""
        return self.low + len(self.labels) - 1

    @property
    def scores(self) -> range:
        """All scores, lowest first."""
        return range(self.low, self.high + 1)

    def label(self, score: int) -> str:
        """The word for `score`."""
        return self.labels[score - self.low]

    def say(self, score: int) -> str:
        """The answer as it is said: its word, after its number where several scores share the word."""
        label = self.label(score)
        return f"{score}, {label}" if self.labels.count(label) > 1 else label

    @property
    def bands(self) -> tuple[tuple[str, range], ...]:
        """Scores from low to high in threes, each three with the word they share or else with its outermost words."""
        bands = []
        for first in self.scores[::3]:
            scores = range(first, min(first + 3, self.high + 1))
            words = dict.fromkeys((self.label(scores[0]), self.label(scores[-1])))
            bands.append((" – ".join(words), scores))
        return tuple(bands)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice question; answers are stored by `code`, never by label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question over a set of items (`items` holds positions in `Questionnaire.items`).

    A rating has a `scale`, a choice has `options`. A ranking has `enough` (how many places are asked for) and
    `ties` (whether items may share a place). A text question on its own has no items.
    """

    id: int
    code: str
    kind: QuestionKind
    prompt: str
    items: tuple[int, ...] = ()
    scale: Scale | None = None
    options: tuple[Option, ...] = ()
    enough: int = 0
    ties: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """Everything one round asks, as its participants see it."""

    round_id: int
    round_number: int
    survey_id: int
    survey_title: str
    plan_title: str
    practice_area: str
    version_number: int
    confidentiality: Confidentiality
    minimum_cell: int
    time_zone: str
    opens_at: datetime | None
    closes_at: datetime | None
    introduction: str
    items: tuple[Item, ...]
    questions: tuple[Question, ...]
    asks_comments: bool = True
    asks_wording: bool = True

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """The questions by their code."""
        return {question.code: question for question in self.questions}

    @cached_property
    def position_of(self) -> dict[int, int]:
        """Position in `items` by item id."""
        return {item.id: position for position, item in enumerate(self.items)}

    @cached_property
    def tiers(self) -> tuple[str, ...]:
        """The tiers of the plan, highest first."""
        return tuple(dict.fromkeys(item.tier for item in self.items if item.tier))

    def options_at(self, question: Question, item: Item) -> tuple[Option, ...]:
        """The options of a choice that are put to `item`: in the highest tier nothing moves up, in the lowest down."""
        pointless = {self.tiers[0]: "up", self.tiers[-1]: "down"}.get(item.tier) if item.tier else None
        return tuple(option for option in question.options if option.code != pointless)

    def sort_of(self, ranking: Question) -> Question | None:
        """The choice by which the items of `ranking` are sorted first, None where they are ordered straight away.

        Its options stand best first: items in the first are put in order, those in the last stay at the bottom.
        """
        sort = self.by_code.get(SORT)
        return sort if sort is not None and set(ranking.items) == set(sort.items) else None

    def rankings_of(self, sort: Question) -> tuple[Question, ...]:
        """The rankings whose items are sorted by `sort` first."""
        rankings = (question for question in self.questions if question.kind is QuestionKind.RANKING)
        return tuple(question for question in rankings if self.sort_of(question) is sort)
