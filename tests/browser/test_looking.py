"""What looks at the pages finds what it is there to find, and what goes wrong on a device is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import looking
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import until_equal

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.devices import Device, Kind
    from tests.browser.survey import Survey

_PAGE = """<!doctype html><html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">
<main><h1>A page</h1>{}</main>"""


@pytest.fixture
def page(take: Callable[[Kind], Device]) -> Page:
    return take(PHONE).page


@pytest.mark.parametrize(
    ("look", "content", "word"),
    [
        (looking.barriers, "<img src='data:,'>", "image-alt"),
        (looking.barriers, "<p style='color:#999;background:#fff'>Faint</p>", "color-contrast"),
        (looking.small_targets, "<button style='height:43px;width:90px'>Low</button>", "90.0 x 43.0"),
        (looking.small_targets, "<p><a href='/'>Alone</a></p>", "Alone"),
        (looking.cut_letters, "<p style='width:500px'>" + "Wide words. " * 30 + "</p>", "wide"),
        (looking.cut_letters, "<p style='overflow:hidden;width:50px'>Unbreakable</p>", "Unbreakable"),
        (looking.heading_jumps, "<h3>Third</h3>", "h3 after h1"),
        (looking.heading_jumps, "<h1>Second</h1>", "[1, 1]"),
        (lambda page: looking.lost_focus(page)[1], "<button style='outline:0'>Dull</button>", "no ring on BUTTON"),
        (
            lambda page: looking.lost_focus(page)[1],
            "<button>Covered</button><div style='position:fixed;inset:0;background:#fff'></div>",
            "out of sight: BUTTON",
        ),
    ],
)
def test_faults_are_found(page: Page, look: Callable[[Page], list[str]], content: str, word: str) -> None:
    page.set_content(_PAGE.format("<p>Good.</p>"))
    assert look(page) == []

    page.set_content(_PAGE.format(content))

    assert word in " ".join(look(page))


def test_a_link_in_a_sentence_may_be_small(page: Page) -> None:
    page.set_content(_PAGE.format("<p>Read <a href='/'>this</a> first.</p>"))

    assert looking.small_targets(page) == []


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("document.body.setAttribute('style', 'color: red')", "policy: style-src-attr"),
        (
            "document.head.append(Object.assign(document.createElement('script'), {textContent: '1'}))",
            "policy: script-",
        ),
        ("console.error('something')", "console error: something"),
        ("setTimeout(() => { throw new Error('oh'); })", "script error: oh"),
        ("fetch('/nowhere')", "status 404: GET"),
        ("fetch('https://elsewhere.example/').catch(() => 0)", "policy: connect-src"),
    ],
)
def test_what_goes_wrong_is_written_down(
    take: Callable[[Kind], Device], survey: Survey, script: str, word: str
) -> None:
    device = take(DESK)
    device.page.goto(survey.link(survey.newcomer()))
    assert device.seen == []

    device.page.evaluate(f"{{ {script} }}")

    until_equal(device.page, lambda: word in " ".join(device.surprises()), expected=True)
    device.expect(".")
    assert device.surprises() == []
