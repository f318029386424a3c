"""A participant's response: the draft submitted, and what was submitted. No actor, no audit, no clock time.

These run many times for every member, so they are written as single statements rather than with loaded rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import QuestionKind, WordsKind
from surveyapp.errors import RuleBroken
from surveyapp.models import (
    Choice,
    Draft,
    ItemWords,
    PageSeconds,
    Placement,
    RankingTrace,
    Rating,
    Response,
    TextAnswer,
)
from surveyapp.questionnaire import Answers, read_answers
from surveyapp.services.drafts import RoundNotOpen, Sitting, lock_sitting
from surveyapp.services.timings import store_traces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from surveyapp.questionnaire import Problem, Questionnaire

_REPLACED = (Rating, Choice, Placement, ItemWords, TextAnswer, RankingTrace, PageSeconds)


class NotSubmittable(RuleBroken):
    """The draft holds something that only the participant can settle, or nothing at all."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


_SUBMITTED = (
    sa.select(Response.id, Response.may_be_quoted)
    .join(Draft, Draft.participant_id == Response.participant_id)
    .where(Draft.id == sa.bindparam("draft_id"), Response.round_id == sa.bindparam("round_id"))
)


def submit(draft_id: int, round_id: int, questionnaire: Questionnaire, *, now: datetime) -> None:
    """Make the draft the participant's response, in place of an earlier one; submitting twice stores one.

    Raises `RoundNotOpen`, and `NotSubmittable` with the problems when the draft holds something
    unclear (two goals on one place) or nothing at all. Nothing is lost either way.
    """
    with database.writing() as db:
        sitting = lock_sitting(db, draft_id, round_id, now=now)
        if not sitting.accepting:
            message = "This survey has closed, so your input could not be submitted. What you typed is kept."
            raise RoundNotOpen(message)
        answers, problems = read_answers(questionnaire, sitting.fields)
        if problems:
            message = "Something needs your decision before you can submit."
            raise NotSubmittable(message, problems)
        if answers.is_empty:
            message = "There is nothing to submit yet."
            raise NotSubmittable(message)
        response_id = _empty_response(db, sitting, answers, now)
        order = {
            q.id: start_order(questionnaire, q.code, draft_id)
            for q in questionnaire.questions
            if q.kind is QuestionKind.RANKING
        }
        _store(db, response_id, questionnaire, answers, order)
        store_traces(db, response_id, questionnaire, sitting.fields)


def has_submitted(draft_id: int, round_id: int) -> bool:
    """Whether the participant of this draft has submitted in this round."""
    with database.reading(single=True) as db:
        return db.execute(_SUBMITTED, {"draft_id": draft_id, "round_id": round_id}).first() is not None


def get_submitted(draft_id: int, round_id: int) -> Answers | None:
    """What the participant of this draft submitted in this round, None if nothing yet."""
    with database.reading() as db:
        row = db.execute(_SUBMITTED, {"draft_id": draft_id, "round_id": round_id}).one_or_none()
        if row is None:
            return None
        response_id, may_be_quoted = row
        answers = _stored_answers(db, response_id)
    answers.may_be_quoted = may_be_quoted
    return answers


def differs(questionnaire: Questionnaire, fields: Mapping[str, str], submitted: Answers) -> bool:
    """Whether typed `fields` hold other answers than the ones that were submitted."""
    answers, problems = read_answers(questionnaire, fields)
    return bool(problems) or answers != submitted


def start_order(questionnaire: Questionnaire, code: str, draft_id: int) -> list[int]:
    """The items of a ranking (positions) in this participant's own random order; the same at every visit."""
    from random import Random  # noqa: PLC0415

    items = list(questionnaire.by_code[code].items)
    Random(f"{draft_id}:{code}").shuffle(items)  # noqa: S311 - a fair order is wanted, not a secret one
    return items


