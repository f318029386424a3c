"""What staff make of words: themes, codings, redactions, and words that were said elsewhere.

Nothing here holds a time finer than the day, and what belongs to a response is keyed by random numbers.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.database import Base, RandomId
from surveyapp.enums import DispositionKind, InputSource, PublishState
from surveyapp.models.columns import enum_column, random_key

LONGEST_THEME = 60
LONGEST_SOURCE = 200
STANDING = 0
"""The seat of the codes that count. A second coder's codes sit apart, at the number of their account."""


class Theme(Base):
    """A code that staff put on comments. It is retired, never deleted; merged, its codes count for another theme.

    `digit` is the key by which it is given, `position` its place in the list.
    """

    __tablename__ = "theme"
    __table_args__ = (
        sa.UniqueConstraint("survey_id", "name"),
        sa.UniqueConstraint("survey_id", "digit"),
        sa.CheckConstraint("digit IS NULL OR (digit BETWEEN 1 AND 9 AND NOT retired)", name="digits_in_use"),
        sa.CheckConstraint("merged_into_id IS NULL OR (retired AND merged_into_id <> id)", name="merged_is_retired"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"))
    name: Mapped[str] = mapped_column(sa.String(LONGEST_THEME))
    digit: Mapped[int | None]
    position: Mapped[int]
    retired: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("theme.id"))

    def retire(self, into: Theme | None = None) -> None:
        """Take the theme out of use; with `into`, its codes count for that one."""
        self.retired, self.digit = True, None
        self.merged_into_id = None if into is None else into.id


class OutsideInput(Base):
    """What somebody said elsewhere, on an item or on the whole, with its source. It is no survey response.

    `may_be_quoted` is what whoever said it agreed to; one that was entered by mistake is withdrawn, not deleted.
    """

    __tablename__ = "outside_input"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_item.id"))
    source: Mapped[InputSource] = enum_column(InputSource)
    source_name: Mapped[str] = mapped_column(sa.String(LONGEST_SOURCE))
    heard_on: Mapped[date]
    text: Mapped[str] = mapped_column(sa.Text)
    may_be_quoted: Mapped[bool]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_on: Mapped[date]


class Remark(Base):
    """Words that staff worked on, by their lasting address: a response's (its item or question, its kind), or outside.

    The address outlives the text: a response that is submitted again has the same one with other words. `publish`
    is what staff decided; empty, the writer's own consent holds, and without that nothing is ever quoted.
    """

    __tablename__ = "remark"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "address"),
        sa.CheckConstraint("(response_id IS NULL) = (outside_id IS NOT NULL)", name="said_here_or_elsewhere"),
    )

    id: Mapped[int] = random_key()
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    address: Mapped[str] = mapped_column(sa.String(40))
    response_id: Mapped[int | None] = mapped_column(RandomId, sa.ForeignKey("response.id"), index=True)
    outside_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outside_input.id"))
    publish: Mapped[PublishState | None] = enum_column(PublishState)
    redaction: Mapped[Redaction | None] = relationship(cascade="all, delete-orphan")
    codings: Mapped[list[Coding]] = relationship(cascade="all, delete-orphan")


class Disposition(Base):
    """One step in deciding what becomes of words: the highest `number` stands, the others are its history.

    Rows are only ever added. `text_digest` is of the text that was decided about.
    """

    __tablename__ = "disposition"
    __table_args__ = (sa.CheckConstraint("number >= 1", name="numbered_from_one"),)

    remark_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("remark.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[DispositionKind] = enum_column(DispositionKind)
    text_digest: Mapped[str] = mapped_column(sa.String(64))
    decided_by: Mapped[str] = mapped_column(sa.String(320))
    decided_on: Mapped[date]


class Redaction(Base):
    """A text as it may be shown, in place of the original, which stays where it was written.

    `original_digest` is of the original that was redacted, so that a later change of it is seen.
    """

    __tablename__ = "redaction"

    remark_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("remark.id"), primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(sa.Text)
    original_digest: Mapped[str] = mapped_column(sa.String(64))
    redacted_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    redacted_on: Mapped[date]


class Coding(Base):
    """That words were read and coded, with as many themes as apply: none is an answer of its own.

    The codes that count sit at `STANDING`, whoever gave them; a second coder's sit at the number of their account.
    `text_digest` is of the text that was read.
    """

    __tablename__ = "coding"

    remark_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("remark.id"), primary_key=True, autoincrement=False)
    seat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    coder_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    text_digest: Mapped[str] = mapped_column(sa.String(64))
    coded_on: Mapped[date]
    themes: Mapped[list[CodingTheme]] = relationship(cascade="all, delete-orphan")


class CodingTheme(Base):
    """One theme of one coding."""

    __tablename__ = "coding_theme"
    __table_args__ = (sa.ForeignKeyConstraint(["remark_id", "seat"], ["coding.remark_id", "coding.seat"]),)

    remark_id: Mapped[int] = mapped_column(RandomId, primary_key=True, autoincrement=False)
    seat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"), primary_key=True)


class SecondCoder(Base):
    """Somebody who codes a round without seeing the standing codes, until they are done.

    `tables` keeps how both coded at that moment, per theme: both, only the first, only the second, neither.
    """

    __tablename__ = "second_coder"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    began_on: Mapped[date]
    done_on: Mapped[date | None]
    tables: Mapped[dict[str, list[int]]] = mapped_column(sa.JSON, default=dict)


class CodingStep(Base):
    """One of somebody's latest steps, with what takes it back."""

    __tablename__ = "coding_step"
    __table_args__ = (sa.UniqueConstraint("round_id", "account_id", "number"),)

    id: Mapped[int] = random_key()
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    number: Mapped[int]
    undo: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
