"""Accounts and sign-in. An unknown address and a wrong password get the same answer in the same time."""

from __future__ import annotations

from functools import lru_cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.exc import IntegrityError

from surveyapp import database, permissions
from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.models import Account
from surveyapp.permissions import ALLOWED, Actor, Permission
from surveyapp.services import activity

if TYPE_CHECKING:
    from datetime import datetime

    from surveyapp.enums import Role

SHORTEST_PASSWORD = 12
_hasher = PasswordHasher()
# However many sign-ins arrive, at most two are checked at once and none waits long: members need the other threads.
_at_once = BoundedSemaphore(2)
_PATIENCE = 0.5


def create_account(actor: Actor, *, email: str, name: str, role: Role, password: str, now: datetime) -> Account:
    """Create an account. Raises `InvalidInput` for a short password, `RuleBroken` for a known address."""
    permissions.require(actor, Permission.MANAGE_ACCOUNTS)
    address = _address(email)
    if len(password) < SHORTEST_PASSWORD:
        message = f"The password must have at least {SHORTEST_PASSWORD} characters."
        raise InvalidInput(message)
    try:
        with database.transaction() as db:
            account = Account(email=address, name=name.strip(), role=role, password_hash=_hasher.hash(password))
            db.add(account)
            activity.record(db, actor, "account.created", address, now, role=role)
    except IntegrityError as error:
        message = f"There is an account for {address} already. Nothing was changed."
        raise RuleBroken(message) from error
    return account


def sign_in(*, email: str, password: str, now: datetime) -> Account:
    """Return the account for the right address and password.

    Raises `RuleBroken` otherwise, with one sentence whatever was wrong; ten wrong passwords in a row
    lock the account for a quarter of an hour.
    """
    query = sa.select(Account).where(Account.email == email.strip().lower())
    known = database.session().scalar(query)
    # Checking takes a tenth of a second on purpose: never inside a write, or sign-ins would keep members from saving.
    is_right = _verify(known.password_hash if known else _hash_of_nobody(), password)
    with database.transaction() as db:
        account = db.scalar(query.with_for_update())
        is_open = account is not None and not account.is_locked(now)
        if account is not None and is_open:
            if is_right:
                account.note_success()
                activity.record(db, actor_of(account), "account.signed_in", account.email, now)
            else:
                account.note_failure(now)
    if account is None or not is_right or not is_open:
        message = "This e-mail address and password do not belong together. Check both and try again."
        raise RuleBroken(message)
    return account


def get_actor(account_id: int) -> Actor | None:
    """The actor behind an account, or None when there is no such account any more."""
    account = database.session().get(Account, account_id)
    return None if account is None else actor_of(account)


def actor_of(account: Account) -> Actor:
    """What the holder of an account is called, and what they may do."""
    return Actor(account.name or account.email, ALLOWED[account.role], account.id)


def _verify(stored: str, password: str) -> bool:
    if not _at_once.acquire(timeout=_PATIENCE):
        message = "Too many people are signing in at this moment. Try again in a minute."
        raise RuleBroken(message)
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    finally:
        _at_once.release()


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    """A hash to check in vain, so that an unknown address takes as long as a known one."""
    return _hasher.hash("no account has this password")


def _address(email: str) -> str:
    address = email.strip().lower()
    local, _, domain = address.partition("@")
    if not local or "." not in domain or any(mark in address for mark in " ,;<>\r\n\t") or domain.count("@"):
        message = f"{email!r} is not one e-mail address."
        raise InvalidInput(message)
    return address
