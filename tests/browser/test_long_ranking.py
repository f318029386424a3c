"""Rankings that differ: without a script, with more goals than can be held at once, with ties, on two devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import stored
from tests.browser.board import Board
from tests.browser.devices import DESK, PHONE, PLAIN, SMALL_PHONE
from tests.browser.hands import Finger, Keys, Mouse
from tests.browser.survey import long_survey
from tests.browser.waiting import until_equal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Kind
    from tests.browser.hands import Hand
    from tests.browser.member import Member
    from tests.browser.site import Site
    from tests.browser.survey import Survey


@pytest.fixture(scope="module")
def long(site: Site) -> Survey:
    return long_survey(site)


def test_lists_without_a_script_close_gaps(begin: Callable[..., Member]) -> None:
    member = begin(PLAIN, at="rank")
    for label, place in {"C": "2", "A": "5", "H": "7"}.items():
        member.hand.pick(member.at(f"order {label}"), place)
    member.press("next")
    member.press("submit")

    response = stored.response(member.survey, member.token)

    assert response == {"order C": "1", "order A": "2", "order H": "3"}


def test_lists_without_a_script_say_where_two_share_a_place(begin: Callable[..., Member]) -> None:
    """Nothing is lost, the message leads to the list, and the choice made there settles it."""
    member = begin(PLAIN, at="rank")
    member.device.expect(r"\b422\b")
    for label in "CA":
        member.hand.pick(member.at(f"order {label}"), "2")
    member.press("next")

    alert = member.page.locator("[role=alert]")
    expect(alert).to_contain_text("A and C share 2nd place. Choose which comes first.")
    assert [member.at(f"order {label}").input_value() for label in "CA"] == ["2", "2"]
    assert alert.get_by_role("link").get_attribute("href") == f"#{member.survey.field('order C')}"
    member.hand.pick(member.at("order A"), "1")
    member.did = {"order A": "1", "order C": "2"}
    member.press("next")
    member.press("submit")

    assert stored.response(member.survey, member.token) == member.did


def test_lists_that_share_a_place_are_settled_with_the_script(begin: Callable[..., Member]) -> None:
    """Places given without a script come to a device that has one: what is unclear is said, and a move settles it."""
    plain = begin(PLAIN, at="rank")
    plain.device.expect(r"\b422\b")
    for label in "CA":
        plain.hand.pick(plain.at(f"order {label}"), "2")
    plain.press("next")
    member = begin(PHONE, token=plain.token, at="rank")
    board = Board(member)
    assert sorted(board.placed()) == ["A", "C"]
    assert board.tally() == "Two goals share a place. Choose which comes first."

    member.hand.press(board.up("C"))

    assert board.placed() == ["C", "A"]
    member.did = {"order C": "1", "order A": "2"}
    member.is_kept()


@pytest.mark.parametrize(("kind", "hand"), [(SMALL_PHONE, Finger), (DESK, Mouse), (DESK, Keys), (PLAIN, Finger)])
def test_many_goals_are_sorted_first(begin: Callable[..., Member], long: Survey, kind: Kind, hand: type[Hand]) -> None:
    member = begin(kind, hand, asked=long, at="sort")
    for label, group in {"B": "now", "D": "now", "K": "now", "A": "next", "C": "later"}.items():
        member.answer(f"sort {label}", group)
    member.press("next")
    assert member.slug == "rank"

    if kind is PLAIN:
        member.order_by_lists("K", "B", "D")
    else:
        assert sorted(Board(member).waiting()) == ["B", "D", "K"]
        member.order_by_cards("K", "B", "D")
        assert Board(member).tally() == "All 3 placed."
    member.press("next")
    member.press("submit")

    assert stored.draft(long, member.token) == member.did
    places = {label: place for label, place in stored.ballot(long, member.token) if place}
    assert places == {"K": 1, "B": 2, "D": 3, "A": 4}
    assert {said: text for said, text in member.did.items() if said.startswith("sort")}.items() <= (
        stored.response(long, member.token) or {}
    ).items()


@pytest.mark.parametrize(("kind", "hand"), [(PHONE, Finger), (DESK, Keys)])
def test_goals_may_share_a_place_where_ties_are_on(
    begin: Callable[..., Member], long: Survey, kind: Kind, hand: type[Hand]
) -> None:
    member = begin(kind, hand, asked=long, at="rank")
    board = Board(member)
    board.place("E", "F", "G", "H")

    member.hand.press(board.tie("F"))
    assert board.tie("F").get_attribute("aria-pressed") == "true"

    member.did = {"order E": "1", "order F": "1", "order G": "3", "order H": "4"}
    member.is_kept()
    member.press("next")
    member.press("submit")
    assert stored.response(long, member.token) == member.did


def test_two_devices_that_rank(begin: Callable[..., Member]) -> None:
    """Both rank at once: whatever comes of it is shown on the later device, and can be put right there."""
    phone = begin(PHONE, at="rank")
    desk = begin(DESK, token=phone.token, at="rank")
    Board(phone).place("A", "B", "C")
    phone.did = {"order A": "1", "order B": "2", "order C": "3"}
    phone.is_kept()
    board = Board(desk)
    desk.hand.press(board.card("D"))

    expect(desk.page.locator("#newer")).to_contain_text("another device")
    until_equal(desk.page, lambda: sorted(board.placed()), ["A", "B", "C", "D"])
    desk.hand.press(board.down("D"))
    desk.hand.press(board.down("D"))

    until_equal(desk.page, board.agrees, expected=True)
    desk.did = {f"order {label}": str(place) for place, label in enumerate(board.placed(), start=1)}
    desk.is_kept()
