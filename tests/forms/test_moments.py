"""Local days and times as moments, over every jump of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.errors import InvalidInput
from surveyapp.forms.moments import ZONES, NoSuchTime, to_local, to_utc, zone_choices

CHICAGO = "America/Chicago"


@pytest.mark.parametrize(
    ("day", "clock", "zone", "moment"),
    [
        (date(2026, 3, 7), time(17, 0), CHICAGO, datetime(2026, 3, 7, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 8), time(17, 0), CHICAGO, datetime(2026, 3, 8, 22, 0, tzinfo=UTC)),
        (date(2026, 3, 8), time(1, 59), CHICAGO, datetime(2026, 3, 8, 7, 59, tzinfo=UTC)),
        (date(2026, 3, 8), time(3, 0), CHICAGO, datetime(2026, 3, 8, 8, 0, tzinfo=UTC)),
        # 1:30 comes twice on November 1: the first, in daylight time, is meant.
        (date(2026, 11, 1), time(1, 30), CHICAGO, datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        (date(2026, 7, 1), time(2, 30), "America/Phoenix", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)),
        (date(2000, 1, 1), time(0, 0), "Pacific/Honolulu", datetime(2000, 1, 1, 10, 0, tzinfo=UTC)),
        (date(2100, 12, 31), time(23, 59, 59), "UTC", datetime(2100, 12, 31, 23, 59, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_a_moment(day: date, clock: time, zone: str, moment: datetime) -> None:
    assert to_utc(day, clock, zone) == moment


@pytest.mark.parametrize("clock", [time(2, 0), time(2, 30), time(2, 59)])
def test_a_time_that_the_clocks_leap_over_does_not_exist(clock: time) -> None:
    with pytest.raises(NoSuchTime, match=f"There is no {clock:%H:%M} on that day: the clocks go forward over it."):
        to_utc(date(2026, 3, 8), clock, CHICAGO)


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_a_year_far_away_is_refused(year: int) -> None:
    with pytest.raises(InvalidInput, match="The year must lie between 2000 and 2100"):
        to_utc(date(year, 1, 1), time(0, 0), CHICAGO)


@given(st.integers(0, 100 * 365 * 24 * 60), st.sampled_from([name for name, _ in ZONES]))
def test_a_moment_shown_locally_and_typed_again_is_the_same_or_an_hour_earlier(minutes: int, zone: str) -> None:
    moment = datetime(2000, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)

    again = to_utc(*to_local(moment, zone), zone)

    # The second of two equal local times is typed as the first.
    assert again in {moment, moment - timedelta(hours=1)}
    assert again.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment.astimezone(ZoneInfo(zone)).replace(
        tzinfo=None
    )


def test_zones_in_use_stay_a_choice() -> None:
    names = [name for name, _ in zone_choices("Europe/Berlin", CHICAGO, "Europe/Berlin")]

    assert names.count("Europe/Berlin") == 1
    assert names.count(CHICAGO) == 1
    assert len(names) == len(ZONES) + 1


def test_every_zone_exists() -> None:
    assert [ZoneInfo(name).key for name, _ in ZONES] == [name for name, _ in ZONES]
