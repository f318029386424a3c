"""The door: where a personal link leads, and no more reminders. Opening it changes nothing, however often.

Forms here carry no token of a session, because there is none: the address itself is the secret. Whoever could send
such a form from elsewhere holds the link already and needs nobody's browser for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from surveyapp.enums import ItemKind
from surveyapp.errors import NotFound, RuleBroken
from surveyapp.questionnaire import count_answered
from surveyapp.security import Access, csrf, form_token, is_form_token, requires, settings
from surveyapp.services import links, questionnaires, responses, timings
from surveyapp.services.links import LinkEnded
from surveyapp.views.devices import is_open_for_somebody_else, limit_size, remember
from surveyapp.views.review import closed_door, first_open_page, page_to_go_on

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from surveyapp.services.links import Door
    from surveyapp.services.questionnaires import Sheet

bp = Blueprint("links", __name__)
bp.before_request(limit_size)
# What a mail provider sends when somebody presses its own button (RFC 8058). It follows no redirect.
_ONE_CLICK = "List-Unsubscribe"


@bp.url_value_preprocessor
def make_whole(_endpoint: str | None, values: dict[str, str] | None) -> None:
    """Read a link without the bracket or full stop that a mail program made part of it."""
    if values is not None:
        values["token"] = links.whole_token(values["token"])


@bp.errorhandler(NotFound)
def leads_nowhere(error: NotFound) -> ResponseReturnValue:
    """Say what became of a link that cannot be used."""
    state = error.ending if isinstance(error, LinkEnded) else "unknown"
    return render_template("links/door.html", state=state), error.status


@bp.get("/r/<token>", strict_slashes=False)
@requires(Access.LINK_HOLDER)
def land(token: str) -> ResponseReturnValue:
    """Say what the survey is, what it takes, and who sees what; offer Start."""
    now = datetime.now(UTC)
    door = links.find_door(token, secret=settings().secret_key, now=now)
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
    measured = timings.measured_seconds(door.round_id, now=now)
    return render_template(
        "links/land.html",
        start_url=url_for("links.start", token=token),
        plan_url=url_for("links.plan", token=token),
        reminders_url=url_for("links.show_reminders", token=token),
        preview=None,
        questionnaire=sheet.questionnaire,
        main=main_items(sheet),
        minutes=sheet.journey.minutes_from(first_open_page(sheet, door.fields), measured),
        has_begun=door.draft_id is not None,
        submitted=door.submitted,
        changed=submitted is not None and responses.differs(sheet.questionnaire, door.fields, submitted),
        given=given,
        total=total,
        is_somebody_elses=is_open_for_somebody_else(door),
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
        door = links.find_door(token, secret=settings().secret_key, now=datetime.now(UTC))
    except (NotFound, RuleBroken):
        # Between the page and the press the round closed or the link ended, or it was none: the landing page says so.
        door = None
    if door is None:
        return redirect(url_for("links.land", token=token), code=303)
    answer = redirect(_after_start(door), code=303)
    remember(answer, round_id, draft_id, door.admission)
    return answer


csrf.exempt(start)  # the form carries a token bound to the link instead, which never expires


@bp.get("/r/<token>/stop")
@requires(Access.LINK_HOLDER)
def show_reminders(token: str) -> ResponseReturnValue:
    """Say whether the member gets reminders, and offer to change that."""
    return _reminders(token)


@bp.post("/r/<token>/stop")
@requires(Access.LINK_HOLDER)
def choose_reminders(token: str) -> ResponseReturnValue:
    """Stop the reminders; or take that back, if the page's own button says so."""
    links.set_reminders(token, wanted=request.form.get("reminders") == "wanted")
    if _ONE_CLICK in request.form:
        return _reminders(token)
    return redirect(url_for("links.show_reminders", token=token), code=303)


csrf.exempt(choose_reminders)  # a mail provider's own button posts without any page of ours; the module says why it may


def _reminders(token: str) -> str:
    return render_template(
        "links/reminders.html",
        wanted=links.wants_reminders(token),
        own_url=url_for("links.choose_reminders", token=token),
        back_url=url_for("links.land", token=token),
    )


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
