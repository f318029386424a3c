"""The reference cases of consensus rules and of change between rounds, every expected value at the case's tolerance."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import pytest

from surveyapp.stats.content_validity import cvr, modified_kappa, s_cvi
from surveyapp.stats.paired import wilcoxon
from surveyapp.stats.rand_ucla import panel_size_limits, rand_ucla
from tests.stats.reference_cases import Case, check_case, load_cases

if TYPE_CHECKING:
    from collections.abc import Callable


def rand_ucla_of(case: Case) -> dict[str, Any]:
    if "panel_sizes" in case.data:
        # every size of a range has the same limits
        sizes = [
            range(*(int(end) + more for more, end in enumerate(each.split("-")))) for each in case.data["panel_sizes"]
        ]
        limits = [{panel_size_limits(n) for n in each} for each in sizes]
        assert [len(each) for each in limits] == [1] * len(limits)
        fewest, most = zip(*(each.pop() for each in limits), strict=True)
        return {"agreement_max_outside": list(fewest), "disagreement_min_each_extreme": list(most)}
    computed: dict[str, Any] = {f"type{kind}": ram_figures(case, kind) for kind in (6, 7)}
    return {**computed, **ram_figures(case, 7), **(exhaustive() if "n_multisets" in case.expected else {})}


def ram_figures(case: Case, quantile_type: int) -> dict[str, Any]:
    result = rand_ucla(case.data["ratings"], quantile_type=quantile_type)
    return {
        "median": result.median,
        "p30": result.p30,
        "p70": result.p70,
        "ipr": result.ipr,
        "iprcp": result.iprcp,
        "ai": result.asymmetry,
        "ipras": result.ipras,
        "disagreement_index": result.disagreement_index,
        "disagreement_ipras": result.disagreement,
        "n_1_3": result.thirds[0],
        "n_4_6": result.thirds[1],
        "n_7_9": result.thirds[2],
    }


def exhaustive() -> dict[str, int]:
    """Compare the two quantile types on all panels of nine."""
    panels = list(combinations_with_replacement(range(1, 10), 9))
    differing = sum(rand_ucla(panel).disagreement != rand_ucla(panel, quantile_type=6).disagreement for panel in panels)
    return {"n_multisets": len(panels), "n_where_disagreement_flag_differs": differing}


def modified_kappas_of(case: Case) -> dict[str, Any]:
    computed = {}
    for name in case.expected:
        *panel, agreeing = name.split("_")
        experts = int(panel[0][1:]) if panel else case.data["N"]
        result = modified_kappa(int(agreeing[1:]), experts)
        computed[name] = {"icvi": result.i_cvi, "pc": result.chance, "kstar": result.kappa}
    return computed


def scale_validity_of(case: Case) -> dict[str, Any]:
    results = {name: s_cvi(indexes) for name, indexes in case.data["icvi"].items()}
    return {
        "scvi_ave": {name: result.average for name, result in results.items()},
        "scvi_ua": {name: result.universal for name, result in results.items()},
    }


def validity_ratio_of(case: Case) -> dict[str, Any]:
    experts = case.data["N"]
    if "n_essential" in case.data:
        return {"cvr": cvr(case.data["n_essential"], experts).ratio}
    results = {f"N{n}": cvr(n, n) for n in experts}
    return {
        name: {"n_critical": one.critical_count, "cvr": one.critical_ratio, "p_one_sided": one.critical_p}
        for name, one in results.items()
    }


def wilcoxon_of(case: Case) -> dict[str, Any]:
    if "x" in case.data:
        before, after = case.data["y"], case.data["x"]
    elif "d" in case.data:
        before, after = [0] * len(case.data["d"]), case.data["d"]
    else:
        pairs = zip(case.data["differences_value"], case.data["differences_freq"], strict=True)
        after = [value for value, times in pairs for _ in range(times)]
        before = [0] * len(after)
    dropped, pratt, split = (wilcoxon(before, after, zeros) for zeros in ("wilcox", "pratt", "zsplit"))
    return {
        "V_positive": dropped.positive,
        "W_pos": dropped.positive,
        "W_min": dropped.statistic,
        "p_exact_two_sided": dropped.p_exact,
        "p_exact_greater": dropped.p_exact_greater,
        "p_asymptotic": dropped.p_normal,
        "p_asymptotic_no_cc": dropped.p_normal,
        "p_asymptotic_cc": dropped.p_normal_corrected,
        "hodges_lehmann": dropped.shift,
        "ci95_hl": [dropped.low, dropped.high],
        "wilcox_zeros_dropped": {"T": dropped.statistic, "p": dropped.p_normal},
        "pratt": {"T": pratt.statistic, "p": pratt.p_normal},
        "zsplit": {"T": split.statistic, "p": split.p_normal},
    }


COMPUTED: dict[str, Callable[[Case], dict[str, Any]]] = {
    "rand_ucla": rand_ucla_of,
    "icvi_modified_kappa": modified_kappas_of,
    "scvi": scale_validity_of,
    "content_validity_ratio": validity_ratio_of,
    "wilcoxon_signed_rank": wilcoxon_of,
}
CASES = [case for case in load_cases() if case.method in COMPUTED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_equals_the_reference(case: Case) -> None:
    check_case(case, COMPUTED[case.method](case))
