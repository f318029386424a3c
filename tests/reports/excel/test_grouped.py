from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from surveyapp.enums import WordsKind
from surveyapp.reports.excel.grouped import by_tier
from surveyapp.reports.findings import find
from surveyapp.reports.overview import summary_table
from surveyapp.stats.dataset import Words
from tests.reports.excel.opened import opened, written
from tests.reports.excel.test_texts import NASTY
from tests.reports.rounds import A, a_dataset, a_drawn_dataset, a_report


def test_every_tier_has_a_head_and_items_fold_below_it() -> None:
    table = by_tier(summary_table(a_report().summary))

    text = table.position("text")
    assert [(row[0], row[text], level) for row, level in zip(table.rows, table.levels, strict=True)] == [
        ("S1", "Everyone knows whom to call.", 0),
        (None, "High Priority", 0),
        ("A", "Open the clinic at weekends", 1),
        ("A.1", "Find out who would come", 2),
        ("A.1.a", "Ask in three towns", 3),
        (None, "Intermediate", 0),
        ("B", "Teach the teachers", 1),
    ]


def test_a_table_with_nothing_to_show_stays_as_it_is() -> None:
    table = summary_table(a_report(a_drawn_dataset(2)).summary)

    assert by_tier(table) is table


def test_what_a_wording_changes_is_marked_in_its_cell() -> None:
    content = written(
        a_report(a_dataset(words=[Words(2, "wording", A, WordsKind.WORDING, "Open the clinic every day")]))
    )
    cell = load_workbook(io.BytesIO(content), rich_text=True)["Wording"]["D5"].value

    assert isinstance(cell, CellRichText)
    runs = [(run.text, bool(run.font.strike), run.font.u) for run in cell if not isinstance(run, str)]
    assert [text for text, struck, _ in runs if struck] == ["at weekends"]
    assert [text for text, _, underlined in runs if underlined == "single"] == ["every day"]


@pytest.mark.parametrize("text", NASTY[:14])
def test_a_nasty_wording_stays_text_in_its_redline(text: str) -> None:
    report = a_report(a_dataset(words=[Words(2, "wording", A, WordsKind.WORDING, text)]))

    cell = opened(report)["Wording"]["D5"]

    assert cell.data_type == "s"
    assert text.strip()[:3] in cell.value


def test_the_places_are_drawn_with_the_range_that_is_left() -> None:
    data = a_dataset()
    sheet = opened(a_report(data, findings=find(data)))["Priorities"]

    (chart,) = sheet._charts
    (series,) = chart.series
    assert series.errBars.errValType == "cust"
    head = next(row for row in sheet.iter_rows() if row[0].value == "Place")
    letters = {cell.value: cell.column_letter for cell in head}
    reach = {name: f"'Priorities'!${letters[name]}$" for name in ("Places before", "Places after")}
    assert series.errBars.minus.numRef.f.startswith(reach["Places before"])
    assert series.errBars.plus.numRef.f.startswith(reach["Places after"])
    assert all(sheet.column_dimensions[letters[name]].hidden for name in reach)
    assert chart.visible_cells_only is False
