"""What cannot be done is said at its field with what was typed; whatever was typed stays text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.database import Base
from surveyapp.enums import InputSource
from surveyapp.models import ItemWords
from surveyapp.services import editing
from tests.conftest import NOON
from tests.services.commenting import FIVE, a_person, a_theme, a_written_round, find
from tests.views.comments.browsing import NASTY, blocks, forms, save, url

if TYPE_CHECKING:
    from tests.views.staffing import Desk

LONG = "x" * 1_000_000
FIELDS = ("name", "text", "address", "seen", "had", "back", "at", "next", "theme", "into", "digit")
BACK = "state=uncoded"
# A form's values as nobody's browser sends them.
NONSENSE: list[dict[str, Any]] = [
    {},
    dict.fromkeys(FIELDS, LONG[:300_000]),
    {"name": LONG, "text": LONG, "source_name": LONG},
    dict.fromkeys(FIELDS, LONG),
    dict.fromkeys(("name", "text", "address", "seen", "state", "back", "at", "next"), "\x00\x01\x1b\r\n\u202e"),
    {"address": "c1-AAAAAAAAAA", "seen": "0" * 16, "theme": "99999", "text": "x", "state": "quoted", "into": "99999"},
    {"address": ["o1", "o2"], "with": ["o1 0", "nonsense", ""], "together": "y", "theme": ["-1", "²", "1e3"]},
    {"name": "One", "digit": "77", "into": "0"},
]
ROUTES = (
    "code",
    "undo",
    "redact",
    "restore",
    "publish",
    "elsewhere",
    "withdraw",
    "second",
    "second/stop",
    "second/done",
    "themes",
)
THEME_ROUTES = ("themes/1", "themes/1/retire", "themes/99", "themes/99/retire", "themes/99/back")


def everything_stored() -> str:
    """Every value of every table but the accounts', which note sign-ins."""
    database.session().rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name != "account"]
    return repr([database.session().execute(sa.select(table)).all() for table in tables])


def field_of(desk: Desk, place: str) -> str:
    """The input or text area with this id, as HTML."""
    found = re.search(rf'<(?:input|textarea|select)[^>]* id="{place}"[^>]*>', desk.page.html)
    assert found is not None, place
    return found[0]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": " "}, "Enter the name of the theme."),
        ({"name": "long " * 20}, "Shorten the name of the theme to 60 characters."),
        ({"name": "TWO"}, "There is a theme “Two” already. Choose another name."),
        ({"name": "gone"}, "It is out of use: bring it back instead."),
        ({"name": "Two", "digit": "7"}, "There is a theme “Two” already. Choose another name."),
        ({"name": "One", "digit": "10"}, "Choose a key from 1 to 9, or none."),
        ({"into": "1"}, "Choose another theme to merge this one into."),
    ],
)
def test_problems_with_themes(staff: Desk, round_id: int, typed: dict[str, str], message: str) -> None:
    for name in ("One", "Two", "Gone"):
        a_theme(round_id, name)
    staff.get(url(round_id, f"?{BACK}")).press("/themes/3/retire")
    of_form = {"into": {"/themes/1/retire": "m-1"}, "digit": {"/themes/1": "n-1"}}
    both = {"/themes": "new-theme", "/themes/1": "n-1"}
    for action, place in next((of_form[name] for name in of_form if name in typed), both).items():
        staff.get(url(round_id, f"?{BACK}")).press(action, **typed)

        assert staff.status == 422
        assert staff.page.title.startswith("Problem: Comments")
        assert f'href="#{place}"' in staff.page.html
        assert staff.words.count(message) == 2
        shown = field_of(staff, place)
        assert 'aria-invalid="true"' in shown
        assert f'aria-describedby="{place}-e"' in shown
        again = staff.page.form(action).values
        assert again["back"] == BACK
        assert [again[name] for name in ("name", "digit") if typed.get(name, "10") != "10"] == [
            typed[name] for name in ("name", "digit") if typed.get(name, "10") != "10"
        ]


