"""Content validity: the index of an item and of a scale, kappa against chance, and Lawshe's ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from surveyapp.stats.arguments import numbers, whole_number
from surveyapp.stats.ratings import Share, distribution, share

if TYPE_CHECKING:
    import numpy.typing as npt


MOST_EXPERTS = 1_000


@dataclass(frozen=True, slots=True)
class ModifiedKappa:
    """I-CVI against chance: `i_cvi` = A/N, `chance` = C(N, A) / 2^N, `kappa` = (i_cvi - chance)/(1 - chance), `band`.

    Below an I-CVI of one half kappa is computed and means nothing: chance is that of exactly A, not of A or more.
    """

    agreeing: int
    experts: int
    i_cvi: float
    chance: float
    kappa: float
    band: Literal["poor", "fair", "good", "excellent"]


@dataclass(frozen=True, slots=True)
class ScaleValidity:
    """S-CVI of `items` items, always to be named: `average` (S-CVI/Ave) or `universal` agreement (S-CVI/UA)."""

    average: float
    universal: float
    items: int

    @property
    def reason(self) -> str | None:
        """Why there is no index; None where there is one."""
        return None if self.items else "there are no items to average over"


@dataclass(frozen=True, slots=True)
class ContentValidityRatio:
    """Lawshe's ratio: -1 when nobody, 0 when half, 1 when all of the `experts` call the item essential.

    `p_value` is the chance of so many or more if each expert tossed a coin. `critical_count` is the least number
    whose chance is 5 % or less, with `critical_ratio` and `critical_p`; None and nan where even all would not do.
    """

    essential: int
    experts: int
    ratio: float
    p_value: float
    critical_count: int | None
    critical_ratio: float
    critical_p: float

    @property
    def reason(self) -> str | None:
        """Why there is no critical number; None where there is one."""
        few = f"so few experts ({self.experts}) that even all of them could be chance at 5 %"
        return few if self.critical_count is None else None


def i_cvi(ratings: npt.ArrayLike, relevant_from: int = 3) -> Share:
    """Measure an item's content validity index: the share of ratings from `relevant_from` up on the scale of 1 to 4.

    Good from .78 with three experts or more (Polit, Beck and Owen 2007). nan with the reason for no ratings. Raises
    ValueError for a rating off the scale, with its place.
    """
    counts = distribution(ratings, 1, 4)
    relevant_from = whole_number(relevant_from, "the lowest relevant rating")
    if not 2 <= relevant_from <= 4:
        raise ValueError(f"relevant from {relevant_from}: expected 2 to 4 on the scale of 1 to 4")
    return share(sum(counts[relevant_from - 1 :]), sum(counts))


def modified_kappa(agreeing: int, experts: int) -> ModifiedKappa:
    """Correct an I-CVI of `agreeing` out of `experts` for chance (Polit, Beck and Owen 2007).

    Bands: poor below .40, fair below .60, good up to .74, excellent above; compared exactly.
    Raises ValueError unless both are whole, 0 <= agreeing <= experts, and there are 1 to 1,000 experts.
    """
    agreeing, experts = _part(agreeing, experts)
    index = Fraction(agreeing, experts)
    chance = Fraction(math.comb(experts, agreeing), 2**experts)
    kappa = (index - chance) / (1 - chance)
    band: Literal["poor", "fair", "good", "excellent"] = "excellent"
    if kappa < Fraction(2, 5):
        band = "poor"
    elif kappa < Fraction(3, 5):
        band = "fair"
    elif kappa <= Fraction(37, 50):
        band = "good"
    return ModifiedKappa(agreeing, experts, float(index), float(chance), float(kappa), band)


def s_cvi(i_cvis: npt.ArrayLike) -> ScaleValidity:
    """Summarise a scale from the I-CVI of each item: their mean, and the share of items at 1 (Polit and Beck 2006).

    nan with the reason for no items. Raises ValueError for an index outside 0..1 or missing, with its position.
    """
    indexes = numbers(i_cvis, "one index per item")
    wrong = np.flatnonzero(~((indexes >= 0) & (indexes <= 1)))
    if wrong.size:
        raise ValueError(f"{indexes[wrong[0]]} at position {wrong[0]} is no index between 0 and 1")
    if not indexes.size:
        return ScaleValidity(math.nan, math.nan, 0)
    return ScaleValidity(
        average=math.fsum(indexes) / indexes.size,
        universal=int(np.count_nonzero(indexes == 1)) / indexes.size,
        items=indexes.size,
    )


def cvr(essential: int, experts: int) -> ContentValidityRatio:
    """Compute (n_e - N/2) / (N/2) (Lawshe 1975), with exact one-sided binomial minima at 5 % for the printed table.

    Lawshe's printed minima are not the exact binomial ones: for 10 experts .62 is printed, and 9 of 10, .80, needed.
    Raises ValueError unless both are whole, 0 <= essential <= experts, and there are 1 to 1,000 experts.
    """
    essential, experts = _part(essential, experts)
    tails = _upper_tails(experts)
    critical = next((count for count, tail in enumerate(tails) if 20 * tail <= 1), None)
    return ContentValidityRatio(
        essential=essential,
        experts=experts,
        ratio=(2 * essential - experts) / experts,
        p_value=float(tails[essential]),
        critical_count=critical,
        critical_ratio=math.nan if critical is None else (2 * critical - experts) / experts,
        critical_p=math.nan if critical is None else float(tails[critical]),
    )


def _upper_tails(n: int) -> list[Fraction]:
    """Compute P(X >= k) for k of 0..n heads in n tosses of a fair coin."""
    ways = 2**n
    tails = []
    for count in range(n + 1):
        tails.append(Fraction(ways, 2**n))
        ways -= math.comb(n, count)
    return tails


def _part(part: int, experts: int) -> tuple[int, int]:
    part, experts = whole_number(part, "the number who agree"), whole_number(experts, "the number of experts", least=1)
    if part > experts:
        raise ValueError(f"{part} cannot be a part of {experts} experts")
    if experts > MOST_EXPERTS:
        raise ValueError(f"{experts} experts are more than the {MOST_EXPERTS:,} that chance is computed for")
    return part, experts
