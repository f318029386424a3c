"""Files of an open round, step after step, and of its close: between any two of them are enough people."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import pytest

from surveyapp.reports.findings import Findings
from surveyapp.reports.parts import all_tables
from surveyapp.stats.by_segment import segment_figures
from surveyapp.stats.steps import is_step_due, next_step
from tests.reports import reading
from tests.reports.attacker import Knowledge
from tests.reports.rounds import a_report
from tests.reports.test_no_small_cell import a_report_of, coded_words, every_filter
from tests.stats.test_by_segment import MINIMUM

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport
    from surveyapp.stats.dataset import RoundDataset


def steps_of(everybody: RoundDataset, random: Random) -> list[RoundDataset]:
    """What is shown while answers come in, a few or many at a time; as long as a round is open, without segments."""
    order = random.sample(range(everybody.submitted), everybody.submitted)
    looks, came = [replace(everybody.take([]), segments={})], 0
    while came < everybody.submitted:
        came = min(everybody.submitted, came + random.choice([1, 2, 4, 9, 30]))
        current = replace(everybody.take(sorted(order[:came])), segments={})
        if is_step_due(looks[-1].submitted, current.submitted, MINIMUM):
            looks.append(next_step(looks[-1].codes, current, MINIMUM, random))
    return looks


def a_report_of_step(look: RoundDataset) -> RoundReport:
    figures = segment_figures(look)
    assert [*every_filter(figures)] == [{}]
    return a_report(look, findings=Findings(segments=figures, coded=coded_words(look, figures)))


def responses_in(report: RoundReport) -> set[str]:
    """The responses in a file, as it lists them, and as many as it says that it counts."""
    rows = reading.csv_files(reading.written(report, "csv", responses=True))["responses.csv"][1:]
    listed = {row[0] for row in rows} if report.dataset.submitted else set()
    counted = json.loads(reading.written(report, "json"))["summary"]["counted"]
    assert counted == len(listed)
    return listed


@pytest.mark.parametrize("seed", range(12))
def test_any_two_files_differ_by_enough_people_and_none_before_the_close_tells_segments(seed: int) -> None:
    whole = a_report_of(seed)
    reports = [a_report_of_step(look) for look in steps_of(whole.dataset, Random(seed))]

    known = Knowledge()
    for report in reports:
        known.read(report, all_tables(report))
        cells = [
            cell
            for responses in (False, True)
            for rows in reading.csv_files(reading.written(report, "csv", responses=responses)).values()
            for row in rows
            for cell in row
        ]
        assert not [text for text in (*cells, reading.written(report, "json").decode()) if "Segment " in text]
    assert (known.numbers, known.said) == ({}, {})
    assert len(reports) > 1
    listed = [responses_in(report) for report in (*reports, whole)]
    for one, other in combinations(listed, 2):
        assert one <= other
        assert len(other) - len(one) == 0 or len(other) - len(one) >= MINIMUM
