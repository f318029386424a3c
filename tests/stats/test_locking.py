"""Ranked pairs: published examples, and every outcome against every order of equal victories."""

from __future__ import annotations

from itertools import groupby, permutations, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.stats import locking
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.comparisons import Pairwise, pairwise
from surveyapp.stats.condorcet import condorcet_winner, reachable
from surveyapp.stats.locking import ranked_pairs
from tests.stats.profiles import election, profiles, renamed

if TYPE_CHECKING:
    from tests.stats.profiles import Rows

TENNESSEE = election("42 M N C K, 26 N C K M, 15 C K N M, 17 K C N M", "MNCK")
# ericgorr.net/condorcet, ranked pairs, example 4: two outcomes.
TWO_OUTCOMES = election("12 A D C B, 3 B A C D, 25 B C A D, 21 C B A D, 12 D A B C, 21 D A C B, 6 D B A C")


def test_orders_the_capitals_of_tennessee() -> None:
    # en.wikipedia.org/wiki/Ranked_pairs
    result = ranked_pairs(TENNESSEE)

    assert result.orders == ((("N",), ("C",), ("K",), ("M",)),)
    assert result.unique
    assert result.winners == ("N",)


def test_finds_each_outcome_of_equal_victories() -> None:
    result = ranked_pairs(TWO_OUTCOMES)

    assert result.orders == ((("B",), ("A",), ("D",), ("C",)), (("C",), ("B",), ("A",), ("D",)))
    assert result.winners == ("B", "C")
    assert not result.unique


def test_puts_first_what_the_tie_order_says() -> None:
    assert ranked_pairs(TWO_OUTCOMES, tie_order="CBAD").orders[0][0] == ("C",)


def test_leaves_together_what_nothing_separates() -> None:
    assert ranked_pairs(election("7 A B C, 7 B A C, 2 C A B, 2 C B A")).orders == ((("A", "B"), ("C",)),)


def test_margins_and_winning_votes_may_differ() -> None:
    # rangevoting.org/WinningVotes.html
    ballots = election("9 B C A, 6 A=C B, 5 A B C")

    assert ranked_pairs(ballots).orders == ((("A",), ("B",), ("C",)),)
    assert ranked_pairs(ballots, strength="margins").orders == ((("B",), ("C",), ("A",)),)


def test_says_when_there_are_too_many_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "MOST_STATES", 1)

    result = ranked_pairs(election("1 A B C D, 1 B C D A, 1 C D A B, 1 D A B C"))

    assert not result.complete
    assert not result.unique
    assert result.orders


def test_refuses_another_strength_and_tie_order() -> None:
    strength: Any = "ratio"
    with pytest.raises(ValueError, match="not 'ratio'"):
        ranked_pairs(TENNESSEE, strength=strength)
    with pytest.raises(ValueError, match="tie order must name each"):
        ranked_pairs(TENNESSEE, tie_order="MNC")


def locked_in_order(beats: list[tuple[int, int]], items: int) -> bytes:
    closure = np.eye(items, dtype=bool)
    for winner, loser in beats:
        if not closure[loser, winner]:
            closure[winner, loser] = True
            closure = reachable(closure)
    return closure.tobytes()


def plain_outcomes(pairs: Pairwise) -> set[bytes]:
    wins = pairs.wins
    edges = [(i, j) for i, j in product(range(len(wins)), repeat=2) if wins[i, j] > wins[j, i]]

    def strength(edge: tuple[int, int]) -> tuple[float, float]:
        return -wins[edge], wins[edge[::-1]]

    classes = [list(permutations(equal)) for _, equal in groupby(sorted(edges, key=strength), key=strength)]
    return {locked_in_order([e for one in choice for e in one], len(wins)) for choice in product(*classes)}


@settings(max_examples=60)
@given(profiles(most_items=3) | profiles(most_items=4, strict=True).filter(lambda rows: len(rows) in (3, 5)))
def test_finds_exactly_the_outcomes_of_all_orders(rows: Rows) -> None:
    pairs = pairwise(Ballots.from_ranks(rows))
    beats = pairs.wins > pairs.wins.T
    equals = [len(list(each)) for _, each in groupby(sorted(pairs.wins[beats].tolist()))]
    if max(equals, default=0) > 5:
        return

    search = locking._Search(locking._classes(pairs, "winning_votes", {i: n for n, i in enumerate(pairs.items)}))
    search.follow(np.eye(len(pairs.items), dtype=bool))

    assert {closure.tobytes() for closure in search.outcomes} == plain_outcomes(pairs)
    assert len(search.outcomes) == len(plain_outcomes(pairs))


@given(profiles(), st.data())
def test_names_do_not_matter_and_a_condorcet_winner_wins(rows: Rows, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(rows[0]))))
    one, other = ranked_pairs(Ballots.from_ranks(rows)), ranked_pairs(renamed(rows, order))
    winner = condorcet_winner(Ballots.from_ranks(rows)).winner

    assert {tuple(map(frozenset, levels)) for levels in one.orders} == {
        tuple(map(frozenset, levels)) for levels in other.orders
    }
    assert winner is None or one.winners == (winner,)
