"""Segments in both shapes of the table: the same cells, the same names, and closed where the figures are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from surveyapp.enums import QuestionKind
from surveyapp.reports.findings import Findings, find
from surveyapp.reports.segments import (
    NOBODY_APART,
    NOT_BESIDE_RESPONSES,
    OTHERS,
    all_side_by_side,
    segment_name,
    segments_table,
    side_by_side,
)
from surveyapp.reports.selection import beside_responses
from surveyapp.reports.tables import HIDDEN
from surveyapp.stats.by_segment import Filter
from surveyapp.stats.dataset import SILENT
from tests.reports.rounds import A, B, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell, Table


def a_segmented_report(responses: int = 60, **changes: tuple[str | None, ...]) -> RoundReport:
    regions: tuple[str | None, ...] = ("North", "South", "South", None) * (responses // 4)
    settings = ("clinic", "hospital") * (responses // 2)
    data = replace(a_drawn_dataset(responses), segments={"region": regions, "work_setting": settings, **changes})
    return a_report(data, findings=find(data))


def cells_of_rows(table: Table) -> dict[tuple[Cell, ...], tuple[Cell, Cell]]:
    """Share and n by question, item, attribute, segment and answer."""
    names = ("question", "label", "attribute", "segment", "answer", "share", "n")
    rows = [tuple(row[table.position(name)] for name in names) for row in table.rows]
    return {row[:5]: (row[5], row[6]) for row in rows}


def cells_of_columns(table: Table) -> dict[tuple[Cell, ...], tuple[Cell, Cell]]:
    """The same of a table with a column group per segment, whose title names question and attribute."""
    question, _, attribute = table.title.partition(" by ")
    found: dict[tuple[Cell, ...], tuple[Cell, Cell]] = {}
    for row in table.rows:
        counts = {one.group: row[at] for at, one in enumerate(table.columns) if one.name.endswith(".n")}
        for at, one in enumerate(table.columns):
            if one.group and not one.name.endswith(".n"):
                key = question, row[0], attribute.capitalize(), one.group, one.title
                found[key] = row[at], counts[one.group]
    return found


def test_both_shapes_hold_the_same_cells() -> None:
    report = a_segmented_report()

    rows = cells_of_rows(segments_table(report.summary, report.findings))
    first, *tables = all_side_by_side(report.summary, report.findings)
    columns = {key: cell for table in tables for key, cell in cells_of_columns(table).items()}

    assert len(rows) == (1 + 2 + 2 * 3 + 2 + 2 * 3) * (3 + 2)
    assert columns == rows
    assert first.columns == ()
    assert [table.name for table in tables[:2]] == ["agreement.by.region", "importance.by.region"]


def test_the_rows_say_their_sizes_intervals_and_names() -> None:
    report = a_segmented_report()
    table = segments_table(report.summary, report.findings)
    figures = report.findings.segments
    assert figures is not None
    sizes = {(row[3], row[4]): row[table.position("size")] for row in table.rows}

    assert sizes == {
        ("Region", "South"): 30,
        ("Region", "North"): 15,
        ("Region", OTHERS): 15,
        ("Work setting", "clinic"): 30,
        ("Work setting", "hospital"): 30,
    }
    told = figures.answers("importance", A, Filter("region", "South"))
    assert told is not None
    assert told.shares[0] is not None
    row = next(row for row in table.rows if row[:2] == ("Importance", "A") and row[4] == "South")
    assert row[6:] == (told.n, "4–5", told.shares[0].value, told.shares[0].low, told.shares[0].high)
    assert segment_name(None) == OTHERS


def test_what_is_withheld_is_said_in_both_shapes() -> None:
    report = a_segmented_report()
    scores = report.dataset.ratings["importance"].copy()
    scores[:, 1] = SILENT
    scores[:2, 1] = 4
    data = replace(report.dataset, ratings={**report.dataset.ratings, "importance": scores})
    report = a_report(data, findings=find(data))
    figures = report.findings.segments
    assert figures is not None
    assert ("importance", B, "region") not in figures.tables

    long = segments_table(report.summary, report.findings)
    wide = side_by_side(report.summary, figures, "importance", [Filter("region", "North")])

    assert {row[6:] for row in long.rows if row[:2] == ("Importance", "B")} == {(HIDDEN, "4–5", *(HIDDEN,) * 3)}
    assert [row[2:] for row in wide.rows if row[0] == "B"] == [(HIDDEN, HIDDEN)]
    assert all(any(note.startswith(f"“{HIDDEN}”") for note in table.notes) for table in (long, wide))


def test_of_nobody_there_is_no_share_and_nothing_is_hidden() -> None:
    report = a_segmented_report()
    steps = np.full_like(report.dataset.choices["step"], SILENT)
    data = replace(report.dataset, choices={**report.dataset.choices, "step": steps})
    table = segments_table(a_report(data).summary, find(data))

    assert {(row[6], *row[8:]) for row in table.rows if row[0] == "Step"} == {(0, None, None, None)}


@pytest.mark.parametrize("findings", [Findings(), find(a_drawn_dataset(20))], ids=["not looked for", "none"])
def test_without_segments_one_sentence_says_so(findings: Findings) -> None:
    summary = a_report(a_drawn_dataset(20)).summary

    for table in (segments_table(summary, findings), *all_side_by_side(summary, findings)):
        assert (table.columns, table.notes) == ((), (NOBODY_APART,))


def test_beside_responses_one_sentence_says_where_they_are() -> None:
    report = beside_responses(a_segmented_report())

    (table,) = all_side_by_side(report.summary, report.findings)
    assert (table.columns, table.notes) == ((), (NOT_BESIDE_RESPONSES,))
    assert "Export again without single responses" in NOT_BESIDE_RESPONSES


def test_where_there_are_none_a_file_with_responses_does_not_send_for_them() -> None:
    data = a_drawn_dataset(20)
    report = beside_responses(a_report(data, findings=find(data)))

    assert segments_table(report.summary, report.findings).notes == (NOBODY_APART,)


def test_with_too_few_responses_nothing_is_said_of_segments() -> None:
    report = a_report(a_drawn_dataset(2))

    (table,) = all_side_by_side(report.summary, report.findings)
    assert "Fewer than 3 members" in table.notes[0]


def test_open_questions_have_no_segments() -> None:
    report = a_segmented_report()
    texts = {q.code for q in report.summary.questionnaire.questions if q.kind is QuestionKind.TEXT}

    assert not any(table.name.partition(".")[0] in texts for table in all_side_by_side(report.summary, report.findings))
