"""Published and independently computed cases, kept outside the repository, each at its own tolerance.

`SURVEYAPP_REFERENCE` names the folder that holds `cases.json` and `kemeny.json`; other cases may lie there.
The `reference_*.py` beside this file compute most methods; all are run from here, and none is left out in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from surveyapp.stats import quantile, wilson_interval
from tests.stats import reference_agreement, reference_consensus, reference_models, reference_rankings
from tests.stats.reference_cases import NEEDS_CASES, assert_equal, load_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stats.reference_cases import Case

pytestmark = NEEDS_CASES


def interval_of(case: Case) -> dict[str, Any]:
    n, confidence = case.data["n"], case.data["conf"]
    computed: dict[str, Any] = {f"k{k}": wilson_interval(k, n, confidence) for k in range(n + 1)}
    if "k" in case.data:
        computed["wilson"] = wilson_interval(case.data["k"], n, confidence)
    return computed


def quantiles_of(case: Case) -> dict[str, Any]:
    shares = case.data.get("probs", (0.25, 0.5, 0.75))
    return {f"type{kind}": [quantile(case.data["x"], p, kind) for p in shares] for kind in range(1, 10)}


COMPUTED: dict[str, Callable[[Case], dict[str, Any]]] = {"wilson_interval": interval_of, "quantile": quantiles_of}

OTHER_INTERVAL = "another interval than Wilson's without continuity correction"
NOT_COMPUTED = {
    "wilson_continuity": OTHER_INTERVAL,
    "clopper_pearson": OTHER_INTERVAL,
    "k0_cc": OTHER_INTERVAL,
    "k10_cc": OTHER_INTERVAL,
}

CASES = load_cases()


@pytest.mark.parametrize("case", [case for case in CASES if case.method in COMPUTED], ids=lambda case: case.id)
def test_equals_the_reference(case: Case) -> None:
    computed = COMPUTED[case.method](case)
    ours = {name: value for name, value in case.expected.items() if name not in NOT_COMPUTED}

    assert ours, "a case without any value to compare"
    for name, value in ours.items():
        assert name in computed, f"{name} is neither computed nor named with a reason"
        assert_equal(computed[name], value, case.tolerance)


test_agreement_equals_the_reference = reference_agreement.test_equals_the_reference
test_consensus_equals_the_reference = reference_consensus.test_equals_the_reference
test_models_equal_the_reference = reference_models.test_equals_the_reference
test_rankings_equal_the_reference = reference_rankings.test_equals_the_reference
test_kemeny_proves_the_optimum = reference_rankings.test_proves_the_optimum
test_other_orders_agree = reference_rankings.test_agrees_on_the_other_orders


def test_every_case_is_computed_somewhere_or_named_with_a_reason() -> None:
    own = {case.id for case in CASES if case.method in COMPUTED}
    beside = {
        *(case.id for case in reference_agreement.CASES),
        *(case.id for case in reference_consensus.CASES),
        *(case.id for case in reference_models.CASES),
        *(case["id"] for case in reference_rankings.CASES),
    }

    assert {case.id for case in CASES} - own - beside == set()
