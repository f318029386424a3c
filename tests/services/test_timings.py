"""Traces of a response are stored as durations, and tell the next members how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import PageSeconds, RankingTrace, Response
from surveyapp.services import drafts, links, questionnaires, responses
from surveyapp.services.timings import FEWEST_MEASURED, measured_seconds
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.questionnaire import Questionnaire


@dataclass
class World:
    """An open round and the links of its members."""

    round_id: int
    questionnaire: Questionnaire
    tokens: list[str]

    def submit(self, number: int, **fields: str) -> None:
        """Let a member save and submit; `_` in a field's name stands for `-`, `__` for `/`."""
        _, draft_id = links.begin(self.tokens[number], secret=SECRET, now=NOON)
        texts = {name.replace("__", "/").replace("_", "-"): text for name, text in fields.items()}
        drafts.save_fields(draft_id, self.round_id, {"missing": "Words.", **texts}, now=NOON)
        responses.submit(draft_id, self.round_id, self.questionnaire, now=NOON)

    def measured(self, minutes: float = 0.0) -> dict[str, float]:
        return dict(measured_seconds(self.round_id, now=NOON + timedelta(minutes=minutes)))


@pytest.fixture
def world(app: Flask) -> World:
    round_ = an_open_round()
    questionnaire = questionnaires.load_questionnaire(round_.id)
    return World(round_.id, questionnaire, some_links(round_, FEWEST_MEASURED + 2))


def pages() -> dict[str, int]:
    database.session().rollback()
    return {row.slug: row.seconds for row in database.session().scalars(sa.select(PageSeconds))}


def rankings() -> list[tuple[str, int | None]]:
    database.session().rollback()
    return [(row.moves, row.seconds) for row in database.session().scalars(sa.select(RankingTrace))]


@pytest.mark.parametrize(("exact", "stored"), [(1, 5), (5, 5), (6, 10), (12, 15), (3600, 3600)])
def test_seconds_are_rounded_up_to_five(world: World, exact: int, stored: int) -> None:
    world.submit(0, seconds_g__A=str(exact))

    assert pages() == {"g/A": stored}


def test_moves_and_seconds_of_a_ranking(world: World) -> None:
    world.submit(0, moves_order="ttbdk", seconds_rank="31")

    assert rankings() == [("ttbdk", 35)]
    assert pages() == {"rank": 35}


def test_moves_without_seconds_and_seconds_without_moves(world: World) -> None:
    world.submit(0, moves_order="t")
    world.submit(1, seconds_rank="3")

    assert sorted(rankings()) == [("", 5), ("t", None)]


def test_without_traces_nothing_is_stored_and_nothing_is_missing(world: World) -> None:
    world.submit(0)

    assert (rankings(), pages()) == ([], {})
    assert database.session().scalar(sa.select(sa.func.count()).select_from(Response)) == 1


def test_submitting_again_replaces_the_traces(world: World) -> None:
    world.submit(0, moves_order="tt", seconds_rank="3", seconds_review="3")
    world.submit(0, moves_order="ttb", seconds_rank="8", seconds_review="")

    assert rankings() == [("ttb", 10)]
    assert pages() == {"rank": 10}


def test_no_trace_is_an_answer(world: World) -> None:
    world.submit(0, moves_order="tt", seconds_rank="3")
    _, draft_id = links.begin(world.tokens[0], secret=SECRET, now=NOON)
    drafts.save_fields(draft_id, world.round_id, {"moves-order": "ttb", "seconds-rank": "9"}, now=NOON)

    sitting = drafts.get_sitting(draft_id, world.round_id, now=NOON)
    submitted = responses.get_submitted(draft_id, world.round_id)

    assert submitted is not None
    assert not responses.differs(world.questionnaire, sitting.fields, submitted)


def test_the_median_once_ten_were_measured(world: World) -> None:
    for number in range(FEWEST_MEASURED - 1):
        world.submit(number, seconds_g__A=str(5 * number + 5), seconds_rank="20")
    assert world.measured() == {}

    world.submit(FEWEST_MEASURED - 1, seconds_g__A="3000")

    assert world.measured(10) == {"g/A": 27.5}


def test_what_was_found_serves_for_ten_minutes(world: World) -> None:
    for number in range(FEWEST_MEASURED):
        world.submit(number, seconds_rank="20")
    assert world.measured() == {"rank": 20}
    for number in range(FEWEST_MEASURED):
        world.submit(number, seconds_rank="40")

    assert world.measured(9.9) == {"rank": 20}
    assert world.measured(10) == {"rank": 40}
    assert world.measured(-1) == {"rank": 40}


def test_drafts_and_other_rounds_are_not_measured(world: World) -> None:
    for token in world.tokens:
        _, draft_id = links.begin(token, secret=SECRET, now=NOON)
        drafts.save_fields(draft_id, world.round_id, {"seconds-rank": "20"}, now=NOON)

    assert world.measured() == {}
    assert dict(measured_seconds(world.round_id + 1, now=NOON)) == {}


def test_a_look_that_is_kept_asks_the_database_nothing(world: World, app: Flask) -> None:
    world.measured()
    asked: list[str] = []
    sa.event.listen(database.engine(), "before_cursor_execute", lambda *event: asked.append(event[2]))

    world.measured(5)

    assert asked == []


def test_no_time_of_day_is_stored(app: Flask) -> None:
    for name in ("ranking_trace", "page_seconds"):
        kinds = {type(column.type) for column in database.Base.metadata.tables[name].columns}
        assert kinds <= {sa.Integer, sa.BigInteger, sa.Text}
