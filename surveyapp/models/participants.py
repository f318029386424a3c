"""Invitations on one side, participants on the other. No table holds both."""

from __future__ import annotations

import secrets
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.database import Base
from surveyapp.errors import RuleBroken
from surveyapp.models.columns import coarse_column, random_key
from surveyapp.models.members import Member


def _new_admission() -> str:
    return secrets.token_hex(16)


class Invitation(Base):
    """A member's invitation to a survey. Of the link only a digest is kept, so that nobody can read it here.

    `generation` counts how often the link was replaced. `admission` is what the devices that opened this link show to
    be let in: it is drawn anew when the link is replaced, and there is none while the invitation is withdrawn and
    after sealing. `answered` stays empty until the survey is sealed: until then who has answered is worked out
    from the link key when staff ask, so that no write ever happens at the moment of an answer.
    `segments` holds as much of the member's attributes as enough other invited members share.
    """

    __tablename__ = "invitation"

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("member.id"), primary_key=True)
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    invited_on: Mapped[date]
    answered: Mapped[bool | None]
    generation: Mapped[int] = mapped_column(default=0)
    admission: Mapped[str | None] = mapped_column(sa.String(32), unique=True, default=_new_admission)
    withdrawn_on: Mapped[date | None]
    segments: Mapped[dict[str, str] | None] = coarse_column()
    member: Mapped[Member] = relationship()
    replaced: Mapped[list[ReplacedLink]] = relationship(cascade="all, delete-orphan")

    def replace_link(self, link_digest: str) -> None:
        """Put a new link in place of the present one, which is kept to be recognised. Raises `RuleBroken`."""
        if self.withdrawn_on is not None:
            message = "This invitation is withdrawn, so its link cannot be replaced. Take the withdrawal back first."
            raise RuleBroken(message)
        self.replaced.append(ReplacedLink(generation=self.generation, link_digest=self.link_digest))
        self.generation += 1
        self.link_digest, self.admission = link_digest, _new_admission()

    def withdraw(self, on: date) -> None:
        """Stop the link and end every visit that it opened. Raises `RuleBroken` when that was done already."""
        if self.withdrawn_on is not None:
            message = "This invitation is withdrawn already. Nothing was changed."
            raise RuleBroken(message)
        self.withdrawn_on, self.admission = on, None

    def restore(self) -> None:
        """Let the link work again. Raises `RuleBroken` when it was not withdrawn."""
        if self.withdrawn_on is None:
            message = "This invitation is not withdrawn. Nothing was changed."
            raise RuleBroken(message)
        self.withdrawn_on, self.admission = None, _new_admission()

    def seal(self, *, answered: bool) -> None:
        """Keep whether the member answered, and end every visit: a device must lead nobody to the answers either."""
        self.answered, self.admission = answered, None


class ReplacedLink(Base):
    """A link that an invitation had before; kept so that whoever opens it is told that there is a newer one."""

    __tablename__ = "replaced_link"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["survey_id", "member_id"],
            ["invitation.survey_id", "invitation.member_id"],
            name="fk_replaced_link_invitation",
        ),
    )

    survey_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)


class Participant(Base):
    """A member as a survey knows them: a pseudonym, and `segments`, copied from the invitation at the first start."""

    __tablename__ = "participant"
    __table_args__ = (sa.UniqueConstraint("survey_id", "pseudonym"),)

    id: Mapped[int] = random_key()
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"))
    pseudonym: Mapped[str] = mapped_column(sa.String(64))
    segments: Mapped[dict[str, str] | None] = coarse_column()
