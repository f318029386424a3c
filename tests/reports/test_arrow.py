"""Parquet and Arrow opened again: types, labels, and every text as it was."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import ipc, parquet

from surveyapp.reports.arrow import write_arrow, write_parquet
from surveyapp.reports.labels import in_words
from surveyapp.reports.long import long_table
from surveyapp.reports.responses import responses_table
from surveyapp.reports.text import whole_characters
from tests.reports.nasty import IDS, LONG, NASTY, a_nasty_report
from tests.reports.rounds import a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport


def read_parquet(report: RoundReport, **options: bool) -> Any:
    out = io.BytesIO()
    write_parquet(report, out, **options)
    return parquet.read_table(io.BytesIO(out.getvalue()))


def read_arrow(report: RoundReport, **options: bool) -> Any:
    out = io.BytesIO()
    write_arrow(report, out, **options)
    return ipc.open_file(io.BytesIO(out.getvalue())).read_all()


@pytest.mark.parametrize("read", [read_parquet, read_arrow])
def test_the_cells_are_those_of_the_responses(read: Any) -> None:
    report = a_report(a_drawn_dataset(40))

    found = read(report)

    table = responses_table(report.dataset, report.summary)
    assert found.column_names == [column.name for column in table.columns]
    assert [list(row.values()) for row in found.to_pylist()] == [list(row) for row in table.rows]


def test_long_and_in_words() -> None:
    report = a_report(a_drawn_dataset(40))

    long = [tuple(row.values()) for row in read_parquet(report, long=True).to_pylist()]
    words = [list(row.values()) for row in read_parquet(report, words=True).to_pylist()]

    rows = long_table(report.dataset, report.summary).rows
    assert long == [tuple(None if cell is None else str(cell) for cell in row) for row in rows]
    table = in_words(responses_table(report.dataset, report.summary), report.summary)
    assert words == [[None if cell is None else str(cell) for cell in row] for row in table.rows]


def test_columns_say_what_they_hold() -> None:
    schema = read_parquet(a_report()).schema
    rating, choice = schema.field("agreement.S1"), schema.field("step.A.1")

    assert (rating.type, choice.type) == (pa.int16(), pa.string())
    assert rating.metadata[b"label"] == b"Do you agree? | S1 Everyone knows whom to call."
    assert json.loads(rating.metadata[b"values"])["-9"] == "Cannot judge"
    assert json.loads(rating.metadata[b"missing"]) == ["-9", "-8"]
    assert json.loads(choice.metadata[b"values"])["keep"] == "Keep"
    assert schema.metadata[b"fingerprint"].decode() == a_report().summary.fingerprint
    assert schema.metadata[b"filters"] == b"All responses"


def test_large_rounds_are_written_in_batches() -> None:
    report = a_report(a_drawn_dataset(12_000))

    assert read_arrow(report).num_rows == 12_000


@pytest.mark.parametrize("text", [*NASTY, *LONG], ids=[*IDS, "long 1", "long 2", "long 3"])
def test_nasty_texts(text: str) -> None:
    report = a_nasty_report((*NASTY, *LONG))
    for table in (read_parquet(report), read_arrow(report)):
        assert table["comment.S1"].to_pylist().count(whole_characters(text)) == 1
        assert table["missing"].to_pylist().count(whole_characters(text)) == 1


def test_another_library_reads_it() -> None:
    out = io.BytesIO()
    write_parquet(a_report(), out)

    frame = pd.read_parquet(io.BytesIO(out.getvalue()))

    assert frame["comment.S1"].tolist()[:2] == ["- not on Sundays\n- never at night", "=SUM(everybody)"]


def test_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        write_parquet(a_report(a_drawn_dataset(2)), io.BytesIO())
