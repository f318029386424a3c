"""Copeland, minimax, Schulze and the Smith set: published examples, definitions, and what must always hold."""

from __future__ import annotations

import itertools
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.condorcet import condorcet_winner, copeland, minimax, schulze, smith_set
from surveyapp.stats.rankings import borda
from tests.stats.profiles import election, profiles, renamed

if TYPE_CHECKING:
    from tests.stats.profiles import Rows

# en.wikipedia.org/wiki/Condorcet_method: the capital of Tennessee.
TENNESSEE = election("42 M N C K, 26 N C K M, 15 C K N M, 17 K C N M", "MNCK")
# M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
# method", Social Choice and Welfare 36 (2011): example of 45 voters.
SCHULZE_45 = election(
    "5 A C B E D, 5 A D E C B, 8 B E D A C, 3 C A B E D, 7 C A E B D, 2 C B A D E, 7 D C E B A, 8 E B A D C"
)
# en.wikipedia.org/wiki/Minimax_Condorcet_method: neutral voters.
NEUTRAL = election("4 A=C B, 47 A C B, 43 C B A, 6 B A=C")


class TestPublished:
    def test_nashville_beats_everybody(self) -> None:
        result = condorcet_winner(TENNESSEE)

        assert (result.winner, result.undefeated, result.loser) == ("N", ("N",), "M")
        assert copeland(TENNESSEE).balance == (-3, 3, 1, -1)
        assert smith_set(TENNESSEE).smith == ("N",)

    def test_strongest_paths_of_45_voters(self) -> None:
        result = schulze(SCHULZE_45)

        assert result.paths.tolist() == [
            [0, 28, 28, 30, 24],
            [25, 0, 28, 33, 24],
            [25, 29, 0, 29, 24],
            [25, 28, 28, 0, 24],
            [25, 28, 28, 31, 0],
        ]
        assert result.levels == (("E",), ("A",), ("C",), ("B",), ("D",))
        assert result.unique

    def test_worst_defeats_with_neutral_voters(self) -> None:
        assert minimax(NEUTRAL).worst_defeat == (0, 94, 47)
        assert minimax(NEUTRAL, strength="margins").worst_defeat == (-2, 88, 4)
        assert minimax(NEUTRAL, strength="opposition").worst_defeat == (49, 94, 47)
        assert minimax(NEUTRAL).winners == ("A",)
        assert minimax(NEUTRAL, strength="opposition").winners == ("C",)

    def test_smith_and_schwartz_of_seven(self) -> None:
        # en.wikipedia.org/wiki/Smith_set: D and E tie, so that the Schwartz set leaves E out.
        wins = [
            [0, 9, 1, 9, 9, 9, 9],
            [1, 0, 9, 9, 9, 9, 9],
            [9, 1, 0, 1, 9, 9, 9],
            [1, 1, 9, 0, 5, 9, 9],
            [1, 1, 1, 5, 0, 9, 9],
            [1, 1, 1, 1, 1, 0, 9],
            [1, 1, 1, 1, 1, 1, 0],
        ]
        result = smith_set(Ballots.from_wins(wins, "ABCDEFG"), unranked="ignore")

        assert result.smith == ("A", "B", "C", "D", "E")
        assert result.schwartz == ("A", "B", "C", "D")

    def test_copeland_breaks_ties_by_who_was_beaten(self) -> None:
        # en.wikipedia.org/wiki/Copeland%27s_method: no Condorcet winner; B, C and E tie.
        result = copeland(election("31 A E C D, 30 B A E, 29 C D B, 10 D A E", "ABCDE"))

        assert result.balance == (2, 0, 0, -2, 0)
        assert result.levels == (("A",), ("B", "C", "E"), ("D",))
        assert result.second_order_levels == (("A",), ("B",), ("C", "E"), ("D",))
        assert (result.wins, result.losses, result.ties) == ((3, 2, 2, 1, 2), (1, 2, 2, 3, 2), (0,) * 5)


class TestDegenerate:
    def test_one_item_stands_alone(self) -> None:
        alone = Ballots.from_ranks([[1]])

        assert condorcet_winner(alone).winner == "1"
        assert minimax(alone).worst_defeat == (0,)
        assert schulze(alone).levels == copeland(alone).levels == (("1",),)

    def test_no_items_have_no_order(self) -> None:
        nothing = Ballots.from_ranks(np.empty((2, 0)))

        assert condorcet_winner(nothing).winner is None
        assert smith_set(nothing).smith == ()
        assert schulze(nothing).winners == minimax(nothing).winners == ()
        assert copeland(nothing).levels == ()

    def test_ballots_that_rank_nothing_leave_everything_tied(self) -> None:
        nothing = Ballots.from_ranks(np.zeros((2, 3)))

        assert condorcet_winner(nothing).winner is None
        assert condorcet_winner(nothing).undefeated == smith_set(nothing).smith == ("1", "2", "3")
        assert schulze(nothing).levels == minimax(nothing).levels == (("1", "2", "3"),)
        assert not schulze(nothing).unique

    @pytest.mark.parametrize("method", [schulze, minimax])
    def test_another_strength_is_refused(self, method: Any) -> None:
        with pytest.raises(ValueError, match="not 'approval'"):
            method(TENNESSEE, strength="approval")

    def test_a_rule_that_a_matrix_was_made_by_stands(self) -> None:
        ballots = election("3 A, 2 B A", "AB")

        assert condorcet_winner(pairwise(ballots, "ignore"), unranked="below").winner == "B"
        assert condorcet_winner(ballots).winner == "A"

    def test_ratios_may_elect_another_item(self) -> None:
        # Schulze's example 10: three strengths, three winners.
        ballots = election(
            "6 A B C D, 8 A=B, 8 A=C, 18 A=C D, 8 A=C=D, 40 B, 4 C B D, 9 C D A, 8 C=D, 14 D A B, 11 D B C, 4 D C A"
        )

        assert schulze(ballots).winners == ("D",)
        assert schulze(ballots, strength="margins").winners == ("A",)
        assert schulze(ballots, strength="ratio").winners == ("B",)


