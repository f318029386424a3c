"""A network, a server or a browser that fails while somebody answers: not one typed character is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect

from tests.browser import stored
from tests.browser.board import Board
from tests.browser.devices import LOST
from tests.browser.journey import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.browser.member import Member

OFFLINE = "Offline, kept on this device"
# A browser that keeps nothing: some do so in private windows.
NO_STORE = "Storage.prototype.setItem = () => { throw new Error('nothing can be kept') };"


def test_offline_and_back(begin: Callable[..., Member]) -> None:
    member = begin(at="g/B")
    member.device.expect(LOST)
    member.answer("importance B", "5")
    member.is_kept()

    member.device.context.set_offline(True)
    member.answer("feasibility B", "2")
    member.says(OFFLINE)
    member.write("comment B", WORDS)
    member.hand.press(member.page.locator(".dock [value=next]"))
    expect(member.page.locator("#trouble")).to_contain_text("You are offline")
    assert member.slug == "g/B"
    assert stored.draft(member.survey, member.token) == {"importance B": "5"}
    member.device.context.set_offline(False)

    member.says("Saved")
    member.is_kept()
    expect(member.page.locator("#trouble")).to_have_count(0)
    member.press("next")
    assert member.slug == "g/C"


def test_the_queue_survives_the_tab(begin: Callable[..., Member]) -> None:
    """What could not be sent is sent by the next page that is opened on this device."""
    member = begin(at="g/B")
    member.device.expect(LOST)
    member.survey.site.stop()
    member.answer("feasibility B", "2")
    member.write("comment B", WORDS)
    member.says(OFFLINE)
    again = member.in_another_tab()
    member.page.close()
    member.survey.site.start()
    assert stored.draft(member.survey, member.token) == {}

    again.visit("g/D")

    again.is_kept()


def test_the_queue_survives_a_reload(begin: Callable[..., Member]) -> None:
    member = begin(at="g/B")
    member.device.expect(LOST)
    member.survey.site.stop()
    member.answer("importance B", "1")
    member.write("comment B", WORDS)
    member.says(OFFLINE)
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        member.page.reload()
    member.page.wait_for_url("chrome-error://**")  # the browser's own error page would interrupt the next visit
    member.survey.site.start()
    assert stored.draft(member.survey, member.token) == {}

    member.visit("g/B")

    assert member.at("comment B").input_value() == WORDS
    assert member.answered("importance B") == "1"
    member.is_kept()


def test_the_server_restarts_between_two_answers(begin: Callable[..., Member]) -> None:
    member = begin(at="g/C")
    member.device.expect(LOST)
    member.answer("importance C", "3")
    member.is_kept()

    member.survey.site.stop()
    member.answer("feasibility C", "4")
    member.says(OFFLINE)
    member.survey.site.start()

    member.is_kept()
    member.press("next")
    assert member.slug == "g/D"


def test_a_server_that_is_busy(begin: Callable[..., Member]) -> None:
    """A proxy answers 503 for a while."""
    member = begin(at="g/C")
    member.device.expect(r"\b503\b")
    member.page.route("**/save", lambda route: route.fulfill(status=503, body="Service Unavailable"))
    member.write("comment C", WORDS)
    member.says("Not saved")
    expect(member.page.locator("#trouble")).to_contain_text("It is still on this page, and we keep trying")
    assert member.at("comment C").input_value() == WORDS

    member.page.unroute("**/save")

    member.is_kept()
    member.says("Saved")


def test_a_text_too_large_to_take(begin: Callable[..., Member]) -> None:
    member = begin(at="g/C")
    member.device.expect(r"\b413\b", LOST)
    field = member.at("comment C")
    member.write("comment C", "short")
    member.is_kept()

    field.fill("far too much " * 100_000)
    expect(member.page.locator("#trouble")).to_contain_text("Shorten it")
    assert len(field.input_value()) == 1_300_000
    member.says("Not saved")
    member.answer("importance C", "2")
    field.fill(WORDS)

    member.did["comment C"] = WORDS
    member.is_kept()
    member.says("Saved")


def test_the_cookie_is_gone(begin: Callable[..., Member]) -> None:
    """The answers wait on the device until the link is opened again."""
    member = begin(at="g/C")
    member.device.expect(r"\b403\b", LOST)
    member.device.context.clear_cookies()
    member.write("comment C", WORDS)
    member.answer("importance C", "2")
    expect(member.page.locator("#trouble")).to_contain_text("Open your link again")
    member.says("Not saved")
    assert stored.draft(member.survey, member.token) == {}

    member.start()

    member.is_kept()


def test_a_reply_that_gets_lost(begin: Callable[..., Member]) -> None:
    """The server has saved, but the page does not hear of it and says it all again."""
    member = begin(at="g/C")
    member.device.expect(LOST)
    heard: list[int] = []

    def lose(route: Route) -> None:
        heard.append(route.fetch().status)
        route.abort()

    member.page.route("**/save", lose, times=1)
    member.answer("importance C", "2")
    member.says(OFFLINE)
    assert heard == [200]
    member.answer("importance C", "3")

    member.is_kept()
    member.says("Saved")


def test_offline_next_keeps_the_page(begin: Callable[..., Member]) -> None:
    """Even when everything is saved already, the page is not given away for a page that cannot come."""
    member = begin(at="g/C")
    member.device.expect(LOST)
    member.answer("importance C", "2")
    member.is_kept()
    member.device.context.set_offline(True)

    member.hand.press(member.page.locator(".dock [value=next]"))

    expect(member.page.locator("#trouble")).to_contain_text("You are offline")
    assert member.slug == "g/C"
    member.device.context.set_offline(False)
    member.press("next")
    assert member.slug == "g/D"


def test_a_device_that_keeps_nothing(begin: Callable[..., Member]) -> None:
    member = begin()
    member.device.expect(LOST)
    member.device.context.add_init_script(NO_STORE)
    member.visit("g/C")
    member.answer("importance C", "2")
    member.is_kept()

    member.device.context.set_offline(True)
    member.write("comment C", WORDS)
    member.says("Offline, kept on this page")
    expect(member.page.locator("#trouble")).to_contain_text("Please do not close it")
    member.device.context.set_offline(False)

    member.is_kept()


def test_a_ranking_made_offline(begin: Callable[..., Member]) -> None:
    member = begin(at="rank")
    member.device.expect(LOST)
    member.device.context.set_offline(True)
    member.order_by_cards("C", "A", "E")
    member.says(OFFLINE)
    again = member.in_another_tab()
    member.page.close()
    member.device.context.set_offline(False)

    again.visit("rank")

    assert Board(again).placed() == ["C", "A", "E"]
    again.is_kept()


def test_what_an_older_version_kept_does_no_harm(begin: Callable[..., Member]) -> None:
    """Something else lies where this device keeps its answers."""
    member = begin(at="g/C")
    member.answer("importance C", "2")
    member.is_kept()
    member.page.evaluate("for (const name of Object.keys(localStorage)) localStorage[name] = '{}'")
    member.visit("g/C")

    member.answer("importance C", "4")

    member.is_kept()
