"""Scales and options as they are put to a participant."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import Scale
from tests.questionnaire.makers import FIVE, ITEMS, STEP, TIER, a_questionnaire

BANDED = Scale(1, ("Not important",) * 3 + ("Important",) * 3 + ("Critical",) * 3, "Can’t say", 7)
WORDED = Scale(1, ("Worst", "2", "3", "4", "5", "6", "7", "8", "Best"), "Can’t say", 7)


def test_an_answer_is_said_by_its_word_with_its_number_where_words_are_shared() -> None:
    assert [FIVE.say(1), FIVE.say(5)] == ["Not", "Essential"]
    assert [BANDED.say(1), BANDED.say(9)] == ["1, Not important", "9, Critical"]


def test_nine_scores_in_three_bands() -> None:
    assert BANDED.bands == (
        ("Not important", range(1, 4)),
        ("Important", range(4, 7)),
        ("Critical", range(7, 10)),
    )
    assert [word for word, _ in WORDED.bands] == ["Worst – 3", "4 – 6", "7 – Best"]


@pytest.mark.parametrize(("label", "codes"), [("A", ["stay", "down"]), ("B", ["up", "stay"])])
def test_nothing_moves_up_from_the_highest_tier_or_down_from_the_lowest(label: str, codes: list[str]) -> None:
    item = next(item for item in ITEMS if item.label == label)

    assert [option.code for option in a_questionnaire().options_at(TIER, item)] == codes


def test_a_middle_tier_and_other_questions_keep_all_options() -> None:
    statement, goal, step = ITEMS[0], ITEMS[2], ITEMS[3]

    assert a_questionnaire().options_at(STEP, step) == STEP.options
    assert a_questionnaire().options_at(TIER, statement) == TIER.options
    assert a_questionnaire().options_at(STEP, goal) == STEP.options
