"""Two rankings, or two lists of scores, of the same things: tau, rho and distances, with ties."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr

from surveyapp.stats.arguments import numbers, real_number
from surveyapp.stats.rankings import mid_ranks

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

MOST_FOR_EXACT_TAU = 100
MOST_FOR_EXACT_RHO = 12


@dataclass(frozen=True, slots=True)
class KendallTau:
    """Pairs of things by how two lists order them, and the measures made of them; nan with a `reason` if undefined.

    `concordant` and `discordant` pairs are ordered alike and oppositely; `tied_in_one` pairs are level in exactly
    one list, `tied_in_both` in both. `tau_a` is over all pairs, `tau_b` corrected for ties, `tau_c` Stuart's,
    `tau_x` Emond and Mason's. The exact p-values exist without ties and for up to 100 things.
    """

    n: int
    concordant: int
    discordant: int
    tied_in_one: int
    tied_in_both: int
    tau_a: float
    tau_b: float
    tau_c: float
    tau_x: float
    p_exact: float
    p_exact_greater: float
    p_asymptotic: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class Spearman:
    """Spearman's `rho` of `n` pairs; `squared_distance` is the sum of squared rank differences, `footrule` of absolute.

    `p_exact` (two-sided) exists without ties and for up to 12 things; `p_asymptotic` is from t with n - 2 degrees
    of freedom, nan for two things, as `p_reason` says. Where a list has one value only, rho is nan, as `reason` says.
    """

    n: int
    rho: float
    squared_distance: float
    footrule: float
    p_exact: float
    p_asymptotic: float
    reason: str | None
    p_reason: str | None = None


def kendall_tau(first: npt.ArrayLike, second: npt.ArrayLike) -> KendallTau:
    """Measure how far two lists (scores or ranks of the same n things, both pointing the same way) order alike.

    With C concordant and D discordant pairs, n0 = n (n - 1) / 2 pairs in all, n1 and n2 of them tied in the
    first and in the second list, and k the lesser number of different values:

        tau_a = (C - D) / n0                       tau_b = (C - D) / √((n0 - n1)(n0 - n2))
        tau_c = 2 k (C - D) / (n² (k - 1))         tau_x = 1 - 2 (Kemeny-Snell distance) / (n (n - 1))

    (Kendall 1938, 1945; Stuart 1953; Emond and Mason 2002.) Exact p-values count the orders with as many
    inversions, the asymptotic one is the normal approximation with tie correction and without continuity
    correction (as scipy.stats.kendalltau). A list of one value only, or fewer than two things, leave tau
    undefined: nan with the reason. Raises ValueError for lists of different lengths and for missing values.
    """
    one, other = _pair(first, second)
    n = one.size
    concordant, discordant, in_first, in_second, in_both = _pairs(one, other)
    pairs = n * (n - 1) // 2
    reason = None
    if n < 2:
        reason = f"a correlation needs at least two things, here: {n}"
    elif pairs in (in_first, in_second):
        reason = "one of the lists has one value only, so it orders nothing"
    balance = concordant - discordant
    in_one = in_first + in_second - 2 * in_both
    levels = min(np.unique(one).size, np.unique(other).size)
    tied = bool(in_first or in_second)
    p_exact, p_greater = (math.nan, math.nan) if tied or reason else _exact_tau(n, discordant)
    return KendallTau(
        n=n,
        concordant=concordant,
        discordant=discordant,
        tied_in_one=in_one,
        tied_in_both=in_both,
        tau_a=math.nan if reason else balance / pairs,
        tau_b=math.nan if reason else balance / math.sqrt((pairs - in_first) * (pairs - in_second)),
        tau_c=math.nan if reason else 2 * levels * balance / (n * n * (levels - 1)),
        tau_x=1 - (2 * discordant + in_one) / pairs if pairs else math.nan,
        p_exact=p_exact,
        p_exact_greater=p_greater,
        p_asymptotic=math.nan if reason else _normal_tau(one, other, balance),
        reason=reason,
    )


def kendall_distance(first: npt.ArrayLike, second: npt.ArrayLike, tie_penalty: float = 0.5) -> float:
    """Count the pairs that two rankings order oppositely, plus `tie_penalty` for each pair tied in exactly one.

    (Kendall 1938; with ties Fagin et al. 2006, K^(p); p = 0 counts reversals alone.) Without ties it is the number
    of neighbours to swap. Raises ValueError for a penalty outside 0..1 and for input as in `kendall_tau`.
    """
    if not 0 <= real_number(tie_penalty, "the penalty of a tie") <= 1:
        raise ValueError(f"the penalty of a tie must lie between 0 and 1, not at {tie_penalty}")
    _, discordant, in_first, in_second, in_both = _pairs(*_pair(first, second))
    return discordant + tie_penalty * (in_first + in_second - 2 * in_both)


def kemeny_snell_distance(first: npt.ArrayLike, second: npt.ArrayLike) -> int:
    """Count 2 for each pair that two rankings order oppositely and 1 for each pair tied in exactly one.

    (Kemeny and Snell 1962; as ConsRank kemenyd.) Twice `kendall_distance` with its default penalty. Raises
    ValueError as `kendall_tau`.
    """
    _, discordant, in_first, in_second, in_both = _pairs(*_pair(first, second))
    return 2 * discordant + in_first + in_second - 2 * in_both


def spearman(first: npt.ArrayLike, second: npt.ArrayLike) -> Spearman:
    """Correlate the mid-ranks of two lists (Spearman 1904): 1 - 6 sum d² / (n³ - n) where nothing is tied.

    The exact p-value counts the orders whose rho is as far from 0; the other takes rho √((n - 2)/(1 - rho²)) for a
    t of n - 2 degrees of freedom (as scipy.stats.spearmanr). Undefined and refused input as in `kendall_tau`.
    """
    one, other = _pair(first, second)
    n = one.size
    ranks = mid_ranks(np.vstack((one, other))) if n else np.empty((2, 0))
    difference = ranks[0] - ranks[1]
    squared = float(difference @ difference)
    deviations = ranks - (n + 1) / 2
    spread = float(deviations[0] @ deviations[0]) * float(deviations[1] @ deviations[1])
    reason = None if spread else "one of the lists has one value only, so it orders nothing"
    if n < 2:
        reason = f"a correlation needs at least two things, here: {n}"
    rho = math.nan if reason else float(deviations[0] @ deviations[1]) / math.sqrt(spread)
    untied = np.unique(one).size == n == np.unique(other).size
    return Spearman(
        n=n,
        rho=rho,
        squared_distance=squared,
        footrule=float(np.abs(difference).sum()),
        p_exact=_exact_rho(n, round(squared)) if untied and not reason and n <= MOST_FOR_EXACT_RHO else math.nan,
        p_asymptotic=math.nan if reason else _t_test(rho, n),
        reason=reason,
        p_reason=reason or ("two things leave t without degrees of freedom" if n == 2 else None),
    )


def _pair(first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[Floats, Floats]:
    one = numbers(first, place="at position {} of the first list")
    other = numbers(second, place="at position {} of the second list")
    if one.shape != other.shape:
        raise ValueError(f"expected two lists of the same length, not of shapes {one.shape} and {other.shape}")
    for name, values in (("first", one), ("second", other)):
        wrong = np.flatnonzero(~np.isfinite(values))
        if wrong.size:
            raise ValueError(f"{values[wrong[0]]} at position {wrong[0]} of the {name} list is no rank and no score")
    return one, other


def _pairs(one: Floats, other: Floats) -> tuple[int, int, int, int, int]:
    """Count concordant and discordant pairs, and those tied in the first, in the second and in both lists."""
    concordant = discordant = in_first = in_second = in_both = 0
    for position in range(one.size - 1):
        by_first = np.sign(one[position + 1 :] - one[position])
        by_second = np.sign(other[position + 1 :] - other[position])
        product = by_first * by_second
        concordant += int(np.count_nonzero(product > 0))
        discordant += int(np.count_nonzero(product < 0))
        in_first += int(np.count_nonzero(by_first == 0))
        in_second += int(np.count_nonzero(by_second == 0))
        in_both += int(np.count_nonzero((by_first == 0) & (by_second == 0)))
    return concordant, discordant, in_first, in_second, in_both


def _exact_tau(n: int, discordant: int) -> tuple[float, float]:
    """Find the two-sided p-value, and the upper one, from the number of orders by their inversions (Kendall 1938)."""
    if n > MOST_FOR_EXACT_TAU:
        return math.nan, math.nan
    orders = [1]
    for size in range(2, n + 1):
        width = len(orders) + size - 1
        following, window = [], 0
        for inversions in range(width):
            window += orders[inversions] if inversions < len(orders) else 0
            window -= orders[inversions - size] if inversions >= size else 0
            following.append(window)
        orders = following
    total = sum(orders)
    at_most = sum(orders[: discordant + 1])
    at_least = sum(orders[discordant:])
    return min(1.0, 2 * min(at_most, at_least) / total), at_most / total


def _normal_tau(one: Floats, other: Floats, balance: int) -> float:
    n = one.size
    sizes = [np.unique(values, return_counts=True)[1].tolist() for values in (one, other)]
    pairs = [sum(t * (t - 1) for t in ties) for ties in sizes]
    triples = [sum(t * (t - 1) * (t - 2) for t in ties) for ties in sizes]
    fives = [sum(t * (t - 1) * (2 * t + 5) for t in ties) for ties in sizes]
    all_pairs = n * (n - 1)
    variance = (all_pairs * (2 * n + 5) - sum(fives)) / 18 + pairs[0] * pairs[1] / (2 * all_pairs)
    if n > 2:
        variance += triples[0] * triples[1] / (9 * all_pairs * (n - 2))
    return 2 * NormalDist().cdf(-abs(balance) / math.sqrt(variance))


@lru_cache(maxsize=MOST_FOR_EXACT_RHO)
def _orders_by_squared_distance(n: int) -> npt.NDArray[np.int64]:
    """Count the orders of n things by the sum of their squared displacements, one place filled after the other."""
    most = (n**3 - n) // 3
    counts: dict[int, npt.NDArray[np.int64]] = {0: np.eye(1, most + 1, dtype=np.int64)[0]}
    for place in range(n):
        following: dict[int, npt.NDArray[np.int64]] = {}
        for used, by_sum in counts.items():
            for item in range(n):
                if used >> item & 1:
                    continue
                cost = (place - item) ** 2
                target = following.setdefault(used | 1 << item, np.zeros(most + 1, dtype=np.int64))
                target[cost:] += by_sum[: most + 1 - cost]
        counts = following
    return counts[(1 << n) - 1]


def _exact_rho(n: int, squared: int) -> float:
    orders = _orders_by_squared_distance(n)
    # The distribution is symmetric about its middle, (n³ - n) / 6.
    nearer = min(squared, len(orders) - 1 - squared)
    return min(1.0, 2 * int(orders[: nearer + 1].sum()) / math.factorial(n))


def _t_test(rho: float, n: int) -> float:
    if n < 3:
        return math.nan
    rest = (1 - rho) * (1 + rho)
    return 2 * float(stdtr(n - 2, -abs(rho) * math.sqrt((n - 2) / rest))) if rest > 0 else 0.0
