"""Ballots: what is read, what is one ballot, what is refused, and that sums of weights are exact."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given

from surveyapp.stats.ballots import CONFLICTED, Ballots
from surveyapp.stats.dataset import NOT_SHOWN, UNRANKED
from tests.stats.profiles import profiles

if TYPE_CHECKING:
    from tests.stats.profiles import Rows


class TestFromRanks:
    def test_takes_the_order_and_not_the_numbers(self) -> None:
        ballots = Ballots.from_ranks(np.array([[1, 2, 2, 4], [1, 2, 2, 3], [10, 20, 20, 999], [1.0, 2.5, 2.5, 4.0]]))

        assert ballots.places.tolist() == [[1, 2, 2, 3]]
        assert ballots.counts.tolist() == [4]
        assert ballots.groups(0) == (("1",), ("2", "3"), ("4",))

    def test_takes_numbers_of_any_size(self) -> None:
        assert Ballots.from_ranks([[70_000, 5, 0]]).places.tolist() == [[2, 1, 0]]
        assert Ballots.from_ranks([[0.25, 0.125, np.nan]]).places.tolist() == [[2, 1, 0]]

    def test_keeps_four_things_apart(self) -> None:
        row = [1, UNRANKED, NOT_SHOWN, CONFLICTED]

        ballots = Ballots.from_ranks(
            np.array([row, [1, np.nan, NOT_SHOWN, CONFLICTED], [1, 2, 3, 4]]), counts=[1, 1, 3]
        )

        exposure = ballots.exposure()
        assert len(ballots.counts) == 2
        assert exposure.ranked == (5, 3, 3, 3)
        assert exposure.unranked == (0, 2, 0, 0)
        assert exposure.not_shown == (0, 0, 2, 0)
        assert exposure.conflicted == (0, 0, 0, 2)
        partial = next(ballot for ballot in range(2) if ballots.counts[ballot] == 2)
        assert ballots.shown(partial) == {"1", "2", "4"}
        assert ballots.groups(partial) == (("1",),)

    def test_keeps_a_ballot_that_ranks_nothing(self) -> None:
        ballots = Ballots.from_ranks([[0, 0]])

        assert ballots.n == 1
        assert ballots.groups(0) == ()

    def test_takes_no_ballots_and_no_items(self) -> None:
        assert Ballots.from_ranks(np.empty((0, 3))).n == 0
        assert Ballots.from_ranks(np.empty((2, 0))).n == 2

    @pytest.mark.parametrize("value", [-1, -2, -5, -0.5, np.inf])
    def test_refuses_what_is_no_rank(self, value: float) -> None:
        with pytest.raises(ValueError, match=r"on ballot 1, item 2, is no rank"):
            Ballots.from_ranks(np.array([[1, 2, 3], [1, 2, value]]))

    def test_refuses_a_single_row(self) -> None:
        with pytest.raises(ValueError, match=r"shape \(2,\)"):
            Ballots.from_ranks([1, 2])

    @pytest.mark.parametrize("names", [["A"], ["A", "A"]])
    def test_refuses_names_that_do_not_fit(self, names: list[str]) -> None:
        with pytest.raises(ValueError, match="2 columns need as many different item names"):
            Ballots.from_ranks([[1, 2]], names)

    @pytest.mark.parametrize("counts", [[0], [1.5], [-1], [np.nan]])
    def test_refuses_what_is_no_number_of_people(self, counts: list[float]) -> None:
        with pytest.raises(ValueError, match="is no number of people"):
            Ballots.from_ranks([[1, 2]], counts=counts)

    @pytest.mark.parametrize("weight", [-1, np.inf, np.nan])
    def test_refuses_what_is_no_weight(self, weight: float) -> None:
        with pytest.raises(ValueError, match="for ballot 0 is no weight"):
            Ballots.from_ranks([[1, 2]], weights=[weight])

    def test_refuses_as_many_as_do_not_fit(self) -> None:
        with pytest.raises(ValueError, match=r"a count for each of 1 ballots, not an array of shape \(2,\)"):
            Ballots.from_ranks([[1, 2]], counts=[1, 1])
        with pytest.raises(ValueError, match=r"a weight for each of 1 ballots, not an array of shape \(2,\)"):
            Ballots.from_ranks([[1, 2]], weights=[1, 1])

    @given(profiles())
    def test_holds_each_distinct_ballot_once(self, rows: Rows) -> None:
        ballots = Ballots.from_ranks(rows)

        def form(row: list[int]) -> tuple[int, ...]:
            places = sorted({place for place in row if place > 0})
            return tuple(places.index(place) + 1 if place > 0 else place for place in row)

        held = {tuple(row): count for row, count in zip(ballots.places.tolist(), ballots.counts.tolist(), strict=True)}
        assert held == Counter(form(row) for row in rows)

    @given(profiles())
    def test_does_not_depend_on_the_order_of_the_ballots(self, rows: Rows) -> None:
        one, other = Ballots.from_ranks(rows), Ballots.from_ranks(rows[::-1])

        assert one.places.tolist() == other.places.tolist()
        assert one.counts.tolist() == other.counts.tolist()

    def test_tells_many_items_apart(self) -> None:
        # More than one machine word of places, different in the last item alone.
        rows = np.tile(np.arange(1, 91), (3, 1))
        rows[1, 89] = 0

        assert sorted(Ballots.from_ranks(rows).counts.tolist()) == [1, 2]


class TestWeights:
    def test_count_people_and_weigh_them(self) -> None:
        ballots = Ballots.from_ranks([[1, 2], [1, 2], [2, 1]], counts=[2, 3, 1], weights=[0.5, 1, 2])

        assert ballots.n == 6
        assert sorted(ballots.weights.tolist()) == [2, 4]

    def test_of_equal_panels_are_equal(self) -> None:
        # In floats a third of three and a seventh of seven are not the same.
        ballots = Ballots.from_ranks([[1, 2]] * 3 + [[2, 1]] * 7, weights=[1 / 3] * 3 + [1 / 7] * 7)

        assert ballots.units.tolist() == [21, 21]
        assert ballots.denominator == 21

    def test_that_are_not_simple_are_kept_to_the_last_digits(self) -> None:
        random = np.random.default_rng(7)
        weights = random.random(2000)
        rows = random.permuted(np.tile(np.arange(1, 4), (2000, 1)), axis=1)

        ballots = Ballots.from_ranks(rows, weights=weights)

        assert ballots.weights.sum() == pytest.approx(weights.sum(), rel=1e-12)

    def test_are_the_decimals_that_they_are_written_as(self) -> None:
        ballots = Ballots.from_ranks([[1, 2], [2, 1]], weights=[1e-9, 0.123456789])

        assert sorted(ballots.units.tolist()) == [1, 123456789]
        assert ballots.denominator == 10**9

    def test_beyond_what_can_be_counted_are_refused(self) -> None:
        with pytest.raises(ValueError, match="too many to be counted exactly"):
            Ballots.from_ranks([[1, 2]], weights=[1e17])
        with pytest.raises(ValueError, match="too many to be counted exactly"):
            Ballots.from_ranks([[1, 2], [2, 1]], counts=[2**51, 2**51])

    def test_of_nobody_weigh_nothing(self) -> None:
        assert Ballots.from_ranks([[1, 2]], weights=[0]).weights.tolist() == [0]


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        ([[1, "first"]], "'first' on ballot 0, item 1, is no number"),
        ([[1, 2], [1]], "row 1 has 1 values, row 0 has 2"),
        ([[1, 2j]], "2j on ballot 0, item 1, is no number"),
        ("ranks", "not 'ranks'"),
    ],
)
def test_ranks_that_are_no_numbers_are_refused_with_their_place(ranks: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Ballots.from_ranks(ranks)


def test_none_and_what_is_masked_are_not_ranked() -> None:
    gap: Any = [[1, None, 2]]
    masked = np.ma.masked_array([[1, 2, 3]], mask=[[False, True, False]])

    assert Ballots.from_ranks(gap).places.tolist() == [[1, 0, 2]]
    assert Ballots.from_ranks(masked).places.tolist() == [[1, 0, 2]]


class TestFromOrders:
    def test_reads_lists_with_ties(self) -> None:
        ballots = Ballots.from_orders([["B", ["A", "C"]], ["C"]], ["A", "B", "C"])

        assert sorted(ballots.places.tolist()) == [[0, 0, 1], [2, 1, 2]]

    def test_names_items_as_they_appear(self) -> None:
        assert Ballots.from_orders([["B", "A"], ["C"]]).items == ("B", "A", "C")

    def test_reads_what_was_shown_and_who_may_not_judge(self) -> None:
        ballots = Ballots.from_orders([["B"]], ["A", "B", "C", "D"], shown=[{"A", "B", "D"}], conflicted=[{"D"}])

        assert ballots.places.tolist() == [[UNRANKED, 1, NOT_SHOWN, CONFLICTED]]

    @pytest.mark.parametrize(
        ("order", "shown", "conflicted"),
        [
            (["A", "X"], {"A", "B"}, set()),
            (["A", "A"], {"A", "B"}, set()),
            (["A", "B"], {"A"}, set()),
            (["A", "B"], {"A", "B"}, {"B"}),
        ],
    )
    def test_refuses_an_item_that_cannot_be_ranked(
        self, order: list[str], shown: set[str], conflicted: set[str]
    ) -> None:
        with pytest.raises(ValueError, match=r"'[XAB]' on ballot 0 is unknown, ranked twice, not shown or conflicted"):
            Ballots.from_orders([order], ["A", "B"], shown=[shown], conflicted=[conflicted])

    @pytest.mark.parametrize(
        ("lists", "said"),
        [
            ({"conflicted": [{"X"}]}, r"'X', conflicted on ballot 0, is none of the items \('A', 'B'\)"),
            ({"shown": [{"A", "X"}]}, "'X', shown on ballot 0, is none of the items"),
            ({"shown": []}, "the items shown are given for 0 ballots, and there are 1"),
            ({"conflicted": [{"B"}, set()]}, "the items conflicted are given for 2 ballots, and there are 1"),
            ({"shown": ["AB"]}, "the items shown on ballot 0 must be a list of names, not 'AB'"),
            ({"conflicted": [{3}]}, "the items conflicted on ballot 0 must name items by text, not 3"),
            ({"orders": ["AB"]}, "ballot 0 must be a list of items, best first, not 'AB'"),
            ({"orders": [[3]]}, "ballot 0 must be a list of names, not 3"),
            ({"orders": 5}, "the ballots must be a list, not 5"),
        ],
    )
    def test_refuses_lists_that_do_not_fit_the_ballots(self, lists: dict[str, Any], said: str) -> None:
        with pytest.raises(ValueError, match=said):
            Ballots.from_orders(**{"orders": [["A"]], "items": ["A", "B"], **lists})

    def test_refuses_names_that_are_the_same(self) -> None:
        with pytest.raises(ValueError, match="2 columns need as many different item names"):
            Ballots.from_orders([["A"]], ["A", "A"])


class TestFromWins:
    def test_reads_each_comparison_as_a_ballot_of_two(self) -> None:
        ballots = Ballots.from_wins([[0, 3, 0], [1, 0, 0], [0, 0, 0]], ["A", "B", "C"])

        assert ballots.n == 4
        assert ballots.exposure().ranked == (4, 4, 0)
        assert ballots.exposure().not_shown == (0, 0, 4)

    @pytest.mark.parametrize(
        ("wins", "said"),
        [
            ([[1]], "1 in wins, row 0, column 0: no item is compared with itself"),
            ([[0, 1]], r"square table, .* not of shape \(1, 2\)"),
            ([0, 1], r"square table of wins, not an array of shape \(2,\)"),
            ([[0, -1], [0, 0]], "-1 in wins, row 0, column 1, is no count"),
            ([[0, "x"], [0, 0]], "'x' in wins, row 0, column 1, is no number"),
        ],
    )
    def test_refuses_what_is_no_matrix_of_wins(self, wins: Any, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            Ballots.from_wins(wins)

    def test_refuses_parts_of_a_comparison(self) -> None:
        with pytest.raises(ValueError, match=r"0\.5 for ballot 0 is no number of people"):
            Ballots.from_wins(np.array([[0, 0.5], [0, 0]]))
