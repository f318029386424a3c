"""What a wording changes in reports is what pages show, in marks that any form can hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.wording import Change, redline
from surveyapp.reports.redline import Redline
from tests.questionnaire.wordings import EXAMPLES

WORDS = st.lists(st.sampled_from(["open", "the", "clinic", "=1", ",", "day", "–", "😀"]), max_size=12).map(" ".join)


@pytest.mark.parametrize(("original", "suggestion", "expected"), EXAMPLES)
def test_the_examples_of_the_pages(original: str, suggestion: str, expected: str) -> None:
    assert Redline(original, suggestion) == expected.replace("[+", "{+").replace("+]", "+}")


@settings(deadline=None)
@given(WORDS, WORDS)
def test_its_runs_are_those_of_the_pages_with_a_space_between(original: str, suggestion: str) -> None:
    runs = Redline(original, suggestion).runs

    assert runs[::2] == redline(original, suggestion)
    assert {(run.change, run.words) for run in runs[1::2]} <= {(Change.KEPT, " ")}


def test_it_is_text_for_forms_that_can_mark_nothing() -> None:
    changes = Redline("Open the clinic at weekends", "Open the clinic every day")

    assert str(changes) == "Open the clinic [-at weekends-] {+every day+}"
    assert "".join(run.words for run in changes.runs) == "Open the clinic at weekends every day"
