"""Accounts and sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import Role
from surveyapp.errors import InvalidInput, NotAllowed, RuleBroken
from surveyapp.models import Account
from surveyapp.permissions import ALLOWED, OPERATOR, Actor, Permission
from surveyapp.services import accounts
from tests.conftest import NOON

if TYPE_CHECKING:
    from flask import Flask

PASSWORD = "a long enough password"


def an_account(email: str = "kim@example.org", role: Role = Role.STAFF) -> Account:
    return accounts.create_account(OPERATOR, email=email, name="Kim", role=role, password=PASSWORD, now=NOON)


def test_signing_in_with_the_right_password(app: Flask) -> None:
    created = an_account(" Kim@Example.org ")

    signed_in = accounts.sign_in(email="KIM@example.ORG", password=PASSWORD, now=NOON)

    assert signed_in.id == created.id
    actor = accounts.get_actor(created.id)
    assert actor is not None
    assert actor.permissions == ALLOWED[Role.STAFF]
    assert accounts.get_actor(999) is None


def test_passwords_are_kept_as_argon2_hashes_only(app: Flask) -> None:
    an_account()

    stored = database.session().scalar(sa.select(Account.password_hash))
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


@pytest.mark.parametrize(("email", "password"), [("kim@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_wrong_password_and_unknown_address_sound_the_same(app: Flask, email: str, password: str) -> None:
    an_account()

    with pytest.raises(RuleBroken, match="do not belong together"):
        accounts.sign_in(email=email, password=password, now=NOON)


def test_ten_wrong_passwords_lock_for_a_quarter_of_an_hour(app: Flask) -> None:
    an_account()
    for _ in range(10):
        with pytest.raises(RuleBroken):
            accounts.sign_in(email="kim@example.org", password="wrong", now=NOON)

    with pytest.raises(RuleBroken):
        accounts.sign_in(email="kim@example.org", password=PASSWORD, now=NOON + timedelta(minutes=14))
    assert accounts.sign_in(email="kim@example.org", password=PASSWORD, now=NOON + timedelta(minutes=15))


def test_a_right_password_forgets_the_wrong_ones_before(app: Flask) -> None:
    an_account()
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(RuleBroken):
                accounts.sign_in(email="kim@example.org", password="wrong", now=NOON)
        accounts.sign_in(email="kim@example.org", password=PASSWORD, now=NOON)


def test_one_account_for_an_address(app: Flask) -> None:
    an_account()

    with pytest.raises(RuleBroken, match="already"):
        an_account("KIM@example.org")


@pytest.mark.parametrize("email", ["", "kim", "kim@", "@example.org", "a@b", "a@b.c, d@e.f", "a@b.c\nBcc: d@e.f"])
def test_what_is_no_address_is_refused(app: Flask, email: str) -> None:
    with pytest.raises(InvalidInput, match="not one e-mail address"):
        an_account(email)


def test_short_passwords_and_strangers_are_refused(app: Flask) -> None:
    with pytest.raises(InvalidInput, match="at least 12"):
        accounts.create_account(OPERATOR, email="a@b.co", name="A", role=Role.STAFF, password="short", now=NOON)
    with pytest.raises(NotAllowed):
        accounts.create_account(
            Actor("s", ALLOWED[Role.STAFF]), email="a@b.co", name="A", role=Role.STAFF, password=PASSWORD, now=NOON
        )


def test_roles_grow_and_only_the_administrator_may_do_all() -> None:
    assert ALLOWED[Role.FACILITATOR] == frozenset()
    assert ALLOWED[Role.ANALYST] < ALLOWED[Role.STAFF] < ALLOWED[Role.ADMINISTRATOR] == frozenset(Permission)
    assert set(ALLOWED) == set(Role)
