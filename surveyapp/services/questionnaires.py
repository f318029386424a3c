"""The questionnaire of a round, read once and kept until the round's revision changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import selectinload

from surveyapp import database
from surveyapp.enums import QuestionKind
from surveyapp.errors import NotFound
from surveyapp.models import PlanItem, PlanVersion, Question, Round, Survey
from surveyapp.questionnaire import Item, Journey, Option, Questionnaire, Scale, journey_of
from surveyapp.questionnaire import Question as AskedQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Sheet:
    """A questionnaire and its journey, with the revision of the round they were read at."""

    revision: int
    questionnaire: Questionnaire
    journey: Journey


_kept: dict[tuple[sa.Engine, int], Sheet] = {}


def load_sheet(round_id: int, *, revision: int) -> Sheet:
    """The sheet of a round at its present `revision`; a copy kept at that revision serves without a query.

    Raises `NotFound`.
    """
    key = (database.engine(), round_id)
    kept = _kept.get(key)
    if kept is not None and kept.revision == revision:
        return kept
    sheet = _read_sheet(round_id)
    _kept[key] = sheet
    return sheet


def load_questionnaire(round_id: int) -> Questionnaire:
    """What a round asks at this moment. Raises `NotFound`."""
    return _read_sheet(round_id).questionnaire


def _read_sheet(round_id: int) -> Sheet:
    round_ = database.session().get(
        Round,
        round_id,
        options=[
            selectinload(Round.survey).selectinload(Survey.plan),
            selectinload(Round.version).selectinload(PlanVersion.items).selectinload(PlanItem.tier),
            selectinload(Round.questions).selectinload(Question.items),
        ],
        populate_existing=True,
    )
    if round_ is None:
        message = "There is no such round."
        raise NotFound(message)
    questionnaire = _questionnaire(round_)
    return Sheet(round_.revision, questionnaire, journey_of(questionnaire))


def _questionnaire(round_: Round) -> Questionnaire:
    items = tuple(_item(row) for row in round_.version.items)
    position_of = {item.id: position for position, item in enumerate(items)}
    return Questionnaire(
        round_id=round_.id,
        round_number=round_.number,
        survey_id=round_.survey_id,
        survey_title=round_.survey.title,
        plan_title=round_.survey.plan.title,
        practice_area=round_.survey.plan.practice_area,
        version_number=round_.version.number,
        confidentiality=round_.survey.confidentiality,
        minimum_cell=round_.survey.minimum_cell,
        time_zone=round_.time_zone,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        introduction=round_.introduction,
        items=items,
        questions=tuple(_question(row, position_of) for row in round_.questions if row.is_on),
        asks_comments=round_.asks_comments,
        asks_wording=round_.asks_wording,
    )


def _item(row: PlanItem) -> Item:
    return Item(
        id=row.id,
        key=row.key,
        kind=row.kind,
        label=row.label,
        marker=row.marker,
        level=row.level,
        tier=row.tier.name if row.tier else None,
        text=row.text,
        parent_id=row.parent_id,
    )


def _question(row: Question, position_of: Mapping[int, int]) -> AskedQuestion:
    scale = None
    if row.kind is QuestionKind.RATING and row.agree_from is not None:
        scale = Scale(row.low, tuple(row.labels), row.cannot_judge, row.agree_from)
    options: tuple[Option, ...] = ()
    if row.kind is QuestionKind.CHOICE:
        options = tuple(Option(code, label) for code, label in zip(row.option_codes, row.labels, strict=True))
    return AskedQuestion(
        id=row.id,
        code=row.code,
        kind=row.kind,
        prompt=row.prompt,
        items=tuple(position_of[entry.item_id] for entry in row.items),
        scale=scale,
        options=options,
        enough=row.enough,
        ties=row.ties,
    )
