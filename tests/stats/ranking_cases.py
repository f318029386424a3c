"""The ranking cases as ballots, and what the elections by elimination and transfer give for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.comparisons import Pairwise, pairwise
from surveyapp.stats.elimination import irv, stv
from tests.stats.ballot_files import ballots_of
from tests.stats.reference_cases import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.comparisons import Levels, Unranked
    from surveyapp.stats.elimination import CountRound

QUOTAS: dict[str, Literal["droop", "hagenbach_bischoff", "hare", "imperiali"]] = {
    "droop": "droop",
    "hb": "hagenbach_bischoff",
    "hare": "hare",
    "imperiali": "imperiali",
}


def lists(levels: Levels) -> list[list[str]]:
    return [list(level) for level in levels]


def flat_where_single(levels: Levels) -> list[str | list[str]]:
    return [level[0] if len(level) == 1 else list(level) for level in levels]


def table_of(pairs: Pairwise) -> dict[str, dict[str, float]]:
    wins = pairs.wins.tolist()
    names = pairs.items
    return {own: {other: wins[i][j] for j, other in enumerate(names) if other != own} for i, own in enumerate(names)}


def by_item(items: Sequence[str], values: Sequence[float]) -> dict[str, float]:
    return dict(zip(items, values, strict=True))


def rounds_of(rounds: Sequence[CountRound]) -> list[dict[str, float]]:
    return [dict(one.votes) for one in rounds]


def contest_of(data: dict[str, Any]) -> tuple[Ballots | None, Pairwise]:
    """Read a case's ballots, or its matrix, under the rule for unranked items that it names."""
    if "pairwise_matrix" in data:
        return None, pairwise(Ballots.from_wins(data["pairwise_matrix"], data["candidates"]), "ignore")
    if "official_pairs" in data:
        return None, pairwise(Ballots.from_wins(official_matrix(data), data["candidates"]), "ignore")
    rule: Unranked = "ignore" if "ignore" in data.get("unranked", "").lower() else "below"
    ballots = ballots_of(data, FOLDER)
    return ballots, pairwise(ballots, rule)


def official_matrix(data: dict[str, Any]) -> list[list[int]]:
    size = len(data["candidates"])
    wins = [[0] * size for _ in range(size)]
    for pair, (votes, against) in data["official_pairs"].items():
        winner, loser = (int(number) - 1 for number in pair.split(">"))
        wins[winner][loser], wins[loser][winner] = votes, against
    return wins


class Counted:
    """A case, its ballots, and the values that counting them by rounds gives."""

    def __init__(self, data: dict[str, Any], expected: dict[str, Any]) -> None:
        self.data = data
        self.expected = expected
        self.optional, self.pairs = contest_of(data)

    @property
    def ballots(self) -> Ballots:
        assert self.optional is not None
        return self.optional

    def value(self, method: str, name: str) -> Any:
        own = getattr(self, f"{method}_{name}", None) or getattr(self, f"any_{name}", None)
        assert own is not None, f"{name} of {method} is neither computed nor named with a reason"
        return own()

    def any_irv_winner(self) -> Any:
        winners = irv(self.ballots).winners
        return list(winners) if isinstance(self.expected["irv_winner"], list) else "".join(winners)

    def irv_winner(self) -> Any:
        return "".join(irv(self.ballots).winners)

    def irv_rounds(self) -> Any:
        return rounds_of(irv(self.ballots).rounds)

    def any_irv_rounds(self) -> Any:
        return rounds_of(irv(self.ballots).rounds)

    def any_round1(self) -> Any:
        return rounds_of(irv(self.ballots).rounds)[0]

    def any_tied_losers(self) -> Any:
        return list(irv(self.ballots).rounds[0].tied)

    def any_winner_if_c2_out(self) -> Any:
        return irv(self.ballots, tie_order=("c1", "c3", "c2")).winner

    def any_winner_if_c3_out(self) -> Any:
        result = irv(self.ballots, tie_order=("c1", "c2", "c3"))
        assert result.winners == ("c1", "c3")
        return result.winner

    def _stv(self) -> Any:
        return stv(self.ballots, self.data["seats"], quota=QUOTAS[self.data["quota"]])

    def any_elected(self) -> Any:
        return list(self._stv().elected)

    def any_quota(self) -> Any:
        return self._stv().rounds[0].quota

    def stv_rounds(self) -> Any:
        return rounds_of(self._stv().rounds)
