"""The Mallows model with Kendall's distance: one central order, and how closely people keep to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import real_number, whole_number
from surveyapp.stats.ballots import check_cast
from surveyapp.stats.kemeny import kemeny

if TYPE_CHECKING:
    from surveyapp.stats.ballots import Ballots


@dataclass(frozen=True, slots=True)
class Mallows:
    """A fitted Mallows model. `theta` 0: every order is as likely as any other; the larger, the closer people agree.

    `unique` says whether `order` is the only best centre; it is None, and `proven` False, where the search for
    the centre ended before it could tell. Where everybody gave the same order theta is infinite, its error nan,
    and `reason` says so. The standard error of theta takes the centre as known.
    """

    items: tuple[str, ...]
    order: tuple[str, ...]
    unique: bool | None
    proven: bool
    theta: float
    standard_error: float
    distance: float
    mean_distance: float
    log_likelihood: float
    ballots: float
    reason: str | None


def mallows(ballots: Ballots, *, time_limit: float = 30.0) -> Mallows:
    """Fit P(order) = exp(-theta d(order, centre)) / Z(theta), d the number of pairs that stand the other way round.

    The centre of the maximum likelihood is a Kemeny order; theta solves E[d] = mean distance from it, and its
    standard error is 1 / sqrt(ballots x Var[d]) (Mallows 1957; Fligner and Verducci 1986). Every ballot must
    rank every item without ties; raises ValueError, with the ballot, where one does not. The search for the
    centre may take `time_limit` seconds, as `kemeny` does.
    """
    check_cast(ballots)
    n = len(ballots.items)
    if n < 2:
        raise ValueError(f"an order needs at least two items, here: {n}")
    expected = np.arange(1, n + 1)
    wrong = np.flatnonzero((np.sort(ballots.places, axis=1) != expected).any(axis=1))
    if wrong.size:
        raise ValueError(
            f"distinct ballot {wrong[0]}, {ballots.groups(int(wrong[0]))}, does not rank all {n} items without ties"
        )
    total = float(ballots.weights.sum())
    if not total > 0:
        raise ValueError(f"the ballots weigh {total}, so there is nothing to fit")
    centre = kemeny(ballots, time_limit=time_limit)
    mean = centre.cost / total
    theta, error, reason = _fitted(n, mean, total)
    log_likelihood = 0.0 if math.isinf(theta) else -theta * centre.cost - total * _distances(n, theta)[0]
    return Mallows(
        items=ballots.items,
        order=centre.order,
        unique=centre.unique,
        proven=centre.proven,
        theta=theta,
        standard_error=error,
        distance=centre.cost,
        mean_distance=mean,
        log_likelihood=log_likelihood,
        ballots=total,
        reason=reason,
    )


def mallows_log_partition(items: int, theta: float) -> float:
    """Evaluate log Z(theta) = sum over j = 1..items of log((1 - exp(-j theta)) / (1 - exp(-theta)))."""
    items = whole_number(items, "the number of items", least=1)
    theta = real_number(theta, "theta")
    if not theta >= 0:
        raise ValueError(f"{items} items at theta {theta}: give at least one item and a theta of 0 or more")
    return _distances(items, theta)[0]


def _fitted(items: int, mean: float, total: float) -> tuple[float, float, str | None]:
    """Solve E[d] = mean for theta: E[d] falls from items (items - 1) / 4 at theta 0 towards 0."""
    from scipy.optimize import brentq  # noqa: PLC0415 - loaded when a model is fitted, not before

    if mean <= 0:
        return math.inf, math.nan, "everybody gave the same order, so theta has no finite estimate"
    if mean >= items * (items - 1) / 4:
        return 0.0, 1 / math.sqrt(total * _distances(items, 0.0)[2]), None
    upper = 1.0
    while _distances(items, upper)[1] > mean:
        upper *= 2
    theta = float(brentq(lambda at: _distances(items, at)[1] - mean, 0.0, upper, xtol=1e-14, rtol=1e-14))
    return theta, 1 / math.sqrt(total * _distances(items, theta)[2]), None


def _distances(items: int, theta: float) -> tuple[float, float, float]:
    """Log Z, and mean and variance of the distance from the centre.

    The distance is a sum over j = 1..items of independent numbers 0..j - 1 of weight exp(-theta v): summed as they
    stand, nothing cancels near theta 0 as it does in the closed forms.
    """
    v = np.arange(items)
    weights = np.exp(-min(theta, 1e6) * v)
    totals = np.cumsum(weights)
    mean, square = np.cumsum(v * weights) / totals, np.cumsum(v * v * weights) / totals
    return float(np.log(totals).sum()), float(mean.sum()), float((square - mean**2).sum())
