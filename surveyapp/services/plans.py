"""Plans and their versions: list, read, and import an outline as a new version."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from surveyapp import database, permissions
from surveyapp.enums import ItemKind, VersionState
from surveyapp.errors import NotFound
from surveyapp.models import Plan, PlanItem, PlanVersion, Tier
from surveyapp.outline import Outline, OutlineItem
from surveyapp.permissions import Permission
from surveyapp.services import activity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor


def list_plans(actor: Actor) -> Sequence[Plan]:
    """All plans by title, each with its versions."""
    permissions.require(actor, Permission.SEE_PLANS)
    query = sa.select(Plan).options(selectinload(Plan.versions)).order_by(Plan.title)
    return database.session().scalars(query).all()


def get_plan(actor: Actor, plan_id: int) -> Plan:
    """One plan with its versions. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_PLANS)
    plan = database.session().get(Plan, plan_id, options=[selectinload(Plan.versions)])
    if plan is None:
        message = "There is no such plan."
        raise NotFound(message)
    return plan


def get_version(actor: Actor, version_id: int) -> PlanVersion:
    """One version with its tiers and items in plan order. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_PLANS)
    version = database.session().get(
        PlanVersion, version_id, options=[selectinload(PlanVersion.items), selectinload(PlanVersion.tiers)]
    )
    if version is None:
        message = "There is no such version of a plan."
        raise NotFound(message)
    return version


def get_outline(actor: Actor, version_id: int) -> Outline:
    """One stored version as an outline again, without warnings: those were for the import. Raises `NotFound`."""
    version = get_version(actor, version_id)
    items = tuple(
        OutlineItem(
            kind=item.kind,
            label=item.label,
            marker=item.marker,
            level=item.level,
            tier=item.tier.name if item.tier else None,
            text=item.text,
            strategy=item.strategy,
            line=item.source_line,
        )
        for item in version.items
    )
    tiers = tuple(tier.name for tier in version.tiers)
    return Outline(version.plan.title, version.plan.practice_area, items, tiers, warnings=())


def find_imported(actor: Actor, title: str, source: bytes) -> PlanVersion | None:
    """The version of the plan of this title that the same document made, byte for byte; None if there is none."""
    permissions.require(actor, Permission.SEE_PLANS)
    query = sa.select(PlanVersion).join(Plan).where(Plan.title == title, PlanVersion.source_hash == _digest(source))
    return database.session().scalar(query.limit(1))


def import_outline(
    actor: Actor, outline: Outline, *, source_name: str, source: bytes, now: datetime
) -> tuple[PlanVersion, bool]:
    """Store `outline` as the first or next version of the plan with its title.

    Returns the version and whether it is new: the same document again changes nothing. An item keeps
    its key when its kind and text stood in the version before; every other item gets a new key.
    """
    permissions.require(actor, Permission.RUN_SURVEYS)
    digest = _digest(source)
    with database.transaction() as db:
        plan = _plan(db, outline)
        for version in plan.versions:
            if version.source_hash == digest:
                return version, False
        keys = _keys(plan.versions[-1]) if plan.versions else {}
        version = PlanVersion(
            number=len(plan.versions) + 1,
            state=VersionState.DRAFT,
            source_name=source_name[-300:],
            source_hash=digest,
            imported_at=now,
        )
        plan.versions.append(version)
        _add_items(db, version, outline, keys)
        activity.record(db, actor, "plan.imported", plan.title, now, version=version.number, items=len(outline.items))
    return version, True


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def _plan(db: Session, outline: Outline) -> Plan:
    plan = db.scalar(sa.select(Plan).where(Plan.title == outline.title))
    if plan is None:
        plan = Plan(title=outline.title, practice_area=outline.practice_area)
        db.add(plan)
    return plan


def _keys(version: PlanVersion) -> dict[tuple[ItemKind, str], str]:
    """Keys by kind and text, for the texts that occur once."""
    keys: dict[tuple[ItemKind, str], list[str]] = {}
    for item in version.items:
        keys.setdefault((item.kind, item.text), []).append(item.key)
    return {words: found[0] for words, found in keys.items() if len(found) == 1}


def _add_items(db: Session, version: PlanVersion, outline: Outline, keys: dict[tuple[ItemKind, str], str]) -> None:
    version.tiers = [Tier(position=position, name=name) for position, name in enumerate(outline.tiers)]
    tiers = {tier.name: tier for tier in version.tiers}
    above: list[PlanItem] = []
    for position, line in enumerate(outline.items):
        item = _item(line, position, tiers)
        if key := keys.pop((line.kind, line.text), None):
            item.key = key
        version.items.append(item)
        if line.kind is ItemKind.GOAL:
            above = [goal for goal in above if goal.level < line.level]
            item.parent = above[-1] if above else None
            above.append(item)
    db.flush()


def _item(line: OutlineItem, position: int, tiers: dict[str, Tier]) -> PlanItem:
    return PlanItem(
        position=position,
        kind=line.kind,
        label=line.label,
        marker=line.marker,
        level=line.level,
        tier=tiers[line.tier] if line.tier else None,
        text=line.text,
        strategy=line.strategy,
        source_line=line.line,
    )
