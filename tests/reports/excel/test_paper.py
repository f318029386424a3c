from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from surveyapp.reports.excel.book import Book
from surveyapp.reports.excel.paper import divide, page_points, print_beginning, print_blocks, print_columns, set_up
from surveyapp.reports.excel.sheet import DEFAULT_HEIGHT
from tests.reports.rounds import a_questionnaire

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def book() -> Iterator[Book]:
    made = Book()
    yield made
    made.close()


def test_a_table_that_can_be_read_is_not_divided() -> None:
    assert divide([20] * 9, cuts=(4,), repeated=1) == ()


def test_a_table_too_broad_to_be_read_goes_on_on_a_second_page() -> None:
    assert divide([20] * 14, cuts=(2, 7, 12), repeated=1) == (7,)


def test_it_takes_no_more_pages_than_it_must() -> None:
    cuts = divide([20] * 30, cuts=tuple(range(2, 30, 2)), repeated=1)

    assert len(cuts) == 3
    assert max(end - start for start, end in pairwise((0, *cuts, 30))) <= 8


def test_repeated_columns_take_their_room_on_every_page() -> None:
    assert divide([60, *[20] * 9], cuts=(4, 6), repeated=1) == (6,)
    assert divide([60, *[20] * 9], cuts=(4, 6), repeated=0) == (4,)


def test_where_cuts_do_not_help_the_largest_print_is_taken() -> None:
    assert divide([20, 400], cuts=(1,), repeated=0) == (1,)
    assert divide([500], cuts=(), repeated=0) == ()


def test_a_page_takes_more_rows_the_smaller_the_print() -> None:
    assert 460 < page_points([10]) < 7 * 72
    assert page_points([260]) == pytest.approx(2 * page_points([130]), rel=0.02)


def test_every_sheet_is_one_page_wide(book: Book) -> None:
    sheet = book.add_sheet("Sheet", [10], "000000")

    set_up(sheet, a_questionnaire())

    assert sheet.page.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page.page_setup.fitToWidth, sheet.page.page_setup.fitToHeight) == (1, 0)


def test_pages_side_by_side_are_areas_of_their_own(book: Book) -> None:
    sheet = book.add_sheet("Sheet", [10] * 6, "000000")
    sheet.skip(9 * DEFAULT_HEIGHT)

    print_columns(sheet, cuts=(2, 4), top=3)

    assert sheet.page.print_area == "'Sheet'!$A$1:$B$9,'Sheet'!$C$3:$D$9,'Sheet'!$E$3:$F$9"


def test_blocks_are_areas_one_below_the_other(book: Book) -> None:
    sheet = book.add_sheet("Sheet", [10] * 3, "000000")

    print_blocks(sheet, [4, 9])

    assert sheet.page.print_area == "'Sheet'!$A$1:$C$4,'Sheet'!$A$5:$C$9"


@pytest.mark.parametrize(
    ("columns", "rows", "area", "says_so"), [(2, 9, "B$5", True), (3, 4, "C$4", True), (9, 9, "C$5", False)]
)
def test_a_page_that_shows_the_beginning_alone_says_so(
    book: Book, columns: int, rows: int, area: str, says_so: bool
) -> None:
    sheet = book.add_sheet("Sheet", [10] * 3, "000000")
    sheet.skip(5 * DEFAULT_HEIGHT)

    print_beginning(sheet, columns, rows)

    assert sheet.page.print_area == f"'Sheet'!$A$1:${area}"
    assert (sheet.page.oddFooter.center.text or "").startswith("Only the beginning is printed") is says_so


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("Care & rest", "Care && rest"),
        ("2030 and &P", "2030 and &&P"),
        ("two\nlines", "two lines"),
        ("x" * 500, "x" * 90 + "…"),
        ("&" * 200, "&&" * 90 + "…"),
    ],
)
def test_a_title_cannot_become_a_code_of_the_header(book: Book, title: str, header: str) -> None:
    sheet = book.add_sheet("Sheet", [10], "000000")

    set_up(sheet, a_questionnaire(plan_title=title))

    assert sheet.page.oddHeader.left.text == header


def test_a_header_is_never_longer_than_excel_allows(book: Book) -> None:
    sheet = book.add_sheet("Sheet", [10], "000000")

    set_up(sheet, a_questionnaire(plan_title="&" * 500))

    assert len(str(sheet.page.oddHeader)) <= 255


def test_a_footer_is_never_longer_than_excel_allows(book: Book) -> None:
    sheet = book.add_sheet("Sheet", [10] * 2, "000000")
    set_up(sheet, a_questionnaire())

    print_beginning(sheet, 1, 1)

    assert len(str(sheet.page.oddFooter)) <= 255
