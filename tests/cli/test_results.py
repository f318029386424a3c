"""`surveyapp results export` with its options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from surveyapp import database
from surveyapp.cli import main
from tests.conftest import SECRET
from tests.exporting import a_segmented_round

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Export = Callable[..., Result]


@pytest.fixture
def export(app: Flask, database_url: str, tmp_path: Path) -> Export:
    """Export a round with segments, as the operator does."""
    round_id = a_segmented_round()
    database.session().rollback()
    env = {"SURVEYAPP_INSTANCE": str(tmp_path), "SURVEYAPP_DATABASE_URL": database_url, "SURVEYAPP_SECRET_KEY": SECRET}

    def run(*words: str) -> Result:
        return CliRunner(env=env).invoke(main, ["results", "export", str(round_id), *words])

    return run


def test_one_segment_alone(export: Export, tmp_path: Path) -> None:
    file = tmp_path / "clinic.json"

    assert export("--members", "setting=clinic", "--out", str(file)).exit_code == 0

    tables = {table["name"]: table for table in json.loads(file.read_bytes())["tables"]}
    assert {row[4] for row in tables["segments"]["rows"]} == {"clinic"}
    assert {row[2] for row in tables["comments"]["rows"]} == {"Said at a clinic."}


def test_one_attribute_side_by_side(export: Export, tmp_path: Path) -> None:
    file = tmp_path / "regions.json"

    assert export("--by", "region", "--out", str(file)).exit_code == 0

    tables = {table["name"]: table for table in json.loads(file.read_bytes())["tables"]}
    assert {row[4] for row in tables["segments"]["rows"]} == {"north", "south"}


def test_single_responses_in_place_of_figures_by_segment(export: Export, tmp_path: Path) -> None:
    plain, rows = tmp_path / "plain.xlsx", tmp_path / "rows.xlsx"

    assert export("--out", str(plain)).exit_code == 0
    assert export("--responses", "--out", str(rows)).exit_code == 0

    of_plain, of_rows = (load_workbook(file, read_only=True) for file in (plain, rows))
    assert {*of_rows.sheetnames} - {*of_plain.sheetnames} == {"Responses", "Long"}
    assert sum(1 for _ in of_rows["Responses"].iter_rows()) == 46 + 2
    groups = [
        {row[4] for row in book["Segments"].iter_rows(max_col=5, values_only=True)} for book in (of_plain, of_rows)
    ]
    assert ["clinic" in named for named in groups] == [True, False]


@pytest.mark.parametrize("chosen", ["--members=setting=clinic", "--by=setting"])
def test_single_responses_of_chosen_segments_are_refused(export: Export, tmp_path: Path, chosen: str) -> None:
    refused = export("--responses", chosen, "--out", str(tmp_path / "both.xlsx"))

    assert refused.exit_code == 1
    assert "A file with single responses holds no figures by segment" in refused.stderr
    assert "Export without single responses, or without a choice of segments." in refused.stderr
    assert not (tmp_path / "both.xlsx").exists()


def test_one_table_may_be_one_of_single_responses(export: Export, tmp_path: Path) -> None:
    for table, said in (("responses", "response,agreement.S1"), ("segments", "question,label"), ("long", "response,")):
        file = tmp_path / f"{table}.csv"
        assert export("--format", "csv", "--table", table, "--out", str(file)).exit_code == 0
        assert said in file.read_text("utf-8-sig")


def test_what_there_is_not_is_said(export: Export, tmp_path: Path) -> None:
    refused = export("--members", "setting=moon", "--out", str(tmp_path / "moon.xlsx"))

    assert refused.exit_code == 1
    assert "There is no segment 'setting=moon' in this round. Nothing was exported. Choose one of:" in refused.stderr
    assert not (tmp_path / "moon.xlsx").exists()
