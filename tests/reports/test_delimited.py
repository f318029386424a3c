"""CSV opened again: figures at full precision, texts as they were but for one documented apostrophe."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from surveyapp.reports.delimited import columns_csv, table_csv, write_csv
from surveyapp.reports.findings import find
from surveyapp.reports.parts import all_tables, table_names
from surveyapp.reports.responses import responses_table
from surveyapp.reports.text import whole_characters
from tests.reports.nasty import IDS, NASTY, a_nasty_report
from tests.reports.rounds import a_drawn_dataset, a_report
from tests.reports.test_themes import CODED


def read(content: bytes) -> list[list[str]]:
    csv.field_size_limit(10**6)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def plain(text: str) -> str:
    """What was typed, without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if re.match(r"'+[=+\-@\t\r\n]", text) else text


def test_cells() -> None:
    moment = datetime(2026, 3, 2, 18, 30, tzinfo=UTC).replace(tzinfo=None)

    rows = read(write_csv(("a", "-b"), [(None, "=1"), (-9, 0.1 + 0.2), ("", moment)]))

    assert rows == [["a", "'-b"], ["", "'=1"], ["-9", "0.30000000000000004"], ["", "2026-03-02 18:30:00"]]


def test_every_table_of_a_round_holds_its_cells() -> None:
    data = replace(a_drawn_dataset(60), segments={"region": ("North", "South") * 30})
    report = a_report(data, findings=find(data, coded=CODED))
    tables = list(all_tables(report))
    assert all(table.columns for table in tables)
    for table in tables:
        head, *rows = read(table_csv(table))
        assert head == [column.name for column in table.columns]
        for found, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(found, row, strict=True):
                if isinstance(cell, int | float):
                    assert math.isclose(float(text), cell, rel_tol=0, abs_tol=0)
                else:
                    assert plain(text) == (cell or "")
    assert len(set(table_names(report))) == len(tables) == 13


def test_titles_and_notes_stand_in_a_file_of_their_own() -> None:
    rows = read(columns_csv(all_tables(a_report())))

    assert ["agreement", "share.1", "Share of the scores", "1 Strongly disagree"] in rows
    assert ["agreement", "", "Note", "Do you agree?"] in rows


def test_a_table_that_has_nothing_to_show_says_why() -> None:
    summary = a_report(a_drawn_dataset(2)).summary

    rows = read(table_csv(responses_table(a_drawn_dataset(2), summary)))

    assert rows[0] == ["note"]
    assert "Fewer than 3 members" in rows[1][0]


@pytest.mark.parametrize("text", NASTY, ids=IDS)
def test_nasty_texts(text: str) -> None:
    report = a_nasty_report()
    for table in all_tables(report):
        if table.name in {"comments", "wording", "responses", "long"}:
            found = [plain(cell) for row in read(table_csv(table)) for cell in row]
            assert found.count(whole_characters(text)) >= 1
            assert not any(cell[:1] in set("=+@\t\r\n") for row in read(table_csv(table)) for cell in row)
