"""Partial ballots: worked by hand, against pairwise comparison, and the input that is refused."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from surveyapp.stats.ballots import CONFLICTED, Ballots
from surveyapp.stats.dataset import NOT_SHOWN, SILENT
from surveyapp.stats.rankings import (
    borda,
    completed_ranks,
    dowdall,
    first_share,
    mean_ranks,
    mid_ranks,
    top_k_share,
)
from tests.stats.datasets import ballots
from tests.stats.profiles import election

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


def cast(profile: list[list[int]]) -> Ballots:
    return Ballots.from_ranks(profile)


class TestMeanRanks:
    def test_of_two_ballots_by_hand(self) -> None:
        assert mean_ranks(cast([[1, 2, 3, 4], [2, 0, 1, 0]])).means == (1.5, 2.75, 2.0, 3.75)

    def test_leave_a_ballot_out_for_an_item_it_did_not_show(self) -> None:
        result = mean_ranks(cast([[1, 2, 3], [1, NOT_SHOWN, 2], [1, CONFLICTED, 2]]))

        assert result.means == (1.0, 2.0, 7 / 3)
        assert result.n == (3, 1, 3)

    def test_of_no_ballots_are_nan(self) -> None:
        assert all(map(math.isnan, mean_ranks(Ballots.from_ranks(np.empty((0, 2)))).means))

    @given(GAPPY_PROFILES)
    def test_average_the_completed_ranks(self, profile: list[list[int]]) -> None:
        ranks = completed_ranks(profile)
        columns = [column[~np.isnan(column)] for column in ranks.T]

        expected = [column.sum() / column.size if column.size else math.nan for column in columns]
        assert str(list(mean_ranks(cast(profile)).means)) == str([float(mean) for mean in expected])


class TestBorda:
    def test_gives_the_mean_of_the_points_left_over(self) -> None:
        # One ballot with only A on it: A has 2, B and C share 1 and 0.
        assert borda(cast([[1, 0, 0]])).points == (2, 0.5, 0.5)

    def test_gives_nothing_for_what_is_left_out_when_asked(self) -> None:
        short = cast([[1, 0, 0], [1, 2, 0]])

        assert borda(short, leftovers="zero").points == (4, 1, 0)
        assert borda(short, leftovers="zero", base=1).points == (6, 2, 0)

    def test_punishes_short_ballots_when_asked(self) -> None:
        # Emerson (2013): a ballot of one name gives 1 point, a ballot of all three 3, 2 and 1.
        assert borda(cast([[1, 0, 0]]), leftovers="modified", base=1).points == (1, 0, 0)
        assert borda(cast([[1, 2, 3]]), leftovers="modified", base=1).points == (3, 2, 1)
        assert borda(cast([[1, 1, 0]]), leftovers="modified", base=1).points == (1.5, 1.5, 0)

    def test_elects_a_over_the_first_choice_of_most(self) -> None:
        # fr.wikipedia.org/wiki/M%C3%A9thode_Borda: B is first for 60 of 100.
        result = borda(election("30 B A C D, 30 B A D C, 25 A C D B, 15 A D C B"), base=1)

        assert result.points == (340.0, 280.0, 195.0, 185.0)
        assert result.levels == (("A",), ("B",), ("C",), ("D",))

    def test_leaves_a_ballot_out_for_an_item_it_did_not_show(self) -> None:
        assert borda(cast([[1, 2, 3], [1, NOT_SHOWN, 2]])).points == (2 + 1, 1, 0)

    def test_of_ballots_that_rank_nothing_is_zero_when_leftovers_are(self) -> None:
        result = borda(Ballots.from_ranks(np.zeros((1, 2))), leftovers="zero")

        assert result.points == (0.0, 0.0)
        assert result.places == (1, 1)

    def test_refuses_other_rules(self) -> None:
        leftovers: Any = "half"
        with pytest.raises(ValueError, match="not 'half'"):
            borda(cast([[1, 2]]), leftovers=leftovers)
        base: Any = 2
        with pytest.raises(ValueError, match="from 2"):
            borda(cast([[1, 2]]), base=base)

    @given(PROFILES)
    def test_is_ballots_times_items_less_the_sum_of_ranks(self, profile: list[list[int]]) -> None:
        ranks = completed_ranks(profile)

        assert list(borda(cast(profile)).points) == (len(profile) * ITEMS - ranks.sum(axis=0)).tolist()

    @given(GAPPY_PROFILES)
    def test_counts_pairs_won_and_half_the_pairs_tied(self, profile: list[list[int]]) -> None:
        points = [0.0] * ITEMS
        for ballot in profile:
            for one, other in combinations([item for item in range(ITEMS) if ballot[item] != NOT_SHOWN], 2):
                own, against = (ballot[item] or 99 for item in (one, other))
                points[one] += (own < against) + (own == against) / 2
                points[other] += (own > against) + (own == against) / 2

        assert list(borda(cast(profile)).points) == points

    @given(GAPPY_PROFILES, st.sampled_from(("zero", "modified")), st.sampled_from((0, 1)))
    def test_scores_the_ranked_alone_when_asked(
        self, profile: list[list[int]], leftovers: Literal["zero", "modified"], base: Literal[0, 1]
    ) -> None:
        points = [0.0] * ITEMS
        for ballot, ranks in zip(profile, completed_ranks(profile).tolist(), strict=True):
            ranked = [item for item in range(ITEMS) if ballot[item] > 0]
            counted = len(ranked) if leftovers == "modified" else ITEMS - ballot.count(NOT_SHOWN)
            for item in ranked:
                points[item] += counted - ranks[item] + base

        assert list(borda(cast(profile), leftovers=leftovers, base=base).points) == points

    @given(GAPPY_PROFILES, st.permutations(range(ITEMS)), st.randoms(use_true_random=False))
    def test_ignores_the_order_of_ballots_and_follows_the_items(
        self, profile: list[list[int]], items: list[int], random: Random
    ) -> None:
        shuffled = [[ballot[item] for item in items] for ballot in profile]
        random.shuffle(shuffled)
        for method in (borda, dowdall):
            one, other = method(cast(profile)), method(cast(shuffled))
            assert other.points == tuple(one.points[item] for item in items)
            assert other.places == tuple(one.places[item] for item in items)
        assert str(top_k_share(shuffled, 2)) == str(tuple(top_k_share(profile, 2)[item] for item in items))

    @given(GAPPY_PROFILES, st.lists(st.integers(1, 4), min_size=10, max_size=10))
    def test_weights_equal_repetition(self, profile: list[list[int]], times: list[int]) -> None:
        for method in (borda, dowdall):
            weighed = method(Ballots.from_ranks(profile, weights=times[: len(profile)]))
            assert weighed == method(Ballots.from_ranks(np.repeat(profile, times[: len(profile)], axis=0)))


class TestPlaces:
    def test_are_shared_and_leave_the_next_empty(self) -> None:
        # Points 4, 3, 3, 2: nobody is third.
        assert borda(cast([[1, 2, 3, 4], [2, 3, 1, 4], [3, 1, 2, 4]])).places == (1, 1, 1, 4)
        assert borda(cast([[1, 2, 3, 4], [1, 3, 2, 4]])).places == (1, 2, 2, 4)

    def test_judge_an_item_by_the_points_it_could_win(self) -> None:
        # A has 1 point of 1 and B 3 of 5: fewer people saw A, and all of them put it first.
        result = borda(cast([[1, 2, NOT_SHOWN], [NOT_SHOWN, 1, 2], [NOT_SHOWN, 1, 2], [NOT_SHOWN, 1, 2]]))

        assert (result.points, result.attainable, result.places) == ((1, 3, 0), (1, 4, 3), (1, 2, 3))

    def test_put_an_item_that_nobody_saw_level_with_one_that_won_nothing(self) -> None:
        assert borda(cast([[1, 2, NOT_SHOWN]])).places == (1, 2, 2)

    def test_of_a_single_item_is_first(self) -> None:
        assert borda(cast([[1], [1]])).places == (1,)

    @given(PROFILES)
    def test_follow_the_points(self, profile: list[list[int]]) -> None:
        result = borda(cast(profile))

        assert result.places == tuple(1 + sum(other > own for other in result.points) for own in result.points)


class TestDowdall:
    def test_gives_one_over_the_rank(self) -> None:
        assert dowdall(cast([[1, 2, 3, 4]])).points == (1, 1 / 2, 1 / 3, 1 / 4)

    def test_shares_among_ties_and_what_is_left(self) -> None:
        assert dowdall(cast([[1, 1, 0, 0]])).points == (0.75, 0.75, 7 / 24, 7 / 24)
        assert dowdall(cast([[1, 1, 0, 0]]), leftovers="zero").points == (0.75, 0.75, 0, 0)

    def test_decides_ties_exactly(self) -> None:
        # A has 1/3 three times, B 1 once and 1/2 never: equal, though 1/3 + 1/3 + 1/3 is rounded thrice.
        result = dowdall(election("3 C D A, 1 B", "ABCD"), leftovers="zero")

        assert result.points[:2] == (1, 1)
        assert result.places[0] == result.places[1]

    def test_refuses_other_leftovers(self) -> None:
        leftovers: Any = "modified"
        with pytest.raises(ValueError, match="not 'modified'"):
            dowdall(cast([[1, 2]]), leftovers=leftovers)


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
