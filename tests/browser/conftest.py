"""One Chromium for all, a site with the sample plan for each module, devices that have nothing to complain of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import running_chromium
from tests.browser.devices import PHONE, open_device
from tests.browser.hands import Finger, Mouse
from tests.browser.member import Member
from tests.browser.site import Site
from tests.browser.survey import REAL_PLAN, real_survey, sample_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.devices import Device, Kind
    from tests.browser.hands import Hand
    from tests.browser.survey import Survey


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"), migrated_sqlite)
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def survey(site: Site) -> Survey:
    """The sample plan, open."""
    return sample_survey(site)


@pytest.fixture(scope="module")
def published(site: Site) -> Survey:
    """A real plan, open, where it is at hand."""
    if not REAL_PLAN.exists():
        pytest.skip("the published plans are not beside this checkout")
    return real_survey(site)


@pytest.fixture
def take(chromium: Browser, site: Site) -> Iterator[Callable[[Kind], Device]]:
    """Hand out devices; at the end none of them may have seen anything go wrong that was not announced."""
    taken: list[Device] = []

    def one(kind: Kind) -> Device:
        taken.append(open_device(chromium, kind, site.url))
        return taken[-1]

    yield one
    surprises = [line for device in taken for line in device.surprises()]
    for device in taken:
        device.context.close()
    assert surprises == []


@pytest.fixture
def begin(take: Callable[[Kind], Device], survey: Survey) -> Callable[..., Member]:
    """Let somebody press Start on a device of their own: a newcomer, or whoever holds `token`.

    The hand is a finger where the device can be touched and a mouse elsewhere, unless it is named.
    """

    def one(
        kind: Kind = PHONE,
        hand: type[Hand] | None = None,
        *,
        at: str | None = None,
        token: str | None = None,
        asked: Survey = survey,
    ) -> Member:
        usual = Finger if kind.options.get("has_touch") else Mouse
        member = Member(asked, token or asked.newcomer(), take(kind), hand or usual)
        member.start()
        if at:
            member.visit(at)
        return member

    return one
