"""Decisions that a committee filled into the Excel summary: read, shown beside what stands, and then stored."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from surveyapp.documents.filled import FilledBook, FilledComment, FilledRow, read_filled
from surveyapp.errors import InvalidInput
from surveyapp.forms.decisions import ConfirmDecisionsForm, ImportDecisionsForm
from surveyapp.permissions import Permission
from surveyapp.security import current_actor, requires
from surveyapp.services import decisions, surveys
from surveyapp.services.differences import Overtaken
from surveyapp.templating import plural
from surveyapp.views.staff import Stage, place_of_plan, show
from surveyapp.views.uploads import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from surveyapp.documents.filled import Unreadable
    from surveyapp.services.differences import Comparison

bp = Blueprint("decisions", __name__, url_prefix="/rounds/<id:round_id>/decisions")
_LONGEST_NAME = 200
_MOST_SAID = 100
_TAKE = "take-"
_NOT_AS_SENT = "The file did not come back from the page as it was sent. Nothing was stored. Choose it again."


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def import_decisions(round_id: int) -> ResponseReturnValue:
    """Take a filled workbook and show what it would change. Nothing is stored."""
    form = ImportDecisionsForm()
    if form.validate_on_submit():
        name = str(form.document.data.filename)[:_LONGEST_NAME]
        try:
            filled = read_filled(form.document.data.read(), name, round_id)
            packed = _pack(filled)
        except InvalidInput as error:
            form.reject("document", str(error))
        else:
            found = decisions.compare(current_actor(), round_id, filled)
            problems = (*filled.problems, *found.problems)
            return _preview(round_id, found, problems=problems, packed=packed, name=name, notes=filled.notes)
    return _show("decisions/import_decisions.html", round_id, form=form), 422 if form.errors else 200


@bp.post("/import/confirm")
@requires(Permission.DECIDE)
def confirm_import(round_id: int) -> ResponseReturnValue:
    """Store what was shown; of clashes, what was chosen. What changed since is shown first."""
    form, actor, now = ConfirmDecisionsForm(), current_actor(), datetime.now(UTC)
    packed, source = form.rows.data or "", (form.source.data or "workbook")[:_LONGEST_NAME]
    over = _chosen()
    try:
        filled = _unpack(packed)
        basis = form.basis.data or ""
        items, comments = decisions.store(actor, round_id, filled, basis=basis, over=over, source=source, now=now)
    except Overtaken as error:
        return _preview(round_id, error.found, packed=packed, name=source, over=over, said=str(error)), error.status
    except InvalidInput as error:
        again = ImportDecisionsForm(formdata=None)
        again.reject("document", str(error))
        return _show("decisions/import_decisions.html", round_id, form=again), error.status
    counts = [plural(items, "item", "items")] * bool(items) + [plural(comments, "comment", "comments")] * bool(comments)
    flash(f"{' and '.join(counts)} changed." if counts else "Nothing was different, so nothing was changed.")
    return redirect(url_for("results.show_results", round_id=round_id), code=303)


def _chosen() -> dict[str, int]:
    """Where the file's was chosen, and over which revision of what stands."""
    taken = {name.removeprefix(_TAKE): value for name, value in request.form.items() if name.startswith(_TAKE)}
    return {key: int(value) for key, value in taken.items() if value.isascii() and value.isdigit() and len(value) < 10}


def _pack(filled: FilledBook) -> str:
    rows = {"rows": [asdict(row) for row in filled.rows], "comments": [asdict(row) for row in filled.comments]}
    return pack(json.dumps(rows).encode())


def _unpack(packed: str) -> FilledBook:
    """Give the rows back as they were shown. Raises `InvalidInput` for anything else."""
    try:
        sent = json.loads(unpack(packed))
        rows = tuple(FilledRow(**row) for row in sent["rows"])
        comments = tuple(FilledComment(**row) for row in sent["comments"])
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(_NOT_AS_SENT) from error
    if not all(_is_whole(row) for row in rows) or not all(_is_whole(row) for row in comments):
        raise InvalidInput(_NOT_AS_SENT)
    return FilledBook(rows, comments, ())


def _is_whole(row: FilledRow | FilledComment) -> bool:
    numbers = {"row", "revision"}
    kept = (isinstance(value, int if name in numbers else str) for name, value in asdict(row).items())
    return all(kept) and row.revision >= 0


def _preview(
    round_id: int,
    found: Comparison,
    *,
    packed: str,
    name: str,
    problems: Sequence[Unreadable] = (),
    notes: Sequence[str] = (),
    over: dict[str, int] | None = None,
    said: str = "",
) -> str:
    values = {"problems_found": problems[:_MOST_SAID], "problem_count": len(problems), "notes": notes}
    values |= {"found": found, "packed": packed, "name": name, "over": over or {}, "said_first": said}
    return _show("decisions/preview_import.html", round_id, **values)


def _show(template: str, round_id: int, **values: object) -> str:
    round_ = surveys.get_round(current_actor(), round_id)
    form = values.get("form")
    problems = form.problems if isinstance(form, ImportDecisionsForm) else ()
    place = place_of_plan(round_.survey.plan_id, Stage.RESULTS)
    return show(template, place=place, problems=problems, round=round_, **values)
