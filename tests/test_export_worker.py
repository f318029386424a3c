"""Files are made to their end, here or in a process of their own; whatever goes wrong is said to whoever asked."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import time
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import ExportState, Role
from surveyapp.export_worker import make_next, working
from surveyapp.models import Account
from surveyapp.reports import formats
from surveyapp.services import export_jobs, results
from tests.exporting import ask, job_of
from tests.services.commenting import FIVE, a_person, a_written_round, audited

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from surveyapp.permissions import Actor

PATIENCE = 60.0


@pytest.fixture
def ann(app: Flask) -> Actor:
    return a_person()


@pytest.fixture
def round_id(ann: Actor) -> int:
    return a_written_round(*FIVE).id


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.05)


def the_file(actor: Actor, round_id: int, job_id: int) -> Path:
    database.session().rollback()
    return export_jobs.find_file(actor, round_id, job_id, now=datetime.now(UTC))[1]


def test_the_next_file_is_made_to_its_end(ann: Actor, round_id: int) -> None:
    job_id = ask(ann, round_id, "csv").id

    assert make_next()
    assert not make_next()

    job, file = job_of(job_id), the_file(ann, round_id, job_id)
    with ZipFile(file) as archive:
        assert "summary.csv" in archive.namelist()
        assert "responses.csv" not in archive.namelist()
    assert (job.state, job.size, job.mimetype) == (ExportState.DONE, file.stat().st_size, "application/zip")
    assert job.file_name.startswith("community-rehabilitation-strategic-plan-round-1-")
    assert job.file_name.endswith(".csv.zip")
    assert (job.step, job.steps, job.words) == (job.steps, job.steps, f"Table {job.steps} of {job.steps}: Codebook")


def test_the_audit_trail_holds_the_hash_of_the_file_that_is_handed_out(ann: Actor, round_id: int) -> None:
    job_id = ask(ann, round_id, "xlsx").id

    make_next()

    action, told = audited()[-1]
    assert action == "results.exported"
    assert told == {
        "format": "xlsx",
        "options": "",
        "submitted": "5",
        "data": results.load_summary(ann, round_id).fingerprint,
        "sha256": hashlib.sha256(the_file(ann, round_id, job_id).read_bytes()).hexdigest(),
    }


def test_a_filter_is_checked_when_the_file_is_made(ann: Actor, round_id: int) -> None:
    job_id = ask(ann, round_id, "xlsx", members="setting=moon").id

    make_next()

    assert "There is no segment 'setting=moon' in this round." in job_of(job_id).problem


def test_too_few_answers_are_said(ann: Actor) -> None:
    job_id = ask(ann, a_written_round(*FIVE[:3]).id, "parquet").id

    make_next()

    assert "Fewer than 5 members" in job_of(job_id).problem
    assert audited()[-1] == (
        "results.export_failed",
        {"format": "parquet", "options": "", "problem": job_of(job_id).problem},
    )


def test_what_is_not_installed_any_more_is_said(ann: Actor, round_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = ask(ann, round_id, "docx").id
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "docx" else find_spec(name))

    make_next()

    assert "pip install 'surveyapp[word]'" in job_of(job_id).problem


def test_where_no_file_can_be_written_that_is_said(ann: Actor, round_id: int, tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("A file stands where the folder should be.")
    job_id = ask(ann, round_id).id

    make_next()

    job = job_of(job_id)
    assert (job.state, job.stored_as) == (ExportState.FAILED, None)
    assert job.problem.startswith("The file could not be written: ")
    assert "Nothing is lost but the file. Export again" in job.problem


def test_what_nobody_foresaw_is_said_without_its_words(
    ann: Actor, round_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = ask(ann, round_id, unheard_of="Dr. Sample of Springfield").id

    with caplog.at_level(logging.ERROR):
        make_next()

    assert job_of(job_id).problem.startswith("Something went wrong on our side")
    assert "An export failed: TypeError at " in caplog.text
    assert "Springfield" not in caplog.text


def test_who_may_not_export_any_more_gets_no_file(ann: Actor, round_id: int) -> None:
    job_id = ask(ann, round_id).id
    with database.transaction() as db:
        db.execute(sa.update(Account).where(Account.id == ann.account_id).values(role=Role.FACILITATOR))

    make_next()

    assert "Your account may not do this." in job_of(job_id).problem


def test_a_file_that_was_given_up_is_not_kept(ann: Actor, round_id: int, tmp_path: Path) -> None:
    job_id = ask(ann, round_id).id
    export_jobs.cancel(ann, round_id, job_id, now=datetime.now(UTC))

    assert not make_next()

    assert not (tmp_path / "exports").exists()


def test_a_process_of_its_own_makes_the_file(app: Flask, ann: Actor, round_id: int) -> None:
    first, second = ask(ann, round_id, "json").id, ask(ann, round_id, "csv").id

    with working(app):
        wait_until(lambda: job_of(second).is_over)

    assert job_of(first).state is job_of(second).state is ExportState.DONE
    assert the_file(ann, round_id, first).stat().st_size == job_of(first).size
    assert audited()[-1][0] == "results.exported"


def test_a_process_ends_when_its_file_is_given_up(app: Flask, ann: Actor, round_id: int, tmp_path: Path) -> None:
    job_id = ask(ann, round_id, "xlsx").id

    with working(app):
        wait_until(lambda: job_of(job_id).state is ExportState.RUNNING)
        export_jobs.cancel(ann, round_id, job_id, now=datetime.now(UTC))
        following = ask(ann, round_id, "json").id
        wait_until(lambda: job_of(following).is_over)

    assert (job_of(job_id).state, job_of(following).state) == (ExportState.CANCELLED, ExportState.DONE)
    assert [file.name for file in (tmp_path / "exports").iterdir()] == [job_of(following).stored_as]


def test_a_process_that_the_computer_ends_is_told(app: Flask, ann: Actor, round_id: int) -> None:
    job_id = ask(ann, round_id, "xlsx").id

    with working(app):
        wait_until(lambda: bool(multiprocessing.active_children()))
        for process in multiprocessing.active_children():
            process.kill()
        wait_until(lambda: job_of(job_id).is_over)

    assert job_of(job_id).problem.startswith("The computer ended the work on this file before it was done")
    assert audited()[-1][0] == "results.export_failed"


def test_a_stop_puts_the_file_back_and_the_next_start_makes_it(app: Flask, ann: Actor, round_id: int) -> None:
    job_id = ask(ann, round_id, "xlsx").id

    with working(app):
        wait_until(lambda: job_of(job_id).state is ExportState.RUNNING)
    assert (job_of(job_id).state, job_of(job_id).takes) == (ExportState.WAITING, 0)

    with working(app):
        wait_until(lambda: job_of(job_id).is_over)
    assert job_of(job_id).state is ExportState.DONE
