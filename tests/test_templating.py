"""How times and numbers are written for people."""

from __future__ import annotations

from datetime import UTC, datetime
from math import nan

import pytest

from surveyapp.templating import clock, decimal, enumerate_words, percent, plural, quartiles, words


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        (datetime(2026, 3, 13, 22, 0, tzinfo=UTC), "America/Chicago", "Friday, March 13, 5:00 p.m. Central"),
        (datetime(2026, 3, 1, 6, 5, tzinfo=UTC), "America/Chicago", "Sunday, March 1, 12:05 a.m. Central"),
        (datetime(2026, 3, 1, 17, 0, tzinfo=UTC), "America/New_York", "Sunday, March 1, 12:00 p.m. Eastern"),
        (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), "Europe/Vienna", "Wednesday, July 1, 7:00 p.m. CEST"),
        (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), "UTC", "Wednesday, July 1, 5:00 p.m. UTC"),
    ],
)
def test_moments_as_people_say_them(moment: datetime, zone: str, expected: str) -> None:
    assert clock(moment, zone) == expected


def test_a_moment_with_its_year() -> None:
    moment = datetime(2026, 3, 13, 22, 0, tzinfo=UTC)

    assert clock(moment, "America/Chicago", with_year=True) == "Friday, March 13, 2026, 5:00 p.m. Central"


@pytest.mark.parametrize(("share", "expected"), [(0.0, "0%"), (0.005, "1%"), (0.125, "13%"), (1.0, "100%"), (nan, "–")])
def test_shares_round_half_up_as_excel_does(share: float, expected: str) -> None:
    assert percent(share) == expected


def test_numbers() -> None:
    assert [decimal(2.25), decimal(2.25, 2), decimal(nan), decimal(3.0, 0)] == ["2.3", "2.25", "–", "3"]
    assert [quartiles(3.0, 4.5), quartiles(3.25, 5.0), quartiles(nan, nan)] == ["3–4.5", "3.25–5", "–"]
    assert [plural(1, "goal", "goals"), plural(1200, "goal", "goals")] == ["1 goal", "1,200 goals"]
    assert [words(0), words(5), words(10), words(11)] == ["no", "five", "ten", "11"]


def test_names_one_after_the_other() -> None:
    assert [enumerate_words(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
