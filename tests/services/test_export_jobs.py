"""Jobs of making files: asked for, taken by one alone, given up, taken up again, and gone after a day."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database, storage
from surveyapp.enums import ExportState, Role
from surveyapp.errors import NotAllowed, NotFound
from surveyapp.models import ExportJob, Round
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.services import export_jobs, sealing, surveys
from surveyapp.services.export_jobs import Claim, GivenUp
from tests.conftest import NOON, SECRET
from tests.exporting import ask, job_of
from tests.factories import a_round, an_open_round
from tests.services.commenting import a_person, audited

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

LATER = NOON + timedelta(seconds=21)


@pytest.fixture
def ann(app: Flask) -> Actor:
    return a_person()


def take(now: datetime = NOON) -> Claim:
    claim = export_jobs.claim(now=now)
    assert claim is not None
    return claim


def finish(claim: Claim) -> None:
    """Put a file where the job says and note it, as whoever makes one does."""
    with storage.create(claim.stored_as) as out:
        out.write(b"file")
    export_jobs.finish(
        claim, file_name="a.csv", mimetype="text/csv", size=4, sha256="ab", details={"data": "cd"}, now=NOON
    )


def test_a_file_is_asked_for_once_however_often_the_button_is_pressed(ann: Actor) -> None:
    round_id = an_open_round().id

    first = ask(ann, round_id).id
    again = ask(ann, round_id).id
    other = ask(ann, round_id, words=True).id

    assert first == again != other
    assert (job_of(first).state, job_of(first).asked_at) == (ExportState.WAITING, NOON)
    export_jobs.cancel(ann, round_id, first, now=NOON)
    assert ask(ann, round_id).id not in {first, other}


def test_who_may_ask(ann: Actor) -> None:
    round_id = an_open_round().id

    with pytest.raises(NotAllowed):
        ask(a_person(Role.FACILITATOR), round_id)
    with pytest.raises(NotAllowed, match="Commands write their files themselves"):
        ask(OPERATOR, round_id)
    with pytest.raises(NotFound, match="There is no such round"):
        ask(ann, 99)


def test_a_job_is_known_to_whoever_asked_alone(ann: Actor) -> None:
    round_id = an_open_round().id
    job_id = ask(ann, round_id).id
    eve = a_person(Role.ADMINISTRATOR, "eve")
    finish(take())

    assert export_jobs.get_job(ann, round_id, job_id).id == job_id
    assert [(job.id, number) for job, number in export_jobs.list_own(ann, 1)] == [(job_id, 1)]
    assert export_jobs.list_own(eve, 1) == []
    for look in (export_jobs.get_job, lambda *about: export_jobs.find_file(*about, now=NOON)):
        with pytest.raises(NotFound):
            look(eve, round_id, job_id)
        with pytest.raises(NotFound):
            look(ann, round_id + 1, job_id)
    with pytest.raises(NotFound):
        export_jobs.cancel(eve, round_id, job_id, now=NOON)


def test_jobs_are_taken_in_the_order_of_asking_and_each_once(ann: Actor) -> None:
    round_id = an_open_round().id
    asked = [ask(ann, round_id, name).id for name in ("csv", "json", "xlsx")]

    assert export_jobs.is_any_to_take(NOON)
    assert [take().job_id for _ in asked] == asked
    assert export_jobs.claim(now=NOON) is None
    assert not export_jobs.is_any_to_take(NOON)


def test_two_who_take_at_once_never_get_the_same(app: Flask, ann: Actor) -> None:
    round_id = an_open_round().id
    asked = {ask(ann, round_id, words=str(number)).id for number in range(12)}
    taken: list[int] = []
    at_once = threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            at_once.wait()
            while (claim := export_jobs.claim(now=NOON)) is not None:
                taken.append(claim.job_id)

    workers = [threading.Thread(target=work) for _ in range(2)]
    database.session().rollback()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(taken) == sorted(asked)


def test_how_far_it_is(ann: Actor) -> None:
    job_id = ask(ann, an_open_round().id).id
    claim = take()

    export_jobs.advance(claim, 4, 11, "Sheet 4 of 11: " + 300 * "S", now=LATER)

    job = job_of(job_id)
    assert (job.state, job.step, job.steps, len(job.words)) == (ExportState.RUNNING, 4, 11, 200)
    assert not export_jobs.is_any_to_take(LATER)


def test_a_file_that_is_there_is_audited_with_its_hash(ann: Actor) -> None:
    round_id = an_open_round().id
    job_id = ask(ann, round_id, "csv").id

    finish(take())

    job, file = export_jobs.find_file(ann, round_id, job_id, now=NOON)
    assert (job.state, job.is_over, job.size, job.file_name) == (ExportState.DONE, True, 4, "a.csv")
    assert file.read_bytes() == b"file"
    told = {"format": "csv", "options": "", "data": "cd", "sha256": "ab"}
    assert audited()[-1] == ("results.exported", told)
    with pytest.raises(NotFound, match="kept for a day"):
        export_jobs.find_file(ann, round_id, job_id, now=NOON + export_jobs.KEPT)


def test_a_failure_is_audited_and_said(ann: Actor) -> None:
    round_id = an_open_round().id
    job_id = ask(ann, round_id, "xlsx").id

    export_jobs.fail(take(), "The disk is full.", now=NOON)

    assert (job_of(job_id).state, job_of(job_id).problem) == (ExportState.FAILED, "The disk is full.")
    told = {"format": "xlsx", "options": "", "problem": "The disk is full."}
    assert audited()[-1] == ("results.export_failed", told)
    with pytest.raises(NotFound):
        export_jobs.find_file(ann, round_id, job_id, now=NOON)


def test_what_is_given_up_is_taken_from_whoever_makes_it(ann: Actor) -> None:
    round_id = an_open_round().id
    job_id = ask(ann, round_id).id
    claim = take()
    assert export_jobs.stay(claim, now=NOON)

    export_jobs.cancel(ann, round_id, job_id, now=NOON)

    assert not export_jobs.stay(claim, now=NOON)
    with pytest.raises(GivenUp):
        export_jobs.advance(claim, 1, 2, "One", now=NOON)
    with pytest.raises(GivenUp):
        finish(claim)
    export_jobs.fail(claim, "Too late.", now=NOON)
    export_jobs.put_back(claim)
    assert job_of(job_id).state is ExportState.CANCELLED
    assert "results.exported" not in [action for action, _ in audited()]


def test_cancelling_what_is_over_changes_nothing(ann: Actor) -> None:
    round_id = an_open_round().id
    job_id = ask(ann, round_id).id
    finish(take())

    assert export_jobs.cancel(ann, round_id, job_id, now=NOON).state is ExportState.DONE
    assert export_jobs.find_file(ann, round_id, job_id, now=NOON)


def test_what_a_stopped_process_left_is_taken_up_again(ann: Actor) -> None:
    job_id = ask(ann, an_open_round().id).id
    first = take()
    export_jobs.advance(first, 4, 11, "Sheet 4 of 11: Segments", now=NOON)
    assert export_jobs.claim(now=NOON + timedelta(seconds=19)) is None

    second = take(LATER)

    assert second.job_id == job_id
    assert second.stored_as != first.stored_as
    assert (job_of(job_id).step, job_of(job_id).words) == (0, "")
    assert not export_jobs.stay(first, now=LATER)
    export_jobs.fail(first, "I was gone.", now=LATER)
    assert job_of(job_id).state is ExportState.RUNNING
    finish(second)


def test_an_orderly_stop_puts_it_back_at_once(ann: Actor) -> None:
    job_id = ask(ann, an_open_round().id).id

    for _ in range(4):
        export_jobs.put_back(take())

    assert (job_of(job_id).state, job_of(job_id).takes) == (ExportState.WAITING, 0)


def test_what_was_begun_three_times_in_vain_is_not_begun_again(ann: Actor) -> None:
    job_id = ask(ann, an_open_round().id, "xlsx").id
    following = ask(ann, 1, "csv").id
    for number in range(3):
        moment = NOON + timedelta(minutes=number)
        claim = export_jobs.claim(now=moment)
        assert claim is not None
        assert claim.job_id == job_id

    claim = export_jobs.claim(now=NOON + timedelta(minutes=3))

    assert claim is not None
    assert claim.job_id == following
    assert "stopped 3 times" in job_of(job_id).problem
    assert audited()[-1][0] == "results.export_failed"


def test_jobs_and_files_are_gone_after_a_day(ann: Actor) -> None:
    round_id = an_open_round().id
    done, failed, waiting = (ask(ann, round_id, name).id for name in ("csv", "json", "xlsx"))
    finish(claim := take())
    export_jobs.fail(take(), "It failed.", now=NOON)
    with storage.create("of-no-job"):
        pass

    export_jobs.clear(now=NOON + timedelta(hours=23))
    assert storage.find("of-no-job") is None
    assert storage.find(claim.stored_as) is not None
    assert {job.id for job, _ in export_jobs.list_own(ann, 1)} == {done, failed, waiting}

    export_jobs.clear(now=NOON + timedelta(hours=24))
    assert storage.find(claim.stored_as) is None
    assert {job.id for job, _ in export_jobs.list_own(ann, 1)} == {waiting}


def test_sealing_takes_every_file_of_the_survey_along(ann: Actor) -> None:
    round_ = an_open_round()
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    done, running = ask(ann, round_.id, "csv").id, ask(ann, round_.id, "json").id
    finish(file := take())
    claim = take()

    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    assert storage.find(file.stored_as) is None
    assert not export_jobs.stay(claim, now=NOON)
    for job_id in (done, running):
        with pytest.raises(NotFound, match="until the survey is sealed"):
            export_jobs.get_job(ann, round_.id, job_id)
    assert ask(ann, round_.id).id


def test_jobs_go_with_their_round(ann: Actor) -> None:
    round_id = a_round().id
    ask(ann, round_id)
    with database.transaction() as db:
        db.delete(db.get_one(Round, round_id))

    assert database.session().scalars(sa.select(ExportJob)).all() == []
