"""Invitations and their links, who has answered, and the seal that parts names from answers for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from surveyapp import database, permissions
from surveyapp.errors import NotFound
from surveyapp.models import Draft, Invitation, Member, Participant, Response, Round, Survey
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.links import link_digest, link_key, member_token, participant_name
from surveyapp.services.segments import stamp_invitations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A member's link, made anew each time it is asked for."""

    member: Member
    token: str

    def row(self) -> tuple[str, str, str, str, bool]:
        """Names, address, token, and whether the member wants reminders: a row of the file of links."""
        member = self.member
        return member.given_name, member.family_name, member.email, self.token, not member.reminders_stopped


@dataclass(frozen=True, slots=True)
class Progress:
    """How many were invited, have started, and have submitted in a round."""

    invited: int
    started: int
    submitted: int


def invite_members(actor: Actor, survey_id: int, *, secret: str, now: datetime) -> int:
    """Invite every member of the membership file who is not invited yet; returns how many that were."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    with database.transaction() as db:
        survey = find_survey(db, survey_id)
        key = link_key(survey.link_key, secret)
        there = db.scalars(sa.select(Invitation).where(Invitation.survey_id == survey_id)).all()
        invited = sa.select(Invitation.member_id).where(Invitation.survey_id == survey_id)
        members = db.scalars(sa.select(Member).where(Member.id.not_in(invited)).order_by(Member.id)).all()
        invitations = []
        for member in members:
            digest = link_digest(member_token(key, member.key))
            invitations.append(
                Invitation(survey_id=survey_id, member=member, link_digest=digest, invited_on=now.date())
            )
        stamp_invitations(survey, [*there, *invitations])
        db.add_all(invitations)
        if members:
            activity.record(db, actor, "members.invited", survey.title, now, count=len(members))
    return len(members)


def list_uninvited(actor: Actor, survey_id: int) -> Sequence[Member]:
    """The members of the membership file who are not invited to a survey yet, by family name."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    invited = sa.select(Invitation.member_id).where(Invitation.survey_id == survey_id)
    query = sa.select(Member).where(Member.id.not_in(invited))
    return database.session().scalars(query.order_by(Member.family_name, Member.given_name, Member.id)).all()


def list_links(actor: Actor, survey_id: int, *, secret: str, now: datetime) -> list[PersonalLink]:
    """The personal links of all invited members, by family name, without those that are withdrawn.

    Handing them out is noted in the audit trail.
    """
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    with database.transaction() as db:
        survey = find_survey(db, survey_id)
        key = link_key(survey.link_key, secret)
        query = sa.select(Member, Invitation.generation).join(Invitation).where(Invitation.survey_id == survey_id)
        query = query.where(Invitation.withdrawn_on.is_(None))
        found = db.execute(query.order_by(Member.family_name, Member.given_name, Member.id)).all()
        activity.record(db, actor, "links.exported", survey.title, now, count=len(found))
    return [PersonalLink(member, member_token(key, member.key, generation)) for member, generation in found]


def count_progress(round_id: int) -> Progress:
    """Count the people of a round. A person who submitted has started."""
    db = database.session()
    invited = sa.select(sa.func.count()).select_from(Invitation).join(Round, Round.survey_id == Invitation.survey_id)
    started = sa.select(sa.func.count()).select_from(Draft).where(Draft.round_id == round_id)
    submitted = sa.select(sa.func.count()).select_from(Response).where(Response.round_id == round_id)
    return Progress(
        db.scalar(invited.where(Round.id == round_id)) or 0, db.scalar(started) or 0, db.scalar(submitted) or 0
    )


def count_submitted(round_id: int) -> int:
    """Count those who submitted in a round."""
    query = sa.select(sa.func.count()).select_from(Response).where(Response.round_id == round_id)
    return database.session().scalar(query) or 0


def is_anybody_invited(survey_id: int) -> bool:
    """Whether there is an invitation to a survey."""
    query = sa.select(Invitation.member_id).where(Invitation.survey_id == survey_id).limit(1)
    return database.session().execute(query).first() is not None


def list_answered(actor: Actor, survey_id: int, *, secret: str) -> Sequence[tuple[Member, bool]]:
    """Every invited member and whether they have submitted in any round: who answered, never what."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    db = database.session()
    survey = find_survey(db, survey_id)
    query = sa.select(Invitation).where(Invitation.survey_id == survey_id).options(selectinload(Invitation.member))
    invitations = db.scalars(query.order_by(Invitation.member_id)).all()
    if survey.link_key is None:
        return [(invitation.member, bool(invitation.answered)) for invitation in invitations]
    answered = _answered_pseudonyms(db, survey_id)
    key = link_key(survey.link_key, secret)
    return [(row.member, participant_name(key, row.member.key) in answered) for row in invitations]


def find_survey(db: Session, survey_id: int) -> Survey:
    """A survey with its rounds, within a write. Raises `NotFound`."""
    survey = db.get(Survey, survey_id, options=[selectinload(Survey.rounds)])
    if survey is None:
        message = "There is no such survey."
        raise NotFound(message)
    return survey


def _answered_pseudonyms(db: Session, survey_id: int) -> set[str]:
    query = sa.select(Participant.pseudonym).join(Response, Response.participant_id == Participant.id)
    return set(db.scalars(query.where(Participant.survey_id == survey_id)))
