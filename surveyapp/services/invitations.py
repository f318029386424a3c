"""What staff do about one member's invitation: look it up, replace its link, withdraw it, take that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from surveyapp import database, permissions
from surveyapp.enums import RoundState
from surveyapp.errors import NotFound, RuleBroken
from surveyapp.models import Invitation, Member, Round, Survey
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.links import link_digest, link_key, member_token
from surveyapp.services.members import holding
from surveyapp.services.participants import PersonalLink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor


@dataclass(frozen=True, slots=True)
class InvitationSearch:
    """Some of the invitations that a search found, how many it found, and what holds for all of the survey's."""

    invitations: Sequence[Invitation]
    found: int
    total: int
    withdrawn: int
    without_reminders: int


def find_invitations(actor: Actor, survey_id: int, *, search: str, limit: int) -> InvitationSearch:
    """The first `limit` invited members by family name whose names and address hold every word of `search`."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    db = database.session()
    found = holding(_invitations(survey_id), search)
    in_order = found.order_by(Member.family_name, Member.given_name, Member.id).limit(limit)
    people = sa.func.count()
    counted = sa.select(
        people, people.filter(Invitation.withdrawn_on.is_not(None)), people.filter(Member.reminders_stopped)
    )
    counted = counted.select_from(Invitation).join(Invitation.member).where(Invitation.survey_id == survey_id)
    total, withdrawn, without_reminders = db.execute(counted).one()
    return InvitationSearch(
        invitations=db.scalars(in_order).all(),
        found=db.execute(holding(counted, search)).one()[0],
        total=total,
        withdrawn=withdrawn,
        without_reminders=without_reminders,
    )


def get_invitation(actor: Actor, survey_id: int, member_id: int) -> Invitation:
    """A member's invitation to a survey. Raises `NotFound`."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    return _one(database.session(), _invitations(survey_id).where(Invitation.member_id == member_id))


def get_invitation_of(actor: Actor, survey_id: int, email: str) -> Invitation:
    """The invitation of the member with this address. Raises `NotFound`."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    return _one(database.session(), _invitations(survey_id).where(Member.email == email.strip().lower()))


def may_restore(actor: Actor, survey_id: int) -> bool:
    """Whether a withdrawal may still be taken back: until the latest round is closed."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    return _latest_state(database.session(), survey_id) is not RoundState.CLOSED


def replace_link(
    actor: Actor, survey_id: int, member_id: int, *, generation: int, secret: str, now: datetime
) -> PersonalLink:
    """Put a new link in place of the one of this `generation`; the old one stops at once, in every browser too.

    The new one opens the same answers. A second press on the same page gives the same new link. Raises `NotFound`,
    and `RuleBroken` for an invitation that is withdrawn, a survey that is sealed, or a link that somebody else
    replaced meanwhile.
    """
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    with database.transaction() as db:
        invitation, survey = _to_change(db, survey_id, member_id)
        key, member = link_key(survey.link_key, secret), invitation.member
        token = member_token(key, member.key, generation + 1)
        if invitation.generation == generation:
            invitation.replace_link(link_digest(token))
            activity.record(db, actor, "link.replaced", survey.title, now, member=member.email)
        elif invitation.generation == generation + 1 and invitation.withdrawn_on is None:
            activity.record(db, actor, "link.shown", survey.title, now, member=member.email)
        else:
            message = "Somebody else replaced or withdrew this link meanwhile, so it was left alone. Look at it again."
            raise RuleBroken(message)
    return PersonalLink(member, token)


def withdraw(actor: Actor, survey_id: int, member_id: int, *, now: datetime) -> None:
    """Stop a member's link and end every visit that it opened. What was submitted stays and counts.

    Raises `NotFound`, and `RuleBroken` when it is withdrawn already or the survey is sealed.
    """
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    with database.transaction() as db:
        invitation, survey = _to_change(db, survey_id, member_id)
        invitation.withdraw(now.date())
        activity.record(db, actor, "invitation.withdrawn", survey.title, now, member=invitation.member.email)


def restore(actor: Actor, survey_id: int, member_id: int, *, now: datetime) -> None:
    """Take a withdrawal back: the same link opens the same answers again.

    Raises `NotFound`, and `RuleBroken` when it is not withdrawn, or once the latest round is closed.
    """
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    with database.transaction() as db:
        invitation, survey = _to_change(db, survey_id, member_id)
        if _latest_state(db, survey_id) is RoundState.CLOSED:
            message = "The round is closed, so the withdrawal stays. Nothing was changed."
            raise RuleBroken(message)
        invitation.restore()
        activity.record(db, actor, "invitation.restored", survey.title, now, member=invitation.member.email)


def _invitations(survey_id: int) -> sa.Select[Invitation]:
    query = sa.select(Invitation).join(Invitation.member).options(contains_eager(Invitation.member))
    return query.where(Invitation.survey_id == survey_id)


def _to_change(db: Session, survey_id: int, member_id: int) -> tuple[Invitation, Survey]:
    """An invitation and its survey. Raises `NotFound`, and `RuleBroken` when the survey is sealed."""
    invitation = _one(db, _invitations(survey_id).where(Invitation.member_id == member_id))
    survey = db.get_one(Survey, survey_id)
    if survey.sealed_at is not None:
        message = "This survey is sealed: its links were destroyed, so there is nothing left to change."
        raise RuleBroken(message)
    return invitation, survey


def _one(db: Session, query: sa.Select[Invitation]) -> Invitation:
    invitation = db.scalars(query).one_or_none()
    if invitation is None:
        message = "Nobody with that address or number is invited to this survey."
        raise NotFound(message)
    return invitation


def _latest_state(db: Session, survey_id: int) -> RoundState | None:
    return db.scalar(sa.select(Round.state).where(Round.survey_id == survey_id).order_by(Round.number.desc()).limit(1))
