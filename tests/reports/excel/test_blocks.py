from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.questionnaire import Question
from surveyapp.reports.excel.charts import MOST_BARS, chart_points, most_bars
from surveyapp.reports.excel.look import ACCENT, BIPOLAR, UNIPOLAR
from tests.reports.excel.opened import opened, the_small_workbook
from tests.reports.rounds import (
    IMPORTANCE,
    a_dataset,
    a_drawn_dataset,
    a_questionnaire,
    a_report,
    an_item,
    the_questions,
)

if TYPE_CHECKING:
    from surveyapp.stats.dataset import RoundDataset


def _charts(sheet: Any) -> list[Any]:
    return list(sheet._charts)


def _cells(sheet: Any, reference: str) -> list[Any]:
    """The values in a reference such as 'Ratings'!$A$7:$A$8."""
    name, _, area = reference.rpartition("!")
    assert name == f"'{sheet.title}'"
    cells = sheet[area.replace("$", "")]
    return [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]


def _titles(sheet: Any) -> list[str]:
    return [chart.title.tx.rich.p[0].r[0].t for chart in _charts(sheet)]


def _many_goals(count: int) -> RoundDataset:
    items = tuple(an_item(n, ItemKind.GOAL, f"G{n}", f"Goal number {n}", level=1) for n in range(count))
    questions = (
        Question(1, "importance", QuestionKind.RATING, "How?", tuple(range(count)), IMPORTANCE),
        Question(2, "order", QuestionKind.RANKING, "Which?", tuple(range(count)), enough=3),
    )
    data = a_drawn_dataset(5)
    scores = np.full((5, count), 4, dtype=np.int16)
    places = np.tile(np.arange(1, count + 1, dtype=np.int16), (5, 1))
    return replace(
        data,
        questionnaire=a_questionnaire(items=items, questions=questions),
        ratings={"importance": scores},
        places={"order": places},
        words=(),
    )


def test_every_question_with_answers_has_a_chart() -> None:
    assert _titles(the_small_workbook()["Ratings"]) == [
        "Agreement: share of the scores",
        "Importance: share of the scores",
        "Step: share of the choices",
        "Tier: share of the choices",
    ]
    assert _titles(the_small_workbook()["Priorities"]) == ["Order: Borda points"]


def test_a_stacked_chart_draws_the_shares_of_its_table() -> None:
    sheet = the_small_workbook()["Ratings"]
    chart = _charts(sheet)[1]

    assert (chart.grouping, chart.overlap, chart.barDir) == ("percentStacked", 100, "bar")
    names = [_cells(sheet, series.tx.strRef.f) for series in chart.series]
    assert names == [["1 None"], ["2 Little"], ["3 Some"], ["4 Much"], ["5 Very much"]]
    shares = [_cells(sheet, series.val.numRef.f) for series in chart.series]
    assert shares[0] == [pytest.approx(1 / 6), "hidden"]
    assert shares[4] == [pytest.approx(1 / 3), "hidden"]
    assert {tuple(_cells(sheet, series.cat.strRef.f)) for series in chart.series} == {("A", "B")}


def test_a_ranking_is_drawn_best_first() -> None:
    sheet = the_small_workbook()["Priorities"]
    (chart,) = _charts(sheet)

    (series,) = chart.series
    assert _cells(sheet, series.cat.strRef.f) == ["A", "B"]
    assert _cells(sheet, series.val.numRef.f) == [3, 2]
    assert chart.x_axis.scaling.orientation == "maxMin"
    assert series.graphicalProperties.solidFill.srgbClr == ACCENT


@pytest.mark.parametrize(("number", "colours"), [(0, BIPOLAR), (1, UNIPOLAR)], ids=["statements", "goals"])
def test_colours_tell_two_poles_from_one(number: int, colours: tuple[str, ...]) -> None:
    chart = _charts(the_small_workbook()["Ratings"])[number]

    assert [series.graphicalProperties.solidFill.srgbClr for series in chart.series] == list(colours)


def test_a_piece_too_small_for_a_label_has_none() -> None:
    data = a_drawn_dataset(100)
    scores = np.full((100, 1), 4, dtype=np.int16)
    scores[0] = 1
    report = a_report(replace(data, ratings={**data.ratings, "agreement": scores}))

    chart = _charts(opened(report)["Ratings"])[0]

    unlabelled = [[label.idx for label in series.dLbls.dLbl] for series in chart.series]
    assert unlabelled == [[0], [0], [0], [], [0]]


