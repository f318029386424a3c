"""Files of results that somebody asked for and that take too long to be made while they wait."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database import Base
from surveyapp.enums import ExportState
from surveyapp.models.columns import enum_column

LONGEST_WORDS = 200


class ExportJob(Base):
    """One file that one person asked for: how far it is, and the file once it is there.

    `options` are what was chosen, for programs; `in_words` says it to people and to the audit trail.
    Whoever makes the file holds the `claim`, a random name that is drawn anew each time the job is taken, and was last
    heard of at `seen_at`; `takes` counts how often it was begun. `stored_as` names the file in the folder of exports,
    `file_name` is what it is called where it is handed out. `problem` says to people why there is no file.
    """

    __tablename__ = "export_job"
    __table_args__ = (
        sa.CheckConstraint("step >= 0 AND step <= steps", name="step_of_steps"),
        sa.CheckConstraint("(state = 'running') = (claim IS NOT NULL)", name="running_is_claimed"),
        sa.CheckConstraint("(state IN ('waiting', 'running')) = (finished_at IS NULL)", name="over_has_time"),
        sa.CheckConstraint("(state = 'done') = (sha256 IS NOT NULL)", name="done_has_file"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    format_name: Mapped[str] = mapped_column(sa.String(20))
    options: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    in_words: Mapped[str] = mapped_column(sa.String(500))
    state: Mapped[ExportState] = enum_column(ExportState)
    step: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(sa.String(LONGEST_WORDS), default="")
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    claim: Mapped[str | None] = mapped_column(sa.String(32))
    seen_at: Mapped[datetime | None]
    takes: Mapped[int] = mapped_column(default=0)
    stored_as: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    file_name: Mapped[str] = mapped_column(sa.String(200), default="")
    mimetype: Mapped[str] = mapped_column(sa.String(120), default="")
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    problem: Mapped[str] = mapped_column(sa.Text, default="")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in {ExportState.WAITING, ExportState.RUNNING}

    def take(self, claim: str, stored_as: str, now: datetime) -> None:
        """Begin to make the file, or begin again: whoever made it before has lost it."""
        self.state, self.claim, self.seen_at = ExportState.RUNNING, claim, now
        self.stored_as, self.takes = stored_as, self.takes + 1
        self.step = self.steps = 0
        self.words = ""

    def put_back(self) -> None:
        """Let it wait again, as if this time had not been: the server stops."""
        self.state, self.takes = ExportState.WAITING, self.takes - 1
        self.claim = self.stored_as = None

    def advance(self, step: int, steps: int, words: str, now: datetime) -> None:
        """Note how far the file is."""
        self.step, self.steps, self.words, self.seen_at = step, steps, words[:LONGEST_WORDS], now

    def finish(self, *, file_name: str, mimetype: str, size: int, sha256: str, now: datetime) -> None:
        """Note the file that is there now."""
        self._end(ExportState.DONE, now)
        self.file_name, self.mimetype, self.size, self.sha256 = file_name, mimetype, size, sha256

    def fail(self, problem: str, now: datetime) -> None:
        """Note why there will be no file."""
        self._end(ExportState.FAILED, now)
        self.problem, self.stored_as = problem, None

    def cancel(self, now: datetime) -> None:
        """Give it up; once it is over that changes nothing."""
        if not self.is_over:
            self._end(ExportState.CANCELLED, now)
            self.stored_as = None

    def _end(self, state: ExportState, now: datetime) -> None:
        self.state, self.finished_at, self.claim = state, now, None
