"""What a survey would ask is what the survey then asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.documents import read_plan_document
from surveyapp.permissions import OPERATOR
from surveyapp.questionnaire import count_answered
from surveyapp.services import plans, questionnaires, surveys
from surveyapp.services.forecasts import forecast
from surveyapp.services.presets import StepDepth
from tests.conftest import NOON
from tests.factories import PLAN, a_plan

if TYPE_CHECKING:
    from flask import Flask

WITHOUT_GOALS = """\
Sample Practice Area

Envisioned Future:

In the future, every clinic measures function.

How will the Academy support this envisioned future?

- Teach it at every meeting.
- Publish a toolkit.
"""


@pytest.mark.parametrize("depth", list(StepDepth))
@pytest.mark.parametrize("text", [PLAN, WITHOUT_GOALS])
def test_the_forecast_is_what_the_survey_then_asks(app: Flask, text: str, depth: StepDepth) -> None:
    outline = read_plan_document(text.encode(), "plan.txt")
    version = a_plan(text)
    round_ = surveys.create_survey(OPERATOR, version.id, time_zone="UTC", now=NOON, depth=depth)
    sheet = questionnaires.load_sheet(round_.id, revision=round_.revision)
    step = sheet.questionnaire.by_code.get("step")

    found = forecast(outline, depth)

    assert found.answers == count_answered(sheet.questionnaire, {})[1]
    assert found.minutes == sheet.journey.minutes_from(sheet.journey.pages[0])
    assert found.steps == (len(step.items) if step else 0)


def test_a_stored_version_is_the_outline_again(app: Flask) -> None:
    outline = read_plan_document(PLAN.encode(), "plan.txt")
    version = a_plan(PLAN)

    assert plans.get_outline(OPERATOR, version.id) == outline
