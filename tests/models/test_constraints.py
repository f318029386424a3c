"""The truths that tables hold themselves: every CHECK is violated once, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from surveyapp import database
from surveyapp.enums import DispositionKind, InputSource, PublishState
from surveyapp.models import Decision, Disposition, Remark
from surveyapp.services import drafts, editing, export_jobs, links, questionnaires, responses, themes
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links
from tests.services.commenting import a_person

if TYPE_CHECKING:
    from flask import Flask

VIOLATIONS = {
    "ck_account_role": "UPDATE account SET role = 'owner'",
    "ck_plan_item_four_levels": "UPDATE plan_item SET level = 5 WHERE kind = 'goal'",
    "ck_plan_item_itemkind": "UPDATE plan_item SET kind = 'wish' WHERE level = 0",
    "ck_plan_item_level_of_goals": "UPDATE plan_item SET level = 0 WHERE kind = 'goal'",
    "ck_plan_version_versionstate": "UPDATE plan_version SET state = 'lost'",
    "ck_survey_confidentiality": "UPDATE survey SET confidentiality = 'secret'",
    "ck_survey_sealed_without_key": "UPDATE survey SET link_key = NULL",
    "ck_survey_smallest_cell": "UPDATE survey SET minimum_cell = 2",
    "ck_round_open_has_times": "UPDATE round SET closes_at = NULL",
    "ck_round_opens_before_closes": "UPDATE round SET closes_at = opens_at",
    "ck_round_roundstate": "UPDATE round SET state = 'paused'",
    "ck_question_questionkind": "UPDATE question SET kind = 'essay' WHERE kind = 'text'",
    "ck_question_scale_of_ratings": "UPDATE question SET agree_from = NULL WHERE kind = 'rating'",
    "ck_rating_score_or_abstention": "UPDATE rating SET score = NULL",
    "ck_placement_places_from_one": "UPDATE placement SET place = 0 WHERE place IS NOT NULL",
    "ck_ranking_trace_fives": "UPDATE ranking_trace SET seconds = 7",
    "ck_page_seconds_fives": "UPDATE page_seconds SET seconds = 0",
    "ck_export_job_done_has_file": "UPDATE export_job SET sha256 = 'a'",
    "ck_export_job_exportstate": "UPDATE export_job SET state = 'paused', finished_at = asked_at",
    "ck_export_job_over_has_time": "UPDATE export_job SET finished_at = asked_at",
    "ck_export_job_running_is_claimed": "UPDATE export_job SET claim = 'a'",
    "ck_export_job_step_of_steps": "UPDATE export_job SET step = 1",
    "ck_decision_decisionkind": "UPDATE decision SET decision = 'perhaps'",
    "ck_decision_numbered_from_one": "UPDATE decision SET number = 0",
    "ck_disposition_dispositionkind": "UPDATE disposition SET kind = 'perhaps'",
    "ck_disposition_numbered_from_one": "UPDATE disposition SET number = 0",
    "ck_outside_input_inputsource": "UPDATE outside_input SET source = 'rumour'",
    "ck_remark_publishstate": "UPDATE remark SET publish = 'whispered'",
    "ck_remark_said_here_or_elsewhere": "UPDATE remark SET outside_id = NULL",
    "ck_theme_digits_in_use": "UPDATE theme SET digit = 10",
    "ck_theme_merged_is_retired": "UPDATE theme SET merged_into_id = id",
    "ck_item_words_words_on_items": "UPDATE item_words SET kind = 'answer'",
    "ck_item_words_wordskind": "UPDATE item_words SET kind = 'rumour'",
}


@pytest.fixture
def world(app: Flask) -> None:
    """An account, an open round, one response with an answer of every kind, and what staff made of it."""
    staff = a_person()
    round_ = an_open_round()
    questionnaire = questionnaires.load_questionnaire(round_.id)
    goal = next(item for item in questionnaire.items if item.label == "A")
    round_id, draft_id = links.begin(some_links(round_)[0], secret=SECRET, now=NOON)
    fields = {f"importance-{goal.id}": "4", f"order-{goal.id}": "1", f"comment-{goal.id}": "Word.", "missing": "Much."}
    fields |= {"moves-order": "t", "seconds-rank": "12"}
    drafts.save_fields(draft_id, round_id, fields, now=NOON)
    responses.submit(draft_id, round_id, questionnaire, now=NOON)
    themes.add_theme(staff, round_id, name="Access", now=NOON)
    said = editing.add_outside(
        staff,
        round_id,
        item_id=goal.id,
        source=InputSource.LETTER,
        source_name="A chapter",
        heard_on=NOON.date(),
        text="Said elsewhere.",
        may_be_quoted=True,
        now=NOON,
    )
    editing.set_publish(staff, round_id, f"o{said.id}", PublishState.COUNTED, now=NOON)
    export_jobs.ask(staff, round_id, "xlsx", {}, in_words="", now=NOON)
    with database.transaction() as db:
        db.add(Decision(item_id=goal.id, number=1, decided_by="Kim", decided_at=NOON))
        remark = db.scalars(sa.select(Remark)).one()
        parked = Disposition(remark_id=remark.id, number=1, kind=DispositionKind.PARKED, text_digest="")
        parked.decided_by, parked.decided_on = "Kim", NOON.date()
        db.add(parked)


def test_every_check_is_among_the_violations() -> None:
    checks = {
        str(constraint.name)
        for table in database.Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }

    assert checks == set(VIOLATIONS)


def test_every_check_holds(app: Flask, world: None) -> None:
    for name, statement in VIOLATIONS.items():
        with database.engine().connect() as connection:
            # A value outside an enumeration may break a second rule of its table as well.
            with pytest.raises(
                IntegrityError, match=f"{name}|CHECK constraint failed|violates check constraint"
            ) as error:
                connection.execute(sa.text(statement))
            assert name in str(error.value) or name == "ck_item_words_wordskind", statement


def test_one_response_per_participant_and_round(app: Flask, world: None) -> None:
    copy = (
        "INSERT INTO response (id, round_id, participant_id, submitted_on) "
        "SELECT id + 1, round_id, participant_id, submitted_on FROM response"
    )
    with database.engine().connect() as connection, pytest.raises(IntegrityError):
        connection.execute(sa.text(copy))


def test_a_response_without_a_participant_cannot_be(app: Flask, world: None) -> None:
    with database.engine().connect() as connection, pytest.raises(IntegrityError):
        connection.execute(sa.text("UPDATE response SET participant_id = NULL"))
