"""Coding without a script, and what the page's script is told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from surveyapp.enums import Role
from tests.services.commenting import a_theme
from tests.views.comments.browsing import blocks, forms, save, url
from tests.views.staffing import Desk

if TYPE_CHECKING:
    from flask import Flask


def test_coding_without_a_script(staff: Desk, round_id: int) -> None:
    one, two = a_theme(round_id, "Who pays & why"), a_theme(round_id, "Rural reach")
    staff.get(url(round_id))

    save(staff, "Needs a number", one, two)
    assert "1 comment coded." in staff.words
    assert "5 comments, 4 not coded" in staff.words
    save(staff, "Needs a number", two)
    assert forms(staff, "/code", "Needs a number").values["had"] == str(two)
    save(staff, "Dr. Sample", one, none="y")
    assert 'chip">No theme fits</span>' in staff.page.html

    staff.get(url(round_id, f"?theme={two}"))
    assert len(blocks(staff)) == 1
    staff.get(url(round_id, "?state=uncoded"))
    assert "3 of 5" in staff.words
    staff.press("/undo")
    assert "Your last step is undone." in staff.words
    assert "4 of 5" in staff.words
    assert staff.url.startswith(f"{url(round_id)}?state=uncoded#c")


def test_similar_comments_are_coded_together_when_ticked(staff: Desk, round_id: int) -> None:
    one = a_theme(round_id, "Needs a number")
    staff.get(url(round_id))
    assert "Similar to 1 other" in staff.words
    needs = next(block for block in blocks(staff) if 'class="said" dir="auto">Needs' in block)
    other = re.search(r'name="with" value="(c\d+-\w+ \w+)"', needs)
    assert other is not None

    save(staff, "Needs", **{"with": other[1]})
    assert "1 comment coded." in staff.words
    staff.press("/undo")
    save(staff, "Needs", one, together="y", **{"with": other[1]})

    assert "2 comments coded." in staff.words
    assert "5 comments, 3 not coded" in staff.words
    staff.press("/undo")
    assert "5 comments, 5 not coded" in staff.words


def test_the_second_coder_is_blind_until_done(app: Flask, staff: Desk, round_id: int) -> None:
    one = a_theme(round_id, "One")
    save(staff.get(url(round_id)), "Needs a number", one)
    eve = Desk(app, Role.ADMINISTRATOR)
    eve.get(url(round_id)).press("/second")
    assert "You code as second coder." in eve.words
    eve.press("/second/stop")
    assert "You are no second coder any more." in eve.words
    eve.press("/second")
    assert "5 comments, 5 not coded by you" in eve.words
    assert '<span class="chip">One</span>' not in eve.page.html
    eve.press("/second/done")
    assert (eve.status, "There is no comment yet that both of you coded" in eve.words) == (409, True)

    save(eve.get(url(round_id)), "Needs a number")
    eve.press("/second/done")
    assert "2026-03-02: 1 comment coded by both." in eve.words
    assert "The second coder gave: no theme" in staff.get(url(round_id, "?state=differs")).words
    staff.press("/second")
    assert (staff.status, "as first coder" in staff.words) == (409, True)


def test_the_script_is_answered_in_json(staff: Desk, round_id: int) -> None:
    one = a_theme(round_id, "One")
    staff.get(url(round_id))
    form = forms(staff, "/code", "Needs a number")
    address = form.values["address"]

    told = staff.ask(form.action, {**form.values, "theme": str(one)})
    assert told == (200, {"codes": {address: [one]}})
    told = staff.ask(url(round_id, "/undo"), {})
    assert told == (200, {"codes": {address: None}, "again": False})
    status, said = staff.ask(url(round_id, "/undo"), {})
    assert (status, said) == (409, {"problem": "There is nothing left to undo."})
    status, said = staff.ask(form.action, {**form.values, "seen": "0"})
    assert status == 409
    assert "This text was changed meanwhile" in json.dumps(said)


def test_two_coders_at_the_same_page_keep_both_their_codes(app: Flask, staff: Desk, round_id: int) -> None:
    one, two = a_theme(round_id, "One"), a_theme(round_id, "Two")
    other = Desk(app, Role.ADMINISTRATOR)
    staff.get(url(round_id))
    other.get(url(round_id))

    save(staff, "Needs a number", one)
    save(other, "Needs a number", two)

    assert forms(other, "/code", "Needs a number").values["had"] == f"{one} {two}"


def test_themes_are_named_keyed_merged_and_brought_back(staff: Desk, round_id: int) -> None:
    staff.get(url(round_id))
    assert "No themes yet." in staff.words
    staff.press("/themes", name="Who pays")
    assert "The theme “Who pays” is there, on key 1." in staff.words
    staff.press("/themes", name="who PAYS")
    assert (staff.status, "There is a theme “Who pays” already." in staff.words) == (422, True)
    staff.press("/themes", name="Money")

    staff.press("/themes/2", name="Cost", digit="1")
    assert "The theme is called “Cost”, on key 1. “Who pays”, which had it, is on key 2 now." in staff.words
    staff.press("/themes/2/retire", into="1")
    assert "“Cost” is merged." in staff.words
    assert "counts for “Who pays”" in staff.words
    staff.press("/themes/2/back")
    assert "“Cost” is in use again" in staff.words
    staff.press("/themes/2/retire", into="2")
    assert staff.status == 422
