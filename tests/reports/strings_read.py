"""Every string of a file, read back by other libraries or by the XML alone; a text is whole where a cell cut it."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pandas as pd

from surveyapp.reports.excel.text import CONTINUED, CONTINUES
from tests.reports import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def strings_in(value: Any) -> Iterator[str]:
    """Every string in something made of dictionaries and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def joined(cells: Iterable[str]) -> list[str]:
    """The strings of the cells of a row, with what one of them could not hold put back to its end."""
    whole: list[str] = []
    for cell in cells:
        rest = re.match(re.escape(CONTINUED).replace(r"\{place\}", r"[A-Z]+\d+"), cell)
        if rest:
            at = next(at for at, one in enumerate(whole) if one.endswith(CONTINUES))
            whole[at] = whole[at].removesuffix(CONTINUES) + cell[rest.end() :]
        else:
            whole.append(cell)
    return whole


def strings_of_workbook(workbook: Any) -> list[str]:
    rows = (row for sheet in workbook for row in sheet.iter_rows(values_only=True))
    return [text for row in rows for text in joined(cell for cell in row if isinstance(cell, str))]


def strings_of_sheets(content: bytes) -> list[str]:
    """The same by the XML alone."""
    found = []
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                root = ElementTree.fromstring(archive.read(name))  # noqa: S314 - we have just written it
                rows = (element for element in root.iter() if element.tag.endswith("}row"))
                for row in rows:
                    cells = (cell for cell in row if cell.get("t") == "inlineStr")
                    found += joined("".join(text for text in cell.itertext()) for cell in cells)
    return found


def strings_of_document(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    sections = [paragraph.text for section in document.sections for paragraph in section.header.paragraphs]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells, *sections]


def strings_of_parts(content: bytes) -> list[str]:
    """The same by the XML alone: a text per paragraph, and per cell."""
    found = []
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|header\d+)\.xml", name):
                root = ElementTree.fromstring(archive.read(name))  # noqa: S314 - we have just written it
                for paragraph in (element for element in root.iter() if element.tag.endswith("}p")):
                    marks = {"t": None, "br": "\n", "tab": "\t", "cr": "\n", "noBreakHyphen": "-"}
                    pieces = ((element.tag.rpartition("}")[2], element.text or "") for element in paragraph.iter())
                    found.append("".join(marks[tag] or text for tag, text in pieces if tag in marks))
    return found


def strings_of_csv(content: bytes) -> list[str]:
    return [cell for rows in reading.csv_files(content).values() for row in rows for cell in row]


def strings_by_pandas(content: bytes) -> list[str]:
    found = []
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                frame = pd.read_csv(
                    archive.open(name), dtype=str, header=None, keep_default_na=False, encoding="utf-8-sig"
                )
                found += [str(cell) for row in frame.to_numpy().tolist() for cell in row]
    return [cell[1:] if reading.FORMULA_START.match(cell) else cell for cell in found]


def strings_of_bundle(content: bytes) -> list[str]:
    with ZipFile(io.BytesIO(content)) as archive:
        return [*strings_of_csv(content), archive.read("README.txt").decode()]


def strings_of_table(table: Any) -> list[str]:
    """The cells of an Arrow table, and everything that is said about it and its columns."""
    about = [value.decode() for value in table.schema.metadata.values()]
    said = [{key.decode(): value.decode() for key, value in (field.metadata or {}).items()} for field in table.schema]
    values = [json.loads(one["values"]) for one in said if "values" in one]
    return [*about, *strings_in(said), *strings_in(values), *strings_in(table.to_pylist())]


def strings_of_frame(content: bytes) -> list[str]:
    return [*strings_in(pd.read_parquet(io.BytesIO(content)).to_dict("list"))]
