"""Values as text, rounded as Excel rounds them: for forms of the report that hold no numbers of their own."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from surveyapp.reports.tables import Cell

NOTHING = "–"
"""Stands where a figure would be and there is none."""


def as_text(value: Cell, number_format: str) -> str:
    """Write a value in its format, halves rounded up; nothing for None. Raises KeyError for a format of no table."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        hour = value.hour % 12 or 12
        return f"{value.day} {value:%B} {value.year}, {hour}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"
    return value if isinstance(value, str) else FORMATS[number_format](value)


def _half_up(value: float, digits: int) -> float:
    scale = 10.0**digits
    return math.floor(value * scale + 0.5) / scale


FORMATS: Mapping[str, Callable[[float], str]] = {
    "General": str,
    "0": lambda value: f"{_half_up(value, 0):,.0f}",
    "0%": lambda value: f"{_half_up(value * 100, 0):.0f}%",
    "0.0": lambda value: f"{_half_up(value, 1):.1f}",
    "0.00": lambda value: f"{_half_up(value, 2):.2f}",
    "0.000": lambda value: f"{_half_up(value, 3):.3f}",
    "#,##0": lambda value: f"{_half_up(value, 0):,.0f}",
    "#,##0.0": lambda value: f"{_half_up(value, 1):,.1f}",
}
