"""Surveys and their rounds: create from a plan, change while still a draft, open, extend, close, seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from surveyapp import database, permissions
from surveyapp.config import is_zone
from surveyapp.enums import Confidentiality, QuestionKind, RoundState
from surveyapp.errors import InvalidInput, NotFound, RuleBroken
from surveyapp.models import Plan, PlanVersion, Question, QuestionItem, Round, Survey
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.presets import PRESET, StepDepth, enough_to_rank, subjects
from surveyapp.services.rules import first_rules
from surveyapp.services.segments import stamp_responses
from surveyapp.services.steps import forget_step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor

DEFAULT_CELL = 5
_SURVEY = joinedload(Round.survey).joinedload(Survey.plan)


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """How one question of a draft round is to read. `labels` has as many entries as the question has answers.

    `ties` says of a ranking whether items may share a place; of other questions it says nothing.
    """

    is_on: bool
    prompt: str
    labels: tuple[str, ...] = ()
    cannot_judge: str = ""
    ties: bool = False


def create_survey(
    actor: Actor,
    version_id: int,
    *,
    time_zone: str,
    now: datetime,
    closes_at: datetime | None = None,
    depth: StepDepth = StepDepth.FIRST,
) -> Round:
    """Create a survey on a plan version from the preset, with a first round in draft that is to close at `closes_at`.

    Raises `RuleBroken` when the plan has a survey that is not sealed yet, and `InvalidInput` when the
    version holds nothing that members could be asked about.
    """
    permissions.require(actor, Permission.RUN_SURVEYS)
    _require_zone(time_zone)
    with database.transaction() as db:
        version = _version(db, version_id)
        if db.scalar(sa.select(Survey.id).where(Survey.plan_id == version.plan_id, Survey.sealed_at.is_(None))):
            message = f"“{version.plan.title}” has a survey already. Nothing was changed."
            raise RuleBroken(message)
        survey = Survey(
            plan=version.plan,
            title=version.plan.title,
            confidentiality=Confidentiality.CONFIDENTIAL,
            minimum_cell=DEFAULT_CELL,
        )
        round_ = Round(survey=survey, version=version, number=1, state=RoundState.DRAFT, time_zone=time_zone)
        round_.closes_at = closes_at
        round_.questions = _preset_questions(version, depth)
        if not round_.questions:
            message = "This version holds no statements, goals or priorities that members could be asked about."
            raise InvalidInput(message)
        db.add(survey)
        db.flush()
        survey.rules = first_rules(round_.questions)
        activity.record(db, actor, "survey.created", survey.title, now, version=version.number)
    return round_


def list_surveys(actor: Actor) -> Sequence[Survey]:
    """All surveys with their rounds and plans, newest first."""
    permissions.require(actor, Permission.SEE_PLANS)
    query = sa.select(Survey).options(selectinload(Survey.rounds), selectinload(Survey.plan)).order_by(Survey.id.desc())
    return database.session().scalars(query).all()


def find_survey(actor: Actor, plan_id: int) -> Survey | None:
    """The latest survey on a plan, if there is one."""
    permissions.require(actor, Permission.SEE_PLANS)
    query = sa.select(Survey).where(Survey.plan_id == plan_id).order_by(Survey.id.desc()).limit(1)
    return database.session().scalar(query.options(selectinload(Survey.rounds)))


def get_round(actor: Actor, round_id: int) -> Round:
    """One round with its survey, version and questions. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_PLANS)
    return _round(database.session(), round_id)


