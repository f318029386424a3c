"""Krippendorff's alpha and the intraclass correlations: published, degenerate, refused."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.reliability import icc, krippendorff_alpha
from tests.stats.test_multirater import FOUR_RATERS

if TYPE_CHECKING:
    from surveyapp.stats.reliability import Level

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]).T


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_own_data(level: Level, alpha: float) -> None:
    result = krippendorff_alpha(np.array(FOUR_RATERS, dtype=float), level)

    assert result.alpha == pytest.approx(alpha, abs=5e-4)
    # the last unit has one value, which can be paired with none
    assert (result.units, result.values) == (11, 40)


def test_alpha_of_the_same_value_throughout_and_of_single_values_is_undefined() -> None:
    assert "all values are the same" in (krippendorff_alpha([[3, 3], [3, 3]]).reason or "")
    assert "no unit has two values" in (krippendorff_alpha([[3.0, math.nan], [math.nan, 2.0]]).reason or "")
    assert math.isnan(krippendorff_alpha(np.empty((0, 0))).alpha)


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=2, max_size=5))
def test_alpha_is_at_most_one_and_one_for_full_agreement(ratings: list[list[int]]) -> None:
    for level in ("nominal", "ordinal", "interval", "ratio"):
        result = krippendorff_alpha(ratings, level)
        if result.reason is None:
            assert result.alpha <= 1
            assert (result.alpha == 1) == all(len(set(unit)) == 1 for unit in zip(*ratings, strict=True))


def test_alpha_refuses_what_a_level_does_not_have() -> None:
    with pytest.raises(ValueError, match="-1 by rater 0 on unit 1"):
        krippendorff_alpha([[1, -1], [1, 2]], "ratio")
    with pytest.raises(ValueError, match="inf by rater 0"):
        krippendorff_alpha([[math.inf, 1.0], [1.0, 2.0]])
    with pytest.raises(ValueError, match=r"shape \(2,\)"):
        krippendorff_alpha([1, 2])
    with pytest.raises(ValueError, match="cardinal"):
        krippendorff_alpha([[1], [2]], cast("Level", "cardinal"))


def test_icc_of_shrout_and_fleiss() -> None:
    """Shrout and Fleiss (1979): .17 .29 .71 .44 .62 .91."""
    result = icc(SHROUT_FLEISS)
    forms = (result.icc1, result.icc2, result.icc3, result.icc1_k, result.icc2_k, result.icc3_k)

    assert [round(form, 2) for form in forms] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    assert (result.raters, result.units, result.reason) == (4, 6, None)


def test_icc_ignores_a_raters_level_only_in_its_third_form() -> None:
    shifted = icc(SHROUT_FLEISS + np.array([[0], [5], [0], [0]]))

    assert shifted.icc3 == pytest.approx(icc(SHROUT_FLEISS).icc3)
    assert shifted.icc2 != pytest.approx(icc(SHROUT_FLEISS).icc2)


def test_icc_degenerate_and_refused() -> None:
    assert "two of each" in (icc([[1, 2, 3]]).reason or "")
    assert "no spread" in (icc([[2, 2], [2, 2]]).reason or "")
    assert "divide by for icc2, icc1_k, icc3_k" in (icc([[1, 2], [2, 1]]).reason or "")
    with pytest.raises(ValueError, match="nan by rater 1 on unit 0"):
        icc([[1.0, 2.0], [math.nan, 2.0]])
    with pytest.raises(ValueError, match=r"shape \(2,\)"):
        icc([1, 2])
