"""What others may read: redactions and who sees the original, consent, and words from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import InputSource, PublishState, Role
from surveyapp.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from surveyapp.models import ItemWords, OutsideInput
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.questionnaire.finding import terms_of
from surveyapp.services import editing, results, undoing
from surveyapp.services.commented import LOOK_AGAIN
from surveyapp.services.comments import CommentFilter, CommentState, list_comments, load_coded
from tests.conftest import NOON
from tests.services.commenting import FIVE, a_person, a_theme, a_written_round, audited, code, comments_of, find

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from surveyapp.services.commented import Comment

pytestmark = pytest.mark.usefixtures("app")
NAMES = "Dr. Sample of Springfield never answers."
SHOWN = "[a colleague] never answers."


def redacted_round() -> tuple[int, Actor, Comment]:
    """A round in which a name was taken out of one comment."""
    round_id, ann = a_written_round(*FIVE).id, a_person()
    comment = find(ann, round_id, NAMES)
    editing.redact(ann, round_id, comment.written.address, text=SHOWN, seen=comment.seen, now=NOON)
    return round_id, ann, comment


def an_input(
    actor: Actor,
    round_id: int,
    *,
    text: str = "Said aloud.",
    source_name: str = "Spring meeting",
    item_id: int | None = None,
    heard_on: date | None = None,
    may_be_quoted: bool = False,
) -> OutsideInput:
    return editing.add_outside(
        actor,
        round_id,
        item_id=item_id,
        source=InputSource.FOCUS_GROUP,
        source_name=source_name,
        heard_on=heard_on or NOON.date(),
        text=text,
        may_be_quoted=may_be_quoted,
        now=NOON,
    )


def test_the_original_is_kept_and_only_some_see_it() -> None:
    round_id, ann, before = redacted_round()
    eve = a_person(Role.ANALYST, "eve")

    mine, theirs = find(ann, round_id, SHOWN), find(eve, round_id, SHOWN)

    assert (mine.original, theirs.original) == (NAMES, None)
    assert mine.is_redacted
    assert mine.written.address == before.written.address
    for comment in comments_of(eve, round_id):
        assert "Springfield" not in repr(comment)
    coded = load_coded(eve, round_id)
    assert "Springfield" not in repr(coded)
    assert [words.text for words in coded.words if words.is_redacted] == [SHOWN]
    assert ("comment.redacted", {}) in audited()
    assert database.session().scalar(sa.select(ItemWords.text).where(ItemWords.text == NAMES)) == NAMES


def test_the_original_cannot_be_searched_for() -> None:
    round_id, ann, _ = redacted_round()
    eve = a_person(Role.ANALYST, "eve")

    for actor in (ann, eve):
        assert list_comments(actor, round_id, CommentFilter(terms=terms_of("Springfield"))).found == 0
        assert list_comments(actor, round_id, CommentFilter(terms=terms_of("colleague"))).found == 1
    assert list_comments(ann, round_id, CommentFilter(state=CommentState.REDACTED)).found == 1


def test_a_redaction_is_taken_back() -> None:
    round_id, ann, comment = redacted_round()

    editing.restore(ann, round_id, comment.written.address, now=NOON)
    assert find(ann, round_id, NAMES).original is None
    with pytest.raises(RuleBroken, match="Nothing is redacted"):
        editing.restore(ann, round_id, comment.written.address, now=NOON)

    undoing.undo(ann, round_id, now=NOON)
    assert find(ann, round_id, SHOWN).original == NAMES
    undoing.undo(ann, round_id, now=NOON)
    assert find(ann, round_id, NAMES).original is None


def test_undo_leaves_a_redaction_that_somebody_changed_since() -> None:
    round_id, ann, comment = redacted_round()
    bob = a_person(name="bob")
    editing.redact(bob, round_id, comment.written.address, text="[withheld]", seen=comment.seen, now=NOON)

    undone = undoing.undo(ann, round_id, now=NOON)

    assert (undone.addresses, undone.left) == ((), (comment.written.address,))
    assert find(ann, round_id, "[withheld]").original == NAMES


def test_a_redacted_text_that_changed_is_not_shown_until_somebody_looked() -> None:
    round_id, ann, _ = redacted_round()
    with database.transaction() as db:
        db.execute(sa.update(ItemWords).where(ItemWords.text == NAMES).values(text="Dr. Other neither."))
    with database.transaction() as db:
        db.execute(sa.text("UPDATE round SET revision = revision + 1"))

    [theirs] = comments_of(a_person(Role.ANALYST, "eve"), round_id, CommentFilter(state=CommentState.REDACTED))
    [mine] = comments_of(ann, round_id, CommentFilter(state=CommentState.REDACTED))

    assert (theirs.written.text, theirs.stale, theirs.original) == (LOOK_AGAIN, True, None)
    assert mine.original == "Dr. Other neither."


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001, f"  {NAMES} "])
def test_redactions_that_are_none(text: str) -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    comment = find(ann, round_id, NAMES)

    with pytest.raises(InvalidInput):
        editing.redact(ann, round_id, comment.written.address, text=text, seen=comment.seen, now=NOON)
    for seen in ("", "0000", comment.seen[:-1]):
        with pytest.raises(RuleBroken, match="meanwhile"):
            editing.redact(ann, round_id, comment.written.address, text="x", seen=seen, now=NOON)


@pytest.mark.parametrize(
    ("beginning", "starts_as"),
    [("Needs", PublishState.QUOTED), ("Give", PublishState.COUNTED), (NAMES, PublishState.COUNTED)],
)
def test_what_may_be_quoted_starts_from_consent(beginning: str, starts_as: PublishState) -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    comment = find(ann, round_id, beginning)

    assert comment.publish is starts_as
    if starts_as is PublishState.COUNTED:
        with pytest.raises(RuleBroken, match="did not agree to be quoted"):
            editing.set_publish(ann, round_id, comment.written.address, PublishState.QUOTED, now=NOON)
        return
    editing.set_publish(ann, round_id, comment.written.address, PublishState.COUNTED, now=NOON)
    assert find(ann, round_id, beginning).publish is PublishState.COUNTED
    assert audited()[-1] == ("comment.publish_decided", {"state": "counted"})
    undoing.undo(ann, round_id, now=NOON)
    assert find(ann, round_id, beginning).publish is PublishState.QUOTED


def test_input_from_elsewhere_stands_beside_and_is_no_response() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    dataset = results.load_dataset(OPERATOR, round_id)
    item = dataset.questionnaire.items[dataset.questionnaire.by_code["importance"].items[0]]
    before = results.load_summary(OPERATOR, round_id)

    an_input(ann, round_id, item_id=item.id, may_be_quoted=True)
    code(ann, round_id, "Said", one)
    code(ann, round_id, "Needs", one)

    entered = find(ann, round_id, "Said")
    assert entered.written.source is not None
    assert (entered.written.source.name, entered.written.response, entered.segment) == ("Spring meeting", None, "")
    assert entered.publish is PublishState.QUOTED
    assert list_comments(ann, round_id, CommentFilter(state=CommentState.OUTSIDE)).found == 1
    coded = load_coded(ann, round_id)
    [count] = coded.count_themes(entered.written.item)
    assert (count.theme, count.comments, count.elsewhere) == ("One", 1, 1)
    assert len(coded.elsewhere) == 1
    after = results.load_summary(OPERATOR, round_id)
    assert (after.fingerprint, after.comments, after.submitted) == (before.fingerprint, before.comments, 5)


def test_input_from_elsewhere_is_withdrawn_and_never_deleted() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    an_input(ann, round_id)
    address = find(ann, round_id, "Said").written.address

    editing.withdraw_outside(ann, round_id, address, now=NOON)

    assert list_comments(ann, round_id, CommentFilter()).total == 5
    assert database.session().scalar(sa.select(OutsideInput.text)) == "Said aloud."
    with pytest.raises(NotFound):
        editing.withdraw_outside(ann, round_id, address, now=NOON)
    with pytest.raises(RuleBroken, match="through the survey"):
        editing.withdraw_outside(ann, round_id, find(ann, round_id, "Needs").written.address, now=NOON)


@pytest.mark.parametrize(
    "values",
    [
        {"text": " "},
        {"text": "x" * 20_001},
        {"source_name": " \u202e"},
        {"source_name": "x" * 201},
        {"heard_on": NOON.date() + timedelta(days=1)},
    ],
)
def test_input_that_is_none(values: dict[str, Any]) -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()

    with pytest.raises(InvalidInput):
        an_input(ann, round_id, **values)
    with pytest.raises(NotFound):
        an_input(ann, round_id, item_id=9999)


def test_who_may_edit() -> None:
    round_id, eve = a_written_round(*FIVE).id, a_person(Role.ANALYST, "eve")
    address = find(eve, round_id, NAMES).written.address

    for attempt in (
        lambda: editing.redact(eve, round_id, address, text="x", seen="x", now=NOON),
        lambda: editing.restore(eve, round_id, address, now=NOON),
        lambda: editing.set_publish(eve, round_id, address, PublishState.COUNTED, now=NOON),
        lambda: an_input(eve, round_id),
        lambda: editing.withdraw_outside(eve, round_id, "o1", now=NOON),
        lambda: load_coded(Actor("facilitator", frozenset()), round_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()
