"""Worths from choices: known answers, what is refused and how, and the model's own symmetries."""

from __future__ import annotations

import math
from itertools import combinations, permutations
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.ballots import Ballots
from surveyapp.stats.choice_likelihood import choices_of, groups, log_likelihood, symmetric, without_each
from surveyapp.stats.choice_models import bradley_terry, plackett_luce, quasi_standard_errors
from surveyapp.stats.dataset import NOT_SHOWN

# Agresti (2002), Categorical Data Analysis, p. 448: citations among four journals, rows cited by columns.
CITATIONS = [[0, 730, 498, 221], [33, 0, 68, 17], [320, 813, 0, 142], [284, 276, 325, 0]]
# Turner et al. (2020), Computational Statistics 35:1027: four fruits, ranked in part and with ties.
FRUITS = [[1, 2, 0, 0], [4, 1, 2, 3], [2, 1, 1, 1], [1, 2, 3, 0], [2, 1, 1, 0], [1, 0, 3, 2]]

# Each item wins and loses, so that worths exist whatever else is drawn.
CYCLE = [[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 1, 2], [4, 1, 2, 3]]
ranks = st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), max_size=5)


def test_a_published_table_of_pairs() -> None:
    fit = bradley_terry(CITATIONS, items=["Biometrika", "Comm Statist", "JASA", "JRSS-B"])

    contrasts = fit.against("Biometrika")
    assert [one.difference for one in contrasts] == pytest.approx([0, -2.949072, -0.479570, 0.268954], abs=1e-6)
    assert [one.standard_error for one in contrasts[1:]] == pytest.approx([0.102545, 0.060589, 0.070830], abs=1e-6)
    assert math.isnan(contrasts[0].standard_error)
    assert fit.deviance == pytest.approx(4.293384, abs=1e-6)
    assert fit.degrees_of_freedom == 3


def test_a_published_set_of_partial_rankings_with_ties() -> None:
    fit = plackett_luce(Ballots.from_ranks(FRUITS, ["apple", "banana", "orange", "pear"]))

    contrasts = [one.difference for one in fit.against("apple")]
    assert contrasts == pytest.approx([0, 0.294287, -0.733511, -0.119096], abs=1e-6)
    assert [tie.order for tie in fit.ties] == [2, 3]
    assert [tie.log_strength for tie in fit.ties] == pytest.approx([-1.861947, -0.736973], abs=1e-6)


def test_pseudo_rankings_are_those_of_the_published_package() -> None:
    fit = plackett_luce(Ballots.from_ranks(FRUITS), pseudo_rankings=0.5)

    assert fit.worth == pytest.approx([0.266955, 0.343763, 0.144542, 0.244740], abs=1e-6)
    assert fit.log_likelihood == pytest.approx(-14.610693, abs=1e-6)


def test_two_items_by_hand() -> None:
    fit = bradley_terry([[0, 30], [10, 0]])

    assert fit.worth == pytest.approx([0.75, 0.25])
    assert fit.against("1")[1].difference == pytest.approx(-math.log(3))
    assert fit.against("1")[1].standard_error == pytest.approx(math.sqrt(1 / 30 + 1 / 10))
    assert fit.log_likelihood == pytest.approx(30 * math.log(0.75) + 10 * math.log(0.25))
    assert fit.deviance == pytest.approx(0, abs=1e-9)
    assert all(math.isnan(error) for error in fit.quasi_standard_errors)


def test_pairs_are_rankings_of_two() -> None:
    wins = np.array(CITATIONS)

    pairs, orders = bradley_terry(wins), plackett_luce(Ballots.from_wins(wins))

    assert orders.worth == pytest.approx(pairs.worth)
    assert orders.standard_errors == pytest.approx(pairs.standard_errors)


