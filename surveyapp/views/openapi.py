"""What the API offers, as an OpenAPI 3.1 document."""

from __future__ import annotations

from functools import cache
from typing import Any

from surveyapp.config import software_version
from surveyapp.enums import ApiScope, ItemKind, QuestionKind, RoundState

Schema = dict[str, Any]

_LARGEST_ID = 2**31 - 1
_WHOLE: Schema = {"type": "integer", "minimum": 0}
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_OUTCOMES = ["in", "out", "none"]


@cache
def description() -> Schema:
    """Describe every address with what it answers; the tests hold the answers to it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Surveyapp results",
            "version": software_version(),
            "description": "Read-only. Every figure is the one that pages and reports show, at full precision; null is "
            "no figure, and what is about too few people is `hidden`. Single responses are not offered here. "
            "Further fields may come within v1.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "responses": {
                "unchanged": {"description": "What you have is still true."},
                **{name: _problem(text) for name, text in _PROBLEMS.items()},
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_PROBLEMS = {
    "unknown": "There is no such thing.",
    "refused": "The token may not read this.",
    "unauthorized": "There is no token, or none that is in use.",
}


def _paths() -> Schema:
    one_round, one_table = "/api/v1/rounds/{round_id}", "/api/v1/rounds/{round_id}/tables/{name}"
    identity = {"type": "integer", "minimum": 1, "maximum": _LARGEST_ID}
    by_id: Schema = {"name": "round_id", "in": "path", "required": True, "schema": identity}
    by_name: Schema = {
        "name": "name",
        "in": "path",
        "required": True,
        "description": "A name from the list of tables.",
        "schema": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
    }
    return {
        "/api/v1/openapi.json": {"get": _public("describe", "This description.", {"type": "object"})},
        "/api/v1/rounds": {"get": _read("listRounds", "All rounds.", "Rounds", ApiScope.ROUNDS)},
        one_round: {"get": _read("showRound", "One round.", "Round", ApiScope.ROUNDS, by_id)},
        f"{one_round}/items": {
            "get": _read("listItems", "The items that a round asks about.", "Items", ApiScope.ROUNDS, by_id)
        },
        f"{one_round}/summary": {
            "get": _read("showSummary", "Every figure of a round.", "Summary", ApiScope.RESULTS, by_id)
        },
        f"{one_round}/tables": {
            "get": _read("listTables", "The tables of a round.", "Tables", ApiScope.RESULTS, by_id)
        },
        one_table: {
            "get": _read(
                "showTable",
                "One table. Those with members’ words need the scope “words” as well.",
                "Table",
                ApiScope.RESULTS,
                by_id,
                by_name,
            )
        },
    }


def _public(name: str, summary: str, schema: Schema) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "security": [],
        "responses": {"200": _json(summary, schema), "304": {"$ref": "#/components/responses/unchanged"}},
    }


def _read(name: str, summary: str, answer: str, scope: ApiScope, *parameters: Schema) -> Schema:
    responses: Schema = {
        "200": _json(summary, {"$ref": f"#/components/schemas/{answer}"}),
        "304": {"$ref": "#/components/responses/unchanged"},
        "401": {"$ref": "#/components/responses/unauthorized"},
        "403": {"$ref": "#/components/responses/refused"},
    }
    if parameters:
        responses["404"] = {"$ref": "#/components/responses/unknown"}
    return {
        "operationId": name,
        "summary": summary,
        "description": f"Needs a token with the scope “{scope}”.",
        "parameters": list(parameters),
        "responses": responses,
    }


def _json(text: str, schema: Schema) -> Schema:
    headers = {"ETag": {"description": "Send it back as If-None-Match.", "schema": _TEXT}}
    return {"description": text, "headers": headers, "content": {"application/json": {"schema": schema}}}


def _problem(text: str) -> Schema:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": text, "content": content}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _one_of(values: Any) -> Schema:
    return {"type": "string", "enum": [value.value for value in values]}


def _schemas() -> Schema:
    moment = {"type": ["string", "null"], "format": "date-time"}
    return {
        "Problem": _object(type=_TEXT, title=_TEXT, status=_WHOLE, detail=_TEXT),
        "Rounds": _object(rounds=_list(_ref("Round"))),
        "Round": _object(
            id=_WHOLE,
            number=_WHOLE,
            state=_one_of(RoundState),
            survey=_TEXT,
            plan=_TEXT,
            plan_version=_WHOLE,
            opens_at=moment,
            closes_at=moment,
            time_zone=_TEXT,
        ),
        "Items": _object(items=_list(_ref("Item"))),
        "Item": _object(
            key=_TEXT, kind=_one_of(ItemKind), label=_TEXT, level=_WHOLE, tier=_or_null("string"), text=_TEXT
        ),
        "Tables": _object(tables=_list(_object(name=_TEXT, title=_TEXT, part=_TEXT))),
        "Table": _object(
            name=_TEXT,
            title=_TEXT,
            columns=_list(_object(name=_TEXT, title=_TEXT, group=_TEXT, number_format=_TEXT)),
            rows=_list(_list({"type": ["string", "number", "null"]})),
            notes=_list(_TEXT),
        ),
        **_figures(),
    }


def _figures() -> Schema:
    counted = {"item": _ref("About"), "count": _WHOLE}
    option = _object(code=_TEXT, count=_WHOLE, share=_ref("Share"))
    placed = _object(
        item=_ref("About"),
        place=_WHOLE,
        ranked=_WHOLE,
        mean_rank=_or_null("number"),
        borda={"type": "number"},
        first=_ref("Share"),
        top=_ref("Share"),
    )
    answered = {"question": _TEXT, "item": _ref("About"), "n": _WHOLE}
    return {
        "About": _object(key=_TEXT, label=_TEXT),
        "Share": _object(
            count=_WHOLE, n=_WHOLE, value=_or_null("number"), low=_or_null("number"), high=_or_null("number")
        ),
        "Question": _object(
            code=_TEXT,
            kind=_one_of(QuestionKind),
            prompt=_TEXT,
            items=_list(_ref("About")),
            scores=_list(_object(score={"type": "integer"}, label=_TEXT)),
            cannot_judge=_or_null("string"),
            top_from=_or_null("integer"),
            options=_list(_object(code=_TEXT, label=_TEXT)),
            first_places=_or_null("integer"),
        ),
        "Rating": _object(
            **answered,
            cannot_judge=_WHOLE,
            silent=_WHOLE,
            hidden=_FLAG,
            distribution=_list(_WHOLE),
            median=_or_null("number"),
            lower_quartile=_or_null("number"),
            upper_quartile=_or_null("number"),
            top_share=_ref("Share"),
            verdict={"oneOf": [_ref("Verdict"), {"type": "null"}]},
        ),
        "Rule": _object(question=_TEXT, asks=_TEXT, smallest=_WHOLE),
        "Verdict": _object(
            outcome={"enum": [*_OUTCOMES, None]},
            reason=_TEXT,
            beside=_list(_object(rule=_TEXT, outcome={"type": "string", "enum": _OUTCOMES})),
        ),
        "Choice": _object(**answered, silent=_WHOLE, hidden=_FLAG, options=_list(option)),
        "Ranking": _object(
            question=_TEXT,
            ballots=_WHOLE,
            silent=_WHOLE,
            hidden=_FLAG,
            items=_list(placed),
            w=_or_null("number"),
            w_p_value=_or_null("number"),
            w_reason=_or_null("string"),
        ),
        "Summary": _object(
            round=_WHOLE,
            survey=_TEXT,
            plan=_TEXT,
            plan_version=_WHOLE,
            **dict.fromkeys(("invited", "started", "submitted", "counted", "minimum_cell"), _WHOLE),
            hidden=_FLAG,
            fingerprint=_or_null("string"),
            questions=_list(_ref("Question")),
            rules=_list(_ref("Rule")),
            ratings=_list(_ref("Rating")),
            choices=_list(_ref("Choice")),
            rankings=_list(_ref("Ranking")),
            comments=_list(_object(**counted)),
            wordings=_list(_object(**counted)),
            answers=_list(_object(question=_TEXT, count=_WHOLE)),
        ),
    }
