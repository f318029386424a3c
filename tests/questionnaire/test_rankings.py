"""What a typed ranking means: level items where a round allows them, and long lists that are sorted first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.questionnaire import (
    SORT,
    Item,
    Option,
    Problem,
    Question,
    count_answered,
    fields_of,
    is_ranked,
    is_sorted,
    items_to_order,
    read_answers,
)
from tests.questionnaire.makers import ORDER, a_questionnaire

WITH_TIES = a_questionnaire(replace(ORDER, ties=True))
LABELS = "ABCDEFGHIJ"
GOALS = tuple(Item(n, f"k{n}", ItemKind.GOAL, label, label, 1, None, f"{label}.") for n, label in enumerate(LABELS, 1))
GROUPS = (Option("now", "Now"), Option("next", "Next"), Option("later", "Later"))
SORTING = Question(1, SORT, QuestionKind.CHOICE, "Now, next, later?", tuple(range(10)), options=GROUPS)
RANKING = Question(2, "order", QuestionKind.RANKING, "Which first?", tuple(range(10)), enough=5)
MANY = a_questionnaire(SORTING, RANKING, items=GOALS)


def typed(**said: str) -> dict[str, str]:
    """Fields from `now="ABC"` (sorted so) and `A="1"` (given that place)."""
    ids = {item.label: item.id for item in GOALS}
    fields = {}
    for name, value in said.items():
        if name in ids:
            fields[f"order-{ids[name]}"] = value
        else:
            fields |= {f"sort-{ids[label]}": name for label in value}
    return fields


def ballot(**said: str) -> dict[str, int]:
    answers, problems = read_answers(MANY, typed(**said))
    assert problems == ()
    return {GOALS[item - 1].label: place for item, place in answers.places.get(RANKING.id, {}).items()}


def to_order(**said: str) -> str:
    positions = items_to_order(MANY, RANKING, typed(**said))
    return "".join(GOALS[position].label for position in positions)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("1", "1", "2"), {21: 1, 25: 1, 26: 3}),
        (("2", "1", "2"), {21: 2, 25: 1, 26: 2}),
        (("3", "3", "3"), {21: 1, 25: 1, 26: 1}),
        (("1", "", "3"), {21: 1, 26: 2}),
        (("1", "1", ""), {21: 1, 25: 1}),
    ],
)
def test_level_items_share_a_place_and_leave_the_next_ones_empty(
    places: tuple[str, str, str], expected: dict[int, int]
) -> None:
    fields = dict(zip(("order-21", "order-25", "order-26"), places, strict=True))

    answers, problems = read_answers(WITH_TIES, fields)

    assert problems == ()
    assert answers.places == {5: expected}


def test_level_items_are_a_problem_where_a_round_does_not_allow_them() -> None:
    answers, problems = read_answers(a_questionnaire(ORDER), {"order-21": "1", "order-25": "1"})

    assert answers.places == {}
    assert problems == (Problem("order-25", "A and B share 1st place. Choose which comes first.", ("order-21",)),)


def test_a_place_that_is_none_is_a_problem_with_ties_as_well() -> None:
    answers, problems = read_answers(WITH_TIES, {"order-21": "4", "order-25": "1", "order-26": "1"})

    assert answers.places == {}
    assert problems == (Problem("order-21", "Choose one of the places shown."),)


@given(st.lists(st.sampled_from(["", "1", "2", "3"]), min_size=3, max_size=3))
def test_a_ballot_with_level_items_says_who_stands_above_whom(places: list[str]) -> None:
    fields = {f"order-{item}": place for item, place in zip((21, 25, 26), places, strict=True) if place}

    answers, _ = read_answers(WITH_TIES, fields)

    read = answers.places.get(5, {})
    assert set(read) == {int(name.partition("-")[2]) for name in fields}
    for item, place in read.items():
        assert place == 1 + sum(fields[f"order-{other}"] < fields[f"order-{item}"] for other in read)
    assert read_answers(WITH_TIES, fields_of(WITH_TIES, answers))[0] == answers


def test_nothing_sorted_leaves_the_whole_list_to_be_ordered() -> None:
    assert to_order() == LABELS
    assert ballot(C="2", A="1") == {"A": 1, "C": 2}
    assert not is_sorted(MANY, RANKING, typed(A="1"))


def test_only_the_first_group_is_put_in_order() -> None:
    said = {"now": "BDF", "next": "AC", "later": "EG"}

    assert to_order(**said) == "BDF"
    assert is_sorted(MANY, RANKING, typed(**said))


def test_a_ballot_has_the_order_then_the_rest_then_the_middle_and_no_place_for_the_last_or_unsorted() -> None:
    assert ballot(now="BDFH", next="AC", later="EG", F="1", B="2") == {"F": 1, "B": 2, "D": 3, "H": 3, "A": 5, "C": 5}


def test_sorting_alone_is_a_ballot() -> None:
    assert ballot(now="AB", next="C", later="D") == {"A": 1, "B": 1, "C": 3}
    assert ballot(next="CD") == {"C": 1, "D": 1}


def test_later_alone_puts_nothing_first() -> None:
    assert ballot(later="ABC") == {}
    assert ballot(later="ABC", B="1") == {}


def test_a_goal_moved_out_of_now_keeps_its_typed_place_and_does_not_count() -> None:
    before = {"A": "1", "B": "2", "C": "3"}
    assert ballot(now="ABC", **before) == {"A": 1, "B": 2, "C": 3}

    moved = ballot(now="AC", later="B", **before)

    assert moved == {"A": 1, "C": 2}
    assert ballot(now="ABC", **before) == {"A": 1, "B": 2, "C": 3}


def test_a_place_outside_now_is_no_problem_even_when_shared() -> None:
    assert ballot(now="AC", later="B", A="1", B="1") == {"A": 1, "C": 2}


def test_a_goal_moved_back_to_a_place_that_was_given_away_is_settled_by_the_person() -> None:
    _, problems = read_answers(MANY, typed(now="AB", A="1", B="1"))

    assert [problem.message for problem in problems] == ["A and B share 1st place. Choose which comes first."]


def test_places_given_before_sorting_count_on() -> None:
    said = {"A": "1", "B": "2", "next": "B", "later": "C"}

    assert to_order(**said) == "A"
    assert ballot(**said) == {"A": 1, "B": 2}


def test_what_was_never_offered_sorts_nothing() -> None:
    answers, problems = read_answers(MANY, {"sort-1": "soon"})

    assert problems == (Problem("sort-1", "Choose one of the answers shown."),)
    assert answers.places == {}
    assert items_to_order(MANY, RANKING, {"sort-1": "soon"}) == RANKING.items


def test_ties_within_now() -> None:
    loose = a_questionnaire(SORTING, replace(RANKING, ties=True), items=GOALS)

    answers, _ = read_answers(loose, typed(now="ABCD", next="E", B="1", C="1", A="2"))

    assert answers.places == {2: {2: 1, 3: 1, 1: 3, 4: 4, 5: 5}}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, False),
        ({"A": "1"}, True),
        ({"now": "AB"}, False),
        ({"now": "AB", "A": "1"}, True),
        ({"now": "AB", "later": "C", "C": "1"}, False),
        ({"now": "A"}, True),
        ({"next": "AB"}, True),
    ],
)
def test_a_ranking_is_given_when_something_is_ordered_or_nothing_is_left_to_order(
    said: dict[str, str], expected: bool
) -> None:
    assert is_ranked(MANY, RANKING, typed(**said)) is expected
    assert count_answered(MANY, typed(**said)) == (int(expected), 1)


def test_a_sort_over_other_items_sorts_nothing_for_a_ranking() -> None:
    other = a_questionnaire(replace(SORTING, items=(0, 1)), RANKING, items=GOALS)

    assert other.sort_of(RANKING) is None
    assert other.rankings_of(other.by_code[SORT]) == ()
    assert MANY.rankings_of(SORTING) == (RANKING,)
    assert items_to_order(other, RANKING, typed(now="A")) == RANKING.items


sorted_lists = st.fixed_dictionaries(
    {}, optional={f"sort-{item.id}": st.sampled_from(["now", "next", "later"]) for item in GOALS}
)
orders = st.permutations(range(1, 11)).flatmap(
    lambda places: st.sets(st.sampled_from(range(10))).map(
        lambda chosen: {f"order-{GOALS[n].id}": str(places[n]) for n in chosen}
    )
)


@given(sorted_lists, orders)
def test_any_ballot_ranks_the_groups_above_one_another(sort: dict[str, str], order: dict[str, str]) -> None:
    fields = sort | order

    answers, problems = read_answers(MANY, fields)

    places = answers.places.get(RANKING.id, {})
    rank = {"now": 0, "next": 1}
    group = {item.id: sort.get(f"sort-{item.id}", "now" if f"order-{item.id}" in order else "") for item in GOALS}
    assert problems == ()
    if sort:
        assert set(places) == {item for item, name in group.items() if name in rank}
        for one, place in places.items():
            above = {
                other
                for other in places
                if (rank[group[other]], int(order.get(f"order-{other}", 99)) if group[other] == "now" else 0)
                < (rank[group[one]], int(order.get(f"order-{one}", 99)) if group[one] == "now" else 0)
            }
            assert place == 1 + len(above)
    else:
        assert set(places) == {int(name.partition("-")[2]) for name in order}


@given(sorted_lists, orders, st.booleans())
def test_what_was_read_can_be_typed_again(sort: dict[str, str], order: dict[str, str], ties: bool) -> None:
    questionnaire = a_questionnaire(SORTING, replace(RANKING, ties=ties), items=GOALS)
    answers, _ = read_answers(questionnaire, sort | order)

    fields = fields_of(questionnaire, answers)

    again, problems = read_answers(questionnaire, fields)
    assert problems == ()
    assert again == answers
    assert {name: value for name, value in fields.items() if name.startswith("sort")} == sort


@given(sorted_lists, orders)
def test_a_ballot_never_has_gaps_that_its_ties_do_not_explain(sort: dict[str, str], order: dict[str, str]) -> None:
    answers, _ = read_answers(MANY, sort | order)

    levels = Counter(answers.places.get(RANKING.id, {}).values())
    expected = 1
    for place in sorted(levels):
        assert place == expected
        expected += levels[place]
