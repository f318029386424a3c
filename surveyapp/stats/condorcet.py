"""Orders that follow from comparing items two by two: Copeland, minimax, Schulze, the Smith set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from surveyapp.stats.comparisons import compared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from surveyapp.stats.ballots import Ballots, Whole
    from surveyapp.stats.comparisons import Levels, Pairwise, Unranked

    Strength = Literal["winning_votes", "margins", "ratio"]
    Defeat = Literal["winning_votes", "margins", "opposition"]
    Matrix = npt.NDArray[np.float64]
    Relation = npt.NDArray[np.bool_]

Score = TypeVar("Score", int, "Fraction", tuple[int, int])


@dataclass(frozen=True, slots=True)
class CondorcetWinner:
    """`winner` beats every other item one to one (None when nobody does); `undefeated` items lose to none.

    `loser` loses to every other item (None when nobody does).
    """

    items: tuple[str, ...]
    winner: str | None
    undefeated: tuple[str, ...]
    loser: str | None


@dataclass(frozen=True, slots=True)
class SmithSet:
    """`smith`: the smallest group whose members all beat everybody outside. `schwartz`: as in `smith_set`."""

    items: tuple[str, ...]
    smith: tuple[str, ...]
    schwartz: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copeland:
    """Per item: opponents beaten, lost to and tied with, and `balance`, beaten less lost to.

    `levels` orders the items by balance, best first, ties together. `second_order_levels` breaks those ties
    by the sum of the balances of the opponents that each item beats.
    """

    items: tuple[str, ...]
    wins: tuple[int, ...]
    losses: tuple[int, ...]
    ties: tuple[int, ...]
    balance: tuple[int, ...]
    levels: Levels
    second_order_levels: Levels


@dataclass(frozen=True, slots=True)
class Minimax:
    """`worst_defeat` is the strength of each item's worst defeat under the rule `strength`; the lowest is best."""

    items: tuple[str, ...]
    strength: Defeat
    worst_defeat: tuple[float, ...]
    levels: Levels

    @property
    def winners(self) -> tuple[str, ...]:
        """The items whose worst defeat is the mildest; more than one is a tie."""
        return self.levels[0] if self.levels else ()


@dataclass(frozen=True, slots=True, eq=False)
class Schulze:
    """`paths[i, j]` is the strength of the strongest path from i to j; i stands above j where that of j to i is less.

    That relation is transitive, but items may stand side by side: `levels` has the undominated items first,
    then those that only they dominate, and so on. `unique` when every level holds one item.
    """

    items: tuple[str, ...]
    strength: Strength
    paths: Matrix
    levels: Levels

    @property
    def winners(self) -> tuple[str, ...]:
        """The items that none stands above; more than one is a tie."""
        return self.levels[0] if self.levels else ()

    @property
    def unique(self) -> bool:
        """Whether the order is complete: no two items share a level."""
        return all(len(level) == 1 for level in self.levels)


def condorcet_winner(contest: Ballots | Pairwise, *, unranked: Unranked = "below") -> CondorcetWinner:
    """Find the item that a majority of those with a preference puts above each other item, one to one (Condorcet 1785).

    Exact; a tied pair is won by nobody. `unranked` as in `pairwise`; it is not used on a `Pairwise`.
    A single item has nobody to beat and is winner and loser.
    """
    pairs = compared(contest, unranked)
    beats = pairs.units > pairs.units.T
    others = len(pairs.items) - 1
    winners, losers = (np.flatnonzero(beats.sum(axis=axis) == others) for axis in (1, 0))
    return CondorcetWinner(
        items=pairs.items,
        winner=pairs.items[winners[0]] if winners.size else None,
        undefeated=_named(pairs.items, ~beats.any(axis=0)),
        loser=pairs.items[losers[0]] if losers.size else None,
    )


def smith_set(contest: Ballots | Pairwise, *, unranked: Unranked = "below") -> SmithSet:
    """Find the smallest group whose members each beat every item outside it (Smith 1973), and the Schwartz set.

    The Schwartz set (1972) is the union of the smallest groups that nobody outside beats; without tied pairs
    both are the same. Both are named in the order of the items. `unranked` as in `pairwise`.
    """
    pairs = compared(contest, unranked)
    beats = pairs.units > pairs.units.T
    # A member reaches every item by "is not beaten by"; in the Schwartz set, whoever reaches it is reached back.
    smith = reachable(~beats.T).all(axis=1)
    reaches = reachable(beats)
    schwartz = (reaches | ~reaches.T).all(axis=1)
    return SmithSet(pairs.items, _named(pairs.items, smith), _named(pairs.items, schwartz))


