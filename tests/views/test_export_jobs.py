"""Large rounds: the file is made in the background, and a page says how far it is, whoever asked for it alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database, exports
from surveyapp.enums import ExportState, Role
from surveyapp.export_worker import make_next
from surveyapp.models import Account, AuditEntry, ExportJob
from surveyapp.services import accounts, export_jobs
from surveyapp.views.export_jobs import say_size
from tests.conftest import NOON
from tests.exporting import a_large_round, ask

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.permissions import Actor
    from tests.views.staffing import Desk

pytestmark = pytest.mark.both_databases


@pytest.fixture
def large(app: Flask, noon: None) -> int:
    return a_large_round(exports.MOST_AT_ONCE + 1)


def actor_of(desk_role: Role) -> Actor:
    query = sa.select(Account).where(Account.email == f"{desk_role}@example.org")
    return accounts.actor_of(database.session().scalars(query).one())


def the_job() -> ExportJob:
    database.session().rollback()
    return database.session().scalars(sa.select(ExportJob)).one()


def test_a_large_round_is_made_in_the_background(analyst: Desk, large: int) -> None:
    analyst.get(f"/rounds/{large}/results/formats").press("/formats", format_name="csv", responses="y")

    url = f"/rounds/{large}/results/exports/{the_job().id}"
    assert (analyst.status, analyst.url) == (303, url)
    assert "CSV tables, round 1" in analyst.words
    assert "with responses" in analyst.words
    assert "One file is made after the other." in analyst.words
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in analyst.page.html
    assert analyst.page.html.count('<script src="/assets/exports-') == 1

    make_next()
    analyst.get(url)
    assert "The file is ready" in analyst.words
    assert "community-rehabilitation-strategic-plan-round-1-2026-03-02-with-responses.csv.zip" in analyst.words
    assert "It is kept until Tuesday, March 3, 12:00 p.m. Central" in analyst.words
    assert "http-equiv" not in analyst.page.html

    handed_out = analyst._send("GET", f"{url}/file", buffered=True)
    assert handed_out.mimetype == "application/zip"
    assert "filename=community-rehabilitation" in handed_out.headers["Content-Disposition"]
    digest = hashlib.sha256(handed_out.data).hexdigest()
    database.session().rollback()
    noted = database.session().scalars(sa.select(AuditEntry).where(AuditEntry.action == "results.exported")).one()
    assert (noted.actor, noted.details["sha256"]) == ("The analyst", digest)
    assert noted.details["options"] == "with responses"


def test_the_button_on_the_results_page_leads_there_too(analyst: Desk, large: int) -> None:
    analyst.get(f"/rounds/{large}/results").press("/results/formats")

    assert analyst.url == f"/rounds/{large}/results/exports/{the_job().id}"
    assert "Excel summary, round 1" in analyst.words


def test_two_thousand_responses_are_answered_at_once(analyst: Desk, noon: None) -> None:
    round_id = a_large_round(exports.MOST_AT_ONCE)

    analyst.post(f"/rounds/{round_id}/results/formats", format_name="json")

    assert analyst.response is not None
    assert analyst.response.mimetype == "application/json"
    assert database.session().scalars(sa.select(ExportJob)).all() == []


def test_what_cannot_be_is_said_before_anything_waits(analyst: Desk, large: int) -> None:
    analyst.post(f"/rounds/{large}/results/formats", format_name="csv", members="setting=moon")

    assert analyst.status == 422
    assert "There is no segment 'setting=moon' in this round." in analyst.words
    analyst.post(f"/rounds/{large}/results/formats", format_name="csv", responses="y", by="setting")
    assert analyst.status == 422
    assert "A file with single responses holds no figures by segment" in analyst.words
    assert database.session().scalars(sa.select(ExportJob)).all() == []


def test_the_page_tells_how_far_it_is(analyst: Desk, large: int) -> None:
    job = ask(actor_of(Role.ANALYST), large, "xlsx")
    claim = export_jobs.claim(now=NOON)
    assert claim is not None
    url = f"/rounds/{large}/results/exports/{job.id}"

    analyst.get(url)
    assert "Beginning" in analyst.words
    assert '<progress aria-labelledby="far"></progress>' in analyst.page.html

    export_jobs.advance(claim, 4, 11, "Sheet 4 of 11: Segments", now=NOON)
    analyst.get(url)
    assert "Sheet 4 of 11: Segments" in analyst.words
    assert '<progress aria-labelledby="far" max="11" value="3"></progress>' in analyst.page.html


def test_an_open_page_asks_for_the_state(analyst: Desk, large: int) -> None:
    job = ask(actor_of(Role.ANALYST), large, "xlsx")
    url = f"/rounds/{large}/results/exports/{job.id}/state"

    analyst.get(url)
    assert analyst.response is not None
    told, etag = analyst.response.get_json(), analyst.response.headers["ETag"]
    assert told["words"].startswith("One file")
    assert (told["is_over"], told["step"], told["steps"]) == (False, 0, 0)

    assert analyst._send("GET", url, headers={"If-None-Match": etag}).status_code == 304
    claim = export_jobs.claim(now=NOON)
    assert claim is not None
    export_jobs.advance(claim, 1, 2, "Part 1 of 2", now=NOON)
    answer = analyst._send("GET", url, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.get_json()["words"]) == (200, "Part 1 of 2")


def test_an_export_is_for_whoever_asked_for_it(
    analyst: Desk, staff: Desk, facilitator: Desk, nobody: Desk, large: int
) -> None:
    url = f"/rounds/{large}/results/exports/{ask(actor_of(Role.ANALYST), large).id}"
    make_next()

    assert analyst._send("GET", f"{url}/file", buffered=True).status_code == 200
    for path in (url, f"{url}/state", f"{url}/file"):
        assert staff.get(path).status == 404
        assert facilitator.get(path).status == 403
        assert nobody.get(path).url.startswith("/sign-in")
    assert staff.post(f"{url}/cancel").status == 404
    assert facilitator.post(f"{url}/cancel").status == 403
    assert analyst.post_without_token(f"{url}/cancel").status == 400
    assert analyst.get(f"{url}/cancel").status == 405
    assert analyst.get(f"/rounds/{large}/results/exports/99").status == 404


def test_cancelling(analyst: Desk, large: int) -> None:
    job = ask(actor_of(Role.ANALYST), large, "xlsx", by="setting")
    url = f"/rounds/{large}/results/exports/{job.id}"

    analyst.get(url).press("/cancel")

    assert (analyst.status, analyst.url) == (303, url)
    assert "This export was cancelled" in analyst.words
    assert analyst.get(f"{url}/file").status == 404
    form = analyst.get(url).page.form("/formats")
    asked = {name: value for name, value in form.values.items() if name != "csrf_token"}
    assert asked == {"format_name": "xlsx", "round_id": f"{large}", "members": "", "by": "setting"}

    analyst.post(f"{url}/cancel")
    assert "This export was cancelled" in analyst.words


def test_cancelling_what_is_done_is_said(analyst: Desk, large: int) -> None:
    url = f"/rounds/{large}/results/exports/{ask(actor_of(Role.ANALYST), large).id}"
    make_next()

    analyst.post(f"{url}/cancel")

    assert "It was over already" in analyst.words
    assert "The file is ready" in analyst.words


def test_a_failure_says_what_happened_and_asks_again_in_one_press(analyst: Desk, large: int) -> None:
    job = ask(actor_of(Role.ANALYST), large, "csv", responses=True, words=True)
    claim = export_jobs.claim(now=NOON)
    assert claim is not None
    export_jobs.fail(claim, "The file could not be written: No space left on device.", now=NOON)

    analyst.get(f"/rounds/{large}/results/exports/{job.id}")
    assert "The file was not made" in analyst.words
    assert "No space left on device." in analyst.words

    analyst.press("/formats")
    assert analyst.status == 303
    assert "One file is made after the other." in analyst.words
    again = database.session().scalars(sa.select(ExportJob).order_by(ExportJob.id.desc())).first()
    assert again is not None
    assert (again.options["words"], again.options["responses"]) == (True, True)
    assert again.state is ExportState.WAITING


def test_own_exports_are_found_again(analyst: Desk, staff: Desk, large: int) -> None:
    analyst.get(f"/rounds/{large}/results/formats")
    assert "Your exports" not in analyst.words
    ask(actor_of(Role.ANALYST), large, "csv")
    make_next()
    job = ask(actor_of(Role.ANALYST), large, "xlsx")

    analyst.get(f"/rounds/{large}/results/formats")
    assert "Your exports" in analyst.words
    assert "CSV tables, round 1 Ready Asked for Monday, March 2, 12:00 p.m. Central" in analyst.words
    assert "Excel summary, round 1 Waiting : One file is made after the other." in analyst.words
    assert f'href="/rounds/{large}/results/exports/{job.id}"' in analyst.page.html
    assert "Your exports" not in staff.get(f"/rounds/{large}/results/formats").words


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 bytes"), (1023, "1023 bytes"), (1536, "2 kB"), (3 * 1024**2, "3.0 MB")]
)
def test_sizes(size: int, said: str) -> None:
    assert say_size(size) == said
