"""The membership file, as it was imported."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base


class Member(Base):
    """A person of the membership file; `attributes` (practice setting, region, ...) make the segments."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(32), unique=True, default=lambda: secrets.token_hex(16))
    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    given_name: Mapped[str] = mapped_column(sa.String(200))
    family_name: Mapped[str] = mapped_column(sa.String(200))
    attributes: Mapped[dict[str, str]]
