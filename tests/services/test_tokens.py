"""Tokens of programs: shown once, kept as a digest, found only when right and in use, every change audited."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import ApiScope, Role
from surveyapp.errors import InvalidInput, NotAllowed, NotFound
from surveyapp.models import ApiToken, AuditEntry
from surveyapp.permissions import ALLOWED, OPERATOR, Actor, Permission
from surveyapp.services import tokens
from tests.conftest import NOON

if TYPE_CHECKING:
    from flask import Flask


def test_a_token_is_kept_as_its_digest_alone(app: Flask) -> None:
    token, text = tokens.create_token(OPERATOR, name="  The  dashboard ", scopes=[ApiScope.RESULTS], now=NOON)

    prefix, selector, secret = text.split(".")
    assert (prefix, selector, token.name, token.scopes) == ("surveyapp", token.selector, "The dashboard", ["results"])
    assert len(secret) >= 43
    row = database.session().execute(sa.select(ApiToken.__table__)).one()
    assert secret not in str(row)


def test_a_bearer_may_read_what_its_scopes_say_and_change_nothing(app: Flask) -> None:
    _, text = tokens.create_token(OPERATOR, name="x", scopes=[ApiScope.RESULTS, ApiScope.ROUNDS], now=NOON)

    bearer = tokens.find_bearer(text)

    assert bearer is not None
    assert bearer.scopes == {ApiScope.ROUNDS, ApiScope.RESULTS}
    assert bearer.actor == Actor("token x", frozenset({Permission.SEE_PLANS, Permission.SEE_RESULTS}))
    for scope in ApiScope:
        _, text = tokens.create_token(OPERATOR, name="x", scopes=[scope], now=NOON)
        found = tokens.find_bearer(text)
        assert found is not None
        assert found.actor.permissions <= {Permission.SEE_PLANS, Permission.SEE_RESULTS}


@pytest.mark.parametrize("change", ["", "x", ".", "..", "\0", "half \ud83d", "other prefix", "no secret", "last"])
def test_nothing_else_is_a_token(app: Flask, change: str) -> None:
    _, text = tokens.create_token(OPERATOR, name="x", scopes=[ApiScope.ROUNDS], now=NOON)
    selector, secret = text.split(".")[1:]
    tries = {
        "other prefix": f"other.{selector}.{secret}",
        "no secret": f"surveyapp.{selector}.",
        "last": text[:-1] + ("a" if text[-1] != "a" else "b"),
    }

    assert tokens.find_bearer(tries.get(change, change)) is None


def test_an_unknown_token_is_no_token_even_with_an_empty_secret(app: Flask) -> None:
    assert tokens.find_bearer("surveyapp.unknown.") is None


def test_a_revoked_token_opens_nothing_and_revoking_twice_changes_nothing(app: Flask) -> None:
    token, text = tokens.create_token(OPERATOR, name="x", scopes=[ApiScope.ROUNDS], now=NOON)

    tokens.revoke_token(OPERATOR, token.id, now=NOON)
    again = tokens.revoke_token(OPERATOR, token.id, now=NOON + timedelta(days=1))

    assert tokens.find_bearer(text) is None
    assert again.revoked_at == NOON
    with pytest.raises(NotFound):
        tokens.revoke_token(OPERATOR, 99, now=NOON)
    entries = database.session().execute(sa.select(AuditEntry.action, AuditEntry.subject, AuditEntry.details)).all()
    assert [tuple(entry) for entry in entries] == [
        ("token.created", "x", {"scopes": "rounds"}),
        ("token.revoked", "x", {}),
    ]


@pytest.mark.parametrize(("name", "scopes"), [("", [ApiScope.ROUNDS]), ("x" * 81, [ApiScope.ROUNDS]), ("x", [])])
def test_a_token_needs_a_name_and_something_to_read(app: Flask, name: str, scopes: list[ApiScope]) -> None:
    with pytest.raises(InvalidInput):
        tokens.create_token(OPERATOR, name=name, scopes=scopes, now=NOON)
    assert tokens.list_tokens(OPERATOR) == []


def test_only_administrators_have_to_do_with_tokens(app: Flask) -> None:
    staff = Actor("Kim", ALLOWED[Role.STAFF])
    for refused in (
        lambda: tokens.list_tokens(staff),
        lambda: tokens.revoke_token(staff, 1, now=NOON),
        lambda: tokens.create_token(staff, name="x", scopes=[ApiScope.ROUNDS], now=NOON),
    ):
        with pytest.raises(NotAllowed):
            refused()
