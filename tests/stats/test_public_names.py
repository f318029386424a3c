"""Everything public can be imported from `surveyapp.stats`, as what it is and not as a module of the same name."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import is_dataclass
from types import ModuleType

import pytest

import surveyapp.stats
from surveyapp.stats import Ballots, cohen_kappa, is_small, mallows, rand_ucla, stv


def test_no_public_name_is_a_module() -> None:
    for name in surveyapp.stats.__all__:
        assert not isinstance(getattr(surveyapp.stats, name), ModuleType), name


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'median_of_medians'"):
        _ = surveyapp.stats.median_of_medians


def test_functions_named_like_their_modules_can_be_called() -> None:
    assert mallows(Ballots.from_ranks([[1, 2, 3], [1, 3, 2]])).theta > 0
    assert rand_ucla([7] * 9).median == 7


def test_nonsense_that_a_comparison_would_let_through_is_refused() -> None:
    with pytest.raises(ValueError, match="not nan"):
        is_small(1, float("nan"))
    with pytest.raises(ValueError, match="must be a whole number"):
        stv(Ballots.from_ranks([[1, 2, 3]]), 1.5)
    for missing in (None, float("nan")):
        with pytest.raises(ValueError, match="at position 1"):
            cohen_kappa([1, missing], [1, 2])


def test_loading_the_statistics_leaves_scipy_stats_alone() -> None:
    code = (
        "import sys, surveyapp, surveyapp.stats as stats\n"
        "for name in stats.__all__: getattr(stats, name)\n"
        "raise SystemExit('scipy.stats' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_results_are_frozen_dataclasses() -> None:
    results = [
        own
        for name in surveyapp.stats.__all__
        if isinstance(own := getattr(surveyapp.stats, name), type) and is_dataclass(own)
    ]

    assert len(results) > 40
    for own in results:
        assert vars(own)["__dataclass_params__"].frozen, own.__name__
