"""Places in words: which goals cannot be told apart, and how the ranges came about."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from surveyapp.stats.by_segment import segment_figures
from surveyapp.stats.places import place_ranges
from surveyapp.stats.summary import summarise
from surveyapp.views.cuts import Cut
from surveyapp.views.places import show_ranking
from tests.stats.datasets import FIRST, a_dataset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.views.places import ShownRanking


def shown(places: Sequence[Sequence[int]]) -> ShownRanking:
    dataset = a_dataset(places=places)
    question = dataset.questionnaire.by_code[FIRST]
    cut = Cut(segment_figures(dataset), ())
    return show_ranking(summarise(dataset), question, place_ranges(dataset).get(FIRST), cut)


def test_groups_of_which_no_two_can_be_told_apart_are_named_together() -> None:
    # A stands first on every ballot; B and C change places, and so do D, E and F, each way as often
    places = [[1, *pair, *three] for pair in permutations((2, 3)) for three in permutations((4, 5, 6))] * 4

    ranking = shown(places)

    assert ranking.level == "B and C; D, E and F cannot be told apart."
    assert [placed.range for placed in ranking.placed] == ["1", "2–3", "2–3", "4–6", "4–6", "4–6"]


def test_an_order_that_everybody_gives_can_be_told_apart() -> None:
    assert shown([[1, 2, 3]] * 12).level == "All places can be told apart."


def test_pairs_stand_alone_where_a_chain_holds_them_together() -> None:
    # each of the six orders three times, and those that begin as the plan does five times more: A leads C but not B
    more = [[1, 2, 3], [2, 1, 3], [1, 3, 2]] * 5

    ranking = shown([*map(list, permutations((1, 2, 3)))] * 3 + more)

    assert ranking.level == "A and B; B and C cannot be told apart."
    assert [placed.range for placed in ranking.placed] == ["1–2", "1–3", "2–3"]


def test_how_the_ranges_came_about() -> None:
    method = shown([[1, 2, 3]] * 12).method

    assert "drawn again 2,000 times" in method
    assert "in at least 95% of the draws" in method
    assert "begin at the number 20260302" in method


def test_too_few_ballots_have_no_ranges() -> None:
    ranking = shown([[1, 2, 3]] * 4 + [[0, 0, 0]] * 8)

    assert (ranking.placed, ranking.level, ranking.method) == ((), "", "")