def test_a_chart_of_many_items_is_shared_out() -> None:
    sheet = opened(a_report(_many_goals(61)))["Ratings"]

    bars = [_cells(sheet, chart.series[0].cat.strRef.f) for chart in _charts(sheet)]
    assert [label for part in bars for label in part] == [f"G{n}" for n in range(61)]
    assert [len(part) for part in bars] == [20, 21, 20]
    assert max(len(part) for part in bars) <= MOST_BARS


def _rows_of(chart: Any) -> range:
    """The rows, from 1, over which a chart lies."""
    return range(chart.anchor._from.row + 1, chart.anchor.to.row + 1)


def _printed(sheet: Any) -> list[range]:
    """The rows of each area that is printed, in order."""
    areas = [area.rpartition(":") for area in sheet.print_area.replace("$", "").split(",")]
    return [
        range(coordinate_to_tuple(first.partition("!")[2])[0], coordinate_to_tuple(last)[0] + 1)
        for first, _, last in areas
    ]


def test_charts_that_share_out_a_ranking_have_one_scale() -> None:
    sheet = opened(a_report(_many_goals(61)))["Priorities"]

    scales = [(chart.y_axis.scaling.min, chart.y_axis.scaling.max) for chart in _charts(sheet)]
    assert len(scales) > 1
    assert scales == [(0, pytest.approx(1.08 * 5 * 60))] * len(scales)


@pytest.mark.parametrize("points", [300, 504, 700])
def test_a_chart_has_no_more_bars_than_fit(points: float) -> None:
    assert chart_points(most_bars(points)) <= points < chart_points(most_bars(points) + 1)


def test_a_chart_has_no_more_bars_than_can_be_taken_in() -> None:
    assert (most_bars(5000), most_bars(0)) == (MOST_BARS, 1)


def test_charts_stand_below_their_table_and_over_nothing() -> None:
    sheet = opened(a_report(_many_goals(61)))["Ratings"]

    filled = {cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None}
    bottom = 0
    for chart in _charts(sheet):
        rows = _rows_of(chart)
        assert rows[0] > bottom
        assert not filled.intersection(rows)
        bottom = rows[-1]


def test_a_chart_is_as_broad_as_its_sheet() -> None:
    sheet = the_small_workbook()["Ratings"]

    assert {(chart.anchor._from.col, chart.anchor.to.col) for chart in _charts(sheet)} == {(0, sheet.max_column)}


def test_every_question_begins_on_a_page_of_its_own() -> None:
    sheet = the_small_workbook()["Ratings"]

    headings = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).font.sz == 16]
    assert [sheet.cell(row, 1).value for row in headings] == ["Agreement", "Importance", "Step", "Tier"]
    assert [rows[0] for rows in _printed(sheet)] == headings


@pytest.mark.parametrize(
    ("name", "goals"), [("Ratings", 7), ("Ratings", 20), ("Ratings", 61), ("Priorities", 12), ("Priorities", 61)]
)
def test_no_chart_is_cut_by_the_end_of_a_page(name: str, goals: int) -> None:
    sheet = opened(a_report(_many_goals(goals)))[name]

    units = sum(sheet.column_dimensions[get_column_letter(column)].width for column in range(1, sheet.max_column + 1))
    # the least that a page takes: as many points as its height, at the print of the narrowest columns
    page = (8.5 - 1.5) * 72 / min(1, (11 - 0.8) / (units * 7 / 96))
    areas = _printed(sheet)
    height = {row: sheet.row_dimensions[row].height for row in range(1, areas[-1][-1] + 1)}
    assert [row for rows in areas for row in rows] == list(range(1, areas[-1][-1] + 1))
    for chart in _charts(sheet):
        (area,) = (rows for rows in areas if _rows_of(chart)[0] in rows)
        assert _rows_of(chart)[-1] in area
        assert sum(height[row] for row in area) <= page


@pytest.mark.parametrize(("name", "kind"), [("Ratings", QuestionKind.RANKING), ("Priorities", QuestionKind.RATING)])
def test_a_sheet_without_questions_says_so(name: str, kind: QuestionKind) -> None:
    questions = tuple(question for question in the_questions() if question.kind is kind)
    sheet = opened(a_report(a_dataset(a_questionnaire(questions=questions), words=[])))[name]

    assert [sheet.cell(row, 1).value for row in (1, 2)] == [name, "This round asked no question of this kind."]


def test_nothing_is_drawn_of_no_answers() -> None:
    workbook = opened(a_report(a_drawn_dataset(0)))

    assert _charts(workbook["Ratings"]) == _charts(workbook["Priorities"]) == []
