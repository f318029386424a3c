"""Whether an item's answers have settled between rounds, from the answers of the same people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import numbers, whole_number
from surveyapp.stats.kappa import Kappa, weighted_kappa
from surveyapp.stats.paired import McNemar, Wilcoxon, Zeros, mcnemar, wilcoxon
from surveyapp.stats.ratings import Share, distribution, exact_quantile, share

if TYPE_CHECKING:
    import numpy.typing as npt

    from surveyapp.stats.kappa import Weights


@dataclass(frozen=True, slots=True)
class Movement:
    """Who `moved`, of all, and where to, seen from the median `before`: `toward` it, `away` from it, or `across`.

    `across` ends as far from the median as it began. The three sum to `moved.count`. Many towards is conformity as
    much as conviction: the count cannot tell.
    """

    median: float
    moved: Share
    toward: int
    away: int
    across: int


@dataclass(frozen=True, slots=True)
class MarginalChange:
    """How far two distributions of scores are apart, 0 to 1, of so many answers `before` and `after`; nan with why."""

    value: float
    before: int
    after: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class CvChange:
    """The coefficients of variation (standard deviation with n - 1, over the mean) and the absolute `change`.

    nan with the `reason` where one is undefined. It depends on where the scale starts: compare one scale only.
    """

    before: float
    after: float
    change: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class RoundStability:
    """Every measure of one item between two rounds, of the `n` people who answered it in both. No one alone decides.

    `median_change` is that of the group's medians; `wilcoxon.shift` is that of the people. `band` is McNemar's test
    on the answers at the agreeing scores.
    """

    n: int
    median_change: float
    wilcoxon: Wilcoxon
    band: McNemar
    kappa: Kappa
    marginal: MarginalChange
    movement: Movement
    cv: CvChange


def round_stability(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    low: int,
    high: int,
    agree_from: int,
    zeros: Zeros = "wilcox",
    weights: Weights = "quadratic",
) -> RoundStability:
    """Measure how far the same people's scores of one item (by position) changed on the scale `low`..`high`.

    Kappa is weighted on the declared scale, as named. Only who answered both times takes part: raises ValueError, with
    the place, for a missing answer and for a score off the scale, and for lists of different lengths.
    """
    _check(before, after, low, high)
    agree_from = whole_number(agree_from, "the score from which answers agree", least=low)
    first, second = numbers(before).astype(np.int64), numbers(after).astype(np.int64)
    middles = [exact_quantile(scores, Fraction(1, 2)) for scores in (first, second)]
    change = math.nan if middles[0] is None or middles[1] is None else float(middles[1] - middles[0])
    scale = range(low, high + 1)
    return RoundStability(
        n=first.size,
        median_change=change,
        wilcoxon=wilcoxon(first, second, zeros),
        band=mcnemar(first >= agree_from, second >= agree_from),
        kappa=weighted_kappa(first.tolist(), second.tolist(), scale, weights),
        marginal=marginal_change(first, second, low, high),
        movement=movement(first, second),
        cv=cv_change(first, second),
    )


def marginal_change(before: npt.ArrayLike, after: npt.ArrayLike, low: int, high: int) -> MarginalChange:
    """Halve the summed absolute differences of the shares per score: 0 for the same distribution, 1 for none in common.

    Below .15 is the classic mark of stability (Scheibe, Skutsch and Schofer 1975). Blind to people who swap. The lists
    may differ in length; nan with the reason if one is empty. Raises ValueError for a score off the scale, with its
    place.
    """
    first, second = distribution(before, low, high), distribution(after, low, high)
    n, m = sum(first), sum(second)
    if not n or not m:
        return MarginalChange(math.nan, n, m, f"nobody answered {'after' if n else 'before'}")
    apart = sum(abs(one * m - other * n) for one, other in zip(first, second, strict=True))
    return MarginalChange(float(Fraction(apart, 2 * n * m)), n, m, None)


def movement(before: npt.ArrayLike, after: npt.ArrayLike) -> Movement:
    """Count who changed the answer, and whether toward the group's median before, away from it or across it.

    nan shares and a nan median for nobody. Raises ValueError for lists of different lengths and missing answers.
    """
    first, second = numbers(before), numbers(after)
    if first.shape != second.shape:
        raise ValueError(f"expected two lists of the same length, not of shapes {first.shape} and {second.shape}")
    middle, _ = (exact_quantile(scores, Fraction(1, 2)) for scores in (first, second))
    if middle is None:
        return Movement(math.nan, share(0, 0), 0, 0, 0)
    was, now = np.abs(first - float(middle)), np.abs(second - float(middle))
    moved = first != second
    return Movement(
        median=float(middle),
        moved=share(int(np.count_nonzero(moved)), first.size),
        toward=int(np.count_nonzero(now < was)),
        away=int(np.count_nonzero(now > was)),
        across=int(np.count_nonzero(moved & (now == was))),
    )


def cv_change(before: npt.ArrayLike, after: npt.ArrayLike) -> CvChange:
    """Compare the coefficients of variation of two lists of scores (Kalaian and Kasim 2012: for panels of 30 and more).

    nan with the reason for fewer than two answers and for a mean of 0. Raises ValueError for missing answers.
    """
    one, other = _cv(before), _cv(after)
    undefined = math.isnan(one) or math.isnan(other)
    reason = "a coefficient of variation needs two answers and a mean other than 0" if undefined else None
    return CvChange(one, other, abs(other - one), reason)


def _cv(scores: npt.ArrayLike) -> float:
    values = numbers(scores)
    wrong = np.flatnonzero(~np.isfinite(values))
    if wrong.size:
        raise ValueError(f"{values[wrong[0]]} at position {wrong[0]} is no score")
    mean = math.fsum(values) / values.size if values.size else 0.0
    return float(np.std(values, ddof=1)) / mean if values.size > 1 and mean else math.nan


def _check(before: npt.ArrayLike, after: npt.ArrayLike, low: int, high: int) -> None:
    lengths = []
    for name, scores in (("before", before), ("after", after)):
        try:
            lengths.append(sum(distribution(scores, low, high)))
        except ValueError as wrong:
            raise ValueError(f"{name}: {wrong}") from wrong
    if lengths[0] != lengths[1]:
        raise ValueError(f"{lengths[0]} answers before and {lengths[1]} after: only people who answered both times")
