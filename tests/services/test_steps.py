"""The figures of an open round: frozen between steps, whatever comes in or is changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import Refresh
from surveyapp.errors import NotAllowed, NotFound
from surveyapp.models import FrozenFigures, Rating
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.services import drafts, links, questionnaires, responses, results, steps, surveys
from surveyapp.services.segments import choose_segments
from surveyapp.stats.dataset import fingerprint
from tests.conftest import NOON, SECRET
from tests.factories import a_round, some_links

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.models import Round

NASTY = "=1+1 “words” 🙂 \\ue000"


class Panel:
    """An open round whose members answer one after the other."""

    def __init__(self, refresh: Refresh = Refresh.STEPS, people: int = 30) -> None:
        self.round: Round = a_round()
        choose_segments(OPERATOR, self.round.survey_id, (), refresh=refresh, now=NOON)
        surveys.open_round(OPERATOR, self.round.id, now=NOON)
        self.questionnaire = questionnaires.load_questionnaire(self.round.id)
        self.tokens = some_links(self.round, people)
        item = self.questionnaire.items[self.questionnaire.by_code["importance"].items[0]]
        self.fields = (f"importance-{item.id}", f"comment-{item.id}")

    def answer(self, *who: int, score: int = 4) -> None:
        for number in who:
            self.answer_fields(number, dict(zip(self.fields, (str(score), NASTY), strict=True)))

    def answer_fields(self, number: int, typed: dict[str, str]) -> None:
        _, draft_id = links.begin(self.tokens[number], secret=SECRET, now=NOON)
        drafts.save_fields(draft_id, self.round.id, typed, now=NOON)
        responses.submit(draft_id, self.round.id, self.questionnaire, now=NOON)

    def scores(self) -> list[int]:
        dataset = results.load_dataset(OPERATOR, self.round.id)
        scores: list[int] = sorted(dataset.ratings["importance"][:, 0].tolist())
        return scores

    def move_on(self) -> bool:
        return results.move_on(OPERATOR, self.round.id)


def test_nothing_is_shown_before_the_first_step(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(9))

    assert not results.is_step_due(OPERATOR, panel.round.id)
    assert not panel.move_on()
    summary = results.load_summary(OPERATOR, panel.round.id)
    assert (summary.submitted, summary.counted, summary.hidden) == (9, 0, True)
    assert panel.scores() == []


def test_a_step_shows_all_but_five(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))

    assert results.is_step_due(OPERATOR, panel.round.id)
    assert panel.move_on()
    assert not panel.move_on()
    summary = results.load_summary(OPERATOR, panel.round.id)
    assert (summary.submitted, summary.counted, summary.held_back, summary.hidden) == (12, 7, 5, False)
    assert panel.scores() == [4] * 7


def test_what_comes_or_changes_between_steps_shows_nowhere(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    panel.move_on()
    before = results.load_dataset(OPERATOR, panel.round.id)

    panel.answer(12, 13, 14, score=1)
    panel.answer(*range(12), score=2)
    assert not panel.move_on()

    after = results.load_dataset(OPERATOR, panel.round.id)
    assert fingerprint(after) == fingerprint(before)
    assert after.held_back == 8


def test_the_next_step_brings_in_at_least_five(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    panel.move_on()
    shown = set(results.load_dataset(OPERATOR, panel.round.id).codes)

    panel.answer(*range(12, 17), score=1)
    assert panel.move_on()

    now = set(results.load_dataset(OPERATOR, panel.round.id).codes)
    assert shown < now
    assert len(now - shown) == 5


def test_at_the_close_everything_counts_and_the_frozen_figures_are_gone(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    panel.move_on()

    surveys.close_round(OPERATOR, panel.round.id, now=NOON)

    assert panel.scores() == [4] * 12
    assert database.session().scalar(sa.select(sa.func.count()).select_from(FrozenFigures)) == 0
    assert not panel.move_on()


def test_words_come_back_from_the_frozen_figures_as_they_were_typed(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    panel.move_on()

    dataset = results.load_dataset(OPERATOR, panel.round.id)
    assert {words.text for words in dataset.words} == {NASTY}
    assert len(dataset.words) == len(dataset.quotable) == 7


def test_figures_at_the_close_alone(app: Flask) -> None:
    panel = Panel(Refresh.CLOSE)
    panel.answer(*range(20))

    assert not panel.move_on()
    assert results.load_summary(OPERATOR, panel.round.id).hidden
    surveys.close_round(OPERATOR, panel.round.id, now=NOON)
    assert len(panel.scores()) == 20


def test_an_export_moves_the_figures_on_and_equals_the_page(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))

    dataset, summary, _ = results.load_for_export(OPERATOR, panel.round.id)

    assert dataset.submitted == summary.counted == 7
    assert results.load_summary(OPERATOR, panel.round.id).fingerprint == summary.fingerprint
    assert results.load_figures(OPERATOR, panel.round.id).summary.fingerprint == summary.fingerprint


def test_figures_are_kept_until_the_data_change(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    panel.move_on()
    first = results.load_figures(OPERATOR, panel.round.id)

    panel.answer(12)
    again = results.load_figures(OPERATOR, panel.round.id)
    assert again.segments is first.segments
    assert again.data == first.data
    assert (first.summary.submitted, again.summary.submitted) == (12, 13)

    surveys.close_round(OPERATOR, panel.round.id, now=NOON)
    closed = results.load_figures(OPERATOR, panel.round.id)
    assert closed.data != first.data
    assert (closed.summary.submitted, closed.summary.held_back) == (13, 0)


def test_who_may_move_the_figures_on(app: Flask) -> None:
    panel = Panel()

    with pytest.raises(NotAllowed):
        results.move_on(Actor("stranger", frozenset()), panel.round.id)
    with pytest.raises(NotFound):
        results.move_on(OPERATOR, 999)


def test_members_save_while_a_step_is_read_and_it_is_taken_once(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    step, again = steps.prepare_step(panel.questionnaire), steps.prepare_step(panel.questionnaire)
    assert step is not None
    assert again is not None
    panel.answer(*range(12, 20), score=1)

    with database.transaction() as db:
        assert steps.take_step(db, panel.round.id, step)
    with database.transaction() as db:
        assert not steps.take_step(db, panel.round.id, again)

    assert panel.scores() == [4] * 7


def test_a_step_read_before_the_close_is_not_taken_after_it(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(12))
    step = steps.prepare_step(panel.questionnaire)
    assert step is not None
    surveys.close_round(OPERATOR, panel.round.id, now=NOON)

    with database.transaction() as db:
        assert not steps.take_step(db, panel.round.id, step)
    assert database.session().get(FrozenFigures, panel.round.id) is None


def test_a_snapshot_sees_nothing_of_what_comes_in(app: Flask) -> None:
    panel = Panel()
    panel.answer(*range(10))
    count = sa.select(sa.func.count()).select_from(Rating)

    database.begin_snapshot()
    before = database.session().scalar(count)
    with database.engine().connect() as other, other.begin():
        other.execute(sa.delete(Rating))

    assert database.session().scalar(count) == before == 10
    database.session().rollback()
    assert database.session().scalar(count) == 0


def test_a_snapshot_begins_outside_of_a_write(app: Flask) -> None:
    with database.transaction(), pytest.raises(RuntimeError, match="before a transaction"):
        database.begin_snapshot()
