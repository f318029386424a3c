"""Counts of people and weights of ballots, in whole numbers of a common fraction: sums are exact, ties are ties."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import numbers

if TYPE_CHECKING:
    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]

_EXACT = 2**52  # below this every tally, and half of one, is a float without rounding
_FEW = 1000  # more different weights than this have no common fraction worth looking for


def whole_counts(counts: npt.ArrayLike | None, rows: int) -> Whole:
    """Read how many people each of the `rows` stands for, 1 by default. Raises ValueError, with the ballot, if none."""
    if counts is None:
        return np.ones(rows, dtype=np.int64)
    given = numbers(counts, "a count for each ballot", "for ballot {}")
    if given.shape != (rows,):
        raise ValueError(f"expected a count for each of {rows} ballots, not an array of shape {given.shape}")
    wrong = np.flatnonzero(~((given >= 1) & (given == np.floor(given)) & (given < _EXACT)))
    if wrong.size:
        raise ValueError(f"{given[wrong[0]]:g} for ballot {wrong[0]} is no number of people")
    return given.astype(np.int64)


def in_units(people: Whole, weights: npt.ArrayLike | None) -> tuple[Whole, int]:
    """Express weights in whole numbers of a common fraction: exact for simple ones, else to 1e-15 of their sum.

    Raises ValueError, with the ballot, for a weight that is negative or not finite, and for too many to be counted.
    """
    if weights is None:
        _check_total(float(people.sum()))
        return people, 1
    given = numbers(weights, "a weight for each ballot", "for ballot {}")
    if given.shape != people.shape:
        raise ValueError(f"expected a weight for each of {people.size} ballots, not an array of shape {given.shape}")
    wrong = np.flatnonzero(~((given >= 0) & np.isfinite(given)))
    if wrong.size:
        raise ValueError(f"{given[wrong[0]]:g} for ballot {wrong[0]} is no weight")
    different, which = np.unique(given, return_inverse=True)
    total = float(people @ given)
    _check_total(total)
    if different.size <= _FEW:
        simple = [_simplest(weight) for weight in different.tolist()]
        denominator = math.lcm(*(fraction.denominator for fraction in simple))
        if total * denominator < _EXACT:
            return people * np.array([int(weight * denominator) for weight in simple], dtype=np.int64)[
                which
            ], denominator
    denominator = 2 ** max(0, 51 - math.ceil(math.log2(total)))
    return people * np.rint(different * denominator).astype(np.int64)[which], denominator


def _check_total(total: float) -> None:
    if total >= _EXACT:
        raise ValueError(f"ballots that weigh {total:g} together are too many to be counted exactly")


def _simplest(weight: float) -> Fraction:
    """Find the fraction that was meant: a float that is 1/3 to its last digit is 1/3, and 0.1 is a tenth."""
    simple = Fraction(weight).limit_denominator(10**6)
    return simple if float(simple) == weight else Fraction(repr(weight))
