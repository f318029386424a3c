"""Where a round stands, and how far its people are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from surveyapp.enums import RoundState
from surveyapp.services.participants import Progress
from surveyapp.views.rounds import Status, progress_bar, status_of
from tests.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "opens_at", "closes_at", "status"),
    [
        (RoundState.DRAFT, None, None, Status.DRAFT),
        (RoundState.DRAFT, NOON - HOUR, NOON + HOUR, Status.DRAFT),
        (RoundState.OPEN, NOON + HOUR, NOON + 2 * HOUR, Status.SCHEDULED),
        (RoundState.OPEN, NOON, NOON + HOUR, Status.OPEN),
        (RoundState.OPEN, NOON - HOUR, NOON, Status.OVER),
        (RoundState.CLOSED, NOON - HOUR, NOON + HOUR, Status.CLOSED),
    ],
)
def test_where_a_round_stands(
    state: RoundState, opens_at: datetime | None, closes_at: datetime | None, status: Status
) -> None:
    assert status_of(state, opens_at, closes_at, NOON) is status


def test_people_are_counted_once() -> None:
    bar, key = progress_bar(Progress(invited=412, started=268, submitted=231))

    assert [words for _, words in key] == ["Submitted 231", "In progress 37", "No sign yet 144"]
    assert bar.sentence == "Submitted 231, In progress 37, No sign yet 144 of 412 members."
