"""How far people order the same things alike: Kendall's W, Friedman's test, and each rater against the others."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

# scipy.stats would give the same numbers, at a cost of seconds of import.
from scipy.special import chdtrc, fdtrc

from surveyapp.stats.arguments import RATERS_BY_ITEMS, numbers, whole_number
from surveyapp.stats.permutation import PermutationTest, permutation_test
from surveyapp.stats.rankings import mid_ranks

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W: 0 is no agreement, 1 is one and the same order by everybody.

    `w` is corrected for ties, `w_uncorrected` is not; `chi_square` has `items` - 1 degrees of freedom and
    `p_value` is its upper tail: a small one says "not random", never "strong". `f` with `f_df` and `p_f` is the
    better approximation for few raters, `permutation` (when asked for) needs none. Where W is not defined all
    are nan and `reason` says why; otherwise `reason` is None. `form` is "complete", or "pairwise" for rows with
    gaps: then only `w`, `chi_square` and `p_value` are defined, and not comparable with the complete form.
    `f_reason` says why there is no F. `label` names the form in words, to be shown beside the figure.
    """

    w: float
    w_uncorrected: float
    chi_square: float
    p_value: float
    raters: int
    items: int
    reason: str | None
    f: float = math.nan
    f_df: tuple[float, float] = (math.nan, math.nan)
    p_f: float = math.nan
    permutation: PermutationTest | None = None
    form: Literal["complete", "pairwise"] = "complete"
    f_reason: str | None = None

    @property
    def label(self) -> str:
        """Name the statistic in full, since its two forms give different numbers for the same ratings."""
        if self.form == "complete":
            return "Kendall's W of complete rows, corrected for ties"
        return (
            "Kendall's W generalised for rows with gaps, from pairwise correlations; not comparable with complete rows"
        )


@dataclass(frozen=True, slots=True)
class Friedman:
    """Friedman's test of `raters` rows (blocks) on `items` columns (treatments); nan with a `reason` where undefined.

    `chi_square` is corrected for ties, `chi_square_uncorrected` (what many textbooks print) is not; both have
    `df` degrees of freedom, `p_value` is the upper tail of the corrected one. `f` is Iman and Davenport's
    (1980) with `f_df`, `f_uncorrected` the same from the uncorrected chi-square. `mean_ranks` is per item.
    """

    chi_square: float
    chi_square_uncorrected: float
    df: int
    p_value: float
    kendall_w: float
    mean_ranks: tuple[float, ...]
    f: float
    f_uncorrected: float
    f_df: tuple[int, int]
    p_f: float
    permutation: PermutationTest | None
    raters: int
    items: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class RaterConcordance:
    """Each rater against the others: `mean_spearman` over all pairs, `spearman` and `w` per rater.

    A negative `spearman` is a rater who contradicts the group. nan, with the `reason`, where a rater of the
    pair put all items level: such a pair has no correlation. `implied_spearman` is (m W - 1) / (m - 1), which is the
    same mean where nothing is tied, and is still defined where one rater put all items level.
    """

    mean_spearman: float
    implied_spearman: float
    spearman: tuple[float, ...]
    w: tuple[float, ...]
    reason: str | None


def undefined_concordance(raters: int, items: int, reason: str) -> Concordance:
    """Say that there is no W, and why."""
    return Concordance(math.nan, math.nan, math.nan, math.nan, raters, items, reason, f_reason=reason)


