"""Content validity: the published vectors, the bands' limits, the exact binomial."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from surveyapp.stats.content_validity import cvr, i_cvi, modified_kappa, s_cvi


def test_i_cvi_counts_threes_and_fours() -> None:
    result = i_cvi([4, 3, 2, 1, 4])

    assert (result.count, result.n, result.value) == (3, 5, 0.6)
    assert i_cvi([4, 3, 2], relevant_from=4).count == 1
    assert math.isnan(i_cvi([]).value)


@pytest.mark.parametrize(
    ("experts", "agreeing", "chance", "kappa", "band"),
    [
        (10, 8, 0.044, 0.79, "excellent"),
        (10, 7, 0.117, 0.66, "good"),
        (9, 7, 0.070, 0.76, "excellent"),
        (9, 6, 0.164, 0.60, "good"),
        (7, 4, 0.273, 0.41, "fair"),
        (4, 2, 0.375, 0.20, "poor"),
    ],
)
def test_modified_kappa_as_published(experts: int, agreeing: int, chance: float, kappa: float, band: str) -> None:
    """Polit, Beck and Owen (2007), and BMC Health Serv Res 2017, table 10."""
    result = modified_kappa(agreeing, experts)

    assert (result.chance, result.kappa) == pytest.approx((chance, kappa), abs=5e-3)
    assert result.band == band


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_chance_is_the_binomials(part: tuple[int, int]) -> None:
    result = modified_kappa(*part)

    assert result.chance == pytest.approx(float(binom.pmf(*part, 0.5)), rel=1e-9)
    assert cvr(*part).p_value == pytest.approx(float(binom.sf(part[0] - 1, part[1], 0.5)), rel=1e-9)
    assert result.kappa <= 1


def test_the_two_forms_of_the_scales_index() -> None:
    """BMC Health Serv Res 2017, table 10, relevance and meaningfulness."""
    assert s_cvi([1, 0.9, 0.7, 1, 1, 1]).average == pytest.approx(0.93, abs=5e-3)
    assert s_cvi([1, 0.9, 0.7, 1, 1, 1]).universal == pytest.approx(4 / 6)
    # the source cuts one sixth to .16
    assert s_cvi([0.8, 0.7, 2 / 3, 0.9, 0.8, 1]).universal == 1 / 6
    assert math.isnan(s_cvi([]).average)


def test_lawshes_ratio_with_exact_minima_where_his_table_is_not() -> None:
    assert cvr(8, 10).ratio == 0.6
    assert [cvr(0, 4).ratio, cvr(2, 4).ratio, cvr(4, 4).ratio] == [-1, 0, 1]
    assert (cvr(8, 10).critical_count, cvr(8, 10).critical_ratio) == (9, 0.8)
    assert cvr(8, 10).critical_p == pytest.approx(0.0107421875)
    # four experts cannot reach 5 %: all of them agree by chance in one of sixteen cases
    assert cvr(4, 4).critical_count is None
    assert math.isnan(cvr(4, 4).critical_ratio)


def test_refuses_impossible_counts_and_ratings() -> None:
    with pytest.raises(ValueError, match="11 cannot be a part of 10 experts"):
        modified_kappa(11, 10)
    with pytest.raises(ValueError, match="the number of experts must be a whole number of 1 or more, not 0"):
        cvr(0, 0)
    with pytest.raises(ValueError, match="5 at position 0"):
        i_cvi([5])
    with pytest.raises(ValueError, match="relevant from 1"):
        i_cvi([4], relevant_from=1)
    with pytest.raises(ValueError, match="nan at position 1"):
        s_cvi([0.5, math.nan])
    with pytest.raises(ValueError, match=r"shape \(1, 1\)"):
        s_cvi([[0.5]])