def test_a_redaction_that_cannot_be_is_kept_as_it_was_typed(staff: Desk, round_id: int) -> None:
    staff.get(url(round_id, f"?{BACK}"))
    form = forms(staff, "/redact", "Dr. Sample")
    place = f"r-{form.values['address']}"
    staff.post(form.action, **{**form.values, "text": LONG[:20_001]})

    assert staff.status == 422
    assert "Leave some of the text" in staff.words
    assert 'aria-invalid="true"' in field_of(staff, place)
    assert forms(staff, "/redact", "Dr. Sample").values["text"] == LONG[:20_001]
    assert '<details class="tab" data-editing open>' in staff.page.html

    # Its writer takes it back meanwhile: then there is no field any more, and the words still are.
    with database.transaction() as db:
        db.execute(sa.delete(ItemWords).where(ItemWords.text.startswith("Dr. Sample")))
        db.execute(sa.text("UPDATE round SET revision = revision + 1"))
    staff.post(form.action, **{**form.values, "text": "My careful <b>words</b>"})
    assert staff.status == 404
    assert "These words are not there any more" in staff.words
    assert "What you typed My careful <b>words</b>" in staff.words


def test_what_was_ticked_is_kept_when_the_text_was_changed_meanwhile(staff: Desk, round_id: int) -> None:
    one = a_theme(round_id, "One")
    staff.get(url(round_id))
    save(staff, "Needs a number", one, seen="0" * 16)

    assert staff.status == 409
    assert "This text was changed meanwhile. Nothing was coded." in staff.words
    assert forms(staff, "/code", "Needs a number").values["theme"] == str(one)
    assert "5 comments, 5 not coded" in staff.words


def test_nothing_to_undo_and_no_second_coder_are_said_on_the_page(staff: Desk, round_id: int) -> None:
    for action, said in (("/undo", "There is nothing left to undo."), ("/second/done", "You are not coding")):
        staff.get(url(round_id)).post(url(round_id, action), back="q=wait")
        assert staff.status == 409
        assert said in staff.words
        assert "2 of 5" in staff.words


@pytest.mark.parametrize("route", ROUTES)
def test_nonsense_is_answered_with_a_sentence_and_changes_nothing(staff: Desk, round_id: int, route: str) -> None:
    a_theme(round_id, "One")
    before = everything_stored()

    for sent in NONSENSE:
        staff.post(url(round_id, f"/{route}"), **sent)
        assert staff.status in {400, 404, 409, 413, 422}, sent
        assert re.search(r"[a-z]\.", staff.words)
        assert everything_stored() == before


def test_nonsense_about_themes(staff: Desk, round_id: int) -> None:
    a_theme(round_id, "One")
    for route in THEME_ROUTES:
        for sent in NONSENSE:
            staff.post(url(round_id, f"/{route}"), **sent)
            assert staff.status in {303, 404, 409, 413, 422}, (route, sent)
            assert re.search(r"[a-z]\.", staff.words)


