"""The results page of an open round: figures in steps, a way to newer ones, and what an open page asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.enums import Refresh
from surveyapp.permissions import OPERATOR
from surveyapp.services import surveys
from tests.conftest import NOON
from tests.services.test_steps import Panel

if TYPE_CHECKING:
    from tests.views.staffing import Desk

pytestmark = pytest.mark.both_databases


def test_the_first_figures_are_asked_for(staff: Desk) -> None:
    panel = Panel()
    panel.answer(*range(12))

    staff.get(f"/rounds/{panel.round.id}/results")
    assert "12 of 30 members (40%) have submitted · live" in staff.words
    assert "Show the figures Enough new answers have come in." in staff.words
    assert "of 7 for A" not in staff.words

    staff.press("/figures")
    assert staff.status == 303
    assert "100% 65–100 of 7 for A" in staff.words
    assert "The figures rest on 7 of the 12 responses so far; they move on in steps of five or more" in staff.words


def test_opening_the_page_changes_nothing(staff: Desk) -> None:
    panel = Panel()
    panel.answer(*range(12))
    panel.move_on()
    panel.answer(*range(12, 20), score=1)

    for _ in range(3):
        staff.get(f"/rounds/{panel.round.id}/results")

    assert "The figures rest on 7 of the 20 responses so far" in staff.words
    assert "Show the new figures" in staff.words
    assert "100% 65–100 of 7 for A" in staff.words


def test_the_view_is_kept_when_the_figures_move_on(staff: Desk) -> None:
    panel = Panel()
    panel.answer(*range(12))

    staff.get(f"/rounds/{panel.round.id}/results?order=importance").press("/figures?order=importance")

    assert staff.url == f"/rounds/{panel.round.id}/results?order=importance"


def test_too_early_is_said(staff: Desk) -> None:
    panel = Panel()
    panel.answer(0, 1, 2)

    staff.post(f"/rounds/{panel.round.id}/results/figures")

    assert "Nothing has changed: too few answers are new." in staff.words


def test_figures_at_the_close_alone(staff: Desk) -> None:
    panel = Panel(Refresh.CLOSE)
    panel.answer(*range(12))

    staff.get(f"/rounds/{panel.round.id}/results")
    assert "Figures appear when the survey has closed." in staff.words
    assert not any(form.action.endswith("/figures") for form in staff.page.forms)

    surveys.close_round(OPERATOR, panel.round.id, now=NOON)
    assert "of 12 for A" in staff.get(f"/rounds/{panel.round.id}/results").words


def test_an_open_page_asks_for_the_state(staff: Desk, nobody: Desk) -> None:
    panel = Panel()
    panel.answer(*range(9))
    url = f"/rounds/{panel.round.id}/results/state"

    staff.get(url)
    assert staff.response is not None
    told, etag = staff.response.get_json(), staff.response.headers["ETag"]
    said = "9 of 30 members (30%) have submitted"
    assert told == {"said": said, "is_due": False, "state": "open", "step": 0}

    assert staff._send("GET", url, headers={"If-None-Match": etag}).status_code == 304
    panel.answer(9)
    answer = staff._send("GET", url, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.get_json()["is_due"]) == (200, True)
    assert nobody.get(url).url.startswith("/sign-in")


def test_the_script_is_a_file_and_the_page_works_without_it(staff: Desk) -> None:
    panel = Panel()
    panel.answer(*range(12))

    staff.get(f"/rounds/{panel.round.id}/results")

    scripts = staff.page.html.split("<script")[1:]
    assert len(scripts) == 1
    assert scripts[0].startswith(' src="/assets/results-')
    assert any(form.action.endswith("/figures") for form in staff.page.forms)


def test_places_are_ranges_and_level_ones_are_said(staff: Desk) -> None:
    panel = Panel()
    order = panel.questionnaire.by_code["order"]
    first, second = (f"order-{panel.questionnaire.items[position].id}" for position in order.items[:2])
    for number in range(12):
        panel.answer_fields(number, {first: str(1 + number % 2), second: str(2 - number % 2)})
    surveys.close_round(OPERATOR, panel.round.id, now=NOON)

    staff.get(f"/rounds/{panel.round.id}/results")

    assert "A and B cannot be told apart." in staff.words
    assert "The draws begin at the number 20260302, the same for every round and every format" in staff.words
    assert staff.page.html.count("<b>1–2</b>") == 2
    assert 'aria-label="place 1, range 1–2 of 3"' in staff.page.html
