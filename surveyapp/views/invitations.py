"""One member's invitation as staff see it: replace its link, withdraw it, take that back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, flash, redirect, url_for

from surveyapp.errors import RuleBroken
from surveyapp.forms.invitations import ReplaceLinkForm
from surveyapp.permissions import Permission
from surveyapp.reports.delimited import link_address
from surveyapp.security import current_actor, requires, settings
from surveyapp.services import invitations, surveys
from surveyapp.views.staff import Stage, place_of_plan, show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from surveyapp.services.participants import PersonalLink

bp = Blueprint("invitations", __name__, url_prefix="/rounds/<id:round_id>/people/<id:member_id>")


@bp.get("")
@requires(Permission.MANAGE_MEMBERS)
def show_invitation(round_id: int, member_id: int) -> ResponseReturnValue:
    """Where a member's link stands, and what staff can do about it."""
    return _show(round_id, member_id)


@bp.post("/link")
@requires(Permission.MANAGE_MEMBERS)
def replace_link(round_id: int, member_id: int) -> ResponseReturnValue:
    """Make a new link and show it in the answer to this very press, and nowhere again."""
    actor, form = current_actor(), ReplaceLinkForm()
    survey_id = surveys.get_round(actor, round_id).survey_id
    if not form.validate_on_submit():
        return _show(round_id, member_id, problems=form.problems), 422
    generation, secret = int(form.generation.data or 0), settings().secret_key
    try:
        new = invitations.replace_link(
            actor, survey_id, member_id, generation=generation, secret=secret, now=datetime.now(UTC)
        )
    except RuleBroken as error:
        return _show(round_id, member_id, problems=[("", str(error))]), error.status
    return _show(round_id, member_id, new=new)


@bp.post("/withdraw")
@requires(Permission.MANAGE_MEMBERS)
def withdraw(round_id: int, member_id: int) -> ResponseReturnValue:
    """Stop the link and the reminders."""
    return _change(
        round_id, member_id, invitations.withdraw, "The invitation is withdrawn; the link opens nothing now."
    )


@bp.post("/restore")
@requires(Permission.MANAGE_MEMBERS)
def restore(round_id: int, member_id: int) -> ResponseReturnValue:
    """Take a withdrawal back."""
    return _change(round_id, member_id, invitations.restore, "The withdrawal is taken back; the same link works again.")


def _change(round_id: int, member_id: int, act: Callable[..., None], said: str) -> ResponseReturnValue:
    actor = current_actor()
    survey_id = surveys.get_round(actor, round_id).survey_id
    try:
        act(actor, survey_id, member_id, now=datetime.now(UTC))
    except RuleBroken as error:
        return _show(round_id, member_id, problems=[("", str(error))]), error.status
    flash(said)
    return redirect(url_for("invitations.show_invitation", round_id=round_id, member_id=member_id), code=303)


def _show(
    round_id: int, member_id: int, *, new: PersonalLink | None = None, problems: Sequence[tuple[str, str]] = ()
) -> str:
    actor = current_actor()
    round_ = surveys.get_round(actor, round_id)
    invitation = invitations.get_invitation(actor, round_.survey_id, member_id)
    address = link_address(settings().public_url, new.token) if new else ""
    return show(
        "invitations/show_invitation.html",
        place=place_of_plan(round_.survey.plan_id, Stage.PEOPLE),
        problems=problems,
        round=round_,
        invitation=invitation,
        member=invitation.member,
        invited_on=_day(invitation.invited_on),
        withdrawn_on=_day(invitation.withdrawn_on) if invitation.withdrawn_on else "",
        is_sealed=round_.survey.sealed_at is not None,
        may_restore=invitations.may_restore(actor, round_.survey_id),
        new_link=address,
        message_url=_message(invitation.member.email, address) if new else "",
    )


def _message(email: str, address: str) -> str:
    """An address that opens a message to the member with the link in it, in the mail program of whoever follows it."""
    subject, body = quote("Your link to the plan"), quote(f"This is your new link to the plan:\r\n\r\n{address}\r\n")
    return f"mailto:{quote(email, safe='@')}?subject={subject}&body={body}"


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"
