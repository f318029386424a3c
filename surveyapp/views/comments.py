"""Comments of a round: read, searched, coded into themes, redacted; input from elsewhere. Works without a script."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from surveyapp.enums import InputSource, PublishState
from surveyapp.errors import AppError, InvalidInput, NotAllowed
from surveyapp.forms.comments import outside_form
from surveyapp.permissions import Permission
from surveyapp.security import current_actor, requires
from surveyapp.services import coding, editing, questionnaires, second, surveys, themes, undoing
from surveyapp.templating import plural
from surveyapp.views.coded import name_of, read_chosen
from surveyapp.views.commented import comments_page, numbers, trouble_of
from surveyapp.views.errors import say_ours
from surveyapp.views.staff import Stage, place_of_plan, show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


bp = Blueprint("comments", __name__, url_prefix="/rounds/<id:round_id>/comments")
_LONGEST_QUERY = 2_000
# What an address on this page leads to: a comment, or a part of the page.
_ANCHOR = re.compile(r"[a-z]+[0-9]{0,9}(?:-[A-Z2-7]{10})?", re.ASCII)


@bp.errorhandler(AppError)
def say_problem(error: AppError) -> ResponseReturnValue:
    """Tell the page's script in JSON what went wrong, and everybody else at the form that they sent."""
    if _is_script():
        return {"problem": str(error)}, error.status
    if request.method == "GET" or isinstance(error, NotAllowed):
        return say_ours(error)
    try:
        return comments_page(int((request.view_args or {})["round_id"]), _args_back(), trouble_of(error)), error.status
    except AppError as worse:
        return say_ours(worse)


@bp.get("")
@requires(Permission.CODE_COMMENTS)
def show_comments(round_id: int) -> ResponseReturnValue:
    """The words that a filter finds, with their themes; the address is the view."""
    return comments_page(round_id, request.args)


@bp.post("/code")
@requires(Permission.CODE_COMMENTS)
def code(round_id: int) -> ResponseReturnValue:
    """Give some words the themes that are ticked, and take off those that were and are not any more."""
    actor = current_actor()
    address, seen = request.form.get("address", ""), request.form.get("seen", "")
    ticked = set() if "none" in request.form else set(numbers(request.form.getlist("theme")))
    had = set(numbers(request.form.get("had", "").split()))
    together = dict(map(_pair, request.form.getlist("with"))) if "together" in request.form else {}
    coding.code_words(
        actor,
        round_id,
        {address: seen},
        add=sorted(ticked - had),
        remove=sorted(had - ticked),
        together=together,
        now=datetime.now(UTC),
    )
    if _is_script():
        return {"codes": coding.read_codes(actor, round_id, [address, *together])}
    flash(f"{plural(1 + len(together), 'comment', 'comments')} coded.")
    return _back(round_id, request.form.get("next") or address)


@bp.post("/undo")
@requires(Permission.CODE_COMMENTS)
def undo(round_id: int) -> ResponseReturnValue:
    """Take back this person's latest step."""
    actor = current_actor()
    undone = undoing.undo(actor, round_id, now=datetime.now(UTC))
    if _is_script():
        return {"codes": coding.read_codes(actor, round_id, undone.addresses), "again": undone.is_shown_anew}
    left = f" {plural(len(undone.left), 'one was', 'were')} changed by others since and left." if undone.left else ""
    flash(f"Your last step is undone.{left}")
    return _back(round_id, undone.addresses[0] if undone.addresses else "")


@bp.post("/redact")
@requires(Permission.EDIT_COMMENTS)
def redact(round_id: int) -> ResponseReturnValue:
    """Show another text in place of the original, which is kept."""
    address = request.form.get("address", "")
    text = request.form.get("text", "").replace("\x00", "").replace("\r\n", "\n")
    seen, now = request.form.get("seen", ""), datetime.now(UTC)
    editing.redact(current_actor(), round_id, address, text=text, seen=seen, now=now)
    flash("Redacted. The original is kept, and shown to staff alone.")
    return _back(round_id, address)


@bp.post("/restore")
@requires(Permission.EDIT_COMMENTS)
def restore(round_id: int) -> ResponseReturnValue:
    """Show the original again."""
    address = request.form.get("address", "")
    editing.restore(current_actor(), round_id, address, now=datetime.now(UTC))
    flash("The original is shown again.")
    return _back(round_id, address)


@bp.post("/publish")
@requires(Permission.EDIT_COMMENTS)
def publish(round_id: int) -> ResponseReturnValue:
    """Decide whether words may be quoted or are only counted."""
    address = request.form.get("address", "")
    try:
        state = PublishState(request.form.get("state", ""))
    except ValueError as error:
        raise BadRequest from error
    editing.set_publish(current_actor(), round_id, address, state, now=datetime.now(UTC))
    flash("May be quoted, without a name." if state is PublishState.QUOTED else "Only counted, not quoted.")
    return _back(round_id, address)


