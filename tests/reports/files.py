"""The files of the round of 1,000, each made once, and how their cells are compared with figures."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.reports import reading
from tests.reports.thousand import the_report

if TYPE_CHECKING:
    from tests.reports.reading import Grid, Tables


WITH_RESPONSES = ("xlsx with responses", "csv with responses")
"""The files that hold single responses in place of figures by segment."""


@cache
def a_file(name: str) -> bytes:
    return reading.written(the_report(), format_of(name), responses=name in WITH_RESPONSES)


def format_of(name: str) -> str:
    """The format of a file, with single responses or without."""
    return name.partition(" ")[0]


@cache
def the_tables(name: str) -> Tables:
    """The tables of a file as its format has them; those of CSV hold texts alone."""
    if format_of(name) == "xlsx":
        return reading.tables_of_workbook(a_file(name))
    if format_of(name) == "docx":
        return reading.tables_of_document(a_file(name))
    if format_of(name) == "csv":
        return reading.tables_of_zip(a_file(name))
    return reading.tables_of_json(reading.read_json(a_file(name))["tables"])


def a_table(name: str, table: str, title: str) -> Grid:
    """A table by its name, where a format has names, or by its title."""
    return the_tables(name)[table if format_of(name) in {"csv", "json"} else title]


def is_same(found: Any, expected: float) -> bool:
    """Whether a cell holds a figure at full precision, as a number or as the text of one."""
    return float(found) == float(expected)


def is_rounded(found: str, expected: float) -> bool:
    """Whether a text is a figure rounded half up to as many places as it shows."""
    text = found.replace(",", "")
    value = Decimal(repr(expected)) * (100 if text.endswith("%") else 1)
    shown = Decimal(text.removesuffix("%"))
    return any(shown == (value + nudge).quantize(shown, ROUND_HALF_UP) for nudge in (Decimal(0), Decimal("1e-9")))
