"""Every answer is saved as it is given, in the order in which it was given, whatever is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import stored
from tests.browser.devices import LOST
from tests.browser.journey import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.browser.member import Member

NASTY = (
    '\n\n  leading\ttab, trailing  \n=1+1 </textarea><script>alert(1)</script> &amp; &lt; "“”" \\0 %s {{ 7*7 }} '
    "👩🏽‍⚕️ עברית \u202eright to left\u202c Ａ é e\u0301 \u200b \u2028 ﷽\n\n"
)


def hold_in(held: list[Route]) -> Callable[[Route], None]:
    """Let requests wait in `held` until somebody sends them on."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


def test_answers_and_words_are_saved_without_a_button(begin: Callable[..., Member]) -> None:
    member = begin(at="g/A")
    assert member.page.locator("#save").inner_text() == ""

    member.answer("importance A", "4")
    member.says("Saved")
    member.write("comment A", WORDS)
    member.answer("step A.1", "change")
    member.write("wording A.1", "Publish a definition.")

    member.is_kept()


def test_every_character_comes_back(begin: Callable[..., Member]) -> None:
    member = begin(at="g/A")
    member.write("comment A", NASTY)
    member.is_kept()

    member.press("next")
    member.press("back")

    assert member.at("comment A").input_value() == NASTY
    member.is_kept()


def test_an_answer_is_taken_back(begin: Callable[..., Member]) -> None:
    member = begin(at="g/A")
    member.answer("importance A", "4")
    member.answer("feasibility A", "na")
    member.is_kept()

    member.clear("importance A")

    member.is_kept()
    assert member.page.locator("input:checked").count() == 1


def test_words_are_saved_when_the_page_is_left_at_once(begin: Callable[..., Member]) -> None:
    """The person types and is gone before the pause after which typing is saved."""
    member = begin(at="v/2")
    member.write("comment S2", WORDS)
    member.page.goto("about:blank")

    member.device.expect("another origin: GET about:blank")
    member.is_kept()


def test_a_late_save_does_not_overwrite_a_newer_answer(begin: Callable[..., Member]) -> None:
    """The first save is held up on the way; the same person answers anew in another tab meanwhile."""
    member = begin(at="g/C")
    held: list[Route] = []
    member.page.route("**/save", hold_in(held))
    member.answer("importance C", "1")
    other = member.in_another_tab()
    other.visit("g/C")
    other.answer("importance C", "5")
    other.is_kept()

    with member.page.expect_response("**/save"):
        held[0].continue_()

    assert stored.draft(member.survey, member.token) == {"importance C": "5"}


def test_submitting_twice_is_submitting_once(begin: Callable[..., Member]) -> None:
    member = begin(at="v/1")
    before = stored.count_responses(member.survey)
    member.answer("agreement S1", "4")
    member.is_kept()
    member.visit("review")

    member.page.locator("button[value=submit]").dblclick()
    member.page.wait_for_url("**/done")

    assert stored.count_responses(member.survey) == before + 1
    assert stored.response(member.survey, member.token) == member.did


def test_fast_taps_end_with_the_last(begin: Callable[..., Member]) -> None:
    member = begin(at="g/C")

    for value in ("1", "5", "2", "4", "na", "3", "1", "2", "5", "4"):
        member.answer("importance C", value)

    member.is_kept()


def test_a_reload_right_after_an_answer(begin: Callable[..., Member]) -> None:
    member = begin(at="g/C")
    member.device.expect(LOST)
    member.answer("importance C", "5")
    member.write("comment C", WORDS)

    member.page.reload()

    member.is_kept()


def test_a_slow_save_says_so_and_a_second_press_does_nothing(begin: Callable[..., Member]) -> None:
    member = begin(at="g/C")
    held: list[Route] = []
    posted: list[str] = []
    member.page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    member.page.route("**/save", hold_in(held), times=1)
    member.answer("importance C", "5")
    member.says("Saving…")
    forward = member.page.locator(".dock [value=next]")
    member.hand.press(forward)
    expect(forward).to_have_text("Saving…")
    member.hand.press(forward)

    with member.page.expect_navigation():
        held[0].continue_()

    assert member.slug == "g/D"
    assert posted == [member.survey.url("save"), member.survey.url("g/C")]
    member.is_kept()


def test_back_shows_what_was_said(begin: Callable[..., Member]) -> None:
    member = begin(at="g/C")
    member.answer("importance C", "5")
    member.write("comment C", WORDS)
    member.press("next")

    member.page.go_back()

    assert member.slug == "g/C"
    assert member.answered("importance C") == "5"
    assert member.at("comment C").input_value() == WORDS
    member.is_kept()


def test_the_link_goes_on_where_something_is_open(begin: Callable[..., Member]) -> None:
    """On another device, days later."""
    member = begin(at="v/1")
    for label in member.survey.labels("agreement"):
        member.answer(f"agreement {label}", "4")
        member.press("next")
    member.answer("importance A", "3")
    member.is_kept()

    later = begin(token=member.token)

    assert later.slug == "g/A"
    assert later.answered("importance A") == "3"
    later.arrive()
    assert later.page.locator("button.pri").inner_text() == "Continue, 5 of 21 answered"


def test_the_time_on_a_page_is_noted(begin: Callable[..., Member]) -> None:
    member = begin()
    member.page.clock.install()
    member.visit("v/2")
    member.page.clock.fast_forward("00:40")
    member.answer("agreement S2", "4")
    member.page.clock.run_for(100)
    member.is_kept()

    noted = stored.traces(member.survey, member.token)

    assert 40 <= int(noted["seconds-v/2"]) <= 45
