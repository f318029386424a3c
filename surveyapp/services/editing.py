"""What of the words may be read by others: redactions, what may be quoted, and words that were said elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.enums import PublishState
from surveyapp.errors import InvalidInput, NotFound, RuleBroken
from surveyapp.models import OutsideInput, PlanItem, Redaction, Round, Survey
from surveyapp.models.comments import LONGEST_SOURCE
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.export_jobs import delete_files, forget_of_survey
from surveyapp.services.originals import destroy_originals
from surveyapp.services.remarks import account_of, digest_of, load_words, remark_at, seen_mark, survey_of
from surveyapp.services.themes import clean_name
from surveyapp.services.undoing import keep_step

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from surveyapp.enums import InputSource
    from surveyapp.permissions import Actor
    from surveyapp.services.remarks import Written

LONGEST_TEXT = 20_000


def redact(actor: Actor, round_id: int, address: str, *, text: str, seen: str, now: datetime) -> None:
    """Show `text` in place of the words at `address`; the original stays where it was written until the seal.

    After the seal it is destroyed at once. Every file of results that waits to be fetched goes, since it may hold it.
    `seen` is the mark of the original that was read (`Comment.seen`). Raises `NotFound`, `RuleBroken` when its
    writer changed it since, and `InvalidInput` for an empty text and for one that takes nothing out.
    """
    permissions.require(actor, Permission.EDIT_COMMENTS)
    account_id = account_of(actor)
    clean = text.strip()
    if not clean or len(clean) > LONGEST_TEXT:
        message = (
            f"Leave some of the text, at most {LONGEST_TEXT:,} characters. To show none of it, choose “Only counted”."
        )
        raise InvalidInput(message)
    words = load_words(actor, round_id)
    with database.transaction() as db:
        written = words.at(db, address)
        remark = remark_at(db, words, written)
        _require_same(written, seen)
        if clean == written.text.strip():
            message = "This is the original: nothing was taken out of it, so nothing was changed."
            raise InvalidInput(message)
        before = _as_step(remark.redaction)
        remark.redaction = None
        db.flush()
        remark.redaction = Redaction(
            text=clean, original_digest=digest_of(written.text), redacted_by=account_id, redacted_on=now.date()
        )
        change = {"what": "shown", "address": address, "before": before, "after": clean}
        keep_step(db, round_id, account_id, [change])
        activity.record(db, actor, "comment.redacted", words.title, now)
        forget_of_survey(db, words.survey_id)
        if is_sealed := _is_sealed(db, words.survey_id):
            destroy_originals(db, words.survey_id)
    delete_files()
    if is_sealed:
        database.forget_order()


def restore(actor: Actor, round_id: int, address: str, *, now: datetime) -> None:
    """Show the original again. Raises `NotFound`, and `RuleBroken` where there is none (any more)."""
    permissions.require(actor, Permission.EDIT_COMMENTS)
    account_id = account_of(actor)
    words = load_words(actor, round_id)
    with database.transaction() as db:
        remark = remark_at(db, words, words.at(db, address))
        if remark.redaction is None:
            message = "Nothing is redacted here any more. Nothing was changed."
            raise RuleBroken(message)
        if _is_sealed(db, words.survey_id):
            message = "This survey is sealed, and the original is gone for good. Nothing was changed."
            raise RuleBroken(message)
        change = {"what": "shown", "address": address, "before": _as_step(remark.redaction), "after": None}
        remark.redaction = None
        keep_step(db, round_id, account_id, [change])
        activity.record(db, actor, "comment.restored", words.title, now)


def set_publish(actor: Actor, round_id: int, address: str, state: PublishState, *, now: datetime) -> None:
    """Decide whether words may be quoted or are only counted. Raises `RuleBroken` without their writer's consent."""
    permissions.require(actor, Permission.EDIT_COMMENTS)
    account_id = account_of(actor)
    words = load_words(actor, round_id)
    with database.transaction() as db:
        written = words.at(db, address)
        remark = remark_at(db, words, written)
        if state is PublishState.QUOTED and written.may_be_quoted is not True:
            message = "Whoever wrote this did not agree to be quoted, so it is only counted. Nothing was changed."
            raise RuleBroken(message)
        before = None if remark.publish is None else remark.publish.value
        remark.publish = state
        if before != state.value:
            change = {"what": "publish", "address": address, "before": before, "after": state.value}
            keep_step(db, round_id, account_id, [change])
            activity.record(db, actor, "comment.publish_decided", words.title, now, state=state.value)