@bp.route("/elsewhere", methods=["GET", "POST"])
@requires(Permission.EDIT_COMMENTS)
def add_outside(round_id: int) -> ResponseReturnValue:
    """Enter what was said outside the survey."""
    actor, now = current_actor(), datetime.now(UTC)
    round_ = surveys.get_round(actor, round_id)
    items = questionnaires.load_questionnaire(round_id).items
    form = outside_form([(str(item.id), f"{name_of(item)}: {item.text[:80]}") for item in items])
    if form.validate_on_submit() and form.heard_on.data is not None:
        try:
            editing.add_outside(
                actor,
                round_id,
                item_id=int(form.item.data) if form.item.data else None,
                source=InputSource(form.source.data),
                source_name=form.source_name.data or "",
                heard_on=form.heard_on.data,
                text=form.text.data or "",
                may_be_quoted=form.may_be_quoted.data,
                now=now,
            )
        except InvalidInput as error:
            form.reject("heard_on" if form.heard_on.data > now.date() else "", str(error))
        else:
            flash("Entered. It stands beside the comments, marked as not from the survey.")
            return redirect(url_for("comments.show_comments", round_id=round_id, state="elsewhere"), code=303)
    place = place_of_plan(round_.survey.plan_id, Stage.RESULTS)
    page = show("comments/add_outside.html", place=place, round=round_, form=form, problems=form.problems)
    return page, 422 if form.errors else 200


@bp.post("/withdraw")
@requires(Permission.EDIT_COMMENTS)
def withdraw(round_id: int) -> ResponseReturnValue:
    """Take input from elsewhere out of the lists."""
    editing.withdraw_outside(current_actor(), round_id, request.form.get("address", ""), now=datetime.now(UTC))
    flash("Withdrawn. It is kept, and stands in no list and no report.")
    return _back(round_id)


@bp.post("/second")
@requires(Permission.CODE_COMMENTS)
def begin_second(round_id: int) -> ResponseReturnValue:
    """Code as second coder from now on."""
    second.begin_second(current_actor(), round_id, now=datetime.now(UTC))
    flash("You code as second coder now. Until you are done you see no codes but your own.")
    return _back(round_id)


@bp.post("/second/stop")
@requires(Permission.CODE_COMMENTS)
def leave_second(round_id: int) -> ResponseReturnValue:
    """Be no second coder after all."""
    second.leave_second(current_actor(), round_id, now=datetime.now(UTC))
    flash("You are no second coder any more. The codes you see and give are those that count.")
    return _back(round_id)


@bp.post("/second/done")
@requires(Permission.CODE_COMMENTS)
def finish_second(round_id: int) -> ResponseReturnValue:
    """Be done as second coder."""
    second.finish_second(current_actor(), round_id, now=datetime.now(UTC))
    flash("You are done as second coder. Below is how far you both agree.")
    return _back(round_id)


@bp.post("/themes")
@requires(Permission.CODE_COMMENTS)
def add_theme(round_id: int) -> ResponseReturnValue:
    """Add a theme."""
    theme = themes.add_theme(current_actor(), round_id, name=_line("name"), now=datetime.now(UTC))
    flash(f"The theme “{theme.name}” is there{f', {_key(theme.digit)}' if theme.digit else ''}.")
    return _back(round_id, _at())


@bp.post("/themes/<id:theme_id>")
@requires(Permission.CODE_COMMENTS)
def edit_theme(round_id: int, theme_id: int) -> ResponseReturnValue:
    """Rename a theme, or give it another key."""
    digit, now = next(iter(numbers([request.form.get("digit", "")])), None), datetime.now(UTC)
    theme, other = themes.edit_theme(current_actor(), round_id, theme_id, name=_line("name"), digit=digit, now=now)
    changed = f" “{other.name}”, which had it, is {_key(other.digit)} now." if other else ""
    flash(f"The theme is called “{theme.name}”, {_key(theme.digit)}.{changed}")
    return _back(round_id, _at())


@bp.post("/themes/<id:theme_id>/retire")
@requires(Permission.CODE_COMMENTS)
def retire_theme(round_id: int, theme_id: int) -> ResponseReturnValue:
    """Take a theme out of use, or merge it into another."""
    into_id = next(iter(numbers([request.form.get("into", "")])), None)
    theme = themes.retire_theme(current_actor(), round_id, theme_id, into_id=into_id, now=datetime.now(UTC))
    flash(f"“{theme.name}” is {'merged' if into_id else 'out of use'}. Its codes are kept; you can bring it back.")
    return _back(round_id, _at())


@bp.post("/themes/<id:theme_id>/back")
@requires(Permission.CODE_COMMENTS)
def bring_back(round_id: int, theme_id: int) -> ResponseReturnValue:
    """Take a theme into use again."""
    theme = themes.bring_back(current_actor(), round_id, theme_id, now=datetime.now(UTC))
    flash(f"“{theme.name}” is in use again, with the codes it had.")
    return _back(round_id, _at())


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _args_back() -> MultiDict[str, str]:
    """The view that the form was on: its query came along."""
    return MultiDict(parse_qsl(request.form.get("back", "")[:_LONGEST_QUERY]))


def _back(round_id: int, anchor: str = "") -> ResponseReturnValue:
    """Back to the view that the form was on; its query is read as strictly as an address."""
    chosen = read_chosen(_args_back(), questionnaires.load_questionnaire(round_id).items)
    query = chosen.address(page=str(chosen.page) if chosen.page > 1 else "")
    address = url_for("comments.show_comments", round_id=round_id)
    place = f"#{anchor}" if _ANCHOR.fullmatch(anchor) else ""
    return redirect(f"{address}{'?' if query else ''}{query}{place}", code=303)


def _at() -> str:
    """The comment that was being read when the form was sent, if the page's script told; or else the themes."""
    return request.form.get("at") or "themes"


def _key(digit: int | None) -> str:
    return f"on key {digit}" if digit else "without a key"


def _line(name: str) -> str:
    return request.form.get(name, "").replace("\x00", "")


def _pair(value: str) -> tuple[str, str]:
    address, _, seen = value.partition(" ")
    return address, seen
