from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.demo.voices.wordings import ADDITIONS, REVISIONS, suggested_wordings

if TYPE_CHECKING:
    from surveyapp.questionnaire import Questionnaire


def test_a_wording_is_the_whole_text_with_a_change() -> None:
    assert suggested_wordings("Offer DME at home.") == (
        "Offer Delays and denials of durable medical equipment (DME) at home.",
    )


def test_a_text_without_a_known_phrase_gets_an_addition() -> None:
    assert suggested_wordings("Rest well.")[0] == f"Rest well{ADDITIONS[0]}."


@given(st.text(max_size=80))
def test_a_wording_differs_from_any_text(text: str) -> None:
    assert suggested_wordings(text)
    assert all(wording.split() != text.split() for wording in suggested_wordings(text))


def test_every_revision_fits_the_sample_plan(sample_questionnaire: Questionnaire) -> None:
    texts = [item.text for item in sample_questionnaire.items]

    assert len(REVISIONS) >= 20
    assert [words for words, _ in REVISIONS if not any(words in text for text in texts)] == []
