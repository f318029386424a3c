from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from surveyapp.reports.excel.look import PAPER, SUNK, WASH
from surveyapp.reports.excel.measure import height, lines, width_of
from surveyapp.reports.findings import Findings
from surveyapp.reports.overview import DECISIONS, summary_table
from surveyapp.stats.declared import offered_rules
from surveyapp.stats.rules import ShareRule
from tests.reports.excel.opened import opened, the_small_workbook
from tests.reports.rounds import a_dataset, a_drawn_dataset, a_questionnaire, a_report, the_items, the_questions


@pytest.mark.parametrize(
    ("name", "cell", "area"),
    [
        ("Summary", "C8", "A7:AF14"),
        ("Comments", "B5", "A4:F9"),
        ("Wording", "B5", "A4:G5"),
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

    assert str(validation.sqref) == "AD8:AD14"
    assert validation.type == "list"
    assert validation.formula1 == f'"{",".join(DECISIONS)}"'
    assert validation.showErrorMessage
    assert validation.error.endswith("Drop, Move tier, Undecided.")


def test_items_fold_below_their_goals() -> None:
    sheet = the_small_workbook()["Summary"]

    assert [sheet.row_dimensions[row].outlineLevel for row in range(8, 15)] == [0, 0, 1, 2, 3, 0, 1]
    assert sheet.sheet_format.outlineLevelRow == 3
    assert not sheet.sheet_properties.outlinePr.summaryBelow


def test_items_are_indented_below_their_goals() -> None:
    sheet = the_small_workbook()["Summary"]

    assert [sheet.cell(row, 2).alignment.indent for row in range(8, 15)] == [0, 0, 1, 2, 3, 0, 1]
    assert [sheet.cell(row, 2).font.b for row in range(8, 15)] == [False, True, True, False, False, True, True]


def test_a_goal_stands_out_from_its_sub_goals() -> None:
    sheet = the_small_workbook()["Summary"]

    fills = [sheet.cell(row, 2).fill.fgColor.rgb for row in range(8, 15)]
    plain, head = "00000000", f"00{SUNK}"
    assert fills == [plain, head, head, plain, plain, head, head]


def test_goals_without_sub_goals_all_look_alike() -> None:
    items = tuple(item for item in the_items() if item.level <= 1)
    questionnaire = a_questionnaire(items=items, questions=())
    sheet = opened(
        a_report(replace(a_dataset(), questionnaire=questionnaire, ratings={}, choices={}, places={}, words=()))
    )["Summary"]

    bold = [sheet.cell(row, 2).value for row in range(7, sheet.max_row + 1) if sheet.cell(row, 2).font.b]
    assert bold == ["High Priority", "Intermediate"]


@pytest.mark.parametrize("name", ["Summary", "Comments", "Wording", "Responses", "Codebook"])
def test_the_head_and_the_first_columns_are_printed_on_every_page(name: str) -> None:
    sheet = the_small_workbook()[name]

    head = int(sheet.freeze_panes[1:]) - 1
    rows = {"Summary": f"$6:${head}", "Responses": "$1:$2"}.get(name, f"${head}:${head}")
    columns = "$A:$B" if name == "Summary" else "$A:$A"
    assert (sheet.print_title_rows, sheet.print_title_cols) == (rows, columns)


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


@pytest.mark.parametrize("name", the_small_workbook().sheetnames)
def test_no_sheet_is_wider_than_its_pages(name: str) -> None:
    sheet = the_small_workbook()[name]

    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    pages = 1 if name in {"Read me", "Responses", "Long"} else 0
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, pages)


def test_the_summary_is_printed_in_groups_that_can_be_read() -> None:
    sheet = the_small_workbook()["Summary"]

    assert sheet.print_area == "'Summary'!$A$1:$AA$14,'Summary'!$AB$6:$AF$14"
    assert [sheet[f"{letter}6"].value for letter in ("A", "AB")] == ["Plan", "Words"]
    shared = sum(sheet.column_dimensions[letter].width for letter in "AB")
    for start, end in ((1, 27), (28, 32)):
        printed = [sheet.column_dimensions[get_column_letter(column)] for column in range(start, end + 1)]
        units = sum(column.width for column in printed if not column.hidden)
        assert (units + (shared if start > 1 else 0)) * 0.0778 * 0.65 < 10.2


def test_details_of_the_summary_are_folded_and_what_is_read_first_is_not() -> None:
    sheet = the_small_workbook()["Summary"]
    folded = {
        sheet.cell(7, column).value
        for column in range(1, sheet.max_column + 1)
        if sheet.column_dimensions[get_column_letter(column)].hidden
    }

    assert folded == {"Kind", "Tier", "Median", "Lower quartile", "Upper quartile"}
    assert sheet.sheet_format.outlineLevelCol == 1
    assert not sheet.sheet_properties.outlinePr.summaryRight
    assert "Details are folded" in sheet["A2"].value


def test_interval_and_neighboring_rules_stand_beside_the_verdict() -> None:
    rule = offered_rules(1, 5, 4)["percent-70"]
    sheet = opened(a_report(a_drawn_dataset(60), findings=Findings(rules={"importance": rule})))["Summary"]
    head = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "Item")
    titles = [cell.value for cell in sheet[head]]
    verdict = titles.index("Verdict")

    beside = ["Verdict", "By neighboring rules", "n", "Share at 4–5", "95% from", "95% to"]
    assert titles[verdict : verdict + 6] == beside
    letters = [get_column_letter(column) for column in range(verdict + 1, verdict + 7)]
    assert not any(sheet.column_dimensions[letter].hidden for letter in letters)


