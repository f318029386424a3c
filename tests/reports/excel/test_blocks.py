from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.questionnaire import Question
from surveyapp.reports.excel.charts import MOST_BARS
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
    question = Question(1, "importance", QuestionKind.RATING, "How?", tuple(range(count)), IMPORTANCE)
    data = a_drawn_dataset(5)
    scores = np.full((5, count), 4, dtype=np.int16)
    return replace(
        data,
        questionnaire=a_questionnaire(items=items, questions=(question,)),
        ratings={"importance": scores},
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


def test_charts_stand_below_their_table_and_over_nothing() -> None:
    sheet = opened(a_report(_many_goals(61)))["Ratings"]

    filled = {cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None}
    bottom = 0
    for chart in _charts(sheet):
        top = chart.anchor._from.row + 1
        rows = int(chart.anchor.ext.height / 12_700 / 15) + 1
        assert top > bottom
        assert not filled.intersection(range(top, top + rows))
        bottom = top + rows - 1


def test_every_question_begins_on_a_page_of_its_own() -> None:
    sheet = the_small_workbook()["Ratings"]

    headings = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).font.sz == 16]
    assert [sheet.cell(row, 1).value for row in headings] == ["Agreement", "Importance", "Step", "Tier"]
    assert [mark.id for mark in sheet.row_breaks.brk] == [row - 1 for row in headings[1:]]


def test_no_chart_is_cut_by_the_end_of_a_page() -> None:
    sheet = opened(a_report(_many_goals(61)))["Ratings"]

    page = (8.5 - 1.5) * 72 * 100 / sheet.page_setup.scale
    ends = [mark.id for mark in sheet.row_breaks.brk]
    height = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    for chart in _charts(sheet)[1:]:
        top = chart.anchor._from.row
        begin = max(end for end in ends if end <= top)
        above = sum(height[row] for row in range(begin + 1, top + 1))
        assert above + chart.anchor.ext.height / 12_700 <= page


@pytest.mark.parametrize(("name", "kind"), [("Ratings", QuestionKind.RANKING), ("Priorities", QuestionKind.RATING)])
def test_a_sheet_without_questions_says_so(name: str, kind: QuestionKind) -> None:
    questions = tuple(question for question in the_questions() if question.kind is kind)
    sheet = opened(a_report(a_dataset(a_questionnaire(questions=questions), words=[])))[name]

    assert [sheet.cell(row, 1).value for row in (1, 2)] == [name, "This round asked no question of this kind."]


def test_nothing_is_drawn_of_no_answers() -> None:
    workbook = opened(a_report(a_drawn_dataset(0)))

    assert _charts(workbook["Ratings"]) == _charts(workbook["Priorities"]) == []
