"""What a page weighs, counted from what really came over the wire on a first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.devices import PHONE
from tests.browser.tour import enter

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Request

    from tests.browser.devices import Device, Kind
    from tests.browser.survey import Survey

STYLE, SCRIPT, FIRST_VISIT = 12_000, 10_000, 90_000
REQUESTS = 6


@pytest.fixture(params=["first page", "v/1", "g/A", "rank", "review"])
def visit(request: pytest.FixtureRequest, take: Callable[[Kind], Device], survey: Survey) -> list[Request]:
    """All that a device asks for which opens this page before any other."""
    token = survey.newcomer()
    known = take(PHONE)
    enter(known.page, survey, token)
    device = take(PHONE.but(storage_state=known.context.storage_state()))
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    device.context.on("requestfinished", note)
    device.page.goto(survey.link(token) if request.param == "first page" else survey.url(request.param))
    device.page.wait_for_load_state("networkidle")
    return asked


def test_first_visit(visit: list[Request]) -> None:
    sizes = {request.url: request.sizes() for request in visit}
    bodies = {url: size["responseBodySize"] for url, size in sizes.items()}
    everything = sum(bodies.values()) + sum(size["responseHeadersSize"] for size in sizes.values())

    assert len(visit) <= REQUESTS, bodies
    assert everything <= FIRST_VISIT, bodies
    assert sum(size for url, size in bodies.items() if url.endswith(".css")) <= STYLE, bodies
    assert sum(size for url, size in bodies.items() if url.endswith(".js")) <= SCRIPT, bodies
