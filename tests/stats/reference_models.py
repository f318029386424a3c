"""Published and independently computed fits of choice models, kept outside the repository, each at its own tolerance.

Nothing is left out in silence: a case or an expected value that is not computed stands below with its reason.
"""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.choice_models import Worths, bradley_terry, plackett_luce
from surveyapp.stats.mallows import mallows, mallows_log_partition
from tests.stats.ballot_files import read_ballots
from tests.stats.reference_cases import FOLDER, Case, load_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def read_csv(name: str, *, without: Collection[str] = (), complete: bool = False) -> Ballots:
    """Ballots of a table: a count and a rank per item in each row, an empty cell for an item that is not ranked."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        (_, *items), *rows = csv.reader(file)
    kept = [column for column, item in enumerate(items, start=1) if item not in without]
    told = [row for row in rows if not complete or all(row[1:])]
    ranks = [[float(row[column] or 0) for column in kept] for row in told]
    return Ballots.from_ranks(ranks, [items[column - 1] for column in kept], counts=[int(row[0]) for row in told])


def by_name(fit: Worths) -> dict[str, float]:
    return dict(zip(fit.items, fit.worth, strict=True))


def from_first(fit: Worths) -> list[float]:
    return [contrast.difference for contrast in fit.against(fit.items[0])]


def errors_from_first(fit: Worths) -> list[float | None]:
    return [None if math.isnan(one.standard_error) else one.standard_error for one in fit.against(fit.items[0])]


def fit_pudding(case: Case) -> dict[str, Any]:
    wins, ties = np.zeros((6, 6)), np.zeros((6, 6))
    with (FOLDER / case.data["file"]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            i, j = int(row["i"]) - 1, int(row["j"]) - 1
            wins[i, j], wins[j, i], ties[i, j], ties[j, i] = row["w_ij"], row["w_ji"], row["t_ij"], row["t_ij"]
    fit = bradley_terry(wins, ties)
    return {
        "worth": list(fit.worth),
        "delta2": fit.ties[0].strength,
        "logLik": fit.log_likelihood,
        "log_worth_ref1": from_first(fit),
        "log_delta2": fit.ties[0].log_strength,
        "se_ref1": errors_from_first(fit),
        "se_log_delta2": fit.ties[0].standard_error,
        "quasi_se": list(fit.quasi_standard_errors),
    }


def fit_fruits(case: Case) -> dict[str, Any]:
    ballots = Ballots.from_ranks(case.data["rank_matrix_0_is_unranked"], case.data["items"])

    def values(pseudo: float) -> dict[str, Any]:
        fit = plackett_luce(ballots, pseudo_rankings=pseudo)
        two, three = fit.ties
        return {
            "log_worth_ref1": from_first(fit),
            "log_tie2": two.log_strength,
            "log_tie3": three.log_strength,
            "worth": list(fit.worth),
            "logLik": fit.log_likelihood,
        }

    return {"mle_npseudo0": values(0), "default_npseudo_half": values(0.5)}


def fit_pseudo(case: Case) -> dict[str, Any]:
    ballots = Ballots.from_ranks(case.data["rank_matrix_0_is_unranked"])
    with pytest.raises(ValueError, match=r"no finite worths|never compare"):
        plackett_luce(ballots)
    fit = plackett_luce(ballots, pseudo_rankings=case.data["npseudo"])
    return {"log_worth_ref1": from_first(fit), "logLik": fit.log_likelihood}


def fit_nascar(case: Case) -> dict[str, Any]:
    losers = {"Andy Hillenburg", "Gary Bradberry", "Jason Hedlesky", "Randy Renfrow"}
    fit = plackett_luce(read_csv(case.data["file"], without=losers))
    with (FOLDER / case.expected["all_worths_file"]).open(encoding="utf-8", newline="") as file:
        every = {row["driver"]: float(row["worth"]) for row in csv.DictReader(file)}
    assert by_name(fit) == pytest.approx(every, rel=case.tolerance)
    top = sorted(fit.items, key=by_name(fit).__getitem__, reverse=True)[:10]
    contrasts = {one.item: one.difference for one in fit.against("Austin Cameron")}
    return {
        "logLik": fit.log_likelihood,
        "n_parameters": len(fit.items) - 1,
        "top10_worth": {driver: by_name(fit)[driver] for driver in top},
        "log_worth_ref_Austin_Cameron": {
            driver: contrasts[driver] for driver in case.expected["log_worth_ref_Austin_Cameron"]
        },
    }


def fit_orders(case: Case) -> dict[str, Any]:
    fit = plackett_luce(read_ballots(FOLDER / case.data["file"]))
    return {"worth": by_name(fit), "logLik": fit.log_likelihood}


def fit_partial(case: Case) -> dict[str, Any]:
    names = [str(item) for item in range(case.data["n_items"])]
    ballots = Ballots.from_orders([[str(item) for item in order] for order in case.data["rankings"]], names)
    return {"log_worth_mean_zero": list(plackett_luce(ballots).log_worth)}


def fit_pairs(case: Case) -> dict[str, Any]:
    wins = np.zeros((case.data["n_items"],) * 2)
    np.add.at(wins, tuple(np.transpose(case.data["winner_loser_pairs"])), 1)
    return {"log_worth_mean_zero": list(bradley_terry(wins).log_worth)}


def fit_citations(case: Case) -> dict[str, Any]:
    # the case's layout: what a journal cites of itself is no comparison
    table = np.array(case.data["matrix"])
    fit = bradley_terry(table - np.diag(np.diag(table)), items=case.data["journals"])
    return {
        "log_ability_ref_Biometrika": from_first(fit),
        "se": errors_from_first(fit),
        "residual_deviance": fit.deviance,
        "df": fit.degrees_of_freedom,
    }


def partition(case: Case) -> dict[str, Any]:
    assert case.data["alpha"] / case.data["n"] == pytest.approx(case.data["theta"])
    return {"log_partition": mallows_log_partition(case.data["n"], case.data["theta"])}


def fit_mallows(case: Case) -> dict[str, Any]:
    fit = mallows(read_csv(case.data["file"], complete=True))
    places = [fit.order.index(item) + 1 for item in fit.items]
    assert fit.proven
    return {
        "theta": fit.theta,
        "neg_logLik": -fit.log_likelihood,
        "kemeny_distance": fit.distance,
        "mean_distance": fit.mean_distance,
        "central_order": list(fit.order),
        "central_rank_vector": "".join(map(str, places)),
        "n_optimal_centres": 1 if fit.unique else 2,
    }


COMPUTED: dict[str, Callable[[Case], dict[str, Any]]] = {
    "pl_davidson_pudding_ties": fit_pudding,
    "pl_fruits_ties_partial": fit_fruits,
    "pl_weakly_connected_pseudo": fit_pseudo,
    "pl_nascar_hunter_2004": fit_nascar,
    "pl_tshirt": fit_orders,
    "pl_salad": fit_orders,
    "pl_choix_partial_rankings": fit_partial,
    "bt_choix_pairwise": fit_pairs,
    "bt_citations_agresti": fit_citations,
    "mallows_kendall_partition": partition,
    "mallows_pmr_leisure_black": fit_mallows,
    "mallows_pmr_song": fit_mallows,
    "mallows_pmr_idea": fit_mallows,
    "mallows_apa_5738": fit_mallows,
}
NOT_APPLICABLE = {"bt_baseball_agresti": "the case does not hold its data, only the name of an R data set"}
NOT_OURS = {
    "davidson_1970_after_7_iterations": "where an iteration stood before it had converged",
    "all_worths_file": "compared in whole, driver by driver",
}
METHODS = {
    "plackett_luce",
    "plackett_luce_ties",
    "plackett_luce_ties / bradley_terry_davidson",
    "bradley_terry",
    "mallows",
}

CASES = [case for case in load_cases() if case.method in METHODS]


BY_DATA = {
    "theta": partition,
    "npseudo": fit_pseudo,
    "rankings": fit_partial,
    "winner_loser_pairs": fit_pairs,
    "matrix": fit_citations,
}


def how_to_compute(case: Case) -> Callable[[Case], dict[str, Any]]:
    """By the case's name, and for cases of other names by what they hold."""
    if case.id in COMPUTED:
        return COMPUTED[case.id]
    if "file" in case.data:
        return {"mallows": fit_mallows, "plackett_luce": fit_orders}[case.method]
    return next(compute for key, compute in BY_DATA.items() if key in case.data)


@pytest.mark.parametrize("case", [case for case in CASES if case.id not in NOT_APPLICABLE], ids=lambda case: case.id)
def test_equals_the_reference(case: Case) -> None:
    computed = how_to_compute(case)(case)

    ours = {name: value for name, value in case.expected.items() if name not in NOT_OURS}

    assert ours, "a case without any value to compare"
    for name, value in ours.items():
        assert name in computed, f"{name} is neither computed nor named with a reason"
        assert_equal(computed[name], value, case.tolerance)


def assert_equal(ours: Any, theirs: Any, tolerance: float) -> None:
    if isinstance(theirs, dict):
        assert ours.keys() == theirs.keys()
        for name, value in theirs.items():
            assert_equal(ours[name], value, tolerance)
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs)
        for own, value in zip(ours, theirs, strict=True):
            assert_equal(own, value, tolerance)
    elif isinstance(theirs, str) or theirs is None:
        assert ours == theirs
    else:
        assert ours == pytest.approx(theirs, rel=tolerance, abs=tolerance)
