"""An outline on a page: nothing left out, and every doubt where it belongs."""

from __future__ import annotations

from surveyapp.enums import ItemKind
from surveyapp.outline import Outline, OutlineItem, OutlineWarning
from surveyapp.views.outlines import count_items, lay_out


def an_item(label: str, line: int, *, kind: ItemKind = ItemKind.GOAL, tier: str | None = None) -> OutlineItem:
    level = label.count(".") + 1 if kind is ItemKind.GOAL else 0
    marker = label.rpartition(".")[2] if level else ""
    return OutlineItem(kind, label, marker, level, tier, f"Text of {label}.", strategy=label == "B", line=line)


OUTLINE = Outline(
    title="Plan",
    practice_area="Area",
    items=(
        an_item("N1", 3, kind=ItemKind.NOTE),
        an_item("S1", 5, kind=ItemKind.STATEMENT),
        an_item("A", 8, tier="High"),
        an_item("A.1", 9, tier="High"),
        an_item("A.1.a", 10, tier="High"),
        an_item("A.1.a.i", 11, tier="High"),
        an_item("B", 14, tier="Later"),
        an_item("C", 15),
        an_item("P1", 18, kind=ItemKind.PRIORITY),
    ),
    tiers=("High", "Later"),
    warnings=(OutlineWarning(12, "after the detail"), OutlineWarning(1, "above all"), OutlineWarning(11, "the detail")),
)


def test_sections_run_as_the_document_does() -> None:
    page = lay_out(OUTLINE)

    assert [(section.title, section.rank, section.count) for section in page.sections] == [
        ("Notes, not asked about", None, "1 note"),
        ("Envisioned future", None, "1 statement"),
        ("High", 0, "1 goal, 3 steps"),
        ("Later", 1, "1 goal, 0 steps"),
        ("Goals", None, "1 goal, 0 steps"),
        ("What the society does about it", None, "1 priority"),
    ]


def test_every_item_has_its_row() -> None:
    rows = [row for section in lay_out(OUTLINE).sections for row in section.rows]

    assert [(row.ref, row.depth, row.kind) for row in rows] == [
        ("1", 1, "note"),
        ("1", 1, "statement"),
        ("A", 1, "goal"),
        ("A.1", 2, "step"),
        ("A.1.a", 3, "sub-step"),
        ("A.1.a.i", 4, "detail"),
        ("B", 1, "goal"),
        ("C", 1, "goal"),
        ("1", 1, "priority"),
    ]
    assert [row.ref for row in rows if row.is_strategy] == ["B"]


def test_doubts_are_numbered_by_line_and_stand_at_the_item_that_holds_it() -> None:
    page = lay_out(OUTLINE)
    at_items = {row.ref: row.doubts for section in page.sections for row in section.rows if row.doubts}

    assert page.doubt_count == 3
    assert [(doubt.number, doubt.line, doubt.message) for doubt in page.loose] == [(1, 1, "above all")]
    assert [(doubt.number, doubt.message) for doubt in at_items["A.1.a.i"]] == [
        (2, "the detail"),
        (3, "after the detail"),
    ]
    assert len(at_items) == 1


def test_counts() -> None:
    counts = count_items(OUTLINE)

    assert (counts.statements, counts.tiers, counts.goals, counts.steps, counts.priorities, counts.notes) == (
        1,
        2,
        3,
        3,
        1,
        1,
    )
    assert counts.total == len(OUTLINE.items)
