"""Published and independently computed cases, kept outside the repository, each at its own tolerance.

`SURVEYAPP_REFERENCE` names the folder that holds `cases.json`. Nothing is left out in silence: a method
that is not computed, and an expected value that is not ours, stands below with its reason.
"""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from surveyapp.stats.agreement import kendall_w
from surveyapp.stats.rankings import borda, completed_ranks, mean_ranks, mid_ranks
from surveyapp.stats.ratings import quantile, wilson_interval

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

FOLDER = Path(os.environ.get("SURVEYAPP_REFERENCE", Path(__file__).parents[3] / "shared" / "reference"))

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the reference cases are not at {FOLDER}")


@dataclass(frozen=True)
class Case:
    id: str
    method: str
    data: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float


def load_cases() -> list[Case]:
    if not FOLDER.is_dir():
        return []
    cases = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
    return [Case(**{name: case[name] for name in Case.__dataclass_fields__}) for case in cases]


def raters_by_items(case: Case) -> npt.NDArray[np.float64]:
    if "file" in case.data:
        with (FOLDER / case.data["file"]).open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file)
        return np.array([row[1:] for row in rows for _ in range(int(row[0]))], dtype=float)
    matrix = np.array(case.data["matrix"], dtype=float)
    return matrix.T if case.data["layout"].startswith("rows=objects") else matrix


def agreement_of(case: Case) -> dict[str, Any]:
    ranks = raters_by_items(case)
    result = kendall_w(ranks)
    return {
        "W_tie_corrected": result.w,
        "W_uncorrected": result.w_uncorrected,
        "chi2_tie_corrected": result.chi_square,
        "p_chi2": result.p_value,
        "df": result.items - 1,
        "m": result.raters,
        "n": result.items,
    }


def friedman_of(case: Case) -> dict[str, Any]:
    ranks = raters_by_items(case)
    result = kendall_w(ranks)
    return {
        "kendall_W": result.w,
        "chi2_tie_corrected": result.chi_square,
        "chi2_uncorrected": result.w_uncorrected * result.raters * (result.items - 1),
        "p": result.p_value,
        "df": result.items - 1,
        "mean_ranks": mean_ranks(mid_ranks(ranks)).tolist(),
    }


def interval_of(case: Case) -> dict[str, Any]:
    n, confidence = case.data["n"], case.data["conf"]
    computed: dict[str, Any] = {f"k{k}": wilson_interval(k, n, confidence) for k in range(n + 1)}
    if "k" in case.data:
        computed["wilson"] = wilson_interval(case.data["k"], n, confidence)
    return computed


def quantiles_of(case: Case) -> dict[str, Any]:
    shares = case.data.get("probs", (0.25, 0.5, 0.75))
    return {f"type{kind}": [quantile(case.data["x"], p, kind) for p in shares] for kind in range(1, 10)}


def points_of(case: Case) -> dict[str, Any]:
    names = case.data["candidates"]
    places = []
    for ballot in case.data["ballots"]:
        row = [0] * len(names)
        for place, group in enumerate(ballot["order"], start=1):
            for name in [group] if isinstance(group, str) else group:
                row[names.index(name)] = place
        places += [row] * ballot["count"]
    points = dict(zip(names, borda(completed_ranks(places)).tolist(), strict=True))
    from_one = {name: own + len(places) for name, own in points.items()}
    return {
        "scores": from_one if case.expected.get("base") == 1 else points,
        "unranked_tied_last_base1": from_one,
        "borda_base0": points,
        "borda_winner": max(points, key=points.__getitem__),
    }


COMPUTED: dict[str, Callable[[Case], dict[str, Any]]] = {
    "kendall_W": agreement_of,
    "friedman": friedman_of,
    "wilson_interval": interval_of,
    "quantile": quantiles_of,
    "borda": points_of,
    "schulze/ranked_pairs/copeland/minimax/borda/kemeny/irv": points_of,
}

NOT_YET = "no figure of a round needs it yet"
OTHER_INTERVAL = "another interval than Wilson's without continuity correction"
PAIRWISE = "rankings are ordered by Borda points alone so far"
OTHER_F = "the F approximation is not computed; the chi-square is"

