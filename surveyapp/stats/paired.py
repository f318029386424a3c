"""Tests on the same people's answers before and after: Wilcoxon's signed ranks and McNemar's exact test."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import numpy as np

from surveyapp.stats.arguments import numbers
from surveyapp.stats.rankings import mid_ranks

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

Zeros = Literal["wilcox", "pratt", "zsplit"]
MOST_FOR_EXACT = 50


@dataclass(frozen=True, slots=True)
class Wilcoxon:
    """Wilcoxon's signed ranks of after - before, of `n` pairs; nan with the `reason` where nothing changed.

    `positive` and `negative` are the sums of ranks, `statistic` is the lesser (scipy's; R's V is `positive`).
    `unchanged` pairs were treated as `zeros` says, `tied` tells of equal sizes of change. `p_exact` (two-sided) and
    `p_exact_greater` count all signs of the ranks as they are, ties too; they are nan above 50 changes and for
    "zsplit". `p_normal` has no continuity correction, `p_normal_corrected` has. `shift` is the Hodges-Lehmann
    estimate over all pairs, unchanged ones too, from `low` to `high` with 95 % confidence or more.
    """

    n: int
    unchanged: int
    zeros: Zeros
    tied: bool
    positive: float
    negative: float
    statistic: float
    p_exact: float
    p_exact_greater: float
    p_normal: float
    p_normal_corrected: float
    shift: float
    low: float
    high: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class McNemar:
    """Who was in the band before and after: `stayed_in`, `left`, `entered`, `stayed_out`, and the exact `p_value`.

    nan with the `reason` where nobody crossed. The net change of the share is `entered` - `left` over all.
    """

    stayed_in: int
    left: int
    entered: int
    stayed_out: int
    p_value: float
    reason: str | None


def wilcoxon(before: npt.ArrayLike, after: npt.ArrayLike, zeros: Zeros = "wilcox") -> Wilcoxon:
    """Test whether the same people's answers shifted: `before` and `after` by position.

    Ranks of |after - before| by mid-ranks, summed by sign (Wilcoxon 1945). Unchanged pairs: "wilcox" drops them
    before ranking (R, SPSS), "pratt" ranks and then drops them (coin; Pratt 1959), "zsplit" ranks them and gives
    half to each side (as scipy); on re-rated scales the choice can halve p, so it is named. The normal approximation
    has the variance sum of squared ranks / 4 over those kept: n(n+1)(2n+1)/24 - sum(t³ - t)/48 without zeros.
    Values are taken as the decimals they are written as, so rounding noise splits no ties.

    A p-value that is not small is no proof of stability: show `shift` with its interval. Raises ValueError for lists
    of different lengths and for missing answers, with the place.
    """
    if zeros not in ("wilcox", "pratt", "zsplit"):
        raise ValueError(f"zeros {zeros!r}: expected wilcox, pratt or zsplit")
    differences = _differences(before, after)
    n, unchanged = len(differences), differences.count(Fraction(0))
    if n == unchanged:
        nothing = math.nan
        shift = 0.0 if n else nothing
        said = "nobody's answer changed" if n else "nobody answered both times"
        return Wilcoxon(
            n, unchanged, zeros, n > 1, 0.0, 0.0, 0.0, nothing, nothing, nothing, nothing, shift, shift, shift, said
        )
    ranks, signs = _signed_ranks(differences, zeros)
    half = float(ranks[signs == 0].sum()) / 2 if zeros == "zsplit" else 0.0
    positive, negative = (half + float(ranks[signs == sign].sum()) for sign in (1, -1))
    moved = ranks if zeros == "zsplit" else ranks[signs != 0]
    exact = (math.nan, math.nan)
    if zeros != "zsplit" and len(moved) <= MOST_FOR_EXACT:
        exact = _exact(moved, positive)
    p_normal, p_corrected = _normal(moved, positive, negative)
    shift, low, high = hodges_lehmann(differences)
    return Wilcoxon(
        n=n,
        unchanged=unchanged,
        zeros=zeros,
        tied=len({abs(each) for each in differences if each}) < n - unchanged,
        positive=positive,
        negative=negative,
        statistic=min(positive, negative),
        p_exact=exact[0],
        p_exact_greater=exact[1],
        p_normal=p_normal,
        p_normal_corrected=p_corrected,
        shift=shift,
        low=low,
        high=high,
        reason=None,
    )


def mcnemar(before: npt.ArrayLike, after: npt.ArrayLike) -> McNemar:
    """Test whether more people entered a band than left it, or the reverse: True is in the band, by position.

    Exact and two-sided: the lesser of those who left and who entered, of all who crossed, against a fair coin
    (McNemar 1947; binomtest(min(b, c), b + c, .5)). Raises ValueError for lists of different lengths and for
    anything but True and False (or 1 and 0).
    """
    first, second = numbers(before, place="at position {} before"), numbers(after, place="at position {} after")
    if first.shape != second.shape:
        raise ValueError(f"expected two lists of the same length, not of shapes {first.shape} and {second.shape}")
    for name, values in (("before", first), ("after", second)):
        wrong = np.flatnonzero((values != 0) & (values != 1))
        if wrong.size:
            raise ValueError(f"{values[wrong[0]]:g} at position {wrong[0]} {name} is neither in the band nor out of it")
    was, now = first.astype(bool), second.astype(bool)
    left, entered = int(np.count_nonzero(was & ~now)), int(np.count_nonzero(~was & now))
    crossed = left + entered
    p_value = math.nan
    if crossed:
        tail = sum(math.comb(crossed, count) for count in range(min(left, entered) + 1))
        p_value = float(min(Fraction(1), Fraction(2 * tail, 2**crossed)))
    return McNemar(
        stayed_in=int(np.count_nonzero(was & now)),
        left=left,
        entered=entered,
        stayed_out=int(np.count_nonzero(~was & ~now)),
        p_value=p_value,
        reason=None if crossed else "nobody crossed the band's limit",
    )


def hodges_lehmann(differences: list[Fraction]) -> tuple[float, float, float]:
    """Estimate a shift by the median of the means of all pairs of differences, with its 95 % interval.

    The interval's ends are those means whose rank from either end is the 2.5 % quantile of the signed-rank
    distribution: exact up to 50 differences, by its normal approximation above (Hollander and Wolfe 1973; R).
    """
    values, counts = np.unique(np.array([float(each) for each in differences]), return_counts=True)
    n = int(counts.sum())
    above = np.triu_indices(values.size)
    means = (values[above[0]] + values[above[1]]) / 2
    one, other = counts[above[0]], counts[above[1]]
    times = np.where(above[0] == above[1], one * (one + 1) // 2, one * other)
    order = np.argsort(means, kind="stable")
    upto = np.cumsum(times[order])

    def at(rank: int) -> float:
        return float(means[order[int(np.searchsorted(upto, rank))]])

    pairs = n * (n + 1) // 2
    tail = max(1, _tail_rank(n))
    middle = (at((pairs + 1) // 2) + at(pairs // 2 + 1)) / 2
    return middle, at(tail), at(pairs + 1 - tail)


def _tail_rank(n: int) -> int:
    """Find the least rank sum whose lower tail exceeds 2.5 %."""
    if n > MOST_FOR_EXACT:
        spread = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return round(n * (n + 1) / 4 - NormalDist().inv_cdf(0.975) * spread)
    ways = _sums(np.arange(1, n + 1) * 2)[::2]
    return int(np.searchsorted(np.cumsum(ways), 0.025 * 2.0**n))


def _differences(before: npt.ArrayLike, after: npt.ArrayLike) -> list[Fraction]:
    first, second = numbers(before, place="at position {} before"), numbers(after, place="at position {} after")
    if first.shape != second.shape:
        raise ValueError(f"expected two lists of the same length, not of shapes {first.shape} and {second.shape}")
    for name, values in (("before", first), ("after", second)):
        wrong = np.flatnonzero(~np.isfinite(values))
        if wrong.size:
            raise ValueError(f"{values[wrong[0]]} at position {wrong[0]} {name}: only people who answered both times")
    return [Fraction(str(b)) - Fraction(str(a)) for a, b in zip(first.tolist(), second.tolist(), strict=True)]


def _signed_ranks(differences: list[Fraction], zeros: Zeros) -> tuple[Floats, npt.NDArray[np.int64]]:
    kept = [each for each in differences if each or zeros != "wilcox"]
    sizes = {size: place for place, size in enumerate(sorted({abs(each) for each in kept}))}
    ranks = mid_ranks([[sizes[abs(each)] for each in kept]])[0]
    return ranks, np.array([(each > 0) - (each < 0) for each in kept], dtype=np.int64)


def _sums(doubled: npt.NDArray[np.int64]) -> Floats:
    """Count the subsets of doubled ranks by their sum; up to 50 of them every count is an exact float."""
    ways = np.zeros(int(doubled.sum()) + 1)
    ways[0] = 1
    for rank in doubled.tolist():
        ways[rank:] += ways[: ways.size - rank].copy()
    return ways


def _exact(ranks: Floats, positive: float) -> tuple[float, float]:
    ways = _sums((2 * ranks).astype(np.int64))
    total = 2.0 ** len(ranks)
    greater = float(ways[round(2 * positive) :].sum()) / total
    lesser = float(ways[: round(2 * positive) + 1].sum()) / total
    return min(1.0, 2 * min(greater, lesser)), greater


def _normal(moved: Floats, positive: float, negative: float) -> tuple[float, float]:
    spread = math.sqrt(float(moved @ moved) / 4)
    away = abs(positive - negative) / 2
    plain, corrected = (2 * NormalDist().cdf(-max(0.0, away - correction) / spread) for correction in (0, 0.5))
    return plain, corrected
