"""How rankings came about and how long pages took: stored with a response, and told as the minutes that are left.

Only durations are stored, rounded up to five seconds, and never a time of day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import QuestionKind
from surveyapp.models import PageSeconds, RankingTrace, Response
from surveyapp.questionnaire import moves_field, seconds_by_slug
from surveyapp.questionnaire.journey import RANKING_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from surveyapp.questionnaire import Questionnaire

FEWEST_MEASURED = 10
_STEP = 5
_KEPT_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Measured:
    at: datetime
    seconds: Mapping[str, float]


_kept: dict[tuple[sa.Engine, int], _Measured] = {}
_COUNTS = (
    sa.select(PageSeconds.slug, PageSeconds.seconds, sa.func.count())
    .join(Response, Response.id == PageSeconds.response_id)
    .where(Response.round_id == sa.bindparam("round_id"))
    .group_by(PageSeconds.slug, PageSeconds.seconds)
)


def store_traces(db: sa.Connection, response_id: int, questionnaire: Questionnaire, fields: Mapping[str, str]) -> None:
    """Store what the pages of a draft noted beside the answers, for a response that has no traces yet."""
    seconds = {slug: -(-exact // _STEP) * _STEP for slug, exact in seconds_by_slug(fields).items()}
    rankings = [q for q in questionnaire.questions if q.kind is QuestionKind.RANKING]
    moves = {question.id: fields.get(moves_field(question), "") for question in rankings}
    on_ranking = seconds.get(RANKING_PAGE)
    traces = [
        {"response_id": response_id, "question_id": question, "moves": letters, "seconds": on_ranking}
        for question, letters in moves.items()
        if letters or on_ranking
    ]
    if traces:
        db.execute(sa.insert(RankingTrace), traces)
    if seconds:
        pages = [{"response_id": response_id, "slug": slug, "seconds": took} for slug, took in seconds.items()]
        db.execute(sa.insert(PageSeconds), pages)


def measured_seconds(round_id: int, *, now: datetime) -> Mapping[str, float]:
    """How long the pages of a round took, by slug: the median of those who submitted, once ten have been measured.

    Worked out anew after ten minutes at most; until then what was found last serves without a query.
    """
    key = (database.engine(), round_id)
    kept = _kept.get(key)
    if kept is None or not kept.at <= now < kept.at + _KEPT_FOR:
        kept = _kept[key] = _Measured(now, _medians(round_id))
    return kept.seconds


def _medians(round_id: int) -> dict[str, float]:
    took: dict[str, list[int]] = defaultdict(list)
    with database.reading(single=True) as db:
        for slug, seconds, count in db.execute(_COUNTS, {"round_id": round_id}):
            took[slug] += [seconds] * count
    return {slug: median(each) for slug, each in took.items() if len(each) >= FEWEST_MEASURED}
