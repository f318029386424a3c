"""The audit trail: an entry in the same transaction as the change it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp.models import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor


def newest_entry(db: Session) -> int:
    """The number of the newest entry, 0 without any: while it is the same, staff have changed nothing."""
    return db.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0


def record(db: Session, actor: Actor, action: str, subject: str, now: datetime, **details: object) -> None:
    """Note within the caller's transaction that `actor` did `action` (`noun.done`) to `subject`."""
    texts = {name: str(value) for name, value in details.items()}
    db.add(AuditEntry(at=now, actor=actor.name, action=action, subject=subject, details=texts))
