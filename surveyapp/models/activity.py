"""The audit trail of staff: every change and export leaves an entry in the same transaction.

A participant's answers leave none: a time finer than the day would tell who said what.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base


class AuditEntry(Base):
    """Who did what to which thing, and when."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(sa.String(320))
    action: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(500))
    details: Mapped[dict[str, str]]
