"""What templates may call: filters for times and numbers, the society's name and mark."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined

from surveyapp import questionnaire

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask import Flask

# The names people use for the zones that the society's members live in; elsewhere the abbreviation serves.
_ZONE_NAMES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Mountain",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
}
_NOON = 12


def init_app(app: Flask) -> None:
    """Set up the template environment."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        clock=clock,
        percent=percent,
        decimal=decimal,
        quartiles=quartiles,
        ordinal=questionnaire.ordinal,
        plural=plural,
        words=words,
    )
    settings = app.config["SURVEYAPP"]
    env.globals.update(society=settings.society, own_mark=settings.mark)


@lru_cache(maxsize=256)
def clock(moment: datetime, zone: str, *, with_year: bool = False) -> str:
    """Write a moment as people say it: Friday, March 13, 5:00 p.m. Central."""
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.hour % _NOON or _NOON
    half = "a.m." if local.hour < _NOON else "p.m."
    name = _ZONE_NAMES.get(zone) or local.tzname() or zone
    year = f", {local.year}" if with_year else ""
    return f"{local:%A}, {local:%B} {local.day}{year}, {hour}:{local:%M} {half} {name}"


def words(count: int) -> str:
    """Write a small number as a word: five or more."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[count] if count < len(small) else f"{count:,}"


def percent(value: float) -> str:
    """Write a share in whole percent; a dash where there is none."""
    return "–" if math.isnan(value) else f"{_half_up(value * 100, 0)}%"


def decimal(value: float, digits: int = 1) -> str:
    """Write a number with `digits` places; a dash where there is none."""
    return "–" if math.isnan(value) else _half_up(value, digits)


def quartiles(lower: float, upper: float) -> str:
    """Write the two quartiles as a range."""
    return "–" if math.isnan(lower) else f"{_short(lower)}–{_short(upper)}"


def plural(count: int, one: str, many: str) -> str:
    """Write a count with its noun: 1 goal, 8 goals."""
    return f"{count:,} {one if count == 1 else many}"


def enumerate_words(names: Sequence[str]) -> str:
    """Write names one after the other: A, B and C."""
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def _short(value: float) -> str:
    return _half_up(value, 2).rstrip("0").rstrip(".")


def _half_up(value: float, digits: int) -> str:
    """Round as people do, and as Excel shows it: 0.5 goes up."""
    scale = 10**digits
    return f"{math.floor(value * scale + 0.5) / scale:.{digits}f}"