def test_unranked_items_stand_below_or_out() -> None:
    ballots = Ballots.from_ranks([[1, 2, 0], [0, 1, 2], [2, 0, 1], [1, 0, 0]])

    assert plackett_luce(ballots).worth == pytest.approx([1 / 3] * 3)
    below = plackett_luce(ballots, unranked="below")
    assert below.worth[0] > below.worth[1]
    assert below.choices == 7


def test_items_that_were_not_shown_never_stand_below() -> None:
    shown = [[1, 2, NOT_SHOWN], [2, 1, NOT_SHOWN], [NOT_SHOWN, 1, 2], [NOT_SHOWN, 2, 1]]

    fit = plackett_luce(Ballots.from_ranks(shown), unranked="below")

    assert fit.worth == pytest.approx([1 / 3] * 3)


def test_groups_that_were_never_compared_are_named() -> None:
    ballots = Ballots.from_ranks([[1, 2, 0, 0], [2, 1, 0, 0], [0, 0, 1, 2], [0, 0, 2, 1]], list("abcd"))

    with pytest.raises(ValueError, match=r"never compare.*\{a, b\}; \{c, d\}"):
        plackett_luce(ballots)
    assert plackett_luce(ballots, pseudo_rankings=1).worth == pytest.approx([0.25] * 4)


def test_items_that_always_win_or_lose_are_named() -> None:
    ballots = Ballots.from_ranks([[1, 2, 3], [2, 1, 3]], list("abc"))

    with pytest.raises(ValueError, match=r"no finite worths.*\{a, b\}; \{c\}"):
        plackett_luce(ballots)
    worth = plackett_luce(ballots, pseudo_rankings=0.5).worth
    assert worth[0] == pytest.approx(worth[1])
    assert worth[2] < worth[0]


def test_ties_alone_have_no_finite_strength() -> None:
    with pytest.raises(ValueError, match="grows without bound"):
        plackett_luce(Ballots.from_ranks([[1, 1]]))


def test_a_tie_is_refused_where_none_may_be() -> None:
    with pytest.raises(ValueError, match="ties 2 items at place 1"):
        plackett_luce(Ballots.from_ranks([*CYCLE, [1, 1, 2, 3]]), ties=False)


