"""The devices that people answer on, each watched: what its console, its network or its policy says is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, WebError

# How many seconds anything may take before a test gives up: a machine may be busy with other tests.
PATIENCE = 20
expect.set_options(timeout=PATIENCE * 1000)
# What a browser says of a request that did not get through.
LOST = r"net::ERR_(ABORTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|FAILED|INTERNET_DISCONNECTED)"
_TELL_OF_POLICY = """addEventListener("securitypolicyviolation",
  event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@dataclass(frozen=True)
class Kind:
    """What a device is: the options of its browser context, and the size of letters its owner set (16 is usual)."""

    options: Mapping[str, Any]
    letters: int = 16

    def but(self, **options: Any) -> Kind:
        """The same device with other options."""
        return replace(self, options={**self.options, **options})


def _size(width: int, height: int) -> dict[str, int]:
    return {"width": width, "height": height}


PHONE = Kind({"viewport": _size(390, 844), "has_touch": True, "is_mobile": True})
SMALL_PHONE = PHONE.but(viewport=_size(320, 640))
DESK = Kind({"viewport": _size(1280, 900)})
PLAIN = SMALL_PHONE.but(java_script_enabled=False)
LARGE_LETTERS = Kind({"viewport": _size(390, 844)}, letters=32)


@dataclass
class Device:
    """A device in use. `seen` is what went wrong on it; what a test provokes on purpose it announces by `expect`."""

    context: BrowserContext
    page: Page
    home: str
    letters: int
    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, *patterns: str) -> None:
        """Announce what will go wrong: a pattern for each."""
        self.expected += patterns

    def surprises(self) -> list[str]:
        """What went wrong and was not announced."""
        return [line for line in self.seen if not any(re.search(pattern, line) for pattern in self.expected)]

    def open_tab(self) -> Page:
        """Another tab of the same browser; what goes wrong there counts too."""
        page = self.context.new_page()
        self._enlarge(page)
        return page

    def watch(self) -> None:
        """Begin to write down."""
        self.context.add_init_script(_TELL_OF_POLICY)
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_error)
        self.context.on("requestfailed", self._on_failure)
        self.context.on("request", self._on_request)
        self.context.on("response", self._on_response)
        self._enlarge(self.page)

    def _enlarge(self, page: Page) -> None:
        if self.letters != 16:
            sizes = {"standard": self.letters, "fixed": self.letters * 13 // 16}
            self.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.seen.append(f"console {message.type}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.seen.append(f"script error: {error.error}")

    def _on_failure(self, request: Request) -> None:
        # Whoever leaves a page before its last picture has come, or before a save was acknowledged, does no harm:
        # what was not acknowledged is kept on the device and goes again from the next page.
        may_be_left = request.method == "GET" or request.url.endswith("/save")
        if not may_be_left or request.failure != "net::ERR_ABORTED":
            self.seen.append(f"failed: {request.method} {request.url} {request.failure}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(f"{self.home}/"):
            self.seen.append(f"another origin: {request.method} {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"status {response.status}: {response.request.method} {response.url}")


def open_device(browser: Browser, kind: Kind, home: str) -> Device:
    """Take a new device of this kind, that knows nothing of anybody, to the site at `home`."""
    context = browser.new_context(**kind.options)
    context.set_default_timeout(PATIENCE * 1000)
    device = Device(context, context.new_page(), home, kind.letters)
    device.watch()
    return device
