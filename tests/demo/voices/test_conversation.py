from __future__ import annotations

from collections import Counter

import numpy as np

from surveyapp.demo.voices.comment import Mood, Speaker
from surveyapp.demo.voices.conversation import ON_ITEMS, Conversation
from surveyapp.demo.voices.general import ASIDES, BRIEF, MISSING


def a_conversation() -> Conversation:
    return Conversation(np.random.default_rng(1))


def test_comment_fits_item_and_mood() -> None:
    about_a = {comment.text for comment in ON_ITEMS["A"] if comment.mood is Mood.OPPOSE}

    comment = a_conversation().comment("A", Mood.OPPOSE, None)

    assert comment.text in about_a


def test_nobody_speaks_as_two_people() -> None:
    conversation = a_conversation()

    speakers = {conversation.comment("C", Mood.DOUBT, Speaker.RURAL).speaker for _ in range(20)}

    assert speakers <= {None, Speaker.RURAL}


def test_only_brief_reactions_and_no_longer_comment_repeat() -> None:
    conversation = a_conversation()

    said = Counter(conversation.comment("F", Mood.FAVOR, None).text for _ in range(200))

    assert {text for text, count in said.items() if count > 1} <= set(BRIEF[Mood.FAVOR])
    assert set(ASIDES) & set(said)


def test_a_new_wording_comes_before_a_repeated_one() -> None:
    conversation = a_conversation()

    wordings = [conversation.wording("Build the evidence for it in everyday practice.") for _ in range(3)]

    assert len(set(wordings[:2])) == 2
    assert wordings[2] in wordings[:2]


def test_all_that_is_missing_is_said_before_anything_is_said_again() -> None:
    conversation = a_conversation()

    said = [conversation.missing() for _ in range(len(MISSING) + 1)]

    assert set(said[:-1]) == set(MISSING)
