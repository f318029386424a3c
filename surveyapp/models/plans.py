"""Plans, their versions, and the items of a version."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.database import Base
from surveyapp.enums import ItemKind, VersionState
from surveyapp.models.columns import enum_column


class Plan(Base):
    """What lives on through all versions of one practice area's plan."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(500), unique=True)
    practice_area: Mapped[str] = mapped_column(sa.String(300))
    versions: Mapped[list[PlanVersion]] = relationship(
        back_populates="plan", order_by=lambda: PlanVersion.number, cascade="all, delete-orphan"
    )


class PlanVersion(Base):
    """A numbered outline: a draft may change, a frozen one never does."""

    __tablename__ = "plan_version"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"), sa.UniqueConstraint("plan_id", "source_hash"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = enum_column(VersionState)
    source_name: Mapped[str] = mapped_column(sa.String(300))
    source_hash: Mapped[str] = mapped_column(sa.String(64))
    imported_at: Mapped[datetime]
    plan: Mapped[Plan] = relationship(back_populates="versions")
    tiers: Mapped[list[Tier]] = relationship(order_by=lambda: Tier.position, cascade="all, delete-orphan")
    items: Mapped[list[PlanItem]] = relationship(order_by=lambda: PlanItem.position, cascade="all, delete-orphan")

    def freeze(self) -> None:
        """Fix the wording for good, because it is about to be asked about. Harmless when already fixed."""
        self.state = VersionState.FROZEN


class Tier(Base):
    """One tier of a version, in the document's order (High Priority, Intermediate, ...)."""

    __tablename__ = "tier"
    __table_args__ = (sa.UniqueConstraint("version_id", "position"), sa.UniqueConstraint("version_id", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_version.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(200))


class PlanItem(Base):
    """One line of a version: a statement, a goal of any level, an academy priority, or a note.

    `key` is its lasting identity across versions. It is never shown as the label and never reused.
    """

    __tablename__ = "plan_item"
    __table_args__ = (
        sa.UniqueConstraint("version_id", "position"),
        sa.UniqueConstraint("version_id", "key"),
        sa.CheckConstraint("(kind = 'goal') = (level > 0)", name="level_of_goals"),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="four_levels"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_version.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(32), default=lambda: secrets.token_hex(16))
    position: Mapped[int]
    kind: Mapped[ItemKind] = enum_column(ItemKind)
    label: Mapped[str] = mapped_column(sa.String(60))
    marker: Mapped[str] = mapped_column(sa.String(20))
    level: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_item.id"))
    tier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tier.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    strategy: Mapped[bool] = mapped_column(default=False)
    source_line: Mapped[int]
    tier: Mapped[Tier | None] = relationship()
    parent: Mapped[PlanItem | None] = relationship(remote_side=lambda: [PlanItem.id])
