"""Closing small cells of a table with totals so that nobody can work them out from what stays open."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import numbers
from surveyapp.stats.segments import is_small

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

Shown = tuple[tuple[int | None, ...], ...]
Percentages = tuple[tuple[float, ...], ...]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SuppressedTable:
    """A table of counts as it may be shown: None, and nan for percentages, where a cell is closed.

    `counts` has the rows and columns of the table, `row_totals`, `column_totals` and `total` its sums. A percentage is
    shown where its cell and its base are: of the row, of the column, of all. `primary` lists the closed cells
    because of their own size, `complementary` those closed so that no other can be solved for, each as (row,
    column) of the table with its totals, which are the last row and the last column.
    """

    counts: Shown
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    row_percentages: Percentages
    column_percentages: Percentages
    total_percentages: Percentages
    primary: tuple[Cell, ...]
    complementary: tuple[Cell, ...]


def suppress(
    table: npt.ArrayLike, minimum: int, *, totals_are_known: bool = False, harmless: Collection[int] = ()
) -> SuppressedTable:
    """Close every cell and total of 1 to `minimum` - 1 people, and as many others as it takes to keep them closed.

    `table` holds counts of people, each in one cell. Primary suppression closes what `is_small`. What stays open is,
    with the sums, a system of linear equations; complementary suppression closes further cells until no closed cell
    has one possible value only, even for somebody who knows that counts are whole and not negative (Cox 1980;
    Gusfield 1988). That is so when each closed cell lies on a cycle of closed cells round which one person can be
    moved: of such cycles, the one that closes the fewest people is taken, cell by cell.

    With `totals_are_known`, the totals stand open elsewhere: none is closed here, and no cycle leads through them.
    Cells of the `harmless` columns are closed to protect others, not for their own size.

    It protects this table alone: two tables that share cells, or the same one a few answers later, can betray
    each other, and are the caller's to keep apart. Raises ValueError, with its place, for a count that is not a whole
    number from 0 up, for an empty table, for a minimum below 3, and where known totals leave a small cell one value
    only (never so with two rows or more of `minimum` people each).
    """
    whole = _with_totals(_counts(table))
    small = np.array([[is_small(int(count), minimum) for count in row] for row in whole])
    small[:-1, sorted(harmless)] = False
    known = np.zeros_like(small)
    if totals_are_known:
        known[-1, :] = known[:, -1] = True
        small &= ~known
    closed = small.copy()
    for row, column in np.argwhere(small).tolist():
        for cell in _cheapest_cycle(whole, closed, known, (row, column)):
            closed[cell] = True
    inner = whole[:-1, :-1]
    hidden = closed[:-1, :-1]
    return SuppressedTable(
        counts=tuple(_open(row, shut) for row, shut in zip(inner, hidden, strict=True)),
        row_totals=_open(whole[:-1, -1], closed[:-1, -1]),
        column_totals=_open(whole[-1, :-1], closed[-1, :-1]),
        total=None if closed[-1, -1] else int(whole[-1, -1]),
        row_percentages=_percentages(inner, whole[:-1, -1:], hidden | closed[:-1, -1:]),
        column_percentages=_percentages(inner, whole[-1:, :-1], hidden | closed[-1:, :-1]),
        total_percentages=_percentages(inner, whole[-1:, -1:], hidden | closed[-1:, -1:]),
        primary=_cells(small),
        complementary=_cells(closed & ~small),
    )


def _cheapest_cycle(whole: Counts, closed: Mask, known: Mask, cell: Cell) -> list[Cell]:
    """Find the cells of a cycle through `cell`, those to close included, that closes the fewest people.

    A table with its totals is a circulation: the cell of row r and column c is a flow from node r to node c, and a
    total is the flow on from its column or into its row, by way of the nodes of the totals. A person can be added
    along any flow and taken off any that has one; a cell can change if such a way leads back to where it began.
    """
    barred = known.copy()
    barred[cell] = True
    start, end = _ends(whole, cell)
    found = _cheapest_way(whole, closed, barred, (end, start))
    if whole[cell] and (found is None or found[0]):
        taken = _cheapest_way(whole, closed, barred, (start, end))
        found = min((way for way in (found, taken) if way is not None), default=None)
    if found is None:
        raise ValueError(f"the totals tell what row {cell[0]}, column {cell[1]} holds")
    return found[1]


def _cheapest_way(whole: Counts, closed: Mask, barred: Mask, ends: tuple[int, int]) -> tuple[int, list[Cell]] | None:
    """Search for the cheapest way between two nodes (Dijkstra 1959); with no total barred there always is one."""
    start, end = ends
    cheapest = {start: 0}
    came_by: dict[int, tuple[int, Cell]] = {}
    queue = [(0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == end:
            break
        if cost > cheapest[node]:
            continue
        for cell, following in _steps(whole, node):
            price = cost + (0 if closed[cell] else 1 + int(whole[cell]))
            if not barred[cell] and price < cheapest.get(following, price + 1):
                cheapest[following] = price
                came_by[following] = node, cell
                heapq.heappush(queue, (price, following))
    if end not in cheapest:
        return None
    way, node = [], end
    while node != start:
        node, cell = came_by[node]
        way.append(cell)
    return cheapest[end], way


def _ends(whole: Counts, cell: Cell) -> Cell:
    """Name the nodes a cell flows between, rows first, then columns; the totals' own are the last of each."""
    rows = whole.shape[0]
    row, column = cell
    is_total = (row == rows - 1) != (column == whole.shape[1] - 1)
    # a total flows into its row, or out of its column; the grand total from the columns' sum to the rows'
    return (rows + column, row) if is_total else (row, rows + column)


def _steps(whole: Counts, node: int) -> Iterator[tuple[Cell, int]]:
    rows, columns = whole.shape
    cells = [(node, c) for c in range(columns)] if node < rows else [(r, node - rows) for r in range(rows)]
    for cell in cells:
        start, end = _ends(whole, cell)
        if node == start:
            yield cell, end
        elif whole[cell]:
            yield cell, start


def _counts(table: npt.ArrayLike) -> Counts:
    counts = numbers(table, "a table of counts with rows and columns", "in row {}, column {}")
    if not counts.size:
        raise ValueError(f"expected a table of counts with rows and columns, not an array of shape {counts.shape}")
    wrong = np.argwhere(~np.isfinite(counts) | (counts < 0) | (counts != np.floor(counts)))
    if wrong.size:
        raise ValueError(
            f"{counts[tuple(wrong[0])]:g} in row {wrong[0][0]}, column {wrong[0][1]} is no count of people"
        )
    return counts.astype(np.int64)


def _with_totals(counts: Counts) -> Counts:
    beside = np.column_stack((counts, counts.sum(axis=1)))
    return np.vstack((beside, beside.sum(axis=0)))


def _open(counts: Counts, shut: Mask) -> tuple[int | None, ...]:
    return tuple(None if hide else int(count) for count, hide in zip(counts, shut, strict=True))


def _percentages(counts: Counts, bases: Counts, shut: Mask) -> Percentages:
    values = np.full(counts.shape, math.nan)
    np.divide(100.0 * counts, bases, out=values, where=~shut & (bases > 0))
    return tuple(tuple(row) for row in values.tolist())


def _cells(mask: Mask) -> tuple[Cell, ...]:
    return tuple((row, column) for row, column in np.argwhere(mask).tolist())
