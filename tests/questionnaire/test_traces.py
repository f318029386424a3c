"""Traces are cleaned to what a page can have noted, and told apart from answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire import clean_trace, journey_of, moves_field, page_fields, page_traces, seconds_by_slug
from surveyapp.questionnaire.traces import LONGEST_STAY, MOST_MOVES, MOVES
from tests.questionnaire.makers import ORDER, a_questionnaire


def test_every_page_notes_its_seconds_and_a_ranking_its_moves() -> None:
    questionnaire = a_questionnaire()
    pages = journey_of(questionnaire).pages

    traces = [list(page_traces(page)) for page in pages]

    assert traces[0] == ["seconds-v/1"]
    assert traces[-2] == ["seconds-rank", moves_field(ORDER)]
    answers = {name for page in pages for name in page_fields(questionnaire, page)}
    assert answers.isdisjoint(name for names in traces for name in names)


@pytest.mark.parametrize(
    ("noted", "kept"),
    [
        ("", ""),
        ("0", ""),
        ("00", ""),
        ("7", "7"),
        ("007", "7"),
        ("3600", "3600"),
        ("3601", "3600"),
        ("9" * 9, "3600"),
        ("9" * 5000, ""),
        ("-1", ""),
        ("1.5", ""),
        (" 7", ""),
        ("٣", ""),
        ("12:30", ""),
    ],
)
def test_seconds_are_whole_and_an_hour_at_most(noted: str, kept: str) -> None:
    assert clean_trace("seconds-g/A", noted) == kept


@pytest.mark.parametrize(
    ("noted", "kept"), [("", ""), ("tbdks", "tbdks"), ("T<b>x", "b"), ("t" * 401, "t" * 400), ("🙂", "")]
)
def test_moves_are_letters_that_are_known(noted: str, kept: str) -> None:
    assert clean_trace("moves-order", noted) == kept


@given(st.sampled_from(["moves-order", "seconds-g/A"]), st.text())
def test_cleaning_is_done_once_and_for_all(name: str, noted: str) -> None:
    kept = clean_trace(name, noted)

    assert clean_trace(name, kept) == kept
    assert len(kept) <= MOST_MOVES
    assert name.startswith("moves") or not kept or 0 < int(kept) <= LONGEST_STAY
    assert name.startswith("seconds") or set(kept) <= set(MOVES)


def test_seconds_by_page() -> None:
    fields = {"seconds-g/A": "12", "seconds-rank": "", "seconds-v/1": "x", "moves-order": "t", "importance-21": "4"}

    assert seconds_by_slug(fields) == {"g/A": 12}
