"""Two raters, one category each per unit: Cohen's kappa, plain and weighted, with standard errors."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import numpy as np

from surveyapp.stats.arguments import listed, numbers, place_in, whole_number
from surveyapp.stats.ratings import WIDEST_SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Weights = Literal["nominal", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance: 1 is full, 0 what the raters' own shares give; nan with the `reason` if undefined.

    `observed` and `expected` are the (weighted) shares of agreement. `standard_error` with the 95 % interval
    `low`..`high` is for kappa as estimated; `standard_error_null` with `z` and the two-sided `p_value` tests
    "no agreement beyond chance". `n` is the number of units; of proportions it is 1, and the errors are nan.
    """

    value: float
    observed: float
    expected: float
    n: float
    standard_error: float
    low: float
    high: float
    standard_error_null: float
    z: float
    p_value: float
    reason: str | None


def rating_table(first: Sequence[object], second: Sequence[object], scale: Sequence[object]) -> Floats:
    """Count how often the first rater chose the row's and the second the column's category of `scale`, in its order.

    Raises ValueError for lists of different lengths, a scale that names a category twice, and a rating that the
    scale does not have, with its place; a missing one too: who is left out is the caller's decision.
    """
    one, other = listed(first, "the first rater's ratings"), listed(second, "the second rater's ratings")
    if len(one) != len(other):
        raise ValueError(f"{len(one)} ratings by the first rater and {len(other)} by the second")
    places = scale_places(scale)
    table = np.zeros((len(places), len(places)))
    for position, pair in enumerate(zip(one, other, strict=True)):
        cell = [place_in(places, rating) for rating in pair]
        if None in cell:
            raise ValueError(f"{pair[cell.index(None)]!r} at position {position} is no category of {list(places)}")
        table[tuple(cell)] += 1
    return table


def scale_places(scale: Sequence[object]) -> dict[object, int]:
    """Number the categories of a scale from 0. Raises ValueError for one named twice, and for what is no category."""
    places: dict[object, int] = {}
    for place, category in enumerate(listed(scale, "the scale")):
        if not isinstance(category, Hashable) or category in places or category != category:  # noqa: PLR0124 - nan
            raise ValueError(f"{category!r} in place {place} of the scale is named twice, or no category")
        places[category] = place
    return places


def cohen_kappa(first: Sequence[object], second: Sequence[object], scale: Sequence[object] | None = None) -> Kappa:
    """Compute Cohen's kappa of two raters' categories of the same units: see `table_kappa`.

    Without a `scale`, the categories are those that occur: for unweighted kappa unused ones make no difference.
    """
    if scale is not None:
        return table_kappa(rating_table(first, second, scale))
    given = (*listed(first, "the first rater's ratings"), *listed(second, "the second rater's ratings"))
    occurring = [rating for rating in given if isinstance(rating, Hashable) and rating is not None and rating == rating]  # noqa: PLR0124 - nan
    return table_kappa(rating_table(first, second, list(dict.fromkeys(occurring))))


def weighted_kappa(
    first: Sequence[object],
    second: Sequence[object],
    scale: Sequence[object],
    weights: Weights | npt.ArrayLike = "quadratic",
) -> Kappa:
    """Compute Cohen's weighted kappa of two raters' categories on the declared `scale`: see `table_kappa`.

    The scale has to be given, with the categories nobody chose: without them the steps between the others would
    count for less, and kappa would change.
    """
    return table_kappa(rating_table(first, second, scale), weights)


