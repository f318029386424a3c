"""The read-only API for programs: the same figures and tables as pages and exports, by token."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, request

from surveyapp.enums import ApiScope
from surveyapp.errors import NotFound
from surveyapp.exports import read_report
from surveyapp.reports.json_form import encode, items_json, summary_json, table_json
from surveyapp.reports.parts import PARTS
from surveyapp.security import Access, requires
from surveyapp.services import questionnaires, surveys, tokens
from surveyapp.views.openapi import description
from surveyapp.views.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from surveyapp.reports.parts import Part
    from surveyapp.reports.tables import Table
    from surveyapp.services.tokens import Bearer

    View = Callable[..., Response]

bp = Blueprint("api", __name__, url_prefix="/api/v1")
_SCHEME = "bearer"


def _reads(scope: ApiScope) -> Callable[[View], View]:
    """Let those in whose token may read `scope`; what is answered is named by a tag, so that it need not come twice."""

    def attach(view: View) -> View:
        @requires(Access.TOKEN_BEARER)
        @wraps(view)
        def answer(**values: Any) -> Response:
            bearer = _find_bearer()
            if bearer is None:
                return problem(401, "Who are you?", "Send a token that is in use as: Authorization: Bearer …")
            if scope not in bearer.scopes:
                return _refuse(scope)
            g.bearer = bearer
            return view(**values)

        return answer

    return attach


@bp.get("/openapi.json")
@requires(Access.EVERYBODY)
def describe() -> Response:
    """What the API offers, for programs that read such descriptions."""
    return _answer(description())


@bp.get("/rounds")
@_reads(ApiScope.ROUNDS)
def list_rounds() -> Response:
    """All rounds, the newest survey first."""
    found = surveys.list_surveys(_bearer().actor)
    return _answer({"rounds": [_round_json(round_) for survey in found for round_ in survey.rounds]})


@bp.get("/rounds/<id:round_id>")
@_reads(ApiScope.ROUNDS)
def show_round(round_id: int) -> Response:
    """One round."""
    return _answer(_round_json(surveys.get_round(_bearer().actor, round_id)))


@bp.get("/rounds/<id:round_id>/items")
@_reads(ApiScope.ROUNDS)
def list_items(round_id: int) -> Response:
    """The items of the plan version that a round asks about, with their exact texts."""
    surveys.get_round(_bearer().actor, round_id)
    return _answer({"items": items_json(questionnaires.load_questionnaire(round_id).items)})


@bp.get("/rounds/<id:round_id>/summary")
@_reads(ApiScope.RESULTS)
def show_summary(round_id: int) -> Response:
    """Every figure of a round."""
    report = read_report(_bearer().actor, round_id, now=datetime.now(UTC))
    return _answer(summary_json(report.summary, report.findings.rules))


@bp.get("/rounds/<id:round_id>/tables")
@_reads(ApiScope.RESULTS)
def list_tables(round_id: int) -> Response:
    """The tables that this token may read."""
    listed = [
        {"name": table.name, "title": table.title, "part": part.name} for part, table in _tables(round_id, is_open=True)
    ]
    return _answer({"tables": listed})


@bp.get("/rounds/<id:round_id>/tables/<name>")
@_reads(ApiScope.RESULTS)
def show_table(round_id: int, name: str) -> Response:
    """One table, with all its rows."""
    for part, table in _tables(round_id, is_open=False):
        if table.name == name:
            return _answer(table_json(table)) if _may_read(part) else _refuse(ApiScope.WORDS)
    message = "There is no such table. The list of tables names those that there are."
    raise NotFound(message)


def _tables(round_id: int, *, is_open: bool) -> Iterator[tuple[Part, Table]]:
    """Yield the tables of a round, with `is_open` those alone that this token may read; never single responses."""
    report = read_report(_bearer().actor, round_id, now=datetime.now(UTC))
    for part in PARTS:
        if not part.is_raw and (_may_read(part) or not is_open):
            yield from ((part, table) for table in part.tables(report))


def _may_read(part: Part) -> bool:
    return not part.is_words or ApiScope.WORDS in _bearer().scopes


def _bearer() -> Bearer:
    found: Bearer = g.bearer
    return found


def _find_bearer() -> Bearer | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return tokens.find_bearer(token.strip()) if scheme.lower() == _SCHEME else None


def _refuse(scope: ApiScope) -> Response:
    detail = f"This token may not read “{scope}”. Ask an administrator for one that may."
    return problem(403, "This is not for this token", detail)


def _answer(value: object) -> Response:
    response = Response(encode(value), mimetype="application/json")
    response.add_etag()
    response.vary.add("Authorization")
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _round_json(round_: Any) -> dict[str, Any]:
    return {
        "id": round_.id,
        "number": round_.number,
        "state": round_.state.value,
        "survey": round_.survey.title,
        "plan": round_.survey.plan.title,
        "plan_version": round_.version.number,
        "opens_at": _moment(round_.opens_at),
        "closes_at": _moment(round_.closes_at),
        "time_zone": round_.time_zone,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
