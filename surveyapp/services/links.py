"""Personal links and pseudonyms: who may answer, without anybody knowing who said what.

link      = HMAC(link key, member, generation)    known to the member; the database keeps a digest only
pseudonym = HMAC(link key, the member's first link)    known to the responses

The link key is made from the survey's own key (in the database) and the installation's secret
(outside it): either alone joins nothing, and when the first is destroyed the two sides never join again.

A link that is replaced gives way to one of the next generation; the pseudonym stays that of the first, so the new
link opens the same answers. To replace, withdraw or restore a link writes to the invitation alone. A mark on the
draft, however small, would join the two sides: by its value (whose link was replaced?), and by the transaction in
which both were written. So a device shows the invitation's `admission`, which it got when it opened the link, and
is let in while that still stands there; sealing takes all of them away.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from surveyapp import database
from surveyapp.enums import RoundState
from surveyapp.errors import NotFound, RuleBroken
from surveyapp.models import (
    Draft,
    Invitation,
    Member,
    Participant,
    ReplacedLink,
    Response,
    Round,
    Survey,
    is_accepting,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

_LINK_BYTES = 18
# What a mail program leaves before or after a link: brackets, a full stop, white space, quotation marks.
_WHOLE = re.compile(r"[^A-Za-z0-9_-]*([A-Za-z0-9_-]{24})(?:[^A-Za-z0-9].*)?", re.DOTALL)


class Ending(StrEnum):
    """Why a link that was given out leads nowhere any more."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    SEALED = "sealed"


class LinkEnded(NotFound):
    """A link that was given out and leads nowhere any more."""

    status = 410

    def __init__(self, ending: Ending) -> None:
        super().__init__(f"This link was {ending}." if ending is not Ending.SEALED else "This survey is sealed.")
        self.ending = ending


@dataclass(frozen=True, slots=True)
class Door:
    """Where a personal link leads: a round, whether it takes answers now, and what its holder has done there.

    `draft_id` is None before Start; `fields` are those of the draft. `admission` is for the device that starts.
    """

    round_id: int
    revision: int
    accepting: bool
    draft_id: int | None
    fields: dict[str, str]
    submitted: bool
    admission: str


def _any_link() -> sa.CompoundSelect[tuple[int, int, bool]]:
    """The invitation to which a link belongs or belonged. One statement for every link, known or not."""
    digest: sa.BindParameter[str] = sa.bindparam("digest")
    now = sa.select(Invitation.survey_id, Invitation.member_id, sa.false().label("is_replaced"))
    before = sa.select(ReplacedLink.survey_id, ReplacedLink.member_id, sa.true().label("is_replaced"))
    return sa.union_all(now.where(Invitation.link_digest == digest), before.where(ReplacedLink.link_digest == digest))


