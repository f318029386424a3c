"""Resampled ranks: equal to recomputing each draw, exact where the answer is known, and never surer than the people."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.ballots import CONFLICTED, Ballots
from surveyapp.stats.condorcet import copeland, levels_of, minimax, schulze
from surveyapp.stats.dataset import NOT_SHOWN
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.rankings import borda, dowdall, mean_ranks
from surveyapp.stats.resampling import METHODS, Method, Sample
from surveyapp.stats.uncertainty import RankUncertainty, bootstrap_ranks, merge_panels

places = st.sampled_from([0, 1, 2, 3, 4, NOT_SHOWN, CONFLICTED])
tables = st.lists(st.lists(places, min_size=4, max_size=4), min_size=2, max_size=8)
SPLIT = [[1, 2, 3]] * 5 + [[2, 1, 3]] * 5


def levels_by(method: Method, ballots: Ballots) -> tuple[tuple[str, ...], ...]:
    if method == "mean_ranks":
        means = [Fraction(100 if math.isnan(mean) else mean) for mean in mean_ranks(ballots).means]
        return levels_of(ballots.items, [-mean for mean in means])
    return {
        "borda": borda(ballots).levels,
        "copeland": copeland(ballots).levels,
        "dowdall": dowdall(ballots).levels,
        "minimax": minimax(ballots).levels,
    }[method]


@given(tables, st.sampled_from(["borda", "copeland", "dowdall", "mean_ranks", "minimax"]))
def test_the_ballots_as_cast_are_placed_as_the_method_places_them(table: list[list[int]], method: Method) -> None:
    ballots = Ballots.from_ranks(table)

    placed = Sample([ballots]).as_cast(method, "below")

    first = 1
    for level in levels_by(method, ballots):
        for item in level:
            assert placed.best[0, int(item) - 1] == first
            assert placed.worst[0, int(item) - 1] == first + len(level) - 1
        first += len(level)


@given(tables)
def test_schulze_places_follow_its_paths(table: list[list[int]]) -> None:
    ballots = Ballots.from_ranks(table)

    placed = Sample([ballots]).as_cast("schulze", "ignore")

    paths = schulze(ballots, unranked="ignore").paths
    assert placed.best[0].tolist() == [1 + int((paths[:, i] > paths[i]).sum()) for i in range(4)]
    assert placed.worst[0].tolist() == [4 - int((paths[i] > paths[:, i]).sum()) for i in range(4)]


@given(tables)
def test_ranked_pairs_places_span_every_outcome(table: list[list[int]]) -> None:
    ballots = Ballots.from_ranks(table)

    placed = Sample([ballots]).as_cast("ranked_pairs", "below")

    first = [
        min(1 + sum(len(level) for level in order[: position(order, item)]) for order in ranked_pairs(ballots).orders)
        for item in ballots.items
    ]
    assert placed.best[0].tolist() == first


def position(order: tuple[tuple[str, ...], ...], item: str) -> int:
    return next(index for index, level in enumerate(order) if item in level)


@pytest.mark.parametrize("method", METHODS)
def test_a_draw_is_a_draw_of_people(method: Method) -> None:
    """The draws equal the method run on people drawn with the same random numbers, one by one."""
    rng = np.random.default_rng(3)
    table = rng.integers(0, 5, size=(12, 4))
    ballots = Ballots.from_ranks(table)

    drawn = Sample([ballots]).drawn(method, "below", np.random.default_rng(7), 5)

    again = np.random.default_rng(7)
    rows = np.repeat(np.arange(len(ballots.counts)), ballots.counts)
    for draw in range(5):
        people = Ballots.from_ranks(ballots.places[rows[again.integers(12, size=12)]])
        placed = Sample([people]).as_cast(method, "below")
        assert drawn.best[draw].tolist() == placed.best[0].tolist()
        assert drawn.worst[draw].tolist() == placed.worst[0].tolist()


def test_people_who_agree_leave_no_doubt() -> None:
    result = bootstrap_ranks(Ballots.from_ranks([[1, 2, 3]] * 9, list("abc")), draws=100)

    assert result.intervals == ((1, 1), (2, 2), (3, 3))
    assert result.tiers == (("a",), ("b",), ("c",))
    assert result.level_pairs == ()
    assert result.top_probability(1) == (1, 0, 0)


def test_items_that_people_are_divided_on_cannot_be_told_apart() -> None:
    result = bootstrap_ranks(Ballots.from_ranks(SPLIT, list("abc")), seed=1)

    assert result.places == (1, 1, 3)
    assert result.intervals == ((1, 2), (1, 2), (3, 3))
    assert result.level_pairs == (("a", "b"),)
    assert result.tiers == (("a", "b"), ("c",))
    # First is a where more than five of ten people drawn are its own, and shares it where exactly five are.
    assert result.top_probability(1)[0] == pytest.approx(0.5, abs=0.04)
    assert result.before[0][2] == 1


@pytest.mark.parametrize("people", [10, 30])
def test_the_share_of_draws_is_binomial(people: int) -> None:
    """Ten people are drawn one by one, thirty by the counts of their two ballots."""
    first = people * 7 // 10
    table = [[1, 2]] * first + [[2, 1]] * (people - first)

    result = bootstrap_ranks(Ballots.from_ranks(table), seed=5, draws=20_000)

    binomial = [math.comb(people, k) * 0.7**k * 0.3 ** (people - k) for k in range(people + 1)]
    expected = sum(binomial[people // 2 + 1 :]) + binomial[people // 2] / 2
    spread = math.sqrt(expected * (1 - expected) / 20_000)
    assert result.top_probability(1)[0] == pytest.approx(expected, abs=4 * spread)


@pytest.mark.parametrize("method", METHODS)
def test_every_panel_keeps_its_size(method: Method) -> None:
    """Two panels of one mind each: drawn within panels nothing can move, drawn together it can."""
    panels = {"one": Ballots.from_ranks([[1, 2]] * 6), "other": Ballots.from_ranks([[2, 1]] * 4)}

    within = bootstrap_ranks(merge_panels(panels), method, panels, draws=200)
    together = bootstrap_ranks(merge_panels(panels), method, draws=200)

    assert within.intervals == ((1, 1), (2, 2))
    assert within.panels == ("one", "other")
    assert within.people == (6, 4)
    assert together.intervals == ((1, 2), (1, 2))


def test_weights_of_panels_count_in_every_draw() -> None:
    panels = {
        "many": Ballots.from_ranks([[1, 2]] * 6, weights=[1 / 6] * 6),
        "few": Ballots.from_ranks([[2, 1]] * 2, weights=[1 / 2] * 2),
    }

    result = bootstrap_ranks(merge_panels(panels), panels=panels, draws=100)

    assert result.places == (1, 1)
    assert result.place_probability == ((0.5, 0.5), (0.5, 0.5))


def test_the_same_seed_gives_the_same_result() -> None:
    ballots = Ballots.from_ranks(SPLIT)

    assert bootstrap_ranks(ballots, seed=2, draws=100) == bootstrap_ranks(ballots, seed=2, draws=100)
    assert bootstrap_ranks(ballots, seed=2, draws=100) != bootstrap_ranks(ballots, seed=3, draws=100)


@given(tables, st.sampled_from(METHODS))
def test_probabilities_are_probabilities(table: list[list[int]], method: Method) -> None:
    result = bootstrap_ranks(Ballots.from_ranks(table), method, draws=100)

    shares = np.array(result.place_probability)
    assert shares.sum(axis=1) == pytest.approx(1)
    if method not in {"schulze", "ranked_pairs"}:  # whose items need not be level with each other all round
        assert shares.sum(axis=0) == pytest.approx(1)
        assert sum(result.top_probability(2)) == pytest.approx(2)
    before = np.array(result.before)
    assert before + before.T == pytest.approx(1)
    check_ranges(result)


def check_ranges(result: RankUncertainty) -> None:
    assert all(
        1 <= first <= place <= last <= 4 for (first, last), place in zip(result.intervals, result.places, strict=True)
    )
    assert sorted(item for tier in result.tiers for item in tier) == sorted(result.items)
    tier_of = {item: number for number, tier in enumerate(result.tiers) for item in tier}
    assert all(tier_of[first] == tier_of[second] for first, second in result.level_pairs)


def test_memory_is_that_of_a_block_however_many_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    ballots = Ballots.from_ranks(np.random.default_rng(1).integers(0, 5, size=(40, 4)))
    whole = bootstrap_ranks(ballots, "schulze", draws=120)

    monkeypatch.setattr("surveyapp.stats.resampling._BLOCK", 64)

    assert bootstrap_ranks(ballots, "schulze", draws=120) == whole


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"method": "kemeny"}, "'kemeny' is none of the methods borda"),
        ({"level": 90}, "a level of 90"),
        ({"draws": 10}, "10 draws"),
        ({"ballots": Ballots.from_ranks([[1, 2]])}, "at least two people"),
        ({"panels": {"one": Ballots.from_ranks(SPLIT[:3])}}, "not the 10 ballots given"),
        ({"panels": {"one": Ballots.from_ranks(SPLIT), "none": Ballots.from_ranks(np.empty((0, 3)))}}, "'none' has no"),
        ({"panels": {"one": Ballots.from_ranks(SPLIT, weights=[2.0] * 10)}}, "weigh other"),
        ({"panels": {"a": Ballots.from_ranks(SPLIT), "b": Ballots.from_ranks(SPLIT, list("xyz"))}}, "panel 'b' ranks"),
    ],
)
def test_what_cannot_be_resampled_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        bootstrap_ranks(**{"ballots": Ballots.from_ranks(SPLIT), **change})


def test_a_top_that_is_none_is_refused() -> None:
    result = bootstrap_ranks(Ballots.from_ranks(SPLIT), draws=100)

    with pytest.raises(ValueError, match="the top 4 of 3 items"):
        result.top_probability(4)
    with pytest.raises(ValueError, match="at least one"):
        merge_panels(cast("dict[str, Ballots]", {}))
