"""Files of results that take long: asked for by staff, made one after the other beside the server, kept for a day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from surveyapp import database, permissions, storage
from surveyapp.enums import ExportState
from surveyapp.errors import NotAllowed, NotFound
from surveyapp.models import Account, ExportJob, Round
from surveyapp.permissions import Permission
from surveyapp.services.accounts import actor_of
from surveyapp.services.results import note_export

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor

KEPT = timedelta(hours=24)
"""How long a file stays, and all that is known of it but the entry in the audit trail."""

# Whoever makes a file is heard of every few seconds; from then on they are taken to be gone.
_SILENT = timedelta(seconds=20)
_MOST_TAKES = 3
_INTERRUPTED = (
    f"The server was stopped {_MOST_TAKES} times while this file was made. Nothing is lost but the file. Export again; "
    "if it fails again, tell whoever runs this installation."
)
_PENDING = (ExportState.WAITING, ExportState.RUNNING)


class GivenUp(Exception):
    """The file is not wanted any more, or somebody else makes it by now."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of whoever makes it now; the `token` is theirs until it is over or another takes it."""

    job_id: int
    token: str
    round_id: int
    account_id: int
    format_name: str
    options: Mapping[str, Any]
    stored_as: str


def ask(
    actor: Actor, round_id: int, format_name: str, options: Mapping[str, Any], *, in_words: str, now: datetime
) -> ExportJob:
    """Ask for a file; `in_words` says what the options mean. Raises `NotFound`, and `NotAllowed` for the operator.

    Who asks for the same again before it is there waits for the same file.
    """
    account_id = _account(actor)
    with database.transaction() as db:
        if db.get(Round, round_id) is None:
            message = "There is no such round."
            raise NotFound(message)
        pending = sa.select(ExportJob).where(
            ExportJob.account_id == account_id, ExportJob.round_id == round_id, ExportJob.state.in_(_PENDING)
        )
        for job in db.scalars(pending):
            if (job.format_name, job.options) == (format_name, dict(options)):
                return job
        job = ExportJob(
            round_id=round_id,
            account_id=account_id,
            format_name=format_name,
            options=dict(options),
            in_words=in_words,
            state=ExportState.WAITING,
            asked_at=now,
        )
        db.add(job)
    return job


def get_job(actor: Actor, round_id: int, job_id: int) -> ExportJob:
    """A job of one's own. Raises `NotFound` for those of others: what they exported is in the audit trail."""
    account_id = _account(actor)
    query = sa.select(ExportJob).where(
        ExportJob.id == job_id, ExportJob.round_id == round_id, ExportJob.account_id == account_id
    )
    job = database.session().scalar(query)
    if job is None:
        message = (
            "There is no such export of yours. Files are kept for a day, and until the survey is sealed; export again "
            "if you need it."
        )
        raise NotFound(message)
    return job


def list_own(actor: Actor, survey_id: int) -> Sequence[tuple[ExportJob, int]]:
    """One's own jobs of a survey, newest first, each with the number of its round."""
    permissions.require(actor, Permission.EXPORT_RESULTS)
    query = sa.select(ExportJob, Round.number).join(Round, Round.id == ExportJob.round_id)
    query = query.where(Round.survey_id == survey_id, ExportJob.account_id == actor.account_id)
    return [(job, number) for job, number in database.session().execute(query.order_by(ExportJob.id.desc()))]


def find_file(actor: Actor, round_id: int, job_id: int, *, now: datetime) -> tuple[ExportJob, Path]:
    """A job of one's own that is done, and where its file lies. Raises `NotFound` when there is no file (any more)."""
    job = get_job(actor, round_id, job_id)
    file = storage.find(job.stored_as) if job.state is ExportState.DONE and job.stored_as else None
    if file is None or job.finished_at is None or now >= job.finished_at + KEPT:
        message = "This file is not there, or not any more: files are kept for a day. Export again if you need it."
        raise NotFound(message)
    return job, file


def cancel(actor: Actor, round_id: int, job_id: int, *, now: datetime) -> ExportJob:
    """Give up a job of one's own; what is over stays as it is. Raises `NotFound`."""
    get_job(actor, round_id, job_id)
    with database.transaction():
        job = get_job(actor, round_id, job_id)
        job.cancel(now)
    return job


def is_any_to_take(now: datetime) -> bool:
    """Whether a job waits to be made: a glance that costs next to nothing."""
    with database.reading(single=True) as connection:
        return connection.execute(_to_take(sa.select(ExportJob.id), now).limit(1)).first() is not None


