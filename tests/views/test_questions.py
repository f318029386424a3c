"""How questions are drawn: scales, what may be cleared, what is offered, and what a wording changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import time_machine

from surveyapp import database
from surveyapp.models import Round
from surveyapp.permissions import OPERATOR
from surveyapp.services import surveys
from tests.conftest import NOON
from tests.factories import a_plan, a_round, an_open_round, some_links
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

TIERS = """\
Strategic Plan

High-Level Goals:

High Priority Goals:

A. Shorten the wait.

Intermediate Goals:

B. Speak one language.

Future Considerations:

C. Share staff.
"""


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app).start(some_links(an_open_round())[0])


def clearing(browser: Browser) -> dict[str, bool]:
    """The fields of a page that have a button to clear them, and whether it is shown."""
    buttons = re.findall(r'<button[^>]* name="clear" value="([\w-]+)"( hidden)?>', browser.html)
    return {name: not hidden for name, hidden in buttons}


def test_every_answer_can_be_cleared_once_it_is_given(browser: Browser) -> None:
    browser.get("/s/1/g/A")
    chosen = browser.field("importance-")
    assert set(browser.form.options) == set(clearing(browser))
    assert not any(clearing(browser).values())

    browser.press("next", **{chosen: "4"}).get("/s/1/g/A")
    assert [name for name, shown in clearing(browser).items() if shown] == [chosen]

    browser.press(clear=chosen)
    assert not any(clearing(browser).values())


def test_nine_labels_are_drawn_as_three_bands(app: Flask) -> None:
    round_ = a_round()
    with database.transaction() as db:
        for question in db.get_one(Round, round_.id).questions:
            if question.code in {"importance", "agreement"}:
                question.labels = ["Not important"] * 3 + ["Important"] * 3 + ["Critical"] * 3
                question.agree_from = 7
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    browser = Browser(app).start(some_links(round_)[0])
    for url, name in (("/s/1/v/1", "agreement-"), ("/s/1/g/A", "importance-")):
        browser.get(url)
        field = browser.field(name)
        assert browser.form.options[field] == [*map(str, range(1, 10)), "na"]
        assert re.findall(r'class="nine-lab"[^>]*>([^<]+)<', browser.html) == ["Not important", "Important", "Critical"]
        browser.press("next", **{field: "7"}).get(url)
        assert browser.form.values[field] == "7"

    assert "Importance: 7, Critical" in browser.get("/s/1/review").form.text


def test_tiers_are_offered_where_there_are_any(app: Flask) -> None:
    browser = Browser(app).start(some_links(an_open_round(a_plan(TIERS)))[0])

    offered = {}
    for label in "ABC":
        browser.get(f"/s/1/g/{label}")
        offered[label] = browser.form.options[browser.field("tier-")]

    assert offered == {"A": ["stay", "down"], "B": ["up", "stay", "down"], "C": ["up", "stay"]}


def test_an_answer_that_is_no_longer_offered_stands_and_is_shown(browser: Browser) -> None:
    browser.get("/s/1/g/A")
    tier = browser.field("tier-")
    browser.press("next", **{tier: "up"})

    assert browser.status == 200
    assert browser.get("/s/1/g/A").form.values[tier] == "up"
    assert browser.form.options[tier] == ["stay", "down", "up"]
    assert "Tier: Move up" in browser.get("/s/1/review").form.text


def test_the_exact_original_stands_beside_every_rewrite(browser: Browser) -> None:
    browser.get("/s/1/g/A")
    originals = re.findall(r'<textarea class="plan-edit"[^>]* data-original="([^"]*)"', browser.html)

    assert originals == [
        "Publish a shared definition of a timely visit.",
        "Measure the wait in every practice.",
        "Shorten the wait for the first visit.",
    ]


def test_the_check_and_the_copy_show_what_a_wording_changes(browser: Browser) -> None:
    browser.get("/s/1/g/B")
    wording, text = next((name, text) for name, text in browser.form.values.items() if text.startswith("Speak one"))
    browser.press("next", **{wording: text.replace("one", "<one>")})
    redline = (
        'Speak <del><span class="vh">removed: </span>one</del> '
        '<ins><span class="vh">added: </span>&lt;one&gt;</ins> language of function.'
    )

    assert redline in browser.get("/s/1/review").html
    browser.press("submit")
    assert browser.url.endswith("/done")
    assert redline in browser.html
