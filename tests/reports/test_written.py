"""Values as text: rounded as Excel rounds them, at every format that a table has."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from surveyapp.reports.parts import all_tables
from surveyapp.reports.readme import readme_sections
from surveyapp.reports.written import FORMATS, as_text
from tests.reports.rounds import a_report


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "0%", ""),
        ("=1+1", "0%", "=1+1"),
        (0.125, "0%", "13%"),
        (0.5, "0", "1"),
        (2.5, "0.0", "2.5"),
        (2.25, "0.0", "2.3"),
        (12345.65, "#,##0.0", "12,345.7"),
        (12345, "0", "12,345"),
        (4, "General", "4"),
        (datetime(2026, 3, 2, 0, 5, tzinfo=UTC), "d mmmm yyyy, h:mm AM/PM", "2 March 2026, 12:05 AM"),
        (datetime(2026, 3, 12, 13, 30, tzinfo=UTC), "d mmmm yyyy, h:mm AM/PM", "12 March 2026, 1:30 PM"),
    ],
)
def test_as_text(value: str | float | datetime | None, number_format: str, text: str) -> None:
    assert as_text(value, number_format) == text


def test_every_format_of_every_table_is_known() -> None:
    report = a_report()
    used = {column.number_format for table in all_tables(report) for column in table.columns}
    facts = {f.number_format for s in readme_sections(report) for f in s.facts if isinstance(f.value, int | float)}

    assert used | facts <= set(FORMATS)
