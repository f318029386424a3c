"""Files of every format read back by other libraries, as tables of cells and as the rows that members answered.

A table is a list of rows, and a row has its cells by the heading and title of their columns, as people see them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import docx
import pyreadstat
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pyarrow import ipc, parquet

from surveyapp.reports.formats import FORMATS, Options
from surveyapp.reports.progress import untold
from tests.reports.thousand import CANNOT, CHOSEN, OPTIONS, RANKED, RATED, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from surveyapp.reports.report import RoundReport

    Grid = list[dict[tuple[str, str], Any]]
    Tables = dict[str, Grid]

FORMULA_START = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")

_BROADEST = 100


def written(report: RoundReport, name: str, **options: Any) -> bytes:
    """A file as whoever asks for it gets it."""
    out = io.BytesIO()
    FORMATS[name].write(report, out, Options(society="The Sample Society", **options), untold)
    return out.getvalue()


def tables_of_workbook(content: bytes) -> Tables:
    """Every table of a workbook that has a title, by that title."""
    found: Tables = {}
    for sheet in load_workbook(io.BytesIO(content), read_only=True):
        lines = [(*line, *[None] * (_BROADEST - len(line))) for line in sheet.iter_rows(values_only=True)]
        starts = [at for at, line in enumerate(lines) if line and "Item" in line]
        for start, end in pairwise([*starts, len(lines) + 1]):
            top = max((at for at in range(start) if _is_title(lines, at)), default=0)
            groups = _carried(lines[start - 1]) if start - top > 1 else [""] * _BROADEST
            body = []
            for line in lines[start + 1 : end - 1]:
                if not any(cell is not None for cell in line):
                    break
                body.append(line)
            heads = list(zip(groups, (str(cell or "") for cell in lines[start]), strict=True))
            found[str(lines[top][0])] = [dict(zip(heads, line, strict=True)) for line in body]
    return found


def _is_title(lines: list[tuple[Any, ...]], at: int) -> bool:
    """A title stands alone in its line, at the top or below an empty line."""
    alone = lines[at] and lines[at][0] is not None and not any(lines[at][1:])
    return bool(alone) and (at == 0 or not any(cell is not None for cell in lines[at - 1]))


def _carried(groups: Iterable[Any]) -> list[str]:
    carried, current = [], ""
    for group in groups:
        current = group or current
        carried.append(current)
    return carried


def tables_of_document(content: bytes) -> Tables:
    """Every table of a Word report, the parts into which it is cut joined by their items."""
    found: dict[str, dict[tuple[str, int], dict[tuple[str, str], str]]] = {}
    for table in docx.Document(io.BytesIO(content)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        head = next(at for at, row in enumerate(rows) if "Item" in row)
        groups = rows[head - 1] if head else [""] * len(rows[head])
        caption: Any = table._tbl.tblPr.find(qn("w:tblCaption"))
        joined = found.setdefault(caption.get(qn("w:val")), {})
        seen = Counter[str]()
        for row in rows[head + 1 :]:
            item = row[rows[head].index("Item")]
            named = dict(zip(zip(groups, rows[head], strict=True), row, strict=True))
            joined.setdefault((item, seen[item]), {}).update(named)
            seen[item] += 1
    return {title: list(rows.values()) for title, rows in found.items()}


def tables_of_zip(content: bytes) -> Tables:
    """Every CSV table, its columns titled as the file of columns says; cells are texts."""
    files = csv_files(content)
    found = {}
    for name, rows in files.items():
        if name in {"readme.csv", "columns.csv"}:
            continue
        table = name.removesuffix(".csv")
        titles = {row[1]: (row[2], row[3]) for row in files["columns.csv"][1:] if row[0] == table}
        found[table] = [
            {titles.get(column, ("", column)): cell for column, cell in zip(rows[0], row, strict=True)}
            for row in rows[1:]
        ]
    return found


def tables_of_json(tables: Iterable[dict[str, Any]]) -> Tables:
    """Every table of a JSON file, by its name."""
    return {
        table["name"]: [
            {(column["group"], column["title"]): cell for column, cell in zip(table["columns"], row, strict=True)}
            for row in table["rows"]
        ]
        for table in tables
    }


def csv_files(content: bytes) -> dict[str, list[list[str]]]:
    """The CSV files of a zip file, without the apostrophe that keeps a text from running as a formula."""
    csv.field_size_limit(10**7)
    with ZipFile(io.BytesIO(content)) as archive:
        return {
            name: [
                [_typed(cell) for cell in row]
                for row in csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
            ]
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def _typed(cell: str) -> str:
    return cell[1:] if FORMULA_START.match(cell) else cell


def rows_of_workbook(content: bytes) -> Iterator[dict[str, Any]]:
    """The responses of a workbook, by the codes of their columns."""
    lines = load_workbook(io.BytesIO(content), read_only=True)["Responses"].iter_rows(values_only=True)
    codes = [str(code) for code in next(lines)]
    next(lines)
    # cells at the end of a row that hold nothing are not there
    return (dict(zip_longest(codes, line)) for line in lines)


def rows_of_csv(rows: list[list[str]]) -> Iterator[dict[str, Any]]:
    return (dict(zip(rows[0], (cell or None for cell in row), strict=True)) for row in rows[1:])


def rows_of_arrow(content: bytes, name: str) -> list[dict[str, Any]]:
    """The rows of a Parquet or an Arrow file."""
    source = io.BytesIO(content)
    table = parquet.read_table(source) if name == "parquet" else ipc.open_file(source).read_all()
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def rows_of_sav(content: bytes, folder: Path) -> Iterator[dict[str, Any]]:
    """The responses of an SPSS file: options have the numbers of their places there."""
    file = folder / "responses.sav"
    file.write_bytes(content)
    cells, _ = pyreadstat.read_sav(file, user_missing=True, output_format="dict")
    for number in range(len(cells["response"])):
        row = {str(name): column[number] for name, column in cells.items()}
        for code, items in CHOSEN.items():
            for item in items:
                place = row[f"{code}.{item}"]
                row[f"{code}.{item}"] = OPTIONS[code][int(place) - 1] if place is not None and place > 0 else place
        yield {name: cell or None if isinstance(cell, str) else cell for name, cell in row.items()}


def rows_of_long(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row per response, put together from a row per answer."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        column = ".".join(part for part in (row["question"], row["item"]) if part)
        is_code = row["question"] in RATED | CHOSEN | RANKED
        found.setdefault(row["response"], {"response": row["response"]})[column] = row["value" if is_code else "label"]
    return list(found.values())


def answers_of(row: dict[str, Any]) -> tuple[dict[tuple[str, str], int | str | None], dict[tuple[str, str], str]]:
    """What a response says, in the words of the rows that were drawn: answers, and texts."""
    answers: dict[tuple[str, str], int | str | None] = {}
    for code, items in (RATED | CHOSEN | RANKED).items():
        cells = {item: row[f"{code}.{item}"] for item in items}
        for item, cell in cells.items():
            number = int(cell) if cell not in (None, *OPTIONS.get(code, ())) else None
            special = {-9: CANNOT, -8: UNSEEN}.get(number) if number is not None else None
            answers[code, item] = special or (cell if code in CHOSEN else number)
    asked = {f"{code}.{item}" for code, item in answers} | {"response"}
    texts = {
        (name.partition(".")[0], name.partition(".")[2]): str(cell)
        for name, cell in row.items()
        if name not in asked and cell is not None
    }
    return answers, texts


def read_json(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content)
    return found
