"""Seeded, realistic answers to any questionnaire, as the fields that people type into the pages of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from surveyapp.demo.opinions import expected_appeal, opinions
from surveyapp.demo.respondent import Respondent
from surveyapp.demo.voices.conversation import Conversation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.questionnaire import Questionnaire


def sample_answers(questionnaire: Questionnaire, count: int, seed: int) -> Iterator[dict[str, str]]:
    """The form fields of `count` invented respondents, one after the other; the same `seed` gives the same answers.

    The fields are those of `surveyapp.questionnaire`; one that is absent is silence. Nobody hands in an empty form.
    More respondents of the same seed begin with the same ones.
    """
    views = opinions(questionnaire)
    promises = expected_appeal(questionnaire)
    conversation = Conversation(np.random.default_rng([seed, 0]))
    for number in range(1, count + 1):
        respondent = Respondent(questionnaire, views, promises, np.random.default_rng([seed, number]))
        yield respondent.answers(conversation)
