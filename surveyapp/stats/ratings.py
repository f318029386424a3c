"""Scores on a scale: distributions, quantiles, shares and their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import numbers, real_number, whole_number

if TYPE_CHECKING:
    import numpy.typing as npt

WIDEST_SCALE = 2_000

# Hyndman and Fan (1996): the position of the quantile p among n ordered values is n p + a + b p, with (a, b) by type.
_POSITION = {
    1: (Fraction(0), Fraction(0)),
    2: (Fraction(0), Fraction(0)),
    3: (Fraction(-1, 2), Fraction(0)),
    4: (Fraction(0), Fraction(0)),
    5: (Fraction(1, 2), Fraction(0)),
    6: (Fraction(0), Fraction(1)),
    7: (Fraction(1), Fraction(-1)),
    8: (Fraction(1, 3), Fraction(1, 3)),
    9: (Fraction(3, 8), Fraction(1, 4)),
}


@dataclass(frozen=True, slots=True)
class Share:
    """`count` out of `n` people, the share `value`, and its 95 % Wilson interval from `low` to `high`, all in 0..1.

    Of nobody (`n` = 0) there is no share: `value`, `low` and `high` are nan.
    """

    count: int
    n: int
    value: float
    low: float
    high: float

    @property
    def reason(self) -> str | None:
        """Why there is no share; None where there is one."""
        return None if self.n else "there is nobody to take a share of"


def share(count: int, n: int) -> Share:
    """Measure the share of `count` in `n`, with its 95 % Wilson interval. Raises ValueError as `wilson_interval`."""
    low, high = wilson_interval(count, n)
    return Share(count, n, count / n if n else math.nan, low, high)


def wilson_interval(count: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Bound the share behind `count` out of `n` by Wilson's score interval, without continuity correction.

    (p + z²/2n ± z √(p q/n + z²/4n²)) / (1 + z²/n), with p = count/n, q = 1 - p and z the normal quantile of
    (1 + confidence)/2 (Wilson 1927; as R prop.test(correct=FALSE)). It stays within 0..1: 10 of 10 give
    0.7225..1. Both ends are nan for n = 0.

    Raises ValueError unless count and n are whole, 0 <= count <= n and 0 < confidence < 1.
    """
    count, n = whole_number(count, "the count"), whole_number(n, "the number of people")
    if count > n:
        raise ValueError(f"{count} cannot be a part of {n}")
    if not 0 < real_number(confidence, "the confidence") < 1:
        raise ValueError(f"the confidence must lie between 0 and 1, not at {confidence}")
    if n == 0:
        return math.nan, math.nan
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p = count / n
    centre = p + z * z / (2 * n)
    reach = z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2)
    scale = 1 + z * z / n
    # Nobody and everybody have an end that is exact; the formula misses it by its last digit.
    low = 0.0 if count == 0 else (centre - reach) / scale
    high = 1.0 if count == n else (centre + reach) / scale
    return low, high


def distribution(scores: npt.ArrayLike, low: int, high: int) -> tuple[int, ...]:
    """Count each score of the scale `low`..`high`, lowest first; the counts sum to the number of `scores`.

    `scores` holds scores alone: silence and "cannot judge" are the caller's to leave out and to count.
    Raises ValueError, with the value and its position, for a score that the scale does not have, and for ends
    that are not whole or out of order.
    """
    values = _values(scores)
    low, high = scale_ends(low, high)
    wrong = np.flatnonzero((values < low) | (values > high) | (values != np.floor(values)))
    if wrong.size:
        position = int(wrong[0])
        raise ValueError(f"{values[position]:g} at position {position} is no score of the scale {low} to {high}")
    counts = np.bincount(values.astype(np.int64) - low, minlength=high - low + 1)
    return tuple(int(count) for count in counts)


def scale_ends(low: int, high: int) -> tuple[int, int]:
    """Take the ends of a scale. Raises ValueError unless both are whole, in order, and at most 2,000 apart."""
    for name, end in (("lowest", low), ("highest", high)):
        if not real_number(end, f"the {name} score").is_integer():
            raise ValueError(f"the {name} score must be a whole number, not {end!r}")
    if not 0 <= high - low <= WIDEST_SCALE:
        raise ValueError(f"no scale goes from {low} to {high}")
    return int(low), int(high)