def strongest_path(strengths: list[list[float]], start: int, end: int) -> float:
    between = [item for item in range(len(strengths)) if item not in (start, end)]
    paths = [(start, *via, end) for length in range(len(between) + 1) for via in permutations(between, length)]
    return max(min(strengths[a][b] for a, b in itertools.pairwise(path)) for path in paths)


class TestAlways:
    @given(profiles(most_items=4))
    def test_schulze_paths_are_the_strongest_of_all_paths(self, rows: Rows) -> None:
        wins = pairwise(Ballots.from_ranks(rows)).wins
        strengths = np.where(wins > wins.T, wins, 0).tolist()
        paths = schulze(Ballots.from_ranks(rows)).paths

        for start, end in permutations(range(len(wins)), 2):
            assert paths[start, end] == strongest_path(strengths, start, end)

    @given(profiles(most_items=4))
    def test_the_smith_set_is_the_smallest_that_beats_the_rest(self, rows: Rows) -> None:
        pairs = pairwise(Ballots.from_ranks(rows))
        beats = pairs.wins > pairs.wins.T
        items = range(len(beats))
        dominant = [
            set(group)
            for size in range(1, len(beats) + 1)
            for group in combinations(items, size)
            if all(beats[inside, outside] for inside in group for outside in items if outside not in group)
        ]
        unbeaten = [
            set(group)
            for size in range(1, len(beats) + 1)
            for group in combinations(items, size)
            if not any(beats[outside, inside] for inside in group for outside in items if outside not in group)
        ]
        smallest = [group for group in unbeaten if not any(other < group for other in unbeaten)]
        result = smith_set(pairs)

        assert {pairs.items.index(item) for item in result.smith} == dominant[0]
        assert {pairs.items.index(item) for item in result.schwartz} == set().union(*smallest)

    @given(profiles())
    def test_a_condorcet_winner_wins_by_every_method(self, rows: Rows) -> None:
        ballots = Ballots.from_ranks(rows)
        winner = condorcet_winner(ballots).winner
        if winner is not None:
            assert copeland(ballots).levels[0] == (winner,)
            assert schulze(ballots).winners == schulze(ballots, strength="margins").winners == (winner,)
            assert minimax(ballots).winners == minimax(ballots, strength="margins").winners == (winner,)
            assert smith_set(ballots).smith == smith_set(ballots).schwartz == (winner,)

    @given(profiles())
    def test_schulze_and_copeland_winners_are_in_the_smith_set(self, rows: Rows) -> None:
        ballots = Ballots.from_ranks(rows)
        result = smith_set(ballots)

        assert {*schulze(ballots).winners, *copeland(ballots).levels[0]} <= set(result.smith)
        assert set(result.schwartz) <= set(result.smith)

    @given(profiles(), st.data())
    def test_names_and_the_order_of_ballots_do_not_matter(self, rows: Rows, data: st.DataObject) -> None:
        order = data.draw(st.permutations(range(len(rows[0]))))
        one, other = Ballots.from_ranks(rows), renamed(rows[::-1], order)

        def sets(levels: Any) -> list[set[str]]:
            return [set(level) for level in levels]

        assert sets(schulze(one).levels) == sets(schulze(other).levels)
        assert sets(copeland(one).second_order_levels) == sets(copeland(other).second_order_levels)
        assert sets(minimax(one).levels) == sets(minimax(other).levels)
        assert set(smith_set(one).schwartz) == set(smith_set(other).schwartz)

    @pytest.mark.parametrize("method", [borda, copeland, minimax, schulze])
    @given(profiles(strict=True), st.data())
    def test_moving_a_winner_up_does_not_hurt_it(self, method: Any, rows: Rows, data: st.DataObject) -> None:
        winner = int(data.draw(st.sampled_from(method(Ballots.from_ranks(rows)).levels[0]))) - 1
        ballot = data.draw(st.integers(0, len(rows) - 1))
        lifted = [list(row) for row in rows]
        lifted[ballot] = [place + (place < lifted[ballot][winner]) for place in lifted[ballot]]
        lifted[ballot][winner] = 1

        assert str(winner + 1) in method(Ballots.from_ranks(lifted)).levels[0]

    @given(profiles(strict=True))
    def test_strengths_agree_on_complete_ballots_without_ties(self, rows: Rows) -> None:
        ballots = Ballots.from_ranks(rows)

        assert schulze(ballots).levels == schulze(ballots, strength="margins").levels
