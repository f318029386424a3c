"""Tokens of programs: the list, making one (it is shown this once), and ending one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, url_for

from surveyapp.forms.tokens import CreateTokenForm
from surveyapp.permissions import Permission
from surveyapp.security import current_actor, requires, settings
from surveyapp.services import tokens
from surveyapp.views.staff import show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("tokens", __name__, url_prefix="/tokens")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def list_tokens() -> ResponseReturnValue:
    """All tokens, and the form that makes another; the new one is shown on the page that answers, and never again."""
    actor, form, made, status = current_actor(), CreateTokenForm(), "", 200
    if form.validate_on_submit():
        _, made = tokens.create_token(actor, name=form.name.data or "", scopes=form.scopes, now=datetime.now(UTC))
        form = CreateTokenForm(formdata=None)
    elif form.errors:
        status = 422
    return show(
        "tokens/list_tokens.html",
        form=form,
        problems=form.problems,
        made=made,
        tokens=tokens.list_tokens(actor),
        address=f"{settings().public_url}/api/v1",
        time_zone=settings().time_zone,
    ), status


@bp.post("/<id:token_id>/revoke")
@requires(Permission.MANAGE_ACCOUNTS)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End a token."""
    token = tokens.revoke_token(current_actor(), token_id, now=datetime.now(UTC))
    flash(f"The token “{token.name}” has ended: it opens nothing any more.")
    return redirect(url_for("tokens.list_tokens"), code=303)