def test_words_and_themes_of_another_survey_are_refused(staff: Desk, round_id: int) -> None:
    """By the page and by its script: neither coded, nor redacted, nor withdrawn, nor shown."""
    other = a_written_round(*({**person, "comment-B": "Of the other survey."} for person in FIVE), title="Another Plan")
    ann = a_person()
    theirs = find(ann, other.id, "Of the other survey.")
    somebody_said(other.id)
    outside = find(ann, other.id, "Said there.")
    own_theme, their_theme = a_theme(round_id, "Own"), a_theme(other.id, "Theirs")
    own = find(ann, round_id, "Needs a number")
    before = everything_stored()

    for comment in (theirs, outside):
        sent = {"address": comment.written.address, "seen": comment.seen, "text": "x", "state": "counted"}
        for route in ("code", "redact", "restore", "publish", "withdraw"):
            status, said = staff.ask(url(round_id, f"/{route}"), sent)
            assert (status, "not there any more" in said["problem"]) == (404, True)
            assert staff.post(url(round_id, f"/{route}"), **sent).status == 404
            assert "Of the other survey." not in staff.page.html
    sent = {"address": own.written.address, "seen": own.seen, "with": f"{theirs.written.address} {theirs.seen}"}
    assert staff.ask(url(round_id, "/code"), {**sent, "theme": str(own_theme), "together": "y"})[0] == 404
    assert staff.ask(url(round_id, "/code"), {**sent, "theme": str(their_theme)})[0] == 404
    for route in (f"themes/{their_theme}", f"themes/{their_theme}/retire", f"themes/{their_theme}/back"):
        assert staff.post(url(round_id, f"/{route}"), name="Mine").status == 404
    assert staff.post(url(round_id, f"/themes/{own_theme}/retire"), into=str(their_theme)).status == 404
    assert staff.get(url(round_id, f"?theme={their_theme}")).status == 200
    assert "Theirs" not in staff.words
    assert everything_stored() == before


def somebody_said(round_id: int) -> None:
    """Somebody enters what was said elsewhere."""
    editing.add_outside(
        a_person(name="bob"),
        round_id,
        item_id=None,
        source=InputSource.MEETING,
        source_name="Meeting",
        heard_on=NOON.date(),
        text="Said there.",
        may_be_quoted=False,
        now=NOON,
    )


def test_an_original_is_in_nothing_that_somebody_gets_who_may_not_redact(
    staff: Desk, analyst: Desk, round_id: int
) -> None:
    staff.get(url(round_id))
    form = forms(staff, "/redact", "Dr. Sample")
    staff.post(form.action, **{**form.values, "text": "[a colleague] never answers."})

    address = form.values["address"]
    for query in ("", "?q=never", "?state=redacted", "?kind=wordings", "?q=colleague&page=2"):
        analyst.get(url(round_id, query))
        assert "Springfield" not in analyst.page.html
        assert analyst.response is not None
        assert "Springfield" not in repr(analyst.response.headers)
    assert "0 of 5" in analyst.get(url(round_id, "?q=Springfield")).words
    mark = forms(analyst.get(url(round_id)), "/code", "[a colleague]").values["seen"]
    for seen in (mark, form.values["seen"], "0"):
        told = analyst.ask(url(round_id, "/code"), {"address": address, "seen": seen})
        assert "Springfield" not in json.dumps(told)
        assert told[0] == (200 if seen == mark else 409)
    for route in ("redact", "restore", "publish", "withdraw"):
        assert analyst.post(url(round_id, f"/{route}"), address=address, seen=mark, text="x").status == 403
        assert "Springfield" not in analyst.page.html


def test_nasty_strings_stay_text_everywhere(staff: Desk) -> None:
    people = [{"comment-A": f"{NASTY}{n}", "wording-A": NASTY, "missing": NASTY} for n in range(5)]
    round_id = a_written_round(*people).id
    staff.get(url(round_id)).press("/themes", name='"><b>x</b>')
    form = staff.page.form("/themes")
    assert form.values["name"] == ""
    staff.press("/themes", name='"><b>X</b>')
    assert staff.status == 422
    assert staff.page.form("/themes").values["name"] == '"><b>X</b>'
    staff.get(url(round_id, "/elsewhere")).press(
        "/elsewhere", text=NASTY, source_name='"><b>source</b>', heard_on="2026-02-20"
    )

    for query in ("", "?kind=wordings", "?q=<script>", '?q="><img', "?q={{", "?segment=<b>x</b>", "?item=<b>x</b>"):
        staff.get(url(round_id, query))
        html = staff.page.html
        assert staff.status == 200
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "<b>x</b>" not in html
        assert "<b>source" not in html
        assert len(blocks(staff)) == (1 if "kind" in query else 0 if "segment" in query else 11)
        assert "49" not in staff.words.replace("- 49", "")
