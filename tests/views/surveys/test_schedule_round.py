"""When a round runs: typed in a zone, stored as moments, moved further away."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from surveyapp import database
from surveyapp.permissions import OPERATOR
from surveyapp.services import surveys
from tests.conftest import NOON
from tests.factories import a_plan, a_round, an_open_round

if TYPE_CHECKING:
    from surveyapp.models import Round
    from tests.views.staffing import Desk


def stored(round_id: int) -> Round:
    database.session().rollback()
    return surveys.get_round(OPERATOR, round_id)


def test_dates_are_typed_in_a_zone_and_stored_as_moments(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press(
        "/edit",
        opens_on="2026-03-06",
        opens_time="08:00",
        closes_on="2026-03-13",
        closes_time="17:00",
        zone="America/New_York",
    )

    round_ = stored(round_id)
    assert staff.status == 303
    assert "Saved." in staff.words
    # The clocks go forward on March 8 between the two.
    assert round_.opens_at == datetime(2026, 3, 6, 13, 0, tzinfo=UTC)
    assert round_.closes_at == datetime(2026, 3, 13, 21, 0, tzinfo=UTC)
    assert round_.time_zone == "America/New_York"
    values = staff.page.form("/edit").values
    assert (values["closes_on"], values["closes_time"]) == ("2026-03-13", "17:00")


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({"closes_on": ""}, "Enter the day the survey closes.", "closes_on"),
        ({"closes_time": ""}, "Enter the time the survey closes.", "closes_time"),
        ({"closes_on": "13.3.2026"}, "Enter the day as year-month-day, for example 2026-03-13.", "closes_on"),
        ({"closes_time": "5 pm"}, "Enter the time as hours and minutes, for example 17:00.", "closes_time"),
        ({"closes_on": "0001-01-01"}, "The year must lie between 2000 and 2100.", "closes_on"),
        (
            {"closes_on": "2027-03-14", "closes_time": "02:30"},
            "There is no 02:30 on that day: the clocks go forward over it. Choose another time.",
            "closes_time",
        ),
        ({"opens_on": "2026-03-05"}, "Enter the time the survey opens as well, or leave both empty.", "opens_time"),
        ({"opens_time": "09:00"}, "Enter the day the survey opens as well, or leave both empty.", "opens_on"),
        (
            {"opens_on": "2026-03-20", "opens_time": "09:00"},
            "The closing time must be after the opening time.",
            "closes_on",
        ),
        ({"closes_on": "2026-03-01"}, "The closing time must lie ahead.", "closes_on"),
        ({"closes_on": "2026-03-02", "closes_time": "12:00"}, "The closing time must lie ahead.", "closes_on"),
        ({"zone": "Mars/Olympus"}, "Choose a time zone from the list.", "zone"),
    ],
)
def test_dates_that_cannot_be_come_back(staff: Desk, typed: dict[str, str], sentence: str, field: str) -> None:
    round_id = a_round().id
    before = stored(round_id).closes_at

    staff.get(f"/rounds/{round_id}").press("/edit", introduction="Typed with care.", **typed)

    assert staff.status == 422
    assert sentence in staff.words
    assert f'id="{field}-e"' in staff.page.html
    for name, value in typed.items():
        if name != "zone":
            assert staff.page.form("/edit").values[name] == value
    assert staff.page.form("/edit").values["introduction"] == "Typed with care."
    assert stored(round_id).closes_at == before


def test_words_and_dates_are_saved_together(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press("/edit", introduction="Typed with care.", closes_on="2026-03-13")

    round_ = stored(round_id)
    assert round_.introduction == "Typed with care."
    assert round_.closes_at == datetime(2026, 3, 13, 18, 0, tzinfo=UTC)


def test_words_are_saved_while_no_dates_are_known_yet(staff: Desk) -> None:
    round_id = surveys.create_survey(OPERATOR, a_plan().id, time_zone="America/Chicago", now=NOON).id

    staff.get(f"/rounds/{round_id}").press("/edit", introduction="Typed with care.")

    assert "Saved." in staff.words
    assert stored(round_id).introduction == "Typed with care."
    assert stored(round_id).closes_at is None


@pytest.mark.parametrize("typed", [{"opens_on": "2026-03-05"}, {"closes_time": "09:00"}, {"zone": "UTC"}])
def test_a_date_without_a_closing_day_is_never_dropped(staff: Desk, typed: dict[str, str]) -> None:
    round_id = surveys.create_survey(OPERATOR, a_plan().id, time_zone="America/Chicago", now=NOON).id

    staff.get(f"/rounds/{round_id}").press("/edit", introduction="Typed with care.", **typed)

    assert staff.status == 422
    assert "Enter the day the survey closes." in staff.words
    assert staff.page.form("/edit").values.items() >= typed.items()
    assert stored(round_id).introduction == ""


def test_an_open_round_is_not_rescheduled(staff: Desk) -> None:
    round_id = a_round().id
    staff.get(f"/rounds/{round_id}")
    surveys.open_round(OPERATOR, round_id, now=NOON)

    staff.press("/edit", closes_on="2027-01-01")

    assert staff.status == 409
    assert "This round has opened" in staff.words


def test_more_time(staff: Desk) -> None:
    round_id = an_open_round().id

    staff.get(f"/rounds/{round_id}").press("/extend", closes_on="2026-03-20", closes_time="17:00")

    assert staff.status == 303
    assert "The closing time has moved." in staff.words
    assert stored(round_id).closes_at == datetime(2026, 3, 20, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        (
            {"closes_on": "2026-03-11"},
            409,
            "The new closing time must be later than the present one and lie ahead.",
        ),
        ({"closes_on": ""}, 422, "Enter the new closing day."),
        ({"closes_time": "x"}, 422, "Enter the time as hours and minutes, for example 17:00."),
        ({"closes_on": "2027-03-14", "closes_time": "02:30"}, 422, "There is no 02:30 on that day"),
    ],
)
def test_no_more_time(staff: Desk, typed: dict[str, str], status: int, sentence: str) -> None:
    round_id = an_open_round().id
    before = stored(round_id).closes_at

    staff.get(f"/rounds/{round_id}").press("/extend", **typed)

    assert staff.status == status
    assert sentence in staff.words
    for name, value in typed.items():
        assert staff.page.form("/extend").values[name] == value
    assert stored(round_id).closes_at == before


def test_a_draft_has_no_closing_time_to_move(staff: Desk) -> None:
    round_id = a_round().id

    staff.post(f"/rounds/{round_id}/extend", closes_on="2027-01-01", closes_time="12:00")

    assert staff.status == 409
    assert "Round 1 is not open, so its closing time cannot be moved." in staff.words
