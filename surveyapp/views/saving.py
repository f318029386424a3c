"""Saving while somebody answers: the changes of one device, as JSON, beside the forms that serve without a script."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest

from surveyapp.errors import NotFound
from surveyapp.forms.pages import read_changes
from surveyapp.security import Access, csrf, is_form_token, requires
from surveyapp.services import drafts, questionnaires
from surveyapp.services.drafts import RoundNotOpen
from surveyapp.views.devices import NoSitting, known_device, limit_size, seen_change

if TYPE_CHECKING:
    from typing import Any

    from flask.typing import ResponseReturnValue

bp = Blueprint("saving", __name__, url_prefix="/s/<id:round_id>")
csrf.exempt(bp)  # the body carries a token bound to the draft instead, which never expires
bp.before_request(limit_size)


@bp.errorhandler(NoSitting)
@bp.errorhandler(NotFound)
def no_sitting(_error: NoSitting | NotFound) -> ResponseReturnValue:
    return {"problem": "Open your link again to go on."}, 403


@bp.errorhandler(RoundNotOpen)
def closed(error: RoundNotOpen) -> ResponseReturnValue:
    return {"problem": str(error)}, 409


@bp.post("/save")
@requires(Access.LINK_HOLDER)
def save(round_id: int) -> ResponseReturnValue:
    """Save some fields; answer with the draft's version and with what another device changed meanwhile.

    The body: `token`, `revision`, `count` (the device's number of this save), `seen` (the version its page shows)
    and `changes`, a text and the version it was changed at for every field.
    """
    device = known_device(round_id)
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("changes"), dict):
        raise BadRequest
    if not is_form_token(f"draft:{device.draft_id}", str(body.get("token"))):
        raise NoSitting
    sheet = questionnaires.load_sheet(round_id, revision=_number(body.get("revision")))
    typed = {name: _pair(pair) for name, pair in body["changes"].items()}
    texts = read_changes(sheet, {name: text for name, (text, _) in typed.items()})
    saved = drafts.save_changes(
        device.draft_id,
        round_id,
        {name: seen_change(name, text, typed[name][1]) for name, text in texts.items()},
        now=datetime.now(UTC),
        device=device.name,
        count=_number(body.get("count")),
        seen=_number(body.get("seen")),
    )
    return {"version": saved.sitting.version, "newer": saved.newer, "refused": sorted(saved.refused)}


def _pair(value: Any) -> tuple[str, int]:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        raise BadRequest
    # JSON can hold half a character, which no database takes.
    return value[0].encode("utf-8", "ignore").decode(), _number(value[1])


def _number(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise BadRequest
    return value
