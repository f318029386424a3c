"""Instant runoff and the single transferable vote: published counts, ties followed to their end, and refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats import transfers
from surveyapp.stats.ballots import CONFLICTED, Ballots
from surveyapp.stats.dataset import NOT_SHOWN
from surveyapp.stats.elimination import irv, stv
from tests.stats.profiles import election, linear_profiles, renamed

if TYPE_CHECKING:
    from tests.stats.profiles import Rows

# en.wikipedia.org/wiki/Instant-runoff_voting: the capital of Tennessee.
TENNESSEE = election("42 M N C K, 26 N C K M, 15 C K N M, 17 K C N M", "MNCK")
# en.wikipedia.org/wiki/Single_transferable_vote: food for a party, 3 of 5.
FOOD = election("4 Orange, 2 Pear Orange, 8 Chocolate Strawberry, 4 Chocolate Hamburger, 1 Strawberry, 1 Hamburger")


class TestInstantRunoff:
    def test_counts_the_capitals_of_tennessee(self) -> None:
        result = irv(TENNESSEE)

        assert [dict(one.votes) for one in result.rounds] == [
            {"M": 42, "N": 26, "C": 15, "K": 17},
            {"M": 42, "N": 26, "K": 32},
            {"M": 42, "K": 58},
        ]
        assert [one.eliminated for one in result.rounds] == [("C",), ("N",), ()]
        assert (result.winner, result.winners, result.unique) == ("K", ("K",), True)

    def test_follows_an_elimination_tie(self) -> None:
        tied = election("26 A B C, 20 B C A, 20 C A B")

        result = irv(tied)

        assert result.rounds[0].tied == ("B", "C")
        assert result.winners == ("A", "C")
        assert not result.unique
        assert irv(tied, tie_order="ABC").winner == "A"
        assert irv(tied, tie_order="ACB").winner == "C"

    def test_lets_exhausted_ballots_leave_the_base(self) -> None:
        result = irv(election("4 A, 3 B, 2 C"))

        assert [one.exhausted for one in result.rounds] == [0, 2]
        assert result.rounds[-1].quota == 3.5
        assert result.winner == "A"

    def test_needs_more_than_half(self) -> None:
        assert irv(election("2 A, 1 B, 1 C B")).winners == ("A", "B")

    def test_gives_no_vote_to_what_is_not_ranked(self) -> None:
        result = irv(Ballots.from_ranks([[NOT_SHOWN, 2, 1, 0], [CONFLICTED, 1, 2, 0]]))

        assert dict(result.rounds[0].votes) == {"1": 0, "2": 1, "3": 1, "4": 0}
        assert result.winners == ("2", "3")

    def test_of_ballots_that_rank_nothing_could_be_anybody(self) -> None:
        assert irv(Ballots.from_ranks(np.zeros((1, 40)))).winners == tuple(str(item + 1) for item in range(40))

    def test_refuses_a_tie_on_a_ballot(self) -> None:
        with pytest.raises(ValueError, match="a ballot ties B, C"):
            irv(election("3 A B C, 1 A B=C"))

    def test_refuses_a_tie_order_of_other_items(self) -> None:
        with pytest.raises(ValueError, match="tie order must name each"):
            irv(TENNESSEE, tie_order="MNC")

    def test_says_when_there_are_too_many_ties(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transfers, "MOST_STATES", 2)

        result = irv(election("1 A B, 1 B C, 1 C D, 1 D E, 1 E A"))

        assert not result.complete
        assert result.winners

    @given(linear_profiles())
    def test_equals_a_plain_count_of_every_tie(self, rows: Rows) -> None:
        winners = plain_winners(rows, frozenset(range(len(rows[0]))))

        assert irv(Ballots.from_ranks(rows)).winners == tuple(str(item + 1) for item in sorted(winners))

    @given(linear_profiles(), st.data())
    def test_does_not_depend_on_names(self, rows: Rows, data: st.DataObject) -> None:
        order = data.draw(st.permutations(range(len(rows[0]))))

        assert set(irv(renamed(rows[::-1], order)).winners) == set(irv(Ballots.from_ranks(rows)).winners)

    @given(linear_profiles(), st.lists(st.integers(1, 4), min_size=8, max_size=8))
    def test_weights_equal_repetition(self, rows: Rows, times: list[int]) -> None:
        weighed = irv(Ballots.from_ranks(rows, weights=times[: len(rows)]))
        repeated = irv(Ballots.from_ranks(np.repeat(rows, times[: len(rows)], axis=0)))

        assert weighed == repeated


def plain_winners(rows: Rows, continuing: frozenset[int]) -> set[int]:
    firsts = [min((item for item in continuing if row[item] > 0), key=row.__getitem__, default=None) for row in rows]
    votes = {item: firsts.count(item) for item in continuing}
    majority = [item for item in continuing if 2 * votes[item] > sum(votes.values())]
    if majority or len(continuing) == 1:
        return set(majority or continuing)
    last = [item for item in continuing if votes[item] == min(votes.values())]
    return set().union(*(plain_winners(rows, continuing - {item}) for item in last))


class TestTransferableVote:
    def test_elects_the_food(self) -> None:
        result = stv(FOOD, 3)

        assert result.elected == ("Chocolate", "Orange", "Strawberry")
        assert result.outcomes == (("Chocolate", "Orange", "Strawberry"),)
        assert [dict(one.votes) for one in result.rounds] == [
            {"Chocolate": 12, "Hamburger": 1, "Orange": 4, "Pear": 2, "Strawberry": 1},
            {"Hamburger": 3, "Orange": 4, "Pear": 2, "Strawberry": 5},
            {"Hamburger": 3, "Orange": 6, "Strawberry": 5},
            {"Hamburger": 3, "Strawberry": 5},
            {"Strawberry": 5},
        ]
        assert {one.quota for one in result.rounds} == {6}

    def test_transfers_exact_fractions(self) -> None:
        # fr.wikipedia.org/wiki/Scrutin_%C3%A0_vote_unique_transf%C3%A9rable: 20 1/3 and 19 2/3.
        rounds = stv(election("28 A B C D, 14 A C D B, 15 B C A D, 17 C A B D, 26 D B C A"), 2).rounds

        assert [dict(one.votes) for one in rounds] == [
            {"A": 42, "B": 15, "C": 17, "D": 26},
            {"B": float(Fraction(61, 3)), "C": float(Fraction(59, 3)), "D": 26},
            {"B": float(Fraction(112, 3)), "D": float(Fraction(86, 3))},
        ]

    @pytest.mark.parametrize(
        ("quota", "value"), [("droop", 34), ("hagenbach_bischoff", 100 / 3), ("hare", 50), ("imperiali", 25)]
    )
    def test_names_its_quota(self, quota: Any, value: float) -> None:
        # en.wikipedia.org/wiki/Hagenbach-Bischoff_quota: who is elected beside Andrea depends on it.
        result = stv(election("45 Andrea Carter, 25 Carter, 30 Brad"), 2, quota=quota)

        assert result.quota_rule == quota
        assert result.rounds[0].quota == pytest.approx(value, rel=1e-15)
        assert "Andrea" in result.elected

    def test_may_recompute_the_quota(self) -> None:
        # Of 20 votes for 3 seats 6; of the 14 that are left for 2 seats 5, which Strawberry has at once.
        result = stv(FOOD, 3, recomputed=True)

        assert result.recomputed
        assert result.elected == ("Chocolate", "Strawberry", "Orange")
        assert [one.quota for one in result.rounds][:2] == [6, 5]

    def test_may_count_papers_instead_of_values(self) -> None:
        # The quota is 35/4. A's surplus of 37/4 goes to B, who then has 18 papers worth 37/72 each and 2 whole ones,
        # and a surplus of 5/2: by value 2/9 of each paper, by number 1/8 for each.
        ballots = election("18 A B C, 2 B D, 7 C, 8 D")

        weighted = stv(ballots, 3, quota="hagenbach_bischoff")
        unweighted = stv(ballots, 3, quota="hagenbach_bischoff", transfer="unweighted_inclusive")

        assert dict(weighted.rounds[1].votes) == dict(unweighted.rounds[1].votes) == {"B": 11.25, "C": 7, "D": 8}
        assert dict(weighted.rounds[2].votes) == {"C": float(7 + Fraction(37, 18)), "D": float(8 + Fraction(4, 9))}
        assert dict(unweighted.rounds[2].votes) == {"C": 9.25, "D": 8.25}

    def test_follows_ties_for_the_last_seat(self) -> None:
        result = stv(election("4 A, 2 B, 2 C"), 2)

        assert result.outcomes == (("A", "B"), ("A", "C"))
        assert result.rounds[-2].tied == ("B", "C")
        assert not result.unique

    def test_takes_the_highest_when_too_many_reach_the_quota(self) -> None:
        # Imperiali: 25 of 100 for 2 seats, and four items have 25.
        result = stv(election("25 A, 25 B, 25 C, 25 D"), 2, quota="imperiali")

        assert result.elected == ("A", "B")
        assert result.rounds[0].tied == ("A", "B", "C", "D")
        assert len(result.outcomes) == 6

    def test_fills_seats_without_votes_by_every_choice(self) -> None:
        assert len(stv(Ballots.from_ranks(np.zeros((1, 5))), 2).outcomes) == 10

    def test_elects_everybody_for_whom_there_is_a_seat(self) -> None:
        result = stv(election("1 B A", "AB"), 2)

        assert result.elected == ("B", "A")
        assert len(result.rounds) == 1

    @pytest.mark.parametrize(
        ("seats", "said"),
        [
            (0, "the number of seats must be a whole number of 1 or more, not 0"),
            (5, "5 seats cannot be filled from 4 items"),
        ],
    )
    def test_refuses_seats_that_cannot_be_filled(self, seats: int, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            stv(TENNESSEE, seats)

    def test_refuses_rules_of_other_names(self) -> None:
        quota: Any = "majority-ish"
        with pytest.raises(ValueError, match="not 'majority-ish'"):
            stv(TENNESSEE, 2, quota=quota)
        transfer: Any = "random"
        with pytest.raises(ValueError, match="not 'random'"):
            stv(TENNESSEE, 2, transfer=transfer)

    @given(linear_profiles(), st.data())
    def test_fills_the_seats_and_loses_no_vote(self, rows: Rows, data: st.DataObject) -> None:
        ballots = Ballots.from_ranks(rows)
        result = stv(ballots, data.draw(st.integers(1, len(rows[0]))))

        assert len(set(result.elected)) == result.seats
        assert set(result.elected) in [set(outcome) for outcome in result.outcomes]
        held = 0.0
        for one in result.rounds:
            total = sum(votes for _, votes in one.votes) + one.exhausted + held
            assert total == pytest.approx(ballots.n)
            held += one.quota * len(one.elected)
            if len(one.votes) <= result.seats:
                break

    @given(linear_profiles())
    def test_one_seat_by_recomputed_droop_is_instant_runoff(self, rows: Rows) -> None:
        ballots = Ballots.from_ranks(rows)

        outcomes = stv(ballots, 1, recomputed=True).outcomes

        assert {outcome[0] for outcome in outcomes} == set(irv(ballots).winners)

    @given(linear_profiles(), st.data())
    def test_does_not_depend_on_names(self, rows: Rows, data: st.DataObject) -> None:
        order = data.draw(st.permutations(range(len(rows[0]))))
        seats = data.draw(st.integers(1, len(rows[0])))

        one, other = stv(Ballots.from_ranks(rows), seats), stv(renamed(rows[::-1], order), seats)

        assert {frozenset(outcome) for outcome in one.outcomes} == {frozenset(outcome) for outcome in other.outcomes}