def _empty_response(db: sa.Connection, sitting: Sitting, answers: Answers, now: datetime) -> int:
    """Return the participant's response without any answers: a new one, or the earlier one emptied."""
    found = db.scalar(
        sa.select(Response.id).where(
            Response.round_id == sitting.round_id, Response.participant_id == sitting.participant_id
        )
    )
    response_id = database.random_id() if found is None else found
    values: dict[str, object] = {"submitted_on": now.date(), "may_be_quoted": answers.may_be_quoted}
    if found is None:
        values |= {"id": response_id, "round_id": sitting.round_id, "participant_id": sitting.participant_id}
        db.execute(sa.insert(Response).values(values))
    else:
        for table in _REPLACED:
            db.execute(sa.delete(table).where(table.response_id == found))
        db.execute(sa.update(Response).where(Response.id == found).values(values))
    return response_id


def _store(
    db: sa.Connection, response_id: int, questionnaire: Questionnaire, answers: Answers, order: Mapping[int, list[int]]
) -> None:
    rows: dict[Any, list[dict[str, object]]] = {
        Rating: [
            {"question_id": question, "item_id": item, "score": score, "abstained": score is None}
            for (question, item), score in answers.ratings.items()
        ],
        Choice: [
            {"question_id": question, "item_id": item, "option": option}
            for (question, item), option in answers.choices.items()
        ],
        Placement: list(_placements(questionnaire, answers, order)),
        ItemWords: [
            *({"item_id": i, "kind": WordsKind.COMMENT, "text": text} for i, text in answers.comments.items()),
            *({"item_id": i, "kind": WordsKind.WORDING, "text": text} for i, text in answers.wordings.items()),
        ],
        TextAnswer: [{"question_id": question, "text": text} for question, text in answers.texts.items()],
    }
    for table, values in rows.items():
        if values:
            db.execute(sa.insert(table), [{"response_id": response_id, **value} for value in values])


def _placements(
    questionnaire: Questionnaire, answers: Answers, order: Mapping[int, list[int]]
) -> Iterator[dict[str, object]]:
    """One row for every item that stood on the ballot, ranked or not: the exposure belongs to the answer."""
    for question in questionnaire.questions:
        if question.kind is not QuestionKind.RANKING:
            continue
        places = answers.places.get(question.id, {})
        for shown_at, position in enumerate(order[question.id], start=1):
            item_id = questionnaire.items[position].id
            yield {
                "question_id": question.id,
                "item_id": item_id,
                "place": places.get(item_id),
                "shown_at": shown_at,
            }


_OF: sa.BindParameter[int] = sa.bindparam("response_id")
_RATINGS = sa.select(Rating.question_id, Rating.item_id, Rating.score).where(Rating.response_id == _OF)
_CHOICES = sa.select(Choice.question_id, Choice.item_id, Choice.option).where(Choice.response_id == _OF)
_PLACES = sa.select(Placement.question_id, Placement.item_id, Placement.place).where(Placement.response_id == _OF)
_WORDS = sa.select(ItemWords.item_id, ItemWords.kind, ItemWords.text).where(ItemWords.response_id == _OF)
_TEXTS = sa.select(TextAnswer.question_id, TextAnswer.text).where(TextAnswer.response_id == _OF)


def _stored_answers(db: sa.Connection, response_id: int) -> Answers:
    answers, which = Answers(), {"response_id": response_id}
    for question_id, item_id, score in db.execute(_RATINGS, which):
        answers.ratings[question_id, item_id] = score
    for question_id, item_id, option in db.execute(_CHOICES, which):
        answers.choices[question_id, item_id] = option
    for question_id, item_id, place in db.execute(_PLACES, which):
        if place is not None:
            answers.places.setdefault(question_id, {})[item_id] = place
    for item_id, kind, text in db.execute(_WORDS, which):
        (answers.comments if kind is WordsKind.COMMENT else answers.wordings)[item_id] = text
    for question_id, text in db.execute(_TEXTS, which):
        answers.texts[question_id] = text
    return answers
