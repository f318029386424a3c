"""The Kemeny order: published optima, every order tried for up to six items, and honesty when time runs out."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.condorcet import condorcet_winner
from surveyapp.stats.kemeny import Kemeny, kemeny, kemeny_cost
from tests.stats.profiles import election, profiles, renamed

if TYPE_CHECKING:
    from surveyapp.stats.comparisons import Unranked
    from tests.stats.profiles import Rows

RULES: st.SearchStrategy[Unranked] = st.sampled_from(("below", "ignore"))


def uniform(items: int, people: int, seed: int) -> Ballots:
    random = np.random.default_rng(seed)
    return Ballots.from_ranks(random.permuted(np.tile(np.arange(1, items + 1), (people, 1)), axis=1))


def tournament(items: int, seed: int) -> Ballots:
    random = np.random.default_rng(seed)
    wins = random.integers(0, 100, (items, items))
    np.fill_diagonal(wins, 0)
    return Ballots.from_wins(wins)


class TestPublished:
    def test_orders_the_capitals_of_tennessee(self) -> None:
        # en.wikipedia.org/wiki/Kemeny%E2%80%93Young_method: agreement 393 of 600.
        result = kemeny(election("42 M N C K, 26 N C K M, 15 C K N M, 17 K C N M", "MNCK"))

        assert result.order == ("N", "C", "K", "M")
        assert (result.cost, result.agreement, result.lower_bound) == (207, 393, 207)
        assert result.proven
        assert result.unique
        assert result.second is None
        assert result.components == (("N",), ("C",), ("K",), ("M",))

    def test_finds_a_second_optimum_of_a_perfect_cycle(self) -> None:
        result = kemeny(election("1 A B C, 1 B C A, 1 C A B"))
        optima = {("A", "B", "C"), ("B", "C", "A"), ("C", "A", "B")}

        assert (result.cost, result.agreement) == (4, 5)
        assert result.unique is False
        assert {result.order, result.second} < optima
        assert result.components == (("A", "B", "C"),)


class TestEveryOrder:
    @given(profiles(most_items=5), RULES)
    def test_none_is_better_and_no_second_is_missed(self, rows: Rows, rule: Unranked) -> None:
        assert_right(Ballots.from_ranks(rows), rule)

    @settings(max_examples=15)
    @given(profiles(most_items=7))
    def test_none_is_better_up_to_seven_items(self, rows: Rows) -> None:
        assert_right(Ballots.from_ranks(rows), "below")

    @pytest.mark.parametrize("seed", range(8))
    def test_none_is_better_among_six_or_seven_items(self, seed: int) -> None:
        assert_right(tournament(6 + seed % 2, seed), "ignore")

    @given(profiles(), st.data())
    def test_names_do_not_matter(self, rows: Rows, data: st.DataObject) -> None:
        order = data.draw(st.permutations(range(len(rows[0]))))
        one, other = kemeny(Ballots.from_ranks(rows)), kemeny(renamed(rows[::-1], order))

        assert (one.cost, one.unique) == (other.cost, other.unique)
        assert not one.unique or one.order == other.order

    @given(profiles(marks=False))
    def test_a_condorcet_winner_is_first_unless_another_order_is_as_good(self, rows: Rows) -> None:
        ballots = Ballots.from_ranks(rows)
        winner = condorcet_winner(ballots).winner

        assert winner is None or kemeny(ballots).order[0] == winner

    @given(profiles(), st.lists(st.integers(1, 4), min_size=8, max_size=8))
    def test_weights_equal_repetition(self, rows: Rows, times: list[int]) -> None:
        weighed = kemeny(Ballots.from_ranks(rows, weights=[time / 3 for time in times[: len(rows)]]))
        repeated = kemeny(Ballots.from_ranks(np.repeat(rows, times[: len(rows)], axis=0)))

        assert weighed.order == repeated.order
        assert weighed.second == repeated.second
        assert weighed.cost == pytest.approx(repeated.cost / 3, rel=1e-15)


def assert_right(ballots: Ballots, rule: Unranked) -> None:
    result = kemeny(ballots, unranked=rule)
    pairs = pairwise(ballots, rule)
    costs = {order: kemeny_cost(pairs, order) for order in permutations(ballots.items)}
    optima = [order for order, cost in costs.items() if cost == min(costs.values())]

    assert result.proven
    assert result.cost == result.lower_bound == costs[result.order] == min(costs.values())
    assert result.agreement == pairs.wins.sum() - result.cost
    assert result.unique is (len(optima) == 1)
    assert (result.second is None) is result.unique
    assert result.second is None or (result.second in optima and result.second != result.order)


class TestLarge:
    @pytest.mark.parametrize("people", [51, 1000])
    def test_thirty_items_in_any_order_are_proven(self, people: int) -> None:
        result = kemeny(uniform(30, people, seed=4))

        assert result.proven
        assert result.unique is not None

    def test_fifty_items_with_a_consensus_are_proven(self) -> None:
        random = np.random.default_rng(3)
        noisy = np.linspace(0, 1, 50) + random.normal(size=(200, 50))

        result = kemeny(Ballots.from_ranks(noisy.argsort(axis=1).argsort(axis=1) + 1))

        assert result.proven
        assert result.unique is not None

    def test_panels_of_odd_sizes_with_an_equal_say_are_proven(self) -> None:
        sizes = (97, 101, 103)
        random = np.random.default_rng(11)
        rows = random.permuted(np.tile(np.arange(1, 13), (sum(sizes), 1)), axis=1)

        result = kemeny(Ballots.from_ranks(rows, weights=[1 / size for size in sizes for _ in range(size)]))

        assert result.proven
        assert result.unique

    def test_when_time_runs_out_the_bound_is_told(self) -> None:
        ballots = tournament(45, seed=1)

        result = kemeny(ballots, unranked="ignore", time_limit=0.3)
        wins = pairwise(ballots, "ignore").wins

        assert not result.proven
        assert result.unique is None
        assert result.second is None
        assert result.lower_bound < result.cost == kemeny_cost(ballots, result.order, unranked="ignore")
        assert result.lower_bound >= np.minimum(wins, wins.T).sum() / 2


class TestDegenerate:
    def test_one_item_and_ballots_that_rank_nothing(self) -> None:
        assert kemeny(Ballots.from_ranks([[1]])) == Kemeny(("1",), ("1",), 0, 0, 0, True, None, (("1",),))
        nothing = kemeny(Ballots.from_ranks(np.zeros((1, 3))))
        assert (nothing.cost, nothing.proven, nothing.unique) == (0, True, False)

    def test_refuses_no_time(self) -> None:
        with pytest.raises(ValueError, match="above 0 seconds"):
            kemeny(Ballots.from_ranks([[1]]), time_limit=0)

    def test_refuses_the_cost_of_another_order(self) -> None:
        with pytest.raises(ValueError, match="the order must name each"):
            kemeny_cost(Ballots.from_ranks([[1, 2]]), ["1", "1"])
