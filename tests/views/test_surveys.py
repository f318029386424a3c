"""A round's page: what it asks, when it runs, opening, extending and closing it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import QuestionKind, RoundState
from surveyapp.models import AuditEntry, Survey
from surveyapp.permissions import OPERATOR
from surveyapp.services import questionnaires, surveys
from tests.conftest import NOON
from tests.factories import PLAN, a_plan, a_round, an_open_round

if TYPE_CHECKING:
    from surveyapp.models import Round
    from tests.views.staffing import Desk

NASTY = "<script>alert(1)</script> {{ 7*7 }} =1+1"


def stored(round_id: int) -> Round:
    database.session().rollback()
    return surveys.get_round(OPERATOR, round_id)


def entries() -> list[str]:
    database.session().rollback()
    return list(database.session().scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


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
    others = {"feasibility_prompt": NASTY, "missing_on": None, "depth": "every"}

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
    assert staff.page.form("/schedule").values["closes_on"] == "2026-03-12"


def test_an_answer_that_is_no_choice_is_refused(staff: Desk) -> None:
    round_id = a_round().id

    assert staff.get(f"/rounds/{round_id}").press("/edit", depth="deepest").status == 422


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


def test_dates_are_typed_in_a_zone_and_stored_as_moments(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press(
        "/schedule",
        opens_on="2026-03-06",
        opens_time="08:00",
        closes_on="2026-03-13",
        closes_time="17:00",
        zone="America/New_York",
    )

    round_ = stored(round_id)
    assert staff.status == 303
    assert "The dates are saved." in staff.words
    # The clocks go forward on March 8 between the two.
    assert round_.opens_at == datetime(2026, 3, 6, 13, 0, tzinfo=UTC)
    assert round_.closes_at == datetime(2026, 3, 13, 21, 0, tzinfo=UTC)
    assert round_.time_zone == "America/New_York"
    values = staff.page.form("/schedule").values
    assert (values["closes_on"], values["closes_time"]) == ("2026-03-13", "17:00")


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({"closes_on": ""}, "Enter the day the survey closes.", "closes_on"),
        ({"closes_time": ""}, "Enter the time the survey closes.", "closes_time"),
        ({"closes_on": "13.3.2026"}, "Enter the day as year-month-day, for example 2026-03-13.", "closes_on"),
        ({"closes_time": "5 pm"}, "Enter the time as hours and minutes, for example 17:00.", "closes_time"),
        ({"closes_on": "0001-01-01"}, "The year must lie between 2000 and 2100.", "closes_on"),
        (
            {"closes_on": "2027-03-14", "closes_time": "02:30"},
            "There is no 02:30 on that day: the clocks go forward over it. Choose another time.",
            "closes_time",
        ),
        ({"opens_on": "2026-03-05"}, "Enter the time the survey opens as well, or leave both empty.", "opens_time"),
        ({"opens_time": "09:00"}, "Enter the day the survey opens as well, or leave both empty.", "opens_on"),
        (
            {"opens_on": "2026-03-20", "opens_time": "09:00"},
            "The closing time must be after the opening time.",
            "closes_on",
        ),
        ({"zone": "Mars/Olympus"}, "Choose a time zone from the list.", "zone"),
    ],
)
def test_dates_that_cannot_be_come_back(staff: Desk, typed: dict[str, str], sentence: str, field: str) -> None:
    round_id = a_round().id
    before = stored(round_id).closes_at

    staff.get(f"/rounds/{round_id}").press("/schedule", **typed)

    assert staff.status == 422
    assert sentence in staff.words
    assert f'id="{field}-e"' in staff.page.html
    for name, value in typed.items():
        if name != "zone":
            assert staff.page.form("/schedule").values[name] == value
    assert "agreement_on" in staff.page.form("/edit").values
    assert stored(round_id).closes_at == before


def test_an_open_round_is_not_rescheduled(staff: Desk) -> None:
    round_id = a_round().id
    staff.get(f"/rounds/{round_id}")
    surveys.open_round(OPERATOR, round_id, now=NOON)

    staff.press("/schedule", closes_on="2027-01-01")

    assert staff.status == 409
    assert "This round has opened" in staff.words


def test_opening_says_what_it_does_and_then_opens(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}/open")
    assert "Opening fixes the wording" in staff.words
    assert stored(round_id).state is RoundState.DRAFT
    staff.press("/open")

    assert (staff.status, staff.url) == (303, f"/rounds/{round_id}")
    assert "Round 1 is open." in staff.words
    assert "Closes Thursday, March 12, 1:00 p.m. Central" in staff.words
    assert stored(round_id).state is RoundState.OPEN
    assert entries()[-1] == "round.opened"


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        ("no dates", "Set a closing time that lies ahead, then open the survey."),
        ("nothing on", "Every part of this survey is switched off. Switch at least one on, then open it."),
        ("opened before", "This round has opened, so what it asks is fixed. Nothing was changed."),
    ],
)
def test_what_cannot_be_opened_says_why(staff: Desk, prepare: str, sentence: str) -> None:
    round_id = surveys.create_survey(OPERATOR, a_plan().id, time_zone="UTC", now=NOON).id
    if prepare != "no dates":
        surveys.schedule_round(
            OPERATOR, round_id, opens_at=None, closes_at=NOON + timedelta(days=1), time_zone="UTC", now=NOON
        )
    if prepare == "nothing on":
        codes = [question.code for question in stored(round_id).questions]
        staff.get(f"/rounds/{round_id}").press("/edit", **{f"{code}_on": None for code in codes})
    staff.get(f"/rounds/{round_id}/open")
    if prepare == "opened before":
        surveys.open_round(OPERATOR, round_id, now=NOON)

    staff.press("/open")

    assert staff.status == 409
    assert sentence in staff.words


def test_a_round_that_opens_later_says_so(staff: Desk) -> None:
    round_id = a_round().id
    staff.get(f"/rounds/{round_id}").press("/schedule", opens_on="2026-03-05", opens_time="09:00")

    staff.get(f"/rounds/{round_id}/open").press("/open")

    assert "Opens later" in staff.words
    assert "Opens Thursday, March 5, 9:00 a.m. Central" in staff.words


def test_an_open_round_shows_how_far_its_people_are(staff: Desk) -> None:
    round_id = an_open_round().id
    surveys.extend_round(OPERATOR, round_id, closes_at=NOON + timedelta(days=30), now=NOON)

    staff.get(f"/rounds/{round_id}")

    for words in ("Open", "0 of 0 members have submitted.", "Invite the members", "How important is this goal"):
        assert words in staff.words


def test_more_time(staff: Desk) -> None:
    round_id = an_open_round().id

    staff.get(f"/rounds/{round_id}").press("/extend", closes_on="2026-03-20", closes_time="17:00")

    assert staff.status == 303
    assert "The closing time has moved." in staff.words
    assert stored(round_id).closes_at == datetime(2026, 3, 20, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        (
            {"closes_on": "2026-03-11"},
            409,
            "The new closing time must be later than the present one and lie ahead.",
        ),
        ({"closes_on": ""}, 422, "Enter the new closing day."),
        ({"closes_time": "x"}, 422, "Enter the time as hours and minutes, for example 17:00."),
        ({"closes_on": "2027-03-14", "closes_time": "02:30"}, 422, "There is no 02:30 on that day"),
    ],
)
def test_no_more_time(staff: Desk, typed: dict[str, str], status: int, sentence: str) -> None:
    round_id = an_open_round().id
    before = stored(round_id).closes_at

    staff.get(f"/rounds/{round_id}").press("/extend", **typed)

    assert staff.status == status
    assert sentence in staff.words
    for name, value in typed.items():
        assert staff.page.form("/extend").values[name] == value
    assert stored(round_id).closes_at == before


def test_a_draft_has_no_closing_time_to_move(staff: Desk) -> None:
    round_id = a_round().id

    staff.post(f"/rounds/{round_id}/extend", closes_on="2027-01-01", closes_time="12:00")

    assert staff.status == 409
    assert "Round 1 is not open, so its closing time cannot be moved." in staff.words


def test_closing_says_what_it_does_and_then_closes(staff: Desk) -> None:
    round_id = an_open_round().id

    staff.get(f"/rounds/{round_id}/close")
    assert "Closing cannot be undone" in staff.words
    staff.press("/close")

    assert (staff.status, staff.url) == (303, f"/rounds/{round_id}")
    assert "Round 1 is closed." in staff.words
    assert stored(round_id).state is RoundState.CLOSED
    assert "/extend" not in staff.page.html


def test_a_closed_round_is_not_closed_again(staff: Desk) -> None:
    round_id = an_open_round().id
    staff.get(f"/rounds/{round_id}/close")
    surveys.close_round(OPERATOR, round_id, now=NOON)

    staff.press("/close")

    assert staff.status == 409
    assert "Round 1 is not open, so there is nothing to close." in staff.words


PAGES = ["", "/open", "/close", "/preview", "/preview/plan", "/preview/g/A"]
WRITES = ["/edit", "/schedule", "/open", "/close", "/extend"]


@pytest.mark.parametrize("url", PAGES)
def test_who_may_open_the_pages(url: str, staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk) -> None:
    round_id = a_round().id

    assert staff.get(f"/rounds/{round_id}{url}").status == 200
    assert analyst.get(f"/rounds/{round_id}{url}").status == 403
    assert facilitator.get(f"/rounds/{round_id}{url}").status == 403
    assert nobody.get(f"/rounds/{round_id}{url}").url == f"/sign-in?next=/rounds/{round_id}{url}"
    assert staff.get(f"/rounds/77{url}").status == 404


@pytest.mark.parametrize("url", WRITES)
def test_who_may_write(url: str, staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk) -> None:
    round_id = a_round().id
    before = entries()

    assert analyst.post(f"/rounds/{round_id}{url}").status == 403
    assert facilitator.post(f"/rounds/{round_id}{url}").status == 403
    assert nobody.post(f"/rounds/{round_id}{url}").url.startswith("/sign-in")
    assert staff.post_without_token(f"/rounds/{round_id}{url}").status == 400
    assert staff.post(f"/rounds/77{url}").status == 404
    assert staff.post(f"/rounds/99999999999999999999{url}").status == 404
    assert [entry for entry in entries() if not entry.startswith("account")] == [
        entry for entry in before if not entry.startswith("account")
    ]
    if url not in {"/open", "/close"}:
        assert staff.get(f"/rounds/{round_id}{url}").status == 405


def test_building_a_survey_is_no_link_and_for_staff_alone(staff: Desk, analyst: Desk, nobody: Desk) -> None:
    plan_id = a_plan().plan_id

    assert staff.get(f"/plans/{plan_id}/survey").status == 405
    assert analyst.post(f"/plans/{plan_id}/survey").status == 403
    assert nobody.post(f"/plans/{plan_id}/survey").url.startswith("/sign-in")
    assert staff.post("/plans/77/survey").status == 404
    assert database.session().scalar(sa.select(sa.func.count()).select_from(Survey)) == 0


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
