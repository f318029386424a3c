"""How far people agree with each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

# scipy.stats would give the same number, at a cost of seconds of import.
from scipy.special import chdtrc

from surveyapp.stats.rankings import mid_ranks

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W: 0 is no agreement, 1 is one and the same order by everybody.

    `w` is corrected for ties, `w_uncorrected` is not; `chi_square` has `items` - 1 degrees of freedom and
    `p_value` is its upper tail: a small one says "not random", never "strong". Where W is not defined all
    four are nan and `reason` says why; otherwise `reason` is None.
    """

    w: float
    w_uncorrected: float
    chi_square: float
    p_value: float
    raters: int
    items: int
    reason: str | None


def undefined_concordance(raters: int, items: int, reason: str) -> Concordance:
    """Say that there is no W, and why."""
    return Concordance(math.nan, math.nan, math.nan, math.nan, raters, items, reason)


def kendall_w(ranks: npt.ArrayLike) -> Concordance:
    """Measure how far the raters of `ranks` (a row per rater, a column per item) order the items alike.

    Each row is ranked anew, ties by mid-ranks, so ranks, places or scores do, as long as all rows point the
    same way. With m raters, n items, R_i the sum of the ranks of item i and T the sum of t³ - t over the
    ties (of t items) of every row:

        S = sum of (R_i - m (n + 1) / 2)²          W uncorrected = 12 S / (m² (n³ - n))
        W = 12 S / (m² (n³ - n) - m T)             chi-square    = m (n - 1) W, df n - 1

    (Kendall and Babington Smith 1939; Siegel and Castellan 1988; the chi-square is Friedman's, corrected for
    ties.) A row that is tied throughout is a rater without a preference and draws W down. W is computed from
    whole numbers and is the nearest float to its exact value; it cannot leave 0..1.

    W is nan, with the reason, for fewer than two raters or items and when every row is tied throughout.
    Raises ValueError for incomplete rows, with the place: who is left out is the caller's decision.
    """
    table = _complete(ranks)
    raters, items = table.shape
    if raters < 2:
        return undefined_concordance(raters, items, f"agreement needs at least two people who ranked, here: {raters}")
    if items < 2:
        return undefined_concordance(raters, items, f"agreement needs at least two items to rank, here: {items}")
    doubled = (2 * mid_ranks(table)).astype(np.int64)
    four_s = sum((int(total) - raters * (items + 1)) ** 2 for total in doubled.sum(axis=0))
    # The squared ranks of a row sum to n (n + 1) (2n + 1) / 6, less (t³ - t) / 12 for each of its ties.
    ties = 2 * raters * items * (items + 1) * (2 * items + 1) - 3 * int((doubled**2).sum())
    most = raters**2 * (items**3 - items)
    if most == raters * ties:
        return undefined_concordance(raters, items, "every rater put all items level, so there is no order to agree on")
    chi_square = 3 * four_s * raters * (items - 1) / (most - raters * ties)
    return Concordance(
        w=3 * four_s / (most - raters * ties),
        w_uncorrected=3 * four_s / most,
        chi_square=chi_square,
        p_value=float(chdtrc(items - 1, chi_square)),
        raters=raters,
        items=items,
        reason=None,
    )


def _complete(ranks: npt.ArrayLike) -> npt.NDArray[np.float64]:
    table = np.asarray(ranks, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"expected a row per rater and a column per item, not an array of shape {table.shape}")
    wrong = np.argwhere(~np.isfinite(table))
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(f"{table[row, column]} by rater {row} on item {column}: every rater must rank every item")
    return table
