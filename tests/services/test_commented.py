"""What somebody who may not redact can learn of an original that was: nothing, by no page, mark, filter or order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import Role
from surveyapp.errors import RuleBroken
from surveyapp.models import ItemWords
from surveyapp.permissions import OPERATOR
from surveyapp.questionnaire.finding import terms_of
from surveyapp.services import editing, sealing
from surveyapp.services.coding import code_words
from surveyapp.services.comments import CommentFilter, CommentState, list_comments
from surveyapp.services.remarks import digest_of, seen_mark
from tests.conftest import NOON, SECRET
from tests.services.commenting import FIVE, a_person, a_theme, a_written_round, comments_of, find

if TYPE_CHECKING:
    from surveyapp.models import Round
    from surveyapp.permissions import Actor

pytestmark = pytest.mark.usefixtures("app")
ORIGINAL, SHOWN = "Dr. Sample of Springfield never answers.", "[a colleague] never answers."


def a_redacted_round(original: str = ORIGINAL, *more: dict[str, str]) -> tuple[Round, Actor, Actor]:
    """A round with one redacted comment, somebody who may redact and somebody who may not."""
    people = [{**person, "comment-A": original} if "Sample" in str(person) else person for person in FIVE]
    round_, ann = a_written_round(*people, *more), a_person()
    comment = find(ann, round_.id, original)
    editing.redact(ann, round_.id, comment.written.address, text=SHOWN, seen=comment.seen, now=NOON)
    return round_, ann, a_person(Role.ANALYST, "eve")


def test_guesses_at_an_original_cannot_be_tried() -> None:
    round_, ann, eve = a_redacted_round()
    mine, theirs = find(ann, round_.id, SHOWN), find(eve, round_.id, SHOWN)

    assert mine.seen == seen_mark(digest_of(ORIGINAL))
    assert theirs.seen not in {seen_mark(digest_of(ORIGINAL)), seen_mark(digest_of(SHOWN))}
    for guess in (mine.seen, theirs.seen[:4], seen_mark(digest_of(SHOWN))):
        with pytest.raises(RuleBroken, match="changed meanwhile"):
            code_words(eve, round_.id, {theirs.written.address: guess}, now=NOON)
    code_words(eve, round_.id, {theirs.written.address: theirs.seen}, add=[a_theme(round_.id, "One")], now=NOON)
    assert find(ann, round_.id, SHOWN).is_coded


def test_a_text_that_nobody_may_read_is_not_coded() -> None:
    round_, ann, eve = a_redacted_round()
    with database.transaction() as db:
        db.execute(sa.update(ItemWords).where(ItemWords.text == ORIGINAL).values(text="Dr. Other neither."))
        db.execute(sa.text("UPDATE round SET revision = revision + 1"))
    mine, theirs = (comments_of(who, round_.id, CommentFilter(state=CommentState.REDACTED))[0] for who in (ann, eve))

    with pytest.raises(RuleBroken, match="looked at it"):
        code_words(eve, round_.id, {theirs.written.address: theirs.seen}, now=NOON)
    code_words(ann, round_.id, {mine.written.address: mine.seen}, now=NOON)


@pytest.mark.parametrize("original", [ORIGINAL, "Give the wait a number. Dr. Sample.", "Dr. Sample. " * 40])
def test_what_is_alike_and_in_which_order_does_not_depend_on_originals(original: str) -> None:
    round_, _, eve = a_redacted_round(original)

    entries = list_comments(eve, round_.id, CommentFilter()).entries

    alike = {comment.written.text: [other.one.written.text for other in others] for comment, others in entries}
    needs, give = "Needs a number for the wait.", "Give the wait a number."
    assert {text: others for text, others in alike.items() if others} == {needs: [give], give: [needs]}
    assert SHOWN in alike
    assert "Sample" not in repr(entries)
    assert list_comments(eve, round_.id, CommentFilter(terms=terms_of("Sample"))).found == 0


def test_a_redacted_wording_is_grouped_and_compared_as_it_is_shown() -> None:
    round_, ann, eve = a_redacted_round()
    wordings = CommentFilter(wordings=True)
    [(first, alike)] = list_comments(eve, round_.id, wordings).entries
    assert len(alike) == 1
    seen = seen_mark(digest_of(first.written.text))
    editing.redact(ann, round_.id, first.written.address, text="Something else.", seen=seen, now=NOON)

    entries = list_comments(eve, round_.id, wordings).entries

    texts = {alike[0].one.written.text, "Something else."}
    assert {comment.written.text for comment, _ in entries} == texts
    assert [others for _, others in entries] == [(), ()]


def test_the_mark_of_a_sealed_text_is_no_other_way() -> None:
    round_, _, eve = a_redacted_round()
    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    comment = find(eve, round_.id, SHOWN)

    assert comment.seen != seen_mark(digest_of(ORIGINAL))
    code_words(eve, round_.id, {comment.written.address: comment.seen}, now=NOON)
