"""Several tabs, several devices, several people on one device: nothing crosses, and whoever differs is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import stored
from tests.browser.devices import DESK, LOST, PHONE, PLAIN
from tests.browser.journey import WORDS
from tests.browser.survey import sample_survey
from tests.browser.test_network import OFFLINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.member import Member


def test_two_tabs_on_different_pages(begin: Callable[..., Member]) -> None:
    member = begin(at="g/A")
    other = member.in_another_tab()
    other.visit("g/B")

    member.answer("importance A", "1")
    other.answer("importance B", "2")
    member.write("comment A", WORDS)
    other.answer("feasibility B", "na")

    member.is_kept()


def test_two_tabs_on_one_page(begin: Callable[..., Member]) -> None:
    """The tab that lay open does not wipe what the other one said, neither by an answer nor by Next."""
    member = begin(at="g/A")
    member.answer("importance A", "1")
    member.is_kept()
    other = member.in_another_tab()
    other.visit("g/A")
    other.answer("importance A", "5")
    other.write("comment A", WORDS)
    other.is_kept()

    member.answer("feasibility A", "3")
    member.is_kept()
    member.press("next")

    member.is_kept()


def test_two_surveys_in_one_browser(begin: Callable[..., Member]) -> None:
    member = begin(at="v/1")
    another = member.in_another_tab()
    another.survey = sample_survey(member.survey.site, "Another plan in the same browser")
    another.token, another.did = another.survey.newcomer(), {}
    another.start()

    member.answer("agreement S1", "1")
    another.answer("agreement S1", "5")
    another.write("comment S1", WORDS)
    member.press("next")
    another.press("next")

    member.is_kept()
    another.is_kept()


@pytest.mark.parametrize("keeps", ["theirs", "from here"])
def test_two_devices_that_differ(begin: Callable[..., Member], keeps: str) -> None:
    """The phone's answer was first and stands; the desk sees it, and can put its own in its place."""
    phone = begin(PHONE, at="g/A")
    desk = begin(DESK, token=phone.token, at="g/A")
    phone.answer("importance A", "5")
    phone.is_kept()

    desk.answer("importance A", "2")
    newer = desk.page.locator("#newer")
    expect(newer).to_contain_text("another device")
    assert desk.answered("importance A") == "5"
    phone.is_kept()
    desk.answer("feasibility A", "1")
    if keeps == "from here":
        newer.get_by_role("button", name="Use the one from here").click()
        assert desk.answered("importance A") == "2"
        expect(newer).to_have_count(0)

    phone.did |= {"importance A": "2" if keeps == "from here" else "5", "feasibility A": "1"}
    phone.is_kept()
    desk.press("next")
    phone.is_kept()
    if keeps == "from here":
        phone.answer("tier A", phone.options("tier A")[0])
        expect(phone.page.locator("#newer")).to_contain_text("another device")
        assert phone.answered("importance A") == "2"
        phone.is_kept()


def test_two_devices_that_write(begin: Callable[..., Member]) -> None:
    """Neither text is lost: the one that came second is shown beside the one that stands."""
    phone = begin(PHONE, at="g/A")
    desk = begin(DESK, token=phone.token, at="g/A")
    phone.write("comment A", "Written on the phone.")
    phone.is_kept()

    desk.write("comment A", "Written at the desk.")
    newer = desk.page.locator("#newer")
    expect(newer).to_contain_text("Written at the desk.")
    assert desk.at("comment A").input_value() == "Written on the phone."
    newer.get_by_role("button", name="Use the one from here").click()

    phone.did["comment A"] = "Written at the desk."
    phone.is_kept()


def test_two_devices_without_a_script(begin: Callable[..., Member]) -> None:
    phone = begin(PHONE, at="g/A")
    plain = begin(PLAIN, token=phone.token, at="g/A")
    plain.device.expect(r"\b409\b")
    phone.answer("importance A", "5")
    phone.is_kept()

    plain.answer("importance A", "2")
    plain.answer("feasibility A", "4")
    plain.press("next")
    expect(plain.page.locator("#newer")).to_contain_text("You answered this on another device")
    assert plain.answered("importance A") == "5"
    plain.hand.go(plain.page.get_by_role("button", name="Use the one from here"))

    assert plain.answered("importance A") == "2"
    assert stored.draft(plain.survey, plain.token) == plain.did


def test_offline_on_one_device_while_the_other_goes_on(begin: Callable[..., Member]) -> None:
    """What was answered offline, and elsewhere meanwhile, is told when the first device is back."""
    phone = begin(PHONE, at="g/A")
    desk = begin(DESK, token=phone.token, at="g/A")
    phone.device.expect(LOST)
    phone.device.context.set_offline(True)
    phone.answer("importance A", "1")
    phone.answer("feasibility A", "1")
    phone.says(OFFLINE)
    desk.answer("importance A", "5")
    desk.is_kept()

    phone.device.context.set_offline(False)

    expect(phone.page.locator("#newer")).to_contain_text("another device")
    desk.did["feasibility A"] = "1"
    desk.is_kept()
    assert phone.answered("importance A") == "5"


def test_an_old_queue_meets_a_newer_answer(begin: Callable[..., Member]) -> None:
    """The phone comes back after the desk has answered, and on another page: it says so and offers its own words."""
    phone = begin(PHONE, at="g/A")
    desk = begin(DESK, token=phone.token, at="g/A")
    phone.device.expect(LOST)
    phone.survey.site.stop()
    phone.write("comment A", "Written on the phone.")
    phone.says(OFFLINE)
    again = phone.in_another_tab()
    phone.page.close()
    phone.survey.site.start()
    desk.write("comment A", "Written at the desk.")
    desk.is_kept()

    again.visit("g/D")

    newer = again.page.locator("#newer")
    expect(newer).to_contain_text("Written on the phone.")
    desk.is_kept()
    newer.get_by_role("button", name="Use the one from here").click()
    again.is_kept()


def test_the_next_person_sees_nothing_of_the_last(begin: Callable[..., Member]) -> None:
    """Somebody leaves unsent words on a shared device; whoever opens their own link there does not get them."""
    first = begin(at="g/A")
    first.device.expect(LOST)
    first.survey.site.stop()
    first.write("comment A", "Private words of the first person.")
    first.answer("importance A", "1")
    first.says(OFFLINE)
    second = first.in_another_tab()
    first.page.close()
    first.survey.site.start()

    second.token, second.did = second.survey.newcomer(), {}
    second.start()
    second.visit("g/A")
    assert second.answered("importance A") is None
    assert second.at("comment A").input_value() == ""
    second.answer("importance A", "4")

    second.is_kept()
    assert stored.draft(first.survey, first.token) == {}
    returned = first.in_another_tab()
    returned.start()
    returned.is_kept()
    second.is_kept()


def test_done_on_this_device_leaves_nothing_there(begin: Callable[..., Member]) -> None:
    member = begin(at="v/1")
    member.answer("agreement S1", "4")
    member.is_kept()
    member.visit("review")
    member.press("submit")

    member.hand.go(member.page.get_by_role("button", name="Done on this device"))

    kept = member.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]
    assert member.device.context.cookies() == []
    member.device.expect(r"\b403\b")
    member.visit("v/1")
    assert "Open your link again" in member.page.title()