def add_outside(
    actor: Actor,
    round_id: int,
    *,
    item_id: int | None,
    source: InputSource,
    source_name: str,
    heard_on: date,
    text: str,
    may_be_quoted: bool,
    now: datetime,
) -> OutsideInput:
    """Enter what was said elsewhere, on an item of the round's plan or on the whole. It is no survey response.

    Raises `NotFound`, and `InvalidInput` for an empty text or source, an unknown item, or a day that has not come.
    """
    permissions.require(actor, Permission.EDIT_COMMENTS)
    account_id = account_of(actor)
    clean, name = text.strip(), clean_name(source_name)
    _require(0 < len(clean) <= LONGEST_TEXT, f"Enter what was said, in at most {LONGEST_TEXT:,} characters.")
    _require(0 < len(name) <= LONGEST_SOURCE, f"Say where it comes from, in at most {LONGEST_SOURCE} characters.")
    _require(heard_on <= now.date(), "Enter the day on which it was said; it may not lie ahead.")
    with database.transaction() as db:
        _, title = survey_of(db, round_id)
        label = "the whole plan" if item_id is None else _label(db, round_id, item_id)
        entered = OutsideInput(
            round_id=round_id,
            item_id=item_id,
            source=source,
            source_name=name,
            heard_on=heard_on,
            text=clean,
            may_be_quoted=may_be_quoted,
            entered_by=account_id,
            entered_on=now.date(),
        )
        db.add(entered)
        activity.record(db, actor, "outside_input.entered", title, now, source=source.value, item=label)
    return entered


def withdraw_outside(actor: Actor, round_id: int, address: str, *, now: datetime) -> None:
    """Take input from elsewhere out of lists and reports, as when it was entered by mistake. Raises `NotFound`."""
    permissions.require(actor, Permission.EDIT_COMMENTS)
    words = load_words(actor, round_id)
    with database.transaction() as db:
        if words.at(db, address).source is None:
            message = "This came through the survey, so it cannot be withdrawn. Nothing was changed."
            raise RuleBroken(message)
        entered = db.get_one(OutsideInput, int(address[1:]))
        entered.withdrawn = True
        activity.record(db, actor, "outside_input.withdrawn", words.title, now, source=entered.source.value)


def _require_same(written: Written, seen: str) -> None:
    if seen != seen_mark(digest_of(written.text)):
        message = "Its writer changed this text meanwhile. Nothing was redacted. Read it again first."
        raise RuleBroken(message)


def _is_sealed(db: Session, survey_id: int) -> bool:
    return db.scalar(sa.select(Survey.sealed_at).where(Survey.id == survey_id)) is not None


def _as_step(redaction: Redaction | None) -> dict[str, Any] | None:
    if redaction is None:
        return None
    day = redaction.redacted_on.isoformat()
    return {"text": redaction.text, "of": redaction.original_digest, "by": redaction.redacted_by, "on": day}


def _label(db: Session, round_id: int, item_id: int) -> str:
    query = sa.select(PlanItem.label).join(Round, Round.version_id == PlanItem.version_id)
    label = db.scalar(query.where(Round.id == round_id, PlanItem.id == item_id))
    if label is None:
        message = "Choose an item of the plan that this round asks about."
        raise NotFound(message)
    return label


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise InvalidInput(message)
