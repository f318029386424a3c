"""The responses for large analyses: Parquet and Arrow, typed, with what the columns mean beside them."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import ipc, parquet

from surveyapp.reports.labels import in_words
from surveyapp.reports.long import long_table
from surveyapp.reports.responses import responses_table
from surveyapp.reports.text import whole_characters
from surveyapp.reports.variables import variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell, Table

_BATCH = 5_000


def write_parquet(report: RoundReport, out: BinaryIO, *, long: bool = False, words: bool = False) -> None:
    """Write the responses as Parquet: a row per response or, if `long`, per answer; with `words` in place of codes.

    Raises ValueError for a round with too few responses: there is nothing to show.
    """
    schema, batches = _batches(report, long=long, words=words)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def write_arrow(report: RoundReport, out: BinaryIO, *, long: bool = False, words: bool = False) -> None:
    """Write the responses as an Arrow file (IPC), as `write_parquet` does."""
    schema, batches = _batches(report, long=long, words=words)
    with ipc.new_file(out, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _batches(report: RoundReport, *, long: bool, words: bool) -> tuple[Any, Iterator[Any]]:
    summary = report.summary
    if summary.hidden:
        raise ValueError("too few responses to show any")
    if long:
        table = long_table(report.dataset, summary)
        fields = [pa.field(column.name, pa.string(), metadata={"label": column.title}) for column in table.columns]
    else:
        table = responses_table(report.dataset, summary)
        table = in_words(table, summary) if words else table
        fields = [pa.field("response", pa.string(), metadata={"label": "Response"}), *_fields(report, words=words)]
    schema = pa.schema(fields, metadata=_about(report))
    return schema, _rows(table, schema)


def _fields(report: RoundReport, *, words: bool) -> list[Any]:
    """Type the columns: scores and places are numbers, options and words in place of codes are texts."""
    fields = []
    for variable in variables_of(report.summary):
        is_number = variable.is_ordered and not words
        about: dict[str, str] = {"label": whole_characters(variable.label)}
        if variable.numbers and not words:
            codes = variable.numbers.items()
            labels = variable.labels
            values = {str(cell): whole_characters(labels.get(number, str(number))) for cell, number in codes}
            missing = [str(cell) for cell, number in codes if number in variable.missing]
            about |= {"values": json.dumps(values), "missing": json.dumps(missing)}
        fields.append(pa.field(variable.name, pa.int16() if is_number else pa.string(), metadata=about))
    return fields


def _about(report: RoundReport) -> dict[str, str]:
    questionnaire = report.summary.questionnaire
    facts = {
        "survey": questionnaire.survey_title,
        "plan": questionnaire.plan_title,
        "plan_version": str(questionnaire.version_number),
        "round": str(questionnaire.round_number),
        "filters": report.filters,
        "rule": report.rule,
        "submitted": str(report.summary.submitted),
        "invited": str(report.summary.invited),
        "fingerprint": report.summary.fingerprint,
        "made_at": report.made_at.isoformat(),
        "software": f"Surveyapp {report.software_version}",
    }
    return {name: whole_characters(value) for name, value in facts.items()}


def _rows(table: Table, schema: Any) -> Iterator[Any]:
    rows = iter(table.rows)
    types = schema.types
    while batch := list(islice(rows, _BATCH)):
        columns = [
            pa.array([_value(cell, is_text=pa.types.is_string(kind)) for cell in cells], kind)
            for cells, kind in zip(zip(*batch, strict=True), types, strict=True)
        ]
        yield pa.record_batch(columns, schema=schema)


def _value(cell: Cell, *, is_text: bool) -> Cell:
    if cell is None or not is_text:
        return cell
    return whole_characters(str(cell))
