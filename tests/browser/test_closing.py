"""A round that closes while somebody is in it: they are warned, they may finish, and no character is lost."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import stored
from tests.browser.devices import LOST, PHONE, PLAIN
from tests.browser.journey import WORDS
from tests.browser.survey import sample_survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Kind
    from tests.browser.member import Member
    from tests.browser.site import Site
    from tests.browser.survey import Survey


_numbers = count(1)


@pytest.fixture
def closing(site: Site) -> Survey:
    """A survey of this test's own, since its time is going to run out."""
    return sample_survey(site, f"Plan {next(_numbers)} that closes")


def test_it_warns_ten_minutes_before(begin: Callable[..., Member], closing: Survey) -> None:
    """Whoever sits on a page as the time runs out, and whoever comes to one."""
    closing.close_in(timedelta(minutes=20))
    member = begin(asked=closing)
    member.page.clock.install()
    member.visit("v/1")
    notice = member.page.locator("#closing")
    member.page.clock.fast_forward("09:00")
    assert notice.count() == 0

    member.page.clock.fast_forward("02:00")
    expect(notice).to_contain_text("This survey closes at")
    member.page.clock.fast_forward("10:00")
    expect(notice).to_contain_text("This survey has closed")
    closing.close_in(timedelta(minutes=9))
    member.visit("v/2")
    expect(notice).to_contain_text("This survey closes at")


@pytest.mark.parametrize("kind", [PHONE, PLAIN], ids=["with a script", "without"])
def test_whoever_had_begun_may_finish(begin: Callable[..., Member], closing: Survey, kind: Kind) -> None:
    member = begin(kind, asked=closing, at="v/1")
    member.answer("agreement S1", "2")
    closing.close_in(timedelta(minutes=-1))

    member.write("comment S1", WORDS)
    member.press("next")
    expect(member.page.locator("#closing")).to_contain_text("You had begun, so you can finish")
    member.visit("review")
    member.press("submit")

    assert member.slug == "done"
    assert stored.response(closing, member.token) == member.did


def test_nobody_begins_after_the_closing_time(begin: Callable[..., Member], closing: Survey) -> None:
    member = begin(asked=closing)
    closing.close_in(timedelta(minutes=-1))
    member.token = closing.newcomer()

    member.arrive()

    assert member.page.locator("h1").inner_text() == "This survey has closed"
    assert member.page.locator("button").count() == 0


@pytest.mark.parametrize("how", ["by hand", "by time"])
def test_closed_while_typing(begin: Callable[..., Member], closing: Survey, how: str) -> None:
    """After the grace too the words are still on the page, and then on the page that says it is over."""
    member = begin(asked=closing, at="g/A")
    member.device.expect(r"\b409\b", LOST)
    member.answer("importance A", "2")
    member.is_kept()
    if how == "by hand":
        closing.close()
    else:
        closing.close_in(timedelta(hours=-1))

    member.at("comment A").evaluate("field => { field.closest('details').open = true; }")
    member.at("comment A").fill(WORDS)
    expect(member.page.locator("#trouble")).to_contain_text("This survey has closed")
    member.says("Not saved")
    assert member.at("comment A").input_value() == WORDS
    member.press("next")

    assert member.page.locator("h1").inner_text() == "This survey has closed"
    assert member.page.locator("textarea").input_value() == WORDS
    member.is_kept()


def test_closed_while_typing_without_a_script(begin: Callable[..., Member], closing: Survey) -> None:
    member = begin(PLAIN, asked=closing, at="g/A")
    member.device.expect(r"\b409\b")
    member.write("comment A", WORDS)
    closing.close()

    member.press("next")

    assert member.page.locator("textarea").input_value() == WORDS
    assert stored.draft(closing, member.token) == {}
