"""What participants typed so far (drafts) and what they submitted (responses). Results read the second only.

All tables are keyed by random numbers or by them alone, and none knows a time finer than the day.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base, RandomId
from surveyapp.enums import WordsKind
from surveyapp.models.columns import coarse_column, enum_column, random_key

# Without a rowid SQLite keeps these rows in key order, so not even the file shows who answered when.
_NO_ORDER = {"sqlite_with_rowid": False}


Stamp = tuple[int, str, int]


class Draft(Base):
    """The fields of a participant's pages exactly as typed, valid or not. Never part of a result.

    `version` counts the saves that changed something. `stamps` holds, for each field that was ever changed, the
    version of its last change, the device that made it, and that device's own count at the time.
    """

    __tablename__ = "draft"
    __table_args__ = (sa.UniqueConstraint("round_id", "participant_id"),)

    id: Mapped[int] = random_key()
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    participant_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("participant.id"))
    fields: Mapped[dict[str, str]]
    version: Mapped[int] = mapped_column(default=0)
    stamps: Mapped[dict[str, Stamp]] = mapped_column(sa.JSON, default=dict)


class Response(Base):
    """What one participant submitted in one round; one for each, replaced as a whole when submitted again.

    `segments` is stamped when the round closes: as much as enough of those who responded share.
    """

    __tablename__ = "response"
    __table_args__ = (sa.UniqueConstraint("round_id", "participant_id"),)

    id: Mapped[int] = random_key()
    # Narrower than the unique one: the results of an open round count it at every look.
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    participant_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("participant.id"))
    submitted_on: Mapped[date]
    may_be_quoted: Mapped[bool | None]
    segments: Mapped[dict[str, str] | None] = coarse_column()


class FrozenFigures(Base):
    """The data that an open round's figures rest on: those responses as they were at the last step. Gone at the close.

    `step` counts the steps, `responses` the responses in `content`, which `services.steps` alone reads and writes.
    """

    __tablename__ = "frozen_figures"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), primary_key=True)
    step: Mapped[int]
    responses: Mapped[int]
    content: Mapped[bytes]


class Rating(Base):
    """One response's rating of one item: a score, or "cannot judge". Silence has no row."""

    __tablename__ = "rating"
    __table_args__ = (sa.CheckConstraint("(score IS NULL) = abstained", name="score_or_abstention"), _NO_ORDER)

    response_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("response.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_item.id"), primary_key=True)
    score: Mapped[int | None]
    abstained: Mapped[bool]


class Choice(Base):
    """One response's choice for one item, by the option's code."""

    __tablename__ = "choice"
    __table_args__ = (_NO_ORDER,)

    response_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("response.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_item.id"), primary_key=True)
    option: Mapped[str] = mapped_column(sa.String(40))


class Placement(Base):
    """One item on one response's ballot, with its place, or without one: shown and not ranked.

    Every item that was shown has a row, so the exposure is stored with the ballot. `place` is one more than the
    number of items above, so items that stand level have the same (1, 1, 3); `questionnaire.rankings` decides where
    they may. `shown_at` is the item's position in the random order this participant saw.
    """

    __tablename__ = "placement"
    __table_args__ = (
        sa.CheckConstraint("place IS NULL OR place >= 1", name="places_from_one"),
        _NO_ORDER,
    )

    response_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("response.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_item.id"), primary_key=True)
    place: Mapped[int | None]
    shown_at: Mapped[int]


class ItemWords(Base):
    """A comment on an item, or a full rewrite of it beside the exact text it rewrites (the item's)."""

    __tablename__ = "item_words"
    __table_args__ = (sa.CheckConstraint("kind IN ('comment', 'wording')", name="words_on_items"), _NO_ORDER)

    response_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("response.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_item.id"), primary_key=True)
    kind: Mapped[WordsKind] = enum_column(WordsKind, primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)


class TextAnswer(Base):
    """One response's words to a question that stands on its own."""

    __tablename__ = "text_answer"
    __table_args__ = (_NO_ORDER,)

    response_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("response.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)


class RankingTrace(Base):
    """How one response's ranking came about: a letter per move, in order, and the seconds on its page if known.

    t is a tap that placed an item, b a button, d a drag, k a key, s a choice from a list.
    """

    __tablename__ = "ranking_trace"
    __table_args__ = (
        sa.CheckConstraint("seconds IS NULL OR (seconds > 0 AND seconds % 5 = 0)", name="fives"),
        _NO_ORDER,
    )

    response_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("response.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    moves: Mapped[str] = mapped_column(sa.Text)
    seconds: Mapped[int | None]


class PageSeconds(Base):
    """How long one response's writer looked at one page, by the page's slug, rounded up to five seconds."""

    __tablename__ = "page_seconds"
    __table_args__ = (sa.CheckConstraint("seconds > 0 AND seconds % 5 = 0", name="fives"), _NO_ORDER)

    response_id: Mapped[int] = mapped_column(RandomId, sa.ForeignKey("response.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    seconds: Mapped[int]
