"""House rule: what is undefined is nan with a reason, and what must be refused is a ValueError that says why."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

import surveyapp.stats as st
from surveyapp.stats import Ballots, percent_rule

if TYPE_CHECKING:
    from collections.abc import Callable

NOBODY = Ballots.from_ranks(np.empty((0, 3)), list("abc"))
SOMEBODY = Ballots.from_ranks([[1, 2, 3], [2, 1, 3]], list("abc"))
LEVEL = [[5, 5, 5], [5, 5, 5]]

UNDEFINED: dict[str, Callable[[], Any]] = {
    "nobody's share": lambda: st.share(0, 0),
    "no scores": lambda: st.top_share([], 7),
    "no agreement": lambda: st.percent_agreement([], 7, 9),
    "no ratings": lambda: st.i_cvi([]),
    "no items": lambda: st.s_cvi([]),
    "too few experts": lambda: st.cvr(4, 4),
    "no panel": lambda: st.rand_ucla([]),
    "one rater": lambda: st.kendall_w([[1, 2, 3]]),
    "two items": lambda: st.friedman([[1, 2], [2, 1]]),
    "nobody ranked the same": lambda: st.kendall_w([[1, math.nan, math.nan], [math.nan, 1, 2]], missing="pairwise"),
    "level rater": lambda: st.rater_concordance([[1, 2, 3], [1, 1, 1]]),
    "one thing": lambda: st.kendall_tau([1], [1]),
    "one value": lambda: st.spearman([1, 1], [1, 2]),
    "no pairs of values": lambda: st.krippendorff_alpha([[1, 2]]),
    "one value throughout": lambda: st.krippendorff_alpha(LEVEL),
    "no spread": lambda: st.icc(LEVEL),
    "nobody rated": lambda: st.cohen_kappa([], []),
    "one category": lambda: st.weighted_kappa([1, 1], [1, 1], [1, 2]),
    "no table": lambda: st.table_kappa([[0, 0], [0, 0]]),
    "single ratings": lambda: st.fleiss_kappa([[1, 0], [0, 1]]),
    "single ratings, free margins": lambda: st.randolph_kappa([[1, 0], [0, 1]]),
    "single ratings, AC1": lambda: st.gwet_ac1([[1, 0], [0, 1]]),
    "one rater's ratings": lambda: st.conger_kappa([[1, 2]], [1, 2]),
    "no rater's ratings": lambda: st.conger_kappa([], [1, 2]),
    "a pair without kappa": lambda: st.light_kappa([[1, 1], [1, 1]]),
    "nothing changed": lambda: st.wilcoxon([1, 2], [1, 2]),
    "nobody crossed": lambda: st.mcnemar([True], [True]),
    "nobody before": lambda: st.marginal_change([], [1], 1, 9),
    "one answer": lambda: st.cv_change([1], [1]),
    "an empty group": lambda: st.mann_whitney([], [1]),
    "an empty group's delta": lambda: st.cliffs_delta([], [1]),
    "two empty groups": lambda: st.kruskal_wallis([[], []]),
    "one order": lambda: st.mallows(Ballots.from_ranks([[1, 2, 3]] * 3)),
}
"""Each leaves some figure without a value."""

RANKED: dict[str, Callable[[Ballots], Any]] = {
    "borda": st.borda,
    "dowdall": st.dowdall,
    "copeland": st.copeland,
    "minimax": st.minimax,
    "schulze": st.schulze,
    "ranked_pairs": st.ranked_pairs,
    "irv": st.irv,
    "stv": lambda ballots: st.stv(ballots, 1),
    "condorcet_winner": st.condorcet_winner,
    "smith_set": st.smith_set,
    "nominal_group": st.nominal_group,
    "jla_score": lambda ballots: st.jla_score({"one": ballots}),
    "kemeny": st.kemeny,
    "kemeny_cost": lambda ballots: st.kemeny_cost(ballots, list("abc")),
    "plackett_luce": st.plackett_luce,
    "mallows": st.mallows,
    "method_agreement": st.method_agreement,
    "omitted_panel_alarm": lambda ballots: st.omitted_panel_alarm({"one": ballots}, 1),
    "merge_panels": lambda ballots: st.merge_panels({"one": ballots}),
}


@pytest.mark.parametrize("name", UNDEFINED)
def test_what_is_undefined_says_why(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = UNDEFINED[name]()

    assert isinstance(result.reason, str)
    assert result.reason


def test_a_test_of_two_things_says_why_it_has_no_p() -> None:
    result = st.spearman([1, 2], [2, 1])

    assert (result.rho, result.reason) == (-1, None)
    assert math.isnan(result.p_asymptotic)
    assert result.p_reason == "two things leave t without degrees of freedom"


@pytest.mark.parametrize("name", RANKED)
def test_no_order_comes_from_no_ballots(name: str) -> None:
    with pytest.raises(ValueError, match="no ballots to rank by"):
        RANKED[name](NOBODY)


@pytest.mark.parametrize("name", [name for name in RANKED if name not in {"jla_score", "merge_panels"}])
def test_what_is_no_ballots_is_a_type_error(name: str) -> None:
    with pytest.raises(TypeError, match="expected Ballots"):
        RANKED[name](cast("Any", [[1, 2, 3]]))


def test_what_is_no_rule_is_a_type_error() -> None:
    for function in (st.verdict, st.robustness):
        with pytest.raises(TypeError, match="expected a rule, such as percent_rule makes, not float"):
            function(cast("Any", 0.7), [7, 8])


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: st.top_share([1, 2], math.nan), "the cut must be a number, not nan"),
    (lambda: st.modified_kappa(cast("Any", 1.5), 3), "who agree must be a whole number of 0 or more, not 1.5"),
    (lambda: st.cvr(2, cast("Any", "three")), "the number of experts must be a whole number of 1 or more, not 'three'"),
    (lambda: st.cvr(2, 10**9), "1000000000 experts are more than"),
    (lambda: percent_rule(1, 9, 7, math.nan), "a share must be a number, not nan"),
    (lambda: percent_rule(1, cast("Any", "nine"), 7), "the highest score must be a number, not 'nine'"),
    (lambda: st.iqr_rule(1, 9, 7, 3, most=math.nan), "interquartile range must be a number, not nan"),
    (lambda: st.distribution([1], 1, cast("Any", 2.5)), "the highest score must be a whole number, not 2.5"),
    (lambda: st.distribution([1], 9, 1), "no scale goes from 9 to 1"),
    (lambda: st.quantile([1], cast("Any", [0.5])), r"the share below a quantile must be a number, not \[0.5\]"),
    (lambda: st.median(cast("Any", [1, "2"])), "'2' at position 1 is no number"),
    (lambda: st.wilson_interval(1, 2, cast("Any", "0.95")), "the confidence must be a number, not '0.95'"),
    (lambda: st.holm([0.1, cast("Any", "x")]), "'x' at position 1 is no number"),
    (lambda: st.holm([0.1, 2]), "2.0 at position 1 is no p-value"),
    (lambda: st.suppress(cast("Any", [[1, 2], [3]]), 5), "row 1 has 1 values, row 0 has 2"),
    (lambda: st.mcnemar([True, cast("Any", "yes")], [True, True]), "'yes' at position 1 before is no number"),
    (lambda: st.weighted_kappa([1], [1], [1, 1]), "1 in place 1 of the scale is named twice"),
    (lambda: st.cohen_kappa([[1]], [1], [1]), r"\[1\] at position 0 is no category"),
    (lambda: st.stv(SOMEBODY, 1, tie_order=["a"]), "the tie order must name each of the items"),
    (lambda: st.kemeny(SOMEBODY, time_limit=math.nan), "the time limit must be a number, not nan"),
    (lambda: st.bootstrap_ranks(SOMEBODY, seed=-1), "the seed must be a whole number of 0 or more, not -1"),
    (lambda: st.kendall_w([[1, 2, 3]] * 2, permutations=cast("Any", 1.5)), "permutations must be a whole number"),
    (lambda: st.best_worst([[1, 2]], [0], [1], ["a", "b"]), "2 of choice 0, item 1 is neither shown"),
    (lambda: st.best_worst([[1, 1]], [0.5], [1], ["a", "b"]), "0.5, the best item of choice 0, is no column"),
]


@pytest.mark.parametrize(("call", "said"), REFUSED)
def test_nonsense_is_refused_with_the_value_and_the_place(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
