"""Nominal group, JLA interim scores, points and best-worst counts: worked by hand, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.priorities import best_worst, jla_score, nominal_group, point_totals
from tests.stats.profiles import election


class TestNominalGroup:
    def test_shows_the_sum_and_how_many_chose(self) -> None:
        # One enthusiast with 5 points is not five people with 1.
        result = nominal_group(election("1 A B C D E, 1 F B C D E, 4 F C D B E"))

        assert dict(zip(result.scores.items, result.scores.points, strict=True)) == {
            "A": 5,
            "B": 4 + 4 + 4 * 2,
            "C": 3 + 3 + 4 * 4,
            "D": 2 + 2 + 4 * 3,
            "E": 6,
            "F": 25,
        }
        assert result.scores.levels == (("F",), ("C",), ("B", "D"), ("E",), ("A",))
        assert result.voters == (1, 6, 6, 6, 6, 5)

    def test_shows_a_split_as_a_split(self) -> None:
        result = nominal_group(election("3 A B C, 3 B C A"), picks=3)

        assert result.given[result.scores.items.index("A")] == ((3, 3), (1, 3))

    def test_shares_points_among_ties(self) -> None:
        assert nominal_group(election("2 A=B C"), picks=3).scores.points == (5, 5, 2)

    def test_refuses_more_picks_than_asked_for(self) -> None:
        with pytest.raises(ValueError, match="picks 3 items where 2 were asked for: A, B, C"):
            nominal_group(election("1 A B C"), picks=2)
        with pytest.raises(ValueError, match="the number of items to pick must be a whole number of 1 or more, not 0"):
            nominal_group(election("1 A"), picks=0)


class TestJlaScore:
    def test_gives_small_panels_an_equal_say(self) -> None:
        patients, clinicians = election("2 A B C"), election("50 C B A")

        result = jla_score({"patients": patients, "clinicians": clinicians}, top=3)

        assert result.panels["patients"].points == (6.0, 4.0, 2.0)
        assert result.panels["clinicians"].points == (50.0, 100.0, 150.0)
        assert result.reversed_ranks == {"patients": (3, 2, 1), "clinicians": (1, 2, 3)}
        assert result.scores.points == (4.0, 4.0, 4.0)
        assert result.scores.places == (1, 1, 1)

    def test_counts_the_first_places_alone(self) -> None:
        result = jla_score({"all": election("1 A B C D")}, top=2)

        assert result.panels["all"].points == (2.0, 1.0, 0.0, 0.0)
        assert result.reversed_ranks["all"] == (4, 3, 1.5, 1.5)

    def test_refuses_panels_that_ranked_other_items(self) -> None:
        with pytest.raises(ValueError, match=r"panel 'two' ranks \('A', 'C'\)"):
            jla_score({"one": election("1 A B"), "two": election("1 A C")})
        with pytest.raises(ValueError, match=r"at least one, not \{\}"):
            jla_score({})

    @given(st.integers(1, 30), st.integers(1, 30))
    def test_does_not_depend_on_the_size_of_panels(self, one: int, other: int) -> None:
        small = jla_score({"x": election("1 A B C"), "y": election("1 B A C")})
        large = jla_score({"x": election(f"{one} A B C"), "y": election(f"{other} B A C")})

        assert small.scores == large.scores


class TestPointTotals:
    def test_sum_and_share(self) -> None:
        result = point_totals([[100, 0, 0], [20, 40, 40]], ["A", "B", "C"], total=100)

        assert result.sums == (120.0, 40.0, 40.0)
        assert result.shares == (0.6, 0.2, 0.2)
        assert result.voters == (2, 1, 1)
        assert result.places == (1, 2, 2)

    def test_leave_out_what_was_not_shown(self) -> None:
        assert point_totals(np.array([[3, np.nan], [1, 4]])).sums == (4, 4)

    def test_have_no_share_of_nothing(self) -> None:
        assert math.isnan(point_totals([[0, 0]]).shares[0])

    @pytest.mark.parametrize(("points", "place"), [(-1, "from 0 to 5"), (6, "from 0 to 5"), (math.inf, "from 0 to 5")])
    def test_refuse_points_outside_the_bounds(self, points: float, place: str) -> None:
        with pytest.raises(ValueError, match=f"points of person 1 for B are not {place}"):
            point_totals(np.array([[1, 2], [1, points]]), ["A", "B"], cap=5)

    def test_refuse_more_than_everybody_has(self) -> None:
        with pytest.raises(ValueError, match="person 0 gave 11 points of 10"):
            point_totals([[5, 6]], total=10)

    def test_refuse_a_single_row_and_wrong_names(self) -> None:
        with pytest.raises(ValueError, match="a row per person"):
            point_totals([1, 2])
        with pytest.raises(ValueError, match="2 columns need"):
            point_totals([[1, 2]], ["A"])


class TestBestWorst:
    SHOWN = ((1, 1, 1, 0), (1, 1, 0, 1), (1, 0, 1, 1))

    def test_counts_per_time_shown(self) -> None:
        result = best_worst(self.SHOWN, [0, 0, 2], [1, 3, 3], ["A", "B", "C", "D"])

        assert (result.best, result.worst, result.shown) == ((2, 0, 1, 0), (0, 1, 0, 2), (3, 2, 2, 2))
        assert result.scores == (2 / 3, -0.5, 0.5, -1.0)
        assert result.places == (1, 3, 2, 4)

    def test_puts_what_was_never_shown_last(self) -> None:
        result = best_worst([[1, 1, 0]], [0], [1], ["A", "B", "C"])

        assert math.isnan(result.scores[2])
        assert result.places == (1, 2, 3)

    @pytest.mark.parametrize(
        ("best", "worst", "message"),
        [
            ([3, 0, 0], [1, 1, 2], "best item of choice 0 was not shown"),
            ([0, 0, 0], [1, 1, 9], "worst item of choice 2 was not shown"),
            ([0, 0, 0], [1, 0, 2], "choice 1 has the same item"),
            ([0, 0], [1, 1, 2], "3 choices need as many best items"),
        ],
    )
    def test_refuses_choices_that_cannot_be(self, best: list[int], worst: list[int], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            best_worst(self.SHOWN, best, worst, ["A", "B", "C", "D"])
