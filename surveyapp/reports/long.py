"""The answers once more, a row for each: the layout that statistics packages and databases like best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.reports.labels import labels_by_column, shown_columns
from surveyapp.reports.responses import responses_table
from surveyapp.reports.tables import Align, Column, Rows, Table, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.reports.tables import Cell
    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.summary import RoundSummary

_NOTE = (
    "A row for each thing that a member was asked, and for each text. “Value” is the code as in the table Responses, "
    "“In words” what it stands for; a member’s own words stand there alone. Nothing written makes no row."
)


def long_table(dataset: RoundDataset, summary: RoundSummary) -> Table:
    """Build the table with a row per answer: response, question, item, its code, and what the code stands for.

    It holds exactly what the table of responses holds: silence has a row without a value, a text has one only where
    there is one, and columns about too few people are left out.
    """
    title = "Long: every answer in a row of its own"
    if summary.hidden:
        return withheld("long", title, summary)
    columns = (
        Column("response", "Response", width=12),
        Column("question", "Question", width=14),
        Column("item", "Item", width=9),
        Column("value", "Value", width=9, align=Align.RIGHT),
        Column("label", "In words", width=60),
    )
    return Table("long", title, columns, Rows(lambda: _rows(dataset, summary)), (_NOTE,))


def _rows(dataset: RoundDataset, summary: RoundSummary) -> Iterator[tuple[Cell, ...]]:
    columns = shown_columns(summary)
    # What a column's code adds to that of its question is the label of its item, told apart from others like it.
    about = [(str(column.source), column.code.removeprefix(column.source)[1:] or None) for column in columns]
    labels = labels_by_column(summary, columns)
    for response, *cells in responses_table(dataset, summary).rows:
        for (question, item), words, cell in zip(about, labels, cells, strict=True):
            if words is not None:
                yield response, question, item, cell, words.get(cell)
            elif cell is not None:
                yield response, question, item, None, cell
