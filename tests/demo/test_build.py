"""The demo as a visitor finds it: invented people, an open round, and the same again when it is built again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.testing import CliRunner
from openpyxl import load_workbook

from surveyapp.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def test_the_demo_builds_twice_and_writes_the_summary(tmp_path: Path) -> None:
    runner = CliRunner(env={"SURVEYAPP_INSTANCE": str(tmp_path / "instance"), "SURVEYAPP_DATABASE_URL": ""})

    for _ in range(2):
        result = runner.invoke(main, ["demo", "--no-serve", "--out", str(tmp_path / "out"), "--port", "8123"])
        assert result.exit_code == 0, result.output

    assert "150 of 150 responses" in result.output
    assert "http://127.0.0.1:8123/r/" in result.output
    assert os.listdir(tmp_path / "out") == ["excel-summary-round-1.xlsx"]
    book = load_workbook(tmp_path / "out" / "excel-summary-round-1.xlsx", read_only=True)
    assert not {"Responses", "Long"} & {*book.sheetnames}
    facts = {row[0]: row[1] for row in book["Read me"].iter_rows(max_col=2, values_only=True) if row[0]}
    assert (facts["Members invited"], facts["Started"], facts["Submitted"]) == (240, 162, 150)
    assert str(facts["Consensus rule"]).startswith("Agreement: In: 75% or more of the scores at 4–5")
    verdicts = {cell for row in book["Summary"].iter_rows(values_only=True) for cell in row} & {"In", "No consensus"}
    assert verdicts == {"In", "No consensus"}
