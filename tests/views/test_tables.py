"""Report tables as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.permissions import OPERATOR
from surveyapp.reports.figures import choices_table, priorities_table, ratings_table
from surveyapp.reports.tables import DECIMAL, SHARE, WHOLE, Column, Table, figure_column
from surveyapp.services import results, surveys
from surveyapp.views.tables import show_table
from tests.conftest import NOON
from tests.factories import an_open_round
from tests.views.staffing import some_answers
from tests.views.test_results import everything

if TYPE_CHECKING:
    from flask import Flask


def test_each_format_as_text() -> None:
    columns = (
        Column("label", "Item"),
        figure_column("n", "n", "Answers", WHOLE),
        figure_column("share", "Share", "Answers", SHARE),
        figure_column("mean", "Mean", "Middle", DECIMAL),
        figure_column("points", "Points", "Middle", "#,##0.0"),
    )
    rows = (("A", 1234, 0.125, 2.25, 12345.5), ("B", 0, "hidden", None, 3.0), (None, 1, 1.0, -0.5, 0.0))

    shown = show_table(Table("t", "Title", columns, rows, ("A note.",)))

    assert shown.groups == (("", 1), ("Answers", 2), ("Middle", 2))
    assert [[cell.text for cell in row] for row in shown.rows] == [
        ["A", "1,234", "13%", "2.3", "12,345.5"],
        ["B", "0", "hidden", "–", "3.0"],
        ["", "1", "100%", "-0.5", "0.0"],
    ]
    assert [cell.is_number for cell in shown.heads] == [False, True, True, True, True]
    assert shown.notes == ("A note.",)


def test_every_table_of_figures_can_be_shown(app: Flask) -> None:
    round_id = an_open_round().id
    some_answers(round_id, 7, everything)
    surveys.close_round(OPERATOR, round_id, now=NOON)
    summary = results.load_summary(OPERATOR, round_id)

    for code in ("agreement", "importance", "feasibility"):
        assert len(show_table(ratings_table(summary, code)).rows) == len(summary.questionnaire.by_code[code].items)
    for code in ("tier", "step"):
        assert len(show_table(choices_table(summary, code)).rows) == 3
    assert len(show_table(priorities_table(summary, "order")).rows) == 3
