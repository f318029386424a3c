"""Whoever presses Tab through a page sees at every stop where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import looking
from tests.browser.devices import PHONE
from tests.browser.tour import enter, everything, save

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Device, Kind
    from tests.browser.survey import Survey


def test_focus_is_always_in_sight(take: Callable[[Kind], Device], survey: Survey) -> None:
    """On a phone the buttons stay at the lower edge: nothing that has the focus may lie below them."""
    token = survey.newcomer()
    save(survey, token, everything(survey), submits=True)
    page = take(PHONE).page
    enter(page, survey, token)
    found, stops = [], 0
    link = survey.link(token)
    for address in [link, f"{link}/plan", f"{link}/stop", *map(survey.url, [*survey.slugs(), "done"])]:
        page.goto(address)
        count, lost = looking.lost_focus(page)
        found += [f"{address}: {fault}" for fault in lost]
        stops += count

    assert not found, "\n".join(found)
    assert stops > 200
