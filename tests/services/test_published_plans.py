"""The society's published plans, imported: the stored rows are the outlines that were checked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from surveyapp import database
from surveyapp.documents import read_plan_document
from surveyapp.enums import ItemKind
from surveyapp.permissions import OPERATOR
from surveyapp.services import plans
from tests.conftest import NOON

if TYPE_CHECKING:
    from flask import Flask

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "published-plans"
NAMES = ("pain-spine-strategic-plan.txt", "pain-spine-practice-area.txt", "cancer-rehabilitation-practice-area.txt")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the published plans are not beside this checkout")


@pytest.mark.parametrize("name", NAMES)
def test_stored_rows_equal_the_hand_checked_outline(app: Flask, name: str) -> None:
    expected = json.loads((FOLDER / "expected-outlines.json").read_text("utf-8"))[name]
    source = (FOLDER / name).read_bytes()
    outline = read_plan_document(source, name)
    imported, _ = plans.import_outline(OPERATOR, outline, source_name=name, source=source, now=NOON)
    version_id = imported.id
    database.session().expunge_all()

    version = plans.get_version(OPERATOR, version_id)

    assert (version.plan.title, version.plan.practice_area) == (expected["title"], expected["practice_area"])
    rows = {kind: [item for item in version.items if item.kind is kind] for kind in ItemKind}
    assert [
        {
            "path": item.label,
            "marker": item.marker,
            "level": item.level,
            "tier": item.tier.name if item.tier else None,
            "text": item.text,
            "source_line": item.source_line,
        }
        for item in rows[ItemKind.GOAL]
    ] == expected["goals"]
    for kind, key in ((ItemKind.STATEMENT, "statements"), (ItemKind.PRIORITY, "academy_priorities")):
        assert [{"text": item.text, "source_line": item.source_line} for item in rows[kind]] == expected[key]
    notes = [*expected.get("introduction_lines", []), *expected.get("notes", {}).values()]
    assert [item.source_line for item in rows[ItemKind.NOTE]] == notes
    assert [item.position for item in version.items] == list(range(len(version.items)))
