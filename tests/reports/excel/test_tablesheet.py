from __future__ import annotations

import pytest

from surveyapp.reports.overview import DECISIONS, summary_table
from tests.reports.excel.opened import opened, the_small_workbook
from tests.reports.rounds import a_drawn_dataset, a_report


@pytest.mark.parametrize(
    ("name", "cell", "area"),
    [
        ("Summary", "C7", "A6:AF11"),
        ("Comments", "B5", "A4:E9"),
        ("Wording", "B5", "A4:E5"),
        ("Responses", "B3", "A2:Q8"),
        ("Codebook", "B5", "A4:H23"),
    ],
)
def test_heads_stay_in_sight_and_carry_filters(name: str, cell: str, area: str) -> None:
    sheet = the_small_workbook()[name]

    assert sheet.freeze_panes == cell
    assert sheet.auto_filter.ref == area


def test_responses_have_a_row_of_codes_above_the_row_of_words() -> None:
    rows = the_small_workbook()["Responses"].iter_rows(1, 2, 1, 3, values_only=True)

    assert list(rows) == [
        ("response", "agreement.S1", "importance.A"),
        ("Response", "Agreement S1: Everyone knows whom to call.", "Importance A: Open the clinic at weekends"),
    ]


def test_a_decision_is_chosen_from_the_list() -> None:
    (validation,) = the_small_workbook()["Summary"].data_validations.dataValidation

    assert str(validation.sqref) == "AD7:AD11"
    assert validation.type == "list"
    assert validation.formula1 == f'"{",".join(DECISIONS)}"'
    assert validation.showErrorMessage
    assert validation.error.endswith("Drop, Move tier, Undecided.")


def test_items_fold_below_their_goals() -> None:
    sheet = the_small_workbook()["Summary"]

    assert [sheet.row_dimensions[row].outlineLevel for row in range(7, 12)] == [0, 0, 1, 2, 0]
    assert sheet.sheet_format.outlineLevelRow == 2
    assert not sheet.sheet_properties.outlinePr.summaryBelow


def test_items_are_indented_below_their_goals() -> None:
    sheet = the_small_workbook()["Summary"]

    assert [sheet.cell(row, 2).alignment.indent for row in range(7, 12)] == [0, 0, 1, 2, 0]
    assert [sheet.cell(row, 2).font.b for row in range(7, 12)] == [False, True, False, False, True]


@pytest.mark.parametrize("name", ["Summary", "Comments", "Wording", "Responses", "Codebook"])
def test_the_head_and_the_first_column_are_printed_on_every_page(name: str) -> None:
    sheet = the_small_workbook()[name]

    head = int(sheet.freeze_panes[1:]) - 1
    rows = {"Summary": f"$5:${head}", "Responses": "$1:$2"}.get(name, f"${head}:${head}")
    assert (sheet.print_title_rows, sheet.print_title_cols) == (rows, "$A:$A")


@pytest.mark.parametrize("name", the_small_workbook().sheetnames)
def test_every_sheet_is_set_up_for_letter_paper(name: str) -> None:
    sheet = the_small_workbook()[name]

    assert int(sheet.page_setup.paperSize) == 1
    assert sheet.page_setup.orientation == ("portrait" if name == "Read me" else "landscape")
    assert sheet.oddHeader.left.text == "A plan for care && rest"
    assert sheet.oddHeader.right.text == "Round 2"
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("&A", "Page &P of &N")
    assert sheet.print_area
    assert sheet.sheet_properties.tabColor is not None


@pytest.mark.parametrize("name", ["Comments", "Wording", "Codebook"])
def test_text_is_printed_as_wide_as_the_page(name: str) -> None:
    sheet = the_small_workbook()[name]

    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_the_summary_is_printed_large_enough_to_be_read() -> None:
    sheet = the_small_workbook()["Summary"]

    groups = [column.group for column in summary_table(a_report().summary).columns]
    cuts = [mark.id for mark in sheet.col_breaks.brk]
    assert sheet.page_setup.scale >= 68
    assert cuts
    assert all(groups[cut - 1] != groups[cut] for cut in cuts)


def test_columns_are_as_wide_as_the_table_says() -> None:
    table, sheet = summary_table(a_report().summary), the_small_workbook()["Summary"]

    letters = [cell.column_letter for cell in sheet[6]]
    assert [sheet.column_dimensions[letter].width for letter in letters] == [column.width for column in table.columns]


def test_rows_are_as_high_as_their_longest_text() -> None:
    sheet = the_small_workbook()["Comments"]

    heights = {sheet.cell(row, 3).value: sheet.row_dimensions[row].height for row in range(5, 10)}
    assert heights["- not on Sundays\n- never at night"] > heights["Parking."]


@pytest.mark.parametrize("name", ["Summary", "Ratings", "Priorities", "Comments", "Wording", "Responses"])
def test_with_too_few_responses_a_sheet_says_why_it_is_empty(name: str) -> None:
    sheet = opened(a_report(a_drawn_dataset(2)))[name]

    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(texts) == 2
    assert texts[1].startswith("Fewer than 3 members have submitted")
