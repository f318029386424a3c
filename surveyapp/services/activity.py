"""The audit trail: an entry in the same transaction as the change it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.models import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor


def record(db: Session, actor: Actor, action: str, subject: str, now: datetime, **details: object) -> None:
    """Note within the caller's transaction that `actor` did `action` (`noun.done`) to `subject`."""
    texts = {name: str(value) for name, value in details.items()}
    db.add(AuditEntry(at=now, actor=actor.name, action=action, subject=subject, details=texts))
