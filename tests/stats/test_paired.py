"""Wilcoxon and McNemar: published values, every zero convention, exact p-values against brute force."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import wilcoxon as scipys

from surveyapp.stats.paired import Zeros, mcnemar, wilcoxon

if TYPE_CHECKING:
    import numpy.typing as npt

ANSWERS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=8)


def test_depression_scores() -> None:
    """Hollander and Wolfe (1973), p. 29: V = 40, p = .0195 one-sided; shift .46 (.01 to .786)."""
    before = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    after = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]

    result = wilcoxon(before, after)

    assert (result.positive, result.statistic) == (40, 5)
    assert (result.p_exact, result.p_exact_greater) == (0.0390625, 0.01953125)
    assert (result.shift, result.low, result.high) == pytest.approx((0.46, 0.01, 0.786))


@pytest.mark.parametrize(
    ("zeros", "statistic", "p_value"),
    [("wilcox", 327, 0.00641346115861), ("pratt", 423, 0.0031724568006762576), ("zsplit", 441, 0.0032145343172473055)],
)
def test_unchanged_answers_change_p_by_their_convention(zeros: Zeros, statistic: float, p_value: float) -> None:
    """Values of scipy's own tests, checked with R's wilcox.test and coin."""
    differences = {-4: 1, -3: 4, -2: 16, -1: 15, 0: 8, 1: 4, 2: 5, 3: 1, 4: 2}
    after = [value for value, times in differences.items() for _ in range(times)]

    result = wilcoxon([0] * len(after), after, zeros)

    assert (result.statistic, result.unchanged, result.zeros, result.tied) == (statistic, 8, zeros, True)
    assert result.p_normal == pytest.approx(p_value, abs=1e-11)


def test_rounding_noise_splits_no_ties() -> None:
    result = wilcoxon([0.1, 0.2, 0.3], [0.4, 0.5, 0.6])

    assert (result.tied, result.positive, result.shift) == (True, 6, 0.3)


@given(ANSWERS, st.sampled_from(["wilcox", "pratt"]))
def test_the_exact_p_value_counts_all_signs(answers: list[tuple[int, int]], zeros: Zeros) -> None:
    result = wilcoxon([a for a, _ in answers], [b for _, b in answers], zeros)
    if result.reason:
        assert all(a == b for a, b in answers)
        assert (result.shift, math.isnan(result.p_exact)) == (0, True)
        return
    sizes = [abs(b - a) for a, b in answers if zeros == "pratt" or a != b]
    ranks = [sum(other < size for other in sizes) + (sizes.count(size) + 1) / 2 for size in sizes if size]
    sums = [
        sum(rank for rank, up in zip(ranks, signs, strict=True) if up) for signs in product((0, 1), repeat=len(ranks))
    ]
    greater = sum(one >= result.positive for one in sums) / len(sums)
    lesser = sum(one <= result.positive for one in sums) / len(sums)

    assert result.p_exact_greater == pytest.approx(greater)
    assert result.p_exact == pytest.approx(min(1, 2 * min(greater, lesser)))
    assert result.low <= result.shift <= result.high


def test_many_pairs_equal_scipys_approximation() -> None:
    before = [person % 7 for person in range(120)]
    after = [(person * 5) % 9 for person in range(120)]

    conventions: tuple[Zeros, ...] = ("wilcox", "pratt", "zsplit")
    for zeros in conventions:
        for correction in (False, True):
            theirs = scipys(after, before, zero_method=zeros, correction=correction, method="approx")
            ours = wilcoxon(before, after, zeros)
            p_value = ours.p_normal_corrected if correction else ours.p_normal
            assert p_value == pytest.approx(float(theirs.pvalue), rel=1e-9)
            assert math.isnan(ours.p_exact)


def test_nobody_changed_and_nobody_answered() -> None:
    assert wilcoxon([1, 2], [1, 2]).reason == "nobody's answer changed"
    assert wilcoxon([], []).reason == "nobody answered both times"
    assert math.isnan(wilcoxon([], []).shift)


def test_mcnemar_is_the_exact_binomial() -> None:
    before = [True] * 10 + [False] * 10
    after = [True] * 8 + [False] * 2 + [True] * 9 + [False]

    result = mcnemar(before, after)

    assert (result.stayed_in, result.left, result.entered, result.stayed_out) == (8, 2, 9, 1)
    assert result.p_value == pytest.approx(float(binomtest(2, 11, 0.5).pvalue))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_mcnemar_of_any_crossing(people: list[tuple[bool, bool]]) -> None:
    result = mcnemar([was for was, _ in people], [now for _, now in people])

    crossed = result.left + result.entered
    if crossed:
        assert result.p_value == pytest.approx(float(binomtest(min(result.left, result.entered), crossed, 0.5).pvalue))
    else:
        assert math.isnan(result.p_value)
        assert result.reason == "nobody crossed the band's limit"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [([1, 2], [1], "same length"), ([1, math.nan], [1, 2], "nan at position 1 before"), ([1.0], [math.nan], "after")],
)
def test_refuses_who_did_not_answer_both_times(before: npt.ArrayLike, after: npt.ArrayLike, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        wilcoxon(before, after)


def test_refuses_unknown_conventions_and_bands() -> None:
    with pytest.raises(ValueError, match="as they come"):
        wilcoxon([1], [2], cast("Zeros", "as they come"))
    with pytest.raises(ValueError, match="2 at position 0"):
        mcnemar([2], [1])
    with pytest.raises(ValueError, match="same length"):
        mcnemar([True], [])
