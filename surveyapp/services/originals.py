"""The end of the originals: with the seal, words that were redacted stay as they may be shown and no other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp.enums import WordsKind
from surveyapp.errors import RuleBroken
from surveyapp.models import (
    Coding,
    CodingStep,
    Disposition,
    Draft,
    ItemWords,
    OutsideInput,
    Redaction,
    Remark,
    Round,
    TextAnswer,
)
from surveyapp.services.remarks import digest_of, place_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    Texts = ItemWords | TextAnswer | OutsideInput

_OF_AN_EARLIER_TEXT = "0" * 64


def destroy_originals(db: Session, survey_id: int) -> None:
    """Put every redacted text of a survey in place of its original, also where it was typed and in what can be undone.

    What was coded or decided about stays so, and no digest is left at which guesses could be tried. Raises `RuleBroken`
    while a text waits that its writer changed after it was redacted: only a person can say what of it may be shown.
    """
    rounds = sa.select(Round.id).where(Round.survey_id == survey_id)
    remarks = db.scalars(sa.select(Remark).join(Redaction).where(Remark.round_id.in_(rounds))).all()
    waiting = sum(_put_in_place(db, remark) for remark in remarks)
    if waiting:
        message = (
            f"{waiting} redacted {'comment was' if waiting == 1 else 'comments were'} changed by their writers "
            "afterwards. Look at them on the page Comments and redact or restore them first: sealing destroys the "
            "originals. Nothing was sealed."
        )
        raise RuleBroken(message)
    db.execute(sa.delete(CodingStep).where(CodingStep.round_id.in_(rounds)))
    db.execute(sa.update(Draft).where(Draft.round_id.in_(rounds)).values(fields={}, stamps={}))
    db.execute(sa.update(Round).where(Round.survey_id == survey_id).values(revision=Round.revision + 1))


def _put_in_place(db: Session, remark: Remark) -> bool:
    """Overwrite one original; returns whether it cannot be, because its writer changed it since."""
    redaction, original = remark.redaction, _original(db, remark)
    if redaction is None:
        return False
    digest = digest_of(redaction.text)
    present = digest_of(original.text) if original else ""
    if original and present not in {digest, redaction.original_digest}:
        return True
    for kept in (Coding, Disposition):
        stands = sa.case((kept.text_digest == present, digest), else_=_OF_AN_EARLIER_TEXT)
        db.execute(sa.update(kept).where(kept.remark_id == remark.id).values(text_digest=stands))
    redaction.original_digest = digest
    if original:
        original.text = redaction.text
    return False


def _original(db: Session, remark: Remark) -> Texts | None:
    """The row that holds what was written; None when its writer took it back."""
    if remark.outside_id is not None:
        return db.get(OutsideInput, remark.outside_id)
    kind, number = place_of(remark.address)
    if kind is WordsKind.ANSWER:
        return db.get(TextAnswer, (remark.response_id, number))
    return db.get(ItemWords, (remark.response_id, number, kind))
