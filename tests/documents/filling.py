"""Workbooks as a committee hands them back: made from nothing, or an export with cells filled in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook

from surveyapp.documents.carried import RowKey, mark_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUND = 1
ITEMS = ("Item", "Text", "Decision", "New wording", "Reason", "Key")
COMMENTS = ("Item", "Comment", "Disposition", "Key")


def an_item_row(
    label: str, *filled: object, key: str, revision: int = 0, text: str = "", round_id: int = ROUND
) -> list[object]:
    """A row of the sheet Summary: decision, new wording and reason are `filled` in as far as they are given."""
    cells = [*filled, *[None] * (3 - len(filled))]
    return [label, text, *cells, str(RowKey(round_id, key, revision, mark_of(label, text)))]


def a_comment_row(
    text: str, disposition: object, *, address: str, revision: int = 0, round_id: int = ROUND
) -> list[object]:
    """A row of the sheet Comments."""
    return ["A", text, disposition, str(RowKey(round_id, address, revision, mark_of(text)))]


def a_workbook(
    *rows: Sequence[object],
    comments: Sequence[Sequence[object]] | None = (),
    title: str = "Summary",
    head: Sequence[object] = ITEMS,
) -> bytes:
    """A workbook with a title, an empty row, a head and these rows; without the sheet Comments where it is None."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = title
    sheet.append(["Summary: every item"])
    sheet.append([])
    for row in (head, *rows):
        sheet.append(list(row))
    if comments is not None:
        below: Any = workbook.create_sheet("Comments")
        for row in (COMMENTS, *comments):
            below.append(list(row))
    return saved(workbook)


def saved(workbook: Any) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def filled_in(content: bytes, sheet_name: str, beside: Mapping[str, Mapping[str, object]]) -> bytes:
    """An export with cells filled in: `beside` has, by what stands in the row, values by the titles of columns."""
    workbook: Any = load_workbook(io.BytesIO(content))
    sheet = workbook[sheet_name]
    columns = columns_of(sheet)
    for row in sheet.iter_rows():
        for text in {cell.value for cell in row} & set(beside):
            for title, value in beside[text].items():
                sheet.cell(row[0].row, columns[title], value)
    return saved(workbook)


def columns_of(sheet: Any) -> dict[str, int]:
    """The numbers of the columns by their titles."""
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Key" for cell in row))
    return {cell.value: cell.column for cell in head}
