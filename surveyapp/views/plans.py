"""Plans: the list, one plan, and the import with its preview. Nothing is stored before it was shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for

from surveyapp.documents import read_plan_document
from surveyapp.enums import RoundState
from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.forms.plans import ConfirmImportForm, ImportPlanForm
from surveyapp.permissions import Permission
from surveyapp.security import current_actor, requires, settings
from surveyapp.services import forecasts, participants, plans, surveys
from surveyapp.services.presets import StepDepth
from surveyapp.views.outlines import lay_out
from surveyapp.views.staff import Stage, place_of_plan, show
from surveyapp.views.uploads import pack, unpack

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from surveyapp.outline import Outline

bp = Blueprint("plans", __name__, url_prefix="/plans")
_PASTED = "pasted text"
_MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list: where it stands, and the one thing to do next."""

    id: int
    title: str
    practice_area: str
    version: int
    state: str
    next_words: str
    next_url: str


@bp.get("")
@requires(Permission.SEE_PLANS)
def list_plans() -> ResponseReturnValue:
    """All plans, each with its stage and the next thing to do."""
    actor = current_actor()
    latest = {survey.plan_id: survey.rounds[-1] for survey in reversed(surveys.list_surveys(actor))}
    rows = []
    for plan in plans.list_plans(actor):
        round_ = latest.get(plan.id)
        if round_ is None:
            state, (words, url) = "No survey yet", _first_step(plan.id)
        else:
            state, (words, url) = _next_step(round_.id, round_.state, has_end=round_.closes_at is not None)
        rows.append(PlanRow(plan.id, plan.title, plan.practice_area, plan.versions[-1].number, state, words, url))
    return show("plans/list_plans.html", rows=rows, may_import=actor.may(Permission.RUN_SURVEYS))


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.RUN_SURVEYS)
def import_plan() -> ResponseReturnValue:
    """Take a plan document and show what was read in it. Nothing is stored."""
    form = ImportPlanForm()
    if form.validate_on_submit():
        data, name = _document(form)
        try:
            outline = read_plan_document(data, name)
            return _preview(outline, name, data, form.text.data or None)
        except InvalidInput as error:
            form.reject("document" if form.document.data else "text", str(error))
    return show("plans/import_plan.html", form=form, problems=form.problems), 422 if form.errors else 200


@bp.post("/import/confirm")
@requires(Permission.RUN_SURVEYS)
def confirm_import() -> ResponseReturnValue:
    """Store the document that was shown, and go to its plan."""
    form = ConfirmImportForm()
    try:
        name = form.name.data or f"{_PASTED}.txt"
        data = unpack(form.document.data or "")
        outline = read_plan_document(data, name)
        version, is_new = plans.import_outline(
            current_actor(), outline, source_name=name, source=data, now=datetime.now(UTC)
        )
    except (InvalidInput, RuleBroken) as error:
        again = ImportPlanForm(formdata=None)
        again.reject("", str(error))
        return show("plans/import_plan.html", form=again, problems=again.problems), error.status
    flash(f"Version {version.number} is stored." if is_new else "This document was imported before. Nothing changed.")
    return redirect(url_for("plans.show_plan", plan_id=version.plan_id), code=303)


@bp.get("/<id:plan_id>")
@requires(Permission.SEE_PLANS)
def show_plan(plan_id: int) -> ResponseReturnValue:
    """The latest version of a plan, and the next step."""
    actor = current_actor()
    plan = plans.get_plan(actor, plan_id)
    survey = surveys.find_survey(actor, plan_id)
    outline = plans.get_outline(actor, plan.versions[-1].id)
    return show(
        "plans/show_plan.html",
        place=place_of_plan(plan_id, Stage.PLAN),
        plan=plan,
        versions=[(each.number, each.source_name, _day(each.imported_at)) for each in reversed(plan.versions)],
        survey=survey,
        page=lay_out(outline),
        quick=forecasts.forecast(outline),
        full=forecasts.forecast(outline, StepDepth.EVERY),
        may_build=survey is None and actor.may(Permission.RUN_SURVEYS),
        may_import=actor.may(Permission.RUN_SURVEYS),
    )


def _day(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo(settings().time_zone))
    return f"{local:%B} {local.day}, {local.year}"


def _document(form: ImportPlanForm) -> tuple[bytes, str]:
    if form.document.data:
        return form.document.data.read(), form.document.data.filename or "document.txt"
    text = form.text.data or ""
    return text.encode(), f"{_PASTED}.md" if _MARKDOWN_HEADING.search(text) else f"{_PASTED}.txt"


def _preview(outline: Outline, name: str, source: bytes, pasted: str | None) -> ResponseReturnValue:
    return show(
        "plans/preview_import.html",
        outline=outline,
        fate=_fate(outline.title, source),
        name=name,
        packed=pack(source),
        pasted=pasted,
        page=lay_out(outline),
        quick=forecasts.forecast(outline),
        full=forecasts.forecast(outline, StepDepth.EVERY),
    )


def _fate(title: str, source: bytes) -> str:
    """What importing a document of this title would do."""
    actor = current_actor()
    if stored := plans.find_imported(actor, title, source):
        return f"this is version {stored.number} already; importing it again changes nothing"
    known = next((plan for plan in plans.list_plans(actor) if plan.title == title), None)
    becomes = f"version {known.versions[-1].number + 1} of this plan" if known else "a new plan"
    return f"becomes {becomes} · nothing is stored yet"


def _first_step(plan_id: int) -> tuple[str, str]:
    url = url_for("plans.show_plan", plan_id=plan_id)
    return ("Build the survey" if current_actor().may(Permission.RUN_SURVEYS) else "Read the plan"), url


def _next_step(round_id: int, state: RoundState, *, has_end: bool) -> tuple[str, tuple[str, str]]:
    """Where a plan with a survey stands, and the next thing to do with its address."""
    results = ("Read the results", url_for("results.show_results", round_id=round_id))
    may_run = current_actor().may(Permission.RUN_SURVEYS)
    if state is RoundState.DRAFT:
        words = "Open the survey" if has_end else "Set the dates"
        step = (words, url_for("surveys.show_round", round_id=round_id)) if may_run else results
        return "Survey in preparation", step
    if state is RoundState.OPEN:
        has_invited = participants.count_progress(round_id).invited > 0
        invite = ("Invite the members", url_for("members.show_people", round_id=round_id))
        return "Survey open", invite if may_run and not has_invited else results
    return "Survey closed", results
