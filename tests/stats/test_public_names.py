"""Everything public can be imported from `surveyapp.stats`, as what it is and not as a module of the same name."""

from __future__ import annotations

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
    with pytest.raises(ValueError, match="must be whole"):
        stv(Ballots.from_ranks([[1, 2, 3]]), 1.5)
    for missing in (None, float("nan")):
        with pytest.raises(ValueError, match="at position 1"):
            cohen_kappa([1, missing], [1, 2])
