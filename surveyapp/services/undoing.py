"""Taking back: each person's latest steps in the comments of a round, and how each kind of step is undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.enums import PublishState
from surveyapp.errors import RuleBroken
from surveyapp.models import Coding, CodingStep, CodingTheme, Redaction, Remark
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.remarks import account_of, survey_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor

    Change = dict[str, Any]

MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the addresses, and those that somebody else has changed since and that stay as they are.

    `is_shown_anew` is true when more than themes was taken back.
    """

    addresses: tuple[str, ...]
    left: tuple[str, ...]
    is_shown_anew: bool


def keep_step(db: Session, round_id: int, account_id: int, changes: list[Change]) -> None:
    """Remember a step; the oldest beyond fifty is forgotten."""
    if not changes:
        return
    of_person = (CodingStep.round_id == round_id, CodingStep.account_id == account_id)
    number = (db.scalar(sa.select(sa.func.max(CodingStep.number)).where(*of_person)) or 0) + 1
    db.add(CodingStep(round_id=round_id, account_id=account_id, number=number, undo=changes))
    db.execute(sa.delete(CodingStep).where(*of_person, CodingStep.number <= number - MOST_STEPS))


def has_steps(actor: Actor, round_id: int) -> bool:
    """Whether there is something of this person's to take back."""
    of_person = (CodingStep.round_id == round_id, CodingStep.account_id == account_of(actor))
    return database.session().scalar(sa.select(CodingStep.id).where(*of_person).limit(1)) is not None


def undo(actor: Actor, round_id: int, *, now: datetime) -> Undone:
    """Take back this person's latest step, and nothing of what others did since. Raises `RuleBroken` if there is none.

    A step that needed more rights than the person still has is refused with `NotAllowed`.
    """
    permissions.require(actor, Permission.CODE_COMMENTS)
    account_id = account_of(actor)
    with database.transaction() as db:
        _, title = survey_of(db, round_id)
        query = sa.select(CodingStep).where(CodingStep.round_id == round_id, CodingStep.account_id == account_id)
        step = db.scalar(query.order_by(CodingStep.number.desc()).limit(1))
        if step is None:
            message = "There is nothing left to undo."
            raise RuleBroken(message)
        db.delete(step)
        done: list[str] = []
        left: list[str] = []
        for change in reversed(step.undo):
            if change["what"] != "themes":
                permissions.require(actor, Permission.EDIT_COMMENTS)
            remark = db.scalar(
                sa.select(Remark).where(Remark.round_id == round_id, Remark.address == change["address"])
            )
            took = remark is not None and _UNDO[change["what"]](db, remark, change)
            (done if took else left).append(change["address"])
        what = ", ".join(sorted({change["what"] for change in step.undo}))
        activity.record(db, actor, "comments.undone", title, now, what=what, count=len(done), left=len(left))
    return Undone(tuple(done), tuple(left), is_shown_anew=what != "themes")


def _undo_themes(db: Session, remark: Remark, change: Mapping[str, Any]) -> bool:
    coding = db.get(Coding, (remark.id, change["seat"]))
    if coding is None:
        return False
    given = {row.theme_id: row for row in coding.themes}
    for theme_id in change["added"]:
        if theme_id in given:
            coding.themes.remove(given.pop(theme_id))
    for theme_id in set(change["removed"]) - given.keys():
        coding.themes.append(CodingTheme(theme_id=theme_id))
    if change["was"] is None and not coding.themes:
        remark.codings.remove(coding)
    elif change["was"] is not None:
        coding.text_digest = change["was"]
    return True


def _undo_shown(db: Session, remark: Remark, change: Mapping[str, Any]) -> bool:
    present = remark.redaction.text if remark.redaction else None
    if present != change["after"]:
        return False
    remark.redaction = None
    db.flush()
    if change["before"] is not None:
        earlier = change["before"]
        remark.redaction = Redaction(
            text=earlier["text"],
            original_digest=earlier["of"],
            redacted_by=earlier["by"],
            redacted_on=date.fromisoformat(earlier["on"]),
        )
    return True


def _undo_publish(_db: Session, remark: Remark, change: Mapping[str, Any]) -> bool:
    if remark.publish != change["after"]:
        return False
    remark.publish = None if change["before"] is None else PublishState(change["before"])
    return True


_UNDO: Mapping[str, Callable[[Session, Remark, Mapping[str, Any]], bool]] = {
    "themes": _undo_themes,
    "shown": _undo_shown,
    "publish": _undo_publish,
}
