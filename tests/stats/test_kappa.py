"""Cohen's kappa: published tables, the declared scale, degenerate and refused input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.kappa import cohen_kappa, disagreement_weights, rating_table, table_kappa, weighted_kappa

if TYPE_CHECKING:
    import numpy.typing as npt

COHEN_1968 = [[0.44, 0.07, 0.09], [0.05, 0.2, 0.05], [0.01, 0.03, 0.06]]


def test_cohens_own_table_and_weights() -> None:
    """Cohen (1968): .492 unweighted, .348 with his weights, .353 with weights that are not symmetric."""
    assert table_kappa(COHEN_1968).value == pytest.approx(0.492, abs=5e-4)
    assert table_kappa(COHEN_1968, [[0, 1, 3], [1, 0, 6], [3, 6, 0]]).value == pytest.approx(0.348, abs=5e-4)
    assert table_kappa(COHEN_1968, [[0, 1, 4], [1, 0, 6], [2, 2, 0]]).value == pytest.approx(0.353, abs=5e-4)
    assert math.isnan(table_kappa(COHEN_1968).standard_error)


def test_standard_errors_of_the_example_in_the_sas_manual() -> None:
    result = table_kappa([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
    weighted = table_kappa([[0, 4, 1], [0, 8, 0], [0, 1, 5]], "linear")

    assert (result.value, result.standard_error) == pytest.approx((0.4842, 0.138), abs=5e-5)
    assert (result.low, result.high) == pytest.approx((0.2137, 0.7547), abs=5e-5)
    assert (weighted.value, weighted.standard_error) == pytest.approx((0.4701, 0.1457), abs=5e-5)


def test_a_level_that_nobody_chose_counts_in_the_scale() -> None:
    """Leaving level 5 out of the scale of 1 to 6, as other software does, changes the weighted value."""
    first = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
    second = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]

    assert weighted_kappa(first, second, range(1, 7)).value == pytest.approx(0.22979797979797978)
    assert weighted_kappa(first, second, [1, 2, 3, 4, 6]).value == pytest.approx(0.2520325203252033)
    assert cohen_kappa(first, second).value == pytest.approx(cohen_kappa(first, second, range(1, 7)).value)


def test_full_agreement_is_one_without_spread() -> None:
    result = cohen_kappa("aabbc", "aabbc")

    assert (result.value, result.standard_error, result.low, result.high) == (1, 0, 1, 1)


def test_one_category_throughout_and_nobody_are_undefined() -> None:
    assert "chance alone" in (cohen_kappa("aaa", "aaa").reason or "")
    assert math.isnan(cohen_kappa("aaa", "aaa").value)
    assert weighted_kappa([], [], [1, 2]).reason == "nobody rated"


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=12))
def test_quadratic_and_swapped_and_bounded(rated: list[tuple[int, int]]) -> None:
    first, second = [one for one, _ in rated], [two for _, two in rated]
    for weights in ("linear", "quadratic"):
        named: npt.ArrayLike = disagreement_weights(4, weights)
        result = weighted_kappa(first, second, range(1, 5), weights)
        if result.reason is None:
            assert result.value <= 1
            assert result.value == pytest.approx(weighted_kappa(second, first, range(1, 5), weights).value)
            assert result.value == pytest.approx(weighted_kappa(first, second, range(1, 5), named).value)
            assert result.value == pytest.approx((result.observed - result.expected) / (1 - result.expected))


def test_refuses_ratings_off_the_scale() -> None:
    with pytest.raises(ValueError, match="7 at position 1 is no category"):
        weighted_kappa([1, 7], [1, 2], range(1, 6))
    with pytest.raises(ValueError, match="2 ratings by the first rater and 1"):
        rating_table([1, 2], [1], [1, 2])
    with pytest.raises(ValueError, match="twice"):
        rating_table([1], [1], [1, 1])


def test_refuses_what_is_no_table_and_no_weights() -> None:
    with pytest.raises(ValueError, match=r"shape \(1, 2\)"):
        table_kappa([[1, 2]])
    with pytest.raises(ValueError, match=r"-1\.0 in row 1, column 0"):
        table_kappa([[1, 2], [-1, 2]])
    with pytest.raises(ValueError, match="diagonal"):
        table_kappa([[1, 2], [1, 2]], [[1, 0], [0, 1]])
    with pytest.raises(ValueError, match="for 2 categories"):
        table_kappa([[1, 2], [1, 2]], [[0]])