def claim(*, now: datetime) -> Claim | None:
    """Take the job that waits longest, or one whose maker has not been heard of for a while; None if there is none.

    Two who ask at once never get the same. What was begun three times in vain is not begun again.
    """
    with database.transaction() as db:
        query = _to_take(sa.select(ExportJob), now).order_by(ExportJob.id).with_for_update(skip_locked=True)
        for job in db.scalars(query):
            if job.takes < _MOST_TAKES:
                job.take(secrets.token_hex(16), secrets.token_urlsafe(24), now)
                return _claim(job)
            job.fail(_INTERRUPTED, now)
            _note_failure(db, job, now)
    return None


def stay(held: Claim, *, now: datetime) -> bool:
    """Let it be known that the file is still being made; returns whether it is still wanted."""
    with database.transaction() as db:
        job = _held(db, held)
        if job is not None:
            job.seen_at = now
    return job is not None


def advance(held: Claim, step: int, steps: int, words: str, *, now: datetime) -> None:
    """Note how far the file is. Raises `GivenUp` when it is not wanted any more."""
    with database.transaction() as db:
        job = _held(db, held)
        if job is None:
            raise GivenUp
        job.advance(step, steps, words, now)


def finish(
    held: Claim, *, file_name: str, mimetype: str, size: int, sha256: str, details: Mapping[str, object], now: datetime
) -> None:
    """Note that the file is there, with an entry in the audit trail. Raises `GivenUp` when it is not wanted any more.

    `details` are what the audit trail keeps of it besides its hash.
    """
    with database.transaction() as db:
        job = _held(db, held)
        if job is None:
            raise GivenUp
        job.finish(file_name=file_name, mimetype=mimetype, size=size, sha256=sha256, now=now)
        _note(db, job, {**details, "sha256": sha256}, now)


def fail(held: Claim, problem: str, *, now: datetime) -> None:
    """Note why there is no file, with an entry in the audit trail. What is in other hands by now stays as it is."""
    with database.transaction() as db:
        job = _held(db, held)
        if job is not None:
            job.fail(problem, now)
            _note_failure(db, job, now)


def put_back(held: Claim) -> None:
    """Let a job wait again for the next start of a server. What is in other hands by now stays as it is."""
    with database.transaction() as db:
        job = _held(db, held)
        if job is not None:
            job.put_back()


def clear(*, now: datetime) -> None:
    """Forget the jobs whose day is over, and delete every file that belongs to no job."""
    old = ExportJob.finished_at <= now - KEPT
    if database.session().scalar(sa.select(ExportJob.id).where(old).limit(1)) is not None:
        with database.transaction() as db:
            db.execute(sa.delete(ExportJob).where(old))
    delete_files()


def forget_of_survey(db: Session, survey_id: int) -> None:
    """Forget all jobs of a survey within the caller's write; `delete_files` is to follow it."""
    rounds = sa.select(Round.id).where(Round.survey_id == survey_id)
    db.execute(sa.delete(ExportJob).where(ExportJob.round_id.in_(rounds)))


def delete_files() -> None:
    """Delete every file that belongs to no job."""
    with database.reading(single=True) as connection:
        named = connection.execute(sa.select(ExportJob.stored_as)).scalars()
        storage.keep_only({name for name in named if name})


def _account(actor: Actor) -> int:
    permissions.require(actor, Permission.EXPORT_RESULTS)
    if actor.account_id is None:
        message = "A file that is made in the background belongs to an account. Commands write their files themselves."
        raise NotAllowed(message)
    return actor.account_id


def _to_take(query: sa.Select[Any], now: datetime) -> sa.Select[Any]:
    is_left = sa.and_(ExportJob.state == ExportState.RUNNING, ExportJob.seen_at < now - _SILENT)
    return query.where(sa.or_(ExportJob.state == ExportState.WAITING, is_left))


def _held(db: Session, held: Claim) -> ExportJob | None:
    return db.scalar(sa.select(ExportJob).where(ExportJob.id == held.job_id, ExportJob.claim == held.token))


def _claim(job: ExportJob) -> Claim:
    return Claim(
        job_id=job.id,
        token=job.claim or "",
        round_id=job.round_id,
        account_id=job.account_id,
        format_name=job.format_name,
        options=job.options,
        stored_as=job.stored_as or "",
    )


def _note_failure(db: Session, job: ExportJob, now: datetime) -> None:
    _note(db, job, {"problem": job.problem}, now, failed=True)


def _note(db: Session, job: ExportJob, details: Mapping[str, object], now: datetime, *, failed: bool = False) -> None:
    actor = actor_of(db.get_one(Account, job.account_id))
    about = {"format": job.format_name, "options": job.in_words, **details}
    note_export(db, actor, job.round_id, about, now=now, failed=failed)
