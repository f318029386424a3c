"""An outline as its pages show it: sections with their rows, counts, and every doubt at its line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind
from surveyapp.templating import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.outline import Outline, OutlineItem, OutlineWarning

_LEVELS = {1: "goal", 2: "step", 3: "sub-step", 4: "detail"}
_TITLES = {
    ItemKind.STATEMENT: "Envisioned future",
    ItemKind.GOAL: "Goals",
    ItemKind.PRIORITY: "What the society does about it",
    ItemKind.NOTE: "Notes, not asked about",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the document was doubtful: the `number`-th, what was made of it, and its line."""

    number: int
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One item; `depth` is how far it is indented, from 1."""

    ref: str
    text: str
    depth: int
    kind: str
    is_strategy: bool
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A run of items under one heading. `rank` is the place of its tier, from 0; None where it has none."""

    title: str
    rank: int | None
    count: str
    rows: tuple[OutlineRow, ...]


@dataclass(frozen=True, slots=True)
class OutlineCounts:
    """How many items of each kind there are."""

    statements: int
    tiers: int
    goals: int
    steps: int
    priorities: int
    notes: int

    @property
    def total(self) -> int:
        """All items."""
        return self.statements + self.goals + self.steps + self.priorities + self.notes


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """What a page shows of an outline. `loose` are the doubts about lines above the first item."""

    sections: tuple[OutlineSection, ...]
    counts: OutlineCounts
    doubt_count: int
    loose: tuple[Doubt, ...]


def lay_out(outline: Outline) -> OutlinePage:
    """Lay an outline out for a page; no item and no doubt is left out."""
    doubts = _doubts_by_item(outline)
    rows = [(item, _row(item, doubts.get(index, ()))) for index, item in enumerate(outline.items)]
    sections = [
        _section(outline, item_kind, tier, list(run))
        for (item_kind, tier), run in groupby(rows, key=lambda pair: (pair[0].kind, pair[0].tier))
    ]
    return OutlinePage(tuple(sections), count_items(outline), len(outline.warnings), doubts.get(None, ()))


def count_items(outline: Outline) -> OutlineCounts:
    """Count the items of an outline by kind."""
    kinds = Counter(item.kind for item in outline.items)
    goals = sum(item.level == 1 for item in outline.items)
    return OutlineCounts(
        statements=kinds[ItemKind.STATEMENT],
        tiers=len(outline.tiers),
        goals=goals,
        steps=kinds[ItemKind.GOAL] - goals,
        priorities=kinds[ItemKind.PRIORITY],
        notes=kinds[ItemKind.NOTE],
    )


def _doubts_by_item(outline: Outline) -> dict[int | None, tuple[Doubt, ...]]:
    """The doubts by the index of the item that holds their line; under None those above the first item."""
    found: dict[int | None, tuple[Doubt, ...]] = {}
    in_order: list[OutlineWarning] = sorted(outline.warnings, key=lambda warning: warning.line)
    for number, warning in enumerate(in_order, start=1):
        above = [index for index, item in enumerate(outline.items) if item.line <= warning.line]
        index = max(above, key=lambda at: outline.items[at].line, default=None)
        found[index] = (*found.get(index, ()), Doubt(number, warning.line, warning.message))
    return found


def _row(item: OutlineItem, doubts: tuple[Doubt, ...]) -> OutlineRow:
    is_goal = item.kind is ItemKind.GOAL
    return OutlineRow(
        ref=item.label if is_goal else item.label.lstrip("SPN"),
        text=item.text,
        depth=max(1, item.level),
        kind=_LEVELS[item.level] if is_goal else item.kind.value,
        is_strategy=item.strategy,
        doubts=doubts,
    )


def _section(
    outline: Outline, kind: ItemKind, tier: str | None, rows: Sequence[tuple[OutlineItem, OutlineRow]]
) -> OutlineSection:
    goals = sum(item.level == 1 for item, _ in rows)
    counts = {
        ItemKind.STATEMENT: plural(len(rows), "statement", "statements"),
        ItemKind.GOAL: f"{plural(goals, 'goal', 'goals')}, {plural(len(rows) - goals, 'step', 'steps')}",
        ItemKind.PRIORITY: plural(len(rows), "priority", "priorities"),
        ItemKind.NOTE: plural(len(rows), "note", "notes"),
    }
    return OutlineSection(
        title=tier or _TITLES[kind],
        rank=outline.tiers.index(tier) if tier else None,
        count=counts[kind],
        rows=tuple(row for _, row in rows),
    )
