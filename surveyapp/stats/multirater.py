"""Many raters, one category each per unit: Fleiss, Randolph, Gwet, Conger and Light, with missing ratings.

Counts have a row per unit and a column per category of the declared scale, in its order. Ratings have a row per
rater and a column per unit, as everywhere; nan (or None) is a unit the rater did not rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import listed, numbers, place_in
from surveyapp.stats.kappa import cohen_kappa, disagreement_weights, scale_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from surveyapp.stats.kappa import Weights

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Agreement of many raters beyond chance: (observed - expected) / (1 - expected); nan with a `reason` if undefined.

    `unit_agreement` is the (weighted) agreement within each unit, nan for a unit of fewer than two ratings, which
    counts towards the shares of the categories alone. `units` counts those with two ratings or more.
    """

    value: float
    observed: float
    expected: float
    unit_agreement: tuple[float, ...]
    units: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class FleissKappa(Coefficient):
    """Fleiss's kappa: also `z` against "no agreement beyond chance" and the kappa of each category against all others.

    Both are nan where units have different numbers of ratings, for which they are not defined.
    """

    z: float
    category_kappas: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LightKappa:
    """The mean `value` of Cohen's kappa over `pairs` pairs of raters; nan with the `reason` where one is undefined."""

    value: float
    pairs: int
    reason: str | None


def category_counts(ratings: Sequence[Sequence[object]], scale: Sequence[object]) -> npt.NDArray[np.int64]:
    """Count each unit's ratings by category of `scale` (a row per unit); missing ones are left out.

    Raises ValueError, with rater and unit, for a rating that the scale does not have, and for rows of different length.
    """
    places = scale_places(scale)
    rows = [listed(row, f"the ratings of rater {rater}") for rater, row in enumerate(listed(ratings, "the ratings"))]
    units = len(rows[0]) if rows else 0
    counts = np.zeros((units, len(places)), dtype=np.int64)
    for rater, row in enumerate(rows):
        if len(row) != units:
            raise ValueError(f"rater {rater} has {len(row)} ratings where rater 0 has {units}")
        for unit, rating in enumerate(row):
            if is_missing(rating):
                continue
            place = place_in(places, rating)
            if place is None:
                raise ValueError(f"{rating!r} by rater {rater} on unit {unit} is no category of {list(places)}")
            counts[unit, place] += 1
    return counts


def is_missing(rating: object) -> bool:
    """Tell whether a rating was not given: None or nan."""
    return rating is None or (isinstance(rating, float | np.floating) and math.isnan(rating))


def fleiss_kappa(counts: npt.ArrayLike, weights: Weights | npt.ArrayLike = "nominal") -> FleissKappa:
    """Compute Fleiss's (1971) kappa, whose chance is that of two draws from the pooled shares of the categories.

    With q categories and weights w of agreement (1 on the diagonal; 0 elsewhere unless weighted, see `table_kappa`
    for the disagreement weights they are made of): pe = sum w_kl s_k s_l, s_k the mean over units of the
    share of category k. Units may have different numbers of ratings (Gwet 2014). It does not equal Cohen's
    kappa for two raters; `conger_kappa` does. See `gwet_ac1` for undefined and refused input.
    """
    table = _counts(counts)
    agreement = _agreement(table.shape[1], weights)
    result = _coefficient(table, agreement, float(_shares(table) @ agreement @ _shares(table)))
    z, kappas = _fleiss_details(table) if result.reason is None else (math.nan, (math.nan,) * table.shape[1])
    return FleissKappa(
        result.value, result.observed, result.expected, result.unit_agreement, result.units, result.reason, z, kappas
    )


def randolph_kappa(counts: npt.ArrayLike, weights: Weights | npt.ArrayLike = "nominal") -> Coefficient:
    """Compute Randolph's (2005) free-marginal kappa: pe = 1 / q, or sum w / q² weighted (Brennan and Prediger 1981).

    q counts the columns of `counts`, so the categories nobody chose belong there. See `gwet_ac1`.
    """
    table = _counts(counts)
    agreement = _agreement(table.shape[1], weights)
    return _coefficient(table, agreement, float(agreement.sum()) / table.shape[1] ** 2)


def gwet_ac1(counts: npt.ArrayLike, weights: Weights | npt.ArrayLike = "nominal") -> Coefficient:
    """Compute Gwet's (2008) AC1, or AC2 when weighted: pe = sum w x sum s_k (1 - s_k) / (q (q - 1)).

    It stays defined where nearly all ratings fall into one category, and kappa does not. Missing ratings: a unit
    counts with the ratings it has; observed agreement is averaged over the units with two or more (as irrCAC).

    nan with the reason where no unit has two ratings, where there is one category only, and where chance alone
    gives full agreement. Raises ValueError, with its place, for a count that is not a whole number from 0 up.
    """
    table = _counts(counts)
    categories = table.shape[1]
    agreement = _agreement(categories, weights)
    shares = _shares(table)
    spread = float(shares @ (1 - shares))
    expected = float(agreement.sum()) * spread / (categories * (categories - 1)) if categories > 1 else 1.0
    return _coefficient(table, agreement, expected)


