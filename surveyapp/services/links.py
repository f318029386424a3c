"""Personal links and pseudonyms: who may answer, without anybody knowing who said what.

link      = HMAC(link key, member)        known to the member; the database keeps a digest only
pseudonym = HMAC(link key, link)          known to the responses

The link key is made from the survey's own key (in the database) and the installation's secret
(outside it): either alone joins nothing, and when the first is destroyed the two sides never join again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from surveyapp import database
from surveyapp.enums import RoundState
from surveyapp.errors import NotFound, RuleBroken
from surveyapp.models import Draft, Invitation, Participant, Response, Round, Survey, is_accepting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_LINK_BYTES = 18


@dataclass(frozen=True, slots=True)
class Door:
    """Where a personal link leads: a round, whether it takes answers now, and what its holder has done there.

    `draft_id` is None before Start; `fields` are those of the draft.
    """

    round_id: int
    revision: int
    accepting: bool
    draft_id: int | None
    fields: dict[str, str]
    submitted: bool


_ROUND = (
    sa.select(Round.id, Round.revision, Round.state, Round.opens_at, Round.closes_at, Survey.id, Survey.link_key)
    .join(Survey, Survey.id == Round.survey_id)
    .join(Invitation, Invitation.survey_id == Survey.id)
    .where(Invitation.link_digest == sa.bindparam("digest"), Round.state != RoundState.DRAFT)
    .order_by(Round.number.desc())
    .limit(1)
)
_KNOWN = sa.select(Invitation.survey_id).where(Invitation.link_digest == sa.bindparam("digest"))
_DRAFT = (
    sa.select(Draft.id, Draft.fields, Response.id)
    .join(Participant, Participant.id == Draft.participant_id)
    .outerjoin(Response, (Response.participant_id == Participant.id) & (Response.round_id == Draft.round_id))
    .where(Draft.round_id == sa.bindparam("round_id"), Participant.pseudonym == sa.bindparam("pseudonym"))
)
_PARTICIPANT = sa.select(Participant.id).where(
    Participant.survey_id == sa.bindparam("survey_id"), Participant.pseudonym == sa.bindparam("pseudonym")
)
_DRAFT_OF = sa.select(Draft.id).where(
    Draft.round_id == sa.bindparam("round_id"), Draft.participant_id == sa.bindparam("participant_id")
)


def find_door(token: str, *, secret: str, now: datetime) -> Door | None:
    """Where `token` leads: the survey's latest round that has opened. None while none has. Changes nothing.

    Raises `NotFound` for a link that was never given out.
    """
    with database.reading() as connection:
        row = connection.execute(_ROUND, {"digest": link_digest(token)}).one_or_none()
        if row is None:
            if connection.execute(_KNOWN, {"digest": link_digest(token)}).first() is None:
                message = "This link is not known. Open the newest link you were sent."
                raise NotFound(message)
            return None
        round_id, revision, state, opens_at, closes_at, _, key = row
        found = None
        if key is not None:
            name = pseudonym(link_key(key, secret), token)
            found = connection.execute(_DRAFT, {"round_id": round_id, "pseudonym": name}).one_or_none()
    draft_id, fields, response_id = found or (None, {}, None)
    accepting = is_accepting(state, opens_at, closes_at, now)
    return Door(round_id, revision, accepting, draft_id, fields, response_id is not None)


def begin(token: str, *, secret: str, now: datetime) -> tuple[int, int]:
    """Begin, or take up again, the draft of the holder of `token`; returns the round's id and the draft's.

    Raises `NotFound` for an unknown link and `RuleBroken` when there is no round that takes answers now.
    """
    with database.writing() as connection:
        row = connection.execute(_ROUND, {"digest": link_digest(token)}).one_or_none()
        if row is None:
            message = "This link is not known, or its survey has not opened."
            raise NotFound(message)
        round_id, _, state, opens_at, closes_at, survey_id, key = row
        if not is_accepting(state, opens_at, closes_at, now):
            message = "This survey does not take answers now."
            raise RuleBroken(message)
        name = pseudonym(link_key(key, secret), token)
        participant = {"survey_id": survey_id, "pseudonym": name}
        participant_id = _find_or_insert(connection, _PARTICIPANT, Participant, participant)
        draft = {"round_id": round_id, "participant_id": participant_id}
        return round_id, _find_or_insert(connection, _DRAFT_OF, Draft, draft, fields={})


def link_key(key: bytes | None, secret: str) -> bytes:
    """The key that makes a survey's links, from the survey's own and the installation's secret.

    Raises `RuleBroken` when the survey's own was destroyed.
    """
    if key is None:
        message = "This survey is sealed: its links were destroyed and cannot be made again."
        raise RuleBroken(message)
    return hmac.digest(secret.encode(), b"links\0" + key, "sha256")


def member_token(key: bytes, member_key: str) -> str:
    """The secret part of a member's link."""
    digest = hmac.digest(key, b"link\0" + member_key.encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_LINK_BYTES]).decode()


def pseudonym(key: bytes, token: str) -> str:
    """The name under which the holder of `token` answers."""
    return hmac.digest(key, b"pseudonym\0" + token.encode(), "sha256").hex()


def link_digest(token: str) -> str:
    """What the invitation keeps of a link: enough to recognise it, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _find_or_insert(
    connection: sa.Connection,
    query: sa.Select[int],
    table: type[Participant | Draft],
    identity: Mapping[str, object],
    **values: object,
) -> int:
    """The id of the row with this identity; inserted when missing, found when a second click was faster."""
    if (found := connection.scalar(query, identity)) is not None:
        return found
    row_id = database.random_id()
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(table), {"id": row_id, **identity, **values})
    except IntegrityError:
        return connection.execute(query, identity).scalar_one()
    return row_id
