"""The API answers what its description says, the figures of the summary, to those who may, and changes nothing."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from surveyapp.enums import ApiScope
from surveyapp.permissions import OPERATOR
from surveyapp.reports.parts import PARTS
from surveyapp.services import results, surveys, tokens
from surveyapp.views.openapi import description
from tests.conftest import NOON
from tests.factories import an_open_round
from tests.views.staffing import some_answers
from tests.views.test_results import everything

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PATHS = ("rounds", "rounds/1", "rounds/1/items", "rounds/1/summary", "rounds/1/tables", "rounds/1/tables/wording")


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def a_round_id(app: Flask) -> int:
    """A closed round with seven responses."""
    round_id = an_open_round().id
    some_answers(round_id, 7, everything)
    surveys.close_round(OPERATOR, round_id, now=NOON)
    return round_id


def bearer(*scopes: ApiScope) -> dict[str, str]:
    _, text = tokens.create_token(OPERATOR, name="a program", scopes=scopes or list(ApiScope), now=NOON)
    return {"Authorization": f"Bearer {text}"}


def get(client: FlaskClient, path: str, headers: dict[str, str]) -> TestResponse:
    return client.get(f"/api/v1/{path}", headers=headers)


def strict(schema: Any) -> Any:
    """Allow no property that the description does not name."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: strict(each) for name, each in schema.items()}
    return made | ({"additionalProperties": False} if "properties" in schema and "required" in schema else {})


def validator(name: str) -> Draft202012Validator:
    schemas = strict(copy.deepcopy(description()["components"]["schemas"]))
    whole = {"components": {"schemas": schemas}}
    registry = Registry().with_resource("", Resource.from_contents(whole, default_specification=DRAFT202012))
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **whole}, registry=registry)


@pytest.mark.parametrize(
    ("path", "name"), list(zip(PATHS, ("Rounds", "Round", "Items", "Summary", "Tables", "Table"), strict=True))
)
def test_answers_are_what_the_description_says(client: FlaskClient, a_round_id: int, path: str, name: str) -> None:
    response = get(client, path, bearer())

    assert response.status_code == 200
    validator(name).validate(response.json)


def test_every_table_is_what_the_description_says(client: FlaskClient, a_round_id: int) -> None:
    headers = bearer()
    listed = get(client, "rounds/1/tables", headers).get_json()["tables"]

    for table in listed:
        found = get(client, f"rounds/1/tables/{table['name']}", headers).get_json()
        validator("Table").validate(found)
        assert found["title"] == table["title"]
    assert {table["part"] for table in listed} == {part.name for part in PARTS if not part.is_raw}


def test_the_description_is_open_to_all_and_names_every_address(app: Flask, client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()

    addresses = {
        rule.rule.replace("<id:round_id>", "{round_id}").replace("<name>", "{name}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == addresses
    assert json.loads(json.dumps(description())) == described


def test_figures_are_those_of_the_summary(client: FlaskClient, a_round_id: int) -> None:
    summary = results.load_summary(OPERATOR, a_round_id)

    found = get(client, "rounds/1/summary", bearer(ApiScope.RESULTS)).get_json()

    assert found["fingerprint"] == summary.fingerprint
    assert (found["submitted"], found["counted"]) == (7, 7)
    shown = {(r["question"], r["item"]["label"]): r for r in found["ratings"]}
    assert len(shown) == len(summary.ratings)
    for (code, position), rating in summary.ratings.items():
        one = shown[code, summary.questionnaire.items[position].label]
        assert (one["n"], tuple(one["distribution"])) == (rating.n, rating.distribution)
        assert (one["median"], one["top_share"]["low"]) == (rating.median, rating.agreement.low)
    ranking = found["rankings"][0]
    assert ranking["w"] == summary.rankings["order"].concordance.w
    assert [i["borda"] for i in ranking["items"]] == [i.borda for i in summary.rankings["order"].items]
    assert all(value is not None for value in (ranking["ballots"], ranking["silent"]))


def test_too_few_people_are_counts_only(app: Flask, client: FlaskClient) -> None:
    round_id = an_open_round().id
    some_answers(round_id, 3, everything)
    surveys.close_round(OPERATOR, round_id, now=NOON)

    found = get(client, f"rounds/{round_id}/summary", bearer()).get_json()
    table = get(client, f"rounds/{round_id}/tables/comments", bearer()).get_json()

    assert (found["hidden"], found["submitted"], found["ratings"], found["fingerprint"]) == (True, 3, [], None)
    assert (table["columns"], table["rows"]) == ([], [])


@pytest.mark.parametrize("path", PATHS)
def test_without_a_good_token_there_is_nothing(client: FlaskClient, a_round_id: int, path: str) -> None:
    good = bearer()["Authorization"]
    for value in ("", "Bearer", "Bearer x", good.replace("Bearer", "Basic"), good + "x", "Bearer \ud83d"[:8]):
        response = get(client, path, {"Authorization": value})
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert response.mimetype == "application/problem+json"
        validator("Problem").validate(json.loads(response.data))


@pytest.mark.parametrize(
    ("path", "scopes"),
    [
        ("rounds", [ApiScope.RESULTS]),
        ("rounds/1/summary", [ApiScope.ROUNDS]),
        ("rounds/1/tables", [ApiScope.WORDS]),
        ("rounds/1/tables/comments", [ApiScope.RESULTS]),
        ("rounds/1/tables/wording", [ApiScope.RESULTS, ApiScope.ROUNDS]),
    ],
)
def test_a_token_reads_its_scopes_alone(
    client: FlaskClient, a_round_id: int, path: str, scopes: list[ApiScope]
) -> None:
    response = get(client, path, bearer(*scopes))

    assert response.status_code == 403
    assert "Shorter." not in response.get_data(as_text=True)


def test_tables_of_words_are_not_listed_for_those_who_may_not_read_them(client: FlaskClient, a_round_id: int) -> None:
    listed = get(client, "rounds/1/tables", bearer(ApiScope.RESULTS)).get_json()["tables"]

    assert {"comments", "wording"}.isdisjoint(table["name"] for table in listed)
    assert "summary" in {table["name"] for table in listed}


@pytest.mark.parametrize("path", ["rounds/1/tables/responses", "rounds/1/tables/long", "rounds/99", "rounds/0", "x"])
def test_what_is_not_there_or_not_offered(client: FlaskClient, a_round_id: int, path: str) -> None:
    response = get(client, path, bearer())

    assert response.status_code == 404
    validator("Problem").validate(json.loads(response.data))


def test_what_has_not_changed_need_not_come_again(client: FlaskClient, a_round_id: int) -> None:
    headers = bearer()
    first = get(client, "rounds/1/summary", headers)

    again = get(client, "rounds/1/summary", headers | {"If-None-Match": first.headers["ETag"]})
    without = client.get("/api/v1/rounds/1/summary", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first.headers["Vary"]
    assert without.status_code == 401


def test_cookies_open_nothing_and_none_are_set(app: Flask, client: FlaskClient, a_round_id: int) -> None:
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = "1", True

    response = client.get("/api/v1/rounds")

    assert response.status_code == 401
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_it_is_for_reading(client: FlaskClient, method: str) -> None:
    response = client.open("/api/v1/rounds", method=method, headers=bearer())

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert response.mimetype == "application/problem+json"