def copeland(contest: Ballots | Pairwise, *, unranked: Unranked = "below") -> Copeland:
    """Count for each item the opponents that it beats less those it loses to, one to one (Copeland 1951).

    Tied pairs count 0 (some count them 1/2 on each side: the same order, other numbers). `unranked` as in `pairwise`.
    """
    pairs = compared(contest, unranked)
    beats = pairs.units > pairs.units.T
    wins, losses = beats.sum(axis=1), beats.sum(axis=0)
    balance = wins - losses
    second = beats @ balance
    return Copeland(
        items=pairs.items,
        wins=tuple(wins.tolist()),
        losses=tuple(losses.tolist()),
        ties=tuple((len(pairs.items) - 1 - wins - losses).tolist()),
        balance=tuple(balance.tolist()),
        levels=levels_of(pairs.items, balance.tolist()),
        second_order_levels=levels_of(pairs.items, list(zip(balance.tolist(), second.tolist(), strict=True))),
    )


def minimax(
    contest: Ballots | Pairwise, *, strength: Defeat = "winning_votes", unranked: Unranked = "below"
) -> Minimax:
    """Order the items by their worst defeat, mildest first (Simpson 1969, Kramer 1977).

    A defeat of i by j counts, by `strength`: "winning_votes", the votes for j where j wins, else 0; "margins", votes
    for j less votes for i (negative for an item that beats all others); "opposition", the votes for j, won
    or not, which need not find a Condorcet winner. A single item has a worst defeat of 0.

    Raises ValueError for another strength.
    """
    pairs = compared(contest, unranked)
    against = pairs.units.T
    if strength == "winning_votes":
        defeats = np.where(against > pairs.units, against, 0)
    elif strength == "margins":
        defeats = against - pairs.units
    elif strength == "opposition":
        defeats = against
    else:
        raise ValueError(f"a defeat counts by 'winning_votes', 'margins' or 'opposition', not {strength!r}")
    others = defeats[~np.eye(len(defeats), dtype=bool)].reshape(len(defeats), max(len(defeats) - 1, 0))
    worst = others.max(axis=1) if len(defeats) > 1 else np.zeros(len(defeats), dtype=np.int64)
    return Minimax(
        items=pairs.items,
        strength=strength,
        worst_defeat=tuple((worst / pairs.denominator).tolist()),
        levels=levels_of(pairs.items, (-worst).tolist()),
    )


def schulze(
    contest: Ballots | Pairwise, *, strength: Strength = "winning_votes", unranked: Unranked = "below"
) -> Schulze:
    """Compare items by their strongest paths of victories (Schulze 2011).

    A path is as strong as its weakest victory, and a victory as `strength` says: "winning_votes" (votes for the winner,
    as Debian), "margins" (less those for the loser) or "ratio" (over those for the loser). They agree on
    complete ballots without ties, and may elect three different items otherwise. `unranked` as in `pairwise`.

    Raises ValueError for another strength.
    """
    pairs = compared(contest, unranked)
    paths = _victories(pairs.units, strength)
    for middle in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, middle, np.newaxis], paths[middle]), out=paths)
    np.fill_diagonal(paths, 0)
    levels = peeled(pairs.items, paths > paths.T)
    return Schulze(pairs.items, strength, paths if strength == "ratio" else paths / pairs.denominator, levels)


def _victories(units: Whole, strength: Strength) -> Matrix:
    """Measure victories in units: whole numbers below 2^53, or their correctly rounded ratio, so equal is equal."""
    if strength == "winning_votes":
        strengths = units.astype(np.float64)
    elif strength == "margins":
        strengths = (units - units.T).astype(np.float64)
    elif strength == "ratio":
        strengths = np.full(units.shape, np.inf)
        np.divide(units, units.T, out=strengths, where=units.T > 0)
    else:
        raise ValueError(f"a victory is as strong as its 'winning_votes', 'margins' or 'ratio', not {strength!r}")
    return np.where(units > units.T, strengths, 0.0)


def reachable(relation: Relation) -> Relation:
    """Close a relation: which item reaches which, itself included, by any number of steps."""
    closure = relation | np.eye(len(relation), dtype=bool)
    for middle in range(len(closure)):
        closure |= closure[:, middle, np.newaxis] & closure[middle]
    return closure


def peeled(items: tuple[str, ...], above: Relation) -> Levels:
    """Order items by a transitive relation: first those with none above them, then again without these, and so on."""
    left = np.ones(len(items), dtype=bool)
    levels = []
    while left.any():
        top = left & ~above[left].any(axis=0)
        levels.append(_named(items, top))
        left &= ~top
    return tuple(levels)


def levels_of(items: tuple[str, ...], scores: Sequence[Score]) -> Levels:
    """Order items by score, highest first; equal scores share a level."""
    return tuple(
        tuple(item for item, score in zip(items, scores, strict=True) if score == level)
        for level in sorted(set(scores), reverse=True)
    )


def _named(items: tuple[str, ...], chosen: npt.ArrayLike) -> tuple[str, ...]:
    return tuple(items[column] for column in np.flatnonzero(chosen))
