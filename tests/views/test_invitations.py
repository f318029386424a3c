"""One member's invitation at the desk: a new link, shown once; withdrawn, and that taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import AuditEntry, Invitation
from surveyapp.permissions import OPERATOR
from surveyapp.services import links, members, participants, sealing, surveys
from surveyapp.services.members import MemberRow, Membership
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links

if TYPE_CHECKING:
    from surveyapp.models import Round
    from tests.views.staffing import Desk

PERSON = "/rounds/1/people/1"


@pytest.fixture
def round_(staff: Desk) -> Round:
    round_ = an_open_round()
    some_links(round_)
    return round_


def last_entry() -> str | None:
    database.session().rollback()
    return database.session().scalar(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1))


def shown_link(staff: Desk) -> str:
    found = re.search(r"http://localhost/r/([\w-]{24})", staff.words + staff.page.html)
    assert found is not None
    return found[1]


def test_the_people_page_leads_to_the_person(staff: Desk, round_: Round) -> None:
    assert f'href="{PERSON}"' in staff.get("/rounds/1/people").page.html

    staff.get(PERSON)

    assert "Ann0 Sample ann0@example.org" in staff.words
    assert "Invited March 2, 2026 Link Works Reminders Yes" in staff.words
    assert "What was submitted stays and counts" in staff.words


def test_a_new_link_is_shown_once_with_whom_it_is_for(staff: Desk, round_: Round) -> None:
    staff.get(PERSON).press("/link")

    assert staff.status == 200
    token = shown_link(staff)
    assert "Ann0 Sample ann0@example.org" in staff.words
    assert "The new link of Ann0 Sample" in staff.words
    assert "Send it to the address above and to nobody else." in staff.words
    assert links.find_door(token, secret=SECRET, now=NOON) is not None
    assert last_entry() == "link.replaced"
    again = staff.get(PERSON)
    assert "Link Works; replaced 1 time" in again.words
    assert token not in again.page.html


def test_a_second_press_on_the_same_page_shows_the_same_link(staff: Desk, round_: Round) -> None:
    staff.get(PERSON)
    form = staff.page.form("/link")
    first = shown_link(staff.post(form.action, **form.values))

    assert shown_link(staff.post(form.action, **form.values)) == first
    assert "replaced 1 time" in staff.get(PERSON).words


def test_a_page_that_is_out_of_date_is_told_so(staff: Desk, round_: Round) -> None:
    for generation in ("0", "1"):
        staff.post(f"{PERSON}/link", generation=generation)

    staff.post(f"{PERSON}/link", generation="0")

    assert staff.status == 409
    assert "Somebody else replaced or withdrew this link meanwhile" in staff.words
    for generation in ("", "x", "-1", "1.5", "9" * 30, "٣"):
        assert staff.post(f"{PERSON}/link", generation=generation).status == 422
    assert "Load the page again, then replace the link." in staff.words


def test_the_message_to_the_member_is_prepared(staff: Desk) -> None:
    row = MemberRow(2, "ann+o'neil&co@example.org", "Ann", "O’Neil", {})
    members.import_members(OPERATOR, Membership(members=[row]), now=NOON)
    participants.invite_members(OPERATOR, an_open_round().survey_id, secret=SECRET, now=NOON)

    staff.get(PERSON).press("/link")

    address = staff.page.html.partition('href="mailto:')[2].partition('"')[0].replace("&amp;", "&")
    parts = urlsplit(f"mailto:{address}")
    assert parts.path == "ann%2Bo%27neil%26co@example.org"
    wanted = {"subject": ["Your link to the plan"], "body": parse_qs(parts.query)["body"]}
    assert parse_qs(parts.query) == wanted
    assert f"\r\n\r\nhttp://localhost/r/{shown_link(staff)}\r\n" in wanted["body"][0]


def test_withdrawing_and_taking_it_back(staff: Desk, round_: Round) -> None:
    staff.get(PERSON).press("/withdraw")

    assert (staff.status, staff.url) == (303, PERSON)
    assert "The invitation is withdrawn; the link opens nothing now." in staff.words
    assert "Link Withdrawn March 2, 2026 Reminders None while withdrawn" in staff.words
    assert not [form for form in staff.page.forms if form.action.endswith(("/link", "/withdraw"))]
    assert last_entry() == "invitation.withdrawn"
    staff.press("/restore")
    assert "the same link works again" in staff.words
    assert "Link Works" in staff.words
    assert last_entry() == "invitation.restored"


def test_what_cannot_be_done_is_said(staff: Desk, round_: Round) -> None:
    staff.post(f"{PERSON}/restore")
    assert (staff.status, "is not withdrawn. Nothing was changed." in staff.words) == (409, True)
    staff.post(f"{PERSON}/withdraw")
    staff.post(f"{PERSON}/withdraw")
    assert (staff.status, "is withdrawn already. Nothing was changed." in staff.words) == (409, True)
    staff.post(f"{PERSON}/link", generation="0")
    assert (staff.status, "Take the withdrawal back first." in staff.words) == (409, True)


def test_a_closed_round_keeps_the_withdrawal(staff: Desk, round_: Round) -> None:
    staff.post(f"{PERSON}/withdraw")
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    assert "The round is closed, so the withdrawal stays." in staff.get(PERSON).words
    assert staff.post(f"{PERSON}/restore").status == 409


def test_a_sealed_survey_has_nothing_left_to_change(staff: Desk, round_: Round) -> None:
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    staff.get(PERSON)

    assert "Link Destroyed: the survey is sealed" in staff.words
    assert [form.action for form in staff.page.forms] == ["/sign-out"]
    for act in ("/link", "/withdraw", "/restore"):
        assert staff.post(PERSON + act, generation="0").status == 409


def test_reminders_that_were_stopped_are_shown(staff: Desk, round_: Round) -> None:
    links.set_reminders(some_links(round_)[0], wanted=False)

    assert "Reminders None: asked for no more" in staff.get(PERSON).words


@pytest.mark.parametrize("address", ["/rounds/1/people/99", "/rounds/9/people/1", "/rounds/1/people/0", f"{PERSON}x"])
def test_people_and_rounds_that_are_not_there(staff: Desk, round_: Round, address: str) -> None:
    assert staff.get(address).status == 404
    for act in ("/link", "/withdraw", "/restore"):
        assert staff.post(address + act, generation="0").status == 404


def test_who_may_change_an_invitation(
    staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk, round_: Round
) -> None:
    for act in ("/link", "/withdraw", "/restore"):
        url = PERSON + act
        assert analyst.post(url, generation="0").status == facilitator.post(url, generation="0").status == 403
        assert nobody.post(url, generation="0").url.startswith("/sign-in")
        assert staff.post_without_token(url, generation="0").status == 400
        assert staff.get(url).status == 405
    database.session().rollback()
    found = database.session().scalars(sa.select(Invitation)).all()
    assert [(invitation.generation, invitation.withdrawn_on) for invitation in found] == [(0, None)] * 3
