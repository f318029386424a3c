"""RAND/UCLA: worked examples, limits that are met exactly, the declared alternatives, refused input."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.rand_ucla import disagreement_index, ipr, ipras, ipras_of, panel_size_limits, rand_ucla, zone_of

if TYPE_CHECKING:
    from surveyapp.stats.rand_ucla import Disagreement


def test_the_published_example_with_percentiles_7_and_8() -> None:
    """BMJ Open 2012 prints "2.5+(AI x 1.5)=6.1", which only 2.35 gives."""
    assert ipras_of(7, 8) == Fraction(61, 10)
    scores = [7, 7, 8, 8]
    assert (ipr(scores), ipras(scores)) == (1.0, 6.1)
    assert disagreement_index(scores) == pytest.approx(0.164, abs=5e-4)


def test_the_quantile_type_decides_on_disagreement() -> None:
    ratings = [1, 1, 1, 1, 1, 1, 6, 6, 6]

    assert rand_ucla(ratings).disagreement is False
    assert rand_ucla(ratings).disagreement_index == pytest.approx(3 / 6.1)
    assert rand_ucla(ratings, quantile_type=6).disagreement is True
    assert rand_ucla(ratings, quantile_type=6).disagreement_index == pytest.approx(5 / 4.6)


def test_a_range_that_equals_its_limit_is_no_disagreement() -> None:
    # P30 = 2.6 and P70 = 6: IPR = 3.4 = 2.35 + 1.5 x 0.7
    low_side, high_side = [1, 1, 1, 5, 5, 6, 6, 6, 6], [4, 4, 4, 4, 5, 5, 9, 9, 9]

    for ratings in (low_side, high_side):
        assert disagreement_index(ratings) == 1
        assert rand_ucla(ratings).disagreement is False


def test_classical_definitions_by_panel_size() -> None:
    """BMC Med Inform Decis Mak 2012;12:93, table 7."""
    assert [panel_size_limits(n) for n in range(8, 17)] == [(2, 3)] * 3 + [(3, 4)] * 3 + [(4, 5)] * 3
    agreed = rand_ucla([7, 7, 8, 8, 9, 9, 9, 1, 1], "panel size")
    assert (agreed.agreement, agreed.disagreement, agreed.classification) == (True, False, "appropriate")
    apart = rand_ucla([1, 2, 3, 7, 7, 8, 8, 8, 9], "panel size")
    assert (apart.agreement, apart.disagreement, apart.classification) == (False, True, "uncertain")


def test_the_one_third_rule_is_exact_for_any_number() -> None:
    assert rand_ucla([1, 9, 5], "one third").disagreement is True
    assert rand_ucla([1, 9, 5, 5], "one third").disagreement is False
    assert rand_ucla([1] * 100 + [9] * 100 + [5] * 100, "one third").disagreement is True


def test_half_medians_fall_where_it_was_declared() -> None:
    assert [zone_of(Fraction(median, 2)) for median in (6, 7, 12, 13, 14)] == [
        "inappropriate",
        "uncertain",
        "uncertain",
        "appropriate",
        "appropriate",
    ]
    assert zone_of(6.5, "uncertain") == "uncertain"
    assert zone_of(3.5, "uncertain") == "uncertain"


def test_of_nobody_is_nan() -> None:
    assert math.isnan(ipr([]))
    assert math.isnan(ipras([]))
    assert math.isnan(disagreement_index([]))
    result = rand_ucla([])
    assert (result.n, result.zone, result.disagreement, result.agreement) == (0, None, None, None)
    assert math.isnan(result.ipras)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_turning_the_scale_round_keeps_disagreement(scores: list[int]) -> None:
    turned = [10 - score for score in scores]

    for form in ("one third", "ipras"):
        assert rand_ucla(scores, form).disagreement == rand_ucla(turned, form).disagreement
    assert ipras(scores) == pytest.approx(ipras(turned))


def test_refuses_other_scales_sizes_and_forms() -> None:
    with pytest.raises(ValueError, match="10 at position 0"):
        ipr([10])
    with pytest.raises(ValueError, match="7 ratings"):
        rand_ucla([5] * 7, "panel size")
    with pytest.raises(ValueError, match="by feeling"):
        rand_ucla([5], cast("Disagreement", "by feeling"))
    with pytest.raises(ValueError, match="P30 = 8 and P70 = 7"):
        ipras_of(8, 7)