def kendall_w(
    ranks: npt.ArrayLike,
    *,
    missing: Literal["refuse", "pairwise"] = "refuse",
    permutations: int = 0,
    seed: int = 0,
) -> Concordance:
    """Measure how far the raters of `ranks` (a row per rater, a column per item) order the items alike.

    Each row is ranked anew, ties by mid-ranks, so ranks, places or scores do, as long as all rows point the
    same way. With m raters, n items, R_i the sum of the ranks of item i and T the sum of t³ - t over the
    ties (of t items) of every row:

        S = sum of (R_i - m (n + 1) / 2)²          W uncorrected = 12 S / (m² (n³ - n))
        W = 12 S / (m² (n³ - n) - m T)             chi-square    = m (n - 1) W, df n - 1
        F = (m - 1) W / (1 - W), df n - 1 - 2/m and (m - 1) times that

    (Kendall and Babington Smith 1939; Siegel and Castellan 1988; F: Legendre 2005. The chi-square is Friedman's,
    corrected for ties.) A row that is tied throughout is a rater without a preference: it stays in and draws W
    down, as in scipy, R and pingouin. W is computed from whole numbers and is the nearest float to its exact
    value; it cannot leave 0..1. `permutations` > 0 adds a permutation test, exact where the panel is small, else by
    so many random draws.

    With `missing` = "pairwise", nan is an item that the rater did not rank, and W is another statistic, the
    generalised form that `label` names, for rows without gaps too (Brückl 2011 after Taylor 1987, as
    DescTools::KendallW): W = (1 + r (k - 1)) / k, with k the mean number of raters per item and r the mean over
    pairs of raters of Spearman's rho on the items both ranked, weighted by the number of these less one; a pair
    without a defined rho counts as 0. It may fall below 0.

    W is nan, with the reason, for fewer than two raters or three items and when every row is tied throughout.
    Raises ValueError for incomplete rows unless `missing` allows them, with the place: who is left out is the
    caller's decision. Raises it for infinite values, another `missing`, and permutations of incomplete rows as well.
    """
    if missing not in ("refuse", "pairwise"):
        raise ValueError(f"missing {missing!r}: expected refuse or pairwise")
    permutations, seed = whole_number(permutations, "the number of permutations"), whole_number(seed, "the seed")
    if missing == "pairwise":
        if permutations:
            raise ValueError(f"{permutations} permutations of incomplete rows: only complete rows can be permuted")
        return _pairwise_w(_table(ranks, gaps=True))
    return _complete_w(_table(ranks, gaps=False), permutations, seed)


def friedman(table: npt.ArrayLike, *, permutations: int = 0, seed: int = 0) -> Friedman:
    """Test whether the items of `table` (a row per rater or block, a column per item) differ, from their ranks per row.

    chi-square = 12 S / (m n (n + 1)), divided by 1 - T / (m (n³ - n)) for ties (symbols as in `kendall_w`, of
    which it is m (n - 1) times W: Friedman 1937; as scipy and R); F = (m - 1) chi-square / (m (n - 1) -
    chi-square) with df n - 1 and (n - 1)(m - 1) (Iman and Davenport 1980), infinite when all rows agree. The
    chi-square is poor for few raters: ask for `permutations`. Undefined and refused input as in `kendall_w`.
    """
    result = kendall_w(table, permutations=permutations, seed=seed)
    m, n = result.raters, result.items
    uncorrected = result.w_uncorrected
    df = (max(n - 1, 0), max((n - 1) * (m - 1), 0))
    return Friedman(
        chi_square=result.chi_square,
        chi_square_uncorrected=m * (n - 1) * uncorrected,
        df=df[0],
        p_value=result.p_value,
        kendall_w=result.w,
        mean_ranks=tuple(mid_ranks(_table(table, gaps=False)).mean(axis=0).tolist()) if m and n else (),
        f=result.f,
        f_uncorrected=(m - 1) * uncorrected / (1 - uncorrected) if uncorrected != 1 else math.inf,
        f_df=df,
        p_f=float(fdtrc(*df, result.f)) if result.reason is None else math.nan,
        permutation=result.permutation,
        raters=m,
        items=n,
        reason=result.reason,
    )


def rater_concordance(ranks: npt.ArrayLike) -> RaterConcordance:
    """Measure each rater of `ranks` (a row per rater, a column per item) against the others by Spearman's rho.

    `spearman` is rater j's mean rho with the others, r_j, and W_j = ((m - 1) r_j + 1) / m (Legendre 2005; as
    vegan kendall.post). Raises ValueError for incomplete rows and for fewer than two raters or items.
    """
    table = _table(ranks, gaps=False)
    raters, items = table.shape
    if raters < 2 or items < 2:
        raise ValueError(f"{raters} raters and {items} items: two of each are needed to compare raters")
    deviations = mid_ranks(table) - (items + 1) / 2
    rho = [[_rho(one, other) for other in deviations] for one in deviations]
    per_rater = [math.fsum(row[:j] + row[j + 1 :]) / (raters - 1) for j, row in enumerate(rho)]
    level = [j for j, one in enumerate(deviations) if not one.any()]
    pairs = [rho[j][k] for j in range(raters) for k in range(j)]
    return RaterConcordance(
        mean_spearman=math.fsum(pairs) / len(pairs),
        implied_spearman=(raters * _complete_w(table, 0, 0).w - 1) / (raters - 1),
        spearman=tuple(per_rater),
        w=tuple(((raters - 1) * mean + 1) / raters for mean in per_rater),
        reason=f"rater {level[0]} put all items level, so there is no correlation" if level else None,
    )


