"""Redaction, what may be quoted, and input from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.views.comments.browsing import NASTY, blocks, forms, url

if TYPE_CHECKING:
    from tests.views.staffing import Desk


def test_redaction_and_who_sees_the_original(staff: Desk, analyst: Desk, round_id: int) -> None:
    staff.get(url(round_id))
    form = forms(staff, "/redact", "Dr. Sample")
    assert form.values["text"] == "Dr. Sample of Springfield never answers."
    staff.post(form.action, **{**form.values, "text": "[a colleague] never answers."})

    assert "Redacted. The original is kept" in staff.words
    assert "Springfield" in staff.words
    analyst.get(url(round_id))
    assert "[a colleague] never answers." in analyst.words
    assert "Springfield" not in analyst.page.html
    assert "Redact, quote" not in analyst.words

    restore = next(form for form in staff.page.forms if form.action.endswith("/restore"))
    staff.post(restore.action, **restore.values)
    assert "The original is shown again." in staff.words


def test_what_may_be_quoted(staff: Desk, round_id: int) -> None:
    staff.get(url(round_id, "?state=quoted"))
    assert len(blocks(staff)) == 2
    form = next(form for form in staff.page.forms if form.action.endswith("/publish"))

    staff.post(form.action, **form.values, state="counted")
    assert len(blocks(staff)) == 1
    staff.post(form.action, **form.values, state="nonsense")
    assert staff.status == 400
    staff.get(url(round_id))
    given = forms(staff, "/code", "Give the wait")
    staff.post(form.action, address=given.values["address"], state="quoted")
    assert (staff.status, "did not agree to be quoted" in staff.words) == (409, True)


def test_input_from_elsewhere(staff: Desk, round_id: int) -> None:
    address = url(round_id, "/elsewhere")
    staff.get(address).press("/elsewhere", text=NASTY, source_name="", heard_on="")
    assert staff.status == 422
    assert "Say which meeting, group or letter it was." in staff.words
    assert staff.page.forms[-1].values["text"] == NASTY

    staff.press("/elsewhere", source="focus group", source_name="Spring <meeting>", heard_on="2026-02-20")
    assert staff.status == 303
    assert "Not from the survey. Focus group: Spring <meeting>, 2026-02-20" in staff.words
    assert "6 comments, 6 not coded" in staff.words
    staff.get(address).press("/elsewhere", text="x", source_name="x", heard_on="2099-01-01")
    assert staff.status == 422
    assert "may not lie ahead" in staff.words

    staff.get(url(round_id, "?state=elsewhere")).press("/withdraw")
    assert "Withdrawn." in staff.words
    assert "5 comments, 5 not coded" in staff.words
