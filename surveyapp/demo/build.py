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
from surveyapp.demo.people import as_csv, sample_members
from surveyapp.documents import read_plan_document
from surveyapp.enums import Role
from surveyapp.permissions import OPERATOR
from surveyapp.services import accounts, drafts, links, members, participants, plans, questionnaires, responses, surveys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from surveyapp.config import Settings
    from surveyapp.models import PlanVersion, Round
    from surveyapp.questionnaire import Questionnaire

SOCIETY = "Larkspur Society of Physical Medicine & Rehabilitation"
STAFF_EMAIL = "staff@example.org"
MEMBER_COUNT = 240
RESPONSE_COUNT = 150
DRAFT_COUNT = 12
SEED = 20260302
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
        return exports.excel_summary(OPERATOR, self.round_id, now=self.made_at)


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
    tokens = [link.token for link in sorted(invited, key=lambda link: link.member.key)]
    questionnaire = questionnaires.load_questionnaire(round_.id)
    for done in _answer(tokens, questionnaire, settings.secret_key, opened_at):
        if done % 25 == 0:
            tell(f"  {done} of {RESPONSE_COUNT} responses")
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
    surveys.open_round(OPERATOR, round_.id, now=opened_at)
    participants.invite_members(OPERATOR, round_.survey_id, secret=settings.secret_key, now=opened_at)
    return round_


def _answer(tokens: list[str], questionnaire: Questionnaire, secret: str, opened_at: datetime) -> Iterator[int]:
    """Let the first members answer and submit, and a few more leave half-way; yields the count of responses."""
    round_id = questionnaire.round_id
    everybody = sample_answers(questionnaire, RESPONSE_COUNT + DRAFT_COUNT, SEED)
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
