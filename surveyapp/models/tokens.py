"""Tokens by which programs of the society read results. The token itself is kept nowhere."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base


class ApiToken(Base):
    """What a program may read, found by `selector`; `digest` is the SHA-256 of the secret that goes with it."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    selector: Mapped[str] = mapped_column(sa.String(16), unique=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    scopes: Mapped[list[str]]
    created_by: Mapped[str] = mapped_column(sa.String(320))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    def revoke(self, now: datetime) -> None:
        """End the token; ending it again changes nothing."""
        self.revoked_at = self.revoked_at or now
