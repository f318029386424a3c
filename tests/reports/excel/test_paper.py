from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.reports.excel.book import Book
from surveyapp.reports.excel.paper import Fit, fit, set_up
from tests.reports.rounds import a_questionnaire

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def book() -> Iterator[Book]:
    made = Book()
    yield made
    made.close()


def test_a_narrow_table_is_printed_at_its_size() -> None:
    assert fit([20, 20]) == Fit(100)


def test_a_broad_table_is_made_smaller() -> None:
    assert fit([20] * 8, cuts=(4,)) == Fit(80)


def test_a_table_too_broad_to_be_read_goes_on_on_a_second_page() -> None:
    how = fit([20] * 14, cuts=(2, 7, 12), repeated=1)

    assert how.cuts == (7,)
    assert how.scale >= 68


def test_it_takes_no_more_pages_than_it_must() -> None:
    widths = [20] * 30

    how = fit(widths, cuts=tuple(range(2, 30, 2)), repeated=1)

    assert len(how.cuts) == 3
    assert how.scale >= 68


def test_where_cuts_do_not_help_the_largest_print_is_taken() -> None:
    assert fit([20, 400], cuts=(1,)).cuts == (1,)
    assert fit([500]).scale == fit([500], cuts=()).scale == 26


def test_a_page_takes_more_rows_the_smaller_the_print() -> None:
    assert Fit(100).points == pytest.approx(504)
    assert Fit(50).points == pytest.approx(1008)


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
