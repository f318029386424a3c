"""The membership file, as it was imported."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base


class Member(Base):
    """A person of the membership file; `attributes` (practice setting, region, ...) make the segments.

    `reminders_stopped` is the member's own wish, whatever the survey. That it holds is kept, not since when: a time
    would stand beside the times of answers.
    """

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(32), unique=True, default=lambda: secrets.token_hex(16))
    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    given_name: Mapped[str] = mapped_column(sa.String(200))
    family_name: Mapped[str] = mapped_column(sa.String(200))
    attributes: Mapped[dict[str, str]]
    reminders_stopped: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    @property
    def name(self) -> str:
        """What staff call the person: both names, or the address where the membership file has none."""
        return f"{self.given_name} {self.family_name}".strip() or self.email
