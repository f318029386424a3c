"""Whether tables of the same people by different attributes, taken together, betray what each keeps closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from surveyapp.stats.segments import is_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

_TRIES = 4
_SEED = 7


@dataclass(frozen=True, slots=True)
class Published:
    """One table as it is shown: the row that each group of people belongs to, and its counts, None where closed."""

    row_of: tuple[int, ...]
    counts: tuple[tuple[int | None, ...], ...]


def betrays(
    cells: npt.ArrayLike,
    published: Sequence[Published],
    minimum: int,
    withheld: Sequence[Published] = (),
    *,
    columns: int | None = None,
) -> bool:
    """Whether the `published` tables together leave some small cell one value only, of those `withheld` too.

    `cells` holds the true counts, a row per group of people (each combination of segments) and a column per answer.
    Whoever looks is taken to know the size of every group, the total of every column, that counts are whole and not
    negative, and everything that is open. Small are 1 to `minimum` - 1 people of a group, or of a row of a table. A
    table of whole numbers that fits all that is known and differs in a cell proves that the cell stays closed;
    such tables are looked for by integer programming, first for many cells at once, then cell by cell. Only cells of
    the first `columns` are asked about, if given.
    """
    truth = np.asarray(cells, dtype=np.int64)
    targets = _targets(truth, [*published, *withheld], minimum, truth.shape[1] if columns is None else columns)
    if not targets.shape[0]:
        return False
    constraint = LinearConstraint(*_known(truth, published))
    flat = truth.ravel()
    rng = np.random.default_rng(_SEED)
    open_still = np.ones(targets.shape[0], dtype=bool)
    values = targets @ flat
    for _ in range(_TRIES):
        signs = np.where(open_still, rng.choice([-1.0, 1.0], targets.shape[0]), 0.0)
        open_still &= targets @ _other_table(targets.T @ signs, constraint) == values
        if not open_still.any():
            return False
    for place in np.flatnonzero(open_still):
        goal = targets[[place]].toarray().ravel().astype(np.float64)
        if all((targets[[place]] @ _other_table(sign * goal, constraint))[0] == values[place] for sign in (1, -1)):
            return True
    return False


def _targets(truth: Whole, published: Sequence[Published], minimum: int, asked: int) -> csr_array:
    """Write every small cell of the columns `asked` about as the sum of the groups' cells that it is, a row each."""
    groups, columns = truth.shape
    sums = [np.eye(groups, dtype=np.int64)]
    sums += [_membership(table, groups) for table in published]
    found = []
    for member in sums:
        counts = member @ truth
        for row, column in np.argwhere(
            [[is_small(int(count), minimum) for count in line] for line in counts[:, :asked]]
        ):
            found.append(_cells_of(member[row], int(column), columns))
    unique = {line.tobytes(): line for line in found}
    return csr_array(np.array(list(unique.values()), dtype=np.int64).reshape(len(unique), groups * columns))


def _known(truth: Whole, published: Sequence[Published]) -> tuple[csr_array, Floats, Floats]:
    """Write what everybody knows as equations on the groups' cells."""
    groups, columns = truth.shape
    lines = [_cells_of(np.ones(groups, dtype=np.int64), column, columns) for column in range(columns)]
    values = truth.sum(axis=0).tolist()
    for group in range(groups):
        line = np.zeros((groups, columns), dtype=np.int64)
        line[group] = 1
        lines.append(line.ravel())
        values.append(int(truth[group].sum()))
    for table in published:
        member = _membership(table, groups)
        for row, shown in enumerate(table.counts):
            for column, count in enumerate(shown):
                if count is not None:
                    lines.append(_cells_of(member[row], column, columns))
                    values.append(count)
    sides = np.array(values, dtype=np.float64)
    return vstack([csr_array(line[np.newaxis]) for line in lines]).tocsr(), sides, sides


def _membership(table: Published, groups: int) -> Whole:
    member = np.zeros((len(table.counts), groups), dtype=np.int64)
    member[list(table.row_of), np.arange(groups)] = 1
    return member


def _cells_of(groups: Whole, column: int, columns: int) -> Whole:
    line = np.zeros((groups.size, columns), dtype=np.int64)
    line[:, column] = groups
    return line.ravel()


def _other_table(goal: Floats, constraint: LinearConstraint) -> Whole:
    """Find whole numbers that fit all that is known and go as far as they can against `goal`."""
    solved = milp(
        goal, constraints=constraint, integrality=np.ones(goal.size, dtype=np.int64), bounds=Bounds(0, np.inf)
    )
    if solved.x is None:
        raise ValueError(f"the tables contradict each other: {solved.message}")
    found: Whole = np.rint(solved.x).astype(np.int64)
    return found
