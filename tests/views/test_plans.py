"""The plan list, the import with its preview, and a plan's page."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import Plan, PlanItem, PlanVersion
from surveyapp.permissions import OPERATOR
from surveyapp.services import plans, surveys
from tests.conftest import NOON
from tests.factories import PLAN, a_plan, a_round, an_open_round, some_links

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

    from tests.views.staffing import Desk

NASTY = "<script>alert(1)</script> {{ 7*7 }} <b>&amp;"


def a_file(content: bytes | str = PLAN, name: str = "plan.txt") -> tuple[BytesIO, str]:
    return BytesIO(content if isinstance(content, bytes) else content.encode()), name


def plan_count() -> int:
    database.session().rollback()
    return database.session().scalar(sa.select(sa.func.count()).select_from(Plan)) or 0


def read(staff: Desk, **typed: object) -> Desk:
    return staff.get("/plans/import").press("/plans/import", **typed)


def test_an_empty_list_offers_the_import(staff: Desk, analyst: Desk) -> None:
    assert "Import a plan document" in staff.get("/plans").words
    assert "Import a plan document" not in analyst.get("/plans").words


def test_the_list_says_where_each_plan_stands_and_the_one_next_thing(staff: Desk) -> None:
    version = a_plan()
    assert "Build the survey" in staff.get("/plans").words
    round_ = surveys.create_survey(OPERATOR, version.id, time_zone="America/Chicago", now=NOON)
    assert "Survey in preparation" in staff.get("/plans").words
    assert "Set the dates" in staff.words
    closes_at = NOON.replace(day=12)
    surveys.schedule_round(
        OPERATOR, round_.id, opens_at=None, closes_at=closes_at, time_zone="America/Chicago", now=NOON
    )
    assert "Open the survey" in staff.get("/plans").words
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    assert "Invite the members" in staff.get("/plans").words
    some_links(round_)
    assert "Read the results" in staff.get("/plans").words
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    assert "Survey closed" in staff.get("/plans").words


def test_an_analyst_is_led_only_where_an_analyst_may_go(analyst: Desk) -> None:
    version = a_plan()
    assert "Read the plan" in analyst.get("/plans").words
    a_round(version)
    assert "Read the results" in analyst.get("/plans").words
    assert "Members" not in analyst.words


def test_the_preview_shows_the_outline_and_stores_nothing(staff: Desk) -> None:
    read(staff, document=a_file())

    assert staff.status == 200
    for words in (
        "Check the import",
        "plan.txt · becomes a new plan · nothing is stored yet",
        "Practice area: Community Rehabilitation",
        "Everything matched the numbering of the document",
        "In the future, every person leaves hospital with a date for the first visit at home.",
        "Shorten the wait for the first visit.",
        "2 goals, 4 steps",
        "3 steps marked only where a member has a view, goals ranked: 9 answers, about 4 minutes",
    ):
        assert words in staff.words, words
    assert plan_count() == 0


def test_every_doubt_stands_at_its_line(staff: Desk) -> None:
    read(staff, document=a_file(PLAN.replace(" 2. Measure", " 4. Measure")))

    assert "We were unsure in 1 place It is marked below." in staff.words
    flagged = staff.page.html.split('class="oi d2 flag"')[1].split("</li>")[0]
    assert "Measure the wait in every practice." in flagged
    assert "1 of 1." in flagged
    assert "The numbering jumps from A.1 to A.4." in flagged
    assert "Line 16" in flagged


def test_the_confirmation_stores_exactly_what_was_shown(staff: Desk) -> None:
    source = PLAN.replace("\n", "\r\n").encode()

    read(staff, document=a_file(source)).press("/plans/import/confirm")

    assert (staff.status, staff.url) == (303, "/plans/1")
    assert "Version 1 is stored." in staff.words
    version = plans.list_plans(OPERATOR)[0].versions[0]
    assert version.source_hash == hashlib.sha256(source).hexdigest()
    assert version.source_name == "plan.txt"
    assert [item.label for item in version.items] == ["S1", "S2", "A", "A.1", "A.1.a", "A.2", "B", "B.1", "C"]


def test_the_same_document_again_changes_nothing(staff: Desk) -> None:
    read(staff, document=a_file()).press("/plans/import/confirm")

    read(staff, document=a_file())
    assert "plan.txt · this is version 1 already; importing it again changes nothing" in staff.words
    staff.press("/plans/import/confirm")

    assert "This document was imported before. Nothing changed." in staff.words
    assert database.session().scalar(sa.select(sa.func.count()).select_from(PlanVersion)) == 1


def test_a_changed_document_becomes_the_next_version(staff: Desk) -> None:
    a_plan()

    read(staff, document=a_file(PLAN + "\nD. One goal more.\n"))
    assert "becomes version 2 of this plan" in staff.words
    staff.press("/plans/import/confirm")

    assert "version 2" in staff.words
    assert "One goal more." in staff.words


def test_pasted_text_can_be_corrected_and_read_again(staff: Desk) -> None:
    read(staff, text=PLAN.replace("C. Share", "Share"))
    form = staff.page.forms[-1]
    assert form.values["text"].startswith("Community Rehabilitation Strategic Plan")

    staff.press("/plans/import", **form.values | {"text": PLAN, "document": None, "name": None})

    assert "2 goals, 4 steps" in staff.words
    staff.press("/plans/import/confirm")
    assert "Shorten the wait for the first visit." in staff.words
    assert plan_count() == 1


def test_pasted_markdown_is_read_as_markdown(staff: Desk) -> None:
    read(staff, text="# Sample Care Plan\n\n## High-Level Goals\n\nA. Shorten the **wait**.\n\nB. Speak plainly.\n")

    assert "Sample Care Plan" in staff.words
    assert "Shorten the wait." in staff.words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose a file, or paste the text of the plan."),
        ({"text": " \n "}, "Choose a file, or paste the text of the plan."),
        ({"document": a_file, "text": "Kept words"}, "Choose a file or paste the text, not both."),
        ({"document": lambda: a_file(b"", "empty.txt")}, "“empty.txt” is empty. Expected is the text of a plan."),
        ({"document": lambda: a_file(b"PK\x03\x04zip", "plan.docx")}, "“plan.docx” is a Word, Excel or zip file."),
        ({"document": lambda: a_file(b"\x00\x01\x02", "plan.txt")}, "“plan.txt” cannot be read as text."),
        ({"text": "Nothing that is a goal"}, "Nothing was stored"),
    ],
)
def test_what_cannot_be_read_comes_back_with_a_sentence(
    staff: Desk, typed: dict[str, FileStorage], sentence: str
) -> None:
    read(staff, **{name: value() if callable(value) else value for name, value in typed.items()})

    assert staff.status == 422
    assert staff.page.title.startswith("Problem: Import a plan document")
    assert sentence in staff.words
    assert staff.page.form("/plans/import").values["text"] == typed.get("text", "")
    assert plan_count() == 0


@pytest.mark.parametrize("document", ["", "not base64!", "bm90IHppcHBlZA=="])
def test_a_document_that_came_back_altered_is_refused(staff: Desk, document: str) -> None:
    read(staff, document=a_file()).press("/plans/import/confirm", document=document)

    assert staff.status == 422
    assert "The file did not come back from the page as it was sent. Nothing was stored." in staff.words
    assert plan_count() == 0


def test_nasty_strings_are_text(staff: Desk) -> None:
    text = PLAN.replace("Share staff", f"{NASTY} Share staff")
    read(staff, document=a_file(text, f"{NASTY}.txt"))
    assert "<script>" not in staff.page.html
    assert NASTY in staff.words
    staff.press("/plans/import/confirm")

    assert f"{NASTY} Share staff" in staff.words
    assert "<script>" not in staff.page.html
    assert database.session().scalar(sa.select(PlanItem.text).where(PlanItem.label == "C")) == (
        f"{NASTY} Share staff between neighboring practices."
    )


def test_a_plan_offers_its_survey_once(staff: Desk, analyst: Desk) -> None:
    version = a_plan()
    assert "Build the survey" in staff.get(f"/plans/{version.plan_id}").words
    assert "Build the survey" not in analyst.get(f"/plans/{version.plan_id}").words
    an_open_round(version)

    staff.get(f"/plans/{version.plan_id}")

    assert "Build the survey" not in staff.words
    for stage in ("Plan (done)", "Survey (done)", "People", "Results"):
        assert stage in staff.words
    stages = analyst.get(f"/plans/{version.plan_id}").page.html.split("<nav")[1].split("</nav>")[0]
    assert "Survey" not in stages
    assert "Results" in stages


@pytest.mark.parametrize("plan_id", ["7", "99999999999999999999", "0", "x", "-1"])
def test_a_plan_that_is_not_there(staff: Desk, plan_id: str) -> None:
    assert staff.get(f"/plans/{plan_id}").status == 404


@pytest.mark.parametrize("url", ["/plans", "/plans/1", "/plans/import"])
def test_who_may_open_the_pages(url: str, facilitator: Desk, nobody: Desk, analyst: Desk) -> None:
    a_plan()

    assert facilitator.get(url).status == 403
    assert nobody.get(url).url == f"/sign-in?next={url}"
    assert analyst.get(url).status == (403 if url == "/plans/import" else 200)


@pytest.mark.parametrize("url", ["/plans/import", "/plans/import/confirm"])
def test_who_may_import(url: str, analyst: Desk, nobody: Desk, staff: Desk) -> None:
    assert analyst.post(url, text=PLAN).status == 403
    assert nobody.post(url, text=PLAN).url.startswith("/sign-in")
    assert staff.post_without_token(url, text=PLAN).status == 400
    assert plan_count() == 0


def test_the_confirmation_is_no_link(staff: Desk) -> None:
    assert staff.get("/plans/import/confirm").status == 405
