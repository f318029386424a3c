"""A survey's round: create it from a plan, change it while it is a draft, open, extend and close it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from surveyapp.enums import QuestionKind, RoundState
from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.forms.base import BaseForm
from surveyapp.forms.moments import to_local, zone_choices
from surveyapp.forms.surveys import EditRoundForm, ExtendForm, ScheduleForm, Wording, edit_form
from surveyapp.permissions import Permission
from surveyapp.security import current_actor, requires, settings
from surveyapp.services import participants, plans, sealing, surveys
from surveyapp.services.presets import StepDepth
from surveyapp.services.segments import count_kept
from surveyapp.services.surveys import QuestionWords
from surveyapp.views.rounds import progress_bar, round_values
from surveyapp.views.rules import declaring_form
from surveyapp.views.segments import segments_form
from surveyapp.views.staff import show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from surveyapp.forms.surveys import Typed
    from surveyapp.permissions import Actor


bp = Blueprint("surveys", __name__)


@bp.post("/plans/<id:plan_id>/survey")
@requires(Permission.RUN_SURVEYS)
def create_survey(plan_id: int) -> ResponseReturnValue:
    """Build the survey of the preset on the latest version of a plan."""
    actor = current_actor()
    version = plans.get_plan(actor, plan_id).versions[-1]
    round_ = surveys.create_survey(actor, version.id, time_zone=settings().time_zone, now=datetime.now(UTC))
    flash("The survey is built. Read it through, set its closing time, then open it.")
    return _to_round(round_.id)


@bp.get("/rounds/<id:round_id>")
@requires(Permission.RUN_SURVEYS)
def show_round(round_id: int) -> ResponseReturnValue:
    """A round: what it asks, when it runs, and the next thing to do."""
    return _show(round_id)


@bp.post("/rounds/<id:round_id>/edit")
@requires(Permission.RUN_SURVEYS)
def edit_round(round_id: int) -> ResponseReturnValue:
    """Change what a draft asks, how it reads and when it runs: one form, so nothing that was typed is lost."""
    edit, schedule = _edit_form(round_id, request.form), _schedule_form(round_id, request.form)
    # Both are checked, so that everything that is amiss is said at once.
    if not all([schedule.validate_on_submit(), edit.validate_on_submit()]):
        return _show_draft(round_id, edit, schedule, problems=[*schedule.problems, *edit.problems], status=422)
    try:
        _store_words(round_id, edit)
        _store_dates(round_id, schedule)
    except (InvalidInput, RuleBroken) as error:
        edit.reject("", str(error))
        return _show_draft(round_id, edit, schedule, problems=edit.problems, status=error.status)
    flash("Saved.")
    return _to_round(round_id)


@bp.route("/rounds/<id:round_id>/open", methods=["GET", "POST"])
@requires(Permission.RUN_SURVEYS)
def open_round(round_id: int) -> ResponseReturnValue:
    """Say what opening does, then open."""
    return _confirm(round_id, "surveys/open_round.html", surveys.open_round, "Round {} is open.")


@bp.route("/rounds/<id:round_id>/close", methods=["GET", "POST"])
@requires(Permission.RUN_SURVEYS)
def close_round(round_id: int) -> ResponseReturnValue:
    """Say what closing does, then close."""
    return _confirm(round_id, "surveys/close_round.html", surveys.close_round, "Round {} is closed.")


@bp.route("/rounds/<id:round_id>/seal", methods=["GET", "POST"])
@requires(Permission.RUN_SURVEYS)
def seal_survey(round_id: int) -> ResponseReturnValue:
    """Say what sealing the survey of a round does, then seal it."""
    return _confirm(round_id, "surveys/seal_survey.html", _seal, "The survey is sealed.")


@bp.post("/rounds/<id:round_id>/extend")
@requires(Permission.RUN_SURVEYS)
def extend_round(round_id: int) -> ResponseReturnValue:
    """Give an open round more time."""
    form = _extend_form(round_id, request.form)
    if form.validate_on_submit() and form.closes_at:
        try:
            surveys.extend_round(current_actor(), round_id, closes_at=form.closes_at, now=datetime.now(UTC))
        except RuleBroken as error:
            form.reject("closes_on", str(error))
            return _show(round_id, extend=form, status=error.status)
        flash("The closing time has moved.")
        return _to_round(round_id)
    return _show(round_id, extend=form, status=422)


def _store_words(round_id: int, form: EditRoundForm) -> None:
    surveys.edit_round(
        current_actor(),
        round_id,
        title=form.title.data or "",
        introduction=form.introduction.data or "",
        words=form.words(),
        asks_comments=form.asks_comments.data,
        asks_wording=form.asks_wording.data,
        depth=StepDepth(form.depth.data),
        now=datetime.now(UTC),
    )


def _store_dates(round_id: int, form: ScheduleForm) -> None:
    """Store the dates, unless none were typed yet."""
    if form.closes_at:
        surveys.schedule_round(
            current_actor(),
            round_id,
            opens_at=form.opens_at,
            closes_at=form.closes_at,
            time_zone=form.zone.data,
            now=datetime.now(UTC),
        )


def _seal(actor: Actor, round_id: int, *, now: datetime) -> None:
    survey_id = surveys.get_round(actor, round_id).survey_id
    sealing.seal_survey(actor, survey_id, secret=settings().secret_key, now=now)


def _show(round_id: int, *, extend: ExtendForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of a round, with a form that came back in place of a fresh one."""
    round_ = surveys.get_round(current_actor(), round_id)
    problems = extend.problems if extend else []
    if round_.state is RoundState.DRAFT:
        edit, schedule = _edit_form(round_id), _schedule_form(round_id)
        return _show_draft(round_id, edit, schedule, problems=problems, status=status)
    bar, key = progress_bar(participants.count_progress(round_id))
    values = round_values(round_id) | {"extend": extend or _extend_form(round_id), "bar": bar, "bar_key": key}
    values["kept"] = count_kept(current_actor(), values["questionnaire"].survey_id)
    return show("surveys/running_round.html", problems=problems, **values), status


