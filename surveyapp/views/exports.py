"""The results of a round in every format that there is."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, send_file, url_for

from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.exports import ask_for, export, is_large
from surveyapp.forms.exports import ExportForm
from surveyapp.permissions import Permission
from surveyapp.reports.formats import FORMATS, Options
from surveyapp.reports.tables import short_name
from surveyapp.security import current_actor, requires
from surveyapp.services import export_jobs, results, surveys
from surveyapp.views.cuts import asked_view, member_choices
from surveyapp.views.export_jobs import show_line
from surveyapp.views.staff import Stage, place_of_plan, show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("exports", __name__, url_prefix="/rounds/<id:round_id>/results/formats")

_ABOUT = {
    "xlsx": "One workbook: figures, charts, comments, and room for the committee’s decisions.",
    "docx": "To be read and edited: figures with charts as pictures, comments, wordings marked against the original.",
    "csv": "Every table as a file of its own, for any program.",
    "parquet": "The responses, typed and labelled, for large analyses.",
    "arrow": "The same for programs that read Arrow.",
    "sav": "The responses with labels and missing values, for SPSS, PSPP, R and Stata.",
    "bundle": "The responses, the rules, and short Python and R scripts that work counts, shares, quartiles, verdicts, "
    "Borda points and Kendall’s W out again.",
    "json": "The figures and tables as the API gives them.",
}
_FOR_COMMITTEE = "For the committee: figures by segment, and no single responses."
_FOR_METHODOLOGIST = (
    "For a methodologist: every response in a row of its own, and no figures by segment. In Excel, formulas on the "
    "sheet Check work counts, medians, shares and mean ranks out again."
)


@bp.route("", methods=["GET", "POST"])
@requires(Permission.EXPORT_RESULTS)
def export_results(round_id: int) -> ResponseReturnValue:
    """Offer the formats, and hand out the one that was chosen, or have it made when that takes long."""
    actor = current_actor()
    round_ = surveys.get_head(actor, round_id)
    form = _form(round_)
    if form.validate_on_submit():
        try:
            return _answer(form)
        except InvalidInput as error:
            form.reject("members", str(error))
        except RuleBroken as error:
            form.reject("format_name", str(error))
    segments = results.load_figures(actor, round_id).segments
    return show(
        "results/export_results.html",
        place=place_of_plan(round_.survey.plan_id, Stage.RESULTS),
        round=round_,
        form=form,
        problems=form.problems,
        view=asked_view(),
        member_choices=member_choices(segments),
        attribute_choices=[(name, short_name(name)) for name in segments.attributes],
        own=[show_line(*one) for one in export_jobs.list_own(actor, round_.survey_id)],
        may_decide=actor.may(Permission.DECIDE),
    ), (422 if form.errors else 200)


def _form(round_: Any) -> ExportForm:
    """The form as things stand: the round of the page, and the members and segments that its address asks for."""
    form = ExportForm(data={"round_id": round_.id, "format_name": "xlsx", **asked_view()})
    form.round_id.choices = [(one.id, f"Round {one.number} ({one.state})") for one in round_.survey.rounds]
    form.format_name.choices = [(name, _described(name)) for name in FORMATS]
    form.responses.choices = [("", _FOR_COMMITTEE), ("y", _FOR_METHODOLOGIST)]
    return form


def _answer(form: ExportForm) -> ResponseReturnValue:
    """Hand the file out, or lead to the page that tells how far it is."""
    actor, now, round_id, name = current_actor(), datetime.now(UTC), form.round_id.data, form.format_name.data
    options = Options(
        responses=bool(form.responses.data),
        words=form.words.data,
        long=form.long.data,
        members=form.members.data or "",
        by=form.by.data or "",
    )
    if is_large(actor, round_id):
        job = ask_for(actor, round_id, name, now=now, options=options)
        return redirect(url_for("export_jobs.show_job", round_id=round_id, job_id=job.id), code=303)
    made = export(actor, round_id, name, now=now, options=options)
    return send_file(BytesIO(made.content), mimetype=made.mimetype, as_attachment=True, download_name=made.name)


def _described(name: str) -> str:
    offered = FORMATS[name]
    return f"{offered.title}: {_ABOUT[name]}{'' if offered.is_installed else ' Not installed here.'}"
