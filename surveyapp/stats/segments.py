"""Groups of people compared: what is too small to be shown, and tests of whether groups answer differently."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import chdtrc

from surveyapp.stats.arguments import listed, numbers, real_number, whole_number
from surveyapp.stats.rankings import mid_ranks

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

LOWEST_MINIMUM = 3
"""No setting may go below this: in a group of two, each of them can work out the other."""

MOST_FOR_EXACT = 1_000
"""The product of two groups' sizes up to which all ways to mix them are counted."""


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A rank test of whether groups answer alike; nan with the `reason` where they cannot differ or are empty.

    `test` names it and `statistic` is its own: U of the first group, or H, corrected for ties, with `df`. `delta` is
    Cliff's, of two groups only: the share of pairs in which the first group's answer is higher less that in
    which it is lower. `exact` tells whether `p_value` counts all ways to mix the groups or approximates.
    """

    test: Literal["Mann-Whitney", "Kruskal-Wallis"]
    statistic: float
    df: int
    p_value: float
    exact: bool
    delta: float
    sizes: tuple[int, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class CliffsDelta:
    """The share of pairs in which the first group's answer is higher less that in which it is lower (Cliff 1993)."""

    delta: float
    sizes: tuple[int, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class SegmentComparison:
    """One item's test among several: its own p-value in `test`, and adjusted for all items tested together.

    `holm` bounds the chance of any false difference, `benjamini_hochberg` the expected share of false ones.
    """

    item: str
    test: GroupTest
    holm: float
    benjamini_hochberg: float


def is_small(count: int, minimum: int) -> bool:
    """Tell whether figures about `count` people must stay closed: true for 0 < count < `minimum`.

    Nobody is not few: a group of 0 has no answer that could be traced to a person, and hiding it would
    only hide that nobody answered. Exactly `minimum` people are enough.

    Raises ValueError for a negative count, and for a minimum below 3.
    """
    if not real_number(minimum, "the smallest group that is shown") >= LOWEST_MINIMUM:
        raise ValueError(f"the smallest group that is shown must be {LOWEST_MINIMUM} people or more, not {minimum}")
    count = whole_number(count, "the number of people in a group")
    return 0 < count < minimum


def mann_whitney(first: npt.ArrayLike, second: npt.ArrayLike) -> GroupTest:
    """Test whether one group's answers tend to be higher than another's (Mann and Whitney 1947), two-sided.

    U counts the pairs in which the first group's answer is higher, a tie as half. The p-value counts all ways to
    mix the two groups, ties as they are, when the product of the sizes is up to 1,000; else it is the normal
    approximation with tie correction and continuity correction (as scipy.stats.mannwhitneyu). Cliff's delta
    = 2 U / (n m) - 1 (Cliff 1993). nan with the reason for an empty group and where all answers are the same.
    Raises ValueError for missing answers, with the place.
    """
    one, other = _scores(first, "first"), _scores(second, "second")
    n, m = one.size, other.size
    if not n or not m:
        return _undefined("Mann-Whitney", (n, m), "a group has no answers")
    ranks = mid_ranks([np.concatenate((one, other))])[0]
    u = float(ranks[:n].sum()) - n * (n + 1) / 2
    delta = 2 * u / (n * m) - 1
    if (ranks == ranks[0]).all():
        return _undefined("Mann-Whitney", (n, m), "all answers are the same", delta=delta, statistic=u)
    exact = n * m <= MOST_FOR_EXACT
    p_value = _exact_p(ranks, n, m) if exact else _normal_p(ranks, u, n, m)
    return GroupTest("Mann-Whitney", u, 1, p_value, exact, delta, (n, m), None)


def cliffs_delta(first: npt.ArrayLike, second: npt.ArrayLike) -> CliffsDelta:
    """Compute Cliff's delta alone: 1 if the first group's answers are all higher, -1 if all lower, 0 if all the same.

    nan with the reason for an empty group. Raises ValueError for missing answers, with the place.
    """
    test = mann_whitney(first, second)
    return CliffsDelta(test.delta, test.sizes, test.reason if math.isnan(test.delta) else None)


def kruskal_wallis(groups: Sequence[npt.ArrayLike]) -> GroupTest:
    """Test whether several groups answer differently (Kruskal and Wallis 1952), with the chi-square of groups - 1.

    H = (12 / (N (N + 1)) sum R_i² / n_i - 3 (N + 1)) / (1 - sum (t³ - t) / (N³ - N)). Empty groups take no part;
    undefined and refused as `mann_whitney`. Raises ValueError for fewer than two groups.
    """
    every = [_scores(group, f"group {place}") for place, group in enumerate(listed(groups, "the groups"))]
    if len(every) < 2:
        raise ValueError(f"a comparison needs at least two groups, here: {len(every)}")
    sizes = tuple(group.size for group in every)
    answered = [group for group in every if group.size]
    if len(answered) < 2:
        return _undefined("Kruskal-Wallis", sizes, "fewer than two groups have answers")
    ranks = mid_ranks([np.concatenate(answered)])[0]
    n = ranks.size
    deviations = ranks - (n + 1) / 2
    spread = float(deviations @ deviations)
    if not spread:
        return _undefined("Kruskal-Wallis", sizes, "all answers are the same")
    parts = np.split(deviations, np.cumsum([group.size for group in answered])[:-1])
    h = (n - 1) * math.fsum(float(part.sum()) ** 2 / part.size for part in parts) / spread
    df = len(answered) - 1
    return GroupTest(
        "Kruskal-Wallis", h, df, float(chdtrc(df, h)), exact=False, delta=math.nan, sizes=sizes, reason=None
    )


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values for being several (Holm 1979): the k-th of m times m - k + 1, never decreasing, at most 1.

    nan, a test that could not be made, stays nan and does not count. Raises ValueError for what is no p-value.
    """
    given, order = _ordered(p_values)
    adjusted, least = [math.nan] * len(given), 0.0
    for rank, position in enumerate(order):
        least = max(least, min(1.0, (len(order) - rank) * given[position]))
        adjusted[position] = least
    return tuple(adjusted)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values for the false discovery rate (Benjamini and Hochberg 1995): the k-th of m times m / k, at most 1.

    Each is at most the next greater one's. nan and refused input as `holm`.
    """
    given, order = _ordered(p_values)
    adjusted, most = [math.nan] * len(given), 1.0
    for rank, position in reversed(list(enumerate(order, start=1))):
        most = min(most, len(order) * given[position] / rank)
        adjusted[position] = most
    return tuple(adjusted)


def compare_segments(items: Mapping[str, Sequence[npt.ArrayLike]]) -> tuple[SegmentComparison, ...]:
    """Test each item, given as its answers per segment, for differences between the segments.

    Two segments by Mann-Whitney, more by Kruskal-Wallis; the p-values of all items are adjusted together. Which
    segments are large enough to be shown is the caller's to decide before: see `is_small`.
    """
    if not isinstance(items, Mapping):
        raise TypeError(f"expected the answers per segment by the name of their item, not {type(items).__name__}")
    tests = {
        item: mann_whitney(*groups) if len(listed(groups, f"the segments of {item}")) == 2 else kruskal_wallis(groups)
        for item, groups in items.items()
    }
    p_values = [test.p_value for test in tests.values()]
    adjusted = zip(tests.items(), holm(p_values), benjamini_hochberg(p_values), strict=True)
    return tuple(SegmentComparison(item, test, by_holm, by_bh) for (item, test), by_holm, by_bh in adjusted)


def _scores(scores: npt.ArrayLike, name: str) -> Floats:
    values = numbers(scores, f"a single list of answers ({name})", f"at position {{}} ({name})")
    wrong = np.flatnonzero(~np.isfinite(values))
    if wrong.size:
        raise ValueError(f"{name}: {values[wrong[0]]} at position {wrong[0]} is no answer")
    return values


def _ordered(p_values: Sequence[float]) -> tuple[list[float], list[int]]:
    """Read the p-values, and put the places of those that are not nan in their order."""
    given = numbers(p_values).tolist()
    for position, p_value in enumerate(given):
        if not (math.isnan(p_value) or 0 <= p_value <= 1):
            raise ValueError(f"{p_value} at position {position} is no p-value")
    return given, sorted((place for place, p in enumerate(given) if not math.isnan(p)), key=given.__getitem__)


def _exact_p(ranks: Floats, n: int, m: int) -> float:
    """Count the choices of n ranks by their doubled sum: how many lie as far from the middle as the observed one."""
    doubled = (2 * ranks).astype(np.int64)
    size = min(n, m)
    # the smaller group's sum is as far from its middle as the larger group's
    observed = int(doubled[:n].sum()) if n <= m else int(doubled[n:].sum())
    ways = np.zeros((size + 1, int(np.sort(doubled)[-size:].sum()) + 1), dtype=np.int64)
    ways[0, 0] = 1
    for rank in doubled.tolist():
        ways[1:, rank:] += ways[:-1, :-rank].copy()
    middle = size * (n + m + 1)
    far = np.abs(np.arange(ways.shape[1]) - middle) >= abs(observed - middle)
    return int(ways[size][far].sum()) / math.comb(n + m, size)


def _normal_p(ranks: Floats, u: float, n: int, m: int) -> float:
    deviations = ranks - (n + m + 1) / 2
    variance = n * m * float(deviations @ deviations) / ((n + m) * (n + m - 1))
    z = max(0.0, abs(u - n * m / 2) - 0.5) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2))


def _undefined(
    test: Literal["Mann-Whitney", "Kruskal-Wallis"],
    sizes: tuple[int, ...],
    reason: str,
    *,
    delta: float = math.nan,
    statistic: float = math.nan,
) -> GroupTest:
    return GroupTest(test, statistic, len(sizes) - 1, math.nan, exact=False, delta=delta, sizes=sizes, reason=reason)
