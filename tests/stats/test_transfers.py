"""The counting machine: quotas in units of weight, and papers that move."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.elimination import irv, stv
from surveyapp.stats.transfers import Choice, Count, Papers, Rules
from tests.stats.profiles import election


@pytest.mark.parametrize(
    ("quota", "votes", "seats", "threshold"),
    [
        ("majority", 101, 1, Fraction(101, 2)),
        ("droop", 100, 2, 34),
        ("droop", 99, 2, 34),
        ("hagenbach_bischoff", 100, 2, Fraction(100, 3)),
        ("hare", 100, 2, 50),
        ("imperiali", 100, 2, 25),
    ],
)
def test_quotas(quota: Any, votes: int, seats: int, threshold: Fraction) -> None:
    rules = Rules(seats, quota, recomputed=False, transfer="weighted_inclusive")

    assert rules.threshold(Fraction(votes), seats, 1) == threshold


def test_the_droop_quota_is_whole_in_weight_and_not_in_units() -> None:
    # 10 people of half a vote each: 5 votes, so 2 of them fill one of two seats.
    ballots = Ballots.from_ranks([[1, 0, 0]] * 6 + [[0, 1, 0]] * 4, weights=[0.5] * 10)

    assert stv(ballots, 2).rounds[0].quota == 2


def test_papers_are_lined_up_and_move_on() -> None:
    papers = Papers.of(election("2 A B, 1 B C A, 1 C"), (0, 1, 2))
    start = Count.start(papers, Rules(1, "majority", recomputed=True, transfer="weighted_inclusive"))

    following = start.after(Choice(eliminated=(1,)))

    assert sorted(papers.sequence.tolist()) == [[0, 1, -1, -1], [1, 2, 0, -1], [2, -1, -1, -1]]
    assert start.votes == (2, 1, 1)
    assert following is not None
    assert following.votes == (2, 0, 2)


def test_weights_of_equal_panels_tie() -> None:
    ballots = Ballots.from_ranks([[1, 2]] * 3 + [[2, 1]] * 7, weights=[1 / 3] * 3 + [1 / 7] * 7)

    assert irv(ballots).winners == ("1", "2")
