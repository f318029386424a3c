"""The title of a page says, in this order: a problem, the place, the part, the plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.devices import PHONE
from tests.browser.tour import TOO_LONG, enter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Device, Kind
    from tests.browser.survey import Survey


def test_titles(take: Callable[[Kind], Device], survey: Survey) -> None:
    token = survey.newcomer()
    page = take(PHONE).page
    page.goto(survey.link(token))
    titles = [page.title()]
    enter(page, survey, token)
    for slug in survey.slugs():
        page.goto(survey.url(slug))
        titles.append(page.title())
    plan = survey.questionnaire.survey_title

    assert titles == [
        f"Your input – {plan}",
        *(f"Statement {n} of 4 – Part 1 of 4, Envisioned future – {plan}" for n in range(1, 5)),
        *(f"Goal {label}, {n} of 8 – Part 2 of 4, Goals – {plan}" for n, label in enumerate("ABCDEFGH", start=1)),
        f"Put the goals in order – Part 3 of 4, Priorities – {plan}",
        f"Check and submit – Part 4 of 4, Check and submit – {plan}",
    ]


def test_a_problem_comes_first(take: Callable[[Kind], Device], survey: Survey) -> None:
    device = take(PHONE)
    device.expect(r"\b422\b")
    page = device.page
    enter(page, survey, survey.newcomer())
    page.locator("details:has([name^=comment-]) summary").click()
    page.fill("[name^=comment-]", TOO_LONG)
    with page.expect_navigation():
        page.locator(".dock button[value=next]").click()

    assert re.match("Problem: Statement 1 of 4 – Part 1 of 4, ", page.title())
    assert page.locator("[role=alert] a").count() == 1
