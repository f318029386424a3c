"""A day and a time of day as people type them, in a zone of their choice, as a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateField, TimeField

from surveyapp.errors import InvalidInput

ZONES: tuple[tuple[str, str], ...] = (
    ("America/New_York", "Eastern (New York)"),
    ("America/Chicago", "Central (Chicago)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Phoenix", "Mountain, all year standard time (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
    ("UTC", "UTC"),
)
"""The zones to choose from: the society's members', and UTC. A round in any other zone keeps it as a further choice."""

_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2100


class NoSuchTime(InvalidInput):
    """A local time that the clocks leap over."""


class DayField(DateField):
    """A day, typed as browsers send it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            message = "Enter the day as year-month-day, for example 2026-03-13."
            raise ValueError(message) from error


class ClockField(TimeField):
    """A time of day, typed as browsers send it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            message = "Enter the time as hours and minutes, for example 17:00."
            raise ValueError(message) from error


def zone_choices(*further: str) -> list[tuple[str, str]]:
    """The zones to choose from, and `further` ones that are in use already."""
    known = {name for name, _ in ZONES}
    return [*ZONES, *((name, name) for name in dict.fromkeys(further) if name not in known)]


def to_utc(day: date, clock: time, zone: str) -> datetime:
    """Turn a local day and time into the moment it means.

    A time that occurs twice, when the clocks go back, is the first of the two. Raises `InvalidInput` for a
    year far away, and `NoSuchTime` for a time that does not exist, because the clocks go forward over it.
    """
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        message = f"The year must lie between {_EARLIEST_YEAR} and {_LATEST_YEAR}."
        raise InvalidInput(message)
    local = datetime.combine(day, clock.replace(second=0, microsecond=0), tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        message = f"There is no {clock:%H:%M} on that day: the clocks go forward over it. Choose another time."
        raise NoSuchTime(message)
    return moment


def to_local(moment: datetime, zone: str) -> tuple[date, time]:
    """The day and the time of day of a moment, as the two fields show them."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date(), local.time().replace(second=0, microsecond=0)
