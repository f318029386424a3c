"""Typed fields become answers, and whatever is unclear is named and left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire import Problem, count_answered, fields_of, read_answers
from surveyapp.questionnaire.answers import LONGEST_TEXT, is_same_wording
from tests.questionnaire.makers import ORDER, a_questionnaire


def test_a_score_an_abstention_and_silence_are_three_things() -> None:
    answers, problems = read_answers(a_questionnaire(), {"agreement-11": "4", "agreement-12": "na"})

    assert answers.ratings == {(1, 11): 4, (1, 12): None}
    assert problems == ()
    assert (2, 21) not in answers.ratings


@pytest.mark.parametrize("typed", ["0", "6", "04", "4.0", "-1", "four", " 4", "NA", "4\n"])
def test_a_score_outside_the_scale_is_no_score(typed: str) -> None:
    answers, problems = read_answers(a_questionnaire(), {"agreement-11": typed})

    assert answers.ratings == {}
    assert problems == (Problem("agreement-11", "Choose one of the answers shown."),)


def test_choices_are_kept_by_code() -> None:
    answers, problems = read_answers(a_questionnaire(), {"step-22": "drop", "tier-25": "stay", "step-24": "burn"})

    assert answers.choices == {(4, 22): "drop", (3, 25): "stay"}
    assert problems == (Problem("step-24", "Choose one of the answers shown."),)


def test_gaps_in_a_ranking_are_closed() -> None:
    answers, problems = read_answers(a_questionnaire(), {"order-21": "3", "order-26": "1"})

    assert answers.places == {5: {26: 1, 21: 2}}
    assert problems == ()


def test_two_goals_on_one_place_are_explained_and_not_guessed() -> None:
    answers, problems = read_answers(a_questionnaire(), {"order-21": "2", "order-25": "2", "order-26": "1"})

    assert answers.places == {}
    assert problems == (Problem("order-25", "A and B share 2nd place. Choose which comes first.", ("order-21",)),)


def test_three_goals_on_one_place() -> None:
    _, problems = read_answers(a_questionnaire(), {"order-21": "1", "order-25": "1", "order-26": "1"})

    assert [problem.message for problem in problems] == ["A, B and C share 1st place. Choose which comes first."]


def test_a_place_beyond_the_list_is_no_place() -> None:
    answers, problems = read_answers(a_questionnaire(), {"order-21": "4"})

    assert answers.places == {}
    assert problems == (Problem("order-21", "Choose one of the places shown."),)


def test_words_come_through_exactly() -> None:
    text = '  =SUM(A1)\n<b>"quoted"</b> – 5\u00a0%  '

    answers, _ = read_answers(a_questionnaire(), {"comment-11": text, "wording-21": text, "missing": text})

    assert (answers.comments, answers.wordings, answers.texts) == ({11: text}, {21: text}, {6: text})


def test_white_space_alone_is_silence() -> None:
    answers, _ = read_answers(a_questionnaire(), {"comment-11": " \n\t", "missing": " ", "wording-21": "\n"})

    assert answers.is_empty


def test_repeating_the_original_is_no_suggestion() -> None:
    answers, _ = read_answers(a_questionnaire(), {"wording-21": "  Goal \n A. "})

    assert answers.wordings == {}
    assert is_same_wording("a  b", "a b")
    assert not is_same_wording("a b", "A b")


def test_words_that_a_round_does_not_ask_for_are_left_out() -> None:
    quiet = a_questionnaire(asks_comments=False, asks_wording=False)

    answers, _ = read_answers(quiet, {"comment-11": "a", "wording-21": "b"})

    assert answers.is_empty


def test_an_overlong_text_is_named_with_its_length() -> None:
    _, problems = read_answers(a_questionnaire(), {"comment-11": "x" * (LONGEST_TEXT + 1), "missing": "y" * 5000})

    assert problems == (Problem("comment-11", "Shorten this to 5,000 characters; it has 5,001. Nothing is lost."),)


@pytest.mark.parametrize(("typed", "expected"), [("yes", True), ("no", False), ("", None), ("maybe", None)])
def test_permission_to_quote(typed: str, expected: bool | None) -> None:
    answers, _ = read_answers(a_questionnaire(), {"share": typed})

    assert answers.may_be_quoted is expected
    assert answers.is_empty


def test_counting_the_main_answers() -> None:
    questionnaire = a_questionnaire()

    assert count_answered(questionnaire, {}) == (0, 6)
    assert count_answered(questionnaire, {"agreement-11": "na", "order-21": "2", "step-22": "keep"}) == (2, 6)


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=8))
def test_anything_typed_can_be_read(fields: dict[str, str]) -> None:
    answers, _ = read_answers(a_questionnaire(), fields)

    assert answers.is_empty or set(fields)


def test_answers_can_be_written_as_the_fields_they_came_from() -> None:
    fields = {
        "agreement-11": "4",
        "agreement-12": "na",
        "step-22": "drop",
        "tier-25": "stay",
        "order-21": "2",
        "order-26": "1",
        "comment-11": " A word. ",
        "wording-21": "Other words.",
        "missing": "Much.",
        "share": "no",
    }
    answers, _ = read_answers(a_questionnaire(), fields)

    assert fields_of(a_questionnaire(), answers) == fields


@given(st.permutations([21, 25, 26]), st.integers(1, 3))
def test_places_say_the_order_that_was_typed(items: list[int], count: int) -> None:
    fields = {f"order-{item}": str(place) for place, item in enumerate(items[:count], start=1)}

    answers, problems = read_answers(a_questionnaire(ORDER), fields)

    assert problems == ()
    assert answers.places == {5: {item: place for place, item in enumerate(items[:count], start=1)}}
