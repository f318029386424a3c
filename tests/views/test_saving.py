"""Saving while somebody answers, and one person on two devices: nothing newer is overwritten, nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from surveyapp import database
from surveyapp.models import Draft, Response
from surveyapp.permissions import OPERATOR
from surveyapp.services import surveys
from tests.conftest import NOON
from tests.factories import an_open_round, some_links
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

pytestmark = pytest.mark.both_databases

CLOSING = NOON + timedelta(days=10)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def link(app: Flask) -> str:
    return some_links(an_open_round())[0]


@pytest.fixture
def phone(app: Flask, link: str) -> Browser:
    return Browser(app).start(link)


@pytest.fixture
def desk(app: Flask, link: str) -> Browser:
    return Browser(app).start(link)


def fields() -> dict[str, str]:
    database.session().rollback()
    return database.session().scalars(sa.select(Draft.fields)).one()


def test_a_change_is_saved_while_the_page_stays_open(phone: Browser) -> None:
    name = phone.field("agreement")

    answer = phone.save({name: "4"})

    assert answer.json == {"version": 1, "newer": {}, "refused": []}
    assert fields() == {name: "4"}
    assert phone.get("/s/1/v/1").form.values[name] == "4"


def test_fields_of_other_pages_are_taken_and_what_nobody_asks_is_not(phone: Browser) -> None:
    name = phone.field("agreement")

    phone.save({name: "4", "missing": "Much.\r\nVery \x00much.", "nothing": "x", "csrf_token": "y"})

    assert fields() == {name: "4", "missing": "Much.\nVery much."}


def test_a_wording_that_only_repeats_the_plan_is_silence(phone: Browser) -> None:
    wording = phone.field("wording")

    phone.save({wording: f" {phone.form.values[wording]} "})

    assert fields() == {}


def test_half_a_character_is_no_reason_to_lose_the_rest(phone: Browser) -> None:
    phone.save({"missing": "Much \ud83d more"})

    assert fields() == {"missing": "Much  more"}


def test_a_late_request_changes_nothing(phone: Browser) -> None:
    name = phone.field("agreement")
    phone.save({name: "5"}, count=2)

    assert phone.save({name: "1"}, count=1).status_code == 200
    assert fields() == {name: "5"}


def test_a_form_without_a_script_counts_after_all_that_was_saved(phone: Browser) -> None:
    name = phone.field("agreement")
    phone.save({name: "5"}, count=9)
    phone.press("next", **{name: "2"})

    assert phone.status == 200
    assert fields() == {name: "2"}


def test_another_devices_answer_is_told_and_kept(phone: Browser, desk: Browser) -> None:
    name, comment = phone.field("agreement"), phone.field("comment")
    desk.save({name: "5"})

    answer = phone.save({name: "1", comment: "From the phone."})

    assert answer.json == {"version": 2, "newer": {name: "5"}, "refused": [name]}
    assert fields() == {name: "5", comment: "From the phone."}


def test_without_a_script_the_page_shows_both_and_asks(phone: Browser, desk: Browser) -> None:
    name, comment = phone.field("agreement"), phone.field("comment")
    desk.press("next", **{name: "5", comment: "From the desk."})
    phone.press("next", **{name: "1", comment: "From the phone."})

    assert (phone.status, phone.url) == (409, "/s/1/v/1")
    assert phone.form.values[name] == "5"
    assert "You answered this on another device" in phone.form.text
    assert "Strongly disagree" in phone.form.text
    assert "From the phone." in phone.form.text
    assert fields() == {name: "5", comment: "From the desk."}

    phone.press(use="here")

    assert phone.url == "/s/1/v/1"
    assert fields() == {name: "1", comment: "From the phone."}


def test_or_goes_on_with_the_newer_one(phone: Browser, desk: Browser) -> None:
    name = phone.field("agreement")
    desk.press("next", **{name: "5"})
    phone.press("next", **{name: "1"}).press("next")

    assert phone.url == "/s/1/v/2"
    assert fields() == {name: "5"}


def test_what_a_page_notes_beside_the_answers_is_never_in_dispute(phone: Browser, desk: Browser) -> None:
    desk.save({"seconds-v/1": "9"})
    phone.press("next", **{"seconds-v/1": "4"})

    assert phone.status == 200
    assert fields() == {"seconds-v/1": "4"}


def test_the_same_link_opened_again_is_the_same_device(phone: Browser, link: str) -> None:
    name = phone.field("agreement")
    token, revision = phone.form.values["csrf_token"], phone.form.values["revision"]
    phone.press("next", **{name: "5"})
    phone.start(link)

    phone.post("/s/1/v/1", {"csrf_token": token, "revision": revision, "version": "0", name: "3"})

    assert phone.status == 200
    assert fields() == {name: "3"}


def test_nobody_else_saves_into_a_draft(app: Flask, phone: Browser, link: str) -> None:
    name = phone.field("agreement")
    body = {"token": phone.form.values["csrf_token"], "revision": 2, "count": 1, "seen": 0, "changes": {name: ["4", 0]}}
    stranger = Browser(app)
    other = Browser(app).start(some_links(surveys.get_round(OPERATOR, 1), 2)[1])

    for browser in (stranger, other):
        assert browser.send_json("/s/1/save", body).status_code == 403
    assert phone.send_json("/s/2/save", body).status_code == 403
    assert phone.send_json("/s/1/save", body | {"token": "x"}).status_code == 403


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        [],
        "x",
        {},
        {"changes": []},
        {"changes": {"missing": "x"}},
        {"changes": {"missing": ["x"]}},
        {"changes": {"missing": [1, 0]}},
        {"changes": {"missing": ["x", "0"]}},
        {"changes": {"missing": ["x", -1]}},
        {"changes": {"missing": ["x", 0]}, "count": 2**40},
        {"changes": {"missing": ["x", 0]}, "seen": None},
        {"changes": {"missing": ["x", 0]}, "revision": 1.5},
    ],
)
def test_nonsense_is_refused_and_stores_nothing(phone: Browser, nonsense: object) -> None:
    whole = {"token": phone.form.values["csrf_token"], "revision": 2, "count": 1, "seen": 0, "changes": {}}
    body = whole | nonsense if isinstance(nonsense, dict) and nonsense else nonsense

    assert phone.send_json("/s/1/save", body).status_code in {400, 403}
    assert fields() == {}


def test_a_text_beyond_all_measure_is_refused(phone: Browser) -> None:
    assert phone.save({"missing": "x" * 1_100_000}).status_code == 413
    assert fields() == {}


def test_in_the_last_minutes_the_page_says_when_it_closes(phone: Browser) -> None:
    with time_machine.travel(CLOSING - timedelta(minutes=11), tick=False):
        assert "closes at" not in phone.get("/s/1/v/1").form.text
    with time_machine.travel(CLOSING - timedelta(minutes=9), tick=False):
        assert "This survey closes at Thursday, March 12, 1:00 p.m. Central" in phone.get("/s/1/v/1").form.text


def test_whoever_had_begun_may_finish_and_nobody_begins(app: Flask, phone: Browser, link: str) -> None:
    name = phone.field("agreement")
    with time_machine.travel(CLOSING + timedelta(minutes=14), tick=False):
        phone.save({name: "4"})
        page = phone.get("/s/1/review")
        assert "This survey has closed" in page.form.text
        assert "submit by Thursday, March 12, 1:15 p.m. Central" in page.form.text
        page.press("submit")
        late = Browser(app).get(f"/r/{link}")
        assert late.form.action == ""

    database.session().rollback()
    assert database.session().scalar(sa.select(sa.func.count()).select_from(Response)) == 1


def test_after_the_grace_nothing_is_saved(phone: Browser) -> None:
    name = phone.field("agreement")
    with time_machine.travel(CLOSING + timedelta(minutes=15), tick=False):
        assert phone.save({name: "4"}).status_code == 409
    assert fields() == {}


def test_the_name_under_which_a_device_keeps_answers_is_the_drafts_own(
    app: Flask, phone: Browser, desk: Browser
) -> None:
    other = Browser(app).start(some_links(surveys.get_round(OPERATOR, 1), 2)[1])

    keys = [browser.html.split('data-key="')[1].split('"')[0] for browser in (phone, desk, other)]

    assert keys[0] == keys[1] != keys[2]
    database.session().rollback()
    assert all(str(draft) not in keys for draft in database.session().scalars(sa.select(Draft.id)))
