"""The reference cases of agreement and reliability, every expected value at the case's own tolerance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from surveyapp.stats.agreement import friedman, kendall_w, rater_concordance
from surveyapp.stats.kappa import Kappa, cohen_kappa, table_kappa, weighted_kappa
from surveyapp.stats.multirater import (
    category_counts,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    light_kappa,
    randolph_kappa,
)
from surveyapp.stats.rank_correlation import kemeny_snell_distance, kendall_distance, kendall_tau, spearman
from surveyapp.stats.reliability import icc, krippendorff_alpha
from tests.stats.reference_cases import Case, check_case, load_cases, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.stats.reliability import Level


def raters_by_items(case: Case) -> Any:
    if "file" in case.data:
        return np.array([row[1:] for row in rows_of(case.data["file"]) for _ in range(int(row[0]))], dtype=float)
    matrix = np.array(case.data["matrix"], dtype=float)
    return matrix.T if case.data["layout"].startswith(("rows=objects", "rows=targets")) else matrix


def concordance_of(case: Case) -> dict[str, Any]:
    ranks = raters_by_items(case)
    result, raters = kendall_w(ranks), rater_concordance(ranks)
    return {
        "W_tie_corrected": result.w,
        "W_uncorrected": result.w_uncorrected,
        "chi2_tie_corrected": result.chi_square,
        "p_chi2": result.p_value,
        "df": result.items - 1,
        "m": result.raters,
        "n": result.items,
        "F": result.f,
        "F_df1": result.f_df[0],
        "F_df2": result.f_df[1],
        "p_F": result.p_f,
        # with a rater who put all items level there is no mean but the one that W implies
        "mean_spearman_r": raters.implied_spearman if raters.reason else raters.mean_spearman,
        "spearman_mean_per_judge": raters.spearman,
        "W_per_judge": raters.w,
    }


def incomplete_concordance_of(case: Case) -> dict[str, Any]:
    tables = {name: np.array(rows, dtype=float) for name, rows in case.data.items()}
    computed = {
        name.removesuffix("_units_by_raters"): kendall_w(table.T, missing="pairwise").w
        for name, table in tables.items()
    }
    per_object = [float(np.isfinite(table).sum(axis=1).mean()) for table in tables.values()]
    return {**computed, "mean_ratings_per_object": per_object}


def friedman_of(case: Case) -> dict[str, Any]:
    table = raters_by_items(case)
    exact = "p_exact_permutation" in case.expected
    result, concordance = friedman(table, permutations=int(exact)), kendall_w(table)
    assert not exact or (result.permutation and result.permutation.exact)
    return {
        "kendall_W": result.kendall_w,
        "chi2_tie_corrected": result.chi_square,
        "chi2_uncorrected": result.chi_square_uncorrected,
        "p": result.p_value,
        "df": result.df,
        "mean_ranks": result.mean_ranks,
        "iman_davenport_F": result.f,
        "iman_davenport_df": list(result.f_df),
        "iman_davenport_p": result.p_f,
        "iman_davenport_F_uncorrected": result.f_uncorrected,
        "pingouin_F": concordance.f,
        "pingouin_p_F": concordance.p_f,
        "p_exact_permutation": result.permutation.p_value if result.permutation else math.nan,
    }


def correlation_of(case: Case) -> dict[str, Any]:
    if "table" in case.data:
        cells = [
            (r, c) for r, row in enumerate(case.data["table"]) for c, count in enumerate(row) for _ in range(count)
        ]
        x, y = zip(*cells, strict=True)
    else:
        x, y = case.data["x"], case.data["y"]
    tau, rho = kendall_tau(x, y), spearman(x, y)
    return {
        "n": tau.n,
        "tau_a": tau.tau_a,
        "tau_b": tau.tau_b,
        "tau_c_stuart": tau.tau_c,
        "tau_x": tau.tau_x,
        "concordant": tau.concordant,
        "discordant": tau.discordant,
        "kendall_T_concordant": tau.concordant,
        "n_discordant": tau.discordant,
        "kendall_distance": kendall_distance(x, y),
        "kemeny_snell": kemeny_snell_distance(x, y),
        "p_exact_two_sided": tau.p_exact,
        "p_exact_greater": tau.p_exact_greater,
        "p_asymptotic": tau.p_asymptotic,
        "spearman_rho": rho.rho,
        "spearman_p_exact": rho.p_exact,
        "spearman_p_asymptotic": rho.p_asymptotic,
    }


def distances_of(case: Case) -> dict[str, Any]:
    pairs = case.data["pairs"]
    taus = [kendall_tau(*pair) for pair in pairs]
    return {
        "kemeny_snell": [kemeny_snell_distance(*pair) for pair in pairs],
        "tau_x": [tau.tau_x for tau in taus],
        "kendall_discordant_pairs": [kendall_distance(pair[0], pair[1], tie_penalty=0) for pair in pairs],
        "ties_in_exactly_one": [tau.tied_in_one for tau in taus],
    }


def alpha_of(case: Case) -> dict[str, Any]:
    levels: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
    tables = {level: case.data.get(f"{level}_data", case.data.get("matrix")) for level in levels}
    return {
        level: krippendorff_alpha(np.array(table, dtype=float), level).alpha
        for level, table in zip(levels, tables.values(), strict=True)
        if table is not None
    }


def kappas_of(case: Case) -> dict[str, Any]:
    if "rater1" in case.data:
        return kappas_of_raters(case)
    table = np.array(case.data.get("table", case.data.get("proportions")), dtype=float)
    plain, linear, quadratic = (table_kappa(table, weights) for weights in ("nominal", "linear", "quadratic"))
    own = {
        name: table_kappa(table, case.data[key]).value
        for name, key in (("weighted", "disagreement_weights"), ("weighted_nonsymmetric", "nonsymmetric_weights"))
        if key in case.data
    }
    return {
        **own,
        "kappa": plain.value,
        "unweighted": plain.value,
        "ase": plain.standard_error,
        "ase_unweighted": plain.standard_error,
        "ci95": [plain.low, plain.high],
        "ase_h0": plain.standard_error_null,
        "z": plain.z,
        "linear": linear.value,
        "weighted_linear": linear.value,
        "weighted_ase": linear.standard_error,
        "ase_linear": linear.standard_error,
        "weighted_ci95": [linear.low, linear.high],
        "quadratic": quadratic.value,
        "quadratic_fleiss_cohen": quadratic.value,
        "ase_quadratic": quadratic.standard_error,
    }


def kappas_of_raters(case: Case) -> dict[str, Any]:
    first, second = case.data["rater1"], case.data["rater2"]
    used = sorted({*first, *second})

    def on(scale: list[int]) -> dict[str, float]:
        kinds: dict[str, Kappa] = {
            "unweighted": cohen_kappa(first, second, scale),
            "linear": weighted_kappa(first, second, scale, "linear"),
            "quadratic": weighted_kappa(first, second, scale, "quadratic"),
        }
        return {kind: kappa.value for kind, kappa in kinds.items()}

    # the scale with level 5 dropped is what other software uses; the declared one is ours
    return {**on(used), "level5_dropped": on(used), "full_scale_1_to_6": on([1, 2, 3, 4, 5, 6])}


def fleiss_of(case: Case) -> dict[str, Any]:
    counts = np.array(case.data["counts" if "counts" in case.data else "subject_by_category_counts"])
    result = fleiss_kappa(counts)
    computed: dict[str, Any] = {
        "fleiss": result.value,
        "kappa": result.value,
        "fixed_marginal": result.value,
        "free_marginal": randolph_kappa(counts).value,
        "P_i": result.unit_agreement,
        "z": result.z,
    }
    if "file" in case.data:
        raters = [list(column) for column in zip(*rows_of(case.data["file"]), strict=True)]
        categories = case.data["categories"]
        computed |= {
            "category_kappa": dict(zip(categories, result.category_kappas, strict=True)),
            "conger_exact": conger_kappa(raters, categories).value,
            "light_mean_pairwise": light_kappa(raters).value,
            "cohen_raters_2_3": cohen_kappa(raters[1], raters[2]).value,
            "first_four_raters": fleiss_kappa(category_counts(raters[:4], categories)).value,
        }
    return computed


def coefficients_of(case: Case) -> dict[str, Any]:
    ratings = case.data["matrix"]
    scale = sorted({rating for row in ratings for rating in row if rating is not None})
    counts = category_counts(ratings, scale)
    return {
        "percent_agreement": gwet_ac1(counts).observed,
        "ac1": gwet_ac1(counts).value,
        "ac2_linear": gwet_ac1(counts, "linear").value,
        "ac2_quadratic": gwet_ac1(counts, "quadratic").value,
        "fleiss_generalised": fleiss_kappa(counts).value,
        "fleiss_linear": fleiss_kappa(counts, "linear").value,
        "fleiss_quadratic": fleiss_kappa(counts, "quadratic").value,
        "conger": conger_kappa(ratings, scale).value,
        "brennan_prediger": randolph_kappa(counts).value,
        "krippendorff_alpha_nominal": krippendorff_alpha(np.array(ratings, dtype=float), "nominal").alpha,
    }


def icc_of(case: Case) -> dict[str, Any]:
    result = icc(raters_by_items(case))
    single = {"ICC1": result.icc1, "ICC2": result.icc2, "ICC3": result.icc3}
    return {**single, "ICC1k": result.icc1_k, "ICC2k": result.icc2_k, "ICC3k": result.icc3_k}


COMPUTED: dict[str, Callable[[Case], dict[str, Any]]] = {
    "kendall_W": concordance_of,
    "kendall_W (missing data, generalised)": incomplete_concordance_of,
    "friedman": friedman_of,
    "kendall_tau": correlation_of,
    "kendall_tau / spearman": correlation_of,
    "rank_distance": distances_of,
    "krippendorff_alpha": alpha_of,
    "cohen_kappa / weighted_kappa": kappas_of,
    "weighted_kappa": kappas_of,
    "fleiss_kappa": fleiss_of,
    "fleiss_kappa / randolph": fleiss_of,
    "gwet_AC1 / fleiss / conger / BP with missing": coefficients_of,
    "icc": icc_of,
}
CASES = [case for case in load_cases() if case.method in COMPUTED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_equals_the_reference(case: Case) -> None:
    check_case(case, COMPUTED[case.method](case))
