"""Attributes made coarse: enough people share every combination, and no more is lost than that takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.coarsening import coarsen

if TYPE_CHECKING:
    from random import Random

MINIMUM = 3
VALUES = st.tuples(*(st.sampled_from(["a", "b", "c", "d", None]) for _ in range(2)), st.sampled_from(["x", "y", None]))


def test_values_that_enough_people_have_stay() -> None:
    people = [("city",)] * 3 + [("country",)] * 4

    assert coarsen(people, MINIMUM) == tuple(people)


def test_a_rare_value_is_not_told_apart_from_the_smallest_that_stays() -> None:
    people = [("city",)] * 5 + [("country",)] * 4 + [("island",)]

    assert Counter(coarsen(people, MINIMUM)) == {("city",): 5, (None,): 5}


def test_rare_values_that_are_enough_together_leave_the_others_alone() -> None:
    people = [("city",)] * 4 + [("island",)] * 2 + [("ship",)]

    assert Counter(coarsen(people, MINIMUM)) == {("city",): 4, (None,): 3}


def test_the_second_attribute_gives_way_to_the_first() -> None:
    people = [("city", "north")] * 4 + [("city", "south")] * 2 + [("country", "south")] * 3

    assert Counter(coarsen(people, MINIMUM)) == {("city", None): 6, ("country", "south"): 3}


def test_too_few_people_keep_nothing() -> None:
    assert coarsen([("city",), ("city",)], MINIMUM) == ((None,), (None,))
    assert coarsen([], MINIMUM) == ()


def test_who_comes_later_joins_a_combination_that_is_there() -> None:
    standing = [("city", "north")] * 3 + [("country", None)] * 3
    late = [("city", "north"), ("city", "south"), ("country", "north"), ("ship", "north")]

    # nobody on a ship is there, and those who are there keep what they have
    assert coarsen(late, MINIMUM, standing)[0] == ("city", "north")
    assert coarsen(late, MINIMUM, standing)[2] == ("country", None)
    assert coarsen(late, MINIMUM, standing)[3] == (None, None)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="a value for each attribute"):
        coarsen([("city",), ("city", "north")], MINIMUM)
    with pytest.raises(ValueError, match="3 people or more"):
        coarsen([("city",)], 2)


@given(st.lists(VALUES, max_size=40))
def test_enough_people_share_every_combination(people: list[tuple[str | None, ...]]) -> None:
    coarse = coarsen(people, MINIMUM)

    assert all(count >= min(MINIMUM, len(people)) for count in Counter(coarse).values())
    for after, before in zip(coarse, people, strict=True):
        assert all(new in (None, old) for new, old in zip(after, before, strict=True))


@given(st.lists(VALUES, max_size=40))
def test_what_is_coarse_stays_as_it_is(people: list[tuple[str | None, ...]]) -> None:
    coarse = coarsen(people, MINIMUM)

    assert coarsen(coarse, MINIMUM) == coarse


@given(st.lists(VALUES, max_size=20), st.randoms())
def test_the_order_of_people_changes_nothing(people: list[tuple[str | None, ...]], random: Random) -> None:
    order = list(range(len(people)))
    random.shuffle(order)

    coarse = coarsen(people, MINIMUM)
    assert coarsen([people[at] for at in order], MINIMUM) == tuple(coarse[at] for at in order)


@given(st.lists(VALUES, max_size=30), st.lists(VALUES, max_size=10))
def test_late_comers_never_single_anybody_out(
    first: list[tuple[str | None, ...]], late: list[tuple[str | None, ...]]
) -> None:
    standing = coarsen(first, MINIMUM)

    together = Counter([*standing, *coarsen(late, MINIMUM, standing)])
    exposed = {row for row, count in together.items() if count < MINIMUM}
    # where nothing fits, nothing is said; a combination with a value in it is always shared
    assert exposed <= {(None, None, None)}
