"""The pages of a questionnaire: one statement or goal a page, parts without questions left out."""

from __future__ import annotations

from dataclasses import replace

from surveyapp.enums import ItemKind
from surveyapp.questionnaire import SORT, Item, PageKind, journey_of, ordinal, page_fields
from tests.questionnaire.makers import (
    AGREEMENT,
    IMPORTANCE,
    ITEMS,
    MISSING,
    ORDER,
    STEP,
    TIER,
    a_questionnaire,
)

SORT_GOALS = replace(TIER, id=9, code=SORT, prompt="Now, next or later?")


def test_pages_in_order() -> None:
    journey = journey_of(a_questionnaire())

    assert [page.slug for page in journey.pages] == ["v/1", "v/2", "g/A", "g/B", "g/C", "rank", "review"]
    assert journey.parts == (PageKind.STATEMENT, PageKind.GOAL, PageKind.PRIORITIES, PageKind.REVIEW)


def test_goals_of_the_same_label_have_a_page_each() -> None:
    items = tuple(replace(item, label="A" if item.label == "C" else item.label) for item in ITEMS)
    journey = journey_of(replace(a_questionnaire(), items=items))

    assert [page.slug for page in journey.pages] == ["v/1", "v/2", "g/A", "g/B", "g/A-2", "rank", "review"]


def test_a_part_without_questions_has_no_page() -> None:
    journey = journey_of(a_questionnaire(IMPORTANCE))

    assert [page.slug for page in journey.pages] == ["g/A", "g/B", "g/C", "review"]


def test_only_a_ranking() -> None:
    assert [page.slug for page in journey_of(a_questionnaire(ORDER)).pages] == ["rank", "review"]


def test_only_an_open_question() -> None:
    assert [page.slug for page in journey_of(a_questionnaire(MISSING)).pages] == ["rank", "review"]


def test_a_goal_whose_steps_alone_are_asked_has_a_page() -> None:
    assert [page.slug for page in journey_of(a_questionnaire(STEP)).pages] == ["g/A", "review"]


def test_fields_of_a_goal_page_with_its_steps() -> None:
    questionnaire = a_questionnaire()
    page = journey_of(questionnaire).page("g/A")

    assert page is not None
    assert list(page_fields(questionnaire, page)) == [
        "importance-21",
        "tier-21",
        "step-22",
        "step-24",
        "comment-21",
        "wording-21",
        "comment-22",
        "wording-22",
        "comment-24",
        "wording-24",
    ]


def test_unasked_sub_goals_stand_inside_their_step() -> None:
    page = journey_of(a_questionnaire()).page("g/A")

    assert page is not None
    first, second = page.steps
    assert (first.position, first.asked, [inner.position for inner in first.below]) == (3, True, [4])
    assert not first.below[0].asked
    assert (second.position, second.below) == (5, ())


def test_every_step_can_be_asked() -> None:
    page = journey_of(a_questionnaire(replace(STEP, items=(3, 4, 5)))).page("g/A")

    assert page is not None
    assert [step.asked for step in page.steps[0].walk()] == [True, True]
    assert page.worded == (2, 3, 4, 5)


def test_a_plan_with_priorities_instead_of_goals() -> None:
    items = (ITEMS[0], Item(31, "k31", ItemKind.PRIORITY, "P1", "", 0, None, "Define the core services."))
    questionnaire = a_questionnaire(replace(AGREEMENT, items=(0,)), replace(IMPORTANCE, items=(1,)), items=items)

    assert [page.slug for page in journey_of(questionnaire).pages] == ["v/1", "g/P1", "review"]


def test_neighbours_end_at_both_ends() -> None:
    journey = journey_of(a_questionnaire(AGREEMENT))
    first, second, last = journey.pages

    assert journey.neighbour(first, -1) is None
    assert journey.neighbour(first, 1) is second
    assert journey.neighbour(last, 1) is None
    assert journey.page("v/9") is None


def test_minutes_shrink_towards_the_end_and_never_reach_none() -> None:
    journey = journey_of(a_questionnaire())
    minutes = [journey.minutes_from(page) for page in journey.pages]

    assert minutes == sorted(minutes, reverse=True)
    assert minutes[-1] == 1


def test_many_goals_are_sorted_on_a_page_of_their_own_before_the_ranking() -> None:
    journey = journey_of(a_questionnaire(IMPORTANCE, SORT_GOALS, ORDER, MISSING))
    sort, rank = journey.pages[-3:-1]

    assert [page.slug for page in journey.pages] == ["g/A", "g/B", "g/C", "sort", "rank", "review"]
    assert journey.parts == (PageKind.GOAL, PageKind.PRIORITIES, PageKind.REVIEW)
    assert (sort.part, sort.number, sort.count, sort.questions) == (PageKind.PRIORITIES, 1, 2, (SORT_GOALS,))
    assert (rank.part, rank.number, rank.count, rank.questions) == (PageKind.PRIORITIES, 2, 2, (ORDER, MISSING))


def test_a_sort_is_asked_on_its_own_page_alone() -> None:
    questionnaire = a_questionnaire(SORT_GOALS)
    journey = journey_of(questionnaire)

    assert [page.slug for page in journey.pages] == ["sort", "review"]
    assert list(page_fields(questionnaire, journey.pages[0])) == ["sort-21", "sort-25", "sort-26"]


def test_measured_seconds_stand_in_place_of_estimates() -> None:
    journey = journey_of(a_questionnaire())
    first, last = journey.pages[0], journey.pages[-1]
    everything = {page.slug: 60.0 for page in journey.pages}

    assert journey.minutes_from(first, everything) == len(journey.pages)
    assert journey.minutes_from(last, {"review": 61.0}) == 2
    assert journey.minutes_from(first, {}) == journey.minutes_from(first)
    assert journey.minutes_from(first, {"rank": 600.0}) == journey.minutes_from(first, {"rank": 0.0}) + 10


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th",
    ]  # fmt: skip
