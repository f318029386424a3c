"""What the database holds of one participant, in the words of what a person says: "importance A" -> "4".

A draft and a response are told alike, so that both can be compared with what the person did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import Choice, Draft, ItemWords, Placement, Rating, Response, TextAnswer
from surveyapp.services import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.survey import Survey

_TRACES = ("moves-", "seconds-")


def draft(survey: Survey, token: str) -> dict[str, str]:
    """What stands in the draft, without the traces of how it came to be."""
    fields = _fields(survey, token)
    return {_say(survey, name): text for name, text in fields.items() if not name.startswith(_TRACES)}


def traces(survey: Survey, token: str) -> dict[str, str]:
    """How somebody moved about, as the draft keeps it."""
    return {name: text for name, text in _fields(survey, token).items() if name.startswith(_TRACES)}


def response(survey: Survey, token: str) -> dict[str, str] | None:
    """What was submitted, from the rows of every table; None when nothing was."""
    draft_id = _draft_id(survey, token)
    with survey.site.services():
        found = database.session().scalars(_response_of(draft_id, survey.round_id)).one_or_none()
        return None if found is None else dict(_rows(survey, found))


def ballot(survey: Survey, token: str) -> list[tuple[str, int | None]]:
    """The submitted ballot in the order in which it was shown: each item's label and its place."""
    draft_id = _draft_id(survey, token)
    with survey.site.services():
        found = database.session().scalars(_response_of(draft_id, survey.round_id)).one()
        query = sa.select(Placement).filter_by(response_id=found.id).order_by(Placement.shown_at)
        return [(survey.label(row.item_id), row.place) for row in database.session().scalars(query)]


def count_responses(survey: Survey) -> int:
    """How many responses the round has."""
    with survey.site.services():
        query = sa.select(sa.func.count()).select_from(Response).filter_by(round_id=survey.round_id)
        return database.session().scalar(query) or 0


def _draft_id(survey: Survey, token: str) -> int | None:
    with survey.site.services() as now:
        door = links.find_door(token, secret=survey.site.settings.secret_key, now=now)
        return door.draft_id if door else None


def _fields(survey: Survey, token: str) -> dict[str, str]:
    draft_id = _draft_id(survey, token)
    with survey.site.services():
        found = database.session().get(Draft, draft_id)
        return {} if found is None else dict(found.fields)


def _response_of(draft_id: int | None, round_id: int) -> sa.Select[Response]:
    query = sa.select(Response).join(Draft, Draft.participant_id == Response.participant_id)
    return query.where(Draft.id == draft_id, Response.round_id == round_id)


def _say(survey: Survey, name: str) -> str:
    code, _, item_id = name.partition("-")
    return f"{code} {survey.label(int(item_id))}" if item_id else code


def _rows(survey: Survey, found: Response) -> Iterator[tuple[str, str]]:
    db = database.session()
    codes = {question.id: question.code for question in survey.questionnaire.questions}
    for rating in db.scalars(sa.select(Rating).filter_by(response_id=found.id)):
        score = "na" if rating.score is None else str(rating.score)
        yield f"{codes[rating.question_id]} {survey.label(rating.item_id)}", score
    for choice in db.scalars(sa.select(Choice).filter_by(response_id=found.id)):
        yield f"{codes[choice.question_id]} {survey.label(choice.item_id)}", choice.option
    for placed in db.scalars(sa.select(Placement).filter_by(response_id=found.id)):
        if placed.place is not None:
            yield f"{codes[placed.question_id]} {survey.label(placed.item_id)}", str(placed.place)
    for words in db.scalars(sa.select(ItemWords).filter_by(response_id=found.id)):
        yield f"{words.kind} {survey.label(words.item_id)}", words.text
    for text in db.scalars(sa.select(TextAnswer).filter_by(response_id=found.id)):
        yield codes[text.question_id], text.text
    if found.may_be_quoted is not None:
        yield "share", "yes" if found.may_be_quoted else "no"