@pytest.mark.parametrize("name", ["Summary", "Ratings"])
def test_a_note_broader_than_its_page_is_wrapped_over_it(name: str) -> None:
    prompt = "Who reads this on paper has to see its end as well. " * 12
    questions = tuple(replace(question, prompt=prompt) for question in the_questions())
    rule = ShareRule(low=1, high=5, agree_from=4, least=0.75, against_to=2, fewer_than=0.15, out="mirror", smallest=10)
    findings = Findings(rules={"agreement": rule, "importance": rule})
    sheet = opened(a_report(a_dataset(a_questionnaire(questions=questions)), findings=findings))[name]
    printed = CellRange(sheet.print_area.split(",")[0].split("!")[1].replace("$", ""))
    columns = [sheet.column_dimensions[get_column_letter(number)] for number in range(1, printed.max_col + 1)]
    breadth = sum(column.width for column in columns if not column.hidden)
    head = next(cell.row for cell in sheet["A"] if cell.value == "Item")
    broad = [cell for cell in sheet["A"][1:head] if cell.value and lines(cell.value, breadth) > 1]

    assert broad
    merged = {area.coord for area in sheet.merged_cells.ranges}
    for cell in broad:
        assert f"{cell.coordinate}:{get_column_letter(printed.max_col)}{cell.row}" in merged
        assert cell.alignment.wrap_text
        assert sheet.row_dimensions[cell.row].height >= height(lines(cell.value, breadth))


def test_a_note_that_has_room_stays_one_cell() -> None:
    assert not the_small_workbook()["Codebook"].merged_cells.ranges


def test_of_the_responses_one_page_is_printed() -> None:
    sheet = opened(a_report(a_drawn_dataset(60)))["Responses"]

    assert sheet.max_row == 62
    assert sheet.print_area == "'Responses'!$A$1:$N$40"
    assert sheet.oddFooter.center.text == "Only the beginning is printed: this sheet is for the screen."


def test_columns_are_at_least_as_wide_as_the_table_says() -> None:
    table, sheet = summary_table(a_report().summary), the_small_workbook()["Summary"]

    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[7]]
    assert all(width >= column.width for width, column in zip(widths, table.columns, strict=True))
    assert widths[:2] == [8, 46]


def test_no_word_of_a_title_is_broken() -> None:
    for name in ("Summary", "Ratings", "Priorities", "Comments", "Wording", "Codebook"):
        sheet = the_small_workbook()[name]
        titles = [cell for row in sheet.iter_rows() for cell in row if cell.font.b and cell.alignment.wrap_text]
        for cell in (cell for cell in titles if cell.fill.fgColor.rgb == f"00{WASH}"):
            width = sheet.column_dimensions[cell.column_letter].width
            assert max(width_of(word) for word in cell.value.split()) <= width


def test_codes_are_not_cut_off() -> None:
    data = a_dataset()
    codes = tuple(f"HGDMQNRKB{n}" for n in range(data.submitted))
    sheet = opened(a_report(replace(data, codes=codes)))["Comments"]

    (head,) = (cell for cell in sheet[4] if cell.value == "Response")
    assert sheet.cell(5, head.column).value in codes
    assert sheet.column_dimensions[head.column_letter].width >= width_of("HGDMQNRKB0") > 11


def test_there_is_room_to_write_by_hand() -> None:
    sheet = the_small_workbook()["Summary"]

    assert [sheet.column_dimensions[letter].width for letter in ("AE", "AF")] == [50, 40]
    assert min(sheet.row_dimensions[row].height for row in range(8, 15)) == 30
    assert {sheet.cell(row, column).border.right.style for row in range(8, 15) for column in (30, 31, 32)} == {"thin"}


def test_what_was_not_asked_about_an_item_stands_back() -> None:
    sheet = the_small_workbook()["Summary"]

    fills = [sheet.cell(8, column).fill.fgColor.rgb for column in (5, 12, 30)]
    assert sheet["A8"].value == "S1"
    assert [sheet.cell(8, column).value is None for column in (5, 12, 30)] == [False, True, True]
    assert fills == ["00000000", f"00{PAPER}", "00000000"]


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
