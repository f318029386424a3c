"""Models of how people order items: worths with standard errors (Plackett-Luce, Bradley-Terry)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from surveyapp.stats.arguments import MOST, different_names, numbers, real_number, square_counts
from surveyapp.stats.ballots import check_cast
from surveyapp.stats.choice_likelihood import Choices, Fit, choices_of, groups, log_likelihood, maximise
from surveyapp.stats.dataset import UNRANKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.ballots import Ballots
    from surveyapp.stats.comparisons import Unranked

    Floats = npt.NDArray[np.float64]


_STEPS = 200
_STILL = 1e-12


@dataclass(frozen=True, slots=True)
class TieStrength:
    """How readily `order` items are tied: d in d (product of their worths)^(1/order); 1 is as readily as one item."""

    order: int
    strength: float
    log_strength: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """Log-worth of an item minus that of a reference, and its standard error: 0 and nan for the reference itself."""

    item: str
    difference: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Worths:
    """A fitted model of choices: what each item is worth, and how sure that is. Higher is better.

    `worth` sums to 1: the chance to be put first out of all items (ties apart). `log_worth` has mean 0, and
    `covariance` and `standard_errors` are those of log_worth so centred; for two items compare by `against`.
    `quasi_standard_errors` do not hang on a reference: the difference of any two items has about the error
    sqrt(q_i² + q_j²) (Firth and de Menezes 2004); nan for fewer than three items. `log_likelihood` is that of
    the ballots, pseudo-rankings apart. A weight of 2 counts as two people, in the errors too.
    """

    items: tuple[str, ...]
    worth: tuple[float, ...]
    log_worth: tuple[float, ...]
    standard_errors: tuple[float, ...]
    quasi_standard_errors: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    ties: tuple[TieStrength, ...]
    log_likelihood: float
    deviance: float
    degrees_of_freedom: int
    choices: float
    pseudo_rankings: float
    steps: int

    def against(self, reference: str) -> tuple[Contrast, ...]:
        """Compare every item with `reference`. Raises ValueError for an item that is not of the model."""
        if reference not in self.items:
            raise ValueError(f"{reference!r} is none of the items {', '.join(self.items)}")
        at = self.items.index(reference)
        own = np.asarray(self.covariance)
        variance = np.diag(own) + own[at, at] - 2 * own[at]
        return tuple(
            Contrast(item, self.log_worth[i] - self.log_worth[at], math.sqrt(variance[i]) if i != at else math.nan)
            for i, item in enumerate(self.items)
        )


def plackett_luce(
    ballots: Ballots, *, ties: bool = True, unranked: Unranked = "ignore", pseudo_rankings: float = 0.0
) -> Worths:
    """Fit the Plackett-Luce model by maximum likelihood: each ballot is a row of choices, the best of those left.

    P(order) = product over its places of a_chosen / sum of a over the items left (Luce 1959; Plackett 1975).
    Items tied at a place are chosen together, with the Davidson-Luce model and a tie strength for every size of
    tie that occurs (Firth, Kosmidis and Turner 2019; Davidson 1970 for pairs); with `ties` False a tied ballot is
    refused. Items shown and not ranked are left out of the ballot ("ignore", as in R's PlackettLuce) or stand
    below all that are ranked ("below", as in PLMIX): two likelihoods. Items not shown never take part.

    Raises ValueError, with the groups named, where the ballots do not connect all items or always put some above
    others, so that no finite worths exist; `pseudo_rankings` makes them exist: every item wins and loses that
    often against an item of log-worth 0 (Turner et al. 2020, whose npseudo it is; 0.5 there by default).
    """
    check_cast(ballots)
    if unranked not in ("ignore", "below"):
        raise ValueError(f"unranked items are 'ignore' or 'below', not {unranked!r}")
    places = ballots.places.astype(np.int64)
    levels = np.where(places > 0, places, np.where(places == UNRANKED, 0, -1))
    if not ties:
        _refuse_ties(levels)
    choices = choices_of(levels, ballots.weights, unranked_below=unranked == "below")
    return fit_worths(choices, ballots.items, pseudo_rankings=pseudo_rankings)


def bradley_terry(
    wins: npt.ArrayLike,
    ties: npt.ArrayLike | None = None,
    *,
    items: Sequence[str] | None = None,
    pseudo_rankings: float = 0.0,
) -> Worths:
    """Fit worths to comparisons of two: P(i before j) = a_i / (a_i + a_j) (Zermelo 1929; Bradley and Terry 1952).

    `wins[i, j]`: how often i was put before j; the diagonal is 0. `ties[i, j]`: how often the two were called equal
    (symmetric); with any, P(tie) is in proportion to d sqrt(a_i a_j) (Davidson 1970). The deviance is against the
    table of pairs that were compared. Raises ValueError, with the place, for a count below 0 and for any on the
    diagonal, and as `plackett_luce` does.
    """
    won = square_counts(wins, "wins")
    level = np.zeros_like(won) if ties is None else square_counts(ties, "ties")
    if won.shape != level.shape or not np.array_equal(level, level.T):
        raise ValueError("ties must be a symmetric table of the same shape as wins")
    names = different_names(items, len(won))
    first, second = np.nonzero(np.triu(won + won.T + level))
    available = np.zeros((first.size, len(won)), dtype=bool)
    available[np.arange(first.size), first] = available[np.arange(first.size), second] = True
    half = float(np.triu(level).sum())
    choices = Choices(
        available=available,
        times=(won + won.T + level)[first, second],
        credit=won.sum(axis=1) + level.sum(axis=1) / 2,
        orders=(2,) if half else (),
        tied=np.array([half] if half else []),
        above=(won > 0) | (level > 0),
    )
    outcomes = np.concatenate([won[first, second], won[second, first], level[first, second]])
    compared = np.tile(choices.times, 3)
    happened = outcomes > 0
    saturated = float(outcomes[happened] @ np.log(outcomes[happened] / compared[happened]))
    cells = first.size * (2 if half else 1)
    return fit_worths(choices, names, pseudo_rankings=pseudo_rankings, saturated=saturated, cells=cells)


def fit_worths(
    choices: Choices,
    items: Sequence[str],
    *,
    pseudo_rankings: float = 0.0,
    saturated: float = math.nan,
    cells: int = 0,
) -> Worths:
    """Fit worths to choices; what `plackett_luce` and `bradley_terry` share.

    `saturated` is the log-likelihood of the table itself and `cells` its free cells, for the deviance; it is nan,
    with 0 degrees of freedom, where there is no such table.
    """
    n = len(items)
    if n < 2:
        raise ValueError(f"worths compare items: there must be at least two, here: {n}")
    pseudo_rankings = real_number(pseudo_rankings, "the number of pseudo-rankings")
    if not 0 <= pseudo_rankings <= MOST:
        raise ValueError(f"{pseudo_rankings} pseudo-rankings: give 0 or a positive number")
    if not pseudo_rankings:
        _refuse_disconnected(choices, items)
    fit = maximise(choices.with_reference(pseudo_rankings) if pseudo_rankings else choices)
    centre = np.eye(n) - 1 / n
    covariance = centre @ fit.covariance[:n, :n] @ centre
    log_worth = fit.log_worth[:n] - fit.log_worth[:n].mean()
    raised = np.exp(log_worth - log_worth.max())
    own = log_likelihood(choices, fit.log_worth[:n], fit.log_ties)
    return Worths(
        items=tuple(items),
        worth=tuple((raised / raised.sum()).tolist()),
        log_worth=tuple(log_worth.tolist()),
        standard_errors=tuple(np.sqrt(np.diag(covariance)).tolist()),
        quasi_standard_errors=quasi_standard_errors(covariance),
        covariance=tuple(tuple(row) for row in covariance.tolist()),
        ties=_tie_strengths(choices, fit),
        log_likelihood=own,
        deviance=2 * (saturated - own),
        degrees_of_freedom=cells - (n - 1) - fit.log_ties.size if cells else 0,
        choices=float(choices.times.sum()),
        pseudo_rankings=float(pseudo_rankings),
        steps=fit.steps,
    )


def quasi_standard_errors(covariance: npt.ArrayLike) -> tuple[float, ...]:
    """Find q so that q_i² + q_j² is nearest, in squared logarithms, to the variance of every difference.

    Firth and de Menezes (2004), Biometrika 91:65-80, as R's qvcalc. nan for fewer than three items, where they
    are not determined. Raises ValueError for what is no covariance matrix of different items.
    """
    table = numbers(covariance, "a covariance matrix", "in row {}, column {}")
    n = len(table)
    first, second = np.triu_indices(n, 1)
    if table.shape != (n, n) or not np.isfinite(table).all() or not (_spreads(table)[first, second] > 0).all():
        raise ValueError("expected a square covariance matrix by which every two items differ by more than nothing")
    if n < 3:
        return (math.nan,) * n
    pairs = np.log(_spreads(table)[first, second])
    row = np.arange(first.size)
    logs = np.log(np.maximum(np.diag(table), 1e-300))
    apart = np.logaddexp(logs[first], logs[second]) - pairs
    for _ in range(_STEPS):  # Gauss and Newton's method: the misfits are small, so it settles in a few steps
        share = np.exp(logs[first] - np.logaddexp(logs[first], logs[second]))
        slopes = np.zeros((first.size, n))
        slopes[row, first], slopes[row, second] = share, 1 - share
        step = np.linalg.solve(slopes.T @ slopes, slopes.T @ apart)
        length = 1.0
        while length > _STILL:
            trial = logs - length * step
            misfit = np.logaddexp(trial[first], trial[second]) - pairs
            if misfit @ misfit <= apart @ apart:
                logs, apart = trial, misfit
                break
            length /= 2
        if length * np.abs(step).max() < _STILL or length <= _STILL:
            break
    return tuple(np.exp(logs / 2).tolist())


def _spreads(covariance: Floats) -> Floats:
    """Work out the variance of the difference of every two items."""
    own = np.diag(covariance)
    spreads: Floats = own[:, np.newaxis] + own - 2 * covariance
    return spreads


def _refuse_ties(levels: npt.NDArray[np.int64]) -> None:
    for row, ballot in enumerate(levels):
        placed, times = np.unique(ballot[ballot > 0], return_counts=True)
        if times.max(initial=0) > 1:
            raise ValueError(
                f"distinct ballot {row} ties {times.max()} items at place {placed[times.argmax()]}, and the model was"
                " asked for without ties"
            )


def _tie_strengths(choices: Choices, fit: Fit) -> tuple[TieStrength, ...]:
    errors = np.sqrt(np.diag(fit.covariance)[fit.log_worth.size :])
    return tuple(
        TieStrength(order, math.exp(log), log, error)
        for order, log, error in zip(choices.orders, fit.log_ties.tolist(), errors.tolist(), strict=True)
    )


def _refuse_disconnected(choices: Choices, items: Sequence[str]) -> None:
    """Refuse where no finite maximum exists (Ford 1957): some group is never beaten by, or never meets, the rest."""
    apart = groups(choices.above | choices.above.T)
    if len(apart) > 1:
        raise ValueError(
            f"the ballots never compare these groups of items with each other: {_named(apart, items)}."
            " Fit each on its own, or ask for pseudo-rankings."
        )
    ordered = groups(choices.above)
    if len(ordered) > 1:
        raise ValueError(
            "no finite worths exist, because some items always come before others; groups that each beat and are"
            f" beaten: {_named(ordered, items)}. Leave out those that only win or only lose, or ask for"
            " pseudo-rankings."
        )


def _named(indices: list[list[int]], items: Sequence[str]) -> str:
    return "; ".join("{" + ", ".join(str(items[i]) for i in group) + "}" for group in indices)
