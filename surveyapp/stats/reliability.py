"""Reliability of ratings: Krippendorff's alpha and the intraclass correlations. A row per rater, a column per unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import fdtrc

from surveyapp.stats.arguments import numbers

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Level = Literal["nominal", "ordinal", "interval", "ratio"]

RATERS_BY_UNITS = "a row per rater and a column per unit"


@dataclass(frozen=True, slots=True)
class KrippendorffAlpha:
    """Krippendorff's `alpha` at a `level` of measurement: 1 is full agreement, 0 chance; nan with the `reason`.

    `observed` and `expected` are the disagreements it is made of. `units` have two values or more, `values` are
    theirs; a unit with a single value cannot be paired and takes no part.
    """

    alpha: float
    level: Level
    observed: float
    expected: float
    units: int
    values: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """The six forms of Shrout and Fleiss (1979); the one used must be named. nan with the `reason` if undefined.

    `icc1`: every unit by other raters; `icc2`: the raters are a sample, absolute agreement; `icc3`: these raters
    alone, consistency. `..._k` is that of the mean of all raters. `f1` and `p1` test icc1, `f3` and `p3` icc2 and icc3.
    """

    icc1: float
    icc2: float
    icc3: float
    icc1_k: float
    icc2_k: float
    icc3_k: float
    f1: float
    p1: float
    f3: float
    p3: float
    raters: int
    units: int
    reason: str | None


def krippendorff_alpha(ratings: npt.ArrayLike, level: Level = "ordinal") -> KrippendorffAlpha:
    """Compute Krippendorff's alpha of `ratings` (a row per rater, a column per unit; nan is missing).

    With coincidences o_ck = sum over units of the ordered pairs (c, k) in the unit / (its values - 1), their sums n_c
    and n:  alpha = 1 - (n - 1) sum o_ck d²_ck / sum n_c n_k d²_ck, where d² is 1 for any difference (nominal),
    (n_c/2 + all between + n_k/2)² (ordinal), (c - k)² (interval), ((c - k)/(c + k))² (ratio)
    (Krippendorff 2011; as irr kripp.alpha and PyPI krippendorff).

    nan with the reason where no unit has two values, and where all values are the same: nothing could have
    disagreed, so there is no reliability to measure. Raises ValueError for an unknown level, infinite ratings
    and, at the ratio level, negative ones, with the place.
    """
    table = numbers(ratings, RATERS_BY_UNITS, "by rater {} on unit {}")
    _check_alpha(table, level)
    present = ~np.isnan(table)
    sizes = present.sum(axis=0)
    paired = sizes > 1
    units, values = int(paired.sum()), int(sizes[paired].sum())
    if not units:
        return _no_alpha(level, 0, 0, "no unit has two values, so nothing can be paired")
    scale, coded = np.unique(table[:, paired][present[:, paired]], return_inverse=True)
    if scale.size == 1:
        return _no_alpha(level, units, values, "all values are the same, so nothing could have disagreed")
    unit_of = np.broadcast_to(np.arange(units), (len(table), units))[present[:, paired]]
    counts = np.zeros((units, scale.size))
    np.add.at(counts, (unit_of, coded), 1)
    weighted = counts / (sizes[paired] - 1)[:, None]
    coincidences = counts.T @ weighted - np.diag(weighted.sum(axis=0))
    marginal = counts.sum(axis=0)
    distance = _distance(scale, marginal, level)
    observed = float((coincidences * distance).sum()) / values
    expected = float(marginal @ distance @ marginal) / (values * (values - 1))
    return KrippendorffAlpha(1 - observed / expected, level, observed, expected, units, values, None)


def icc(ratings: npt.ArrayLike) -> IntraclassCorrelation:
    """Compute the intraclass correlations of complete `ratings` (a row per rater, a column per unit).

    From the mean squares between units B, within units W, between raters J and of the rest E, k raters, n units:

        ICC1 = (B - W) / (B + (k - 1) W)                        ICC1k = (B - W) / B
        ICC2 = (B - E) / (B + (k - 1) E + k (J - E) / n)        ICC2k = (B - E) / (B + (J - E) / n)
        ICC3 = (B - E) / (B + (k - 1) E)                        ICC3k = (B - E) / B

    (Shrout and Fleiss 1979; as psych and pingouin.) They may be negative. nan with the reason for fewer than two
    raters or units and where a form divides by 0 for want of any spread. Raises ValueError for missing ratings,
    with the place.
    """
    table = numbers(ratings, RATERS_BY_UNITS, "by rater {} on unit {}")
    wrong = np.argwhere(~np.isfinite(table))
    if wrong.size:
        raise ValueError(
            f"{table[tuple(wrong[0])]} by rater {wrong[0][0]} on unit {wrong[0][1]}: ratings must be complete"
        )
    k, n = table.shape
    if k < 2 or n < 2:
        return _no_icc(k, n, f"{k} raters and {n} units: two of each are needed")
    if (table == table[0, 0]).all():
        return _no_icc(k, n, "all ratings are the same, so there is no spread to explain")
    centred = table - table.mean()
    of_units, of_raters = centred.mean(axis=0), centred.mean(axis=1)
    b = k * float(of_units @ of_units) / (n - 1)
    j = n * float(of_raters @ of_raters) / (k - 1)
    w = float(((centred - of_units) ** 2).sum()) / (n * (k - 1))
    e = float(((centred - of_units - of_raters[:, None]) ** 2).sum()) / ((n - 1) * (k - 1))
    f1, f3 = _ratio(b, w), _ratio(b, e)
    forms = {
        "icc1": _ratio(b - w, b + (k - 1) * w),
        "icc2": _ratio(b - e, b + (k - 1) * e + k * (j - e) / n),
        "icc3": _ratio(b - e, b + (k - 1) * e),
        "icc1_k": _ratio(b - w, b),
        "icc2_k": _ratio(b - e, b + (j - e) / n),
        "icc3_k": _ratio(b - e, b),
    }
    undefined = ", ".join(name for name, value in forms.items() if math.isnan(value))
    return IntraclassCorrelation(
        **forms,
        f1=f1,
        p1=float(fdtrc(n - 1, n * (k - 1), f1)),
        f3=f3,
        p3=float(fdtrc(n - 1, (n - 1) * (k - 1), f3)),
        raters=k,
        units=n,
        reason=f"the spreads leave nothing to divide by for {undefined}" if undefined else None,
    )


def _check_alpha(table: Floats, level: Level) -> None:
    if level not in ("nominal", "ordinal", "interval", "ratio"):
        raise ValueError(f"level {level!r}: expected nominal, ordinal, interval or ratio")
    wrong = np.argwhere(np.isinf(table) | ((table < 0) & (level == "ratio")))
    if wrong.size:
        value = table[tuple(wrong[0])]
        raise ValueError(f"{value:g} by rater {wrong[0][0]} on unit {wrong[0][1]} is no rating at the level {level}")


def _distance(scale: Floats, marginal: Floats, level: Level) -> Floats:
    apart = scale[:, None] - scale
    if level == "nominal":
        apart = np.sign(apart)
    elif level == "ordinal":
        middle = np.cumsum(marginal) - marginal / 2
        apart = middle[:, None] - middle
    elif level == "ratio":
        total = scale[:, None] + scale
        # a step from 0 to 0 is no step
        apart /= np.where(total > 0, total, 1)
    squared: Floats = apart**2
    return squared


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _no_alpha(level: Level, units: int, values: int, reason: str) -> KrippendorffAlpha:
    return KrippendorffAlpha(math.nan, level, math.nan, math.nan, units, values, reason)


def _no_icc(raters: int, units: int, reason: str) -> IntraclassCorrelation:
    return IntraclassCorrelation(*(math.nan,) * 10, raters=raters, units=units, reason=reason)
