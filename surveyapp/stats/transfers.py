"""The counting machine of `elimination`: where each paper stands, what it is worth, and what a tie may lead to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.stats.ballots import Ballots, Whole

    Quota = Literal["majority", "droop", "hagenbach_bischoff", "hare", "imperiali"]
    Transfer = Literal["weighted_inclusive", "unweighted_inclusive"]
    Votes = int | Fraction
    Small = npt.NDArray[np.int16]

MOST_STATES = 2000
"""After so many different states of a count the search for further outcomes stops, and says so."""

_EXTRA_SEATS = {"droop": 1, "hagenbach_bischoff": 1, "hare": 0, "imperiali": 2}


@dataclass(frozen=True, slots=True)
class Rules:
    """How many seats, which quota, of which votes, and how a surplus moves."""

    seats: int
    quota: Quota
    recomputed: bool
    transfer: Transfer

    def check(self, items: int) -> None:
        """Raise ValueError for rules that nothing can be counted by."""
        if not 1 <= self.seats <= items:
            raise ValueError(f"{self.seats} seats cannot be filled from {items} items")
        if self.quota not in ("majority", *_EXTRA_SEATS):
            raise ValueError(f"the quota is one of {', '.join(map(repr, _EXTRA_SEATS))}, not {self.quota!r}")
        if self.transfer not in ("weighted_inclusive", "unweighted_inclusive"):
            raise ValueError(f"a surplus moves 'weighted_inclusive' or 'unweighted_inclusive', not {self.transfer!r}")

    def threshold(self, votes: Fraction, seats: int, denominator: int) -> Fraction:
        """Compute the quota in units from `votes` units and open `seats`."""
        if self.quota == "majority":
            return votes / 2
        share = votes / (seats + _EXTRA_SEATS[self.quota])
        return Fraction(share // denominator + 1) * denominator if self.quota == "droop" else share


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """Ballots as papers: the items of each from the first, closed by -1; `priority` is each item's tie rank."""

    sequence: Small
    units: Whole
    denominator: int
    priority: tuple[int, ...]

    @classmethod
    def of(cls, ballots: Ballots, priority: tuple[int, ...]) -> Papers:
        """Line up each ballot's items. Raises ValueError, with the ballot, where two of them are tied."""
        ranked = ballots.places > 0
        last = ballots.places.max(axis=1, initial=0)
        tied = np.flatnonzero(last < np.count_nonzero(ranked, axis=1))
        if tied.size:
            ties = next(group for group in ballots.groups(int(tied[0])) if len(group) > 1)
            raise ValueError(f"a vote stands at one item at a time, and a ballot ties {', '.join(ties)}")
        end = int(last.max(initial=0))
        sequence = np.full((len(ballots.places), end + 1), -1, dtype=np.int16)
        columns = np.broadcast_to(np.arange(len(ballots.items), dtype=np.int16), ballots.places.shape)
        np.put_along_axis(sequence, np.where(ranked, ballots.places - 1, end).astype(np.intp), columns, axis=1)
        sequence[:, end] = -1
        return cls(sequence, ballots.units, ballots.denominator, priority)


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be done in a round; `tied` names those that stood equal where only some of them could be taken."""

    elected: tuple[int, ...] = ()
    eliminated: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """A state of the count. Paper p stands at item `top[p]` (-1: exhausted) with each unit worth `values[kind[p]]`.

    `history` has each elected item with the items that continued when it was: with `continuing`, all that the state
    depends on.
    """

    papers: Papers
    rules: Rules
    continuing: tuple[int, ...]
    at: Small
    top: Small
    kind: Small
    values: tuple[Votes, ...]
    history: tuple[tuple[int, tuple[int, ...]], ...]
    votes: tuple[Votes, ...]
    exhausted: Votes
    quota: Fraction

    @classmethod
    def start(cls, papers: Papers, rules: Rules) -> Count:
        """Put every paper at its first item."""
        nothing = np.zeros(len(papers.sequence), dtype=np.int16)
        total = Fraction(int(papers.units.sum()))
        count = cls(
            papers=papers,
            rules=rules,
            continuing=tuple(range(len(papers.priority))),
            at=nothing,
            top=papers.sequence[:, 0],
            kind=nothing,
            values=(1,),
            history=(),
            votes=(),
            exhausted=0,
            quota=rules.threshold(total, rules.seats, papers.denominator),
        )
        return count.tallied()

    @property
    def open_seats(self) -> int:
        """How many seats are left to fill."""
        return self.rules.seats - len(self.history)

    def choices(self) -> list[Choice]:
        """List what may be done now, what the tie order prefers first; there is more than one only for a tie."""
        best_first = sorted(self.continuing, key=lambda item: (-self.votes[item], self.papers.priority[item]))
        if len(best_first) <= self.open_seats:
            return [Choice(elected=tuple(best_first))]
        reached = [item for item in best_first if self._reaches(self.votes[item])]
        if len(reached) > self.open_seats:
            return self._cut(reached)
        if reached:
            return [Choice(elected=tuple(reached))]
        last = self._last(best_first)
        tied = tuple(sorted(last)) if len(last) > 1 else ()
        return [Choice(eliminated=(item,), tied=tied) for item in reversed(last)]

    def branches(self) -> Iterator[Choice]:
        """List what may be done now, with eliminations that any order of the tied must end in taken together."""
        choices = self.choices()
        tied = choices[0].tied
        if choices[0].elected or not tied:
            yield from choices
            return
        rest = len(self.continuing) - len(tied)
        together: Votes = sum(self.votes[item] for item in tied)
        others = [self.votes[item] for item in self.continuing if item not in tied]
        if rest < self.open_seats and not together:
            # Without votes nothing moves any more: each choice of the tied fills the seats that are left.
            kept = sorted(tied, key=self.papers.priority.__getitem__)
            for taken in combinations(kept, self.open_seats - rest):
                yield Choice(eliminated=tuple(item for item in tied if item not in taken))
        elif rest >= self.open_seats and (not together or (self.rules.quota == "majority" and together < min(others))):
            yield Choice(eliminated=tied)
        else:
            yield from choices

    def after(self, choice: Choice) -> Count | None:
        """Carry out a choice; None when all seats are filled."""
        if len(self.history) + len(choice.elected) == self.rules.seats:
            return None
        kind, values = self.kind, self.values
        for item in choice.elected:
            kind, values = self._reduced(item, kind, values)
        gone = {*choice.elected, *choice.eliminated}
        continuing = tuple(item for item in self.continuing if item not in gone)
        at, top = self._moved(continuing)
        history = (*self.history, *((item, self.continuing) for item in choice.elected))
        moved = replace(self, continuing=continuing, at=at, top=top, kind=kind, values=values, history=history)
        return moved.tallied()

    def _reaches(self, votes: Votes) -> bool:
        return votes > self.quota if self.rules.quota == "majority" else votes >= self.quota and votes > 0

    def _last(self, best_first: list[int]) -> list[int]:
        return [item for item in best_first if self.votes[item] == self.votes[best_first[-1]]]

    def _cut(self, reached: list[int]) -> list[Choice]:
        """Take the highest of those at the quota when they are more than the open seats."""
        edge = self.votes[reached[self.open_seats - 1]]
        sure = tuple(item for item in reached if self.votes[item] > edge)
        level = [item for item in reached if self.votes[item] == edge]
        wanted = self.open_seats - len(sure)
        tied = tuple(sorted(level)) if len(level) > wanted else ()
        return [Choice(elected=(*sure, *some), tied=tied) for some in combinations(level, wanted)]

    def _reduced(self, item: int, kind: Small, values: tuple[Votes, ...]) -> tuple[Small, tuple[Votes, ...]]:
        """Leave the quota with an elected item: its papers go on at the value of its surplus."""
        held = self.top == item
        surplus = Fraction(self.votes[item] - self.quota)
        kind = kind.copy()
        if self.rules.transfer == "unweighted_inclusive":
            kind[held] = len(values)
            return kind, (*values, surplus / int(self.papers.units[held].sum()))
        for old, value in enumerate(self.values):
            kind[held & (self.kind == old)] = len(values)
            values = (*values, value * surplus / self.votes[item])
        return kind, values

    def _moved(self, continuing: tuple[int, ...]) -> tuple[Small, Small]:
        """Move each paper on to its next item that continues."""
        # The last cell stands for -1: an exhausted paper stays where it is.
        stays = np.zeros(len(self.papers.priority) + 1, dtype=bool)
        stays[[*continuing, -1]] = True
        at, top = self.at.copy(), self.top.copy()
        moving = np.flatnonzero(~stays[top])
        while moving.size:
            at[moving] += 1
            top[moving] = self.papers.sequence[moving, at[moving]]
            moving = moving[~stays[top[moving]]]
        return at, top

    def tallied(self) -> Count:
        """Count the votes where the papers stand, and set the quota anew if the rules say so."""
        columns = len(self.papers.priority)
        # One pass over the papers: the kind of value and the item as one number.
        cells = (columns + 1) * self.kind.astype(np.intp) + (self.top + 1)
        held = np.bincount(cells, weights=self.papers.units, minlength=(columns + 1) * len(self.values))
        votes: list[Votes] = [0] * (columns + 1)
        for value, row in zip(self.values, held.reshape(-1, columns + 1).tolist(), strict=True):
            for column, units in enumerate(row):
                if units:
                    votes[column] += value * int(units)
        quota = self.quota
        if self.rules.recomputed:
            continuing = sum(votes[item + 1] for item in self.continuing)
            quota = self.rules.threshold(Fraction(continuing), self.open_seats, self.papers.denominator)
        return replace(self, votes=tuple(votes[1:]), exhausted=votes[0], quota=quota)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The sets of items that some order of the ties elects; all of them when `complete`."""

    elected: tuple[frozenset[int], ...]
    complete: bool


def follow_every_tie(start: Count) -> Outcomes:
    """Follow every choice at every tie, each state once, what the tie order prefers first."""
    found: dict[frozenset[int], None] = {}
    seen: set[object] = set()
    stack: list[tuple[Count, Choice]] = [(start, choice) for choice in _preferred_last(start)]
    while stack:
        count, choice = stack.pop()
        following = count.after(choice)
        if following is None:
            found[frozenset((*(item for item, _ in count.history), *choice.elected))] = None
            continue
        key = (following.continuing, following.history)
        if key in seen:
            continue
        if len(seen) >= MOST_STATES:
            return Outcomes(tuple(found), complete=False)
        seen.add(key)
        stack += ((following, choice) for choice in _preferred_last(following))
    return Outcomes(tuple(found), complete=True)


def _preferred_last(count: Count) -> list[Choice]:
    return list(islice(count.branches(), MOST_STATES + 1))[::-1]