def _rho(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Correlate two rows of deviations from the mean rank; nan where one of them is level."""
    spread = float(one @ one) * float(other @ other)
    return float(one @ other) / math.sqrt(spread) if spread else math.nan


def _complete_w(table: npt.NDArray[np.float64], permutations: int, seed: int) -> Concordance:
    raters, items = table.shape
    few = _too_few(raters, items)
    if few:
        return undefined_concordance(raters, items, few)
    doubled = (2 * mid_ranks(table)).astype(np.int64)
    four_s = sum((int(total) - raters * (items + 1)) ** 2 for total in doubled.sum(axis=0))
    # The squared ranks of a row sum to n (n + 1) (2n + 1) / 6, less (t³ - t) / 12 for each of its ties.
    ties = 2 * raters * items * (items + 1) * (2 * items + 1) - 3 * int((doubled**2).sum())
    most = raters**2 * (items**3 - items)
    if most == raters * ties:
        return undefined_concordance(raters, items, "every rater put all items level, so there is no order to agree on")
    chi_square = 3 * four_s * raters * (items - 1) / (most - raters * ties)
    result = Concordance(
        w=3 * four_s / (most - raters * ties),
        w_uncorrected=3 * four_s / most,
        chi_square=chi_square,
        p_value=float(chdtrc(items - 1, chi_square)),
        raters=raters,
        items=items,
        reason=None,
        permutation=permutation_test(doubled, permutations, seed) if permutations else None,
    )
    return _with_f(result, 3 * four_s, most - raters * ties)


def _too_few(raters: int, items: int) -> str | None:
    if raters < 2:
        return f"agreement needs at least two people who ranked, here: {raters}"
    if items < 3:
        return f"agreement on an order needs at least three items to rank, here: {items}"
    return None


def _with_f(result: Concordance, part: int, whole: int) -> Concordance:
    """Add Legendre's F for W = part / whole; with two raters and three items or more it has degrees of freedom."""
    first = result.items - 1 - 2 / result.raters
    f = (result.raters - 1) * part / (whole - part) if part < whole else math.inf
    second = first * (result.raters - 1)
    return replace(result, f=f, f_df=(first, second), p_f=float(fdtrc(first, second, f)))


def _pairwise_w(table: npt.NDArray[np.float64]) -> Concordance:
    raters, items = table.shape
    few = _too_few(raters, items)
    if few:
        return replace(undefined_concordance(raters, items, few), form="pairwise")
    ranked = ~np.isnan(table)
    weights, weighted = [], []
    for j in range(raters):
        for k in range(j):
            both = ranked[j] & ranked[k]
            common = int(both.sum())
            if common < 2:
                continue
            rho = _rho(*(mid_ranks(table[[j, k]][:, both]) - (common + 1) / 2))
            weights.append(common - 1)
            weighted.append((common - 1) * (0.0 if math.isnan(rho) else rho))
    if not weights:
        nobody = undefined_concordance(raters, items, "no two people ranked the same two items")
        return replace(nobody, form="pairwise")
    per_item = int(ranked.sum()) / items
    w = (1 + math.fsum(weighted) / sum(weights) * (per_item - 1)) / per_item
    chi_square = per_item * (items - 1) * w
    p_value = float(chdtrc(items - 1, max(chi_square, 0.0)))
    no_f = "the form for rows with gaps has no F"
    return Concordance(w, math.nan, chi_square, p_value, raters, items, None, form="pairwise", f_reason=no_f)


def _table(ranks: npt.ArrayLike, *, gaps: bool) -> npt.NDArray[np.float64]:
    table = numbers(ranks, RATERS_BY_ITEMS, "by rater {} on item {}")
    wrong = np.argwhere(np.isinf(table) if gaps else ~np.isfinite(table))
    if wrong.size:
        row, column = wrong[0]
        needed = "a rank must be a number" if gaps else "every rater must rank every item"
        raise ValueError(f"{table[row, column]} by rater {row} on item {column}: {needed}")
    return table
