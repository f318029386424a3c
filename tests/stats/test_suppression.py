"""Closed cells stay closed: worked by hand, and against a solver that tries to work them out."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from surveyapp.stats.segments import is_small
from surveyapp.stats.suppression import SuppressedTable, suppress

if TYPE_CHECKING:
    import numpy.typing as npt


def shown_whole(result: SuppressedTable) -> list[list[int | None]]:
    rows = [[*row, total] for row, total in zip(result.counts, result.row_totals, strict=True)]
    return [*rows, [*result.column_totals, result.total]]


def equations(result: SuppressedTable) -> npt.NDArray[np.float64]:
    """Write what everybody knows of all cells, totals included: sums, percentages, and (last column) open cells."""
    whole = shown_whole(result)
    rows, columns = len(whole), len(whole[0])
    cells = list(product(range(rows), range(columns)))
    known: list[tuple[dict[tuple[int, int], float], float]] = []
    known += [({(r, c): 1.0 if c < columns - 1 else -1.0 for c in range(columns)}, 0.0) for r in range(rows)]
    known += [({(r, c): 1.0 if r < rows - 1 else -1.0 for r in range(rows)}, 0.0) for c in range(columns)]
    known += [({(r, c): 1.0}, float(value)) for r, c in cells if (value := whole[r][c]) is not None]
    for r, c in product(range(rows - 1), range(columns - 1)):
        of_bases = {
            (r, columns - 1): result.row_percentages[r][c],
            (rows - 1, c): result.column_percentages[r][c],
            (rows - 1, columns - 1): result.total_percentages[r][c],
        }
        known += [({(r, c): 1.0, base: -of / 100}, 0.0) for base, of in of_bases.items() if not math.isnan(of)]
    return np.array([[*(parts.get(cell, 0.0) for cell in cells), value] for parts, value in known])


def possible(result: SuppressedTable, cell: tuple[int, int]) -> tuple[float, float]:
    """Find the least and the greatest value that a closed cell can have for all that is known."""
    known = equations(result)
    columns = len(result.counts[0]) + 1
    target = np.zeros(known.shape[1] - 1)
    target[cell[0] * columns + cell[1]] = 1
    ends = []
    for sign in (1, -1):
        solved = linprog(sign * target, A_eq=known[:, :-1], b_eq=known[:, -1], bounds=(0, 10_000), method="highs")
        assert solved.status == 0, solved.message
        ends.append(float(target @ solved.x))
    return ends[0], ends[1]


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    """Draw small tables full of small and empty cells."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    count = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 30])
    return draw(st.lists(st.lists(count, min_size=columns, max_size=columns), min_size=rows, max_size=rows))


@settings(max_examples=80)
@given(tables(), st.integers(3, 6))
def test_no_closed_cell_can_be_solved_for(table: list[list[int]], minimum: int) -> None:
    result = suppress(table, minimum)

    for cell in (*result.primary, *result.complementary):
        least, greatest = possible(result, cell)
        # the solver's own tolerance is far below one person
        assert greatest - least > 0.9


@given(tables(), st.integers(3, 6))
def test_what_is_open_is_true_and_nothing_small_is_open(table: list[list[int]], minimum: int) -> None:
    result = suppress(table, minimum)
    counts = np.array(table)
    truth = np.block([[counts, counts.sum(axis=1, keepdims=True)], [counts.sum(axis=0), counts.sum()]])

    for row, values in enumerate(shown_whole(result)):
        for column, value in enumerate(values):
            small = is_small(int(truth[row, column]), minimum)
            assert ((row, column) in result.primary) == small
            assert (value is None) == ((row, column) in (*result.primary, *result.complementary))
            assert value in (None, truth[row, column])


@given(tables(), st.integers(3, 6))
def test_percentages_are_open_only_where_cell_and_base_are(table: list[list[int]], minimum: int) -> None:
    result = suppress(table, minimum)
    for row, values in enumerate(result.counts):
        for column, value in enumerate(values):
            bases = (result.row_totals[row], result.column_totals[column], result.total)
            by = (result.row_percentages, result.column_percentages, result.total_percentages)
            for percentages, base in zip(by, bases, strict=True):
                if value is None or not base:
                    assert math.isnan(percentages[row][column])
                else:
                    assert percentages[row][column] == 100 * value / base


def test_nothing_small_leaves_everything_open() -> None:
    result = suppress([[10, 0], [5, 7]], 5)

    assert result.counts == ((10, 0), (5, 7))
    assert (result.row_totals, result.column_totals, result.total) == ((10, 12), (15, 7), 22)
    assert result.row_percentages[0] == (100.0, 0.0)
    assert result.primary == result.complementary == ()


def test_one_small_cell_takes_three_others_with_it() -> None:
    result = suppress([[2, 10, 20], [30, 40, 50], [9, 8, 60]], 5)

    # the cheapest way round: (0, 0), (0, 1), (2, 1), (2, 0)
    assert result.primary == ((0, 0),)
    assert result.complementary == ((0, 1), (2, 0), (2, 1))
    assert result.counts == ((None, None, 20), (30, 40, 50), (None, None, 60))
    assert result.total == 229


def test_an_empty_cell_may_close_only_where_somebody_could_be_added() -> None:
    # closing both zeros would leave nothing to take a person from: the 2 would still be known
    result = suppress([[2, 0], [0, 50]], 5)

    least, greatest = possible(result, (0, 0))
    assert greatest > least


def test_a_small_total_closes_too() -> None:
    result = suppress([[2, 1, 0], [20, 30, 40]], 5)

    assert result.row_totals[0] is None
    assert result.row_totals[1] is None or result.total is None


def test_a_table_of_one_small_cell_is_closed_throughout() -> None:
    result = suppress([[2]], 5)

    assert shown_whole(result) == [[None, None], [None, None]]


@pytest.mark.parametrize(
    ("table", "minimum", "said"),
    [
        ([[1, -1]], 5, "-1 in row 0, column 1"),
        ([[1.5]], 5, "1.5 in row 0"),
        ([[math.nan]], 5, "nan in row 0"),
        ([1, 2], 5, r"shape \(2,\)"),
        ([[]], 5, r"shape \(1, 0\)"),
        ([[9]], 2, "3 people or more, not 2"),
    ],
)
def test_refuses_what_is_no_table_of_people(table: npt.ArrayLike, minimum: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        suppress(table, minimum)
