"""The member's pages as staff see them beforehand: every way leads on, and nothing is ever saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from surveyapp.errors import NotFound
from surveyapp.permissions import Permission
from surveyapp.questionnaire import PageKind, count_answered
from surveyapp.security import current_actor, requires
from surveyapp.services import questionnaires, surveys
from surveyapp.views.links import main_items
from surveyapp.views.pages import render_page
from surveyapp.views.review import review_rows

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from surveyapp.services.questionnaires import Sheet

bp = Blueprint("previews", __name__, url_prefix="/rounds/<id:round_id>/preview")
_NOBODY = 0


@bp.get("")
@requires(Permission.RUN_SURVEYS)
def land(round_id: int) -> ResponseReturnValue:
    """The page that a personal link opens."""
    sheet = _sheet(round_id)
    first = sheet.journey.pages[0]
    given, total = count_answered(sheet.questionnaire, {})
    return render_template(
        "links/land.html",
        preview=_back(round_id),
        start_url=_url(round_id, first.slug),
        plan_url=url_for("previews.plan", round_id=round_id),
        questionnaire=sheet.questionnaire,
        main=main_items(sheet),
        minutes=sheet.journey.minutes_from(first),
        has_begun=False,
        submitted=False,
        given=given,
        total=total,
    )


@bp.get("/plan")
@requires(Permission.RUN_SURVEYS)
def plan(round_id: int) -> ResponseReturnValue:
    """The whole plan as the round asks about it."""
    back_url = url_for("previews.land", round_id=round_id)
    return render_template("links/plan.html", back_url=back_url, questionnaire=_sheet(round_id).questionnaire)


@bp.get("/<path:slug>")
@requires(Permission.RUN_SURVEYS)
def show_page(round_id: int, slug: str) -> ResponseReturnValue:
    """One page as a member finds it; its buttons come back here and lead to the next."""
    sheet = _sheet(round_id)
    page = sheet.journey.page(slug)
    if page is None:
        message = "This survey has no such page. It may be switched off."
        raise NotFound(message)
    offset = {"next": 1, "back": -1}.get(request.args.get("go", ""))
    if request.args.get("go") == "review":
        return redirect(_url(round_id, sheet.journey.pages[-1].slug), code=303)
    if offset and (neighbour := sheet.journey.neighbour(page, offset)):
        return redirect(_url(round_id, neighbour.slug), code=303)
    return render_page(
        sheet,
        page,
        {},
        draft_id=_NOBODY,
        page_url=lambda wanted: _url(round_id, wanted),
        csrf_token_value="",
        preview=_back(round_id),
        **(_review(sheet) if page.kind is PageKind.REVIEW else {}),
    )


def _review(sheet: Sheet) -> dict[str, Any]:
    """What only the check shows, with nothing answered."""
    sections = review_rows(sheet, {})
    return {
        "sections": sections,
        "open_rows": [row for section in sections for row in section.rows if row.is_open],
        "is_empty": True,
        "submitted": False,
        "changed": False,
    }


def _sheet(round_id: int) -> Sheet:
    round_ = surveys.get_round(current_actor(), round_id)
    return questionnaires.load_sheet(round_id, revision=round_.revision)


def _url(round_id: int, slug: str) -> str:
    return url_for("previews.show_page", round_id=round_id, slug=slug)


def _back(round_id: int) -> str:
    return url_for("surveys.show_round", round_id=round_id)
