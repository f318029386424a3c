"""The RAND/UCLA appropriateness method: median zones, agreement and disagreement on a scale of 1 to 9."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from surveyapp.stats.arguments import real_number, whole_number
from surveyapp.stats.ratings import distribution, exact_quantile

if TYPE_CHECKING:
    import numpy.typing as npt

Disagreement = Literal["panel size", "one third", "ipras"]
HalfMedians = Literal["higher", "uncertain"]
Zone = Literal["inappropriate", "uncertain", "appropriate"]

LOW, HIGH = 1, 9
LOWER_SHARE, UPPER_SHARE = Fraction(3, 10), Fraction(7, 10)
# Constants of the manual (Fitch et al. 2001); one published worked example prints 2.5 for 2.35 and computes with 2.35.
IPRAS_CENTRE, IPRAS_SLOPE, MIDDLE = Fraction(47, 20), Fraction(3, 2), 5


@dataclass(frozen=True, slots=True)
class RandUcla:
    """One item's ratings by the RAND/UCLA method, `n` of them; for none, figures are nan, and `reason` says so.

    `zone` is the median's, `thirds` counts the ratings of 1-3, 4-6 and 7-9. `disagreement` is by the form asked
    for; `agreement` is by panel size, and None for a size that the table does not have.
    `classification` is the zone, or "uncertain" with disagreement.
    """

    n: int
    median: float
    zone: Zone | None
    thirds: tuple[int, int, int]
    p30: float
    p70: float
    ipr: float
    iprcp: float
    asymmetry: float
    ipras: float
    disagreement_index: float
    agreement: bool | None
    disagreement: bool | None
    classification: Zone | None
    reason: str | None = None


def ipr(scores: npt.ArrayLike, quantile_type: int = 7) -> float:
    """Measure the interpercentile range P70 - P30 of scores of 1 to 9; nan for none. Raises ValueError for others."""
    ends = percentiles(scores, quantile_type)
    return math.nan if ends is None else float(ends[1] - ends[0])


def ipras(scores: npt.ArrayLike, quantile_type: int = 7) -> float:
    """Compute the range adjusted for symmetry, above which an `ipr` is disagreement; see `ipras_of`."""
    ends = percentiles(scores, quantile_type)
    return math.nan if ends is None else float(ipras_of(*ends))


def disagreement_index(scores: npt.ArrayLike, quantile_type: int = 7) -> float:
    """Divide `ipr` by `ipras`: above 1 is disagreement, 1 itself is not. nan for no scores."""
    ends = percentiles(scores, quantile_type)
    return math.nan if ends is None else float((ends[1] - ends[0]) / ipras_of(*ends))


def ipras_of(p30: float | Fraction, p70: float | Fraction) -> Fraction:
    """Compute 2.35 + 1.5 |5 - (P30 + P70)/2|, exactly: 6.1 for 7 and 8 (Fitch et al. 2001).

    The constants hold for the scale of 1 to 9 alone. Raises ValueError for percentiles outside it or out of order.
    """
    for name, p in (("P30", p30), ("P70", p70)):
        real_number(p, name)
    if not LOW <= p30 <= p70 <= HIGH:
        raise ValueError(f"P30 = {p30} and P70 = {p70}: percentiles of a scale of 1 to 9 are expected in this order")
    lower, upper = (p if isinstance(p, Fraction) else Fraction(str(float(p))) for p in (p30, p70))
    centre = (lower + upper) / 2
    return IPRAS_CENTRE + IPRAS_SLOPE * abs(MIDDLE - centre)


def percentiles(scores: npt.ArrayLike, quantile_type: int = 7) -> tuple[Fraction, Fraction] | None:
    """Find P30 and P70 of scores of 1 to 9, exactly; None for none. Raises ValueError for scores off the scale."""
    distribution(scores, LOW, HIGH)
    lower = exact_quantile(scores, LOWER_SHARE, quantile_type)
    upper = exact_quantile(scores, UPPER_SHARE, quantile_type)
    return None if lower is None or upper is None else (lower, upper)


def zone_of(median: float | Fraction, half_medians: HalfMedians = "higher") -> Zone:
    """Name the zone of a median: 1-3, 4-6, 7-9; 3.5 and 6.5 fall into the "higher" zone or are both "uncertain".

    Raises ValueError for what is no number, and for another rule.
    """
    real_number(median, "a median")
    if half_medians not in ("higher", "uncertain"):
        raise ValueError(f"half medians {half_medians!r}: expected higher or uncertain")
    if median >= 7 or (median == Fraction(13, 2) and half_medians == "higher"):
        return "appropriate"
    return "inappropriate" if median <= 3 else "uncertain"


def panel_size_limits(n: int) -> tuple[int, int]:
    """Look up the classical definitions for `n` panellists: 8-10, 11-13 and 14-16.

    Agreement is at most the first number, 2, 3 or 4, outside the 3-point region that holds the median;
    disagreement at least the second, 3, 4 or 5, in each extreme third. Raises ValueError for other sizes, for which
    the method defines neither.
    """
    if not 8 <= whole_number(n, "the number of panellists") <= 16:
        raise ValueError(f"{n} ratings: RAND/UCLA by panel size is defined for 8 to 16, the one-third rule for all")
    step = (n - 8) // 3
    return 2 + step, 3 + step


def disagrees(thirds: tuple[int, int, int], ends: tuple[Fraction, Fraction], form: Disagreement) -> bool:
    """Decide on disagreement from the counts per third and the percentiles, exactly.

    "panel size" as `panel_size_limits`; "one third": a third of the ratings or more in each extreme third; "ipras":
    IPR > IPRAS, strictly.
    """
    n = sum(thirds)
    fewer = min(thirds[0], thirds[2])
    if form == "panel size":
        return fewer >= panel_size_limits(n)[1]
    if form == "one third":
        return 3 * fewer >= n
    return ends[1] - ends[0] > ipras_of(*ends)


def rand_ucla(
    scores: npt.ArrayLike,
    disagreement: Disagreement = "ipras",
    *,
    half_medians: HalfMedians = "higher",
    quantile_type: int = 7,
) -> RandUcla:
    """Classify one item by its scores of 1 to 9: appropriate, uncertain or inappropriate.

    With P30 and P70 of the declared quantile type, IPR = P70 - P30, IPRCP = (P30 + P70)/2, asymmetry |5 - IPRCP|,
    IPRAS = 2.35 + 1.5 asymmetry, index = IPR/IPRAS (Fitch et al. 2001); see `disagrees` for the three forms. Compared
    exactly: ranges often equal their limit, and the quantile type alone changes one verdict in eight for nine people.
    `half_medians` declares the zone of 3.5 and 6.5 (`zone_of`): "higher" as the manual, "uncertain" as EPAGE.

    Raises ValueError for scores off the scale, with the place, and for panel sizes that "panel size" does not define.
    """
    counts = distribution(scores, LOW, HIGH)
    n = sum(counts)
    thirds = (sum(counts[:3]), sum(counts[3:6]), sum(counts[6:]))
    if disagreement not in ("panel size", "one third", "ipras"):
        raise ValueError(f"disagreement {disagreement!r}: expected panel size, one third or ipras")
    if disagreement == "panel size":
        panel_size_limits(n)
    ends = percentiles(scores, quantile_type)
    middle = exact_quantile(scores, Fraction(1, 2))
    if ends is None or middle is None:
        nothing = math.nan
        figures = (nothing,) * 7
        return RandUcla(0, nothing, None, thirds, *figures, None, None, None, reason="nobody gave a rating")
    zone = zone_of(middle, half_medians)
    region = ("inappropriate", "uncertain", "appropriate").index(zone)
    apart = disagrees(thirds, ends, disagreement)
    limit = ipras_of(*ends)
    return RandUcla(
        n=n,
        median=float(middle),
        zone=zone,
        thirds=thirds,
        p30=float(ends[0]),
        p70=float(ends[1]),
        ipr=float(ends[1] - ends[0]),
        iprcp=float((ends[0] + ends[1]) / 2),
        asymmetry=float(abs(MIDDLE - (ends[0] + ends[1]) / 2)),
        ipras=float(limit),
        disagreement_index=float((ends[1] - ends[0]) / limit),
        agreement=n - thirds[region] <= panel_size_limits(n)[0] if 8 <= n <= 16 else None,
        disagreement=apart,
        classification="uncertain" if apart else zone,
    )
