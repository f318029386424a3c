"""What is called alike: worked by hand, against dense vectors, and what must never be put together."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats import near_equal_groups, word_weights

DOCUMENTS = [
    ["needs", "a", "number", "for", "the", "wait"],
    ["give", "the", "wait", "a", "number"],
    ["who", "pays", "for", "home", "visits"],
    ["home", "visits", "who", "pays"],
    ["entirely", "other"],
    [],
]


def _dense(documents: list[list[str]]) -> npt.NDArray[np.float64]:
    """Cosines by the definition, one word at a time."""
    words = sorted({word for document in documents for word in document})
    n = len(documents)
    table = np.zeros((n, len(words)))
    for column, word in enumerate(words):
        with_word = sum(word in document for document in documents)
        for row, document in enumerate(documents):
            if word in document:
                table[row, column] = (1 + math.log(document.count(word))) * (1 + math.log((1 + n) / (1 + with_word)))
    lengths = np.sqrt((table**2).sum(axis=1, keepdims=True))
    unit = np.divide(table, lengths, out=np.zeros_like(table), where=lengths > 0)
    cosines: npt.NDArray[np.float64] = unit @ unit.T
    return cosines


def test_two_documents_by_hand() -> None:
    # The shared word weighs 1 + ln(3/3), the other 1 + ln(3/2): the cosine is 1 / (1 + 1.4055²) = 0.336.
    both = word_weights([["x", "y"], ["x", "z"]])
    assert both.similar([0, 1], 0.336) == [[1], [0]]
    assert both.similar([0, 1], 0.337) == [[], []]
    assert word_weights([["x"], ["y"]]).similar([0, 1]) == [[], []]


def test_nearest_first_and_never_itself() -> None:
    weights = word_weights(DOCUMENTS)

    assert weights.similar(range(6), 0.4) == [[1], [0], [3], [2], [], []]
    assert weights.similar([2], 0.0001)[0][0] == 3
    assert weights.similar([0], 0.0001, most=1) == [[1]]


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=8), st.floats(0.05, 0.95))
def test_as_by_the_definition(documents: list[list[str]], at_least: float) -> None:
    cosines = _dense(documents)
    found = word_weights(documents).similar(range(len(documents)), at_least)

    for row, others in enumerate(found):
        sure = {other for other in range(len(documents)) if other != row and cosines[row, other] > at_least + 1e-9}
        possible = {other for other in range(len(documents)) if other != row and cosines[row, other] > at_least - 1e-9}
        assert sure <= {*others} <= possible


def test_no_documents() -> None:
    assert word_weights([]).similar([]) == []
    assert word_weights([[], []]).similar([0, 1]) == [[], []]


def test_the_most_frequent_suggestion_leads_the_largest_group() -> None:
    by_weeks, to_days = ["+within", "+two", "+weeks"], ["-shorten", "+reduce", "+the", "+wait", "+soon"]
    almost = [*to_days[:-1], "+quickly"]

    assert near_equal_groups([almost, by_weeks, to_days, to_days, almost[:2]], 0.6) == [[2, 3, 0], [1], [4]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["+within", "+14", "+days", "+of", "+going", "+home"], ["+within", "+30", "+days", "+of", "+going", "+home"]),
        (["+must", "+be", "+shared", "+with", "+payers"], ["+must", "+not", "+be", "+shared", "+with", "+payers"]),
        (["+payers"], ["-payers"]),
    ],
)
def test_numbers_and_not_keep_suggestions_apart(one: list[str], other: list[str]) -> None:
    assert near_equal_groups([one, other]) == [[0], [1]]


def test_punctuation_alone_is_one_group() -> None:
    assert near_equal_groups([[], ["+a"], []]) == [[0, 2], [1]]
    assert near_equal_groups([]) == []


def _near(one: list[str], other: list[str], at_least: float) -> bool:
    """Jaccard's coefficient of the bags, by its definition; a differing number or "not" keeps apart."""
    first, second = Counter(one), Counter(other)
    differing = ((first - second) + (second - first)).keys()
    decisive = any(word[1:] == "not" or word[1:].isdigit() for word in differing)
    return first == second or (not decisive and (first & second).total() >= at_least * (first | second).total())


@given(
    st.lists(st.lists(st.sampled_from(["+a", "-b", "+c", "+not", "+7"]), max_size=5), max_size=10),
    st.sampled_from([0.3, 0.5, 0.75, 1.0]),
)
def test_groups_by_the_definition(changes: list[list[str]], at_least: float) -> None:
    groups = near_equal_groups(changes, at_least)

    firsts = [changes[group[0]] for group in groups]
    for group in groups:
        assert all(_near(changes[group[0]], changes[place], at_least) for place in group)
    assert not [1 for one, other in combinations(firsts, 2) if _near(one, other, at_least)]


@given(st.lists(st.lists(st.sampled_from(["+a", "-b", "+c", "+not", "+7"]), max_size=5), max_size=10))
def test_every_suggestion_is_in_exactly_one_group(changes: list[list[str]]) -> None:
    groups = near_equal_groups(changes)

    assert sorted(place for group in groups for place in group) == list(range(len(changes)))
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)
