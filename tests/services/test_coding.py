"""Coding: codes that count, two people at once, and texts that change."""

from __future__ import annotations

import pytest

from surveyapp.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.services import results, sealing, second, surveys, themes, undoing
from surveyapp.services.coding import code_words
from surveyapp.services.comments import CommentFilter, CommentState, list_comments
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links
from tests.services.commenting import (
    FIVE,
    NAMES,
    NEEDS,
    a_person,
    a_theme,
    a_written_round,
    audited,
    code,
    comments_of,
    find,
    given,
    submit,
)

pytestmark = pytest.mark.usefixtures("app")


def test_several_themes_on_one_comment_and_none_on_another() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    number, pays = a_theme(round_id, "Needs a number"), a_theme(round_id, "Who pays")

    code(ann, round_id, NEEDS, number, pays)
    code(ann, round_id, NAMES)

    assert given(ann, round_id, NEEDS) == (number, pays)
    assert find(ann, round_id, NAMES).is_coded
    assert given(ann, round_id, NAMES) == ()
    listed = list_comments(ann, round_id, CommentFilter())
    assert (listed.total, listed.uncoded, dict(listed.counts)) == (5, 3, {number: 1, pays: 1})
    assert audited()[-2:] == [
        ("comments.coded", {"count": "1", "coder": "first", "added": "Needs a number, Who pays"}),
        ("comments.coded", {"count": "1", "coder": "first"}),
    ]


def test_what_somebody_else_gave_meanwhile_stays() -> None:
    round_id, ann, bob = a_written_round(*FIVE).id, a_person(), a_person(name="bob")
    one, two, three = (a_theme(round_id, name) for name in ("One", "Two", "Three"))
    code(ann, round_id, NEEDS, one)

    # Both look at the comment with "One" on it; Bob adds "Two", then Ann adds "Three" and takes "One" off.
    code(bob, round_id, NEEDS, two)
    code(ann, round_id, NEEDS, three, remove=(one,))

    assert given(bob, round_id, NEEDS) == (two, three)


def test_coding_the_same_again_changes_nothing_and_leaves_no_trace() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    code(ann, round_id, NEEDS, one)
    before = audited()

    code(ann, round_id, NEEDS, one)

    assert audited() == before


def test_several_comments_are_coded_together_or_not_at_all() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    seen = {c.written.address: c.seen for c in comments_of(ann, round_id)}

    with pytest.raises(NotFound):
        code_words(ann, round_id, {**seen, "c1-AAAAAAAAAA": "0" * 16}, add=[one], now=NOON)
    assert list_comments(ann, round_id, CommentFilter()).uncoded == 5

    code_words(ann, round_id, seen, add=[one], now=NOON)
    assert list_comments(ann, round_id, CommentFilter()).counts == {one: 5}


@pytest.mark.parametrize("address", ["", "x", "c1", "o99", "c999999999-AAAAAAAAAA", "c1-aaaaaaaaaa", "o" + "9" * 30])
def test_addresses_of_nothing(address: str) -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()

    with pytest.raises(NotFound):
        code_words(ann, round_id, {address: "0"}, now=NOON)


def test_too_many_or_none_at_once() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()

    for seen in ({}, {f"o{n}": "0" for n in range(201)}):
        with pytest.raises(InvalidInput, match="from 1 to 200"):
            code_words(ann, round_id, seen, now=NOON)


def test_a_text_that_changed_since_it_was_read_is_not_coded() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    comment = find(ann, round_id, NEEDS)

    for seen in ("", "0" * 16, comment.seen[:-1]):
        with pytest.raises(RuleBroken, match="changed meanwhile"):
            code_words(ann, round_id, {comment.written.address: seen}, now=NOON)


def test_a_response_that_is_submitted_again() -> None:
    round_ = an_open_round()
    tokens = some_links(round_, 10)
    for token in tokens:
        submit(round_, token, {"comment-A": "Needs a number.", "comment-B": "Who pays?", "comment-C": "Later."})
    ann = a_person()
    assert list_comments(ann, round_.id, CommentFilter()).total == 0
    # The figures of an open round move on in steps: five of the ten are shown.
    assert results.move_on(OPERATOR, round_.id)
    one = a_theme(round_.id, "One")
    seen = {c.written.address: c.seen for c in comments_of(ann, round_.id)}
    code_words(ann, round_.id, seen, add=[one], now=NOON)

    # All write again: the same on A, something else on B, nothing on C.
    for token in tokens:
        submit(round_, token, {"comment-A": "Needs a number.", "comment-B": "Who pays, and when?", "comment-C": ""})
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    kept, changed = ([c for c in comments_of(ann, round_.id) if c.written.text.startswith(b)] for b in ("Ne", "Wh"))
    assert len(seen) == 15
    assert (
        sorted((c.is_coded, c.changed, c.themes) for c in kept)
        == [(False, False, ())] * 5 + [(True, False, (one,))] * 5
    )
    assert sorted((c.is_coded, c.changed, c.themes) for c in changed) == [
        *[(False, False, ())] * 5,
        *[(False, True, (one,))] * 5,
    ]
    listed = list_comments(ann, round_.id, CommentFilter(state=CommentState.CHANGED))
    assert (listed.total, listed.found, listed.uncoded, dict(listed.counts)) == (20, 5, 15, {one: 5})

    # Looked at again, it counts again; undone, it is as it was.
    address, beginning = listed.entries[0][0].written.address, listed.entries[0][0].seen
    code_words(ann, round_.id, {address: beginning}, now=NOON)
    assert list_comments(ann, round_.id, CommentFilter()).uncoded == 14
    undoing.undo(ann, round_.id, now=NOON)
    assert list_comments(ann, round_.id, CommentFilter(state=CommentState.CHANGED)).found == 5


def test_nothing_is_shown_of_too_few() -> None:
    round_id, ann = a_written_round(*FIVE[:4]).id, a_person()

    listed = list_comments(ann, round_id, CommentFilter())

    assert (listed.hidden, listed.total, listed.entries) == (True, 0, ())


def test_who_may_code() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    address = {find(ann, round_id, NEEDS).written.address: find(ann, round_id, NEEDS).seen}
    stranger = Actor("stranger", frozenset(), 1)

    with pytest.raises(NotAllowed, match="belong to an account"):
        code_words(OPERATOR, round_id, address, now=NOON)
    for attempt in (
        lambda: code_words(stranger, round_id, address, now=NOON),
        lambda: list_comments(stranger, round_id, CommentFilter()),
        lambda: second.begin_second(stranger, round_id, now=NOON),
        lambda: second.measure_agreement(stranger, round_id),
        lambda: undoing.undo(stranger, round_id, now=NOON),
        lambda: themes.add_theme(stranger, round_id, name="One", now=NOON),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    with pytest.raises(NotFound):
        list_comments(ann, 999, CommentFilter())


def test_codes_outlive_the_seal() -> None:
    round_ = a_written_round(*FIVE)
    ann, one = a_person(), a_theme(round_.id, "One")
    code(ann, round_.id, NEEDS, one)

    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    assert given(ann, round_.id, NEEDS) == (one,)
