"""What holds for all invented words together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.demo.voices.comment import Mood, Speaker
from surveyapp.demo.voices.conversation import ON_ITEMS
from surveyapp.demo.voices.general import ANYWHERE, BRIEF, MISSING

if TYPE_CHECKING:
    from surveyapp.questionnaire import Questionnaire

COMMENTS = [comment for comments in ON_ITEMS.values() for comment in comments] + list(ANYWHERE)


def test_there_is_enough_to_say_and_nothing_twice() -> None:
    texts = [comment.text for comment in COMMENTS]

    assert len(set(texts)) == len(texts) >= 120
    assert len(set(MISSING)) == len(MISSING) >= 25
    assert max(map(len, texts)) > 400
    assert min(map(len, texts)) < 5


def test_comments_are_about_items_of_the_sample_plan(sample_questionnaire: Questionnaire) -> None:
    labels = {item.label for item in sample_questionnaire.items}

    assert set(ON_ITEMS) <= labels
    assert {item.label for item in sample_questionnaire.items if item.level == 1} <= set(ON_ITEMS)
    assert {"S1", "S2", "S3", "S4"} <= set(ON_ITEMS)


def test_every_mood_is_heard_on_every_statement_and_goal() -> None:
    for label in ("S1", "S2", "S3", "S4", *"ABCDEFGH"):
        assert {comment.mood for comment in ON_ITEMS[label]} == set(Mood)
    assert set(BRIEF) == set(Mood)


def test_every_speaker_is_heard() -> None:
    assert {comment.speaker for comment in COMMENTS} == {None, *Speaker}


def test_characters_that_break_careless_software_are_there() -> None:
    texts = [comment.text for comment in COMMENTS] + list(MISSING)

    assert all(any(text.startswith(sign) for text in texts) for sign in "=-+@")
    assert all(any(sign in text for text in texts) for sign in ("\n", "<b>", "&", "“", '"', "é", "👍", "地"))
