"""What people set for themselves holds here: fewer movements, colours of their own, a dark screen, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import looking
from tests.browser.devices import DESK, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.member import Member

_MOVING = """() => [...document.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element);
  return style.transitionDuration.split(", ").some(time => parseFloat(time) > 0.001) ||
    (style.animationName !== "none" && parseFloat(style.animationDuration) > 0.001);
}).map(element => element.outerHTML.slice(0, 80))"""
# In forced colours the browser paints every background alike, so that only borders, marks and text can tell.
_LOOK = """input => {
  const seen = [];
  for (const [at, pseudo] of [[input, null], [input, "::after"], [input.closest("label"), null],
                              [input.closest("label"), "::before"], [input.closest("label"), "::after"]]) {
    const style = getComputedStyle(at, pseudo);
    seen.push([style.borderTopColor, style.borderBottomWidth, style.outlineStyle, style.backgroundColor, style.color,
               style.fontWeight, style.transform, style.content].join());
  }
  return seen.join("; ");
}"""


def test_less_motion_is_none(begin: Callable[..., Member]) -> None:
    member = begin(PHONE.but(reduced_motion="reduce"))
    for slug in ("v/1", "g/A", "rank", "review"):
        member.visit(slug)
        assert member.page.evaluate(_MOVING) == []


@pytest.mark.parametrize("said", ["agreement S1", "importance A", "step A.1"])
def test_in_forced_colours_the_answer_can_be_seen(begin: Callable[..., Member], said: str) -> None:
    member = begin(DESK.but(forced_colors="active"), at="v/1" if said.startswith("agreement") else "g/A")
    value = member.options(said)[0]
    radio = member.page.locator(f'input[name="{member.survey.field(said)}"][value="{value}"]')
    before = radio.evaluate(_LOOK)

    member.answer(said, value)

    assert radio.evaluate(_LOOK) != before


def test_in_forced_colours_the_focus_can_be_seen(begin: Callable[..., Member]) -> None:
    member = begin(DESK.but(forced_colors="active"), at="rank")
    member.order_by_cards("A", "B")
    member.is_kept()
    member.visit("rank")

    stops, lost = looking.lost_focus(member.page)

    assert (lost, stops > 10) == ([], True)


def test_on_paper_only_the_answers_remain(begin: Callable[..., Member]) -> None:
    """The copy of one's own answers prints without buttons."""
    member = begin(DESK, at="v/1")
    member.answer("agreement S1", "4")
    member.is_kept()
    member.visit("review")
    member.press("submit")
    member.page.emulate_media(media="print")

    assert member.page.get_by_text("Agreement: Agree").is_visible()
    assert [button for button in member.page.locator("button, .btn, .dock").all() if button.is_visible()] == []
