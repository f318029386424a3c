"""Taking back: one's own latest step, and nothing of what others did since."""

from __future__ import annotations

import pytest

from surveyapp.errors import RuleBroken
from surveyapp.services import undoing
from surveyapp.services.coding import code_words
from surveyapp.services.comments import CommentFilter, list_comments
from tests.conftest import NOON
from tests.services.commenting import (
    FIVE,
    NEEDS,
    WHO,
    a_person,
    a_theme,
    a_written_round,
    audited,
    code,
    comments_of,
    find,
    given,
)

pytestmark = pytest.mark.usefixtures("app")


def test_undo_takes_back_ones_own_latest_step_only() -> None:
    round_id, ann, bob = a_written_round(*FIVE).id, a_person(), a_person(name="bob")
    one, two = a_theme(round_id, "One"), a_theme(round_id, "Two")
    code(ann, round_id, NEEDS, one)
    code(bob, round_id, NEEDS, two)
    code(bob, round_id, WHO, one)

    undone = undoing.undo(ann, round_id, now=NOON)

    assert undone.addresses == (find(ann, round_id, NEEDS).written.address,)
    assert given(ann, round_id, NEEDS) == (two,)
    with pytest.raises(RuleBroken, match="nothing left to undo"):
        undoing.undo(ann, round_id, now=NOON)
    undoing.undo(bob, round_id, now=NOON)
    undoing.undo(bob, round_id, now=NOON)
    assert given(ann, round_id, NEEDS) == given(ann, round_id, WHO) == ()
    assert not find(ann, round_id, WHO).is_coded
    assert audited()[-1] == ("comments.undone", {"what": "themes", "count": "1", "left": "0"})


def test_undo_of_a_removal_and_of_several_at_once() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    seen = {c.written.address: c.seen for c in comments_of(ann, round_id)}
    code_words(ann, round_id, seen, add=[one], now=NOON)

    code(ann, round_id, NEEDS, remove=(one,))
    undoing.undo(ann, round_id, now=NOON)
    assert given(ann, round_id, NEEDS) == (one,)

    undoing.undo(ann, round_id, now=NOON)
    assert list_comments(ann, round_id, CommentFilter()).uncoded == 5


def test_only_the_latest_fifty_steps_are_kept() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    for _ in range(26):
        code(ann, round_id, NEEDS, one)
        code(ann, round_id, NEEDS, remove=(one,))

    for _ in range(50):
        undoing.undo(ann, round_id, now=NOON)
    assert not undoing.has_steps(ann, round_id)
    assert find(ann, round_id, NEEDS).is_coded
