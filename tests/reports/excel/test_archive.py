from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from surveyapp.reports.excel.archive import Archive

if TYPE_CHECKING:
    from pathlib import Path

STAMP = datetime(2026, 3, 2, 18, 30, 10, tzinfo=UTC)


def _write(folder: Path, sheet: bytes, rows: bytes) -> ZipFile:
    (folder / "sheet.xml").write_bytes(sheet)
    waiting = io.BytesIO()
    waiting.write(rows)
    out = io.BytesIO()
    with Archive(out, STAMP, {"xl/sheet1.xml": waiting}) as archive:
        archive.writestr("docs.xml", "<docs/>")
        archive.write(folder / "sheet.xml", "xl/sheet1.xml")
        archive.write(folder / "sheet.xml", "xl/other.xml")
    return ZipFile(out)


@pytest.mark.parametrize("empty", [b"<sheetData />", b"<sheetData/>", b"<sheetData></sheetData>"])
def test_rows_are_put_into_their_sheet(tmp_path: Path, empty: bytes) -> None:
    written = _write(tmp_path, b"<worksheet>" + empty + b"<tail/></worksheet>", b"<row/><row/>")

    assert written.read("xl/sheet1.xml") == b"<worksheet><sheetData><row/><row/></sheetData><tail/></worksheet>"
    assert written.read("xl/other.xml") == b"<worksheet>" + empty + b"<tail/></worksheet>"


def test_rows_take_the_place_of_those_that_were_there(tmp_path: Path) -> None:
    written = _write(tmp_path, b"<a><sheetData>\n<row>old</row></sheetData></a>", b"<row>new</row>")

    assert written.read("xl/sheet1.xml") == b"<a><sheetData><row>new</row></sheetData></a>"


def test_every_member_bears_the_stamp_and_is_compressed(tmp_path: Path) -> None:
    written = _write(tmp_path, b"<sheetData/>", b"<row/>" * 1000)

    assert {member.date_time for member in written.infolist()} == {(2026, 3, 2, 18, 30, 10)}
    assert written.getinfo("xl/sheet1.xml").compress_size < 200
    assert written.testzip() is None
