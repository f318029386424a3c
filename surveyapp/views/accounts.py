"""The front door, signing in and signing out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException

from surveyapp.errors import RuleBroken
from surveyapp.forms.accounts import SignInForm
from surveyapp.security import Access, SignedIn, requires
from surveyapp.services import accounts

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("accounts", __name__)
_LONGEST_ADDRESS = 500


@bp.get("/")
@requires(Access.EVERYBODY)
def home() -> ResponseReturnValue:
    """Lead staff to their plans and everybody else to the sign-in page."""
    return redirect(url_for("plans.list_plans" if current_user.is_authenticated else "accounts.sign_in"), code=303)


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(Access.EVERYBODY)
def sign_in() -> ResponseReturnValue:
    """Sign in with an e-mail address and a password, then go where the person wanted to go."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for("accounts.home"), code=303)
    form = SignInForm(data={"next": request.args.get("next", "")})
    if not _is_address(form.next.data or ""):
        form.next.data = ""
    status = 200
    if form.validate_on_submit():
        try:
            account = accounts.sign_in(
                email=form.email.data or "", password=form.password.data or "", now=datetime.now(UTC)
            )
        except RuleBroken as error:
            form.reject("", str(error))
        else:
            actor = accounts.get_actor(account.id)
            if actor is not None:
                session.clear()  # nothing of the time before belongs to the person who signs in now
                login_user(SignedIn(actor))
                return redirect(_local(form.next.data), code=303)
    if form.errors:
        status = 422
    return render_template("accounts/sign_in.html", form=form, problems=form.problems), status


@bp.post("/sign-out")
@requires(Access.EVERYBODY)
def sign_out() -> ResponseReturnValue:
    """End the session on this device."""
    logout_user()
    session.clear()
    flash("You are signed out.")
    return redirect(url_for("accounts.sign_in"), code=303)


def _is_address(wanted: str) -> bool:
    """Whether this may be an address at all: not endless, and nothing in it that no header line holds."""
    return len(wanted) <= _LONGEST_ADDRESS and wanted.isprintable()


def _local(wanted: str | None) -> str:
    """The address somebody wanted, if it is a page of ours that can be opened; the front door otherwise."""
    path, _, query = (wanted or "").partition("?")
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        return url_for("accounts.home")
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return url_for("accounts.home")
    return f"{path}?{query}" if query else path
