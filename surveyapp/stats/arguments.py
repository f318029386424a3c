"""Arguments as numbers: what a caller hands over, read once for all statistics and refused with value and place."""

from __future__ import annotations

from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

A_LIST = "a single list"
RATERS_BY_ITEMS = "a row per rater and a column per item"

HIGHEST = 1e100
"""Beyond this squares and their products overflow, and nobody rates or counts so high."""
MOST = 10**12

_NUMBERS = "biuf"
_Item = TypeVar("_Item")


def numbers(values: npt.ArrayLike, expected: str = A_LIST, place: str = "at position {}") -> Floats:
    """Read a list, or a table where `place` has two gaps, as floats; None and what is masked become nan.

    `expected` says in words what rows and columns are, `place` where a value stands. Raises ValueError for another
    shape, rows of different lengths, and what is no number: text, a complex number, or one too large for a float.
    """
    dimensions = place.count("{")
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(np.float64), np.nan)
    array = _array(values, expected)
    if array.ndim != dimensions:
        raise ValueError(_misshapen(array, expected, dimensions))
    if array.dtype.kind in _NUMBERS:
        floats = array.astype(np.float64)
    else:
        floats = np.empty(array.shape, dtype=np.float64)
        for index, value in np.ndenumerate(array):
            number = _float(value)
            if number is None:
                raise ValueError(f"{value!r} {place.format(*index)} is no number")
            floats[index] = number
    huge = np.argwhere((np.abs(floats) > HIGHEST) & np.isfinite(floats))
    if huge.size:
        said = f"{floats[tuple(huge[0])]:g} {place.format(*huge[0].tolist())}"
        raise ValueError(f"{said} is too large: numbers go up to {HIGHEST:g}")
    return floats


def whole_number(value: object, what: str, least: int = 0) -> int:
    """Take a whole number of `least` or more (2.0 is one). Raises ValueError, saying `what` it is, for all else."""
    number = _float(value)
    if number is None or not number.is_integer() or number < least:
        raise ValueError(f"{what} must be a whole number of {least} or more, not {value!r}")
    if number > MOST:
        raise ValueError(f"{what} can be {MOST:,} at most, not {value!r}")
    return int(value) if isinstance(value, Integral) else int(number)


def real_number(value: object, what: str) -> float:
    """Take a finite number. Raises ValueError, naming `what` it is, for anything else."""
    number = _float(value)
    if number is None or not abs(number) <= HIGHEST:
        raise ValueError(f"{what} must be a number, not {value!r}")
    return number


def listed(values: Iterable[_Item], what: str) -> list[_Item]:
    """Take a list, or any other series, of whatever it holds. Raises ValueError for what is none."""
    if not hasattr(values, "__iter__") or (isinstance(values, np.ndarray) and not values.ndim):
        raise ValueError(f"{what} must be a list, not {values!r}")
    return list(values)


def place_in(scale: Mapping[object, int], category: object) -> int | None:
    """Look up the place of a category; None where the scale does not have it."""
    try:
        return scale.get(category)
    except TypeError:  # what cannot be a key is no category
        return None


def each_once(order: Sequence[str], items: tuple[str, ...], what: str) -> tuple[str, ...]:
    """Take an order of all the items. Raises ValueError, saying `what` it is, unless it names each of them once."""
    named = tuple(listed(order, what))
    if any(not isinstance(name, str) for name in named) or sorted(named) != sorted(items):
        raise ValueError(f"{what} must name each of the items {items} once, not {order!r}")
    return named


def square_counts(values: npt.ArrayLike, what: str) -> Floats:
    """Read a square table of counts of one item against another, from 0 up. Raises ValueError, with the place."""
    table = numbers(values, f"a square table of {what}", f"in {what}, row {{}}, column {{}},")
    if table.shape[0] != table.shape[1]:
        raise ValueError(f"{what} must be a square table, a row and a column per item, not of shape {table.shape}")
    wrong = np.argwhere(~(np.isfinite(table) & (table >= 0)))
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(f"{table[row, column]:g} in {what}, row {row}, column {column}, is no count")
    own = np.flatnonzero(np.diagonal(table))
    if own.size:
        said = f"{table[own[0], own[0]]:g} in {what}, row {own[0]}, column {own[0]}"
        raise ValueError(f"{said}: no item is compared with itself, so the diagonal must be 0")
    return table


def different_names(items: Sequence[str] | None, columns: int) -> tuple[str, ...]:
    """Take a name per column, 1, 2, ... by default. Raises ValueError unless they are as many different texts."""
    if items is None:
        return tuple(str(column + 1) for column in range(columns))
    names = tuple(listed(items, "the names of the items"))
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong:
        raise ValueError(f"the name of an item must be a text, not {wrong[0]!r}")
    if len(names) != columns or len(set(names)) != len(names):
        raise ValueError(f"{columns} columns need as many different item names, not {names}")
    return names


def _array(values: npt.ArrayLike, expected: str) -> npt.NDArray[np.generic]:
    try:
        array = np.asarray(values)
        return array if array.dtype.kind in _NUMBERS else np.asarray(values, dtype=object)
    except ValueError:  # numpy does not hold rows of different lengths as numbers
        pass
    try:
        return np.asarray(values, dtype=object)
    except ValueError as error:
        raise ValueError(f"expected {expected}, not rows of different shapes") from error


def _misshapen(array: npt.NDArray[np.generic], expected: str, dimensions: int) -> str:
    if not array.ndim:
        return f"expected {expected}, not {array.item()!r}"
    lengths = [len(row) for row in array if isinstance(row, list | tuple | np.ndarray)] if dimensions > 1 else []
    if array.ndim == 1 and len(lengths) == len(array) > 0:
        other = next(row for row, length in enumerate(lengths) if length != lengths[0])
        return f"expected {expected}: row {other} has {lengths[other]} values, row 0 has {lengths[0]}"
    return f"expected {expected}, not an array of shape {array.shape}"


def _float(value: object) -> float | None:
    """Make a float of a number, and nan of None; None of everything else."""
    if value is None:
        return float("nan")
    if not isinstance(value, Real | Decimal | np.bool_):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return None
