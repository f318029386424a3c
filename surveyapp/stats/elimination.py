"""Elections by elimination and transfer: instant runoff and the single transferable vote, in exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from surveyapp.stats.arguments import each_once, whole_number
from surveyapp.stats.ballots import check_cast
from surveyapp.stats.transfers import Count, Outcomes, Papers, Rules, follow_every_tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.ballots import Ballots
    from surveyapp.stats.transfers import Choice, Quota, Transfer, Votes


@dataclass(frozen=True, slots=True)
class CountRound:
    """One round of a count: what each continuing item held, and what was done about it.

    `votes` pairs the continuing items with their votes, in the order of the items. `exhausted` is the weight that no
    continuing item holds. `elected` and `eliminated` name the items of
    this round; `tied` names the items that stood equal where only some of them could be taken, so that the
    tie order decided.
    """

    votes: tuple[tuple[str, float], ...]
    quota: float
    exhausted: float
    elected: tuple[str, ...]
    eliminated: tuple[str, ...]
    tied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstantRunoff:
    """`winners`: every item that wins under some order of the ties. `rounds` is the count by the tie order.

    `complete` is False when there were too many ties to follow them all; then `winners` may lack some.
    """

    items: tuple[str, ...]
    winners: tuple[str, ...]
    rounds: tuple[CountRound, ...]
    complete: bool

    @property
    def winner(self) -> str:
        """The winner by the tie order."""
        return self.rounds[-1].elected[0]

    @property
    def unique(self) -> bool:
        """Whether no tie matters."""
        return self.complete and len(self.winners) == 1


@dataclass(frozen=True, slots=True)
class TransferableVote:
    """`elected` by the tie order, in the order of election; `outcomes`: every set that some order of the ties elects.

    `complete` is False when there were too many ties to follow them all; then `outcomes` may lack some.
    """

    items: tuple[str, ...]
    seats: int
    quota_rule: Quota
    recomputed: bool
    transfer: Transfer
    elected: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    rounds: tuple[CountRound, ...]
    complete: bool

    @property
    def unique(self) -> bool:
        """Whether no tie matters."""
        return self.complete and len(self.outcomes) == 1


def irv(ballots: Ballots, *, tie_order: Sequence[str] | None = None) -> InstantRunoff:
    """Eliminate the item with the fewest votes until one has more than half of those still held (Ware 1871).

    A ballot counts for the first of its items that continues; one without any is exhausted and leaves the base. Items
    not ranked, for whatever reason, get no vote. Where several have the fewest votes, `winners` follows every
    choice; `rounds` eliminates the one named last in `tie_order` (by default the order of the items).

    Raises ValueError for no items, no ballots, a ballot with tied items (a vote stands at one item at a time), and
    for a tie order that does not name each item once.
    """
    rules = Rules(seats=1, quota="majority", recomputed=True, transfer="weighted_inclusive")
    outcomes, rounds = _counted(ballots, rules, tie_order)
    winners = {item for outcome in outcomes.elected for item in outcome}
    return InstantRunoff(
        items=ballots.items,
        winners=tuple(name for item, name in enumerate(ballots.items) if item in winners),
        rounds=rounds,
        complete=outcomes.complete,
    )


def stv(
    ballots: Ballots,
    seats: int,
    *,
    quota: Literal["droop", "hagenbach_bischoff", "hare", "imperiali"] = "droop",
    recomputed: bool = False,
    transfer: Transfer = "weighted_inclusive",
    tie_order: Sequence[str] | None = None,
) -> TransferableVote:
    """Fill `seats` by the single transferable vote: elect at the quota, transfer surpluses, eliminate the last.

    With V votes and s seats the quota is "droop" floor(V/(s + 1)) + 1, "hagenbach_bischoff" V/(s + 1), "hare" V/s, or
    "imperiali" V/(s + 2); V is all votes of the first round, or with `recomputed` those still held in each round
    and s the seats still open. All items at the quota are elected at
    once, highest first. Their surplus t - q moves with all papers they hold: "weighted_inclusive" multiplies
    the value of each by (t - q)/t (Gregory), "unweighted_inclusive" gives each paper (t - q) over their
    number (as the Australian Senate). What a paper cannot transfer is lost. When no more items continue than
    seats are open, all are elected.

    Votes are exact fractions, never rounded. Ties, refused input and items not ranked are as in `irv`.
    Raises ValueError also for fewer than 1 seat, more seats than items, and rules of other names.
    """
    seats = whole_number(seats, "the number of seats", least=1)
    rules = Rules(seats, quota, recomputed, transfer)
    outcomes, rounds = _counted(ballots, rules, tie_order)
    return TransferableVote(
        items=ballots.items,
        seats=seats,
        quota_rule=quota,
        recomputed=recomputed,
        transfer=transfer,
        elected=tuple(name for one in rounds for name in one.elected),
        outcomes=tuple(tuple(ballots.items[item] for item in sorted(outcome)) for outcome in outcomes.elected),
        rounds=rounds,
        complete=outcomes.complete,
    )


def _counted(
    ballots: Ballots, rules: Rules, tie_order: Sequence[str] | None
) -> tuple[Outcomes, tuple[CountRound, ...]]:
    check_cast(ballots)
    rules.check(len(ballots.items))
    order = ballots.items if tie_order is None else each_once(tie_order, ballots.items, "the tie order")
    papers = Papers.of(ballots, tuple(order.index(item) for item in ballots.items))
    start = Count.start(papers, rules)
    count: Count | None = start
    rounds = []
    while count is not None:
        choice = count.choices()[0]
        rounds.append(_round(ballots, count, choice))
        count = count.after(choice)
    elected = frozenset(ballots.items.index(name) for one in rounds for name in one.elected)
    others = follow_every_tie(start) if any(one.tied for one in rounds) else Outcomes((), complete=True)
    every = dict.fromkeys((elected, *others.elected))
    return Outcomes(tuple(every), others.complete), tuple(rounds)


def _round(ballots: Ballots, count: Count, choice: Choice) -> CountRound:
    def named(columns: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(ballots.items[column] for column in columns)

    def weight(units: Votes) -> float:
        return float(Fraction(units) / ballots.denominator)

    votes = zip(named(count.continuing), (weight(count.votes[item]) for item in count.continuing), strict=True)
    return CountRound(
        votes=tuple(votes),
        quota=weight(count.quota),
        exhausted=weight(count.exhausted),
        elected=named(choice.elected),
        eliminated=named(choice.eliminated),
        tied=named(choice.tied),
    )
