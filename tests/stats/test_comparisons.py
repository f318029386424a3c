"""The pairwise matrix: against a plain count, and what unranked items mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.dataset import NOT_SHOWN, UNRANKED
from tests.stats.profiles import election, profiles

if TYPE_CHECKING:
    from tests.stats.profiles import Rows

RULES = st.sampled_from(("below", "ignore"))


def plain_count(rows: Rows, rule: str) -> list[list[int]]:
    items = range(len(rows[0]))

    def prefers(row: list[int], one: int, other: int) -> bool:
        if row[one] > 0 and row[other] == UNRANKED:
            return rule == "below"
        return 0 < row[one] < row[other]

    return [[sum(prefers(row, one, other) for row in rows) for other in items] for one in items]


@given(profiles(), RULES)
def test_equals_a_plain_count(rows: Rows, rule: Literal["below", "ignore"]) -> None:
    assert pairwise(Ballots.from_ranks(rows), rule).wins.tolist() == plain_count(rows, rule)


@given(profiles(), st.lists(st.integers(1, 5), min_size=8, max_size=8))
def test_weights_equal_repetition(rows: Rows, times: list[int]) -> None:
    weighed = pairwise(Ballots.from_ranks(rows, weights=times[: len(rows)]))
    counted = pairwise(Ballots.from_ranks(rows, counts=times[: len(rows)]))
    repeated = pairwise(Ballots.from_ranks(np.repeat(rows, times[: len(rows)], axis=0)))

    assert weighed.wins.tolist() == counted.wins.tolist() == repeated.wins.tolist()


def test_counts_four_voters_of_tennessee() -> None:
    # Memphis, Nashville, Chattanooga, Knoxville: en.wikipedia.org/wiki/Condorcet_method, 42/26/15/17 of 100.
    pairs = pairwise(election("42 M N C K, 26 N C K M, 15 C K N M, 17 K C N M", "MNCK"))

    assert pairs.wins.tolist() == [[0, 42, 42, 42], [58, 0, 68, 68], [58, 32, 0, 83], [58, 32, 17, 0]]
    assert pairs.margins.tolist()[0] == [0, -16, -16, -16]


def test_compares_what_was_shown_alone() -> None:
    ballots = Ballots.from_ranks([[1, UNRANKED, NOT_SHOWN]])

    assert pairwise(ballots).wins.tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert not pairwise(ballots, "ignore").wins.any()


def test_divides_exact_weights_at_the_end() -> None:
    ballots = Ballots.from_ranks([[1, 2]] * 3 + [[2, 1]] * 7, weights=[1 / 3] * 3 + [1 / 7] * 7)

    assert pairwise(ballots).wins.tolist() == [[0, 1], [1, 0]]
    assert not pairwise(ballots).margins.any()


def test_knows_many_items() -> None:
    wins = pairwise(Ballots.from_ranks([range(1, 301)])).wins

    assert np.array_equal(wins, np.triu(np.ones((300, 300)), 1))


def test_of_no_ballots_is_zero() -> None:
    assert pairwise(Ballots.from_ranks(np.empty((0, 2)))).wins.tolist() == [[0, 0], [0, 0]]


def test_refuses_another_rule() -> None:
    rule: Any = "zero"

    with pytest.raises(ValueError, match="not 'zero'"):
        pairwise(election("1 A B"), rule)


def test_ballots_are_counted_once_for_each_rule_and_cannot_be_changed_since() -> None:
    ballots = Ballots.from_ranks([[1, 0, 2], [0, 1, 2]])

    assert pairwise(ballots) is pairwise(ballots)
    assert pairwise(ballots, "ignore") is not pairwise(ballots)
    assert pairwise(ballots, "ignore").unranked == "ignore"
    for array in (ballots.places, ballots.counts, ballots.units, pairwise(ballots).units):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
