"""The door: what a personal link shows, and that opening it changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from surveyapp.permissions import OPERATOR
from surveyapp.services import surveys
from tests.conftest import NOON
from tests.factories import a_round, an_open_round, some_links
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


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

    for _ in range(10):
        assert client.get(f"/r/{token}").status_code == 200
        assert client.head(f"/r/{token}").status_code == 200
        assert client.get(f"/r/{token}/start").status_code == 405

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
    assert "Path=/s/1/" in cookie
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_start_without_the_links_own_token_starts_nothing(app: Flask) -> None:
    mine, other, _ = some_links(an_open_round())
    stolen = Browser(app).get(f"/r/{other}").form.values["csrf_token"]
    browser = Browser(app)

    for token in ("", "x", stolen):
        browser.post(f"/r/{mine}/start", {"csrf_token": token})
        assert "Start" in browser.form.text
        assert browser.cookie_value("sitting_1", "/s/1/") is None


def test_coming_back_continues_and_says_how_far(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    browser = Browser(app).start(token)
    browser.press("next", **{browser.field("agreement-"): "4"})

    page = Browser(app).get(f"/r/{token}")

    assert "Welcome back" in page.form.text
    assert "1 of 9 answers are saved." in page.form.text
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
    assert late.cookie_value("sitting_1", "/s/1/") is None


def test_the_whole_plan_can_be_read(app: Flask) -> None:
    token = some_links(an_open_round())[0]

    page = Browser(app).get(f"/r/{token}/plan")

    for words in ("Function is written down", "Agree it with payers.", "Future Considerations", "Envisioned future"):
        assert words in page.form.text
