"""The redline of a suggested wording; the browser's own must show the same on the same examples."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.wording import Change, redline
from tests.questionnaire.wordings import EXAMPLES

WORDS = st.lists(st.sampled_from(["the", "wait", "for", "a", "visit", "visit."]), max_size=12).map(" ".join)
SIGNS = {Change.KEPT: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "[+{}+]"}


def shown(original: str, suggestion: str) -> str:
    return " ".join(SIGNS[run.change].format(run.words) for run in redline(original, suggestion))


@pytest.mark.parametrize(("original", "suggestion", "expected"), EXAMPLES)
def test_examples(original: str, suggestion: str, expected: str) -> None:
    assert shown(original, suggestion) == expected


@settings(deadline=None)
@given(WORDS, WORDS)
def test_both_wordings_can_be_read_out_of_it(original: str, suggestion: str) -> None:
    runs = redline(original, suggestion)

    assert " ".join(run.words for run in runs if run.change is not Change.ADDED) == original
    assert " ".join(run.words for run in runs if run.change is not Change.REMOVED) == suggestion


@settings(deadline=None)
@given(WORDS, WORDS)
def test_no_two_neighbours_have_one_fate_and_what_is_removed_stands_first(original: str, suggestion: str) -> None:
    fates = [run.change for run in redline(original, suggestion)]

    assert (Change.ADDED, Change.REMOVED) not in set(pairwise(fates))
    assert all(one is not other for one, other in pairwise(fates))


@settings(deadline=None)
@given(WORDS)
def test_the_same_words_are_one_run_however_they_are_spaced(text: str) -> None:
    assert [run.change for run in redline(text, text.replace(" ", "\n  "))] == [Change.KEPT] * bool(text)


def test_a_very_long_text_is_taken_as_replaced_in_a_moment() -> None:
    began = process_time()

    runs = redline("one two " * 300, "two one " * 500_000)

    assert [run.change for run in runs] == [Change.REMOVED, Change.ADDED]
    assert process_time() - began < 5
