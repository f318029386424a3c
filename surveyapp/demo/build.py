"""Puts the sample society into a database of its own, through the same services that staff and members use."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from surveyapp import exports
from surveyapp.demo.behaviour import sample_answers
from surveyapp.demo.opinions import opinions
from surveyapp.demo.people import as_csv, sample_members
from surveyapp.documents import read_plan_document
from surveyapp.enums import Refresh, Role
from surveyapp.permissions import OPERATOR
from surveyapp.questionnaire import item_field
from surveyapp.services import (
    accounts,
    drafts,
    links,
    members,
    participants,
    plans,
    questionnaires,
    responses,
    results,
    segments,
    surveys,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from surveyapp.config import Settings
    from surveyapp.models import PlanVersion, Round
    from surveyapp.questionnaire import Questionnaire
    from surveyapp.services.participants import PersonalLink

SOCIETY = "Larkspur Society of Physical Medicine & Rehabilitation"
STAFF_EMAIL = "staff@example.org"
MEMBER_COUNT = 240
RESPONSE_COUNT = 150
DRAFT_COUNT = 12
SEED = 20260302
SEGMENTS = ("practice_setting", "region")
_DOUBTING = "Private practice"
_DAYS_OPEN = 14
_DAYS_AGO = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """What a visitor of the demo needs."""

    member_link: str
    staff_email: str
    staff_password: str
    round_id: int
    summary_name: str
    made_at: datetime

    def summary(self) -> bytes:
        """The Excel summary of the sample round."""
        return exports.export(OPERATOR, self.round_id, "xlsx", now=self.made_at).content


def sample_settings(settings: Settings, public_url: str, name: str = "demo") -> Settings:
    """Settings for a demo in a folder `name` of its own below the instance folder, empty at first."""
    folder = settings.instance_path / name
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return replace(
        settings,
        instance_path=folder,
        database_url=f"sqlite:///{folder / 'surveyapp.db'}",
        public_url=public_url,
        society=SOCIETY,
    )


def build_demo(settings: Settings, *, now: datetime, tell: Callable[[str], object]) -> Sample:
    """Build the sample in an empty database; `tell` hears of each stage."""
    opened_at = now - timedelta(days=_DAYS_AGO)
    tell("Importing the sample plan")
    version = _import_plan(opened_at)
    tell(f"Importing {MEMBER_COUNT} invented members and opening the survey")
    round_ = _open_survey(version, settings, opened_at)
    invited = participants.list_links(OPERATOR, round_.survey_id, secret=settings.secret_key, now=opened_at)
    people = sorted(invited, key=lambda link: link.member.key)
    tokens = [link.token for link in people]
    questionnaire = questionnaires.load_questionnaire(round_.id)
    answers = list(sample_answers(questionnaire, RESPONSE_COUNT + DRAFT_COUNT, SEED))
    answers[:RESPONSE_COUNT] = suited(people[:RESPONSE_COUNT], answers[:RESPONSE_COUNT], questionnaire)
    for done in _answer(tokens, answers, questionnaire.round_id, settings.secret_key, opened_at):
        if done % 25 == 0:
            tell(f"  {done} of {RESPONSE_COUNT} responses")
    results.move_on(OPERATOR, round_.id)
    password = secrets.token_urlsafe(12)
    accounts.create_account(
        OPERATOR, email=STAFF_EMAIL, name="Robin Sample", role=Role.ADMINISTRATOR, password=password, now=opened_at
    )
    return Sample(
        member_link=f"{settings.public_url}/r/{tokens[-1]}",
        staff_email=STAFF_EMAIL,
        staff_password=password,
        round_id=round_.id,
        summary_name="excel-summary-round-1.xlsx",
        made_at=now,
    )


def _import_plan(now: datetime) -> PlanVersion:
    source = files("surveyapp.demo").joinpath("sample_plan.txt").read_bytes()
    outline = read_plan_document(source, "sample_plan.txt")
    version, _ = plans.import_outline(OPERATOR, outline, source_name="sample_plan.txt", source=source, now=now)
    return version


def _open_survey(version: PlanVersion, settings: Settings, opened_at: datetime) -> Round:
    membership = members.read_membership(as_csv(sample_members(MEMBER_COUNT)).encode())
    members.import_members(OPERATOR, membership, now=opened_at)
    zone = settings.time_zone
    round_ = surveys.create_survey(OPERATOR, version.id, time_zone=zone, now=opened_at)
    closes_at = opened_at.replace(hour=22, minute=0, second=0, microsecond=0) + timedelta(days=_DAYS_OPEN)
    surveys.schedule_round(OPERATOR, round_.id, opens_at=None, closes_at=closes_at, time_zone=zone, now=opened_at)
    segments.choose_segments(OPERATOR, round_.survey_id, SEGMENTS, refresh=Refresh.STEPS, now=opened_at)
    surveys.open_round(OPERATOR, round_.id, now=opened_at)
    participants.invite_members(OPERATOR, round_.survey_id, secret=settings.secret_key, now=opened_at)
    return round_


def suited(
    people: Sequence[PersonalLink], answers: Sequence[dict[str, str]], questionnaire: Questionnaire
) -> list[dict[str, str]]:
    """Hand the same answers out anew, so that settings differ on the goal that divides the society.

    Every other member keeps the answers of their turn; among the rest, those of private practices get the ones
    that think least of that goal.
    """
    question = questionnaire.by_code["importance"]
    divided = max(question.items, key=lambda position: opinions(questionnaire)[questionnaire.items[position].id].divide)
    field = item_field(question, questionnaire.items[divided])
    turns = range(0, len(people), 2)
    by_setting = sorted(turns, key=lambda turn: (people[turn].member.attributes[SEGMENTS[0]] != _DOUBTING, turn))
    by_opinion = sorted(turns, key=lambda turn: (answers[turn].get(field, ""), turn))
    handed = list(answers)
    for turn, given in zip(by_setting, by_opinion, strict=True):
        handed[turn] = answers[given]
    return handed


def _answer(
    tokens: list[str], everybody: list[dict[str, str]], round_id: int, secret: str, opened_at: datetime
) -> Iterator[int]:
    """Let the first members answer and submit, and a few more leave half-way; yields the count of responses."""
    questionnaire = questionnaires.load_questionnaire(round_id)
    for number, (token, fields) in enumerate(zip(tokens, everybody, strict=False), start=1):
        at = opened_at + timedelta(days=_DAYS_AGO * number / (len(tokens) + 1))
        _, draft_id = links.begin(token, secret=secret, now=at)
        if number <= RESPONSE_COUNT:
            drafts.save_fields(draft_id, round_id, fields, now=at)
            responses.submit(draft_id, round_id, questionnaire, now=at)
            yield number
        else:
            half = dict(list(fields.items())[: len(fields) // 2])
            drafts.save_fields(draft_id, round_id, half, now=at)
