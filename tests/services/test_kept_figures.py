"""Figures kept in memory: computed once however many look at the same time, and counts that are never out of date."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from surveyapp import database
from surveyapp.models import Choice
from surveyapp.permissions import OPERATOR
from surveyapp.reports.findings import find
from surveyapp.services import members, participants, results, surveys
from surveyapp.services.members import MemberRow, Membership
from surveyapp.stats.places import SEED, place_ranges
from tests.conftest import NOON, SECRET
from tests.services.test_results import answered_round
from tests.services.test_steps import Panel

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.services.results import RoundFigures

PEOPLE = 8


def test_ten_who_look_at_once_compute_once(app: Flask) -> None:
    round_id = answered_round(*[{"importance-A": "5", "order-A": "1", "order-B": "2"}] * 6).id
    reads: list[str] = []
    event.listen(database.engine(), "before_cursor_execute", lambda *given: reads.append(given[2]))
    together = Barrier(PEOPLE)

    def look(_: int) -> RoundFigures:
        with app.app_context():
            together.wait(timeout=20)
            return results.load_figures(OPERATOR, round_id)

    with ThreadPoolExecutor(PEOPLE) as people:
        seen = list(people.map(look, range(PEOPLE)))

    assert all(figures.segments is seen[0].segments for figures in seen)
    assert all(figures.summary.ratings is seen[0].summary.ratings for figures in seen)
    # agreement, importance and feasibility are read from this table, each once
    assert sum("FROM rating" in statement for statement in reads) == 3


def test_one_that_fails_lets_the_next_compute(app: Flask) -> None:
    round_ = answered_round(*[{"step-A.1": "drop"}] * 6)
    with database.transaction() as db:
        db.query(Choice).update({"option": "gone"})

    for _ in range(2):
        with pytest.raises(ValueError, match=r"step: -9 by .* on A\.1 is no answer"):
            results.load_figures(OPERATOR, round_.id)

    with database.transaction() as db:
        db.query(Choice).update({"option": "drop"})
    assert results.load_figures(OPERATOR, round_.id).summary.counted == 6


def test_counts_of_an_open_round_are_those_of_the_moment(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(3))
    before = results.load_figures(OPERATOR, panel.round.id).summary
    panel.answer(*range(3, 12))
    hidden = results.load_figures(OPERATOR, panel.round.id).summary
    panel.move_on()
    shown = results.load_figures(OPERATOR, panel.round.id).summary
    panel.answer(12)
    later = results.load_figures(OPERATOR, panel.round.id).summary

    assert [(one.started, one.submitted) for one in (before, hidden)] == [(3, 3), (12, 12)]
    assert [(one.counted, one.submitted, one.held_back) for one in (shown, later)] == [(7, 12, 5), (7, 13, 6)]


def test_counts_of_a_closed_round_follow_what_staff_do(app: Flask) -> None:
    round_ = answered_round(*[{"importance-A": "5"}] * 6)
    before = results.load_figures(OPERATOR, round_.id)
    assert (before.summary.invited, before.summary.submitted) == (7, 6)

    rows = [MemberRow(n, f"late{n}@example.org", "Late", "Comer", {}) for n in (1, 2)]
    members.import_members(OPERATOR, Membership(members=rows), now=NOON)
    participants.invite_members(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    after = results.load_figures(OPERATOR, round_.id)
    assert (after.summary.invited, after.summary.submitted) == (9, 6)
    assert after.segments is before.segments


def test_closing_counts_anew(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    panel.move_on()
    results.load_figures(OPERATOR, panel.round.id)
    panel.answer(*range(12, 15))

    surveys.close_round(OPERATOR, panel.round.id, now=NOON)

    summary = results.load_figures(OPERATOR, panel.round.id).summary
    assert (summary.started, summary.submitted, summary.counted) == (15, 15, 15)


def test_places_repeat_exactly_on_pages_and_in_files(app: Flask) -> None:
    ballots = [{"order-A": "1", "order-B": "2"}, {"order-B": "1", "order-C": "2"}, {"order-C": "1"}]
    round_id = answered_round(*ballots * 4).id

    page = results.load_figures(OPERATOR, round_id).ranges["order"]

    dataset, _, _ = results.load_for_export(OPERATOR, round_id)
    assert page.seed == SEED
    assert find(dataset).ranges["order"] == page
    assert place_ranges(dataset.take(list(reversed(range(dataset.submitted)))))["order"] == page
    assert place_ranges(dataset, seed=SEED + 1)["order"] != page
