"""`surveyapp results export` with its options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

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


def test_what_there_is_not_is_said(export: Export, tmp_path: Path) -> None:
    refused = export("--members", "setting=moon", "--out", str(tmp_path / "moon.xlsx"))

    assert refused.exit_code == 1
    assert "There is no segment 'setting=moon' in this round. Nothing was exported. Choose one of:" in refused.stderr
    assert not (tmp_path / "moon.xlsx").exists()