def quantile(values: npt.ArrayLike, p: float | Fraction, quantile_type: int = 7) -> float:
    """Find the value below which the share `p` of `values` lies, by one of the nine sample definitions.

    Types 1 to 9 are those of Hyndman and Fan (1996) and of R; 7, the default, lies at (n - 1) p + 1 between
    the ordered values and is what every figure of a round uses. `p` is taken as the decimal that it is
    written as (0.3 is three tenths) and the position is computed exactly, so no rounding error moves it over
    a value; the result is the nearest float to the exact one. nan for no values.

    Raises ValueError for p outside 0..1, a type outside 1..9, and values that are nan or infinite.
    """
    exact = exact_quantile(values, p, quantile_type)
    return math.nan if exact is None else float(exact)


def exact_quantile(values: npt.ArrayLike, p: float | Fraction, quantile_type: int = 7) -> Fraction | None:
    """Find what `quantile` rounds to a float, for verdicts that hang on equality; None for no values."""
    ordered = np.sort(_values(values))
    p = p if isinstance(p, Fraction) else real_number(p, "the share below a quantile")
    quantile_type = whole_number(quantile_type, "the type of a quantile")
    lower, upper, weight = quantile_position(ordered.size, p, quantile_type)
    if not ordered.size:
        return None
    below, above = Fraction(float(ordered[lower - 1])), Fraction(float(ordered[upper - 1]))
    return below + weight * (above - below)


@lru_cache(maxsize=256)
def quantile_position(n: int, p: float | Fraction, quantile_type: int = 7) -> tuple[int, int, Fraction]:
    """Tell between which two of `n` ordered values (1 is the least) a quantile lies, and how far towards the upper.

    Raises ValueError as `quantile`.
    """
    if quantile_type not in _POSITION:
        raise ValueError(f"there is no quantile of type {quantile_type}, only 1 to 9")
    if not 0 <= p <= 1:
        raise ValueError(f"the share below a quantile must lie between 0 and 1, not at {p}")
    share_below = Fraction(str(p))
    constant, slope = _POSITION[quantile_type]
    position = n * share_below + constant + slope * share_below
    below = math.floor(position)
    lower, upper = (min(max(rank, 1), n) for rank in (below, below + 1))
    return lower, upper, _weight(quantile_type, below, position - below)


def median(values: npt.ArrayLike) -> float:
    """Find the middle value, the mean of the two middle ones for an even number; nan for no values."""
    return quantile(values, 0.5)


def iqr(values: npt.ArrayLike, quantile_type: int = 7) -> float:
    """Measure the distance from the lower to the upper quartile (see `quantile`); nan for no values."""
    upper = exact_quantile(values, 0.75, quantile_type)
    lower = exact_quantile(values, 0.25, quantile_type)
    return math.nan if upper is None or lower is None else float(upper - lower)


def top_share(scores: npt.ArrayLike, cut: float) -> Share:
    """Measure the share of `scores` at `cut` or above, out of all `scores`: silence and "cannot judge" left out before.

    Raises ValueError for scores that are nan or infinite, with their position, and for such a cut.
    """
    values = _values(scores)
    return share(int(np.count_nonzero(values >= real_number(cut, "the cut"))), values.size)


def _weight(quantile_type: int, below: int, beyond: Fraction) -> Fraction:
    """Weigh the upper of two neighbours: types 1 to 3 take one value (or, type 2, the mean at a step)."""
    if quantile_type > 3:
        return beyond
    if beyond:
        return Fraction(1)
    at_step = {1: Fraction(0), 2: Fraction(1, 2), 3: Fraction(below % 2)}
    return at_step[quantile_type]


def _values(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    array = numbers(values)
    wrong = np.flatnonzero(~np.isfinite(array))
    if wrong.size:
        raise ValueError(f"{array[wrong[0]]} at position {wrong[0]} is no number")
    return array
