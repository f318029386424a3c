"""Decisions carried back: a filled workbook is shown beside what stands, and stored only then."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.documents.filled import FilledBook, FilledRow
from surveyapp.models import PlanItem
from surveyapp.permissions import OPERATOR
from surveyapp.questionnaire.standing import Standing
from surveyapp.services import decisions
from surveyapp.services.comments import load_coded
from surveyapp.views.uploads import pack
from tests.conftest import NOON
from tests.documents.filling import a_comment_row, a_workbook, an_item_row
from tests.factories import an_open_round
from tests.services.commenting import FIVE, a_written_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.views.staffing import Desk


def _key(label: str) -> str:
    return str(database.session().scalar(sa.select(PlanItem.key).where(PlanItem.label == label)))


def _row(label: str, *filled: object, revision: int = 0) -> list[object]:
    return an_item_row(label, *filled, key=_key(label), revision=revision)


def _upload(staff: Desk, round_id: int, content: bytes) -> Desk:
    address = f"/rounds/{round_id}/decisions/import"
    return staff.get(address).press(address, document=(BytesIO(content), "filled.xlsx"))


def _decide(round_id: int, label: str, decision: str, *, revision: int = 0) -> None:
    book = FilledBook((FilledRow(5, _key(label), revision, decision, "", ""),), (), ())
    basis = decisions.compare(OPERATOR, round_id, book).basis
    decisions.store(OPERATOR, round_id, book, basis=basis, over={}, source="other.xlsx", now=NOON)


def test_the_export_page_leads_here_where_decisions_may_be_made(staff: Desk) -> None:
    round_id = an_open_round().id

    staff.get(f"/rounds/{round_id}/results/formats")

    assert "Bring the filled workbook back" in staff.words
    assert f"/rounds/{round_id}/decisions/import" in staff.page.html


def test_differences_are_shown_first_and_stored_then(staff: Desk) -> None:
    round_id = a_written_round(*FIVE).id
    words = next(one for one in load_coded(OPERATOR, round_id).words if one.text.startswith("Who pays"))
    comment = a_comment_row(words.text, "in part", address=words.name)

    _upload(staff, round_id, a_workbook(_row("A", "Drop", "<b>New</b>\nline", "Too dear"), comments=[comment]))

    assert staff.status == 200
    assert "nothing is stored yet" in staff.words
    assert "Drop<b>New</b>line" in staff.words.replace(" ", "")
    assert "&lt;b&gt;New&lt;/b&gt;\nline" in staff.page.html
    assert "Comment on B Who pays for this? Nothing yet In part" in staff.words
    assert decisions.load_standing(OPERATOR, round_id) == {}

    staff.press("/decisions/import/confirm")

    assert "1 item and 1 comment changed." in staff.words
    assert decisions.load_standing(OPERATOR, round_id) == {
        _key("A"): Standing("Drop", "<b>New</b>\nline", "Too dear", 1)
    }
    staff.get(f"/rounds/{round_id}/comments")
    assert "What became of it: in part" in staff.words


def test_one_cell_that_cannot_be_used_is_named_and_nothing_can_be_stored(staff: Desk) -> None:
    round_id = an_open_round().id

    _upload(staff, round_id, a_workbook(_row("A", "Drop"), _row("B", "Perhaps"), _row("C", "Keep", revision=4)))

    assert "2 places cannot be used" in staff.words
    assert "Summary, cell C5 “Perhaps” is not in the list. Choose one of: Keep, Reword" in staff.words
    assert "Summary, row 6 It was exported after a change that is not known here" in staff.words
    assert "Store the decisions" not in staff.words
    staff.press("/decisions/import/confirm")
    assert staff.status == 422
    assert "Nothing was stored" in staff.words
    assert decisions.load_standing(OPERATOR, round_id) == {}


def test_the_same_file_again_changes_nothing(staff: Desk) -> None:
    round_id = an_open_round().id
    content = a_workbook(_row("A", "Keep"))
    _upload(staff, round_id, content).press("/decisions/import/confirm")

    _upload(staff, round_id, content)

    assert "Nothing is different" in staff.words
    assert len(decisions.load_history(OPERATOR, round_id, _key("A"))) == 1


@pytest.mark.parametrize(("choice", "stands"), [({}, "Keep"), ({"take": "1"}, "Drop"), ({"take": "0"}, "Keep")])
def test_a_conflict_shows_both_and_asks(staff: Desk, choice: dict[str, str], stands: str) -> None:
    round_id = an_open_round().id
    key = _key("A")
    _decide(round_id, "A", "Keep")

    _upload(staff, round_id, a_workbook(_row("A", "Drop")))
    assert "Changed here as well meanwhile" in staff.words
    assert "Keep what stands: Keep" in staff.words
    assert "Take the file’s: Drop" in staff.words

    staff.press("/decisions/import/confirm", **{f"take-{key}": value for value in choice.values()})
    assert decisions.load_standing(OPERATOR, round_id)[key].decision == stands


def test_what_somebody_decides_meanwhile_is_shown_again_and_nothing_that_was_chosen_is_lost(staff: Desk) -> None:
    round_id = an_open_round().id
    for label in "AB":
        _decide(round_id, label, "Keep")
    _upload(staff, round_id, a_workbook(*(_row(label, "Drop") for label in "ABC")))
    _decide(round_id, "B", "Split", revision=1)
    _decide(round_id, "C", "Merge")

    staff.press("/decisions/import/confirm", **{f"take-{_key(label)}": "1" for label in "AB"})

    assert staff.status == 409
    assert "Changed while you were looking" in staff.words
    assert "Nothing was stored" in staff.words
    form = staff.page.form("/decisions/import/confirm")
    # what was chosen for A is chosen still; B and C are another matter now
    assert {label: form.values[f"take-{_key(label)}"] for label in "ABC"} == {"A": "1", "B": "here", "C": "here"}
    assert decisions.load_standing(OPERATOR, round_id)[_key("A")].decision == "Keep"

    staff.press("/decisions/import/confirm", **{f"take-{_key('B')}": "2"})

    assert "2 items changed." in staff.words
    standing = decisions.load_standing(OPERATOR, round_id)
    assert [standing[_key(label)].decision for label in "ABC"] == ["Drop", "Drop", "Merge"]


def test_a_file_without_comments_says_that_none_were_read(staff: Desk) -> None:
    _upload(staff, an_open_round().id, a_workbook(_row("A", "Keep"), comments=None))

    assert "There is no sheet called Comments in this file" in staff.words
    assert "Store the decisions" in staff.words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Item;Decision", "is no Excel workbook"),
        (a_workbook(an_item_row("A", "Keep", key="k", round_id=9)), "exported from another round"),
        (a_workbook(title="Beschlüsse"), "has no sheet called Summary"),
    ],
)
def test_what_cannot_be_read_comes_back_with_a_reason(staff: Desk, content: bytes, said: str) -> None:
    _upload(staff, an_open_round().id, content)

    assert staff.status == 422
    assert said in staff.words


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "nonsense",
        [1],
        {"rows": [{"row": "x"}], "comments": []},
        {"rows": [{"row": 1, "key": 2, "revision": 0, "decision": "", "wording": "", "reason": ""}], "comments": []},
        {"rows": [], "comments": [{"row": 1, "key": "o1", "revision": -1, "mark": "", "disposition": "Parked"}]},
    ],
)
def test_rows_that_do_not_come_back_as_sent_are_refused(staff: Desk, sent: str | Sequence[object]) -> None:
    round_id = an_open_round().id
    rows = sent if isinstance(sent, str) else pack(json.dumps(sent).encode())

    staff.post(f"/rounds/{round_id}/decisions/import/confirm", rows=rows, source="x")

    assert staff.status == 422
    assert "did not come back from the page as it was sent" in staff.words


def test_an_analyst_is_not_led_here(analyst: Desk) -> None:
    round_id = an_open_round().id

    assert "Bring the filled workbook back" not in analyst.get(f"/rounds/{round_id}/results/formats").words
