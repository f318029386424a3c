"""A participant's pages: one statement or goal at a time, the order, the check, submit, thanks."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from surveyapp.errors import AppError, NotFound
from surveyapp.forms.pages import page_form, read_page
from surveyapp.questionnaire import PageKind, Problem, fields_of, read_answers
from surveyapp.security import Access, csrf, form_token, is_form_token, requires
from surveyapp.services import drafts, questionnaires, responses
from surveyapp.services.drafts import Change, RoundNotOpen
from surveyapp.services.responses import NotSubmittable
from surveyapp.views.devices import NoSitting, forget, known_device, limit_size, seen_change
from surveyapp.views.errors import say_ours, say_theirs
from surveyapp.views.pages import Saving, kept_key, render_page
from surveyapp.views.review import closed_door, page_to_go_on, review_rows, say_field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from surveyapp.forms.pages import PageForm
    from surveyapp.questionnaire import Page
    from surveyapp.security import Device
    from surveyapp.services.drafts import Saved, Sitting
    from surveyapp.services.questionnaires import Sheet

bp = Blueprint("responses", __name__, url_prefix="/s/<id:round_id>")
csrf.exempt(bp)  # participants' forms carry a token bound to their draft instead, which never expires
bp.before_request(limit_size)
# Fields that hold no words of a person's own: controls, traces, and choices among given answers.
_NO_WORDS = re.compile(
    r"csrf_token|revision|version|count|go|clear|use|share|(moves|seconds)-.*|(?!comment-|wording-).+-\d+"
)
_HERE = "here-"


class Closed(Exception):
    """The round takes no answers (any more), whatever this participant wanted to do."""

    def __init__(self, sheet: Sheet, sitting: Sitting) -> None:
        super().__init__()
        self.sheet, self.sitting = sheet, sitting


@bp.errorhandler(NoSitting)
@bp.errorhandler(NotFound)
def no_sitting(_error: NoSitting | NotFound) -> ResponseReturnValue:
    return render_template("links/door.html", state="no_sitting", typed=_typed_words()), 403


@bp.errorhandler(Closed)
def closed(error: Closed) -> ResponseReturnValue:
    submitted = responses.get_submitted(error.sitting.draft_id, error.sitting.round_id)
    return closed_door(error.sheet, error.sitting.fields, submitted, typed=_typed_words(error.sheet)), 409


@bp.errorhandler(Exception)
def crash(error: Exception) -> ResponseReturnValue:
    """Give back what was typed, whatever went wrong on our side."""
    current_app.logger.error("page %s failed", request.endpoint, exc_info=error)
    return render_template("links/door.html", state="failed", typed=_typed_words()), 500


# A blueprint's handler for everything would otherwise stand before the application's own.
bp.register_error_handler(AppError, say_ours)
bp.register_error_handler(HTTPException, say_theirs)


@bp.get("/")
@requires(Access.LINK_HOLDER)
def resume(round_id: int) -> ResponseReturnValue:
    """Go to the first page with an open question, or to the check when there is none."""
    sitting, sheet = _load_open(round_id)
    has_submitted = responses.has_submitted(sitting.draft_id, round_id)
    page = page_to_go_on(sheet, sitting.fields, has_submitted=has_submitted)
    return redirect(_url(round_id, page), code=303)


@bp.get("/<path:slug>")
@requires(Access.LINK_HOLDER)
def show_page(round_id: int, slug: str) -> ResponseReturnValue:
    """One page as the participant left it."""
    sitting, sheet = _load_open(round_id)
    page = sheet.journey.page(slug)
    if page is None:
        return redirect(url_for("responses.resume", round_id=round_id), code=303)
    return _render(sitting, sheet, page)


@bp.post("/<path:slug>")
@requires(Access.LINK_HOLDER)
def save_page(round_id: int, slug: str) -> ResponseReturnValue:
    """Save what stands on a page, then go where the pressed button leads."""
    device = known_device(round_id)
    # The revision that the page was made at saves a query: after opening, what a round asks no longer changes.
    sheet = questionnaires.load_sheet(round_id, revision=request.form.get("revision", 0, type=int))
    page = sheet.journey.page(slug)
    if page is None or not is_form_token(f"draft:{device.draft_id}", request.form.get("csrf_token")):
        raise NoSitting
    form = page_form(sheet, page)
    try:
        saved = _save(device, round_id, form)
    except RoundNotOpen as error:
        raise Closed(sheet, drafts.get_sitting(device.draft_id, round_id, now=datetime.now(UTC))) from error
    if saved.refused:
        return _render(saved.sitting, sheet, page, differing=_differing(form, saved)), 409
    cleared = request.form.get("clear") in form.fields
    problems = [] if cleared else _problems(sheet, page, saved.sitting.fields)
    if problems:
        return _render(saved.sitting, sheet, page, problems), 422
    if page.kind is PageKind.REVIEW and request.form.get("go") == "submit":
        return _submit(saved.sitting, sheet, page)
    if cleared:
        return redirect(f"{_url(round_id, page)}#{request.form['clear']}", code=303)
    return redirect(_url(round_id, page) if "use" in request.form else _next_url(sheet, page), code=303)


@bp.get("/done")
@requires(Access.LINK_HOLDER)
def done(round_id: int) -> ResponseReturnValue:
    """Thanks, what happens next, and a copy of one's own answers."""
    sitting, sheet = _load(round_id)
    submitted = responses.get_submitted(sitting.draft_id, round_id)
    if submitted is None:
        return redirect(url_for("responses.resume", round_id=round_id), code=303)
    return render_template(
        "responses/done.html",
        sheet=sheet,
        questionnaire=sheet.questionnaire,
        accepting=sitting.accepting,
        changed=responses.differs(sheet.questionnaire, sitting.fields, submitted),
        sections=review_rows(sheet, fields_of(sheet.questionnaire, submitted)),
        key=kept_key(sitting.draft_id),
        csrf_token_value=form_token(f"draft:{sitting.draft_id}"),
    )


