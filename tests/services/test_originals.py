"""The end of the originals of redacted words at the seal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database, storage
from surveyapp.database import Base
from surveyapp.enums import DispositionKind, InputSource
from surveyapp.errors import RuleBroken
from surveyapp.exports import export
from surveyapp.models import (
    AuditEntry,
    Coding,
    CodingStep,
    Disposition,
    Draft,
    ItemWords,
    OutsideInput,
    Redaction,
    Remark,
    TextAnswer,
)
from surveyapp.permissions import OPERATOR
from surveyapp.reports.words import shown_words
from surveyapp.services import editing, sealing, second, undoing
from surveyapp.services.comments import CommentFilter, CommentState, load_coded
from surveyapp.services.remarks import digest_of, place_of
from surveyapp.services.results import load_dataset
from surveyapp.stats.dataset import fingerprint
from tests.conftest import NOON, SECRET
from tests.services.commenting import FIVE, a_person, a_theme, a_written_round, code, comments_of, find

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.models import Round
    from surveyapp.permissions import Actor

pytestmark = pytest.mark.usefixtures("app")
NAMES, SHOWN = "Dr. Sample of Springfield never answers.", "[a colleague] never answers."


def a_redacted_round() -> tuple[Round, Actor]:
    """A closed round in which a name was taken out of one comment, which was coded before."""
    round_, ann = a_written_round(*FIVE), a_person()
    code(ann, round_.id, NAMES, a_theme(round_.id, "Access"))
    redact(ann, round_, "[withheld]")
    redact(ann, round_, SHOWN)
    return round_, ann


def redact(actor: Actor, round_: Round, text: str) -> None:
    redacted = comments_of(actor, round_.id, CommentFilter(state=CommentState.REDACTED))
    comment = redacted[0] if redacted else find(actor, round_.id, NAMES)
    editing.redact(actor, round_.id, comment.written.address, text=text, seen=comment.seen, now=NOON)


def rewrite(earlier: str, later: str | None) -> None:
    """Its writer submits again, with another text or (None) without one."""
    with database.transaction() as db:
        written = db.scalars(sa.select(ItemWords).where(ItemWords.text == earlier)).one()
        if later is None:
            db.delete(written)
        else:
            written.text = later
        db.execute(sa.text("UPDATE round SET revision = revision + 1"))


def seal(round_: Round) -> None:
    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)


def everything_stored() -> str:
    """Every value of every table."""
    database.session().rollback()
    rows = [database.session().execute(sa.select(table)).all() for table in Base.metadata.sorted_tables]
    return repr(rows)


def test_no_page_shows_the_original_after_the_seal() -> None:
    round_, ann = a_redacted_round()
    before = find(ann, round_.id, SHOWN)

    seal(round_)

    after = find(ann, round_.id, SHOWN)
    assert (before.original, after.original) == (NAMES, None)
    assert after.is_redacted
    assert not after.stale
    assert after.written.address == before.written.address
    assert (after.themes, after.is_coded) == (before.themes, True)
    with pytest.raises(RuleBroken, match="gone for good"):
        editing.restore(ann, round_.id, after.written.address, now=NOON)
    with pytest.raises(RuleBroken):
        undoing.undo(ann, round_.id, now=NOON)


def test_words_of_every_kind_go() -> None:
    """A comment, a wording, an answer to a question, and input from elsewhere, also when it was withdrawn."""
    texts = {"comment-B": "Comment of Sample.", "wording-A": "Wording of Sample.", "missing": "Answer of Sample."}
    round_, ann = a_written_round(texts, *FIVE[:2], *FIVE[3:], {"comment-C": "Plain."}), a_person()
    for text in ("Heard from Sample.", "Heard from Sample by mistake."):
        editing.add_outside(
            ann,
            round_.id,
            item_id=None,
            source=InputSource.LETTER,
            source_name="A letter",
            heard_on=NOON.date(),
            text=text,
            may_be_quoted=False,
            now=NOON,
        )
    originals = [*texts.values(), "Heard from Sample.", "Heard from Sample by mistake."]
    for original in originals:
        comment = find(ann, round_.id, original, wordings=original.startswith("Wording"))
        shown = original.replace("Sample", "[a colleague]")
        editing.redact(ann, round_.id, comment.written.address, text=shown, seen=comment.seen, now=NOON)
    mistake = find(ann, round_.id, "Heard from [a colleague] by mistake.").written.address
    editing.withdraw_outside(ann, round_.id, mistake, now=NOON)

    seal(round_)

    stored = everything_stored()
    assert "of Sample." not in stored
    assert "from Sample" not in stored
    assert not [original for original in originals if digest_of(original) in stored]
    db = database.session()
    assert "Answer of [a colleague]." in set(db.scalars(sa.select(TextAnswer.text)))
    assert set(db.scalars(sa.select(OutsideInput.text))) == {
        "Heard from [a colleague].",
        "Heard from [a colleague] by mistake.",
    }
    assert find(ann, round_.id, "Wording of [a colleague].", wordings=True).is_redacted


def test_codes_of_both_coders_and_what_became_of_it_stay_and_tell_nothing() -> None:
    round_, ann, eve = a_written_round(*FIVE), a_person(), a_person(name="eve")
    theme = a_theme(round_.id, "Access")
    code(ann, round_.id, NAMES, theme)
    second.begin_second(eve, round_.id, now=NOON)
    code(eve, round_.id, NAMES)
    second.finish_second(eve, round_.id, now=NOON)
    _decide(find(ann, round_.id, NAMES).written.address, DispositionKind.ACCEPTED, NAMES)
    redact(ann, round_, SHOWN)

    seal(round_)

    after = find(ann, round_.id, SHOWN)
    assert (after.themes, after.second, after.differs) == ((theme,), ((),), True)
    assert (after.disposition, after.overtaken) == (DispositionKind.ACCEPTED, False)
    assert digest_of(NAMES) not in everything_stored()


def test_codes_of_an_earlier_text_stay_those_of_an_earlier_text() -> None:
    round_, ann = a_written_round(*FIVE), a_person()
    code(ann, round_.id, NAMES, a_theme(round_.id, "Access"))
    _decide(find(ann, round_.id, NAMES).written.address, DispositionKind.PARKED, NAMES)
    rewrite(NAMES, "Dr. Other neither.")
    comment = find(ann, round_.id, "Dr. Other")
    editing.redact(ann, round_.id, comment.written.address, text=SHOWN, seen=comment.seen, now=NOON)

    seal(round_)

    after = find(ann, round_.id, SHOWN)
    assert (after.is_coded, after.changed, after.overtaken) == (False, True, True)
    stored = everything_stored()
    assert not [text for text in (NAMES, "Dr. Other neither.") if digest_of(text) in stored]


def test_a_text_that_its_writer_took_back_leaves_nothing_but_what_was_shown() -> None:
    round_, ann = a_redacted_round()
    rewrite(NAMES, None)

    seal(round_)

    assert comments_of(ann, round_.id, CommentFilter(state=CommentState.REDACTED)) == []
    stored = everything_stored()
    assert "Springfield" not in stored
    assert digest_of(NAMES) not in stored


def test_a_writer_who_wrote_it_as_it_is_shown() -> None:
    """Then nothing is hidden any more; before the seal the redaction can be taken off, and after it nothing waits."""
    round_, ann = a_redacted_round()
    rewrite(NAMES, SHOWN)
    [waiting] = comments_of(ann, round_.id, CommentFilter(state=CommentState.REDACTED))
    editing.restore(ann, round_.id, waiting.written.address, now=NOON)
    assert not find(ann, round_.id, SHOWN).is_redacted
    undoing.undo(ann, round_.id, now=NOON)

    seal(round_)

    after = find(ann, round_.id, SHOWN)
    assert (after.is_redacted, after.stale) == (True, False)


def test_no_file_of_sqlite_holds_the_original_after_the_seal(app: Flask) -> None:
    round_, _ = a_redacted_round()
    database.session().rollback()
    is_kept_here = database.engine().dialect.name == "sqlite"
    assert any(b"Springfield" in file.read_bytes() for file in _files(app)) == is_kept_here

    seal(round_)

    assert not any(b"Springfield" in file.read_bytes() for file in _files(app))


def test_what_was_typed_and_not_submitted_goes_and_what_was_submitted_stays() -> None:
    round_, _ = a_redacted_round()

    seal(round_)

    db = database.session()
    drafts = db.execute(sa.select(Draft.fields, Draft.stamps)).all()
    assert drafts
    assert not any(fields or stamps for fields, stamps in drafts)
    assert db.scalars(sa.select(CodingStep.id)).all() == []
    written = {text for person in FIVE for field, text in person.items() if field.startswith(("comment", "wording"))}
    assert set(db.scalars(sa.select(ItemWords.text))) == written - {NAMES} | {SHOWN}


def test_a_text_that_changed_after_it_was_redacted_is_looked_at_before_the_seal() -> None:
    round_, ann = a_redacted_round()
    rewrite(NAMES, "Dr. Other neither.")
    before = everything_stored()

    with pytest.raises(RuleBroken, match="1 redacted comment was changed"):
        seal(round_)

    assert everything_stored() == before
    redact(ann, round_, "[a colleague] neither.")
    seal(round_)
    assert find(ann, round_.id, "[a colleague] neither.").original is None


def test_what_is_redacted_after_the_seal_is_gone_at_once(app: Flask) -> None:
    round_, ann = a_written_round(*FIVE), a_person()
    code(ann, round_.id, NAMES)
    seal(round_)
    with storage.create("of-no-job") as file:
        file.write(NAMES.encode())

    redact(ann, round_, SHOWN)

    after = find(ann, round_.id, SHOWN)
    assert (after.original, after.is_coded) == (None, True)
    assert "Springfield" not in everything_stored()
    assert not any(b"Springfield" in file.read_bytes() for file in _files(app))
    assert storage.find("of-no-job") is None


def test_files_that_may_hold_an_original_go_when_it_is_redacted(app: Flask) -> None:
    round_, ann = a_written_round(*FIVE), a_person()
    with storage.create("of-no-job") as file:
        file.write(NAMES.encode())

    redact(ann, round_, SHOWN)

    assert storage.find("of-no-job") is None
    assert find(ann, round_.id, SHOWN).original is not None


def test_the_data_of_a_redacted_round_cannot_be_guessed_at() -> None:
    """A fingerprint that is exported rests on what is shown, and on what nobody outside the database knows."""
    round_, ann = a_written_round(*FIVE), a_person()
    redact(ann, round_, SHOWN)
    export(OPERATOR, round_.id, "json", now=NOON)
    entries = database.session().scalars(sa.select(AuditEntry)).all()
    (told,) = (entry.details["data"] for entry in entries if "data" in entry.details)

    original = load_dataset(OPERATOR, round_.id)
    shown = shown_words(original, load_coded(OPERATOR, round_.id))
    assert told == fingerprint(shown)
    assert told not in {fingerprint(original), fingerprint(replace(shown, salt=""))}


def test_a_redaction_after_the_seal_may_be_narrowed_again() -> None:
    round_, ann = a_written_round(*FIVE), a_person()
    seal(round_)
    redact(ann, round_, SHOWN)

    redact(ann, round_, "[withheld]")

    assert find(ann, round_.id, "[withheld]").original is None
    assert "colleague" not in everything_stored()
    assert database.session().scalars(sa.select(Redaction.text)).all() == ["[withheld]"]


@pytest.mark.parametrize("address", ["o1", "", "x1-ABCDEFGHIJ"])
def test_places_of_no_response(address: str) -> None:
    with pytest.raises(ValueError, match="no words"):
        place_of(address)


def _decide(address: str, kind: DispositionKind, about: str) -> None:
    with database.transaction() as db:
        remark = db.scalars(sa.select(Remark).where(Remark.address == address)).one()
        digest = db.scalars(sa.select(Coding.text_digest).where(Coding.remark_id == remark.id)).first()
        assert digest == digest_of(about)
        values = {"number": 1, "decided_by": "ann", "decided_on": NOON.date()}
        db.add(Disposition(remark_id=remark.id, kind=kind, text_digest=digest, **values))


def _files(app: Flask) -> list[Path]:
    return list(Path(app.instance_path).glob("surveyapp.db*"))