NOT_COMPUTED_VALUES = {
    "kendall_W": {
        "mean_spearman_r": NOT_YET,
        "F": OTHER_F,
        "F_df1": OTHER_F,
        "F_df2": OTHER_F,
        "p_F": OTHER_F,
        "spearman_mean_per_judge": NOT_YET,
        "W_per_judge": NOT_YET,
    },
    "friedman": {
        "iman_davenport_F": OTHER_F,
        "iman_davenport_df": OTHER_F,
        "iman_davenport_p": OTHER_F,
        "iman_davenport_F_uncorrected": OTHER_F,
        "pingouin_F": OTHER_F,
        "pingouin_p_F": OTHER_F,
        "p_exact_permutation": "the permutation test is not computed",
    },
    "wilson_interval": {
        "wilson_continuity": OTHER_INTERVAL,
        "clopper_pearson": OTHER_INTERVAL,
        "k0_cc": OTHER_INTERVAL,
        "k10_cc": OTHER_INTERVAL,
    },
    "quantile": {},
    "borda": {
        "base": "says whether the last place has 0 points (ours) or 1",
        "points": "words, not a value",
        "unranked_zero_base1": "unranked items share the points left over and do not get zero",
    },
    "schulze/ranked_pairs/copeland/minimax/borda/kemeny/irv": {
        "pairwise": PAIRWISE,
        "schulze_order": PAIRWISE,
        "ranked_pairs_order": PAIRWISE,
        "copeland_balance": PAIRWISE,
        "copeland_winners": PAIRWISE,
        "minimax_winner": PAIRWISE,
        "minimax_worst_defeat": PAIRWISE,
        "kemeny_order": PAIRWISE,
        "kemeny_distance": PAIRWISE,
        "kemeny_agreement": PAIRWISE,
        "irv_winner": PAIRWISE,
    },
}

NOT_COMPUTED_METHODS = {
    "kendall_W (missing data, generalised)": "incomplete rows are refused; partial ballots are completed by mid-ranks",
    "kendall_tau": NOT_YET,
    "kendall_tau / spearman": NOT_YET,
    "rank_distance": NOT_YET,
    "krippendorff_alpha": NOT_YET,
    "cohen_kappa / weighted_kappa": NOT_YET,
    "weighted_kappa": NOT_YET,
    "fleiss_kappa": NOT_YET,
    "fleiss_kappa / randolph": NOT_YET,
    "gwet_AC1 / fleiss / conger / BP with missing": NOT_YET,
    "icc": NOT_YET,
    "rand_ucla": "a round has no consensus rule yet",
    "icvi_modified_kappa": "a round has no consensus rule yet",
    "scvi": "a round has no consensus rule yet",
    "content_validity_ratio": "a round has no consensus rule yet",
    "wilcoxon_signed_rank": "a survey has one round so far",
    "pairwise": PAIRWISE,
    "pairwise / minimax": PAIRWISE,
    "pairwise / schulze / copeland": PAIRWISE,
    "parsing / pairwise": PAIRWISE,
    "copeland": PAIRWISE,
    "minimax": PAIRWISE,
    "smith_set": PAIRWISE,
    "schulze": PAIRWISE,
    "ranked_pairs": PAIRWISE,
    "kemeny": PAIRWISE,
    "irv": PAIRWISE,
    "irv / condorcet": PAIRWISE,
    "stv": PAIRWISE,
    "bradley_terry": NOT_YET,
    "plackett_luce": NOT_YET,
    "plackett_luce_ties": NOT_YET,
    "plackett_luce_ties / bradley_terry_davidson": NOT_YET,
    "mallows": NOT_YET,
}

CASES = load_cases()


@pytest.mark.parametrize("case", [case for case in CASES if case.method in COMPUTED], ids=lambda case: case.id)
def test_equals_the_reference(case: Case) -> None:
    computed = COMPUTED[case.method](case)

    ours = {name: value for name, value in case.expected.items() if name not in NOT_COMPUTED_VALUES[case.method]}

    assert ours, "a case without any value to compare"
    for name, value in ours.items():
        assert name in computed, f"{name} is neither computed nor named with a reason"
        assert_equal(computed[name], value, case.tolerance)


def assert_equal(ours: Any, theirs: Any, tolerance: float) -> None:
    if isinstance(theirs, str):
        assert ours == theirs
    else:
        assert ours == pytest.approx(theirs, rel=tolerance, abs=tolerance)


def test_every_method_is_computed_or_named_with_a_reason() -> None:
    assert {case.method for case in CASES} <= COMPUTED.keys() | NOT_COMPUTED_METHODS.keys()
    assert not COMPUTED.keys() & NOT_COMPUTED_METHODS.keys()
    assert COMPUTED.keys() == NOT_COMPUTED_VALUES.keys()


def test_there_are_cases_of_every_method_that_is_computed() -> None:
    assert COMPUTED.keys() <= {case.method for case in CASES}
