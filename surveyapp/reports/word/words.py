"""What members wrote, item by item: comments and wordings as quotations, with what a wording changes below it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from surveyapp.reports.excel.text import clean
from surveyapp.reports.redline import Redline
from surveyapp.reports.tables import LABEL, TEXT
from surveyapp.reports.word.runs import add_redline, add_text
from surveyapp.reports.written import as_text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from surveyapp.reports.tables import Row, Table

_WORDS = ("comment", "wording")
_REDLINE = "redline"


def is_of_words(table: Table) -> bool:
    """Tell whether a table has a row for each text that somebody wrote."""
    names = {column.name for column in table.columns}
    return {LABEL.name, TEXT.name} <= names and any(name in names for name in _WORDS)


def add_words(document: WordDocument, table: Table) -> None:
    """Add every text below the item that it is about; what else its row says stands in small letters below it."""
    label, text = table.position(LABEL.name), table.position(TEXT.name)
    for (name, about), rows in groupby(table.rows, key=lambda row: (row[label], row[text])):
        add_text(document.add_heading(level=3), f"{name}  {about}")
        for row in rows:
            _add_one(document, table, row)


def _add_one(document: WordDocument, table: Table, row: Row) -> None:
    said = {column.name: value for column, value in zip(table.columns, row, strict=True)}
    kind = next(name for name in _WORDS if name in said)
    add_text(_quote(document), str(said[kind] or ""))
    changes = said.get(_REDLINE)
    if isinstance(changes, Redline):
        below = _quote(document)
        add_text(below, "What it changes: ", faint=True)
        add_redline(below, changes)
    rest = [
        f"{column.title}: {written}" if column.title else written
        for column, value in zip(table.columns, row, strict=True)
        if column.name not in {LABEL.name, TEXT.name, kind, _REDLINE}
        and not column.hidden
        and (written := clean(as_text(value, column.number_format)).replace("\n", "; "))
    ]
    add_text(document.add_paragraph(style="About a quote"), " · ".join(rest), faint=True)


def _quote(document: WordDocument) -> Paragraph:
    paragraph = document.add_paragraph(style="Quote")
    paragraph.paragraph_format.keep_with_next = True
    return paragraph
