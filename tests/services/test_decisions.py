"""Decisions and dispositions carried back: held against what stands, stored as they were seen, never lost."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from surveyapp import database
from surveyapp.documents.filled import FilledBook, FilledRow, Unreadable, read_filled
from surveyapp.enums import Role
from surveyapp.errors import InvalidInput, NotAllowed, NotFound
from surveyapp.exports import export
from surveyapp.models import Decision, PlanItem
from surveyapp.permissions import ALLOWED, OPERATOR, Actor
from surveyapp.questionnaire.standing import Standing
from surveyapp.services import decisions
from surveyapp.services.differences import Overtaken
from tests.conftest import NOON
from tests.documents.filling import columns_of, filled_in
from tests.services.commenting import FIVE, a_written_round, audited

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from surveyapp.models import Round

STAFF = Actor("ann", ALLOWED[Role.STAFF])


@pytest.fixture
def round_(app: Flask) -> Round:
    return a_written_round(*FIVE)


def _keys(round_: Round) -> dict[str, str]:
    query = sa.select(PlanItem.label, PlanItem.key).where(PlanItem.version_id == round_.version_id)
    return {row.label: row.key for row in database.session().execute(query)}


def _row(key: str, decision: str = "", wording: str = "", reason: str = "", *, revision: int = 0) -> FilledRow:
    return FilledRow(7, key, revision, decision, wording, reason)


def _book(*rows: FilledRow) -> FilledBook:
    return FilledBook(rows, (), ())


def _store(round_: Round, filled: FilledBook, over: dict[str, int] | None = None) -> tuple[int, int]:
    """Look at a file and store it."""
    basis = decisions.compare(STAFF, round_.id, filled).basis
    return decisions.store(STAFF, round_.id, filled, basis=basis, over=over or {}, source="filled.xlsx", now=NOON)


def _export(round_: Round) -> bytes:
    return export(OPERATOR, round_.id, "xlsx", now=NOON).content


def _read(round_: Round, content: bytes) -> FilledBook:
    return read_filled(content, "filled.xlsx", round_.id)


def _steps() -> int:
    database.session().rollback()
    return database.session().scalar(sa.select(sa.func.count()).select_from(Decision)) or 0


def test_a_decision_is_stored_once_and_kept_in_its_history(round_: Round) -> None:
    key = _keys(round_)["A"]

    assert _store(round_, _book(_row(key, "Keep", reason="Wanted"))) == (1, 0)
    assert _store(round_, _book(_row(key, "Keep", reason="Wanted"))) == (0, 0)
    assert _store(round_, _book(_row(key, "Reword", "In two weeks", "Wanted", revision=1))) == (1, 0)

    assert decisions.load_standing(STAFF, round_.id) == {key: Standing("Reword", "In two weeks", "Wanted", 2)}
    history = decisions.load_history(STAFF, round_.id, key)
    assert [(step.number, step.decision, step.wording) for step in history] == [
        (1, "keep", ""),
        (2, "reword", "In two weeks"),
    ]
    told = [details for action, details in audited() if action == "decisions.imported"]
    assert told == [{"items": "1", "comments": "0", "labels": "A"}] * 2


def test_an_empty_cell_takes_nothing_back(round_: Round) -> None:
    key = _keys(round_)["A"]
    _store(round_, _book(_row(key, "Keep", reason="Wanted")))

    assert _store(round_, _book(_row(key, reason="Wanted by all", revision=1))) == (1, 0)
    assert decisions.load_standing(STAFF, round_.id)[key] == Standing("Keep", "", "Wanted by all", 2)


def test_changes_to_different_fields_come_together(round_: Round) -> None:
    key = _keys(round_)["A"]
    _store(round_, _book(_row(key, "Keep")))

    found = decisions.compare(STAFF, round_.id, _book(_row(key, reason="Wanted")))

    assert found.clashing == ()
    assert [one.after for one in found.changed] == [Standing("Keep", "", "Wanted", 1)]


def test_a_field_that_both_changed_is_a_conflict_that_shows_both(round_: Round) -> None:
    key = _keys(round_)["A"]
    _store(round_, _book(_row(key, "Keep")))
    clashing = _book(_row(key, "Drop", reason="No money"))

    (one,) = decisions.compare(STAFF, round_.id, clashing).clashing

    assert (one.before.decision, one.after.decision, one.clashes) == ("Keep", "Drop", ("decision",))
    assert _store(round_, clashing) == (1, 0)
    assert decisions.load_standing(STAFF, round_.id)[key] == Standing("Keep", "", "No money", 2)
    # what was chosen over an earlier revision is not chosen over this one
    assert _store(round_, clashing, {key: 1}) == (0, 0)
    assert _store(round_, clashing, {key: 2}) == (1, 0)
    assert decisions.load_standing(STAFF, round_.id)[key] == Standing("Drop", "", "No money", 3)


@pytest.mark.parametrize("theirs", ["Drop", "Split"], ids=["the same", "something else"])
def test_what_somebody_decides_between_preview_and_confirmation_is_shown_first(round_: Round, theirs: str) -> None:
    keys = _keys(round_)
    mine = _book(_row(keys["A"], "Drop"), _row(keys["B"], "Keep"))
    basis = decisions.compare(STAFF, round_.id, mine).basis
    _store(round_, _book(_row(keys["A"], theirs)))

    with pytest.raises(Overtaken, match="Nothing was stored") as caught:
        decisions.store(STAFF, round_.id, mine, basis=basis, over={keys["A"]: 0}, source="", now=NOON)

    assert _steps() == 1
    found = caught.value.found
    assert [one.label for one in found.changed] == ["B"]
    assert [one.before.decision for one in found.clashing] == ([] if theirs == "Drop" else ["Split"])
    assert decisions.store(STAFF, round_.id, mine, basis=found.basis, over={}, source="", now=NOON) == (1, 0)


def test_what_somebody_decides_about_other_items_is_no_reason_to_look_again(round_: Round) -> None:
    keys = _keys(round_)
    mine = _book(_row(keys["A"], "Drop"))
    basis = decisions.compare(STAFF, round_.id, mine).basis
    _store(round_, _book(_row(keys["B"], "Keep")))

    assert decisions.store(STAFF, round_.id, mine, basis=basis, over={}, source="", now=NOON) == (1, 0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (_row("no such key", "Keep"), "none of the plan version"),
        (_row("A", "Perhaps"), "“Perhaps” is no decision"),
        (_row("A", "Keep", revision=3), "not known here"),
    ],
)
def test_one_row_that_cannot_be_used_keeps_the_whole_file_out(round_: Round, row: FilledRow, said: str) -> None:
    keys = _keys(round_)
    real = FilledRow(row.row, keys.get(row.key, row.key), row.revision, row.decision, row.wording, row.reason)
    both = _book(real, _row(keys["B"], "keep"))

    (problem,) = decisions.compare(STAFF, round_.id, both).problems

    assert said in problem.message
    assert problem.place == "Summary, row 7"
    with pytest.raises(InvalidInput, match="Nothing was stored"):
        _store(round_, both)
    with pytest.raises(InvalidInput, match="Nothing was stored"):
        _store(round_, FilledBook((_row(keys["B"], "Keep"),), (), (Unreadable("Summary, cell C4", "A formula."),)))
    assert _steps() == 0


def test_the_exported_workbook_comes_back_filled(round_: Round) -> None:
    keys = _keys(round_)
    _store(round_, _book(_row(keys["B"], "Drop", reason="=Too <b>dear</b>\n\n& late")))
    content = _export(round_)
    sheet: Any = load_workbook(io.BytesIO(content))["Summary"]
    assert sheet.column_dimensions[sheet.cell(1, columns_of(sheet)["Key"]).column_letter].hidden
    assert _store(round_, _read(round_, content)) == (0, 0)

    again = filled_in(content, "Summary", {"A": {"Decision": "Reword", "New wording": "Two weeks\nat most"}})
    filled = _read(round_, again)

    assert filled.problems == ()
    assert _store(round_, filled) == (1, 0)
    assert _store(round_, filled) == (0, 0)
    assert decisions.load_standing(STAFF, round_.id) == {
        keys["A"]: Standing("Reword", "Two weeks\nat most", "", 1),
        keys["B"]: Standing("Drop", "", "=Too <b>dear</b>\n\n& late", 1),
    }
    assert _store(round_, _read(round_, _export(round_))) == (0, 0)


def _torn(content: bytes) -> bytes:
    """An export whose first two goals changed places, but for the hidden key."""
    workbook: Any = load_workbook(io.BytesIO(content))
    sheet = workbook["Summary"]
    columns = columns_of(sheet)
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for column in range(1, columns["Key"]):
        one, other = sheet.cell(rows["A"], column), sheet.cell(rows["B"], column)
        one.value, other.value = other.value, one.value
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_rows_that_were_sorted_without_their_keys_are_noticed(round_: Round) -> None:
    content = filled_in(_export(round_), "Summary", {"A": {"Decision": "Drop"}})

    (problem,) = _read(round_, _torn(content)).problems

    assert "sorted without" in problem.message


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_that_libreoffice_saved_comes_back(round_: Round, tmp_path: Path) -> None:
    beside = {"A": {"Decision": "Reword", "New wording": "Two <b>weeks</b>,\n“at most”"}}
    filled = filled_in(_export(round_), "Summary", beside)
    file = tmp_path / "filled.xlsx"
    file.write_bytes(filled_in(filled, "Comments", {"Who pays for this?": {"Disposition": "Parked"}}))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)

    read = _read(round_, (tmp_path / "out" / "filled.xlsx").read_bytes())

    assert read.problems == ()
    assert _store(round_, read) == (1, 1)
    assert decisions.load_standing(STAFF, round_.id)[_keys(round_)["A"]].wording == beside["A"]["New wording"]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.FACILITATOR])
def test_only_staff_decide(round_: Round, role: Role) -> None:
    actor = Actor("other", ALLOWED[role])

    with pytest.raises(NotAllowed):
        decisions.compare(actor, round_.id, _book())
    with pytest.raises(NotAllowed):
        decisions.store(actor, round_.id, _book(), basis="", over={}, source="", now=NOON)


def test_an_unknown_round_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        decisions.compare(STAFF, 99, _book())
