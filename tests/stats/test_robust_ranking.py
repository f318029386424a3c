"""Where methods contradict each other, and what of a panel's first items the combined order leaves out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.robust_ranking import Omission, method_agreement, omitted_panel_alarm

# Borda (1781): 21 electors, more of whom put a first than any other, though a majority puts c above b above a.
BORDA_1781 = Ballots.from_orders(
    [["a", "b", "c"], ["a", "c", "b"], ["b", "c", "a"], ["c", "b", "a"]], counts=[1, 7, 7, 6]
)


def test_borda_alone_contradicts() -> None:
    """Three of five put a above b above c, the others b above c above a: Borda elects b, everybody else a."""
    result = method_agreement(Ballots.from_orders([["a", "b", "c"], ["b", "c", "a"]], counts=[3, 2]))

    assert not result.agree
    assert result.condorcet_winner == "a"
    assert result.orders["borda"] == ((("b",), ("a",), ("c",)),)
    assert result.orders["kemeny"] == ((("a",), ("b",), ("c",)),)
    (dispute,) = result.disputes
    assert (dispute.first, dispute.second) == ("a", "b")
    assert dispute.first_above == ("schulze", "ranked_pairs", "kemeny")
    assert dispute.second_above == ("borda",)
    assert dispute.level == ()
    assert result.kemeny_proven
    assert result.kemeny_unique is True


def test_electors_of_1781() -> None:
    result = method_agreement(BORDA_1781)

    assert result.condorcet_winner == "c"
    assert result.orders["schulze"] == ((("c",), ("b",), ("a",)),)
    assert result.agree


def test_a_tie_contradicts_nobody() -> None:
    result = method_agreement(Ballots.from_ranks([[1, 2, 3], [2, 1, 3]], list("abc")))

    assert result.agree
    assert result.kemeny_unique is False
    assert len(result.orders["kemeny"]) == 2


@given(st.permutations([1, 2, 3, 4, 5]), st.integers(1, 5))
def test_one_order_by_all_is_the_order_of_every_method(order: list[int], people: int) -> None:
    result = method_agreement(Ballots.from_ranks([order] * people))

    expected = tuple((result.items[i],) for i in np.argsort(order))
    assert result.agree
    assert all(orders == (expected,) for orders in result.orders.values())


def panels() -> dict[str, Ballots]:
    return {
        "clinic": Ballots.from_orders([["a", "b", "c", "d"]], counts=[8]),
        "rural": Ballots.from_orders([["d", "c", "a", "b"]], list("abcd"), counts=[2]),
    }


def test_a_small_panel_lost_in_the_sum_raises_the_alarm() -> None:
    result = omitted_panel_alarm(panels(), 2)

    assert result.raised
    assert result.combined_top == ("a", "b")
    assert result.omissions == (Omission("rural", 2, "d", 1, 4), Omission("rural", 2, "c", 2, 3))
    assert result.union == ("a", "b", "c", "d")


def test_nobody_is_lost_where_everything_is_taken() -> None:
    assert not omitted_panel_alarm(panels(), 4).raised


def test_items_tied_at_the_last_place_are_all_in() -> None:
    tied = {
        "one": Ballots.from_ranks([[1, 2, 2, 4]], list("abcd")),
        "two": Ballots.from_ranks([[1, 2, 2, 4]], list("abcd")),
    }

    result = omitted_panel_alarm(tied, 2, "schulze")

    assert result.combined_top == ("a", "b", "c")
    assert not result.raised


def test_the_combined_order_may_be_another() -> None:
    equal = Ballots.from_orders([["a", "b", "c", "d"], ["d", "c", "a", "b"]], list("abcd"), weights=[1, 2])

    result = omitted_panel_alarm(panels(), 1, combined=equal)

    assert result.combined_top == ("d",)
    assert result.omissions == (Omission("clinic", 8, "a", 1, 2),)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="the first 5 of 4 items"):
        omitted_panel_alarm(panels(), 5)
    with pytest.raises(ValueError, match="panel 'other' ranks"):
        omitted_panel_alarm({**panels(), "other": Ballots.from_ranks([[1, 2]])}, 1)
    with pytest.raises(ValueError, match="panel 'none' has no ballots"):
        omitted_panel_alarm({**panels(), "none": Ballots.from_ranks(np.empty((0, 4)), list("abcd"))}, 1)
    with pytest.raises(ValueError, match="at least one"):
        omitted_panel_alarm({}, 1)
    with pytest.raises(ValueError, match="no ballots"):
        method_agreement(Ballots.from_ranks(np.empty((0, 4))))
