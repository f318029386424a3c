"""Every member page in every state, looked at by axe-core and by rulers: in all sizes, both themes, large letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import looking
from tests.browser.devices import DESK, LARGE_LETTERS, PHONE, SMALL_PHONE
from tests.browser.tour import make_cast, tour

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Device, Kind
    from tests.browser.site import Site
    from tests.browser.survey import Survey
    from tests.browser.tour import Cast


@pytest.fixture(scope="module")
def cast(site: Site, survey: Survey) -> Cast:
    return make_cast(site, survey)


@pytest.mark.parametrize("kind", [PHONE, SMALL_PHONE, DESK], ids=["390", "320", "1280"])
def test_no_barriers(take: Callable[[Kind], Device], cast: Cast, kind: Kind) -> None:
    """A small phone has the elements of a large one, closer together; the dark theme differs in colours alone."""
    device = take(kind.but(reduced_motion="reduce"))
    page, found = device.page, []
    for sight in tour(device, cast):
        faults = looking.cut_letters(page) + looking.heading_jumps(page)
        if kind is not DESK:
            faults += looking.small_targets(page)
        if kind is not SMALL_PHONE:
            faults += looking.barriers(page)
        if kind is PHONE:
            faults += looking.barriers_in_the_dark(page)
        found += [f"{sight}: {fault}" for fault in faults]

    assert not found, "\n".join(found)


def test_nothing_is_cut_in_letters_twice_as_large(take: Callable[[Kind], Device], cast: Cast) -> None:
    device = take(LARGE_LETTERS)
    found = [f"{sight}: {fault}" for sight in tour(device, cast) for fault in looking.cut_letters(device.page)]

    assert not found, "\n".join(found)
