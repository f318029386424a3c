"""The permutation test: exact against brute force, drawn against exact, seeded."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.permutation import permutation_test
from surveyapp.stats.rankings import mid_ranks


@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=4))
def test_exact_equals_all_orders_of_all_rows(scores: list[list[int]]) -> None:
    ranks = (2 * mid_ranks(scores)).astype(np.int64)
    spreads = [
        sum(sum(column) ** 2 for column in zip(*rows, strict=True))
        for rows in product(*(permutations(row) for row in ranks.tolist()))
    ]
    observed = int((ranks.sum(axis=0) ** 2).sum())

    result = permutation_test(ranks, 1, seed=0)

    assert result.exact
    assert result.p_value == pytest.approx(sum(spread >= observed for spread in spreads) / len(spreads))


def test_random_draws_come_near_and_repeat_with_their_seed() -> None:
    ranks = np.array([np.random.default_rng(person).permutation(9) + 1 for person in range(6)])

    first, again, other = (permutation_test(ranks, 4_000, seed) for seed in (1, 1, 2))

    assert not first.exact
    assert first == again
    assert (first.draws, first.seed) == (4_000, 1)
    assert first.p_value == pytest.approx(other.p_value, abs=0.04)
    assert first.p_value >= 1 / 4_001


def test_one_order_by_everybody_is_as_rare_as_can_be() -> None:
    ranks = np.tile(np.arange(1, 9), (10, 1))

    assert permutation_test(ranks, 99, 0).p_value == 1 / 100


def test_refuses_no_draws() -> None:
    with pytest.raises(ValueError, match="the number of draws must be a whole number of 1 or more, not 0"):
        permutation_test(np.array([[1, 2], [1, 2]]), 0, 0)
