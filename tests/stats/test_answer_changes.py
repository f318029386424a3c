"""The fewest answers to change: by hand, and against all distributions there are."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.answer_changes import Bound, changes_needed, ordered_values

COUNTS = st.lists(st.integers(0, 3), min_size=4, max_size=4)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Bound, ...]:
    """Bound the running count at a few scores, possibly beyond what can be met."""
    places = draw(st.lists(st.integers(0, 3), max_size=3))
    ends = st.tuples(st.integers(0, 8), st.integers(0, 8))
    return tuple(Bound(place, *draw(ends)) for place in places)


@given(COUNTS, boxes())
def test_equals_the_nearest_of_all_distributions(counts: list[int], box: tuple[Bound, ...]) -> None:
    distances = []
    for answers in combinations_with_replacement(range(4), sum(counts)):
        other = [answers.count(score) for score in range(4)]
        if all(bound.least <= sum(other[: bound.place + 1]) <= bound.most for bound in box):
            distances.append(sum(max(0, now - before) for now, before in zip(other, counts, strict=True)))

    assert changes_needed(counts, box) == min(distances, default=None)


def test_one_answer_can_meet_two_bounds() -> None:
    # from 2 low and 3 high to 1 low and 4 high: one person changes sides
    assert changes_needed([2, 0, 3], (Bound(0, 0, 1), Bound(1, 0, 1))) == 1


def test_what_nobody_can_meet_is_none() -> None:
    assert changes_needed([2, 3], (Bound(0, 6, 9),)) is None
    assert changes_needed([2, 3], (Bound(1, 0, 4),)) is None


@pytest.mark.parametrize(("n", "ranks"), [(5, [3, 3]), (6, [2, 3, 4]), (4, [1, 4])])
def test_ordered_values_are_those_of_the_answers_at_these_ranks(n: int, ranks: list[int]) -> None:
    for answers in combinations_with_replacement(range(1, 4), n):
        counts = [answers.count(score) for score in range(1, 4)]
        met = [values for values, box in ordered_values(n, ranks, range(1, 4)) if changes_needed(counts, box) == 0]

        assert met == [{rank: answers[rank - 1] for rank in sorted(set(ranks))}]