@pytest.mark.parametrize(
    ("wins", "ties", "sentence"),
    [
        ([[0, 1, 2]], None, "square"),
        ([[0, -1], [1, 0]], None, r"-1 in wins, row 0, column 1"),
        ([[0, math.nan], [1, 0]], None, "nan in wins"),
        ([[0, 1], [1, 0]], [[0, 1], [2, 0]], "symmetric"),
        ([[0]], None, "at least two"),
    ],
)
def test_tables_that_are_none_are_refused(
    wins: list[list[float]], ties: list[list[float]] | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        bradley_terry(wins, ties)


def test_comparisons_with_oneself_are_refused() -> None:
    with pytest.raises(ValueError, match="2 in wins, row 1, column 1: no item is compared with itself"):
        bradley_terry([[0, 1], [1, 2]])
    with pytest.raises(ValueError, match="1 in ties, row 0, column 0: no item is compared with itself"):
        bradley_terry([[0, 1], [1, 0]], [[1, 0], [0, 0]])


def test_other_refusals() -> None:
    ballots = Ballots.from_ranks(CYCLE)

    with pytest.raises(ValueError, match=r"-1\.0 pseudo-rankings"):
        plackett_luce(ballots, pseudo_rankings=-1)
    with pytest.raises(ValueError, match="'last'"):
        plackett_luce(ballots, unranked=cast("Any", "last"))
    with pytest.raises(ValueError, match="'5' is none of the items 1, 2, 3, 4"):
        plackett_luce(ballots).against("5")
    with pytest.raises(ValueError, match="4 columns need as many different item names"):
        bradley_terry(CITATIONS, items=["a", "b", "c"])


@given(ranks)
def test_worths_follow_the_names_of_the_items(drawn: list[list[int]]) -> None:
    table, order = np.array([*CYCLE, *drawn]), [2, 0, 3, 1]

    fit, renamed = plackett_luce(Ballots.from_ranks(table)), plackett_luce(Ballots.from_ranks(table[:, order]))

    assert renamed.worth == pytest.approx([fit.worth[i] for i in order], rel=1e-6)
    assert renamed.standard_errors == pytest.approx([fit.standard_errors[i] for i in order], rel=1e-6)
    assert math.fsum(fit.worth) == pytest.approx(1)
    assert math.fsum(fit.log_worth) == pytest.approx(0, abs=1e-9)


@given(ranks)
def test_weights_count_as_repetition(drawn: list[list[int]]) -> None:
    table = [*CYCLE, *drawn]

    twice = plackett_luce(Ballots.from_ranks([*table, *table]))

    weighted = plackett_luce(Ballots.from_ranks(table, weights=[2.0] * len(table)))
    assert weighted.worth == pytest.approx(twice.worth, rel=1e-9)
    assert weighted.standard_errors == pytest.approx(twice.standard_errors, rel=1e-9)


@given(ranks)
def test_no_other_worths_are_likelier(drawn: list[list[int]]) -> None:
    ballots = Ballots.from_ranks([*CYCLE, *drawn])
    fit = plackett_luce(ballots)
    choices = choices_of(ballots.places.astype(np.int64), ballots.weights, unranked_below=False)
    ties = np.array([tie.log_strength for tie in fit.ties])

    for i, step in [(i, step) for i in range(4) for step in (-1e-3, 1e-3)]:
        moved = np.array(fit.log_worth)
        moved[i] += step
        assert log_likelihood(choices, moved, ties) < fit.log_likelihood


def test_probabilities_of_all_orders_with_and_without_ties_sum_to_one() -> None:
    worth, ties = np.log([1.0, 2.0, 5.0]), np.log([0.7, 0.2])
    weak_orders = {tuple(np.unique(order, return_inverse=True)[1] + 1) for order in np.ndindex(3, 3, 3)}
    total = 0.0
    for order in weak_orders:
        choices = choices_of(np.array([order]), np.ones(1), unranked_below=False)
        strengths = [ties[size - 2] for size in choices.orders]
        # The likelihood knows the ties that occur; every size that could must stand in its sums.
        full = type(choices)(
            choices.available,
            choices.times,
            choices.credit,
            (2, 3),
            np.array([dict(zip(choices.orders, choices.tied, strict=True)).get(k, 0.0) for k in (2, 3)]),
            choices.above,
        )
        assert len(strengths) == len(choices.orders)
        total += math.exp(log_likelihood(full, worth, ties))

    assert len(weak_orders) == 13
    assert total == pytest.approx(1)
    strict = [choices_of(np.array([order]), np.ones(1), unranked_below=False) for order in permutations((1, 2, 3))]
    assert sum(math.exp(log_likelihood(one, worth, np.array([]))) for one in strict) == pytest.approx(1)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=6), st.integers(0, 4))
def test_symmetric_polynomials_are_sums_of_products(x: list[float], order: int) -> None:
    def by_definition(values: list[float]) -> float:
        return math.fsum(math.prod(chosen) for chosen in combinations(values, order))

    row = np.array([x])
    assert symmetric(row, order)[0, order] == pytest.approx(by_definition(x))
    left_out = [by_definition(x[:j] + x[j + 1 :]) for j in range(len(x))]
    assert without_each(row, order)[0].tolist() == pytest.approx(left_out)


def test_groups_reach_each_other() -> None:
    linked = np.zeros((5, 5), dtype=bool)
    linked[[0, 1, 1, 3], [1, 0, 2, 4]] = True

    assert groups(linked) == [[0, 1], [2], [3], [4]]


def test_quasi_errors_of_independent_items_are_their_own() -> None:
    errors = quasi_standard_errors(np.diag([1.0, 4.0, 9.0, 0.25]))

    assert errors == pytest.approx([1, 2, 3, 0.5])
