"""A round of 1,000: every figure worked out once more from the raw rows, and read back from every format."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from surveyapp.reports.json_form import encode, summary_json, table_json
from surveyapp.reports.numbers import figures_of
from surveyapp.reports.parts import PARTS
from tests.reports import reading
from tests.reports.excel.calculated import OFFICE, by_office
from tests.reports.figures_read import figures_in, figures_of_items, figures_of_summary
from tests.reports.files import WITH_RESPONSES, a_file, a_table, format_of, is_rounded, is_same, the_tables
from tests.reports.recounted import recounted, verdicts
from tests.reports.thousand import (
    CHOSEN,
    OPTIONS,
    RANKED,
    RATED,
    SCALES,
    THEMES,
    the_coded_words,
    the_report,
    the_rows,
)

if TYPE_CHECKING:
    from pathlib import Path


SUMMARY = "Summary: every item with its figures"
FILES = ("xlsx", "csv", "json", "docx", *WITH_RESPONSES)
RSCRIPT = shutil.which("Rscript")


def test_every_figure_of_the_summary_is_what_the_rows_say() -> None:
    expected = recounted()
    found = {(one.source, one.statistic): one.value for one in figures_of(the_report().summary)}

    assert {key for key, value in found.items() if value or key[1] != "texts"} == {
        key for key, value in expected.items() if value or key[1] != "texts"
    }
    assert len(found) > 350
    for key, value in expected.items():
        assert math.isclose(found[key], value, rel_tol=1e-12, abs_tol=1e-15), key
    assert {item for item in RANKED["order"] if found[f"order.{item}", "ranked"] < found["order", "ballots"]}


@pytest.mark.parametrize("name", FILES)
def test_every_figure_of_every_question_stands_in_its_table(name: str) -> None:
    expected = recounted()
    for code, items in RATED.items():
        for item in items:
            figures = {key[1]: value for key, value in expected.items() if key[0] == f"{code}.{item}"}
            scores = range(SCALES[code][0], SCALES[code][1] + 1)
            expected |= {
                (f"{code}.{item}", f"part.{score}"): figures[f"count.{score}"] / figures["n"] for score in scores
            }

    found = figures_in(the_tables(name), str if format_of(name) in {"csv", "json"} else str.capitalize)

    summed = {key: value for key, value in found.items() if key in expected}
    assert summed.keys() == found.keys()
    assert len(found) > 370
    agrees = is_rounded if name == "docx" else is_same
    assert [(key, cell) for key, cell in found.items() if not agrees(cell, expected[key])] == []
    wanted = {key for key in expected if key[0].partition(".")[0] in RATED | CHOSEN | RANKED and "." in key[0]}
    # shares of choices stand there without intervals, which JSON's summary and the bundle have
    assert all(key[0].partition(".")[0] in CHOSEN and key[1].count(".") == 2 for key in wanted - found.keys())


@pytest.mark.parametrize("name", FILES)
def test_every_figure_of_every_item_stands_in_the_table_of_items(name: str) -> None:
    expected: dict[tuple[str, str], float] = recounted()
    said = {(f"importance.{item}", "verdict"): word for item, word in verdicts().items()}
    assert {*said.values()} == {"In", "No consensus"}

    found = figures_of_items(a_table(name, "summary", SUMMARY))

    assert {key: found.pop(key) for key in said} == said
    agrees = is_rounded if name == "docx" else is_same
    assert [key for key, cell in found.items() if not agrees(cell or "0", expected.get(key, 0))] == []
    # what is a detail there stands in the tables of questions alone, on paper
    assert len(found) > (60 if name == "docx" else 120)


@pytest.mark.parametrize("name", FILES)
def test_decisions_and_top_themes_stand_in_the_table_of_items(name: str) -> None:
    rows = {row["Plan", "Item"]: row for row in a_table(name, "summary", SUMMARY) if row.get(("Plan", "Item"))}
    group = "For the committee"

    assert [rows[item].get((group, "Decision")) or None for item in "ABC"] == ["Keep", "Reword", None]
    assert rows["B"][group, "New wording"] == "Reach B soon"
    assert rows["A"][group, "Reason"] == "Most want it"
    counts = Counter(theme for words in the_coded_words().words[:-1] if words.item == 2 for theme in words.themes)
    assert counts
    said = {f"{theme} ({count}{'; 1 elsewhere' * (theme == THEMES[0])})" for theme, count in counts.items()}
    assert {*rows["A"]["Words", "Most frequent themes"].split(", ")} == said


def test_the_summary_as_json_and_through_the_api_says_the_same() -> None:
    report, expected = the_report(), recounted()
    of_file = reading.read_json(a_file("json"))
    of_api = reading.read_json(encode(summary_json(report.summary, report.findings.rules)))

    assert of_file["summary"] == of_api
    found = figures_of_summary(of_api)
    assert found.keys() == expected.keys() | {key for key in found if key[1] == "texts" and not found[key]}
    assert all(math.isclose(found[key], value, rel_tol=1e-12) for key, value in expected.items())
    served = [table_json(table) for part in PARTS if not part.is_raw for table in part.tables(report)]
    assert reading.read_json(encode(served)) == of_file["tables"]


@pytest.mark.parametrize(
    "name", ["xlsx", "csv", "csv long", "parquet", "arrow", "parquet long", "sav", "bundle", "bundle long"]
)
def test_every_answer_comes_out_as_it_was_given(name: str, tmp_path: Path) -> None:
    format_name, _, long = name.partition(" ")
    if format_name in {"parquet", "arrow"}:
        rows: Any = reading.rows_of_arrow(reading.written(the_report(), format_name, long=bool(long)), format_name)
    elif format_name == "sav":
        rows = reading.rows_of_sav(a_file("sav"), tmp_path)
    elif format_name == "xlsx":
        rows = reading.rows_of_workbook(a_file("xlsx with responses"))
    else:
        file = a_file("csv with responses" if format_name == "csv" else format_name)
        rows = reading.rows_of_csv(reading.csv_files(file)[f"{long or 'responses'}.csv"])

    found = {row["response"]: reading.answers_of(row) for row in (reading.rows_of_long(rows) if long else rows)}

    assert found == {row.code: (row.answers, row.texts) for row in the_rows()}


@pytest.mark.parametrize("script", ["recompute.py", "recompute.R"])
def test_the_bundle_holds_every_figure_and_works_it_out_again(script: str, tmp_path: Path) -> None:
    rows = reading.csv_files(a_file("bundle"))["figures.csv"][1:]
    found = {(source, statistic): float(value) for source, statistic, value in rows}
    figures = figures_of(the_report().summary, the_report().findings.rules)

    assert found == {(one.source, one.statistic): one.value for one in figures}
    if script.endswith("R") and RSCRIPT is None:
        pytest.skip("needs R, whose own quantiles and chi-square the script checks the figures with")
    with ZipFile(BytesIO(a_file("bundle"))) as archive:
        archive.extractall(tmp_path)
    start = [RSCRIPT, "--vanilla"] if script.endswith("R") else [sys.executable, "-I", "-S"]
    done = subprocess.run([*map(str, start), script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, f"{len(found)} figures, 0 differ."), done.stderr


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice, which calculates the formulas as Excel does")
def test_the_workbook_checks_itself(tmp_path: Path) -> None:
    in_words = reading.written(the_report(), "xlsx", responses=True, words=True)
    found = by_office([a_file("xlsx with responses"), in_words], tmp_path)

    chosen = sum(len(items) * (1 + len(OPTIONS[code])) for code, items in CHOSEN.items())
    count = 3 * sum(map(len, RATED.values())) + chosen + 2 * sum(map(len, RANKED.values()))
    assert [workbook["Check"]["A2"].value for workbook in found] == [f"All {count} figures recomputed here agree."] * 2
