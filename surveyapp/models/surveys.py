"""Surveys, rounds, and the questions a round asks."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from surveyapp.database import Base
from surveyapp.enums import Confidentiality, QuestionKind, Refresh, RoundState
from surveyapp.errors import RuleBroken
from surveyapp.models.columns import enum_column
from surveyapp.models.plans import Plan, PlanItem, PlanVersion

SMALLEST_CELL = 3
# How long after the closing time participants who had begun may finish.
GRACE = timedelta(minutes=15)


class Survey(Base):
    """A plan put to the members, in one or more rounds.

    `link_key` makes the personal links, together with the installation's secret key. When the survey
    is sealed it is destroyed, and links and pseudonyms can never be joined again. `segments` names the
    attributes by which results may be read, the most important first; `refresh` says when figures move on. `rules` are
    the declared consensus rules by the code of the rating question; they are locked when the first round opens.
    """

    __tablename__ = "survey"
    __table_args__ = (
        sa.CheckConstraint(f"minimum_cell >= {SMALLEST_CELL}", name="smallest_cell"),
        sa.CheckConstraint("(link_key IS NULL) = (sealed_at IS NOT NULL)", name="sealed_without_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"))
    title: Mapped[str] = mapped_column(sa.String(500))
    confidentiality: Mapped[Confidentiality] = enum_column(Confidentiality)
    minimum_cell: Mapped[int]
    link_key: Mapped[bytes | None] = mapped_column(default=lambda: secrets.token_bytes(32))
    sealed_at: Mapped[datetime | None]
    segments: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    refresh: Mapped[Refresh] = mapped_column(
        sa.Enum(Refresh, native_enum=False, length=20, values_callable=lambda kinds: [kind.value for kind in kinds]),
        default=Refresh.STEPS,
        server_default=Refresh.STEPS.value,
    )
    rules: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    rules_locked_at: Mapped[datetime | None]
    plan: Mapped[Plan] = relationship()
    rounds: Mapped[list[Round]] = relationship(
        back_populates="survey", order_by=lambda: Round.number, cascade="all, delete-orphan"
    )

    @validates("rules")
    def _require_unlocked(self, _name: str, rules: dict[str, Any] | None) -> dict[str, Any] | None:
        """Raise `RuleBroken` for rules that come after the first round has opened."""
        if self.rules_locked_at is not None:
            message = "The consensus rules were locked when the survey opened. Nothing was changed."
            raise RuleBroken(message)
        return rules

    def seal(self, now: datetime) -> None:
        """Destroy the link key for good. Raises `RuleBroken` before every round is closed, and when sealed already."""
        if self.sealed_at is not None:
            message = "This survey is sealed already."
            raise RuleBroken(message)
        if any(round_.state is not RoundState.CLOSED for round_ in self.rounds):
            message = "Close every round before you seal the survey: nobody can answer or open it afterwards."
            raise RuleBroken(message)
        self.link_key, self.sealed_at = None, now


class Round(Base):
    """One round of a survey. It asks about one plan version; what it asks is fixed when it opens.

    `revision` grows with every change, so that whoever keeps a copy of the questionnaire can tell when it is stale.
    """

    __tablename__ = "round"
    __table_args__ = (
        sa.UniqueConstraint("survey_id", "number"),
        sa.CheckConstraint(
            "state = 'draft' OR (opens_at IS NOT NULL AND closes_at IS NOT NULL)", name="open_has_times"
        ),
        sa.CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="opens_before_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_version.id"))
    number: Mapped[int]
    state: Mapped[RoundState] = enum_column(RoundState)
    revision: Mapped[int] = mapped_column(default=1)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(sa.String(60))
    introduction: Mapped[str] = mapped_column(sa.Text, default="")
    asks_comments: Mapped[bool] = mapped_column(default=True)
    asks_wording: Mapped[bool] = mapped_column(default=True)
    survey: Mapped[Survey] = relationship(back_populates="rounds")
    version: Mapped[PlanVersion] = relationship()
    questions: Mapped[list[Question]] = relationship(order_by=lambda: Question.position, cascade="all, delete-orphan")

    def require_draft(self) -> None:
        """Raise `RuleBroken` unless the round may still be edited."""
        if self.state is not RoundState.DRAFT:
            message = "This round has opened, so what it asks is fixed. Nothing was changed."
            raise RuleBroken(message)

    def open(self, now: datetime) -> None:
        """Begin to accept answers at `opens_at` (now, unless a later time was set). Fixes wording and questions."""
        self.require_draft()
        if not any(question.is_on for question in self.questions):
            message = "Every part of this survey is switched off. Switch at least one on, then open it."
            raise RuleBroken(message)
        if self.closes_at is None or self.closes_at <= now:
            message = "Set a closing time that lies ahead, then open the survey."
            raise RuleBroken(message)
        self.opens_at = max(self.opens_at or now, now)
        if self.closes_at <= self.opens_at:
            message = "The closing time must be after the opening time."
            raise RuleBroken(message)
        self.state = RoundState.OPEN
        self.version.freeze()
        self.survey.rules_locked_at = self.survey.rules_locked_at or now
        self.revision += 1

    def close(self, now: datetime) -> None:
        """Stop accepting answers now. Raises `RuleBroken` if the round is not open."""
        if self.state is not RoundState.OPEN:
            message = f"Round {self.number} is not open, so there is nothing to close."
            raise RuleBroken(message)
        self.state = RoundState.CLOSED
        if self.opens_at is not None and self.opens_at < now:
            self.closes_at = min(self.closes_at or now, now)
        self.revision += 1

    def extend(self, closes_at: datetime, now: datetime) -> None:
        """Move the closing time of an open round further away. Raises `RuleBroken` otherwise."""
        if self.state is not RoundState.OPEN:
            message = f"Round {self.number} is not open, so its closing time cannot be moved."
            raise RuleBroken(message)
        if closes_at <= now or (self.closes_at is not None and closes_at <= self.closes_at):
            message = "The new closing time must be later than the present one and lie ahead."
            raise RuleBroken(message)
        self.closes_at = closes_at
        self.revision += 1

    def accepts_answers(self, now: datetime) -> bool:
        """Whether an answer that arrives at `now` counts: from the opening second to just before the closing one."""
        return is_accepting(self.state, self.opens_at, self.closes_at, now)


def is_accepting(
    state: RoundState,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
    *,
    grace: timedelta = timedelta(0),
) -> bool:
    """Decide for every page and command whether a round takes answers at `now`.

    `grace` is for whoever had begun: it lasts beyond the closing time, not beyond a closing by staff.
    """
    if state is not RoundState.OPEN or opens_at is None or closes_at is None:
        return False
    return opens_at <= now < closes_at + grace


class Question(Base):
    """One question of a round, over the items it was put to (`QuestionItem`)."""

    __tablename__ = "question"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "code"),
        sa.CheckConstraint("(kind = 'rating') = (agree_from IS NOT NULL)", name="scale_of_ratings"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[QuestionKind] = enum_column(QuestionKind)
    is_on: Mapped[bool] = mapped_column(default=True)
    prompt: Mapped[str] = mapped_column(sa.Text)
    labels: Mapped[list[str]]
    option_codes: Mapped[list[str]]
    cannot_judge: Mapped[str] = mapped_column(sa.String(100), default="")
    low: Mapped[int] = mapped_column(default=1)
    agree_from: Mapped[int | None]
    enough: Mapped[int] = mapped_column(default=0)
    ties: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    items: Mapped[list[QuestionItem]] = relationship(
        order_by=lambda: QuestionItem.position, cascade="all, delete-orphan"
    )


class QuestionItem(Base):
    """That a question was put to an item: part of what stood on the ballot."""

    __tablename__ = "question_item"

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_item.id"), primary_key=True)
    position: Mapped[int]
    item: Mapped[PlanItem] = relationship()
