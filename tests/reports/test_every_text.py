"""Nasty texts in every field that a person can type, through every format, found again by two readers of each."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pyreadstat
import pytest
from openpyxl import load_workbook
from pandas.io.json import ujson_loads
from pyarrow import ipc, parquet

from surveyapp.reports.excel.text import clean
from surveyapp.reports.text import MARK, whole_characters
from tests.reports import reading
from tests.reports.every_text import ONCE, TEXTS, the_nasty_report, typed
from tests.reports.excel.calculated import OFFICE, by_office
from tests.reports.strings_read import (
    strings_by_pandas,
    strings_in,
    strings_of_bundle,
    strings_of_csv,
    strings_of_document,
    strings_of_frame,
    strings_of_parts,
    strings_of_sheets,
    strings_of_table,
    strings_of_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = ("comment", "wording", "answer")
ALONE = (*WORDS, "item", "tier", "option", "open question", "segment", "outside words", "new wording", "reason")
WITHIN = ("step", "theme", "source")
RSCRIPT = shutil.which("Rscript")


@cache
def a_file(name: str) -> bytes:
    """A file of a format, or of one `with responses` in place of what is said by segment."""
    format_name, _, held = name.partition(" ")
    return reading.written(the_nasty_report(), format_name, responses=bool(held))


def same(text: str) -> str:
    return whole_characters(text)


ALL = (*ALONE, *WITHIN, *ONCE)
IN_JSON = tuple(field for field in ALL if field != "area")
IN_WORD = tuple(field for field in ALL if field != "tier")
BESIDE_RESPONSES = tuple(field for field in ALL if field not in {"segment", "attribute"})
RAW = (*WORDS, "item", "option", "step", "cannot judge", "prompt")
ABOUT = ("survey", "plan", "rule", "filters")
READERS: dict[str, tuple[str, Callable[[bytes], list[str]], Callable[[str], str], tuple[str, ...]]] = {
    "openpyxl": ("xlsx", lambda file: strings_of_workbook(load_workbook(io.BytesIO(file))), clean, ALL),
    "the XML of sheets": ("xlsx", strings_of_sheets, clean, ALL),
    "openpyxl, with responses": (
        "xlsx with responses",
        lambda file: strings_of_workbook(load_workbook(io.BytesIO(file))),
        clean,
        BESIDE_RESPONSES,
    ),
    "the XML of sheets, with responses": ("xlsx with responses", strings_of_sheets, clean, BESIDE_RESPONSES),
    "python-docx": ("docx", strings_of_document, clean, IN_WORD),
    "the XML of a document": ("docx", strings_of_parts, clean, IN_WORD),
    "csv": ("csv", strings_of_csv, same, ALL),
    "pandas for CSV": ("csv", strings_by_pandas, same, ALL),
    "csv, with responses": ("csv with responses", strings_of_csv, same, BESIDE_RESPONSES),
    "pandas for CSV, with responses": ("csv with responses", strings_by_pandas, same, BESIDE_RESPONSES),
    "json": ("json", lambda file: [*strings_in(json.loads(file))], same, IN_JSON),
    "ujson": ("json", lambda file: [*strings_in(ujson_loads(file))], same, IN_JSON),
    "Parquet": (
        "parquet",
        lambda file: strings_of_table(parquet.read_table(io.BytesIO(file))),
        same,
        (*RAW, *ABOUT),
    ),
    "Arrow": (
        "arrow",
        lambda file: strings_of_table(ipc.open_file(io.BytesIO(file)).read_all()),
        same,
        (*RAW, *ABOUT),
    ),
    "pandas for Parquet": (
        "parquet",
        strings_of_frame,
        same,
        WORDS,
    ),
    "the bundle": ("bundle", strings_of_bundle, same, (*RAW, *ABOUT, "open question", "area")),
}


@pytest.mark.parametrize("reader", [reader for reader, (name, *_) in READERS.items() if "responses" in name])
def test_no_name_of_a_segment_stands_in_a_file_with_responses(reader: str) -> None:
    name, read, *_ = READERS[reader]

    for file, is_said in ((name, False), (name.partition(" ")[0], True)):
        everything = "".join(read(a_file(file)))
        assert ("«segment»" in everything, "«attribute»" in everything) == (is_said, is_said)
        assert ("«comment»" in everything, "«option»" in everything) == (True, True)


def in_one_line(text: str) -> str:
    """As Word has what stands below a quotation, between points."""
    return text.replace("\n", "; ")


@pytest.mark.parametrize("reader", READERS)
def test_every_text_of_every_field_comes_out_as_it_went_in(reader: str) -> None:
    format_name, read, cleaned, fields = READERS[reader]
    found = read(a_file(format_name))
    cells, everything = {*found}, "\x1e".join(found)

    for field in (*WITHIN, *ALONE):
        expected = [cleaned(typed(field, text)) for text in TEXTS if field in fields]
        if field in WITHIN or (format_name == "docx" and field == "segment"):
            missing = [t for t in expected if t not in everything and in_one_line(t) not in everything]
        else:
            missing = [t for t in expected if t not in cells and (field in WORDS or t not in everything)]
        assert missing == [], field
    for field, text in ONCE.items():
        assert field not in fields or cleaned(typed(field, text)) in everything, field
    assert not [text for text in found if "«" in text and "\ud83d" in text]


@pytest.mark.parametrize(("name", "calculates"), [("xlsx", set()), ("xlsx with responses", {"Check"})])
def test_no_cell_outside_check_is_a_formula_and_no_workbook_links_out(name: str, calculates: set[str]) -> None:
    workbook: Any = load_workbook(io.BytesIO(a_file(name)))

    kinds = {(sheet.title, cell.data_type) for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert {sheet for sheet, kind in kinds if kind == "f"} == calculates
    assert {kind for _, kind in kinds} <= {"d", "f", "n", "s"}
    links = [cell.hyperlink for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert not [link for link in links if link.target]


def test_nothing_in_a_document_or_a_csv_file_is_run_or_links_out() -> None:
    with ZipFile(io.BytesIO(a_file("docx"))) as archive:
        body = archive.read("word/document.xml").decode()
    assert not re.search(r"<w:(hyperlink|instrText|fldSimple|altChunk|object)\b", body)
    for name, rows in _raw_csv().items():
        assert not [cell for row in rows for cell in row if cell[:1] in set("=+@\t\r\n＝＋－＠")], name
        assert not [cell for row in rows for cell in row if cell[:1] == "-" and not re.fullmatch(r"-\d+(\.\d+)?", cell)]


def _raw_csv() -> dict[str, list[list[str]]]:
    found = {}
    for file in ("csv", "csv with responses", "bundle"):
        with ZipFile(io.BytesIO(a_file(file))) as archive:
            for name in archive.namelist():
                if name.endswith(".csv"):
                    text = archive.read(name).decode("utf-8-sig")
                    found[f"{file}: {name}"] = list(csv.reader(io.StringIO(text, newline="")))
    return found


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice, another program that opens workbooks")
def test_libreoffice_opens_both_workbooks_and_finds_every_text(tmp_path: Path) -> None:
    texts = tuple(text for text in TEXTS if len(text) < 1_000)
    report = the_nasty_report(texts)
    files = [reading.written(report, "xlsx", responses=responses) for responses in (False, True)]

    for workbook in by_office(files, tmp_path):
        found = {*strings_of_workbook(workbook)}
        for field in ("item", "comment", "wording", "answer", "tier", "reason", "new wording", "outside words"):
            missing = [text for text in texts if clean(typed(field, text)) not in found]
            assert missing == [], field


def visible(text: str) -> str:
    """As SPSS has a text."""
    return whole_characters(text).replace("\0", MARK)


def test_every_text_of_a_member_stands_in_the_spss_file(tmp_path: Path) -> None:
    file = tmp_path / "responses.sav"
    file.write_bytes(a_file("sav"))
    cells, about = pyreadstat.read_sav(file, output_format="dict")

    columns = {str(name): list(column) for name, column in cells.items()}
    for field, first in (("comment", "comment.G{}"), ("wording", "wording.G{}"), ("answer", "open{}")):
        for number, text in enumerate(TEXTS):
            name = first.format(number)
            parts = [one for one in columns if one == name or one.startswith(f"{name}_continued")]
            assert "".join(str(columns[part][3 * number]) for part in parts) == visible(typed(field, text))
    labels = " ".join(map(str, about.column_names_to_labels.values()))
    options = " ".join(str(label) for label in about.variable_value_labels["chosen.G0"].values())
    for text in TEXTS:
        if len(text) < 60:
            assert " ".join(visible(typed("item", text)).split()) in labels
            assert " ".join(visible(typed("option", text)).split()) in options


_READ_IN_R = """
file <- commandArgs(trailingOnly = TRUE)
found <- suppressWarnings(foreign::read.spss(file, use.value.labels = FALSE, reencode = FALSE))
texts <- unlist(found[grepl("^(comment|wording|open)", names(found))])
cat(sub(" +$", "", texts), sep = "\\x1e")
"""


@pytest.mark.skipif(RSCRIPT is None, reason="needs R, another program that opens SPSS files")
def test_r_opens_the_spss_file_and_finds_every_text(tmp_path: Path) -> None:
    file = tmp_path / "responses.sav"
    file.write_bytes(a_file("sav"))

    done = subprocess.run([str(RSCRIPT), "-e", _READ_IN_R, str(file)], capture_output=True, check=True)

    found = {*done.stdout.decode().split("\x1e")}
    for field in WORDS:
        missing = [text for text in TEXTS if len(text) < 1_000 and visible(typed(field, text)) not in found]
        assert missing == [], field
