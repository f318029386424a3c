"""Makers of questionnaires for the tests of the sample society."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from surveyapp.enums import Confidentiality, ItemKind, QuestionKind
from surveyapp.questionnaire import Item, Option, Question, Questionnaire, Scale
from surveyapp.services.presets import PRESET, PresetQuestion, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence


def an_item(
    number: int,
    kind: ItemKind,
    label: str,
    *,
    level: int = 0,
    tier: str | None = None,
    text: str = "Go on.",
    parent_id: int | None = None,
) -> Item:
    return Item(number, f"key-{number}", kind, label, label.rpartition(".")[2], level, tier, text, parent_id)


def a_question(number: int, preset: PresetQuestion, items: Sequence[int]) -> Question:
    scale = None
    if preset.kind is QuestionKind.RATING:
        scale = Scale(1, preset.labels, preset.cannot_judge, preset.agree_from or 1)
    options = tuple(Option(code, label) for code, label in preset.options)
    return Question(number, preset.code, preset.kind, preset.prompt, tuple(items), scale, options, preset.enough)


def a_questionnaire(
    items: Sequence[Item], questions: Sequence[Question], *, asks_comments: bool = True, asks_wording: bool = True
) -> Questionnaire:
    return Questionnaire(
        round_id=1,
        round_number=1,
        survey_id=1,
        survey_title="Your input",
        plan_title="A plan",
        practice_area="Community Rehabilitation",
        version_number=1,
        confidentiality=Confidentiality.CONFIDENTIAL,
        minimum_cell=5,
        time_zone="UTC",
        opens_at=None,
        closes_at=None,
        introduction="",
        items=tuple(items),
        questions=tuple(questions),
        asks_comments=asks_comments,
        asks_wording=asks_wording,
    )


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Any plan with a statement, any selection of the preset with its first question, any length of scale."""
    items: list[Item] = []
    for count in range(draw(st.integers(1, 3))):
        items.append(an_item(len(items) + 1, ItemKind.STATEMENT, f"S{count + 1}"))
    for letter in "ABCDEFGHIJKL"[: draw(st.integers(0, 12))]:
        goal = an_item(
            len(items) + 1, ItemKind.GOAL, letter, level=1, tier=draw(st.sampled_from(["High", "Low", None]))
        )
        items.append(goal)
        for step in range(draw(st.integers(0, 2))):
            label = f"{letter}.{step + 1}"
            items.append(an_item(len(items) + 1, ItemKind.GOAL, label, level=2, tier=goal.tier, parent_id=goal.id))
    about = {
        Subject.STATEMENTS: [p for p, item in enumerate(items) if item.kind is ItemKind.STATEMENT],
        Subject.MAIN: [p for p, item in enumerate(items) if item.level == 1],
        Subject.STEPS: [p for p, item in enumerate(items) if item.level > 1],
        Subject.WHOLE: [],
    }
    questions = []
    for number, preset in enumerate(PRESET, start=1):
        if number > 1 and not draw(st.booleans()):
            continue
        question = a_question(number, preset, about[preset.subject])
        if preset.kind is QuestionKind.RATING:
            labels = tuple(f"step {step}" for step in range(draw(st.integers(2, 9))))
            question = Question(
                number,
                preset.code,
                preset.kind,
                preset.prompt,
                question.items,
                Scale(draw(st.integers(0, 1)), labels, "Cannot judge", 2),
            )
        questions.append(question)
    return a_questionnaire(items, questions, asks_comments=draw(st.booleans()), asks_wording=draw(st.booleans()))
