"""Putting goals in order by every means; each ends with what the server holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import stored
from tests.browser.board import Board, Touch
from tests.browser.devices import DESK, PHONE, SMALL_PHONE
from tests.browser.hands import Finger, Keys, Mouse
from tests.browser.waiting import until_equal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Kind
    from tests.browser.hands import Hand
    from tests.browser.member import Member

FIVE = ("D", "A", "H", "B", "F")


@pytest.fixture
def sit_down(begin: Callable[..., Member]) -> Callable[..., Board]:
    """Seat a newcomer before the ranking, with some goals placed already."""

    def seat(kind: Kind, hand: type[Hand], *placed: str) -> Board:
        board = Board(begin(kind, hand, at="rank"))
        board.place(*placed)
        return board

    return seat


def holds(board: Board, *labels: str) -> None:
    """The page shows these goals in this order, the form agrees, and soon the server holds the same."""
    assert board.placed() == list(labels)
    assert board.agrees()
    expected = {f"order {label}": str(place) for place, label in enumerate(labels, start=1)}
    until_equal(board.page, lambda: stored.draft(board.member.survey, board.member.token), expected)


@pytest.mark.parametrize(("kind", "hand"), [(PHONE, Finger), (SMALL_PHONE, Finger), (DESK, Mouse), (DESK, Keys)])
def test_five_cards_are_placed(sit_down: Callable[..., Board], kind: Kind, hand: type[Hand]) -> None:
    board = sit_down(kind, hand)
    shown = board.waiting()
    assert (sorted(shown), board.placed()) == (list("ABCDEFGH"), [])

    board.place(*FIVE[:3])
    assert board.tally() == "3 placed, 2 to go"
    board.place(*FIVE[3:])

    assert board.tally() == "5 placed. That is enough."
    assert board.waiting() == [label for label in shown if label not in FIVE]
    holds(board, *FIVE)


def test_buttons_move_by_one(sit_down: Callable[..., Board]) -> None:
    board = sit_down(PHONE, Finger, *FIVE)
    press = board.member.hand.press

    press(board.down("A"))
    press(board.up("F"))
    press(board.up("F"))

    holds(board, "D", "H", "F", "A", "B")


def test_the_last_one_can_be_taken_out_but_not_by_a_hasty_finger(sit_down: Callable[..., Board]) -> None:
    """Whoever presses "down" fast until the end does not take the goal out by one press too many."""
    board = sit_down(PHONE, Finger, "D", "A", "H")
    press = board.member.hand.press

    press(board.down("A"))
    press(board.down("A"))
    assert board.placed() == ["D", "H", "A"]
    board.page.wait_for_function(
        "start => performance.now() - start > 900", arg=board.page.evaluate("performance.now()")
    )
    press(board.down("A"))

    holds(board, "D", "H")
    assert "A" in board.waiting()


def test_the_button_stays_under_the_finger(sit_down: Callable[..., Board]) -> None:
    board = sit_down(PHONE, Finger, *FIVE)
    button = board.up("F")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()
    assert before is not None

    for _ in range(4):
        board.page.touchscreen.tap(before["x"] + 20, before["y"] + 20)

    holds(board, "F", "D", "A", "H", "B")


@pytest.mark.parametrize(("label", "onto", "expected"), [("F", "D", "FDAHB"), ("D", "F", "AHBFD"), ("A", "B", "DHBAF")])
def test_dragging_with_a_mouse(sit_down: Callable[..., Board], label: str, onto: str, expected: str) -> None:
    board = sit_down(DESK, Mouse, *FIVE)
    start, end = board.middle_of_grip(label), board.middle_of_grip(onto)

    board.page.mouse.move(*start)
    board.page.mouse.down()
    beyond = 20 if end[1] > start[1] else -20
    board.page.mouse.move(end[0], end[1] + beyond, steps=8)
    board.page.mouse.up()

    holds(board, *expected)


def test_dragging_with_a_finger(sit_down: Callable[..., Board]) -> None:
    board = sit_down(PHONE, Finger, "D", "A", "H")
    start = board.middle_of_grip("H")
    touch = Touch(board.page)

    touch.draw(start, (start[0], start[1] - 300))
    touch.up()

    holds(board, "H", "D", "A")


def test_a_thumb_on_the_text_scrolls_and_moves_nothing(sit_down: Callable[..., Board]) -> None:
    board = sit_down(PHONE, Finger, "D", "A", "H")
    x, y = board.middle_of_text("A")
    before = board.page.evaluate("scrollY")
    touch = Touch(board.page)

    touch.draw((x, y), (x, y - 250))
    touch.up()

    board.page.wait_for_function("before => scrollY > before + 100", arg=before)
    holds(board, "D", "A", "H")


def test_escape_gives_a_drag_up(sit_down: Callable[..., Board]) -> None:
    board = sit_down(DESK, Mouse, *FIVE)
    board.page.mouse.move(*board.middle_of_grip("F"))
    board.page.mouse.down()
    board.page.mouse.move(*board.middle_of_grip("D"), steps=8)
    assert board.placed() != list(FIVE)

    board.page.keyboard.press("Escape")
    board.page.mouse.up()

    holds(board, *FIVE)


def test_digits_and_arrows_move(sit_down: Callable[..., Board]) -> None:
    board = sit_down(DESK, Keys, *FIVE)
    keys = board.member.hand
    assert isinstance(keys, Keys)

    board.up("B").focus()
    keys.key("1")
    assert board.placed() == list("BDAHF")
    keys.key("Alt+ArrowDown")
    keys.key("Alt+ArrowDown")
    assert board.placed() == list("DABHF")
    assert board.has_focus(board.up("B"))
    keys.key("Alt+ArrowUp")

    holds(board, *"DBAHF")


def test_the_focus_goes_on_to_the_next_card(sit_down: Callable[..., Board]) -> None:
    """Enter five times ranks five."""
    board = sit_down(DESK, Keys)
    keys = board.member.hand
    assert isinstance(keys, Keys)
    shown = board.waiting()
    keys.reach(board.card(shown[0]))

    for _ in range(5):
        keys.key("Enter")

    assert board.has_focus(board.card(shown[5]))
    holds(board, *shown[:5])


def test_every_move_is_spoken_once(sit_down: Callable[..., Board]) -> None:
    board = sit_down(PHONE, Finger)
    spoken = board.page.locator(".rk-desk [role=status]")
    press = board.member.hand.press

    press(board.card("D"))
    expect(spoken).to_have_text("Goal D, Widen access to video and … placed 1st. 7 not ranked.")
    press(board.card("A"))
    press(board.up("A"))
    expect(spoken).to_have_text("Goal A, Shorten the wait between hospital … moved to 1st of 2.")


def test_the_start_order_is_each_persons_own_and_stays(sit_down: Callable[..., Board]) -> None:
    orders = []
    for _ in range(4):
        board = sit_down(DESK, Mouse)
        orders.append(board.waiting())
        board.page.reload()
        assert board.waiting() == orders[-1]
    assert len({tuple(order) for order in orders}) > 1


def test_what_was_shown_and_how_it_was_moved_is_kept(sit_down: Callable[..., Board]) -> None:
    board = sit_down(PHONE, Finger)
    shown = board.waiting()
    board.place("D", "A")
    board.member.hand.press(board.up("A"))
    holds(board, "A", "D")

    board.member.press("next")
    board.member.press("submit")

    places = {"A": 1, "D": 2}
    assert stored.ballot(board.member.survey, board.member.token) == [(label, places.get(label)) for label in shown]
    assert stored.traces(board.member.survey, board.member.token)["moves-order"] == "ttb"
