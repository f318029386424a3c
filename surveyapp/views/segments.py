"""Choosing a survey's segments while it is in preparation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from surveyapp.enums import Refresh
from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.forms.segments import ChooseSegmentsForm
from surveyapp.permissions import Permission
from surveyapp.security import current_actor, requires
from surveyapp.services import segments, surveys

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from surveyapp.forms.surveys import Typed

bp = Blueprint("segments", __name__)


@bp.post("/rounds/<id:round_id>/segments")
@requires(Permission.RUN_SURVEYS)
def choose_segments(round_id: int) -> ResponseReturnValue:
    """Store which attributes make segments and when figures move on; whatever is amiss is said on the survey's page."""
    form = segments_form(round_id, request.form)
    if form.validate_on_submit():
        survey_id = surveys.get_round(current_actor(), round_id).survey_id
        refresh, now = Refresh(form.refresh.data), datetime.now(UTC)
        try:
            segments.choose_segments(current_actor(), survey_id, form.attributes, refresh=refresh, now=now)
        except (InvalidInput, RuleBroken) as error:
            flash(str(error), "problem")
        else:
            flash("Saved.")
    else:
        flash(" ".join(message for _, message in form.problems) + " The segments were not changed.", "problem")
    return redirect(url_for("surveys.show_round", round_id=round_id, _anchor="segments"), code=303)


def segments_form(round_id: int, typed: Typed | None = None) -> ChooseSegmentsForm:
    """The form of a survey's segments: as `typed`, or as things stand."""
    actor = current_actor()
    survey = surveys.get_round(actor, round_id).survey
    chosen = list(survey.segments or ())
    values = dict(zip(("first", "second", "third"), chosen, strict=False))
    form = ChooseSegmentsForm(typed, data={**values, "refresh": survey.refresh.value})
    form.offer(segments.list_candidates(actor), chosen)
    return form
