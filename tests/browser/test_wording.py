"""Suggesting other words: the field begins with the item's text, and what the edit changes is shown word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.member import Member


def test_a_live_redline(begin: Callable[..., Member]) -> None:
    member = begin(at="g/H")
    original = member.survey.item("H").text
    member.hand.press(member.page.locator("details:has(.plan-edit) > summary").last)
    field = member.at("wording H")
    redline = member.page.locator(".redline", has=member.page.locator("ins"))
    assert field.input_value() == original
    assert redline.count() == 0

    member.write("wording H", original.replace("functional", "plain") + " Soon.")

    expect(redline.locator("del")).to_have_text("removed: functional")
    expect(redline.locator("ins")).to_have_text(["added: plain", "added: Soon."])
    member.is_kept()
    member.press("next")
    member.visit("g/H")
    expect(redline.locator("del")).to_have_text("removed: functional")


def test_the_original_is_put_back(begin: Callable[..., Member]) -> None:
    """Words that say what the plan says are no suggestion."""
    member = begin(at="g/H")
    member.write("wording H", "Something else.")
    member.is_kept()

    member.hand.press(member.page.get_by_role("button", name="Put back the original"))

    assert member.at("wording H").input_value() == member.survey.item("H").text
    del member.did["wording H"]
    member.is_kept()


def test_a_text_of_markup_stays_text(begin: Callable[..., Member]) -> None:
    member = begin(at="g/H")

    member.write("wording H", "<img src=x onerror=alert(1)> <b>bold</b>")

    expect(member.page.locator(".redline ins").first).to_contain_text("<img src=x onerror=alert(1)>")
    member.is_kept()
    member.visit("review")
    member.press("submit")
    assert stored.response(member.survey, member.token) == member.did
