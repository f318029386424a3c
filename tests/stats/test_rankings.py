"""Partial ballots: worked by hand, against pairwise comparison, and the input that is refused."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from surveyapp.stats.dataset import NOT_SHOWN, SILENT
from surveyapp.stats.rankings import (
    borda,
    borda_places,
    completed_ranks,
    first_share,
    mean_ranks,
    mid_ranks,
    top_k_share,
)
from tests.stats.datasets import ballots

if TYPE_CHECKING:
    from random import Random

ITEMS = 5
PROFILES = st.lists(ballots(ITEMS, may_hide=False), min_size=1, max_size=10)
GAPPY_PROFILES = st.lists(ballots(ITEMS), min_size=1, max_size=10)


class TestMidRanks:
    def test_share_the_mean_of_the_ranks_they_span(self) -> None:
        assert mid_ranks([[10, 20, 20, 5], [7, 7, 7, 7]]).tolist() == [[2, 3.5, 3.5, 1], [2.5, 2.5, 2.5, 2.5]]

    def test_leave_nan_out(self) -> None:
        assert str(mid_ranks([[3, np.nan, 1]]).tolist()) == "[[2.0, nan, 1.0]]"

    def test_of_no_rows_and_of_no_columns_are_empty(self) -> None:
        assert mid_ranks(np.empty((0, 3))).shape == (0, 3)
        assert mid_ranks(np.empty((2, 0))).shape == (2, 0)

    @given(st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=6))
    def test_equal_scipys(self, table: list[list[int]]) -> None:
        assert mid_ranks(table).tolist() == rankdata(table, axis=1).tolist()


class TestCompletedRanks:
    @pytest.mark.parametrize(
        ("places", "ranks"),
        [
            ([2, 1, 4, 3], [2, 1, 4, 3]),
            ([1, 0, 2, 0], [1, 3.5, 2, 3.5]),
            ([0, 0, 0, 1], [3, 3, 3, 1]),
            ([1, 2, 3, 0], [1, 2, 3, 4]),
            ([9, 0, 2, 4], [3, 4, 1, 2]),
            ([1, 1, 3, 0], [1.5, 1.5, 3, 4]),
            ([1, 1, 2, 0], [1.5, 1.5, 3, 4]),
        ],
    )
    def test_follow_the_order_and_share_what_is_left(self, places: list[int], ranks: list[float]) -> None:
        assert completed_ranks([places]).tolist() == [ranks]

    def test_rank_what_was_shown_among_itself(self) -> None:
        assert str(completed_ranks([[2, NOT_SHOWN, 0, 0]]).tolist()) == "[[1.0, nan, 2.5, 2.5]]"

    @pytest.mark.parametrize("value", [SILENT, -2, -7])
    def test_refuse_what_is_no_place(self, value: int) -> None:
        with pytest.raises(ValueError, match=f"{value} on ballot 1, item 2, is no place"):
            completed_ranks([[1, 2, 3], [1, 2, value]])

    def test_refuse_a_single_row(self) -> None:
        with pytest.raises(ValueError, match=r"shape \(2,\)"):
            completed_ranks([1, 2])

    @given(PROFILES)
    def test_of_a_ballot_sum_to_the_same_whatever_it_ranks(self, profile: list[list[int]]) -> None:
        assert completed_ranks(profile).sum(axis=1).tolist() == [ITEMS * (ITEMS + 1) / 2] * len(profile)


class TestBorda:
    def test_gives_the_mean_of_the_points_left_over(self) -> None:
        # One ballot with only A on it: A has 2, B and C share 1 and 0.
        assert borda(completed_ranks([[1, 0, 0]])).tolist() == [2, 0.5, 0.5]

    def test_of_two_ballots_by_hand(self) -> None:
        ranks = completed_ranks([[1, 2, 3, 4], [2, 0, 1, 0]])

        assert borda(ranks).tolist() == [3 + 2, 2 + 0.5, 1 + 3, 0 + 0.5]
        assert mean_ranks(ranks).tolist() == [1.5, 2.75, 2, 3.75]

    def test_leaves_a_ballot_out_for_an_item_it_did_not_show(self) -> None:
        ranks = completed_ranks([[1, 2, 3], [1, NOT_SHOWN, 2]])

        assert borda(ranks).tolist() == [2 + 1, 1, 0]
        assert mean_ranks(ranks).tolist() == [1, 2, 2.5]

    def test_of_no_ballots_is_zero_and_has_no_mean_rank(self) -> None:
        nothing = np.empty((0, 2))

        assert borda(nothing).tolist() == [0, 0]
        assert np.isnan(mean_ranks(nothing)).all()
        assert borda_places(nothing) == (1, 1)

    @given(PROFILES)
    def test_is_ballots_times_items_less_the_sum_of_ranks(self, profile: list[list[int]]) -> None:
        ranks = completed_ranks(profile)

        assert borda(ranks).tolist() == (len(profile) * ITEMS - ranks.sum(axis=0)).tolist()
        assert mean_ranks(ranks).tolist() == (ranks.sum(axis=0) / len(profile)).tolist()

    @given(GAPPY_PROFILES)
    def test_counts_pairs_won_and_half_the_pairs_tied(self, profile: list[list[int]]) -> None:
        points = [0.0] * ITEMS
        for ballot in profile:
            for one, other in combinations([item for item in range(ITEMS) if ballot[item] != NOT_SHOWN], 2):
                own, against = (ballot[item] or 99 for item in (one, other))
                points[one] += (own < against) + (own == against) / 2
                points[other] += (own > against) + (own == against) / 2

        assert borda(completed_ranks(profile)).tolist() == points

    @given(GAPPY_PROFILES, st.permutations(range(ITEMS)), st.randoms(use_true_random=False))
    def test_ignores_the_order_of_ballots_and_follows_the_items(
        self, profile: list[list[int]], items: list[int], random: Random
    ) -> None:
        shuffled = [[ballot[item] for item in items] for ballot in profile]
        random.shuffle(shuffled)
        ranks, renamed = completed_ranks(profile), completed_ranks(shuffled)

        assert borda(renamed).tolist() == [borda(ranks)[item] for item in items]
        assert str(mean_ranks(renamed).tolist()) == str([float(mean_ranks(ranks)[item]) for item in items])
        assert borda_places(renamed) == tuple(borda_places(ranks)[item] for item in items)
        assert str(top_k_share(shuffled, 2)) == str(tuple(top_k_share(profile, 2)[item] for item in items))


class TestBordaPlaces:
    def test_are_shared_and_leave_the_next_empty(self) -> None:
        # Points 4, 3, 3, 2: nobody is third.
        assert borda_places(completed_ranks([[1, 2, 3, 4], [2, 3, 1, 4], [3, 1, 2, 4]])) == (1, 1, 1, 4)
        assert borda_places(completed_ranks([[1, 2, 3, 4], [1, 3, 2, 4]])) == (1, 2, 2, 4)

    def test_judge_an_item_by_the_points_it_could_win(self) -> None:
        # A has 1 point of 1 and B 3 of 5: fewer people saw A, and all of them put it first.
        ranks = completed_ranks([[1, 2, NOT_SHOWN], [NOT_SHOWN, 1, 2], [NOT_SHOWN, 1, 2], [NOT_SHOWN, 1, 2]])

        assert borda(ranks).tolist() == [1, 3, 0]
        assert borda_places(ranks) == (1, 2, 3)

    def test_put_an_item_that_nobody_saw_level_with_one_that_won_nothing(self) -> None:
        assert borda_places(completed_ranks([[1, 2, NOT_SHOWN]])) == (1, 2, 2)

    def test_of_a_single_item_is_first(self) -> None:
        assert borda_places(completed_ranks([[1], [1]])) == (1,)

    @given(PROFILES)
    def test_follow_the_points(self, profile: list[list[int]]) -> None:
        ranks = completed_ranks(profile)
        points = borda(ranks).tolist()

        assert borda_places(ranks) == tuple(1 + sum(other > own for other in points) for own in points)


class TestShares:
    def test_count_first_and_top_places_out_of_all_ballots(self) -> None:
        places = [[1, 2, 3], [1, 0, 0], [0, 1, 2], [3, 2, 1]]

        assert [(one.count, one.n) for one in first_share(places)] == [(2, 4), (1, 4), (1, 4)]
        assert [(one.count, one.n) for one in top_k_share(places, 2)] == [(2, 4), (3, 4), (2, 4)]

    def test_weigh_a_short_ballot_at_first_place_like_a_full_one(self) -> None:
        short, full = first_share([[1, 0, 0, 0, 0, 0, 0]]), first_share([[1, 2, 3, 4, 5, 6, 7]])

        assert short == full

    def test_follow_the_order_and_not_the_number(self) -> None:
        assert [one.count for one in first_share([[4, 9, 0]])] == [1, 0, 0]
        assert [one.count for one in top_k_share([[4, 9, 0]], 2)] == [1, 1, 0]

    def test_let_everybody_in_who_shares_the_last_of_the_places(self) -> None:
        assert [one.count for one in first_share([[1, 1, 3]])] == [1, 1, 0]
        assert [one.count for one in top_k_share([[1, 2, 2]], 2)] == [1, 1, 1]
        assert [one.count for one in top_k_share([[1, 1, 3]], 2)] == [1, 1, 0]

    def test_never_count_what_was_not_ranked(self) -> None:
        assert [one.count for one in top_k_share([[1, 0, 0]], 3)] == [1, 0, 0]

    def test_are_out_of_the_ballots_that_showed_the_item(self) -> None:
        shares = first_share([[1, NOT_SHOWN], [2, 1]])

        assert [(one.count, one.n) for one in shares] == [(1, 2), (1, 1)]

    def test_refuse_what_is_no_place(self) -> None:
        with pytest.raises(ValueError, match="-1 on ballot 0, item 1"):
            top_k_share([[1, -1]], 1)
