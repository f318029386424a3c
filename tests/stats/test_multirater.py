"""Many raters: published tables, missing ratings, and how the coefficients relate."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.kappa import cohen_kappa
from surveyapp.stats.multirater import (
    category_counts,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    light_kappa,
    randolph_kappa,
)

WIKIPEDIA = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]
# Krippendorff's data "C" (four observers, twelve units), which Gwet (2014) uses as well
FOUR_RATERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_fleiss_of_the_encyclopedias_example() -> None:
    result = fleiss_kappa(WIKIPEDIA)

    assert result.value == pytest.approx(0.20993070442195522, abs=1e-12)
    assert result.unit_agreement[:3] == pytest.approx((1, 0.253, 0.308), abs=5e-4)
    assert result.units == 10


def test_randolph_as_his_calculator_prints() -> None:
    assert fleiss_kappa([[7, 1], [3, 5]]).value == pytest.approx(0.161905, abs=5e-7)
    assert randolph_kappa([[7, 1], [3, 5]]).value == pytest.approx(0.214286, abs=5e-7)
    assert randolph_kappa([[6, 1, 0], [0, 7, 0]]).value == pytest.approx(0.785714, abs=5e-7)


def test_missing_ratings_as_gwet() -> None:
    counts = category_counts(FOUR_RATERS, [1, 2, 3, 4, 5])

    assert gwet_ac1(counts).value == pytest.approx(0.77544, abs=6e-6)
    assert gwet_ac1(counts, "quadratic").value == pytest.approx(0.914, abs=6e-6)
    assert fleiss_kappa(counts).value == pytest.approx(0.76117, abs=6e-6)
    assert conger_kappa(FOUR_RATERS, [1, 2, 3, 4, 5]).value == pytest.approx(0.76282, abs=6e-6)
    assert randolph_kappa(counts).value == pytest.approx(0.77273, abs=6e-6)
    assert gwet_ac1(counts).units == 11
    assert math.isnan(fleiss_kappa(counts).z)


def test_ac1_stays_high_where_nearly_all_say_the_same_and_kappa_does_not() -> None:
    counts = [[2, 0]] * 18 + [[1, 1]] * 2

    assert gwet_ac1(counts).value > 0.85
    assert fleiss_kappa(counts).value < 0


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=2, max_size=12))
def test_two_raters(rated: list[tuple[int, int]]) -> None:
    first, second = [one for one, _ in rated], [two for _, two in rated]
    cohen = cohen_kappa(first, second, [1, 2, 3])
    conger = conger_kappa([first, second], [1, 2, 3])
    fleiss = fleiss_kappa(category_counts([first, second], [1, 2, 3]))

    if cohen.reason is None:
        assert conger.value == pytest.approx(cohen.value)
        assert light_kappa([first, second]).value == pytest.approx(cohen.value)
        assert fleiss.value <= cohen.value + 1e-12
    else:
        assert conger.reason == fleiss.reason == cohen.reason


def test_undefined_says_why() -> None:
    assert fleiss_kappa([[3, 0], [3, 0]]).reason == "chance alone gives full agreement, so there is none beyond chance"
    assert gwet_ac1([[3], [3]]).reason == "chance alone gives full agreement, so there is none beyond chance"
    assert gwet_ac1([[1, 0], [0, 1]]).reason == "no unit has two ratings, so nothing can agree"
    assert "two people" in (conger_kappa([[1, 2], [None, math.nan]], [1, 2]).reason or "")
    # without chance in the way, the free-marginal form is defined
    assert randolph_kappa([[3, 0], [3, 0]]).value == 1


def test_refuses_wrong_counts_and_ratings() -> None:
    with pytest.raises(ValueError, match="-1 on unit 0, category 1"):
        gwet_ac1([[1, -1]])
    with pytest.raises(ValueError, match=r"shape \(2,\)"):
        gwet_ac1([1, 2])
    with pytest.raises(ValueError, match="9 by rater 1 on unit 0 is no category"):
        category_counts([[1, 2], [9, 1]], [1, 2])
    with pytest.raises(ValueError, match="rater 1 has 1 ratings"):
        category_counts([[1, 2], [1]], [1, 2])
    with pytest.raises(ValueError, match="None by rater 0 on unit 1"):
        light_kappa([[1, None], [1, 2]])
    with pytest.raises(ValueError, match="at least two raters, here: 1"):
        light_kappa([[1, 2]])
