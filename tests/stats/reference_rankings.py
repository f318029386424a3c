"""Published rankings and proven Kemeny optima, kept outside the repository, each at its own tolerance.

`SURVEYAPP_REFERENCE` names the folder. Nothing is left out in silence: an expected value that is not ours
stands below with its reason, and an unknown one fails.
"""

from __future__ import annotations

import json
import os
from itertools import permutations
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.comparisons import Pairwise, pairwise
from surveyapp.stats.condorcet import condorcet_winner, copeland, minimax, schulze, smith_set
from surveyapp.stats.elimination import irv, stv
from surveyapp.stats.kemeny import kemeny, kemeny_cost
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.rankings import borda
from tests.stats.ballot_files import ballots_of, read_ballots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.comparisons import Levels, Unranked
    from surveyapp.stats.elimination import CountRound

FOLDER = Path(os.environ.get("SURVEYAPP_REFERENCE", Path(__file__).parents[3] / "shared" / "reference"))


QUOTAS: dict[str, Literal["droop", "hagenbach_bischoff", "hare", "imperiali"]] = {
    "droop": "droop",
    "hb": "hagenbach_bischoff",
    "hare": "hare",
    "imperiali": "imperiali",
}


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8")) if FOLDER.is_dir() else None


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


class Computed:
    """Every value that a case may expect of us, by the name that the cases give it; computed when it is asked for."""

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

    # Comparisons

    def any_pairwise(self) -> Any:
        return table_of(self.pairs)

    def any_pairwise_ignore(self) -> Any:
        return table_of(pairwise(self.ballots, "ignore"))

    def any_pairwise_bottom(self) -> Any:
        return table_of(pairwise(self.ballots, "below"))

    def any_pairwise_unranked_last(self) -> Any:
        return pairwise(self.ballots, "below").wins.tolist()

    def any_official_matrix(self) -> Any:
        return self.pairs.wins.tolist()

    def any_n(self) -> Any:
        return self.ballots.n

    def any_ballot_types(self) -> Any:
        counts = self.ballots.counts.tolist()
        groups = [self.ballots.groups(ballot) for ballot in range(len(counts))]
        names = [">".join("=".join(item.removeprefix("c") for item in group) for group in one) for one in groups]
        return dict(zip(names, counts, strict=True))

    def any_condorcet_winner(self) -> Any:
        return condorcet_winner(self.pairs).winner

    def any_condorcet_winner_in_preflib_file(self) -> Any:
        return condorcet_winner(ballots_of({"file": self.data["file"]}, FOLDER)).winner

    def any_plurality_winner(self) -> Any:
        return max(irv(self.ballots).rounds[0].votes, key=lambda votes: votes[1])[0]

    def any_smith(self) -> Any:
        return list(smith_set(self.pairs).smith)

    def any_schwartz(self) -> Any:
        return list(smith_set(self.pairs).schwartz)

    # Schulze

    def any_path_strengths_winning(self) -> Any:
        return self._paths("winning_votes")

    def any_paths_winning(self) -> Any:
        return self._paths("winning_votes")

    def any_paths_margin(self) -> Any:
        return self._paths("margins")

    def _paths(self, strength: Literal["winning_votes", "margins"]) -> Any:
        paths = schulze(self.pairs, strength=strength).paths.tolist()
        names = self.pairs.items
        return {
            own: {other: paths[i][j] for j, other in enumerate(names) if other != own} for i, own in enumerate(names)
        }

    def schulze_winners(self) -> Any:
        return list(schulze(self.pairs).winners)

    def any_order_levels_winning_votes(self) -> Any:
        return lists(schulze(self.pairs).levels)

    def any_order_levels_margins(self) -> Any:
        return lists(schulze(self.pairs, strength="margins").levels)

    def schulze_winner_margin(self) -> Any:
        return "".join(schulze(self.pairs, strength="margins").winners)

    def schulze_winner_ratio(self) -> Any:
        return "".join(schulze(self.pairs, strength="ratio").winners)

    def schulze_winner_winning_votes(self) -> Any:
        return "".join(schulze(self.pairs).winners)

    def any_schulze_order(self) -> Any:
        levels = schulze(self.pairs).levels
        expected = self.expected["schulze_order"]
        return lists(levels) if isinstance(expected[0], list) else [item for level in levels for item in level]

    def any_schulze(self) -> Any:
        result = schulze(self.pairs)
        return "".join(result.winners) if isinstance(self.expected["schulze"], str) else lists(result.levels)

    # Copeland, minimax

    def any_balance(self) -> Any:
        return by_item(self.pairs.items, copeland(self.pairs).balance)

    def any_copeland_balance(self) -> Any:
        return self.any_balance()

    def any_copeland_winners(self) -> Any:
        return list(copeland(self.pairs).levels[0])

    def any_levels(self) -> Any:
        return lists(copeland(self.pairs).levels)

    def any_second_order_copeland(self) -> Any:
        return flat_where_single(copeland(self.pairs).second_order_levels)

    def any_won_lost(self) -> Any:
        result = copeland(self.pairs)
        won_lost = ([won, lost] for won, lost in zip(result.wins, result.losses, strict=True))
        return dict(zip(result.items, won_lost, strict=True))

    def any_winner(self) -> Any:
        (winner,) = copeland(self.pairs).levels[0]
        return winner

    def any_winning(self) -> Any:
        return by_item(self.pairs.items, minimax(self.pairs).worst_defeat)

    def any_margin(self) -> Any:
        return by_item(self.pairs.items, minimax(self.pairs, strength="margins").worst_defeat)

    def any_pairwise_opposition(self) -> Any:
        return by_item(self.pairs.items, minimax(self.pairs, strength="opposition").worst_defeat)

    def any_minimax_worst_defeat(self) -> Any:
        return self.any_winning()

    def any_minimax_winner(self) -> Any:
        return self.any_winner_winning()

    def any_winner_winning(self) -> Any:
        return "".join(minimax(self.pairs).winners)

    def any_winner_margin(self) -> Any:
        return "".join(minimax(self.pairs, strength="margins").winners)

    def any_winner_opposition(self) -> Any:
        return "".join(minimax(self.pairs, strength="opposition").winners)

    # Ranked pairs

    def any_order_winning(self) -> Any:
        return lists(ranked_pairs(self.pairs).orders[0])

    def any_order_margins(self) -> Any:
        return lists(ranked_pairs(self.pairs, strength="margins").orders[0])

    def any_all_orders_winning(self) -> Any:
        return sorted(lists(order) for order in ranked_pairs(self.pairs).orders)

    def any_all_orders_margins(self) -> Any:
        return sorted(lists(order) for order in ranked_pairs(self.pairs, strength="margins").orders)

    def any_order_ignore(self) -> Any:
        return lists(ranked_pairs(self.ballots, unranked="ignore").orders[0])

    def any_order_bottom(self) -> Any:
        return lists(ranked_pairs(self.ballots).orders[0])

    def any_unique(self) -> Any:
        return ranked_pairs(self.pairs).unique

    def any_put_winners(self) -> Any:
        return list(ranked_pairs(self.pairs).winners)

    def any_ranked_pairs_order(self) -> Any:
        return [item for level in ranked_pairs(self.pairs).orders[0] for item in level]

    # Borda

    def any_scores(self) -> Any:
        base: Literal[0, 1] = 1 if self.expected.get("base") == 1 else 0
        return by_item(self.ballots.items, borda(self.ballots, base=base).points)

    def any_borda_base0(self) -> Any:
        return by_item(self.ballots.items, borda(self.ballots).points)

    def any_borda_winner(self) -> Any:
        return "".join(borda(self.ballots).levels[0])

    def any_unranked_tied_last_base1(self) -> Any:
        return by_item(self.ballots.items, borda(self.ballots, base=1).points)

    def any_unranked_zero_base1(self) -> Any:
        return by_item(self.ballots.items, borda(self.ballots, leftovers="zero", base=1).points)

    # Kemeny

    def any_order(self) -> Any:
        return list(kemeny(self.pairs).order)

    def any_kemeny_order(self) -> Any:
        return self.any_order()

    def any_kemeny(self) -> Any:
        return self.any_order()

    def any_distance(self) -> Any:
        return kemeny(self.pairs).cost

    def any_kemeny_distance(self) -> Any:
        return kemeny(self.pairs).cost

    def any_agreement(self) -> Any:
        return kemeny(self.pairs).agreement

    def any_kemeny_agreement(self) -> Any:
        return kemeny(self.pairs).agreement

    def any_tau_x_average(self) -> Any:
        return 1 - 2 * kemeny(self.pairs).cost / (self.ballots.n * comb(len(self.pairs.items), 2))

    def any_n_optimal(self) -> Any:
        optimal = self.any_optimal_orders()
        assert kemeny(self.pairs).unique == (len(optimal) == 1)
        return len(optimal)

    def any_optimal_orders(self) -> Any:
        """All orders that cost as little as ours; ours and the second one are among them."""
        best = kemeny(self.pairs)
        costs = {order: kemeny_cost(self.pairs, order) for order in permutations(self.pairs.items)}
        optimal = sorted(list(order) for order, cost in costs.items() if cost == best.cost)
        assert list(best.order) in optimal
        assert best.second is None or list(best.second) in optimal
        assert min(costs.values()) == best.cost
        return optimal

    # Elimination and transfer

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


