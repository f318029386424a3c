"""Building a survey, and changing what a draft asks and how it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import QuestionKind, RoundState
from surveyapp.models import Survey
from surveyapp.permissions import OPERATOR
from surveyapp.services import questionnaires, surveys
from tests.conftest import NOON
from tests.factories import PLAN, a_plan, a_round

if TYPE_CHECKING:
    from surveyapp.models import Round
    from tests.views.staffing import Desk


NASTY = "<script>alert(1)</script> {{ 7*7 }} =1+1"


def stored(round_id: int) -> Round:
    database.session().rollback()
    return surveys.get_round(OPERATOR, round_id)


def test_a_survey_is_built_from_a_plan_in_one_step(staff: Desk) -> None:
    plan_id = a_plan().plan_id

    staff.get(f"/plans/{plan_id}").press("/survey")

    assert (staff.status, staff.url) == (303, "/rounds/1")
    for words in ("In preparation", "No closing time yet", "Set the closing time", "How far do you agree", "3 goals"):
        assert words in staff.words
    assert stored(1).state is RoundState.DRAFT


def test_a_plan_has_one_survey(staff: Desk) -> None:
    plan_id = a_round().survey.plan_id

    staff.post(f"/plans/{plan_id}/survey")

    assert staff.status == 409
    assert "“Community Rehabilitation Strategic Plan” has a survey already. Nothing was changed." in staff.words
    assert database.session().scalar(sa.select(sa.func.count()).select_from(Survey)) == 1


def test_what_is_asked_can_be_changed(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press(
        "/edit",
        title="Your view on the plan",
        introduction="Please read it first.\r\n\r\nThen answer.",
        feasibility_on=None,
        importance_prompt="How much does it matter?",
        importance_label_4="Vital",
        importance_cannot_judge="No view",
        step_label_2="Strike",
        asks_wording=None,
        depth="every",
    )

    assert (staff.status, staff.url) == (303, f"/rounds/{round_id}")
    assert "Saved." in staff.words
    round_ = stored(round_id)
    questionnaire = questionnaires.load_questionnaire(round_id)
    importance = questionnaire.by_code["importance"]
    assert (round_.survey.title, round_.introduction) == (
        "Your view on the plan",
        "Please read it first.\n\nThen answer.",
    )
    assert "feasibility" not in questionnaire.by_code
    assert importance.prompt == "How much does it matter?"
    assert importance.scale is not None
    assert importance.scale.labels == ("Not", "A little", "Fairly", "Very", "Vital")
    assert importance.scale.cannot_judge == "No view"
    assert [option.label for option in questionnaire.by_code["step"].options] == ["Keep", "Change", "Strike"]
    assert len(questionnaire.by_code["step"].items) == 4
    assert (questionnaire.asks_comments, questionnaire.asks_wording) == (True, False)


def test_minutes_and_answers_are_counted_anew(staff: Desk) -> None:
    round_id = a_round().id
    assert "Answers 9 About 4 minutes" in staff.get(f"/rounds/{round_id}").words

    staff.press("/edit", feasibility_on=None, agreement_on=None, order_on=None)

    assert "Answers 3 About 2 minutes" in staff.words


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({"title": " "}, "Enter the title of the survey.", "title"),
        ({"title": "x" * 501}, "Shorten the title to 500 characters.", "title"),
        ({"introduction": "x" * 5001}, "Shorten the introduction to 5,000 characters.", "introduction"),
        ({"order_prompt": ""}, "Enter the question; it may not be empty.", "order_prompt"),
        ({"tier_prompt": "x" * 501}, "Shorten the question to 500 characters.", "tier_prompt"),
        (
            {"importance_label_0": ""},
            "Enter the words of this answer; they may not be empty.",
            "importance_label_0",
        ),
        ({"agreement_cannot_judge": "x" * 101}, "Shorten this answer to 100 characters.", "agreement_cannot_judge"),
    ],
)
def test_what_is_amiss_comes_back_with_everything_typed(
    staff: Desk, typed: dict[str, str], sentence: str, field: str
) -> None:
    round_id = a_round().id
    others = {"feasibility_prompt": NASTY, "missing_on": None, "depth": "every", "closes_on": "2026-03-20"}

    staff.get(f"/rounds/{round_id}").press("/edit", **others, **typed)

    values = staff.page.form("/edit").values
    assert staff.status == 422
    assert staff.page.title.startswith("Problem: Survey")
    assert sentence in staff.words
    assert f'href="#{field}"' in staff.page.html
    assert f'id="{field}-e"' in staff.page.html
    assert values[field] == typed[field]
    assert (values["feasibility_prompt"], values["depth"]) == (NASTY, "every")
    assert "missing_on" not in values
    assert "<script>" not in staff.page.html
    assert stored(round_id).survey.title == "Community Rehabilitation Strategic Plan"
    assert values["closes_on"] == "2026-03-20"
    assert stored(round_id).closes_at == NOON.replace(day=12)


def test_an_answer_that_is_no_choice_is_refused(staff: Desk) -> None:
    round_id = a_round().id

    assert staff.get(f"/rounds/{round_id}").press("/edit", depth="deepest").status == 422


def test_a_survey_that_asks_nothing_says_so(staff: Desk) -> None:
    round_ = a_round()
    assert "Every part is switched off" not in staff.get(f"/rounds/{round_.id}").words

    staff.press("/edit", **{f"{question.code}_on": None for question in round_.questions})

    assert "Saved." in staff.words
    assert "Every part is switched off Switch one on before you open it" in staff.words


def test_nasty_words_are_stored_and_shown_as_text(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press("/edit", title=NASTY, introduction=NASTY + "\0", importance_label_1=NASTY)

    assert "<script>" not in staff.page.html
    assert stored(round_id).introduction == NASTY
    for url in (f"/rounds/{round_id}/preview", f"/rounds/{round_id}/preview/g/A"):
        assert "<script>alert" not in staff.get(url).page.html
        assert NASTY in staff.words


def test_an_open_round_is_not_edited(staff: Desk) -> None:
    round_id = a_round().id
    staff.get(f"/rounds/{round_id}")
    surveys.open_round(OPERATOR, round_id, now=NOON)

    staff.press("/edit", title="Too late")

    assert staff.status == 409
    assert "This round has opened, so what it asks is fixed. Nothing was changed." in staff.words
    assert staff.page.form("/edit").values["title"] == "Too late"
    assert stored(round_id).survey.title != "Too late"
    assert "/edit" not in staff.get(f"/rounds/{round_id}").page.html


def test_a_round_names_the_version_that_it_asks_about(staff: Desk) -> None:
    round_ = a_round()
    a_plan(PLAN + "\nD. One goal more.\n")

    assert "· version 1" in staff.get(f"/rounds/{round_.id}").words
    assert "· version 2" in staff.get(f"/plans/{round_.survey.plan_id}").words


def test_every_kind_of_question_has_a_name_on_the_page(staff: Desk) -> None:
    round_ = a_round()

    staff.get(f"/rounds/{round_.id}")

    assert {question.kind for question in round_.questions} == set(QuestionKind)
    for words in (
        "Agreement with each statement",
        "Importance of each goal",
        "Feasibility of each goal",
        "The right tier for each goal",
        "Keep, change or drop each step",
        "Which goals come first",
        "What is missing from the plan",
    ):
        assert words in staff.words
