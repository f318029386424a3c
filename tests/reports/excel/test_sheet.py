from __future__ import annotations

import io
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from surveyapp.reports.excel.book import Book
from surveyapp.reports.excel.cells import cell
from surveyapp.reports.excel.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.reports.excel.sheet import Sheet


@pytest.fixture
def book() -> Iterator[Book]:
    with closing(Book()) as made:
        yield made


@pytest.fixture
def sheet(book: Book) -> Sheet:
    return book.add_sheet("Sheet", [10, 20], "0E5A63")


def _saved(book: Book) -> Any:
    out = io.BytesIO()
    book.save(out, datetime(2026, 3, 2, tzinfo=UTC))
    return load_workbook(out)["Sheet"]


def test_rows_follow_each_other(book: Book, sheet: Sheet) -> None:
    sheet.line(("a", Look()), (1.5, Look(number_format="0.0")))
    sheet.append((cell(sheet.row + 1, column, column) for column in (1, 2)), points=30, level=1)

    saved = _saved(book)

    assert list(saved.values) == [("a", 1.5), (1, 2)]
    assert saved["B1"].number_format == "0.0"
    assert (saved.row_dimensions[2].height, saved.row_dimensions[2].outlineLevel) == (30, 1)
    assert (sheet.row, sheet.points) == (2, 45)


def test_skipped_rows_are_as_high_as_asked(sheet: Sheet) -> None:
    sheet.skip(31)

    assert (sheet.row, sheet.points) == (3, 45)


def test_links_lead_from_the_first_cell_of_their_rows(book: Book, sheet: Sheet) -> None:
    sheet.skip(30)
    sheet.line(("Summary", Look()))
    sheet.link("Summary")
    sheet.line(("after", Look()))

    saved = _saved(book)

    assert saved["A3"].hyperlink.location == "'Summary'!A1"
    assert [row[0] for row in saved.values] == [None, None, "Summary", "after"]


def test_a_look_is_known_by_one_number(sheet: Sheet) -> None:
    assert sheet.style(Look(bold=True)) == sheet.style(Look(bold=True), "text") != sheet.style(Look())
    assert (
        sheet.style(Look(bold=True), "=1") == sheet.style(Look(bold=True, quoted=True)) != sheet.style(Look(bold=True))
    )


def test_a_closed_book_keeps_no_file_open() -> None:
    with closing(Book()) as book:
        rows = book.add_sheet("Sheet", [10], "000000").rows

    assert rows.closed
