"""Invitations on one side, participants on the other. No table holds both."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.database import Base
from surveyapp.models.columns import random_key
from surveyapp.models.members import Member


class Invitation(Base):
    """A member's invitation to a survey. Of the link only a digest is kept, so that nobody can read it here.

    `answered` stays empty until the survey is sealed: until then who has answered is worked out
    from the link key when staff ask, so that no write ever happens at the moment of an answer.
    """

    __tablename__ = "invitation"

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    invited_on: Mapped[date]
    answered: Mapped[bool | None]
    member: Mapped[Member] = relationship()


class Participant(Base):
    """A member as a survey knows them: a pseudonym."""

    __tablename__ = "participant"
    __table_args__ = (sa.UniqueConstraint("survey_id", "pseudonym"),)

    id: Mapped[int] = random_key()
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"))
    pseudonym: Mapped[str] = mapped_column(sa.String(64))
