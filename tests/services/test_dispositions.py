"""What became of comments: read from the sheet of an export, stored with the words it was decided about."""

from __future__ import annotations

import io
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from surveyapp import database
from surveyapp.documents.carried import mark_of
from surveyapp.documents.filled import FilledBook, FilledComment, read_filled
from surveyapp.exports import export
from surveyapp.models import Disposition
from surveyapp.permissions import OPERATOR
from surveyapp.reports.formats import Options
from surveyapp.services import decisions, editing, surveys
from surveyapp.services.comments import load_coded
from surveyapp.services.differences import Overtaken
from surveyapp.services.results import load_dataset, move_on
from surveyapp.services.sealing import seal_survey
from tests.conftest import NOON, SECRET
from tests.documents.filling import columns_of, filled_in
from tests.factories import an_open_round, some_links
from tests.services.commenting import FIVE, a_person, a_written_round, audited, comments_of, find, submit

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.models import Round

PAYS = "Who pays for this?"


@pytest.fixture
def round_(app: Flask) -> Round:
    return a_written_round(*FIVE)


def _comment(round_: Round, text: str, disposition: str, *, revision: int = 0) -> FilledComment:
    found = next(words for words in load_coded(OPERATOR, round_.id).words if words.text.startswith(text))
    return FilledComment(7, found.name, revision, mark_of(found.text), disposition)


def _store(round_: Round, *rows: FilledComment, over: dict[str, int] | None = None) -> tuple[int, int]:
    book = FilledBook((), rows, ())
    basis = decisions.compare(OPERATOR, round_.id, book).basis
    return decisions.store(OPERATOR, round_.id, book, basis=basis, over=over or {}, source="filled.xlsx", now=NOON)


def _export(round_: Round) -> bytes:
    return export(OPERATOR, round_.id, "xlsx", now=NOON).content


def _sheet(content: bytes) -> dict[str, str | None]:
    """The dispositions on the sheet Comments, by the comments."""
    sheet: Any = load_workbook(io.BytesIO(content))["Comments"]
    columns = columns_of(sheet)
    rows = [(sheet.cell(row, columns["Comment"]).value, row) for row in range(1, sheet.max_row + 1)]
    return {text: sheet.cell(row, columns["Disposition"]).value for text, row in rows if text}


def _became(round_: Round, beginning: str) -> tuple[str, int, bool]:
    comment = find(a_person(name=secrets.token_hex(4)), round_.id, beginning)
    return str(comment.disposition or ""), comment.revision, comment.overtaken


def test_a_sheet_comes_back_and_the_next_export_has_what_it_said(round_: Round) -> None:
    content = _export(round_)
    sheet: Any = load_workbook(io.BytesIO(content))["Comments"]
    assert sheet.column_dimensions[sheet.cell(1, columns_of(sheet)["Key"]).column_letter].hidden
    filled_in_cells = {PAYS: {"Disposition": "In part"}, "Rural réach.": {"Disposition": "parked"}}
    filled = filled_in(content, "Comments", filled_in_cells)

    book = read_filled(filled, "filled.xlsx", round_.id)
    found = decisions.compare(OPERATOR, round_.id, book)

    assert [(one.label, one.text, one.after.decision) for one in found.changed] == [
        ("Comment on B", PAYS, "In part"),
        ("Answer to “What is missing from the plan?”", "Rural réach.", "Parked"),
    ]
    assert _store(round_, *book.comments) == (0, 2)
    assert _store(round_, *book.comments) == (0, 0)
    assert _became(round_, PAYS) == ("in part", 1, False)
    again = _export(round_)
    assert {text: said for text, said in _sheet(again).items() if said} == {
        "Comment": "Disposition",
        PAYS: "In part",
        "Rural réach.": "Parked",
    }
    assert _store(round_, *read_filled(again, "filled.xlsx", round_.id).comments) == (0, 0)
    told = [entry for entry in audited() if entry[0] == "decisions.imported"]
    assert told == [("decisions.imported", {"items": "0", "comments": "2", "labels": ""})]


def test_the_key_says_no_more_than_the_sheet(round_: Round) -> None:
    """Neither whose comment it is, nor which are from the same person, nor anything of a text that is not shown."""
    codes = set(load_dataset(OPERATOR, round_.id).codes)
    sheet: Any = load_workbook(io.BytesIO(_export(round_)))["Comments"]
    columns = columns_of(sheet)
    keys = {row: sheet.cell(row, columns["Key"]).value for row in range(1, sheet.max_row + 1)}
    names = [key.split("/")[1].partition("-")[2] for key in keys.values() if key and "/" in key]

    assert "Response" not in columns
    assert len(names) == len(set(names)) == 5
    assert not codes & set(names)
    for row, key in keys.items():
        if key and "/" in key:
            assert key.split("/")[3] == mark_of(sheet.cell(row, columns["Comment"]).value)


