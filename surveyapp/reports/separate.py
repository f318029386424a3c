"""Every table as a CSV file of its own: all of them in a zip file, or one."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from surveyapp.errors import InvalidInput
from surveyapp.reports.delimited import columns_csv, table_csv, write_csv
from surveyapp.reports.labels import in_words
from surveyapp.reports.parts import all_tables
from surveyapp.reports.progress import each, untold
from surveyapp.reports.readme import readme_sections
from surveyapp.reports.zipped import write_zip

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from surveyapp.reports.progress import Tell
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table

_RESPONSES = "responses"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def write_tables(
    report: RoundReport, out: BinaryIO, *, responses: bool, words: bool, only: str = "", tell: Tell = untold
) -> None:
    """Write all tables as a zip file of CSV files, with or without single `responses`, or `only` one table as CSV.

    `words` puts words in place of the codes of the responses. Raises `InvalidInput` when no table is called `only`.
    """
    tables = [
        _worded(report, table) if words else table for table in all_tables(report, responses=responses or bool(only))
    ]
    if only:
        out.write(table_csv(_named(tables, only)))
        return
    members = [("readme.csv", _facts(report)), ("columns.csv", columns_csv(tables))]
    named = list(zip(_file_names(tables), tables, strict=True))
    members += [(name, table_csv(table)) for name, table in each(named, "Table", lambda one: one[1].title, tell)]
    out.write(write_zip(members, report.made_at.astimezone(UTC)))


def _worded(report: RoundReport, table: Table) -> Table:
    return in_words(table, report.summary) if table.name == _RESPONSES else table


def _named(tables: Iterable[Table], name: str) -> Table:
    found = {table.name: table for table in tables}
    if name not in found:
        message = f"There is no table called {name!r}. Choose one of: {', '.join(found)}."
        raise InvalidInput(message)
    return found[name]


def _file_names(tables: Iterable[Table]) -> list[str]:
    """Name each file after its table, so that every system takes it and no two are alike."""
    names = ["readme", "columns"]
    for table in tables:
        plain = _UNSAFE.sub("-", table.name).strip("-")[:60] or "table"
        name, number = plain, 1
        while name.lower() in names:
            number += 1
            name = f"{plain}-{number}"
        names.append(name.lower())
    return [f"{name}.csv" for name in names[2:]]


def _facts(report: RoundReport) -> bytes:
    rows = [(section.title, fact.label, fact.value) for section in readme_sections(report) for fact in section.facts]
    return write_csv(("section", "fact", "value"), rows)
