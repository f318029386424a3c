"""How many and how fresh, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from surveyapp.enums import Refresh, RoundState
from surveyapp.stats.summary import summarise
from surveyapp.views.freshness import Freshness, Standing, say_freshness, say_submitted
from tests.stats.datasets import a_dataset

OPEN = Standing(RoundState.OPEN, is_live=True, refresh=Refresh.STEPS, has_segments=True)
SUMMARY = replace(summarise(a_dataset(responses=12)), submitted=1_500, held_back=1_488, invited=4_000)


def test_an_open_round_tells_what_its_figures_rest_on() -> None:
    assert say_freshness(SUMMARY, OPEN) == Freshness(
        "1,500 of 4,000 members (38%) have submitted",
        "live",
        "The figures rest on 12 of the 1,500 responses so far; they move on in steps of five or more, or at the close. "
        "By segment they can be read once the survey has closed.",
    )


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (replace(OPEN, is_live=False), "open"),
        (replace(OPEN, state=RoundState.DRAFT), "not open yet"),
        (replace(OPEN, state=RoundState.CLOSED), "closed"),
    ],
)
def test_where_a_round_stands(standing: Standing, state: str) -> None:
    assert say_freshness(SUMMARY, standing).state == state


def test_a_closed_round_tells_when_it_closed_and_that_it_is_final() -> None:
    questionnaire = replace(SUMMARY.questionnaire, closes_at=datetime(2026, 3, 13, 22, tzinfo=UTC))
    closed = replace(SUMMARY, questionnaire=questionnaire, submitted=12, held_back=0)

    told = say_freshness(closed, replace(OPEN, state=RoundState.CLOSED))

    assert told.state == "closed Friday, March 13, 10:00 p.m. UTC"
    assert told.figures == "The figures are final: 12 responses."


def test_figures_that_wait_for_the_close_do_not_move_on() -> None:
    waiting = replace(OPEN, refresh=Refresh.CLOSE, has_segments=False)

    assert not waiting.moves_on
    assert say_freshness(SUMMARY, waiting).figures == "The figures rest on 12 of the 1,500 responses so far."


def test_without_figures_there_is_nothing_that_they_rest_on() -> None:
    assert say_freshness(replace(SUMMARY, hidden=True), OPEN).figures == ""
    assert say_freshness(replace(SUMMARY, held_back=1_500), OPEN).figures == ""


def test_one_and_nobody() -> None:
    assert say_submitted(1, 2) == "1 of 2 members (50%) has submitted"
    assert say_submitted(0, 0) == "Nobody is invited yet"
