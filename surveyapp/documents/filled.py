"""The sheets of a workbook that a committee filled in: what stands in which cell, for whom, and what cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from surveyapp.documents.carried import RowKey, mark_of
from surveyapp.documents.workbooks import NOT_READ, merged_rows, opened, rows_of
from surveyapp.enums import DecisionKind, DispositionKind
from surveyapp.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

_KEY = "Key"
_HEAD_WITHIN = 40
# so that what is stored fits a cell of the next export, whatever its letters
_LONGEST = 16_000


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One item's row: where it stands, whose it is, and what was filled in; `revision` is what it was exported at."""

    row: int
    key: str
    revision: int
    decision: str
    wording: str
    reason: str


@dataclass(frozen=True, slots=True)
class FilledComment:
    """One comment's row, at the address `key`; `mark` is that of the text beside which it was filled in."""

    row: int
    key: str
    revision: int
    mark: str
    disposition: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell or row that cannot be used, and why."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class FilledBook:
    """All rows with something in them, and what cannot be used. `notes` say what was not there to be read."""

    rows: tuple[FilledRow, ...]
    comments: tuple[FilledComment, ...]
    problems: tuple[Unreadable, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a sheet is read: the columns to fill in, each with its list if it has one, and those that its mark is of."""

    sheet: str
    entries: Mapping[str, type[StrEnum] | None]
    about: tuple[str, ...]
    most_rows: int

    @property
    def titles(self) -> tuple[str, ...]:
        return *self.about, *self.entries, _KEY


SUMMARY = _Layout("Summary", {"Decision": DecisionKind, "New wording": None, "Reason": None}, ("Item", "Text"), 5_000)
COMMENTS = _Layout("Comments", {"Disposition": DispositionKind}, ("Comment",), 50_000)


@dataclass(slots=True)
class _Sheet:
    """What was found on a sheet so far: its rows by their keys, and what cannot be used."""

    layout: _Layout
    rows: dict[str, tuple[int, RowKey, tuple[str, ...]]] = field(default_factory=dict)
    problems: list[Unreadable] = field(default_factory=list)

    def tell(self, row: int, message: str, column: int | None = None) -> None:
        cell = f"row {row}" if column is None else f"cell {get_column_letter(column + 1)}{row}"
        self.problems.append(Unreadable(f"{self.layout.sheet}, {cell}", message))


def read_filled(data: bytes, name: str, round_id: int) -> FilledBook:
    """Read what was filled in on the sheets Summary and Comments, in rows and columns of any order.

    Raises `InvalidInput`, which names file, sheet and cell, for what is no such workbook, for one of another round, and
    for a sheet that goes on for longer than any of ours.
    """
    with opened(data, name) as workbook:
        if SUMMARY.sheet not in workbook.sheetnames:
            raise InvalidInput(f"“{name}” has no sheet called {SUMMARY.sheet}. {NOT_READ}")
        items = _read_sheet(workbook, name, SUMMARY, round_id)
        with_comments = COMMENTS.sheet in workbook.sheetnames
        comments = _read_sheet(workbook, name, COMMENTS, round_id) if with_comments else _Sheet(COMMENTS)
    missing = f"There is no sheet called {COMMENTS.sheet} in this file, so no dispositions of comments were read."
    return FilledBook(
        rows=tuple(FilledRow(row, key.key, key.revision, *texts) for row, key, texts in items.rows.values()),
        comments=tuple(
            FilledComment(row, key.key, key.revision, key.mark, *texts) for row, key, texts in comments.rows.values()
        ),
        problems=(*items.problems, *comments.problems),
        notes=() if with_comments else (missing,),
    )


def _read_sheet(workbook: Any, name: str, layout: _Layout, round_id: int) -> _Sheet:
    sheet = workbook[layout.sheet]
    rows = rows_of(sheet)
    head, columns = _find_head(rows, name, layout)
    found = _Sheet(layout)
    for number, cells in rows:
        if number > layout.most_rows:
            _refuse_more(number, cells, name, layout)
        else:
            _read_row(found, number, cells, columns, round_id)
    entries = {columns[title] + 1 for title in layout.entries}
    for area, over, where in merged_rows(workbook, sheet):
        if entries.intersection(area) and over[-1] > head:
            message = "These cells are merged over several rows, so it cannot be told whose they are. Unmerge them."
            found.problems.append(Unreadable(f"{layout.sheet}, cells {where}", message))
    return found


def _find_head(rows: Iterator[tuple[int, tuple[Any, ...]]], name: str, layout: _Layout) -> tuple[int, dict[str, int]]:
    """Find the row of the titles and the column of each. Raises `InvalidInput` where one is missing or there twice."""
    best: set[str] = set()
    for number, cells in rows:
        places: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            if isinstance(cell.value, str) and cell.value.strip() in layout.titles:
                places.setdefault(cell.value.strip(), []).append(place)
        if len(places) == len(layout.titles):
            for title, found in places.items():
                if len(found) > 1:
                    where = " and ".join(f"{get_column_letter(place + 1)}{number}" for place in found)
                    message = f"The sheet {layout.sheet} of “{name}” has several columns called {title}, in {where}."
                    raise InvalidInput(f"{message} Give those that you added another title. Nothing was stored.")
            return number, {title: found[0] for title, found in places.items()}
        best = max(best, set(places), key=len)
        if number >= _HEAD_WITHIN:
            break
    missing = " and ".join(title for title in layout.titles if title not in best)
    message = f"The sheet {layout.sheet} of “{name}” has no column with the title {missing} beside the others."
    raise InvalidInput(f"{message} {NOT_READ}")


def _refuse_more(number: int, cells: tuple[Any, ...], name: str, layout: _Layout) -> None:
    """Raise `InvalidInput` for something that stands further below than any row of ours."""
    for place, cell in enumerate(cells):
        if cell.value is not None:
            where = f"{layout.sheet}, cell {get_column_letter(place + 1)}{number}"
            message = f"“{name}” goes on below row {layout.most_rows:,} ({where}), which is more than is read."
            raise InvalidInput(f"{message} Nothing was stored. Take out what does not belong there.")


def _read_row(found: _Sheet, number: int, cells: tuple[Any, ...], columns: Mapping[str, int], round_id: int) -> None:
    layout, texts = found.layout, []
    problems = len(found.problems)
    for title, kinds in layout.entries.items():
        text, problem = _text(cells[columns[title]])
        if not problem and text and kinds is not None:
            text, problem = _choice(text, kinds)
        if problem:
            found.tell(number, problem, columns[title])
        texts.append(text)
    if len(found.problems) > problems or not any(texts):
        return
    key = RowKey.read(_text(cells[columns[_KEY]])[0])
    if key is None:
        found.tell(number, _no_key(cells[columns[_KEY]]), columns[_KEY])
    elif key.round_id != round_id:
        where = f"{layout.sheet}, cell {get_column_letter(columns[_KEY] + 1)}{number}"
        message = f"This workbook was exported from another round ({where} says so). Nothing was stored."
        raise InvalidInput(f"{message} Choose the Excel summary of this round.")
    elif key.mark != mark_of(*(str(cells[columns[title]].value or "") for title in layout.about)):
        found.tell(
            number,
            "What stands in this row is not what was exported in it: it was edited, or the rows were sorted without "
            "all of their columns, so it cannot be told whose it is. Fill a fresh export in.",
            columns[layout.about[-1]],
        )
    elif key.key in found.rows:
        found.tell(number, f"The same stands in row {found.rows[key.key][0]} already. Leave one of the two.")
    else:
        found.rows[key.key] = number, key, tuple(texts)


def _no_key(cell: Any) -> str:
    if cell.value is None:
        return "This row belongs to nothing that was exported, so what it says has no place."
    return "The hidden column Key was changed here. Fill a fresh export in."


def _choice(text: str, kinds: type[StrEnum]) -> tuple[str, str]:
    """Give one of a list as we write it, or say what the list is."""
    wanted = " ".join(text.lower().split())
    if wanted in set(kinds):
        return wanted.capitalize(), ""
    return "", f"“{text[:60]}” is not in the list. Choose one of: {', '.join(kind.capitalize() for kind in kinds)}."


def _text(cell: Any) -> tuple[str, str]:
    """Give the text of a cell and, where it cannot be used, why."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", "It holds a formula. Type the text itself."
    if cell.data_type == "e":
        return "", f"It holds the error {value}."
    if isinstance(value, date | time | timedelta):
        return "", "The program made a date of what was typed here. Type it with an apostrophe in front."
    text = str(value).upper() if isinstance(value, bool) else str(value)
    # Excel keeps a carriage return in this form
    text = text.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(text) > _LONGEST:
        return "", f"It holds {len(text):,} characters, more than the {_LONGEST:,} that are kept."
    return text, ""
