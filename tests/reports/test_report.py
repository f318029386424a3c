from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from tests.reports.rounds import a_dataset, a_questionnaire, a_report


def test_local_gives_the_wall_clock_of_the_rounds_zone() -> None:
    report = a_report(a_dataset(a_questionnaire(time_zone="Pacific/Honolulu")))

    assert report.local(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) == datetime.fromisoformat("2026-03-01T22:00")
    tokyo = timezone(timedelta(hours=9))
    assert report.local(datetime(2026, 3, 2, 17, 0, tzinfo=tokyo)) == datetime.fromisoformat("2026-03-01T22:00")
