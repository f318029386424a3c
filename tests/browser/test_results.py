"""The results page in a real browser: every size and theme, keyboard alone, without a script, live, and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from surveyapp.demo import build_demo
from surveyapp.demo.build import STAFF_EMAIL
from surveyapp.permissions import OPERATOR
from surveyapp.services import drafts, links, responses, results, surveys
from tests.browser import looking
from tests.browser.devices import DESK, LARGE_LETTERS, PHONE, PLAIN, SMALL_PHONE
from tests.browser.survey import sample_survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.devices import Device, Kind
    from tests.browser.site import Site
    from tests.browser.survey import Survey

BY_SEGMENT = "?by=practice_setting&order=disagreement"
# Goals, statements, ranking, tiers, all steps, differences: what a committee takes to the table.
MOST_PAGES = 5


@dataclass(frozen=True)
class Rounds:
    """A closed round of 150 responses with segments, one that is open with figures, and how to read them."""

    site: Site
    closed_id: int
    open: Survey
    password: str

    def read(self, device: Device, round_id: int, query: str = "") -> Page:
        """Sign in on a device and open the results of a round."""
        page = device.page
        page.goto(f"{self.site.url}/sign-in")
        page.get_by_label("E-mail").fill(STAFF_EMAIL)
        page.get_by_label("Password").fill(self.password)
        page.locator("main button").click()
        page.wait_for_url("**/plans")
        page.goto(f"{self.site.url}/rounds/{round_id}/results{query}")
        return page


@pytest.fixture(scope="module")
def rounds(site: Site) -> Rounds:
    with site.services() as now:
        sample = build_demo(site.settings, now=now, tell=len)
        surveys.close_round(OPERATOR, sample.round_id, now=now)
    survey = sample_survey(site, "A plan whose survey is open")
    answer(survey, 12)
    with site.services():
        results.move_on(OPERATOR, survey.round_id)
    return Rounds(site, sample.round_id, survey, sample.staff_password)


def answer(survey: Survey, count: int) -> None:
    """Let `count` newcomers rate every goal and put two of them in order."""
    with survey.site.services() as now:
        for number in range(count):
            _, draft_id = links.begin(survey.newcomer(), secret=survey.site.settings.secret_key, now=now)
            fields = {survey.field(f"importance {goal}"): str(2 + number % 4) for goal in survey.labels("importance")}
            fields |= {survey.field("order A"): str(1 + number % 2), survey.field("order B"): str(2 - number % 2)}
            drafts.save_fields(draft_id, survey.round_id, fields, now=now)
            responses.submit(draft_id, survey.round_id, survey.questionnaire, now=now)


@pytest.mark.parametrize("kind", [PHONE, SMALL_PHONE, DESK], ids=["390", "320", "1280"])
def test_no_barriers(take: Callable[[Kind], Device], rounds: Rounds, kind: Kind) -> None:
    """With everything that folds open, and on the desk, where results are read, in the dark theme, too."""
    page, found = rounds.read(take(kind.but(reduced_motion="reduce")), rounds.closed_id, BY_SEGMENT), []
    for sight, round_id, query in (("by segment", rounds.closed_id, BY_SEGMENT), ("open", rounds.open.round_id, "")):
        page.goto(f"{rounds.site.url}/rounds/{round_id}/results{query}")
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        faults = looking.heading_jumps(page)
        if kind is not DESK:
            faults += looking.small_targets(page)
        if kind is not SMALL_PHONE:
            faults += looking.barriers(page)
        if kind is DESK:
            faults += looking.barriers_in_the_dark(page)
        found += [f"{sight}: {fault}" for fault in faults + cut_letters(page)]

    assert not found, "\n".join(found)


def cut_letters(page: Page) -> list[str]:
    """What is cut beside the wide tables, which scroll by themselves."""
    page.eval_on_selector_all(".tw", "all => all.forEach(one => one.remove())")
    return looking.cut_letters(page)


def test_nothing_is_cut_in_letters_twice_as_large(take: Callable[[Kind], Device], rounds: Rounds) -> None:
    page = rounds.read(take(LARGE_LETTERS), rounds.closed_id, BY_SEGMENT)

    assert cut_letters(page) == []


def test_by_the_keyboard_alone(take: Callable[[Kind], Device], rounds: Rounds) -> None:
    """Every stop shows its ring and can be seen; the filters work, and the address is the view."""
    page = rounds.read(take(DESK), rounds.closed_id)
    stops, lost = looking.lost_focus(page)
    assert stops > 20
    assert lost == []

    page.get_by_label("Side by side").focus()
    page.keyboard.type("Reg")
    page.keyboard.press("Tab")
    page.keyboard.type("Dis")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**by=region*")

    assert "order=disagreement" in page.url
    assert page.get_by_label("Side by side").input_value() == "region"
    assert page.locator("summary", has_text="Show importance by region as table").count() == 1


def test_without_a_script(take: Callable[[Kind], Device], rounds: Rounds) -> None:
    page = rounds.read(take(PLAIN), rounds.closed_id)
    page.locator("select[name=members]").select_option(value="practice_setting=Private practice")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**members=practice_setting*")

    assert page.locator(".res-line.seg").count() > 8
    assert page.get_by_role("button", name="Print").count() == 0
    assert page.locator("summary", has_text="as table").first.is_visible()


def test_it_is_live(take: Callable[[Kind], Device], rounds: Rounds) -> None:
    """The counts follow by themselves, the figures when somebody asks for them; a page that stayed open is told."""
    device = take(DESK)
    device.page.clock.install()
    page = rounds.read(device, rounds.open.round_id)
    other = device.open_tab()
    other.goto(page.url)
    assert page.locator(".s-head").inner_text().count("12 of 300 members") == 1
    assert not page.get_by_role("button", name="Show the new figures").is_visible()

    answer(rounds.open, 6)
    page.clock.fast_forward(21_000)
    page.get_by_text("18 of 300 members (6%) have submitted").wait_for()
    page.get_by_role("button", name="Show the new figures").click()
    page.get_by_text("The figures rest on 13 of the 18 responses so far").wait_for()

    page.clock.fast_forward(21_000)
    assert not page.get_by_text("The figures have changed").is_visible()
    other.clock.fast_forward(21_000)
    other.get_by_role("link", name="Show them").click()
    other.get_by_text("The figures rest on 13 of the 18 responses so far").wait_for()


def test_on_paper(take: Callable[[Kind], Device], rounds: Rounds) -> None:
    """All steps are there although they are folded on the screen, and nothing that is only for pressing."""
    page = rounds.read(take(DESK), rounds.closed_id)
    step, button = page.locator("details.inked .res").last, page.get_by_role("button", name="Print")
    assert (step.is_visible(), button.is_visible()) == (False, True)

    page.emulate_media(media="print")

    assert (step.is_visible(), button.is_visible()) == (True, False)
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= MOST_PAGES
