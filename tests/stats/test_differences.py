"""Differences between segments: told when they survive correction, of segments whose figures stand open alone."""

from __future__ import annotations

import numpy as np
import pytest

from surveyapp.stats.by_segment import segment_figures
from surveyapp.stats.differences import compared_items, segment_differences, size_of
from surveyapp.stats.segments import holm, kruskal_wallis, mann_whitney
from tests.stats.datasets import IMPORTANCE
from tests.stats.test_by_segment import segmented


def test_a_difference_is_told_with_its_direction_and_size() -> None:
    scores = [[5, 3]] * 15 + [[3, 3]] * 10 + [[1, 3]] * 15 + [[5, 3]] * 5
    dataset = segmented("a" * 20 + "b" * 25, scores=scores)

    found = segment_differences(dataset, segment_figures(dataset))

    assert len(found) == 1
    one = found[0]
    assert (one.question, one.item, one.attribute, one.higher, one.lower) == (IMPORTANCE, 0, "setting", "a", "b")
    own = mann_whitney([5] * 15 + [3] * 5, [3] * 5 + [1] * 15 + [5] * 5)
    assert one.delta == pytest.approx(own.delta)
    # one item alone can be tested: on the other everybody says the same, so nothing is corrected for
    assert one.p_value == pytest.approx(own.p_value)
    assert one.size == "large"


def test_a_pair_has_the_greater_of_its_own_p_and_that_of_its_item() -> None:
    """Three segments, of which two differ greatly and one lies between, on two items that are corrected for."""
    first = [5] * 25 + [1] * 5 + [5] * 15 + [1] * 15 + [5] * 5 + [1] * 25
    scores = [[score, 5 if place % 2 else 1] for place, score in enumerate(first)]
    dataset = segmented("a" * 30 + "b" * 30 + "c" * 30, scores=scores)

    found = segment_differences(dataset, segment_figures(dataset))

    groups = {letter: first[place : place + 30] for letter, place in zip("abc", (0, 30, 60), strict=True)}
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    adjusted = dict(zip(pairs, holm([mann_whitney(groups[x], groups[y]).p_value for x, y in pairs]), strict=True))
    of_item = 2 * kruskal_wallis(list(groups.values())).p_value
    expected = {(one, other): max(p_value, of_item) for (one, other), p_value in adjusted.items() if p_value < 0.05}
    assert {(one.higher, one.lower): one.p_value for one in found} == pytest.approx(expected)
    assert (found[0].higher, found[0].lower) == ("a", "c")
    # for the strongest pair the item's decides, for a weaker one its own
    assert found[0].p_value == pytest.approx(of_item)
    assert found[1].p_value > of_item


def test_items_are_counted_on_which_two_segments_stand_open() -> None:
    every = segmented("a" * 16 + "b" * 16, scores=[[5, 5]] * 8 + [[1, 1]] * 8 + [[5, 5]] * 8 + [[1, 1]] * 8)
    few = segmented("a" * 16 + "b" * 16, scores=[[5, 5]] * 8 + [[1, 5]] * 7 + [[1, 1]] + [[5, 1]] * 8 + [[1, 1]] * 8)

    counts = [compared_items(dataset.questionnaire, segment_figures(dataset)) for dataset in (every, few)]

    assert counts == [{(IMPORTANCE, "setting"): 2}, {(IMPORTANCE, "setting"): 1}]


def test_chance_alone_tells_nothing() -> None:
    rng = np.random.default_rng(5)
    told = 0
    for _ in range(40):
        dataset = segmented("a" * 25 + "b" * 25 + "c" * 25, scores=rng.integers(1, 6, (75, 5)).tolist())
        told += bool(segment_differences(dataset, segment_figures(dataset)))

    assert told <= 6


def test_segments_that_are_closed_are_not_compared() -> None:
    scores = [[5]] * 14 + [[1]] * 2 + [[1]] * 16
    dataset = segmented("a" * 16 + "b" * 16, scores=scores)

    assert segment_differences(dataset, segment_figures(dataset)) == ()


@pytest.mark.parametrize(
    ("delta", "word"), [(0.1, "negligible"), (-0.2, "small"), (0.33, "medium"), (0.474, "large"), (-1, "large")]
)
def test_words_for_sizes(delta: float, word: str) -> None:
    assert size_of(delta) == word