_link = _any_link().subquery("link")
_LEADS_TO = (
    sa.select(
        _link.c.survey_id,
        _link.c.is_replaced,
        Survey.link_key,
        Member.key.label("member_key"),
        Invitation.withdrawn_on,
        Invitation.admission,
        Invitation.segments,
        Round.id.label("round_id"),
        Round.revision,
        Round.state,
        Round.opens_at,
        Round.closes_at,
    )
    .select_from(_link)
    .join(Invitation, (Invitation.survey_id == _link.c.survey_id) & (Invitation.member_id == _link.c.member_id))
    .join(Member, Member.id == _link.c.member_id)
    .join(Survey, Survey.id == _link.c.survey_id)
    .outerjoin(Round, (Round.survey_id == _link.c.survey_id) & (Round.state != RoundState.DRAFT))
    .order_by(Round.number.desc())
    .limit(1)
)
_ADMITTED = sa.select(Invitation.survey_id).where(Invitation.admission == sa.bindparam("admission"))
_HOLDER = sa.select(_link.c.member_id, Member.reminders_stopped).join(Member, Member.id == _link.c.member_id)
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

    Raises `LinkEnded` for a link that was replaced, withdrawn or sealed, `NotFound` for one that never was.
    """
    with database.reading() as connection:
        found = _find(connection, token)
        if found.round_id is None:
            return None
        name = participant_name(link_key(found.link_key, secret), found.member_key)
        row = connection.execute(_DRAFT, {"round_id": found.round_id, "pseudonym": name}).one_or_none()
    draft_id, fields, response_id = row or (None, {}, None)
    accepting = is_accepting(found.state, found.opens_at, found.closes_at, now)
    return Door(
        found.round_id, found.revision, accepting, draft_id, fields, response_id is not None, found.admission or ""
    )


def begin(token: str, *, secret: str, now: datetime) -> tuple[int, int]:
    """Begin, or take up again, the draft of the holder of `token`; returns the round's id and the draft's.

    Raises `NotFound` for a link that leads nowhere (yet), and `RuleBroken` when the round takes no answers now.
    """
    with database.writing() as connection:
        found = _find(connection, token)
        if found.round_id is None:
            message = "This survey has not opened."
            raise NotFound(message)
        if not is_accepting(found.state, found.opens_at, found.closes_at, now):
            message = "This survey does not take answers now."
            raise RuleBroken(message)
        name = participant_name(link_key(found.link_key, secret), found.member_key)
        participant = {"survey_id": found.survey_id, "pseudonym": name}
        participant_id = _find_or_insert(connection, _PARTICIPANT, Participant, participant, segments=found.segments)
        draft = {"round_id": found.round_id, "participant_id": participant_id}
        return found.round_id, _find_or_insert(connection, _DRAFT_OF, Draft, draft, fields={})


def is_admitted(admission: str) -> bool:
    """Whether a device that shows `admission` is let in: the link that it opened was neither replaced nor ended."""
    with database.reading(single=True) as connection:
        return connection.execute(_ADMITTED, {"admission": admission}).first() is not None


def wants_reminders(token: str) -> bool:
    """Whether the member to whom the link was given wants reminders. Changes nothing. Raises `NotFound`.

    Every link that was ever given out serves, whatever became of it: a message must keep its way out.
    """
    with database.reading(single=True) as connection:
        return not _holder(connection, token).reminders_stopped


def set_reminders(token: str, *, wanted: bool) -> None:
    """Note that the member to whom the link was given wants reminders, or none, from any survey. Raises `NotFound`.

    Twice is once. It leaves no audit entry, which would have a time of the member's visit.
    """
    with database.writing() as connection:
        holder = _holder(connection, token)
        if holder.reminders_stopped == wanted:
            its_own = Member.id == holder.member_id
            connection.execute(sa.update(Member).where(its_own).values(reminders_stopped=not wanted))


def whole_token(text: str) -> str:
    """The secret part of a link as it was opened, without what a mail program left around it."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def link_key(key: bytes | None, secret: str) -> bytes:
    """The key that makes a survey's links, from the survey's own and the installation's secret.

    Raises `RuleBroken` when the survey's own was destroyed.
    """
    if key is None:
        message = "This survey is sealed: its links were destroyed and cannot be made again."
        raise RuleBroken(message)
    return hmac.digest(secret.encode(), b"links\0" + key, "sha256")


def member_token(key: bytes, member_key: str, generation: int = 0) -> str:
    """The secret part of a member's link; `generation` counts how often it was replaced."""
    after = f"\0{generation}" if generation else ""
    digest = hmac.digest(key, f"link\0{member_key}{after}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_LINK_BYTES]).decode()


def participant_name(key: bytes, member_key: str) -> str:
    """The name under which a member answers, whichever of their links they open."""
    return pseudonym(key, member_token(key, member_key))


def pseudonym(key: bytes, first_token: str) -> str:
    """The name under which the member with this first link answers."""
    return hmac.digest(key, b"pseudonym\0" + first_token.encode(), "sha256").hex()


def link_digest(token: str) -> str:
    """What the invitation keeps of a link: enough to recognise it, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _find(connection: sa.Connection, token: str) -> sa.Row[Any]:
    """The row of `_LEADS_TO` for a link that may still be used. Raises `NotFound`, `LinkEnded`."""
    row = _known(connection, _LEADS_TO, token)
    if row.link_key is None:
        raise LinkEnded(Ending.SEALED)
    if row.withdrawn_on is not None:
        raise LinkEnded(Ending.WITHDRAWN)
    if row.is_replaced:
        raise LinkEnded(Ending.REPLACED)
    return row


def _holder(connection: sa.Connection, token: str) -> sa.Row[Any]:
    return _known(connection, _HOLDER, token)


def _known(connection: sa.Connection, query: sa.Executable, token: str) -> sa.Row[Any]:
    row = connection.execute(query, {"digest": link_digest(token)}).one_or_none()
    if row is None:
        message = "This link is not known. Open the newest link you were sent."
        raise NotFound(message)
    return row


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
