"""What was decided about the items of a plan version, with every earlier decision kept."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base
from surveyapp.enums import DecisionKind
from surveyapp.models.columns import enum_column


class Decision(Base):
    """One step in deciding about an item: the highest `number` stands, the others are its history.

    Rows are only ever added. A step holds the whole state: decision (None as long as there is none), wording, reason.
    """

    __tablename__ = "decision"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "number"),
        sa.CheckConstraint("number >= 1", name="numbered_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_item.id"))
    number: Mapped[int]
    decision: Mapped[DecisionKind | None] = enum_column(DecisionKind)
    wording: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by: Mapped[str] = mapped_column(sa.String(320))
    decided_at: Mapped[datetime]
