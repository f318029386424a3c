"""Opening and closing: said first, then done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import RoundState
from surveyapp.models import AuditEntry
from surveyapp.permissions import OPERATOR
from surveyapp.services import sealing, surveys
from tests.conftest import NOON, SECRET
from tests.factories import a_plan, a_round, an_open_round, some_links

if TYPE_CHECKING:
    from surveyapp.models import Round
    from tests.views.staffing import Desk


def stored(round_id: int) -> Round:
    database.session().rollback()
    return surveys.get_round(OPERATOR, round_id)


def entries() -> list[str]:
    database.session().rollback()
    return list(database.session().scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


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
    staff.get(f"/rounds/{round_id}").press("/edit", opens_on="2026-03-05", opens_time="09:00")

    staff.get(f"/rounds/{round_id}/open").press("/open")

    assert "Opens later" in staff.words
    assert "Opens Thursday, March 5, 9:00 a.m. Central" in staff.words


def test_an_open_round_shows_how_far_its_people_are(staff: Desk) -> None:
    round_id = an_open_round().id
    surveys.extend_round(OPERATOR, round_id, closes_at=NOON + timedelta(days=30), now=NOON)

    staff.get(f"/rounds/{round_id}")

    for words in ("Open", "0 of 0 members have submitted.", "Invite the members", "How important is this goal"):
        assert words in staff.words


def test_closing_says_what_it_does_and_then_closes(staff: Desk) -> None:
    round_id = surveys.open_round(OPERATOR, a_round().id, now=NOON - timedelta(hours=1)).id

    staff.get(f"/rounds/{round_id}/close")
    assert "Closing cannot be undone" in staff.words
    staff.press("/close")

    assert (staff.status, staff.url) == (303, f"/rounds/{round_id}")
    assert "Round 1 is closed." in staff.words
    assert "Closed Monday, March 2, 12:00 p.m. Central" in staff.words
    assert "Closed Closed" not in staff.words
    assert stored(round_id).state is RoundState.CLOSED
    assert "/extend" not in staff.page.html


def test_a_closed_round_is_not_closed_again(staff: Desk) -> None:
    round_id = an_open_round().id
    staff.get(f"/rounds/{round_id}/close")
    surveys.close_round(OPERATOR, round_id, now=NOON)

    staff.press("/close")

    assert staff.status == 409
    assert "Round 1 is not open, so there is nothing to close." in staff.words


def test_a_closed_survey_is_sealed_after_saying_what_that_does(staff: Desk) -> None:
    round_ = an_open_round()
    token = some_links(round_)[0]
    assert "/seal" not in staff.get(f"/rounds/{round_.id}").page.html
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    assert "The links stop working for good; nothing else changes." in staff.get(f"/rounds/{round_.id}").words

    staff.get(f"/rounds/{round_.id}/seal")
    assert "Sealing cannot be undone" in staff.words
    assert stored(round_.id).survey.sealed_at is None
    staff.press("/seal")

    assert (staff.status, staff.url) == (303, f"/rounds/{round_.id}")
    assert "The survey is sealed." in staff.words
    assert "The survey was sealed Monday, March 2, 2026, 12:00 p.m. Central." in staff.words
    assert "/seal" not in staff.page.html
    survey = stored(round_.id).survey
    assert (survey.sealed_at, survey.link_key) == (NOON, None)
    assert "/start" not in staff.get(f"/r/{token}").page.html
    assert entries()[-1] == "survey.sealed"


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [("open", "Close every round before you seal the survey"), ("sealed before", "This survey is sealed already.")],
)
def test_what_cannot_be_sealed_says_why(staff: Desk, prepare: str, sentence: str) -> None:
    round_ = an_open_round()
    staff.get(f"/rounds/{round_.id}/seal")
    if prepare == "sealed before":
        surveys.close_round(OPERATOR, round_.id, now=NOON)
        sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    staff.press("/seal")

    assert staff.status == 409
    assert sentence in staff.words