@bp.post("/leave")
@requires(Access.LINK_HOLDER)
def leave(round_id: int) -> ResponseReturnValue:
    """End the sitting on this device; the link opens it again."""
    if not is_form_token(f"draft:{known_device(round_id).draft_id}", request.form.get("csrf_token")):
        raise NoSitting
    answer = make_response(render_template("links/door.html", state="left"))
    forget(answer, round_id)
    return answer


def _save(device: Device, round_id: int, form: PageForm) -> Saved:
    """Save what was posted; against a newer answer from another device only if the person said so."""
    seen = request.form.get("version", type=int)
    changes = {name: seen_change(name, text, seen) for name, text in read_page(form, request.form).items()}
    if request.form.get("use") == "here":
        here = {name.removeprefix(_HERE): text for name, text in request.form.items() if name.startswith(_HERE)}
        changes |= {name: Change(text) for name, text in read_page(form, here).items()}
    cleared = request.form.get("clear")
    if cleared in form.fields:
        changes[cleared] = Change("")
    return drafts.save_changes(
        device.draft_id,
        round_id,
        changes,
        now=datetime.now(UTC),
        device=device.name,
        count=request.form.get("count", type=int),
    )


def _differing(form: PageForm, saved: Saved) -> list[tuple[str, str, str]]:
    """Where another device answered otherwise: the field, what was posted here, and that in words."""
    posted = read_page(form, request.form)
    return [(name, posted[name], say_field(form, name, posted[name])) for name in form.fields if name in saved.refused]


def _load(round_id: int) -> tuple[Sitting, Sheet]:
    sitting = drafts.get_sitting(known_device(round_id).draft_id, round_id, now=datetime.now(UTC))
    return sitting, questionnaires.load_sheet(round_id, revision=sitting.revision)


def _load_open(round_id: int) -> tuple[Sitting, Sheet]:
    sitting, sheet = _load(round_id)
    if not sitting.accepting:
        raise Closed(sheet, sitting)
    return sitting, sheet


def _problems(sheet: Sheet, page: Page, fields: Mapping[str, str]) -> list[Problem]:
    """What is unclear among the fields of this page; at the check, nothing: `submit` looks at all of them."""
    own = set(page_form(sheet, page).fields)
    _, problems = read_answers(sheet.questionnaire, fields)
    return [problem for problem in problems if problem.field in own]


def _submit(sitting: Sitting, sheet: Sheet, page: Page) -> ResponseReturnValue:
    try:
        responses.submit(sitting.draft_id, sitting.round_id, sheet.questionnaire, now=datetime.now(UTC))
    except NotSubmittable as error:
        problems = list(error.problems) or [Problem("", str(error))]
        return _render(sitting, sheet, page, problems), 422
    return redirect(url_for("responses.done", round_id=sitting.round_id), code=303)


def _next_url(sheet: Sheet, page: Page) -> str:
    round_id = sheet.questionnaire.round_id
    if request.form.get("go") == "review":
        return _url(round_id, sheet.journey.pages[-1])
    offset = -1 if request.form.get("go") == "back" else 1
    return _url(round_id, sheet.journey.neighbour(page, offset) or page)


def _url(round_id: int, page: Page) -> str:
    return url_for("responses.show_page", round_id=round_id, slug=page.slug)


def _render(
    sitting: Sitting,
    sheet: Sheet,
    page: Page,
    problems: Sequence[Problem] = (),
    differing: Sequence[tuple[str, str, str]] = (),
) -> str:
    return render_page(
        sheet,
        page,
        sitting.fields,
        draft_id=sitting.draft_id,
        page_url=lambda slug: url_for("responses.show_page", round_id=sitting.round_id, slug=slug),
        csrf_token_value=form_token(f"draft:{sitting.draft_id}"),
        problems=problems,
        differing=differing,
        saving=Saving.of(sitting, known_device(sitting.round_id), sheet.questionnaire.closes_at),
        **(_review(sitting, sheet) if page.kind is PageKind.REVIEW else {}),
    )


def _review(sitting: Sitting, sheet: Sheet) -> dict[str, Any]:
    """What only the check shows."""
    sections = review_rows(sheet, sitting.fields)
    answers, problems = read_answers(sheet.questionnaire, sitting.fields)
    submitted = responses.get_submitted(sitting.draft_id, sitting.round_id)
    return {
        "sections": sections,
        "open_rows": [row for section in sections for row in section.rows if row.is_open],
        "is_empty": answers.is_empty and not problems,
        "submitted": submitted is not None,
        "changed": submitted is not None and responses.differs(sheet.questionnaire, sitting.fields, submitted),
    }


def _typed_words(sheet: Sheet | None = None) -> list[str]:
    """The texts that were on a page that could not be saved, so that they can be shown again and copied."""
    originals = {item.text for item in sheet.questionnaire.items} if sheet else set()
    fields = [(name.removeprefix(_HERE), text) for name, text in request.form.items()]
    typed = [text for name, text in fields if text.strip() and not _NO_WORDS.fullmatch(name)]
    return [text for text in typed if text.strip() not in originals]
