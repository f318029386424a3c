"""The table of items as only a workbook can show it: its rows fold by tier and goal, its columns by importance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.reports.tables import TEXT, Table

if TYPE_CHECKING:
    from surveyapp.reports.tables import Cell, Row

WITHOUT_TIER = "Not in a tier"
FOLDED = "Details are folded: the small 2 above the columns unfolds them."


def by_tier(table: Table) -> Table:
    """Put a head above each run of items of one tier, and everything in it one level deeper.

    Items before the first tier, the statements, stay as they are. Raises KeyError for a table without tiers.
    """
    if not table.columns:
        return table
    tier_of, text = table.position("tier"), table.position(TEXT.name)
    source = list(table.rows)
    given = table.levels or (0,) * len(source)
    rows: list[Row] = []
    levels: list[int] = []
    heads: set[int] = set()
    current: Cell = None
    nested = any(given)
    for number, (row, level) in enumerate(zip(source, given, strict=True)):
        tier = row[tier_of]
        if tier != current:
            heads.add(len(rows))
            rows.append(tuple((tier or WITHOUT_TIER) if place == text else None for place in range(len(row))))
            levels.append(0)
            current = tier
        if nested and number in table.heads:
            heads.add(len(rows))
        rows.append(row)
        levels.append(level + (current is not None))
    first, *others = table.notes
    notes = (f"{first} {FOLDED}", *others)
    return replace(table, rows=tuple(rows), levels=tuple(levels), heads=frozenset(heads), notes=notes)
