"""The extras named in the project's settings are those that the formats ask for; JSON says what the tables say."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import click
import pytest

from surveyapp.cli.results import export
from surveyapp.errors import InvalidInput
from surveyapp.reports.formats import FORMATS, Options
from surveyapp.reports.json_form import report_json
from surveyapp.reports.parts import PARTS
from surveyapp.reports.text import whole_characters
from tests.reports.nasty import IDS, NASTY, a_nasty_report
from tests.reports.rounds import a_report

ROOT = Path(__file__).resolve().parents[2]


def test_extras_exist_and_the_tests_have_them_all() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    asked = {one.extra for one in FORMATS.values() if one.extra}

    assert asked <= set(extras)
    assert all(extra in extras["test"][0] for extra in asked)
    assert all(one.is_installed for one in FORMATS.values())


def test_the_command_offers_every_format() -> None:
    option = next(parameter for parameter in export.params if parameter.name == "format_name")

    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == tuple(FORMATS)


def test_options_are_named_where_they_count() -> None:
    options = Options(responses=True, words=True, long=True, table="summary", members="setting=Hospital")

    assert options.in_words(FORMATS["csv"]) == "with responses, in words, table summary, only Setting: Hospital"
    assert options.in_words(FORMATS["arrow"]) == "in words, long"
    assert options.in_words(FORMATS["docx"]) == "only Setting: Hospital"
    assert options.in_words(FORMATS["sav"]) == ""
    assert Options(by="career_stage").in_words(FORMATS["json"]) == "by career stage"
    assert Options(members="setting=").in_words(FORMATS["json"]) == "only Setting: Others, or not known"


def test_what_a_format_does_not_heed_is_as_if_it_were_not_chosen() -> None:
    options = Options("Society", words=True, long=True, table="summary", members="a=b", by="a")

    assert options.heeded(FORMATS["csv"]) == replace(options, long=False)
    assert options.heeded(FORMATS["parquet"]) == Options("Society", words=True, long=True)
    assert options.heeded(FORMATS["docx"]) == Options("Society", members="a=b", by="a")
    assert options.heeded(FORMATS["bundle"]) == Options("Society")


@pytest.mark.parametrize("chosen", [Options(members="a=b"), Options(by="a")])
def test_single_responses_and_chosen_segments_are_refused_together(chosen: Options) -> None:
    options = replace(chosen, responses=True)

    for name in ("xlsx", "csv"):
        with pytest.raises(InvalidInput) as refused:
            options.heeded(FORMATS[name])
        assert str(refused.value) == (
            "A file with single responses holds no figures by segment, so there are no segments to choose in it. "
            "Nothing was exported. Export without single responses, or without a choice of segments."
        )
    # others hold either the one or the other, and heed what they have
    assert options.heeded(FORMATS["docx"]) == chosen
    assert options.heeded(FORMATS["parquet"]) == Options()


def test_a_file_with_responses_is_named_so() -> None:
    assert Options(responses=True).distinction == "with responses"
    assert Options(members="setting=Hospital").distinction == "only Setting: Hospital"
    assert Options(words=True, long=True, table="summary").distinction == ""


def test_json_holds_every_cell_of_every_table_but_single_responses() -> None:
    report = a_report()

    tables = {table["name"]: table for table in json.loads(report_json(report))["tables"]}

    expected = [table for part in PARTS if not part.is_raw for table in part.tables(report)]
    assert list(tables) == [table.name for table in expected]
    for table in expected:
        assert tables[table.name]["rows"] == [list(row) for row in table.rows]
        assert [column["name"] for column in tables[table.name]["columns"]] == [c.name for c in table.columns]


@pytest.mark.parametrize("text", NASTY, ids=IDS)
def test_nasty_texts_in_json(text: str) -> None:
    found = report_json(a_nasty_report()).decode()

    cells = [cell for table in json.loads(found)["tables"] for row in table["rows"] for cell in row]
    assert cells.count(whole_characters(text)) >= 3
