"""Importing outlines: rows as the document has them, keys that last, and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.documents import read_plan_document
from surveyapp.enums import ItemKind, VersionState
from surveyapp.errors import NotAllowed, NotFound
from surveyapp.models import AuditEntry, Plan
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.services import plans
from tests.conftest import NOON
from tests.factories import PLAN, a_plan

if TYPE_CHECKING:
    from flask import Flask


def test_rows_as_the_document_has_them(app: Flask) -> None:
    version = plans.get_version(OPERATOR, a_plan().id)

    assert version.plan.title == "Community Rehabilitation Strategic Plan"
    assert version.plan.practice_area == "Community Rehabilitation"
    assert [(item.kind, item.label, item.tier.name if item.tier else None) for item in version.items] == [
        (ItemKind.STATEMENT, "S1", None),
        (ItemKind.STATEMENT, "S2", None),
        (ItemKind.GOAL, "A", "High Priority"),
        (ItemKind.GOAL, "A.1", "High Priority"),
        (ItemKind.GOAL, "A.1.a", "High Priority"),
        (ItemKind.GOAL, "A.2", "High Priority"),
        (ItemKind.GOAL, "B", "High Priority"),
        (ItemKind.GOAL, "B.1", "High Priority"),
        (ItemKind.GOAL, "C", "Future Considerations"),
    ]
    parents = {item.label: item.parent.label if item.parent else None for item in version.items if item.level}
    assert parents == {"A": None, "A.1": "A", "A.1.a": "A.1", "A.2": "A", "B": None, "B.1": "B", "C": None}


def test_the_same_document_again_changes_nothing(app: Flask) -> None:
    first = a_plan()

    again, is_new = plans.import_outline(
        OPERATOR,
        read_plan_document(PLAN.encode(), "plan.txt"),
        source_name="plan.txt",
        source=PLAN.encode(),
        now=NOON,
    )

    assert (again.id, is_new) == (first.id, False)
    assert database.session().scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 1


def test_the_version_that_a_document_made_is_found(app: Flask) -> None:
    version = a_plan()

    found = plans.find_imported(OPERATOR, version.plan.title, PLAN.encode())

    assert found is not None
    assert found.id == version.id
    assert plans.find_imported(OPERATOR, version.plan.title, PLAN.encode() + b" ") is None
    assert plans.find_imported(OPERATOR, "Another plan", PLAN.encode()) is None


def test_a_changed_document_is_the_next_version_and_unchanged_items_keep_their_keys(app: Flask) -> None:
    first = plans.get_version(OPERATOR, a_plan().id)
    keys = {item.text: item.key for item in first.items}

    second = plans.get_version(OPERATOR, a_plan(PLAN.replace("Share staff", "Pool staff")).id)

    assert (second.plan_id, second.number, second.state) == (first.plan_id, 2, VersionState.DRAFT)
    changed = [item for item in second.items if keys.get(item.text) != item.key]
    assert [item.label for item in changed] == ["C"]
    assert not set(keys.values()) & {item.key for item in changed}


def test_listing_needs_permission_and_finds_nothing_that_is_not_there(app: Flask) -> None:
    a_plan()

    assert [plan.title for plan in plans.list_plans(OPERATOR)] == ["Community Rehabilitation Strategic Plan"]
    with pytest.raises(NotFound):
        plans.get_plan(OPERATOR, 999)
    with pytest.raises(NotFound):
        plans.get_version(OPERATOR, 999)
    with pytest.raises(NotAllowed):
        plans.list_plans(Actor("stranger", frozenset()))


def test_a_refused_import_stores_nothing(app: Flask) -> None:
    outline = read_plan_document(PLAN.encode(), "plan.txt")

    with pytest.raises(NotAllowed):
        plans.import_outline(Actor("a", frozenset()), outline, source_name="p", source=b"p", now=NOON)

    assert database.session().scalars(sa.select(Plan)).all() == []
