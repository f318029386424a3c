from __future__ import annotations

import io
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from openpyxl import load_workbook

from surveyapp.reports.excel.book import Book
from surveyapp.reports.excel.cells import cell
from surveyapp.reports.excel.look import FONT
from surveyapp.reports.excel.measure import SIZE


def test_what_has_no_style_is_set_in_our_font() -> None:
    out = io.BytesIO()
    with closing(Book()) as book:
        sheet = book.add_sheet("Sheet", [10], "000000")
        sheet.append([cell(1, 1, "plain")])
        book.save(out, datetime(2026, 3, 2, tzinfo=UTC))

    workbook: Any = load_workbook(out)

    assert [(font.name, font.sz) for font in workbook._fonts] == [(FONT, SIZE)]
    assert workbook["Sheet"]["A1"].style == "Normal"
    normal = workbook._named_styles["Normal"].font
    assert (normal.name, normal.sz, normal.scheme) == (FONT, SIZE, None)


def test_sheets_stand_in_the_order_in_which_they_were_added() -> None:
    with closing(Book()) as book:
        for title in ("One", "Two"):
            book.add_sheet(title, [10], "000000")

        assert book.workbook.sheetnames == ["One", "Two"]
