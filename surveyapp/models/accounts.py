"""Accounts: the people who run surveys. Members have none."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base
from surveyapp.enums import Role
from surveyapp.models.columns import enum_column

_TRIES = 10
_LOCKED_FOR = timedelta(minutes=15)


class Account(Base):
    """A person who may sign in, with one role."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[Role] = enum_column(Role)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]

    def is_locked(self, now: datetime) -> bool:
        """Whether sign-in is refused for now, whatever the password."""
        return self.locked_until is not None and now < self.locked_until

    def note_failure(self, now: datetime) -> None:
        """Count a wrong password; after ten in a row the account rests for a quarter of an hour."""
        self.failed_count += 1
        if self.failed_count >= _TRIES:
            self.locked_until = now + _LOCKED_FOR
            self.failed_count = 0

    def note_success(self) -> None:
        """Forget earlier wrong passwords."""
        self.failed_count = 0
        self.locked_until = None
