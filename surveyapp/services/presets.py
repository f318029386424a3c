"""The questions a new round begins with. Staff may switch each off and change its words before it opens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.questionnaire import SORT

if TYPE_CHECKING:
    from collections.abc import Sequence


class Placed(Protocol):
    """What a question asks of an item before it is put to it; true of stored items and of an outline's."""

    @property
    def kind(self) -> ItemKind: ...
    @property
    def level(self) -> int: ...
    @property
    def tier(self) -> object: ...


AnItem = TypeVar("AnItem", bound=Placed)


class Subject(StrEnum):
    """Which items a question is put to."""

    STATEMENTS = "statements"
    MAIN = "main"
    STEPS = "steps"
    WHOLE = "whole"


class StepDepth(StrEnum):
    """How far down sub-goals get a question of their own."""

    FIRST = "first"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class PresetQuestion:
    """One question of the preset, before it meets a plan. `options` pairs codes with labels."""

    code: str
    kind: QuestionKind
    subject: Subject
    prompt: str
    labels: tuple[str, ...] = ()
    cannot_judge: str = ""
    options: tuple[tuple[str, str], ...] = ()
    agree_from: int | None = None
    enough: int = 0


PRESET: tuple[PresetQuestion, ...] = (
    PresetQuestion(
        "agreement",
        QuestionKind.RATING,
        Subject.STATEMENTS,
        "How far do you agree with this statement?",
        labels=("Strongly disagree", "Disagree", "In between", "Agree", "Strongly agree"),
        cannot_judge="I can’t judge this one",
        agree_from=4,
    ),
    PresetQuestion(
        "importance",
        QuestionKind.RATING,
        Subject.MAIN,
        "How important is this goal for the next three years?",
        labels=("Not", "A little", "Fairly", "Very", "Essential"),
        cannot_judge="Can’t say",
        agree_from=4,
    ),
    PresetQuestion(
        "feasibility",
        QuestionKind.RATING,
        Subject.MAIN,
        "Could it be done with the people and money we have?",
        labels=("No", "Unlikely", "Maybe", "Likely", "Yes"),
        cannot_judge="Can’t say",
        agree_from=4,
    ),
    PresetQuestion(
        "tier",
        QuestionKind.CHOICE,
        Subject.MAIN,
        "Is this goal in the right tier?",
        options=(("up", "Move up"), ("stay", "It fits"), ("down", "Move down")),
    ),
    PresetQuestion(
        "step",
        QuestionKind.CHOICE,
        Subject.STEPS,
        "The steps under this goal",
        options=(("keep", "Keep"), ("change", "Change"), ("drop", "Drop")),
    ),
    PresetQuestion(
        SORT,
        QuestionKind.CHOICE,
        Subject.MAIN,
        "Which goals come now, which next, which later?",
        options=(("now", "Now"), ("next", "Next"), ("later", "Later")),
    ),
    PresetQuestion("order", QuestionKind.RANKING, Subject.MAIN, "Which goals should come first?", enough=5),
    PresetQuestion("missing", QuestionKind.TEXT, Subject.WHOLE, "What is missing from the plan?"),
)

_FEWEST_TO_RANK = 2
_FEWEST_TIERS = 2
_LONG_RANKING = 5
_LONGEST_UNSORTED = 9


def subjects(question: PresetQuestion, items: Sequence[AnItem], depth: StepDepth) -> list[AnItem]:
    """The items of a version that `question` is put to, in plan order; none means the question has no place.

    The main items are the goals of the first level or, in a plan without goals, the academy's priorities.
    Tiers are asked about only where the plan has some, a ranking takes two items at least, and more than nine are
    sorted before they are ranked.
    """
    goals = [item for item in items if item.kind is ItemKind.GOAL and item.level == 1]
    main = goals or [item for item in items if item.kind is ItemKind.PRIORITY]
    found = {
        Subject.STATEMENTS: [item for item in items if item.kind is ItemKind.STATEMENT],
        Subject.MAIN: main,
        Subject.STEPS: [item for item in items if item.level > 1 and (depth is StepDepth.EVERY or item.level == 2)],
        Subject.WHOLE: [],
    }[question.subject]
    if question.code == "tier" and len({item.tier for item in main if item.tier}) < _FEWEST_TIERS:
        return []
    if question.code == SORT and len(found) <= _LONGEST_UNSORTED:
        return []
    if question.kind is QuestionKind.RANKING and len(found) < _FEWEST_TO_RANK:
        return []
    return found


def enough_to_rank(question: PresetQuestion, count: int) -> int:
    """How many places a ranking asks for: five, or three where there are five items or fewer."""
    if question.kind is not QuestionKind.RANKING:
        return 0
    return question.enough if count > _LONG_RANKING else min(3, count)
