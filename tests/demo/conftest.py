"""The sample plan as its reader sees it, and the preset asked about it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from surveyapp.documents import read_plan_document
from surveyapp.enums import ItemKind
from surveyapp.questionnaire import SORT
from surveyapp.services.presets import PRESET, Subject
from tests.demo.questionnaires import a_question, a_questionnaire, an_item

if TYPE_CHECKING:
    from surveyapp.outline import Outline
    from surveyapp.questionnaire import Questionnaire


@pytest.fixture(scope="session")
def sample_plan_bytes() -> bytes:
    return files("surveyapp.demo").joinpath("sample_plan.txt").read_bytes()


@pytest.fixture(scope="session")
def sample_plan(sample_plan_bytes: bytes) -> Outline:
    return read_plan_document(sample_plan_bytes, "sample_plan.txt")


@pytest.fixture(scope="session")
def sample_questionnaire(sample_plan: Outline) -> Questionnaire:
    """Every question of the preset, about every step; eight goals are not sorted first."""
    ids = {item.label: number for number, item in enumerate(sample_plan.items, start=1) if item.kind is ItemKind.GOAL}
    items = tuple(
        an_item(
            number,
            item.kind,
            item.label,
            level=item.level,
            tier=item.tier,
            text=item.text,
            parent_id=ids.get(item.label.rpartition(".")[0]),
        )
        for number, item in enumerate(sample_plan.items, start=1)
    )
    about = {
        Subject.STATEMENTS: [p for p, item in enumerate(items) if item.kind is ItemKind.STATEMENT],
        Subject.MAIN: [p for p, item in enumerate(items) if item.level == 1],
        Subject.STEPS: [p for p, item in enumerate(items) if item.level > 1],
        Subject.WHOLE: [],
    }
    asked = [preset for preset in PRESET if preset.code != SORT]
    questions = [a_question(number, preset, about[preset.subject]) for number, preset in enumerate(asked, start=1)]
    return a_questionnaire(items, questions)
