"""Items with their exact texts, scales, and questions over them: one round, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from surveyapp.enums import Confidentiality, ItemKind, QuestionKind


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


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice question; answers are stored by `code`, never by label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question over a set of items (`items` holds positions in `Questionnaire.items`).

    A rating has a `scale`, a choice has `options`, a ranking has `enough` (how many places are asked for).
    A text question on its own has no items.
    """

    id: int
    code: str
    kind: QuestionKind
    prompt: str
    items: tuple[int, ...] = ()
    scale: Scale | None = None
    options: tuple[Option, ...] = ()
    enough: int = 0


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
