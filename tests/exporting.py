"""Rounds to be exported: one with segments and comments, one too large for anybody to wait for its file."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.database import random_id
from surveyapp.enums import Refresh
from surveyapp.models import ExportJob, Participant, Rating, Response
from surveyapp.permissions import OPERATOR
from surveyapp.reports.formats import Options
from surveyapp.services import drafts, export_jobs, links, participants, questionnaires, responses, surveys
from surveyapp.services.segments import choose_segments
from tests.conftest import NOON, SECRET
from tests.factories import a_round, an_open_round
from tests.services.test_segments import a_society

if TYPE_CHECKING:
    from surveyapp.permissions import Actor

SETTINGS = ["clinic"] * 20 + ["hospital"] * 20 + ["ship"] * 6
REGIONS = (["north"] * 10 + ["south"] * 10) * 2 + ["north"] * 6


def a_segmented_round() -> int:
    """A closed round of 20 at a clinic, 20 at a hospital and 6 at sea, each of whom rates and comments on goal A."""
    a_society(settings=SETTINGS, regions=REGIONS)
    round_ = a_round()
    choose_segments(OPERATOR, round_.survey_id, ["setting", "region"], refresh=Refresh.STEPS, now=NOON)
    participants.invite_members(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    questionnaire = questionnaires.load_questionnaire(round_.id)
    goal = questionnaire.items[questionnaire.by_code["importance"].items[0]]
    for link in participants.list_links(OPERATOR, round_.survey_id, secret=SECRET, now=NOON):
        setting = link.member.attributes["setting"]
        fields = {f"importance-{goal.id}": "2" if setting == "hospital" else "5"}
        fields |= {f"comment-{goal.id}": f"Said at a {setting}."}
        _, draft_id = links.begin(link.token, secret=SECRET, now=NOON)
        drafts.save_fields(draft_id, round_.id, fields, now=NOON)
        responses.submit(draft_id, round_.id, questionnaire, now=NOON)
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    return round_.id


def a_large_round(size: int) -> int:
    """A closed round with `size` responses that rate goal A, put into the database without anybody's browser."""
    round_ = an_open_round()
    questionnaire = questionnaires.load_questionnaire(round_.id)
    question = questionnaire.by_code["importance"]
    about = {"question_id": question.id, "item_id": questionnaire.items[question.items[0]].id}
    people = [(random_id(), random_id()) for _ in range(size)]
    rows: dict[type, list[dict[str, object]]] = {
        Participant: [{"id": who, "survey_id": round_.survey_id, "pseudonym": f"{who:x}"} for who, _ in people],
        Response: [
            {"id": response, "round_id": round_.id, "participant_id": who, "submitted_on": NOON.date()}
            for who, response in people
        ],
        Rating: [
            {"response_id": response, **about, "score": 1 + number % 5, "abstained": False}
            for number, (_, response) in enumerate(people)
        ],
    }
    with database.writing() as db:
        for table, values in rows.items():
            db.execute(sa.insert(table), values)
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    return round_.id


def ask(actor: Actor, round_id: int, format_name: str = "csv", **options: object) -> ExportJob:
    """Ask for a file, whatever the size of the round."""
    chosen = asdict(Options()) | options
    return export_jobs.ask(actor, round_id, format_name, chosen, in_words="", now=NOON)


def job_of(job_id: int) -> ExportJob:
    """A job as it stands now, whoever changed it."""
    database.session().rollback()
    return database.session().get_one(ExportJob, job_id)
