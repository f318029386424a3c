"""Published rankings and proven Kemeny optima, kept outside the repository, each at its own tolerance.

`SURVEYAPP_REFERENCE` names the folder. Nothing is left out in silence: an expected value that is not ours
stands below with its reason, and an unknown one fails.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.condorcet import condorcet_winner, schulze
from surveyapp.stats.kemeny import kemeny, kemeny_cost
from surveyapp.stats.rankings import borda
from tests.stats.ballot_files import read_ballots
from tests.stats.computed_rankings import Computed
from tests.stats.ranking_cases import by_item, lists
from tests.stats.reference_cases import FOLDER

if TYPE_CHECKING:
    from surveyapp.stats.ballots import Ballots
    from surveyapp.stats.comparisons import Unranked


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8")) if FOLDER.is_dir() else None


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
