"""The door: what a personal link shows, and that opening it changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from surveyapp import database
from surveyapp.permissions import OPERATOR
from surveyapp.security import form_token
from surveyapp.services import invitations, members, sealing, surveys
from tests.conftest import NOON, SECRET
from tests.factories import a_round, an_open_round, some_links
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from surveyapp.models import Round

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def replaced(round_: Round) -> str:
    """The new link of the first member."""
    member_id = members.list_members(OPERATOR)[0].id
    new = invitations.replace_link(OPERATOR, round_.survey_id, member_id, generation=0, secret=SECRET, now=NOON)
    return new.token


def press_start(app: Flask, token: str) -> Browser:
    """Press Start on a page that was open before the link ended."""
    with app.test_request_context():
        own = form_token(f"start:{token}")
    return Browser(app).post(f"/r/{token}/start", {"csrf_token": own})


def everything() -> list[tuple[object, ...]]:
    """Every row of every table."""
    db = database.session()
    db.rollback()
    return [tuple(row) for table in database.Base.metadata.sorted_tables for row in db.execute(sa.select(table))]


def test_the_first_page_says_what_it_takes_and_who_sees_what(app: Flask) -> None:
    token = some_links(an_open_round())[0]

    page = Browser(app).get(f"/r/{token}")

    assert page.status == 200
    for words in (
        "What do you think of the Community Rehabilitation Strategic Plan?",
        "Thursday, March 12, 1:00 p.m. Central",
        "Only in groups of five or more",
        "Colleagues",
        "Staff",
        "The database",
        "Shorten the wait for the first visit.",
    ):
        assert words in page.form.text
    assert "Start" in page.form.text


def test_ten_gets_and_heads_by_a_mail_scanner_change_nothing(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    client = app.test_client()
    before = everything()

    for _ in range(10):
        for address in (f"/r/{token}", f"/r/{token}/plan", f"/r/{token}/stop"):
            assert client.get(address).status_code == 200
            assert client.head(address).status_code == 200
        assert client.get(f"/r/{token}/start").status_code == 405

    assert everything() == before
    assert "Start" in Browser(app).get(f"/r/{token}").form.text


def test_start_leaves_the_token_out_of_the_address_and_sets_a_guarded_cookie(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    client = app.test_client()
    page = Browser(app).get(f"/r/{token}")

    response = client.post(f"/r/{token}/start", data={"csrf_token": page.form.values["csrf_token"]})

    cookie = response.headers["Set-Cookie"]
    assert response.status_code == 303
    assert token not in response.location
    assert token not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_start_without_the_links_own_token_starts_nothing(app: Flask) -> None:
    mine, other, _ = some_links(an_open_round())
    stolen = Browser(app).get(f"/r/{other}").form.values["csrf_token"]
    browser = Browser(app)

    for token in ("", "x", stolen):
        browser.post(f"/r/{mine}/start", {"csrf_token": token})
        assert "Start" in browser.form.text
        assert browser.cookie_value("sitting_1") is None


def test_coming_back_continues_and_says_how_far(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    browser = Browser(app).start(token)
    browser.press("next", **{browser.field("agreement-"): "4"})

    page = Browser(app).get(f"/r/{token}")

    assert "Welcome back" in page.form.text
    assert "Continue, 1 of 9 answered" in page.form.text
    page.press()
    assert page.url == "/s/1/v/2"


@pytest.mark.parametrize("token", ["x", "A" * 24, "%00", "é"])
def test_an_unknown_link_is_explained(app: Flask, token: str) -> None:
    some_links(an_open_round())

    page = Browser(app).get(f"/r/{token}")

    assert page.status == 404
    assert "This link does not work" in page.form.text
    assert Browser(app).post(f"/r/{token}/start", {"csrf_token": "x"}).status == 404
    assert Browser(app).get(f"/r/{token}/plan").status == 404


def test_a_round_that_has_not_opened(app: Flask) -> None:
    token = some_links(a_round())[0]

    page = Browser(app).get(f"/r/{token}")

    assert (page.status, "has not opened yet" in page.form.text) == (200, True)


def test_a_round_that_opens_later_says_when(app: Flask) -> None:
    round_ = a_round()
    surveys.schedule_round(
        OPERATOR,
        round_.id,
        opens_at=NOON + timedelta(days=1),
        closes_at=NOON + timedelta(days=2),
        time_zone="America/Chicago",
        now=NOON,
    )
    surveys.open_round(OPERATOR, round_.id, now=NOON)

    page = Browser(app).get(f"/r/{some_links(round_)[0]}")

    assert "It opens on Tuesday, March 3, 12:00 p.m. Central." in page.form.text


def test_a_closed_round_says_so_and_starts_nothing(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    page = Browser(app).get(f"/r/{token}")

    with time_machine.travel(NOON + timedelta(days=10), tick=False):
        late = page.press()

    assert "It closed on Thursday, March 12, 1:00 p.m. Central." in late.form.text
    assert late.cookie_value("sitting_1") is None


def test_a_closed_round_counts_what_was_submitted(app: Flask) -> None:
    mine, other, _ = some_links(an_open_round())
    for token in (mine, other):
        browser = Browser(app).start(token)
        browser.press("review", **{browser.field("agreement-"): "4"})
        if token == mine:
            browser.press("submit")

    with time_machine.travel(NOON + timedelta(days=11), tick=False):
        assert "The 1 answer you submitted was counted." in Browser(app).get(f"/r/{mine}").form.text
        assert "not submitted and so not counted" in Browser(app).get(f"/r/{other}").form.text


def test_after_submitting_the_link_says_so_and_until_when(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    browser = Browser(app).start(token)
    browser.press("review", **{browser.field("agreement-"): "4"}).press("submit")

    page = Browser(app).get(f"/r/{token}")

    assert "You have submitted. Thank you." in page.form.text
    assert "change answers until Thursday, March 12, 1:00 p.m. Central" in page.form.text


@pytest.mark.parametrize("around", [".", ")", ">", "%3E", " ", "%20", "%0A", ").", "&gt;", "/"])
def test_a_link_with_something_behind_it_works_all_the_way(app: Flask, around: str) -> None:
    token = some_links(an_open_round())[0]

    page = Browser(app).get(f"/r/{token}{around}")

    assert page.status == 200
    assert page.form.action == f"/r/{token}/start"
    assert page.press().url == "/s/1/v/1"


@pytest.mark.parametrize("pages", ["", "/plan", "/start", "/stop"])
def test_a_link_that_was_cut_off_says_so(app: Flask, pages: str) -> None:
    token = some_links(an_open_round())[0]
    browser = Browser(app)

    page = browser.post(f"/r/{token[:-1]}{pages}", {}) if pages == "/start" else browser.get(f"/r/{token[:-1]}{pages}")

    assert page.status == 404
    assert "It may have been cut off in the e-mail." in page.form.text


def test_a_link_that_was_replaced_says_so_and_the_new_one_goes_on(app: Flask) -> None:
    round_ = an_open_round()
    old = some_links(round_)[0]
    browser = Browser(app).start(old)
    browser.press("next", **{browser.field("agreement-"): "4"})

    new = replaced(round_)

    for page in (Browser(app).get(f"/r/{old}"), Browser(app).get(f"/r/{old}/plan"), press_start(app, old)):
        assert page.status == 410
        assert "This link has been replaced" in page.form.text
        assert "use the link there; it leads to the same answers" in page.form.text
        assert "Start" not in page.form.text
    assert Browser(app).start(new).url == "/s/1/v/2"


def test_a_device_that_opened_a_replaced_link_loses_no_word_and_gets_in_no_more(app: Flask) -> None:
    round_ = an_open_round()
    old, other, _ = some_links(round_)
    forwarded, others = Browser(app).start(old), Browser(app).start(other)
    comment = forwarded.field("comment-")

    new = replaced(round_)

    assert forwarded.save({comment: "Too late."}).status_code == 403
    forwarded.press("next", **{comment: "Too late."})
    assert forwarded.status == 403
    assert "Open your link again to go on" in forwarded.form.text
    assert "Too late." in forwarded.form.text
    for address in ("/s/1/", "/s/1/v/1", "/s/1/done"):
        assert forwarded.get(address).status == 403
    assert others.press("next", **{comment: "Mine."}).status == 200
    assert "Too late." not in Browser(app).start(new).get("/s/1/v/1").html
    assert forwarded.start(new).status == 200


def test_a_link_that_was_withdrawn_says_so_until_that_is_taken_back(app: Flask) -> None:
    round_ = an_open_round()
    token = some_links(round_)[0]
    browser = Browser(app).start(token)
    member_id = members.list_members(OPERATOR)[0].id

    invitations.withdraw(OPERATOR, round_.survey_id, member_id, now=NOON)

    for page in (Browser(app).get(f"/r/{token}"), press_start(app, token)):
        assert page.status == 410
        assert "This link was withdrawn" in page.form.text
        assert "What was submitted with it still counts." in page.form.text
    assert browser.get("/s/1/v/1").status == 403
    invitations.restore(OPERATOR, round_.survey_id, member_id, now=NOON)
    assert browser.get("/s/1/v/1").status == 403
    assert browser.start(token).url == "/s/1/v/1"


def test_a_sealed_survey_has_a_sentence_of_its_own(app: Flask) -> None:
    round_ = an_open_round()
    token = some_links(round_)[0]
    browser = Browser(app).start(token)
    browser.press("review", **{browser.field("agreement-"): "4"}).press("submit")
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    page = Browser(app).get(f"/r/{token}")

    assert page.status == 410
    assert "This survey is sealed" in page.form.text
    assert "nobody can find it by your link any more" in page.form.text
    assert browser.get("/s/1/done").status == 403


def test_somebody_elses_answers_on_this_device_are_announced_before_they_are_closed(app: Flask) -> None:
    round_ = an_open_round()
    mine, other, _ = some_links(round_)
    said = "Somebody else’s answers are open on this device"
    shared = Browser(app)
    assert said not in shared.get(f"/r/{mine}").form.text
    shared.start(mine)

    assert said not in shared.get(f"/r/{mine}").form.text
    assert said in shared.get(f"/r/{other}").form.text
    assert "Starting ends their visit here; nothing of theirs is lost." in shared.form.text
    shared.press()
    assert said not in shared.get(f"/r/{other}").form.text
    assert "Continuing ends their visit here" in shared.get(f"/r/{mine}").form.text


def test_a_visit_that_was_ended_by_a_new_link_is_nobody_elses(app: Flask) -> None:
    round_ = an_open_round()
    mine, other, _ = some_links(round_)
    shared = Browser(app).start(mine)

    replaced(round_)

    assert "Somebody else’s answers" not in shared.get(f"/r/{other}").form.text


def test_the_whole_plan_can_be_read(app: Flask) -> None:
    token = some_links(an_open_round())[0]

    page = Browser(app).get(f"/r/{token}/plan")

    for words in ("Function is written down", "Agree it with payers.", "Future Considerations", "Envisioned future"):
        assert words in page.form.text
