from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.functions import fromstring

from surveyapp.reports.codebook import codebook_table
from surveyapp.reports.excel import SHEETS
from surveyapp.reports.excel.grouped import by_tier
from surveyapp.reports.figures import choices_table, priorities_table, ratings_table
from surveyapp.reports.long import long_table
from surveyapp.reports.overview import summary_table
from surveyapp.reports.redline import Redline
from surveyapp.reports.responses import responses_table
from surveyapp.reports.tables import HIDDEN, SHARE, Align
from surveyapp.reports.words import comments_table, wording_table
from tests.reports.excel.opened import head_of, opened, parts, the_small_workbook, values, written
from tests.reports.rounds import a_drawn_dataset, a_report, wilson

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell, Table


def _tables(report: RoundReport) -> list[tuple[str, Table]]:
    summary, data = report.summary, report.dataset
    return [
        ("Summary", by_tier(summary_table(summary))),
        *(("Ratings", ratings_table(summary, code)) for code in ("agreement", "importance")),
        *(("Ratings", choices_table(summary, code)) for code in ("step", "tier")),
        ("Priorities", priorities_table(summary, "order")),
        ("Comments", comments_table(data, summary)),
        ("Wording", wording_table(data, summary)),
        ("Responses", responses_table(data, summary)),
        ("Long", long_table(data, summary)),
        ("Codebook", codebook_table(summary)),
    ]


def _as_read(value: Cell) -> Cell:
    """What a reader without an eye for marks inside a cell finds there."""
    return "".join(run.words for run in value.runs) if isinstance(value, Redline) else value


def test_sheets_stand_in_order() -> None:
    assert the_small_workbook().sheetnames == list(SHEETS)
    assert SHEETS == (
        "Read me",
        "Summary",
        "Ratings",
        "Priorities",
        "Segments",
        "Comments",
        "Wording",
        "Responses",
        "Long",
        "Codebook",
        "Check",
    )


@pytest.mark.parametrize("report", [a_report(), a_report(a_drawn_dataset(60))], ids=["small", "drawn"])
def test_every_table_stands_in_its_sheet_value_for_value(report: RoundReport) -> None:
    workbook = opened(report)

    for name, table in _tables(report):
        sheet, rows = workbook[name], [list(map(_as_read, row)) for row in table.rows]
        head = head_of(sheet, table)
        assert values(sheet, head + 1, head + len(rows), len(table.columns)) == rows


def test_every_figure_has_the_format_of_its_column() -> None:
    for name, table in _tables(a_report()):
        sheet = the_small_workbook()[name]
        head = head_of(sheet, table)
        if name in {"Responses", "Long"}:
            continue
        for row in sheet.iter_rows(head + 1, head + len(list(table.rows)), 1, len(table.columns)):
            assert [cell.number_format for cell in row] == [column.number_format for column in table.columns]
            assert [cell.alignment.wrap_text for cell in row] == [column.wrap or None for column in table.columns]


def test_numbers_are_numbers_and_everything_else_is_text() -> None:
    for name, table in _tables(a_report()):
        sheet = the_small_workbook()[name]
        head = head_of(sheet, table)
        for cells in sheet.iter_rows(head + 1, sheet.max_row, 1, len(table.columns)):
            for cell in cells:
                expected = "s" if isinstance(cell.value, str) else "n"
                assert cell.data_type == expected


def test_the_priorities_of_the_small_round_cell_by_cell() -> None:
    sheet = the_small_workbook()["Priorities"]

    grid = [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(8, 9, 1, 12)]

    low, high = wilson(3, 5)
    first = [(1, "0"), ("A", "General"), ("Open the clinic at weekends", "General"), (3, "#,##0.0"), (1.4, "0.0")]
    shares = [(0.6, SHARE), (pytest.approx(low), SHARE), (pytest.approx(high), SHARE)]
    assert grid[0] == [*first, *shares, *shares, (4, "0")]
    assert [value for value, _ in grid[1]][:5] == [2, "B", "Teach the teachers", 2, 1.6]


def test_hidden_figures_stand_back() -> None:
    sheet = the_small_workbook()["Summary"]

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == HIDDEN]

    assert len(cells) == 9
    assert {(cell.font.color.rgb, cell.alignment.horizontal) for cell in cells} == {("005A6568", Align.RIGHT.value)}


def test_every_part_is_well_formed_and_formulas_stand_on_the_sheet_check_alone() -> None:
    check = f"xl/worksheets/sheet{SHEETS.index('Check') + 1}.xml"
    for name, part in parts(a_report()).items():
        root = fromstring(part)
        if name.startswith("xl/worksheets/sheet"):
            assert bool([element for element in root.iter() if element.tag.endswith("}f")]) is (name == check)
            for row in (element for element in root.iter() if element.tag.endswith("}row")):
                assert [coordinate_to_tuple(cell.get("r", ""))[0] for cell in row] == [int(row.get("r", ""))] * len(row)
            kinds = {element.get("t") for element in root.iter() if element.tag.endswith("}c")}
            assert kinds <= {None, "inlineStr"}


def test_the_same_report_gives_the_same_bytes() -> None:
    assert written(a_report()) == written(a_report())


def test_the_file_says_what_it_is_and_names_no_person_or_machine() -> None:
    properties = the_small_workbook().properties

    assert properties.title == "What do you think?: results of round 2"
    assert properties.subject == "A plan for care & rest"
    assert (properties.creator, properties.lastModifiedBy) == ("Surveyapp 9.8.7", None)
    moment = datetime.fromisoformat("2026-03-02T18:30")
    assert [stamp and stamp.replace(tzinfo=None) for stamp in (properties.created, properties.modified)] == [moment] * 2


def test_one_font_is_named_throughout() -> None:
    fonts = re.compile(rb'(?:latin typeface|name val)="([^"]*)"|&amp;"([^",]*),Regular"|&quot;([^"&,]*),Regular&quot;')

    named = {name for part in parts(a_report()).values() for names in fonts.findall(part) for name in names if name}

    assert named == {b"Arial"}


@pytest.mark.parametrize("responses", [0, 1, 2, 3])
def test_few_responses_or_none_still_make_a_workbook(responses: int) -> None:
    workbook = opened(a_report(a_drawn_dataset(responses)))

    assert workbook.sheetnames == list(SHEETS)
