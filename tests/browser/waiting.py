"""Waits for what must come to be, without sleeping longer than it takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from tests.browser.devices import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

Seen = TypeVar("Seen")
_BEAT = 20


def until_equal(page: Page, look: Callable[[], Seen], expected: Seen) -> None:
    """Look again and again, while the page goes on, until what is seen is what is expected."""
    end = time.monotonic() + PATIENCE
    while (seen := look()) != expected:
        if time.monotonic() > end:
            assert seen == expected
        page.wait_for_timeout(_BEAT)