def conger_kappa(
    ratings: Sequence[Sequence[object]], scale: Sequence[object], weights: Weights | npt.ArrayLike = "nominal"
) -> Coefficient:
    """Compute Conger's (1980) kappa, "exact" Fleiss: chance is that of two different raters with their own shares.

    pe is the mean over ordered pairs of raters g and h of sum w_kl p_gk p_hl. Equals Cohen's kappa for two raters
    who rated everything. A rater without any rating takes no part. See `gwet_ac1`.
    """
    table = _counts(category_counts(ratings, scale))
    agreement = _agreement(table.shape[1], weights)
    if not len(ratings):
        return _undefined(table, "nobody rated")
    per_rater = np.array([category_counts([row], scale).sum(axis=0) for row in ratings], dtype=np.float64)
    rated = per_rater[per_rater.any(axis=1)]
    raters = len(rated)
    if raters < 2:
        return _undefined(table, f"agreement needs at least two people who rated, here: {raters}")
    own = rated / rated.sum(axis=1, keepdims=True)
    all_pairs = float(own.sum(axis=0) @ agreement @ own.sum(axis=0))
    with_themselves = float(np.einsum("gk,kl,gl->", own, agreement, own))
    return _coefficient(table, agreement, (all_pairs - with_themselves) / (raters * (raters - 1)))


def light_kappa(ratings: Sequence[Sequence[object]]) -> LightKappa:
    """Average Cohen's kappa over all pairs of raters (Light 1971); nan, with the pair, where one is undefined.

    Raises ValueError for fewer than two raters and for missing ratings, with the place.
    """
    rows = [listed(row, f"the ratings of rater {rater}") for rater, row in enumerate(listed(ratings, "the ratings"))]
    if len(rows) < 2:
        raise ValueError(f"agreement needs at least two raters, here: {len(rows)}")
    for rater, row in enumerate(rows):
        for unit, rating in enumerate(row):
            if is_missing(rating):
                raise ValueError(f"{rating!r} by rater {rater} on unit {unit}: every rater must rate every unit")
    kappas = {(k, j): cohen_kappa(rows[j], rows[k]) for j in range(len(rows)) for k in range(j)}
    undefined = [f"raters {k} and {j}: {kappa.reason}" for (k, j), kappa in kappas.items() if kappa.reason]
    value = math.fsum(kappa.value for kappa in kappas.values()) / len(kappas)
    return LightKappa(value, len(kappas), undefined[0] if undefined else None)


def _counts(counts: npt.ArrayLike) -> Floats:
    table = numbers(counts, "a row per unit and a column per category", "on unit {}, category {}")
    if not table.shape[1]:
        raise ValueError(f"expected a row per unit and a column per category, not an array of shape {table.shape}")
    wrong = np.argwhere(~np.isfinite(table) | (table < 0) | (table != np.floor(table)))
    if wrong.size:
        raise ValueError(f"{table[tuple(wrong[0])]:g} on unit {wrong[0][0]}, category {wrong[0][1]} is no count")
    return table


def _agreement(categories: int, weights: Weights | npt.ArrayLike) -> Floats:
    disagreement = disagreement_weights(categories, weights)
    most = disagreement.max()
    return 1 - disagreement / most if most else np.ones_like(disagreement)


def _shares(table: Floats) -> Floats:
    per_unit = table.sum(axis=1, keepdims=True)
    rated = per_unit[:, 0] > 0
    shares: Floats = (table[rated] / per_unit[rated]).sum(axis=0) / max(1, np.count_nonzero(rated))
    return shares


def _coefficient(table: Floats, agreement: Floats, expected: float) -> Coefficient:
    per_unit = table.sum(axis=1)
    pairs = per_unit * (per_unit - 1)
    alike = (table * (table @ agreement.T - 1)).sum(axis=1)
    within = np.full(len(table), np.nan)
    np.divide(alike, pairs, out=within, where=pairs > 0)
    paired = within[pairs > 0]
    if not paired.size:
        return _undefined(table, "no unit has two ratings, so nothing can agree")
    if expected > 1 - 1e-12:
        return _undefined(table, "chance alone gives full agreement, so there is none beyond chance")
    observed = math.fsum(paired) / paired.size
    value = (observed - expected) / (1 - expected)
    return Coefficient(value, observed, expected, tuple(within.tolist()), paired.size, None)


def _undefined(table: Floats, reason: str) -> Coefficient:
    units = int(np.count_nonzero(table.sum(axis=1) > 1))
    return Coefficient(math.nan, math.nan, math.nan, (math.nan,) * len(table), units, reason)


def _fleiss_details(table: Floats) -> tuple[float, tuple[float, ...]]:
    """Compute z (Fleiss, Nee and Landis 1979; as irr) and each category's kappa, for equal numbers of ratings."""
    units, categories = table.shape
    raters = float(table[0].sum())
    if (table.sum(axis=1) != raters).any():
        return math.nan, (math.nan,) * categories
    shares = table.sum(axis=0) / (units * raters)
    chances = shares * (1 - shares)
    total = float(chances.sum())
    within = float((table * (table - 1)).sum()) / (units * raters * (raters - 1))
    kappa = (within - (1 - total)) / total
    variance = 2 * (total**2 - float((chances * (1 - 2 * shares)).sum())) / (units * raters * (raters - 1) * total**2)
    apart = (table * (raters - table)).sum(axis=0)
    kappas = np.full(categories, np.nan)
    np.divide(apart, units * raters * (raters - 1) * chances, out=kappas, where=chances > 0)
    return kappa / math.sqrt(variance) if variance > 0 else math.nan, tuple((1 - kappas).tolist())
