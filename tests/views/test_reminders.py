"""No more reminders: one button, or the mail provider's own; taken back on the same page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from surveyapp import database
from surveyapp.permissions import OPERATOR
from surveyapp.services import invitations, links, members, sealing, surveys
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def test_the_landing_page_leads_there_and_one_button_stops_them(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    browser = Browser(app).get(f"/r/{token}")
    assert f'href="/r/{token}/stop"' in browser.html

    browser.get(f"/r/{token}/stop")
    assert "No more reminders?" in browser.form.text
    assert "your link works until the survey closes" in browser.form.text
    assert links.wants_reminders(token)
    browser.press(reminders="none")

    assert (browser.status, browser.url) == (200, f"/r/{token}/stop")
    assert "You get no more reminders" in browser.form.text
    assert not links.wants_reminders(token)


def test_it_is_taken_back_on_the_same_page(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    browser = Browser(app).get(f"/r/{token}/stop").press(reminders="none")

    browser.press(reminders="wanted")

    assert "No more reminders?" in browser.form.text
    assert links.wants_reminders(token)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_mail_providers_own_button(app: Flask, kind: str) -> None:
    """RFC 8058: a POST without cookie, page or token of ours, which follows no redirect."""
    token = some_links(an_open_round())[0]

    for _ in range(2):
        answer = app.test_client().post(f"/r/{token}/stop", data={"List-Unsubscribe": "One-Click"}, content_type=kind)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert not links.wants_reminders(token)


def test_any_link_that_was_given_out_serves(app: Flask) -> None:
    round_ = an_open_round()
    token = some_links(round_)[0]
    person = members.list_members(OPERATOR)[0].id
    new = invitations.replace_link(OPERATOR, round_.survey_id, person, generation=0, secret=SECRET, now=NOON).token
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: invitations.withdraw(OPERATOR, round_.survey_id, person, now=NOON),
        lambda: surveys.close_round(OPERATOR, round_.id, now=NOON),
        lambda: sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON),
    ]

    for step in steps:
        step()
        for each in (token, new):
            assert Browser(app).get(f"/r/{each}/stop").press(reminders="none").status == 200
            assert not links.wants_reminders(new)
            links.set_reminders(new, wanted=True)


def test_a_link_that_never_was(app: Flask) -> None:
    some_links(an_open_round())

    assert Browser(app).get(f"/r/{'A' * 24}/stop").status == 404
    page = Browser(app).post(f"/r/{'A' * 24}/stop", {"List-Unsubscribe": "One-Click"})
    assert page.status == 404
    assert "This link does not work" in page.form.text


def test_it_is_kept_for_the_person_and_nobody_else(app: Flask) -> None:
    mine, other, _ = some_links(an_open_round())

    Browser(app).get(f"/r/{mine}/stop").press(reminders="none")

    database.session().rollback()
    assert [member.reminders_stopped for member in members.list_members(OPERATOR)] == [True, False, False]
    assert "No more reminders?" in Browser(app).get(f"/r/{other}/stop").form.text
