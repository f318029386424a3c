from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from surveyapp.documents.carried import mark_of
from surveyapp.documents.filled import FilledComment, FilledRow, read_filled
from surveyapp.errors import InvalidInput
from tests.documents.filling import ITEMS, ROUND, a_comment_row, a_workbook, an_item_row, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from surveyapp.documents.filled import FilledBook

KEEP = an_item_row("A", "Keep", key="key-a")


def _read(content: bytes) -> FilledBook:
    return read_filled(content, "filled.xlsx", ROUND)


def _changed(change: Callable[[Any], object], *rows: Sequence[object]) -> bytes:
    """A workbook that somebody changed in their program; the head is in row 3, the items begin in row 4."""
    workbook: Any = load_workbook(io.BytesIO(a_workbook(*(rows or (KEEP,)))))
    change(workbook)
    return saved(workbook)


def test_filled_rows_are_read_with_their_place() -> None:
    content = a_workbook(
        an_item_row("A", "Keep", None, "Wanted by most\nof them ", key="key-a"),
        [None] * 6,
        an_item_row("B", key="key-b"),
        an_item_row("C", " move  TIER ", 5, True, key="key-c", revision=2),
        comments=[
            a_comment_row("Who pays?", "in part", address="c12-ABCDEFGHIJ", revision=1),
            a_comment_row("=1+1", None, address="o3"),
        ],
    )

    found = _read(content)

    assert found.rows == (
        FilledRow(4, "key-a", 0, "Keep", "", "Wanted by most\nof them"),
        FilledRow(7, "key-c", 2, "Move tier", "5", "TRUE"),
    )
    assert found.comments == (FilledComment(2, "c12-ABCDEFGHIJ", 1, mark_of("Who pays?"), "In part"),)
    assert (found.problems, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        (an_item_row("A", "=1+1", key="k"), "Summary, cell C4", "formula"),
        (an_item_row("A", "#N/A", key="k"), "Summary, cell C4", "error #N/A"),
        (an_item_row("A", None, "x" * 16_001, key="k"), "Summary, cell D4", "16,001 characters"),
        (an_item_row("A", None, None, datetime(2026, 6, 5), key="k"), "Summary, cell E4", "a date"),  # noqa: DTZ001
        (an_item_row("A", None, None, timedelta(hours=3), key="k"), "Summary, cell E4", "a date"),
        (an_item_row("A", "Perhaps", key="k"), "Summary, cell C4", "“Perhaps” is not in the list. Choose one of: Keep"),
        (["A", "", "Keep", None, None, None], "Summary, cell F4", "belongs to nothing"),
        (["A", "", "Keep", None, None, "k"], "Summary, cell F4", "Key was changed"),
        (["A", "", "Keep", None, None, "=F3"], "Summary, cell F4", "Key was changed"),
        (["B", *an_item_row("A", "Keep", key="k")[1:]], "Summary, cell B4", "sorted without"),
        (["A", "Edited", *an_item_row("A", "Keep", key="k")[2:]], "Summary, cell B4", "was edited"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_cell(row: Sequence[object], place: str, said: str) -> None:
    found = _read(a_workbook(row))

    (problem,) = found.problems
    assert (problem.place, found.rows) == (place, ())
    assert said in problem.message


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        (a_comment_row("Who pays?", "Keep", address="o1"), "Comments, cell C2", "one of: Accepted, In part, Declined"),
        (["A", "Who knows?", *a_comment_row("Who pays?", "Parked", address="o1")[2:]], "Comments, cell B2", "sorted"),
    ],
)
def test_what_cannot_be_used_about_a_comment_is_named(row: Sequence[object], place: str, said: str) -> None:
    found = _read(a_workbook(comments=[row]))

    (problem,) = found.problems
    assert (problem.place, found.comments) == (place, ())
    assert said in problem.message


def test_what_stands_there_twice_is_named() -> None:
    found = _read(a_workbook(KEEP, an_item_row("A", "Drop", key="key-a")))

    assert [row.decision for row in found.rows] == ["Keep"]
    assert [(p.place, p.message[:24]) for p in found.problems] == [("Summary, row 5", "The same stands in row 4")]


def _with_columns_inserted(workbook: Any) -> None:
    workbook["Summary"].insert_cols(1, 2)
    workbook["Summary"].insert_cols(5)


def _moved_down(workbook: Any) -> None:
    workbook["Summary"].insert_rows(1, 7)


def _with_a_column_of_their_own(workbook: Any) -> None:
    for row, text in ((3, "Who said so"), (4, "Ann")):
        workbook["Summary"].cell(row, 12, text)


def _filtered(workbook: Any) -> None:
    workbook["Summary"].auto_filter.ref = "A3:F4"
    workbook["Summary"].row_dimensions[4].hidden = True


