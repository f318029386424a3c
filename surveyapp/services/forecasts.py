"""What a survey on an outline would ask of members, told before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import Confidentiality, QuestionKind
from surveyapp.questionnaire import Item, Option, Question, Questionnaire, Scale, count_answered, journey_of
from surveyapp.services.presets import PRESET, StepDepth, enough_to_rank, subjects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from surveyapp.outline import Outline
    from surveyapp.services.presets import PresetQuestion

_SMALLEST_CELL = 3


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many main answers the preset asks for, how many steps it marks, and about how many minutes it takes."""

    answers: int
    steps: int
    minutes: int


def forecast(outline: Outline, depth: StepDepth = StepDepth.FIRST) -> Forecast:
    """Forecast the survey that `create_survey` would make from this outline."""
    items = tuple(_items(outline))
    questions = tuple(_questions(items, depth))
    questionnaire = Questionnaire(
        round_id=0,
        round_number=1,
        survey_id=0,
        survey_title=outline.title,
        plan_title=outline.title,
        practice_area=outline.practice_area,
        version_number=1,
        confidentiality=Confidentiality.CONFIDENTIAL,
        minimum_cell=_SMALLEST_CELL,
        time_zone="UTC",
        opens_at=None,
        closes_at=None,
        introduction="",
        items=items,
        questions=questions,
    )
    journey = journey_of(questionnaire)
    _, answers = count_answered(questionnaire, {})
    steps = sum(len(question.items) for question in questions if question.code == "step")
    return Forecast(answers, steps, journey.minutes_from(journey.pages[0]))


def _items(outline: Outline) -> Iterator[Item]:
    above: list[tuple[int, int]] = []
    for number, line in enumerate(outline.items, start=1):
        parent = None
        if line.level:
            above = [(level, goal) for level, goal in above if level < line.level]
            parent = above[-1][1] if above else None
            above.append((line.level, number))
        yield Item(number, str(number), line.kind, line.label, line.marker, line.level, line.tier, line.text, parent)


def _questions(items: Sequence[Item], depth: StepDepth) -> Iterator[Question]:
    for number, preset in enumerate(PRESET, start=1):
        asked = subjects(preset, items, depth)
        if asked or preset.kind is QuestionKind.TEXT:
            yield _question(number, preset, asked)


def _question(number: int, preset: PresetQuestion, asked: Sequence[Item]) -> Question:
    is_rating = preset.agree_from is not None
    return Question(
        id=number,
        code=preset.code,
        kind=preset.kind,
        prompt=preset.prompt,
        items=tuple(item.id - 1 for item in asked),
        scale=Scale(1, preset.labels, preset.cannot_judge, preset.agree_from or 0) if is_rating else None,
        options=tuple(Option(code, label) for code, label in preset.options),
        enough=enough_to_rank(preset, len(asked)),
    )
