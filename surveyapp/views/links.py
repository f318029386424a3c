"""The door: where a personal link leads. Opening it changes nothing, however often; Start is a POST."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from surveyapp.enums import ItemKind
from surveyapp.errors import NotFound, RuleBroken
from surveyapp.questionnaire import count_answered
from surveyapp.security import Access, csrf, form_token, is_form_token, requires, seal_sitting, settings
from surveyapp.services import links, questionnaires, responses
from surveyapp.views.review import closed_door, first_open_page, page_to_go_on

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from surveyapp.services.links import Door
    from surveyapp.services.questionnaires import Sheet

bp = Blueprint("links", __name__)
_REMEMBERED = timedelta(days=90)


@bp.get("/r/<token>")
@requires(Access.LINK_HOLDER)
def land(token: str) -> ResponseReturnValue:
    """Say what the survey is, what it takes, and who sees what; offer Start."""
    now = datetime.now(UTC)
    try:
        door = links.find_door(token, secret=settings().secret_key, now=now)
    except NotFound:
        return render_template("links/door.html", state="unknown"), 404
    if door is None:
        return render_template("links/door.html", state="not_open")
    sheet = questionnaires.load_sheet(door.round_id, revision=door.revision)
    submitted = responses.get_submitted(door.draft_id, door.round_id) if door.submitted and door.draft_id else None
    if not door.accepting:
        opens_at = sheet.questionnaire.opens_at
        if opens_at and now < opens_at:
            return render_template("links/door.html", state="not_open", sheet=sheet)
        return closed_door(sheet, door.fields, submitted)
    given, total = count_answered(sheet.questionnaire, door.fields)
    return render_template(
        "links/land.html",
        start_url=url_for("links.start", token=token),
        plan_url=url_for("links.plan", token=token),
        preview=None,
        questionnaire=sheet.questionnaire,
        main=main_items(sheet),
        minutes=sheet.journey.minutes_from(first_open_page(sheet, door.fields)),
        has_begun=door.draft_id is not None,
        submitted=door.submitted,
        changed=submitted is not None and responses.differs(sheet.questionnaire, door.fields, submitted),
        given=given,
        total=total,
        csrf_token_value=form_token(f"start:{token}"),
    )


@bp.get("/r/<token>/plan")
@requires(Access.LINK_HOLDER)
def plan(token: str) -> ResponseReturnValue:
    """The whole plan as the round asks about it."""
    try:
        door = links.find_door(token, secret=settings().secret_key, now=datetime.now(UTC))
    except NotFound:
        door = None
    if door is None:
        return redirect(url_for("links.land", token=token), code=303)
    sheet = questionnaires.load_sheet(door.round_id, revision=door.revision)
    return render_template(
        "links/plan.html", back_url=url_for("links.land", token=token), questionnaire=sheet.questionnaire
    )


@bp.post("/r/<token>/start")
@requires(Access.LINK_HOLDER)
def start(token: str) -> ResponseReturnValue:
    """Exchange the link for a cookie of this device and go to the first open page."""
    if not is_form_token(f"start:{token}", request.form.get("csrf_token")):
        return redirect(url_for("links.land", token=token), code=303)
    try:
        round_id, draft_id = links.begin(token, secret=settings().secret_key, now=datetime.now(UTC))
    except (NotFound, RuleBroken):
        # Between the page and the press the round closed, or the link was never one: the landing page says so.
        return redirect(url_for("links.land", token=token), code=303)
    door = links.find_door(token, secret=settings().secret_key, now=datetime.now(UTC))
    answer = redirect(_after_start(door) if door else url_for("links.land", token=token), code=303)
    answer.set_cookie(
        f"sitting_{round_id}",
        seal_sitting(draft_id),
        max_age=_REMEMBERED,
        path=url_for("responses.resume", round_id=round_id),
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
    )
    return answer


csrf.exempt(start)  # the form carries a token bound to the link instead, which never expires


def _after_start(door: Door) -> str:
    """The address of the page at which the holder of the link goes on."""
    sheet = questionnaires.load_sheet(door.round_id, revision=door.revision)
    page = page_to_go_on(sheet, door.fields, has_submitted=door.submitted)
    return url_for("responses.show_page", round_id=door.round_id, slug=page.slug)


def main_items(sheet: Sheet) -> list[tuple[str, str]]:
    """Letter and text of what the plan sets out to do; of the statements where it has no goals."""
    items = sheet.questionnaire.items
    main = [item for item in items if item.kind is ItemKind.GOAL and item.level == 1]
    main = main or [item for item in items if item.kind is ItemKind.PRIORITY]
    return [(item.label, item.text) for item in main or [i for i in items if i.kind is ItemKind.STATEMENT]]
