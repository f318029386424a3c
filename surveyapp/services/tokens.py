"""Tokens of programs: made, shown once, looked up without telling by the time what was wrong, and ended."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.enums import ApiScope
from surveyapp.errors import InvalidInput, NotFound
from surveyapp.models import ApiToken
from surveyapp.permissions import Actor, Permission
from surveyapp.services import activity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

PREFIX = "surveyapp"
_SELECTOR_BYTES, _SECRET_BYTES = 9, 32
_LONGEST_NAME = 80
_DIGEST_OF_NOBODY = hashlib.sha256(b"").hexdigest()

_PERMISSIONS = {
    ApiScope.ROUNDS: frozenset({Permission.SEE_PLANS}),
    ApiScope.RESULTS: frozenset({Permission.SEE_PLANS, Permission.SEE_RESULTS}),
    ApiScope.WORDS: frozenset({Permission.SEE_PLANS, Permission.SEE_RESULTS}),
}


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program that has shown a good token: what it may read, and in whose name it asks."""

    actor: Actor
    scopes: frozenset[ApiScope]


def create_token(actor: Actor, *, name: str, scopes: Collection[ApiScope], now: datetime) -> tuple[ApiToken, str]:
    """Make a token and return it with its text, which is kept nowhere and cannot be shown again.

    Raises `InvalidInput` without a name or anything that it may read.
    """
    permissions.require(actor, Permission.MANAGE_ACCOUNTS)
    called = " ".join(name.split())
    if not 0 < len(called) <= _LONGEST_NAME:
        message = f"Enter a name of at most {_LONGEST_NAME} characters for the token."
        raise InvalidInput(message)
    if not scopes:
        message = "Choose at least one thing that the token may read."
        raise InvalidInput(message)
    selector, secret = secrets.token_urlsafe(_SELECTOR_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
    with database.transaction() as db:
        token = ApiToken(
            name=called,
            selector=selector,
            digest=_digest(secret),
            scopes=[scope.value for scope in ApiScope if scope in scopes],
            created_by=actor.name,
            created_at=now,
        )
        db.add(token)
        activity.record(db, actor, "token.created", called, now, scopes=", ".join(token.scopes))
    return token, f"{PREFIX}.{selector}.{secret}"


def list_tokens(actor: Actor) -> Sequence[ApiToken]:
    """All tokens, the newest first."""
    permissions.require(actor, Permission.MANAGE_ACCOUNTS)
    return database.session().scalars(sa.select(ApiToken).order_by(ApiToken.id.desc())).all()


def revoke_token(actor: Actor, token_id: int, *, now: datetime) -> ApiToken:
    """End a token: from now on it opens nothing. Harmless when it has ended already. Raises `NotFound`."""
    permissions.require(actor, Permission.MANAGE_ACCOUNTS)
    with database.transaction() as db:
        token = db.get(ApiToken, token_id)
        if token is None:
            message = "There is no such token. Nothing was changed."
            raise NotFound(message)
        if token.revoked_at is None:
            token.revoke(now)
            activity.record(db, actor, "token.revoked", token.name, now)
    return token


def find_bearer(text: str) -> Bearer | None:
    """The program behind a token; None for one that is unknown, wrong or ended.

    The secret half is compared in constant time, and an unknown token costs the same comparison as a known one.
    """
    prefix, _, rest = text.partition(".")
    selector, _, secret = rest.partition(".")
    token = database.session().scalar(sa.select(ApiToken).where(ApiToken.selector == selector.replace("\0", "")[:16]))
    is_right = hmac.compare_digest(_digest(secret), token.digest if token is not None else _DIGEST_OF_NOBODY)
    if token is None or not is_right or prefix != PREFIX or token.revoked_at is not None:
        return None
    scopes = frozenset(ApiScope(scope) for scope in token.scopes)
    allowed = frozenset[Permission]().union(*(_PERMISSIONS[scope] for scope in scopes))
    return Bearer(Actor(f"token {token.name}", allowed), scopes)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
