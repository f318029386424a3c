"""People: the membership file, who is invited to a round, and everybody's personal link."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, make_response, redirect, request, url_for

from surveyapp.errors import InvalidInput
from surveyapp.forms.members import ConfirmMembersForm, ImportMembersForm
from surveyapp.permissions import Permission
from surveyapp.reports.delimited import links_csv
from surveyapp.security import current_actor, requires, settings
from surveyapp.services import invitations, members, participants, surveys
from surveyapp.templating import plural
from surveyapp.views.rounds import progress_bar
from surveyapp.views.staff import Stage, place_of_plan, show
from surveyapp.views.uploads import pack, unpack

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("members", __name__)
_SHOWN = 200
_LONGEST_SEARCH, _MOST_WORDS = 100, 8


@bp.get("/members")
@requires(Permission.MANAGE_MEMBERS)
def list_members() -> ResponseReturnValue:
    """The membership file: how many, and those whose name or address holds what was searched."""
    words = _searched()
    search = members.find_members(current_actor(), search=words, limit=_SHOWN)
    return show("members/list_members.html", search=search, words=words, limit=_SHOWN)


@bp.route("/members/import", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEMBERS)
def import_members() -> ResponseReturnValue:
    """Take a membership file and show, row by row, what it holds. Nothing is stored."""
    form = ImportMembersForm()
    if form.validate_on_submit():
        data, name = form.document.data.read(), form.document.data.filename
        try:
            membership = members.read_membership(data)
            packed = pack(data)
        except InvalidInput as error:
            form.reject("document", str(error))
        else:
            problems = sorted([*membership.repeated, *membership.rejected], key=lambda problem: problem.line)
            return show("members/preview_import.html", membership=membership, rows=problems, packed=packed, name=name)
    return show("members/import_members.html", form=form, problems=form.problems), 422 if form.errors else 200


@bp.post("/members/import/confirm")
@requires(Permission.MANAGE_MEMBERS)
def confirm_import() -> ResponseReturnValue:
    """Store the rows that were shown."""
    form = ConfirmMembersForm()
    try:
        membership = members.read_membership(unpack(form.document.data or ""))
    except InvalidInput as error:
        again = ImportMembersForm(formdata=None)
        again.reject("document", str(error))
        return show("members/import_members.html", form=again, problems=again.problems), error.status
    counts = members.import_members(current_actor(), membership, now=datetime.now(UTC))
    flash(f"{plural(counts.added, 'member', 'members')} added, {counts.changed} changed, {counts.unchanged} unchanged.")
    return redirect(url_for("members.list_members"), code=303)


@bp.get("/rounds/<id:round_id>/people")
@requires(Permission.MANAGE_MEMBERS)
def show_people(round_id: int) -> ResponseReturnValue:
    """Who is invited to a round and who is not yet, how far they are, and whose link is withdrawn."""
    actor, words = current_actor(), _searched()
    round_ = surveys.get_round(actor, round_id)
    progress = participants.count_progress(round_id)
    bar, key = progress_bar(progress)
    return show(
        "members/show_people.html",
        place=place_of_plan(round_.survey.plan_id, Stage.PEOPLE),
        round=round_,
        progress=progress,
        bar=bar,
        bar_key=key,
        uninvited=participants.list_uninvited(actor, round_.survey_id),
        search=invitations.find_invitations(actor, round_.survey_id, search=words, limit=_SHOWN),
        words=words,
        is_sealed=round_.survey.sealed_at is not None,
        limit=_SHOWN,
    )


@bp.post("/rounds/<id:round_id>/invite")
@requires(Permission.MANAGE_MEMBERS)
def invite(round_id: int) -> ResponseReturnValue:
    """Invite every member who is not invited yet."""
    actor = current_actor()
    round_ = surveys.get_round(actor, round_id)
    count = participants.invite_members(actor, round_.survey_id, secret=settings().secret_key, now=datetime.now(UTC))
    flash(f"{plural(count, 'member is', 'members are')} invited. Download the links to send them.")
    return redirect(url_for("members.show_people", round_id=round_id), code=303)


@bp.post("/rounds/<id:round_id>/links")
@requires(Permission.MANAGE_MEMBERS)
def download_links(round_id: int) -> ResponseReturnValue:
    """Hand out everybody's personal link as CSV; the audit trail notes it."""
    actor = current_actor()
    round_ = surveys.get_round(actor, round_id)
    found = participants.list_links(actor, round_.survey_id, secret=settings().secret_key, now=datetime.now(UTC))
    answer = make_response(links_csv([link.row() for link in found], settings().public_url))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="links-round-{round_.number}.csv"'
    return answer


def _searched() -> str:
    """The words that were searched for, cut to what anybody would type."""
    typed = request.args.get("q", "").replace("\x00", "")[:_LONGEST_SEARCH]
    return " ".join(typed.split()[:_MOST_WORDS])