def _show_draft(
    round_id: int, edit: EditRoundForm, schedule: ScheduleForm, *, problems: Sequence[tuple[str, str]], status: int
) -> ResponseReturnValue:
    """The page of a draft with its form, as things stand or as it came back."""
    round_ = surveys.get_round(current_actor(), round_id)
    values = round_values(round_id) | {"edit": edit, "schedule": schedule, "segments": segments_form(round_id)}
    values["kept"] = count_kept(current_actor(), round_.survey_id)
    values["declaring"] = declaring_form(round_id)
    return show("surveys/draft_round.html", problems=problems, **values), status


def _confirm(round_id: int, template: str, act: Callable[..., object], said: str) -> ResponseReturnValue:
    """Show what an act means, and on POST do it."""
    round_ = surveys.get_round(current_actor(), round_id)
    form, status = BaseForm(), 200
    if form.validate_on_submit():
        try:
            act(current_actor(), round_id, now=datetime.now(UTC))
        except RuleBroken as error:
            form.reject("", str(error))
            status = error.status
        else:
            flash(said.format(round_.number))
            return _to_round(round_id)
    return show(template, problems=form.problems, **round_values(round_id)), status


def _edit_form(round_id: int, typed: Typed | None = None) -> EditRoundForm:
    """The form of a draft: as `typed`, or as things stand."""
    round_ = surveys.get_round(current_actor(), round_id)
    wordings = [
        Wording(
            question.code,
            QuestionWords(
                question.is_on, question.prompt, tuple(question.labels), question.cannot_judge, question.ties
            ),
            _answer_names(question.kind, question.option_codes, len(question.labels)),
            is_ranking=question.kind is QuestionKind.RANKING,
        )
        for question in round_.questions
    ]
    return edit_form(
        wordings,
        typed,
        depths=[(StepDepth.FIRST, "Only the steps right below a goal"), (StepDepth.EVERY, "Steps of every level")],
        title=round_.survey.title,
        introduction=round_.introduction,
        asks_comments=round_.asks_comments,
        asks_wording=round_.asks_wording,
        depth=surveys.step_depth(round_),
    )


def _answer_names(kind: QuestionKind, codes: list[str], count: int) -> tuple[str, ...]:
    """What the field of each answer is called."""
    if kind is QuestionKind.CHOICE:
        return tuple(f"Answer for “{code}”" for code in codes)
    ends = {0: " (lowest)", count - 1: " (highest)"}
    return tuple(f"Answer {place + 1}{ends.get(place, '')}" for place in range(count))


def _schedule_form(round_id: int, typed: Typed | None = None) -> ScheduleForm:
    round_ = surveys.get_round(current_actor(), round_id)
    values: dict[str, object] = {"zone": round_.time_zone}
    for name, moment in (("opens", round_.opens_at), ("closes", round_.closes_at)):
        if moment is not None:
            values[f"{name}_on"], values[f"{name}_time"] = to_local(moment, round_.time_zone)
    form = ScheduleForm(typed, data=values)
    form.now, form.zone_before, form.has_end = datetime.now(UTC), round_.time_zone, round_.closes_at is not None
    form.zone.choices = list(zone_choices(round_.time_zone, settings().time_zone))
    return form


def _extend_form(round_id: int, typed: Typed | None = None) -> ExtendForm:
    round_ = surveys.get_round(current_actor(), round_id)
    values: dict[str, object] = {}
    if round_.closes_at is not None:
        values["closes_on"], values["closes_time"] = to_local(round_.closes_at, round_.time_zone)
    form = ExtendForm(typed, data=values)
    form.zone_name = round_.time_zone
    return form


def _to_round(round_id: int) -> ResponseReturnValue:
    return redirect(url_for("surveys.show_round", round_id=round_id), code=303)
