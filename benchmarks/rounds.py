"""A round with as many responses as asked for, written straight into the tables: a survey of the sample plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa

from surveyapp import create_app, database
from surveyapp.config import Settings
from surveyapp.demo.people import as_csv, sample_members
from surveyapp.documents import read_plan_document
from surveyapp.enums import QuestionKind, Refresh, Role, WordsKind
from surveyapp.models import Choice, Draft, Invitation, ItemWords, Member, Participant, Placement, Rating, Response
from surveyapp.permissions import OPERATOR
from surveyapp.services import accounts, members, plans, questionnaires, segments, surveys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from surveyapp.questionnaire import Questionnaire

    Row = tuple[type[database.Base], dict[str, Any]]

ATTRIBUTES = ("practice_setting", "region")
_BATCH = 2_000
_SETTINGS, _REGIONS = ["academic", "hospital", "private"], ["north", "south", "east"]
_SEED = 1


def an_app(folder: Path) -> Flask:
    """An application on a database in `folder`."""
    url = f"sqlite:///{folder / 'benchmark.db'}"
    return create_app(Settings(folder, url, "b" * 60, "http://localhost", "Benchmark", "America/Chicago"))


def fill(size: int) -> tuple[int, int]:
    """Store an open round with `size` invited members who all responded; returns its id and that of an account."""
    now = datetime.now(UTC)
    database.migrate()
    members.import_members(OPERATOR, members.read_membership(as_csv(sample_members(60)).encode()), now=now)
    source = files("surveyapp.demo").joinpath("sample_plan.txt").read_bytes()
    outline = read_plan_document(source, "sample_plan.txt")
    version, _ = plans.import_outline(OPERATOR, outline, source_name="sample_plan.txt", source=source, now=now)
    closes_at = now + timedelta(days=1)
    round_ = surveys.create_survey(OPERATOR, version.id, time_zone="UTC", now=now, closes_at=closes_at)
    segments.choose_segments(OPERATOR, round_.survey_id, ATTRIBUTES, refresh=Refresh.STEPS, now=now)
    surveys.open_round(OPERATOR, round_.id, now=now)
    questionnaire = questionnaires.load_questionnaire(round_.id)
    chance = np.random.default_rng(_SEED)
    for start in range(0, size, _BATCH):
        people = range(1_000 + start, 1_000 + min(start + _BATCH, size))
        rows: dict[type[database.Base], list[dict[str, Any]]] = {}
        for number in people:
            for table, row in _person(questionnaire, number, chance):
                rows.setdefault(table, []).append(row)
        with database.writing() as db:
            for table, several in rows.items():
                db.execute(sa.insert(table), several)
    account = accounts.create_account(
        OPERATOR, email="b@example.org", name="B", role=Role.STAFF, password="a long enough password", now=now
    )
    return round_.id, account.id


def _person(questionnaire: Questionnaire, number: int, chance: np.random.Generator) -> Iterator[Row]:
    """A member who was invited, began and responded; every second one comments on an item."""
    today = datetime.now(UTC).date()
    who, draft, response = (database.random_id() for _ in range(3))
    stamp = {"practice_setting": str(chance.choice(_SETTINGS)), "region": str(chance.choice(_REGIONS))}
    own = {"participant_id": who, "round_id": questionnaire.round_id}
    name = {"given_name": "Member", "family_name": f"{number}"}
    yield Member, {"id": number, "email": f"m{number}@example.org", "attributes": stamp, **name}
    invitation = {"survey_id": questionnaire.survey_id, "member_id": number, "segments": stamp}
    yield Invitation, {**invitation, "link_digest": f"{number:064x}", "invited_on": today}
    participant = {"id": who, "survey_id": questionnaire.survey_id, "pseudonym": f"{who:x}", "segments": stamp}
    yield Participant, participant
    yield Draft, {"id": draft, **own, "fields": {}}
    yield Response, {"id": response, **own, "submitted_on": today, "may_be_quoted": True, "segments": None}
    for table, row in _answers(questionnaire, chance):
        yield table, {"response_id": response, **row}
    if number % 2:
        item = questionnaire.items[number // 2 % len(questionnaire.items)].id
        text = f"Comment {number}: say who is to do this, by when, and who pays for it."
        yield ItemWords, {"response_id": response, "item_id": item, "kind": WordsKind.COMMENT, "text": text}


def _answers(questionnaire: Questionnaire, chance: np.random.Generator) -> Iterator[Row]:
    for question in questionnaire.questions:
        ids = [questionnaire.items[position].id for position in question.items]
        order = chance.permutation(len(ids)).tolist()
        for item, draw, place in zip(ids, chance.integers(0, 5, len(ids)).tolist(), order, strict=True):
            about = {"question_id": question.id, "item_id": item}
            if question.kind is QuestionKind.RATING:
                yield Rating, {**about, "score": draw + 1, "abstained": False}
            elif question.kind is QuestionKind.CHOICE and draw < len(question.options):
                yield Choice, {**about, "option": question.options[draw].code}
            elif question.kind is QuestionKind.RANKING:
                ranked = place + 1 if place < question.enough else None
                yield Placement, {**about, "place": ranked, "shown_at": 1 + place}
