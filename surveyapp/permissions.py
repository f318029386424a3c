"""Who may do what: actors, permissions, and the one check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from surveyapp.enums import Role
from surveyapp.errors import NotAllowed


class Permission(Enum):
    """One thing that an account may be allowed to do."""

    SEE_PLANS = auto()
    SEE_RESULTS = auto()
    EXPORT_RESULTS = auto()
    CODE_COMMENTS = auto()
    EDIT_COMMENTS = auto()
    DECIDE = auto()
    RUN_SURVEYS = auto()
    MANAGE_MEMBERS = auto()
    MANAGE_ACCOUNTS = auto()


_ANALYST = frozenset(
    {Permission.SEE_PLANS, Permission.SEE_RESULTS, Permission.EXPORT_RESULTS, Permission.CODE_COMMENTS}
)
_STAFF = _ANALYST | {
    Permission.EDIT_COMMENTS,
    Permission.DECIDE,
    Permission.RUN_SURVEYS,
    Permission.MANAGE_MEMBERS,
}

ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.FACILITATOR: frozenset(),
    Role.ANALYST: _ANALYST,
    Role.STAFF: _STAFF,
    Role.ADMINISTRATOR: _STAFF | {Permission.MANAGE_ACCOUNTS},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for something to be done: an account, or the operator at the command line."""

    name: str
    permissions: frozenset[Permission]
    account_id: int | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the actor is allowed `permission`."""
        return permission in self.permissions


OPERATOR = Actor("operator", frozenset(Permission))


def require(actor: Actor, permission: Permission) -> None:
    """Raise `NotAllowed` unless `actor` has `permission`."""
    if not actor.may(permission):
        message = "Your account may not do this. Nothing was changed. Ask an administrator if you need it."
        raise NotAllowed(message)