def table_kappa(table: npt.ArrayLike, weights: Weights | npt.ArrayLike = "nominal") -> Kappa:
    """Compute kappa from a square `table` of counts or proportions (first rater's category by second's).

    kappa = (po - pe) / (1 - pe) = 1 - sum d_ij p_ij / sum d_ij p_i. p_.j with disagreement weights d: 1 off the
    diagonal ("nominal", Cohen 1960), |i - j| ("linear") or (i - j)² ("quadratic", Fleiss and Cohen 1973) of
    the places in the scale, or a square array of one's own, 0 on the diagonal, symmetric or not (Cohen
    1968). Standard errors: Fleiss, Cohen and Everitt (1969), as SAS and statsmodels.

    nan with the reason for no units and where chance alone gives full agreement (one and the same category
    throughout). Raises ValueError for a table that is not square or has negative cells, and for wrong weights.
    """
    cells = numbers(table, "a square table of both raters' categories", "in row {}, column {}")
    if cells.shape[0] != cells.shape[1]:
        raise ValueError(f"expected a square table of both raters' categories, not one of shape {cells.shape}")
    wrong = np.argwhere(~np.isfinite(cells) | (cells < 0))
    if wrong.size:
        raise ValueError(f"{cells[tuple(wrong[0])]} in row {wrong[0][0]}, column {wrong[0][1]} is no count")
    disagreement = disagreement_weights(len(cells), weights)
    n = float(cells.sum())
    if n == 0:
        return _undefined(0.0, "nobody rated")
    shares = cells / n
    chance = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    # 0 exactly when no pair of categories that disagree can meet by chance
    if not (disagreement * chance).any():
        return _undefined(n, "chance alone gives full agreement, so there is none beyond chance")
    agreement = 1 - disagreement / disagreement.max()
    observed, expected = float((agreement * shares).sum()), float((agreement * chance).sum())
    value = 1 - float((disagreement * shares).sum()) / float((disagreement * chance).sum())
    counted = bool((cells == np.floor(cells)).all())
    errors = _standard_errors(shares, agreement, value, expected, n) if counted else (math.nan, math.nan)
    z = value / errors[1] if errors[1] else math.nan
    reach = NormalDist().inv_cdf(0.975) * errors[0]
    p_value = math.nan if math.isnan(z) else 2 * NormalDist().cdf(-abs(z))
    return Kappa(
        value, observed, expected, n, errors[0], value - reach, value + reach, errors[1], z, p_value, reason=None
    )


def disagreement_weights(categories: int, weights: Weights | npt.ArrayLike) -> Floats:
    """Spell out disagreement weights (see `table_kappa`) as a square array; raise ValueError if they are none."""
    if whole_number(categories, "the number of categories") > WIDEST_SCALE:
        raise ValueError(f"{categories} categories are more than the {WIDEST_SCALE:,} of the widest scale")
    places = np.arange(categories, dtype=np.float64)
    apart = np.abs(places[:, None] - places)
    if isinstance(weights, str):
        named = {"nominal": (apart > 0).astype(np.float64), "linear": apart, "quadratic": apart**2}
        if weights not in named:
            raise ValueError(f"weights {weights!r}: expected nominal, linear, quadratic or an array")
        return named[weights]
    own = numbers(weights, "a square table of weights", "in row {}, column {} of the weights")
    if own.shape != apart.shape:
        raise ValueError(f"weights of shape {own.shape} for {categories} categories")
    if own.diagonal().any() or not np.isfinite(own).all() or (own < 0).any():
        raise ValueError("disagreement weights are 0 on the diagonal, where the raters agree, and nowhere negative")
    return own


def _standard_errors(shares: Floats, agreement: Floats, value: float, expected: float, n: float) -> tuple[float, float]:
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    means = (agreement @ columns)[:, None] + (rows @ agreement)
    scale = n * (1 - expected) ** 2
    spread = float((shares * (agreement - means * (1 - value)) ** 2).sum())
    variance = (spread - (value - expected * (1 - value)) ** 2) / scale
    null = (float((np.outer(rows, columns) * (agreement - means) ** 2).sum()) - expected**2) / scale
    # full agreement has no spread, of which rounding may leave a trace below zero
    return math.sqrt(max(variance, 0.0)), math.sqrt(max(null, 0.0))


def _undefined(n: float, reason: str) -> Kappa:
    nothing = math.nan
    return Kappa(nothing, nothing, nothing, n, nothing, nothing, nothing, nothing, nothing, nothing, reason)
