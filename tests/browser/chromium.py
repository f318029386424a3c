"""The browser of these tests: a Chromium of this machine, or else a sentence that says how to get one."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserType

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",  # a container's root may not make one
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "The browser tests need a Chromium, and there is none here. Install it with `apt-get install chromium` (Debian), "
    "or have Google Chrome, or run `playwright install chromium`, or name one in the environment variable CHROMIUM."
)


def find_chromium() -> str | None:
    """The path of this machine's Chromium or Chrome; None when none is on the path and none is named."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A browser without a window. Fails the test, with what to install, where there is none."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


def launch(kind: BrowserType) -> Browser:
    """Start what was found; or else Google Chrome where it installs itself, or playwright's own."""
    path = find_chromium()
    for channel in (None,) if path else ("chrome", None):
        try:
            return kind.launch(executable_path=path, channel=channel, args=_FLAGS)
        except Error as error:
            reason = error.message.partition("\n")[0]
    pytest.fail(f"{MISSING} ({reason})", pytrace=False)
