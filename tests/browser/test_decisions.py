"""The way of a decision: from the declared rule to the export, and from the filled workbook back, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.documents.filled import read_filled
from surveyapp.enums import Role
from surveyapp.exports import export
from surveyapp.permissions import OPERATOR
from surveyapp.services import accounts, decisions, drafts, links, responses, surveys
from tests.browser.devices import DESK, PHONE, PLAIN
from tests.browser.looking import complaints
from tests.browser.survey import sample_survey
from tests.documents.filling import filled_in
from tests.factories import PLAN, a_plan, a_round

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.devices import Device, Kind
    from tests.browser.site import Site
    from tests.browser.survey import Survey

PASSWORD = "a long enough password"
SAYING = "Who pays for this in a rural county?"


@pytest.fixture(scope="module")
def closed(site: Site) -> Survey:
    """A closed round in which twelve members rated the first goal and one wrote about it; staff who decide."""
    survey = sample_survey(site)
    goal = survey.labels("importance")[0]
    with site.services() as now:
        for number in range(12):
            _, draft_id = links.begin(survey.newcomer(), secret=site.settings.secret_key, now=now)
            fields = {survey.field(f"importance {goal}"): "5" if number < 10 else "3"}
            if number == 0:
                fields[survey.field(f"comment {goal}")] = SAYING
            drafts.save_fields(draft_id, survey.round_id, fields, now=now)
            responses.submit(draft_id, survey.round_id, survey.questionnaire, now=now)
        surveys.close_round(OPERATOR, survey.round_id, now=now)
        accounts.create_account(
            OPERATOR, email="kim@example.org", name="Kim", role=Role.STAFF, password=PASSWORD, now=now
        )
    return survey


def enter(device: Device, site: Site, address: str) -> Page:
    page = device.page
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("E-mail").fill("kim@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans")
    page.goto(f"{site.url}{address}")
    return page


def filled(closed: Survey, folder: Path, name: str, decision: str, disposition: str) -> Path:
    """An export with a decision about the first goal and a disposition of the comment on it."""
    goal = closed.labels("importance")[0]
    with closed.site.services() as now:
        content = export(OPERATOR, closed.round_id, "xlsx", now=now).content
    words = {"Decision": decision, "New wording": "Two weeks\nat <b>most</b>", "Reason": "Wanted"}
    file = folder / name
    file.write_bytes(
        filled_in(filled_in(content, "Summary", {goal: words}), "Comments", {SAYING: {"Disposition": disposition}})
    )
    return file


def store(closed: Survey, file: Path) -> None:
    """A colleague brings a file back."""
    with closed.site.services() as now:
        book = read_filled(file.read_bytes(), file.name, closed.round_id)
        basis = decisions.compare(OPERATOR, closed.round_id, book).basis
        decisions.store(OPERATOR, closed.round_id, book, basis=basis, over={}, source=file.name, now=now)


@pytest.mark.parametrize(("kind", "decision"), [(PHONE, "Reword"), (DESK, "Keep"), (PLAIN, "Drop")])
def test_a_filled_workbook_comes_back(
    take: Callable[[Kind], Device], closed: Survey, tmp_path: Path, kind: Kind, decision: str
) -> None:
    dispositions = {"Reword": "In part", "Keep": "Declined", "Drop": "Parked"}
    mine = filled(closed, tmp_path, "mine.xlsx", decision, dispositions[decision])
    wrong = filled(closed, tmp_path, "wrong.xlsx", "Perhaps", "Parked")
    page = enter(take(kind), closed.site, f"/rounds/{closed.round_id}/results/formats")

    page.get_by_role("link", name="Bring the filled workbook back").click()
    page.get_by_role("heading", name="Bring the filled workbook back").wait_for()
    assert kind is PLAIN or complaints(page) == []
    page.get_by_label("Filled Excel summary").set_input_files(wrong)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("“Perhaps” is not in the list").wait_for()
    assert kind is PLAIN or complaints(page) == []
    assert not page.get_by_role("button", name="Store the decisions").is_visible()

    page.get_by_role("link", name="Choose another file").click()
    page.get_by_label("Filled Excel summary").set_input_files(mine)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="What changes").wait_for()
    assert kind is PLAIN or complaints(page) == []
    page.get_by_role("button", name="Store the decisions").click()
    page.get_by_text("1 item and 1 comment changed.").wait_for()

    page.goto(f"{closed.site.url}/rounds/{closed.round_id}/comments")
    page.get_by_text(f"What became of it: {dispositions[decision].lower()}").wait_for()
    with closed.site.services():
        (standing,) = decisions.load_standing(OPERATOR, closed.round_id).values()
    assert (standing.decision, standing.wording) == (decision, "Two weeks\nat <b>most</b>")


@pytest.mark.parametrize(("kind", "both"), [(PHONE, ("Merge", "Split")), (DESK, ("Move tier", "Undecided"))])
def test_what_both_decided_is_chosen_by_hand(
    take: Callable[[Kind], Device], closed: Survey, tmp_path: Path, kind: Kind, both: tuple[str, str]
) -> None:
    mine, theirs = both
    file = filled(closed, tmp_path, "mine.xlsx", mine, "Accepted")
    store(closed, filled(closed, tmp_path, "theirs.xlsx", theirs, "Accepted"))
    page = enter(take(kind), closed.site, f"/rounds/{closed.round_id}/decisions/import")

    page.get_by_label("Filled Excel summary").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="Changed here as well meanwhile").wait_for()
    assert complaints(page) == []
    page.get_by_role("radio", name=f"Take the file’s: {mine}").check()
    page.get_by_role("button", name="Store the decisions").click()
    page.get_by_text("1 item changed.").wait_for()


@pytest.mark.parametrize("kind", [PHONE, DESK])
def test_the_declared_rule_and_its_verdicts(take: Callable[[Kind], Device], closed: Survey, kind: Kind) -> None:
    page = enter(take(kind), closed.site, f"/rounds/{closed.round_id}/results")

    page.get_by_role("heading", name="What counts as consensus").wait_for()
    assert "Verdict: In. The same at 70% and 80%" in page.locator("main").inner_text()
    assert complaints(page) == []
    page.goto(f"{closed.site.url}/rounds/{closed.round_id}")
    page.get_by_text("Declared before the survey opened, and locked").wait_for()
    assert complaints(page) == []


@pytest.fixture(scope="module")
def draft(closed: Survey) -> int:
    with closed.site.services():
        return a_round(a_plan(PLAN.replace("Community", "Other"))).id


@pytest.mark.parametrize("kind", [PHONE, DESK])
def test_a_rule_is_declared(take: Callable[[Kind], Device], closed: Survey, draft: int, kind: Kind) -> None:
    page = enter(take(kind), closed.site, f"/rounds/{draft}")

    rule = page.locator("form#rules").get_by_label("Importance")
    rule.select_option(label="80% at 4–5")
    page.get_by_role("button", name="Save rules").click()
    page.get_by_text("Saved.").wait_for()

    assert rule.input_value() == "percent-80"
    assert "In: 80% or more of the scores at 4–5 (Very, Essential)." in page.locator("form#rules").inner_text()
    assert complaints(page) == []
