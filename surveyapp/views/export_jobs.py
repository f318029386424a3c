"""A file of results that is made in the background: how far it is, the file itself, and an end to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, jsonify, redirect, request, send_file, url_for

from surveyapp.enums import ExportState
from surveyapp.permissions import Permission
from surveyapp.reports.formats import FORMATS
from surveyapp.security import current_actor, requires
from surveyapp.services import export_jobs, surveys
from surveyapp.views.staff import Stage, place_of_plan, show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("export_jobs", __name__, url_prefix="/rounds/<id:round_id>/results/exports/<id:job_id>")

_WAITING = "One file is made after the other."
_BEGINNING = "Beginning"
_STATES = {
    ExportState.WAITING: "Waiting",
    ExportState.RUNNING: "Being made",
    ExportState.DONE: "Ready",
    ExportState.FAILED: "Not made",
    ExportState.CANCELLED: "Cancelled",
}
_STEP_OF_SIZE = 1024


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One of somebody's own exports in a list."""

    title: str
    asked_at: datetime
    state: str
    words: str
    url: str


@bp.get("")
@requires(Permission.EXPORT_RESULTS)
def show_job(round_id: int, job_id: int) -> ResponseReturnValue:
    """How far the file is, and what can be done now. Without a script the page loads itself anew."""
    actor = current_actor()
    job = export_jobs.get_job(actor, round_id, job_id)
    round_ = surveys.get_head(actor, round_id)
    return show(
        "results/show_export.html",
        place=place_of_plan(round_.survey.plan_id, Stage.RESULTS),
        round=round_,
        job=job,
        title=FORMATS[job.format_name].title,
        words=_say(job),
        size=say_size(job.size or 0),
        kept_until=job.finished_at + export_jobs.KEPT if job.finished_at else None,
        again=_fields(job),
    )


@bp.get("/state")
@requires(Permission.EXPORT_RESULTS)
def show_state(round_id: int, job_id: int) -> ResponseReturnValue:
    """How far the file is: what an open page asks for from time to time."""
    job = export_jobs.get_job(current_actor(), round_id, job_id)
    response = jsonify(is_over=job.is_over, step=job.step, steps=job.steps, words=_say(job))
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/file")
@requires(Permission.EXPORT_RESULTS)
def download(round_id: int, job_id: int) -> ResponseReturnValue:
    """The file, for whoever asked for it."""
    job, file = export_jobs.find_file(current_actor(), round_id, job_id, now=datetime.now(UTC))
    return send_file(file, mimetype=job.mimetype, as_attachment=True, download_name=job.file_name)


@bp.post("/cancel")
@requires(Permission.EXPORT_RESULTS)
def cancel(round_id: int, job_id: int) -> ResponseReturnValue:
    """Give the file up."""
    job = export_jobs.cancel(current_actor(), round_id, job_id, now=datetime.now(UTC))
    if job.state is not ExportState.CANCELLED:
        flash("It was over already, so there was nothing to cancel.")
    return redirect(url_for("export_jobs.show_job", round_id=round_id, job_id=job_id), code=303)


def show_line(job: Any, number: int) -> ExportLine:
    """One of somebody's own exports, of the round with this number."""
    title = f"{FORMATS[job.format_name].title}, round {number}"
    words = "" if job.is_over else _say(job)
    url = url_for("export_jobs.show_job", round_id=job.round_id, job_id=job.id)
    return ExportLine(
        f"{title}, {job.in_words}" if job.in_words else title, job.asked_at, _STATES[job.state], words, url
    )


def say_size(size: int) -> str:
    """Say how large a file is, in bytes, kB or MB."""
    if size < _STEP_OF_SIZE:
        return f"{size} bytes"
    if size < _STEP_OF_SIZE**2:
        return f"{size / _STEP_OF_SIZE:.0f} kB"
    return f"{size / _STEP_OF_SIZE**2:.1f} MB"


def _say(job: Any) -> str:
    """What is being done at this moment."""
    return _WAITING if job.state is ExportState.WAITING else job.words or _BEGINNING


def _fields(job: Any) -> list[tuple[str, str]]:
    """The fields of the form that would ask for the same file again."""
    chosen = [("format_name", job.format_name), ("round_id", job.round_id)]
    chosen += [(name, job.options[name]) for name in ("members", "by")]
    chosen += [(name, "y") for name in ("responses", "words", "long") if job.options[name]]
    return chosen