OURS = {
    "schulze",
    "ranked_pairs",
    "copeland",
    "minimax",
    "borda",
    "kemeny",
    "irv",
    "stv",
    "smith_set",
    "condorcet",
    "pairwise",
    "parsing",
}
NOT_COMPUTED = {
    "base": "says whether the last place has 0 points or 1; the points are compared",
    "points": "words, not a value",
}
IN_ANY_ORDER = {"all_orders_winning", "all_orders_margins", "optimal_orders"}

CASES = [case for case in load("cases.json") or () if OURS & {part.strip() for part in case["method"].split("/")}]
INSTANCES = (load("kemeny.json") or {"instances": ()})["instances"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_equals_the_reference(case: dict[str, Any]) -> None:
    expected = {name: value for name, value in case["expected"].items() if name not in NOT_COMPUTED}
    method = case["method"].split("/")[0].strip()
    ours = Computed(case["data"], case["expected"])

    assert expected, "a case without any value to compare"
    for name, value in expected.items():
        theirs = sorted(value) if name in IN_ANY_ORDER else value
        assert_equal(ours.value(method, name), theirs, case["tolerance"], name)


def assert_equal(ours: Any, theirs: Any, tolerance: float, name: str) -> None:
    """Compare numbers at the tolerance, wherever they stand, and all else exactly."""
    if isinstance(theirs, dict):
        assert ours.keys() == theirs.keys(), name
        for key, value in theirs.items():
            assert_equal(ours[key], value, tolerance, f"{name}.{key}")
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs), name
        for position, value in enumerate(theirs):
            assert_equal(ours[position], value, tolerance, f"{name}[{position}]")
    elif isinstance(theirs, (int, float)) and not isinstance(theirs, bool):
        assert ours == pytest.approx(theirs, rel=tolerance, abs=tolerance), name
    else:
        assert ours == theirs, name


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda instance: instance["id"])
def test_proves_the_optimum(instance: dict[str, Any]) -> None:
    ballots, rule = instance_of(instance)
    pairs = pairwise(ballots, rule)

    result = kemeny(pairs)

    assert result.cost == result.lower_bound == instance["kemeny_cost"]
    assert result.proven
    assert result.agreement == instance["kemeny_agreement"]
    assert result.unique == instance["unique_optimum"]
    assert kemeny_cost(pairs, result.order) == result.cost
    assert kemeny_cost(pairs, instance["one_optimal_order"]) == result.cost
    if result.second is None:
        assert list(result.order) == instance["one_optimal_order"]
    else:
        assert result.second != result.order
        assert kemeny_cost(pairs, result.second) == result.cost


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda instance: instance["id"])
def test_agrees_on_the_other_orders(instance: dict[str, Any]) -> None:
    ballots, rule = instance_of(instance)
    pairs = pairwise(ballots, rule)
    wins, weight = pairs.wins, ballots.weights.sum()
    others = len(ballots.items) - 1
    net = pairs.margins.sum(axis=1)

    assert ballots.n == instance["n_votes"]
    # Ballots that differ only in the numbers they use (1, 3 and 1, 2) are one ballot to us and two to a file.
    assert len(ballots.counts) <= instance["n_unique_rankings"]
    assert wins.sum() == instance["total_strict_pair_preferences"]
    assert np.minimum(wins, wins.T).sum() / 2 == instance["trivial_lower_bound_sum_of_pair_minima"]
    assert np.count_nonzero(np.triu(wins == wins.T, 1)) == instance["zero_margin_pairs"]
    assert condorcet_winner(pairs).winner == instance["condorcet_winner"]
    assert lists(schulze(pairs).levels) == instance["schulze_order_winning_votes"]
    assert lists(schulze(pairs, strength="margins").levels) == instance["schulze_order_margins"]
    assert net.tolist() == instance["borda_net"]
    assert ((net + others * weight) / 2).tolist() == list(instance["borda_points"].values())
    if rule == "below":
        assert by_item(ballots.items, borda(ballots).points) == instance["borda_points"]


def instance_of(instance: dict[str, Any]) -> tuple[Ballots, Unranked]:
    return read_ballots(FOLDER / instance["file"]), "ignore" if instance["id"].endswith("|ignore") else "below"
