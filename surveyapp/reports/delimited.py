"""CSV that a spreadsheet opens as it stands: UTF-8 with a mark, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from typing import TYPE_CHECKING

from surveyapp.reports.text import whole_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from surveyapp.reports.tables import Cell, Table

# A spreadsheet runs a cell that begins with one of these; the apostrophe in front makes it text. One that was typed
# there gets another, so that whoever takes the first one off has what was typed.
_FORMULA_START = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write cells as CSV: figures at full precision, texts as they are, None as nothing at all.

    A text that a spreadsheet would run as a formula gets an apostrophe in front; what is no character becomes "�".
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def table_csv(table: Table) -> bytes:
    """Write a table as CSV below the names of its columns; one that has nothing to show, as the sentences that say why.

    The titles of the columns stand in `columns_csv`, so that every row but the first holds figures.
    """
    if not table.columns:
        return write_csv(("note",), ((note,) for note in table.notes))
    return write_csv([column.name for column in table.columns], table.rows)


def columns_csv(tables: Iterable[Table]) -> bytes:
    """Write what each column of each table is called by people, with the sentences that stand beside the table."""
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        rows += [(table.name, column.name, column.group, column.title) for column in table.columns]
        rows += [(table.name, None, "Note", note) for note in table.notes]
    return write_csv(("table", "column", "group", "title"), rows)


def links_csv(people: Iterable[tuple[str, str, str, str, bool]], public_url: str) -> bytes:
    """Everybody's personal link: given name, family name, e-mail address, link (made from the token), reminders or not.

    Whoever said that they want no more reminders has "no" in the last column.
    """
    rows = (
        (given, family, email, link_address(public_url, token), "yes" if wants_reminders else "no")
        for given, family, email, token, wants_reminders in people
    )
    return write_csv(("given name", "family name", "e-mail", "link", "reminders"), rows)


def link_address(public_url: str, token: str) -> str:
    """The whole address of a personal link."""
    return f"{public_url}/r/{token}"


def _written(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _harmless(value)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else repr(value)


def _harmless(text: str) -> str:
    text = whole_characters(text)
    return f"'{text}" if _FORMULA_START.match(text) else text