def test_comments_come_back_from_either_kind_of_file(round_: Round) -> None:
    for responses, said in ((False, "Accepted"), (True, "Declined")):
        content = export(OPERATOR, round_.id, "xlsx", now=NOON, options=Options(responses=responses)).content
        filled = filled_in(content, "Comments", {PAYS: {"Disposition": said}})
        assert _store(round_, *read_filled(filled, "filled.xlsx", round_.id).comments) == (0, 1)
        assert _sheet(_export(round_))[PAYS] == said


def test_undecided_takes_it_back_and_an_empty_cell_does_not(round_: Round) -> None:
    _store(round_, _comment(round_, PAYS, "Accepted"))

    assert _store(round_, _comment(round_, PAYS, "", revision=1)) == (0, 0)
    assert _store(round_, _comment(round_, PAYS, "Undecided", revision=1)) == (0, 1)

    assert _became(round_, PAYS) == ("undecided", 2, False)
    assert database.session().scalar(sa.select(sa.func.count()).select_from(Disposition)) == 2


def test_what_both_decided_is_a_conflict(round_: Round) -> None:
    mine = _comment(round_, PAYS, "Declined")
    _store(round_, _comment(round_, PAYS, "Accepted"))

    (one,) = decisions.compare(OPERATOR, round_.id, FilledBook((), (mine,), ())).clashing

    assert (one.before.decision, one.after.decision, one.is_comment) == ("Accepted", "Declined", True)
    assert _store(round_, mine) == (0, 0)
    assert _store(round_, mine, over={one.key: 1}) == (0, 1)
    assert _became(round_, PAYS) == ("declined", 2, False)


def test_what_somebody_decides_meanwhile_is_shown_first(round_: Round) -> None:
    book = FilledBook((), (_comment(round_, PAYS, "Declined"),), ())
    basis = decisions.compare(OPERATOR, round_.id, book).basis
    _store(round_, _comment(round_, PAYS, "Accepted"))

    with pytest.raises(Overtaken) as caught:
        decisions.store(OPERATOR, round_.id, book, basis=basis, over={}, source="", now=NOON)

    assert [one.before.decision for one in caught.value.found.clashing] == ["Accepted"]


def test_a_text_that_was_taken_out_meanwhile_makes_somebody_look(round_: Round) -> None:
    staff = a_person()
    found = find(staff, round_.id, "Dr. Sample")
    mine = _comment(round_, "Dr. Sample", "Declined")
    editing.redact(staff, round_.id, found.written.address, text="[A colleague]", seen=found.seen, now=NOON)

    (one,) = decisions.compare(OPERATOR, round_.id, FilledBook((), (mine,), ())).clashing

    assert (one.text, one.clashes) == ("[A colleague]", ("decision",))
    assert _store(round_, mine, over={one.key: 0}) == (0, 1)
    assert _became(round_, "[A colleague]") == ("declined", 1, False)


def test_a_disposition_outlives_redaction_and_seal(round_: Round) -> None:
    staff = a_person()
    _store(round_, _comment(round_, "Dr. Sample", "Declined"))
    found = find(staff, round_.id, "Dr. Sample")
    editing.redact(staff, round_.id, found.written.address, text="[A colleague]", seen=found.seen, now=NOON)
    assert _became(round_, "[A colleague]") == ("declined", 1, False)

    seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    assert _became(round_, "[A colleague]") == ("declined", 1, False)
    assert _sheet(_export(round_))["[A colleague]"] == "Declined"


def test_a_writer_who_changes_the_words_is_noticed(app: Flask) -> None:
    round_ = an_open_round()
    tokens = some_links(round_, 20)
    for number, token in enumerate(tokens[:10]):
        submit(round_, token, {"comment-A": f"Comment {number}"})
    move_on(OPERATOR, round_.id)
    shown = comments_of(a_person(), round_.id)[0].written
    number = int(shown.text.split()[1])
    accepted = _comment(round_, shown.text, "Accepted")
    _store(round_, accepted)
    submit(round_, tokens[number], {"comment-A": "Something else"})
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    assert _became(round_, "Something else") == ("accepted", 1, True)
    later = replace(accepted, revision=1, disposition="Declined")
    (one,) = decisions.compare(OPERATOR, round_.id, FilledBook((), (later,), ())).clashing
    assert (one.text, one.before.decision) == ("Something else", "Accepted")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"key": "o99"}, "not there any more"),
        ({"key": "c1-AAAAAAAAAA"}, "not there any more"),
        ({"revision": 1}, "not known here"),
        ({"disposition": "Keep"}, "no disposition"),
    ],
)
def test_rows_that_cannot_be_used_are_named(round_: Round, change: dict[str, Any], said: str) -> None:
    plain = _comment(round_, PAYS, "Accepted")
    values = {"key": plain.key, "revision": 0, "mark": plain.mark, "disposition": "Accepted", **change}

    (problem,) = decisions.compare(OPERATOR, round_.id, FilledBook((), (FilledComment(9, **values),), ())).problems

    assert problem.place == "Comments, row 9"
    assert said in problem.message