@pytest.mark.parametrize("change", [_with_columns_inserted, _moved_down, _with_a_column_of_their_own, _filtered])
def test_what_a_committee_may_do_to_a_sheet(change: Callable[[Any], object]) -> None:
    found = _read(_changed(change))

    assert [(row.key, row.decision) for row in found.rows] == [("key-a", "Keep")]
    assert found.problems == ()


def test_rows_may_be_sorted_and_deleted() -> None:
    rows = [an_item_row(label, "Keep", None, label, key=f"key-{label}") for label in "CA"]

    assert [(row.key, row.reason) for row in _read(a_workbook(*rows)).rows] == [("key-C", "C"), ("key-A", "A")]


def test_cells_merged_over_several_rows_are_named() -> None:
    content = _changed(
        lambda workbook: workbook["Summary"].merge_cells("C4:C5"), KEEP, an_item_row("B", None, None, "x", key="key-b")
    )

    assert [problem.place for problem in _read(content).problems] == ["Summary, cells C4:C5"]


def _retitled(workbook: Any) -> None:
    workbook["Summary"]["C3"] = "Beschluss"


def _twice(workbook: Any) -> None:
    workbook["Summary"]["H3"] = "Decision"


def _renamed(workbook: Any) -> None:
    workbook["Summary"].title = "Decisions"


def _beyond(workbook: Any) -> None:
    workbook["Summary"]["B5001"] = "And more"


def _of_another_round(workbook: Any) -> None:
    workbook["Summary"]["F4"] = an_item_row("A", key="key-a", round_id=7)[-1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_retitled, "Summary of “filled.xlsx” has no column with the title Decision"),
        (_twice, "several columns called Decision, in C3 and H3"),
        (_renamed, "no sheet called Summary"),
        (_beyond, r"goes on below row 5,000 \(Summary, cell B5001\)"),
        (_of_another_round, r"exported from another round \(Summary, cell F4 says so\). Nothing was stored"),
    ],
)
def test_what_makes_the_whole_file_useless(change: Callable[[Any], object], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        _read(_changed(change))


def test_empty_cells_further_down_are_no_rows() -> None:
    def look(workbook: Any) -> None:
        workbook["Summary"]["B6000"].number_format = "0%"

    assert len(_read(_changed(look)).rows) == 1


def test_a_missing_sheet_of_comments_is_said() -> None:
    found = _read(a_workbook(KEEP, comments=None))

    assert len(found.rows) == 1
    assert [note[:37] for note in found.notes] == ["There is no sheet called Comments in "]


def test_comments_of_another_round_are_refused() -> None:
    row = a_comment_row("Who pays?", "Parked", address="o1", round_id=2)

    with pytest.raises(InvalidInput, match=re.escape("(Comments, cell D2 says so)")):
        _read(a_workbook(comments=[row]))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
@settings(max_examples=60, deadline=None)
def test_texts_come_back_as_they_were_typed(text: str) -> None:
    typed = f"<b>{text}\n&amp;\n{text}"

    (row,) = _read(a_workbook(an_item_row("A", None, typed, key="k"))).rows

    assert row.wording == typed.strip()


def test_a_carriage_return_of_excel_is_a_line_break() -> None:
    (row,) = _read(a_workbook(an_item_row("A", None, "one_x000D_\ntwo_x000D_three", key="k"))).rows

    assert row.wording == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no Excel workbook"),
        (b"PK\x03\x04 and then nothing", "no Excel workbook"),
        (b"Item;Decision", "no Excel workbook"),
        (a_workbook(title="Other"), "no sheet called Summary"),
        (a_workbook(head=("Item", "Decision")), "title Text and New wording and Reason and Key"),
        (b"x" * 12_000_001, "larger than 12 MB"),
    ],
)
def test_what_is_no_filled_summary_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        _read(content)


def _repacked(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, part if member == name else source.read(member))
        if name not in source.namelist():
            target.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (BOMB, "declarations"),
        (BOMB.decode().encode("utf-16"), "declarations"),
        (b"0" * 80_000_001, "unpacks to more"),
        (b"<worksheet", "cannot be read"),
    ],
    ids=["entities", "entities in UTF-16", "zip bomb", "broken"],
)
def test_dangerous_parts_are_refused(part: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        _read(_repacked(a_workbook(KEEP), SHEET, part))


def test_something_at_the_far_end_of_the_sheet_is_named_and_costs_nothing() -> None:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = "Summary"
    for row in (ITEMS, KEEP):
        sheet.append(list(row))
    sheet["XFD1048576"] = "far to the right, where nothing is read"
    assert [row.key for row in _read(saved(workbook)).rows] == ["key-a"]

    sheet["A1048576"] = "far down"
    with pytest.raises(InvalidInput, match="cell A1048576"):
        _read(saved(workbook))