def get_head(actor: Actor, round_id: int) -> Round:
    """One round with its survey and plan, without what it asks. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_PLANS)
    return _found(database.session().get(Round, round_id, options=[_SURVEY]))


def edit_round(
    actor: Actor,
    round_id: int,
    *,
    title: str,
    introduction: str,
    words: Mapping[str, QuestionWords],
    asks_comments: bool,
    asks_wording: bool,
    depth: StepDepth,
    now: datetime,
) -> Round:
    """Change what a draft round asks and how it reads; `words` is keyed by question code.

    Raises `RuleBroken` once the round has opened, and `InvalidInput` for an empty prompt or label.
    """
    permissions.require(actor, Permission.RUN_SURVEYS)
    with database.transaction() as db:
        round_ = _round(db, round_id)
        round_.require_draft()
        round_.survey.title = _filled(title, "title of the survey")
        round_.introduction = introduction.strip()
        round_.asks_comments, round_.asks_wording = asks_comments, asks_wording
        for question in round_.questions:
            if question.code in words:
                _change_words(question, words[question.code])
        _set_depth(round_, depth)
        round_.revision += 1
        activity.record(db, actor, "round.edited", round_.survey.title, now, round=round_.number)
    return round_


def schedule_round(
    actor: Actor, round_id: int, *, opens_at: datetime | None, closes_at: datetime, time_zone: str, now: datetime
) -> Round:
    """Set when a draft round is to open (None: as soon as staff open it) and close, and the zone shown to members."""
    permissions.require(actor, Permission.RUN_SURVEYS)
    _require_zone(time_zone)
    if opens_at is not None and closes_at <= opens_at:
        message = "The closing time must be after the opening time."
        raise InvalidInput(message)
    with database.transaction() as db:
        round_ = _round(db, round_id)
        round_.require_draft()
        round_.opens_at, round_.closes_at, round_.time_zone = opens_at, closes_at, time_zone
        round_.revision += 1
        activity.record(db, actor, "round.scheduled", round_.survey.title, now, closes_at=closes_at.isoformat())
    return round_


def open_round(actor: Actor, round_id: int, *, now: datetime) -> Round:
    """Open a round; from now on its wording and questions are fixed. Raises `RuleBroken` if it cannot open."""
    permissions.require(actor, Permission.RUN_SURVEYS)
    with database.transaction() as db:
        round_ = _round(db, round_id)
        round_.open(now)
        activity.record(db, actor, "round.opened", round_.survey.title, now, round=round_.number)
    return round_


def close_round(actor: Actor, round_id: int, *, now: datetime) -> Round:
    """Close an open round. Raises `RuleBroken` if it is not open."""
    permissions.require(actor, Permission.RUN_SURVEYS)
    with database.transaction() as db:
        round_ = _round(db, round_id)
        round_.close(now)
        stamp_responses(db, round_)
        forget_step(db, round_id)
        activity.record(db, actor, "round.closed", round_.survey.title, now, round=round_.number)
    database.forget_order()
    return round_


def extend_round(actor: Actor, round_id: int, *, closes_at: datetime, now: datetime) -> Round:
    """Give an open round more time. Raises `RuleBroken` if it is not open or the time is not later."""
    permissions.require(actor, Permission.RUN_SURVEYS)
    with database.transaction() as db:
        round_ = _round(db, round_id)
        earlier = round_.closes_at
        round_.extend(closes_at, now)
        activity.record(db, actor, "round.extended", round_.survey.title, now, earlier=earlier, later=closes_at)
    return round_


def step_depth(round_: Round) -> StepDepth:
    """How far down the round's sub-goals are asked about."""
    levels = {entry.item.level for question in round_.questions if question.code == "step" for entry in question.items}
    return StepDepth.EVERY if max(levels, default=0) > 2 else StepDepth.FIRST


def _round(db: Session, round_id: int) -> Round:
    round_ = db.get(
        Round,
        round_id,
        options=[
            _SURVEY,
            selectinload(Round.version),
            selectinload(Round.questions).selectinload(Question.items).selectinload(QuestionItem.item),
        ],
    )
    return _found(round_)


def _found(round_: Round | None) -> Round:
    if round_ is None:
        message = "There is no such round."
        raise NotFound(message)
    return round_


def _version(db: Session, version_id: int) -> PlanVersion:
    options = [selectinload(PlanVersion.items), selectinload(PlanVersion.plan).selectinload(Plan.versions)]
    version = db.get(PlanVersion, version_id, options=options)
    if version is None:
        message = "There is no such version of a plan."
        raise NotFound(message)
    return version


def _preset_questions(version: PlanVersion, depth: StepDepth) -> list[Question]:
    questions = []
    for position, preset in enumerate(PRESET):
        items = subjects(preset, version.items, depth)
        if not items and preset.kind is not QuestionKind.TEXT:
            continue
        questions.append(
            Question(
                position=position,
                code=preset.code,
                kind=preset.kind,
                prompt=preset.prompt,
                labels=list(preset.labels or (label for _, label in preset.options)),
                option_codes=[code for code, _ in preset.options],
                cannot_judge=preset.cannot_judge,
                agree_from=preset.agree_from,
                enough=enough_to_rank(preset, len(items)),
                items=[QuestionItem(item=item, position=place) for place, item in enumerate(items)],
            )
        )
    return [] if all(question.kind is QuestionKind.TEXT for question in questions) else questions


def _set_depth(round_: Round, depth: StepDepth) -> None:
    if depth is step_depth(round_):
        return
    preset = next(entry for entry in PRESET if entry.code == "step")
    for question in round_.questions:
        if question.code == preset.code:
            wanted = subjects(preset, round_.version.items, depth)
            kept = {entry.item_id: entry for entry in question.items}
            question.items = [kept.get(item.id) or QuestionItem(item=item, position=0) for item in wanted]
            for place, entry in enumerate(question.items):
                entry.position = place


def _change_words(question: Question, words: QuestionWords) -> None:
    question.is_on = words.is_on
    question.prompt = _filled(words.prompt, "question")
    if question.labels:
        if len(words.labels) != len(question.labels):
            message = f"“{question.prompt}” needs {len(question.labels)} answers."
            raise InvalidInput(message)
        question.labels = [_filled(label, f"answer of “{question.prompt}”") for label in words.labels]
    if question.kind is QuestionKind.RATING:
        question.cannot_judge = _filled(words.cannot_judge, "answer for those who cannot judge")
    question.ties = question.kind is QuestionKind.RANKING and words.ties


def _filled(text: str, name: str) -> str:
    if not (stripped := text.strip()):
        message = f"Enter the {name}; it may not be empty."
        raise InvalidInput(message)
    return stripped


def _require_zone(name: str) -> None:
    if not is_zone(name):
        message = f"Choose a time zone such as America/Chicago; {name!r} is none."
        raise InvalidInput(message)
