"""Change between rounds: by hand, degenerate, refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.paired import wilcoxon
from surveyapp.stats.stability import cv_change, marginal_change, movement, round_stability

SCORES = st.lists(st.integers(1, 5), min_size=1, max_size=12)


def test_marginal_change_halves_the_differences_of_shares() -> None:
    assert marginal_change([1, 1, 2, 2], [1, 2, 2, 2], 1, 2).value == 0.25
    assert marginal_change([1], [2, 2], 1, 2).value == 1
    assert marginal_change([1, 2], [2, 1], 1, 2).value == 0
    assert math.isnan(marginal_change([], [1], 1, 2).value)
    assert marginal_change([], [1], 1, 2).reason == "nobody answered before"
    assert marginal_change([1], [], 1, 2).reason == "nobody answered after"
    # 15 of 100 is not below 15 %
    assert marginal_change([1] * 100, [1] * 85 + [2] * 15, 1, 2).value == 0.15


def test_movement_is_seen_from_the_median_before() -> None:
    result = movement([1, 2, 3, 4, 5, 3], [2, 2, 3, 5, 1, 3])

    assert result.median == 3
    assert (result.moved.count, result.moved.n) == (3, 6)
    assert (result.toward, result.away, result.across) == (1, 1, 1)
    assert math.isnan(movement([], []).median)


@given(SCORES, st.randoms(use_true_random=False))
def test_who_moved_went_somewhere(before: list[int], random: object) -> None:
    after = [6 - score for score in before]
    result = movement(before, after)

    assert result.moved.count == result.toward + result.away + result.across
    assert result.moved.count == sum(score != 3 for score in before)


def test_coefficients_of_variation() -> None:
    """Seven answers with the sum 16 and a standard deviation of 1.496: 65.45 %."""
    seven = [1, 1, 1, 2, 3, 3, 5]
    result = cv_change(seven, [2, 2, 2])

    assert result.before == pytest.approx(0.6545, abs=5e-5)
    assert (result.after, result.change) == (0, result.before)
    assert cv_change([1], [2, 3]).reason is not None
    assert math.isnan(cv_change([-1, 1], [2, 3]).change)


def test_all_measures_of_one_item() -> None:
    before, after = [2, 3, 4, 4, 5, 3], [3, 4, 4, 4, 5, 4]
    result = round_stability(before, after, low=1, high=5, agree_from=4, zeros="pratt", weights="linear")

    assert (result.n, result.median_change) == (6, 0.5)
    assert result.wilcoxon == wilcoxon(before, after, "pratt")
    assert (result.band.entered, result.band.left) == (2, 0)
    assert result.marginal.value == pytest.approx(1 / 3)
    assert result.movement.moved.count == 3
    assert 0 < result.kappa.value < 1


def test_the_same_answers_again_are_full_stability() -> None:
    result = round_stability([1, 3, 5], [1, 3, 5], low=1, high=5, agree_from=4)

    assert (result.kappa.value, result.marginal.value, result.movement.moved.count, result.cv.change) == (1, 0, 0, 0)
    assert result.wilcoxon.reason == "nobody's answer changed"
    assert result.band.reason == "nobody crossed the band's limit"


def test_nobody_in_both_rounds_says_so_everywhere() -> None:
    result = round_stability([], [], low=1, high=5, agree_from=4)

    assert result.n == 0
    assert math.isnan(result.median_change)
    assert result.kappa.reason == "nobody rated"


def test_refuses_who_did_not_answer_both_times_and_scores_off_the_scale() -> None:
    with pytest.raises(ValueError, match="2 answers before and 1 after"):
        round_stability([1, 2], [1], low=1, high=5, agree_from=4)
    with pytest.raises(ValueError, match="after: 6 at position 0"):
        round_stability([1], [6], low=1, high=5, agree_from=4)
    with pytest.raises(ValueError, match="before: nan at position 0"):
        round_stability([math.nan], [1], low=1, high=5, agree_from=4)
    with pytest.raises(ValueError, match="same length"):
        movement([1], [])
    with pytest.raises(ValueError, match="nan at position 1"):
        cv_change([1, math.nan], [1, 2])
