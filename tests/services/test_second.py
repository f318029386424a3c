"""A second coder: blind until done, then measured against the standing codes of that moment."""

from __future__ import annotations

import math

import pytest

from surveyapp.enums import Role
from surveyapp.errors import RuleBroken
from surveyapp.services import second, undoing
from surveyapp.services.comments import CommentFilter, CommentState, list_comments
from tests.conftest import NOON
from tests.services.commenting import (
    FIVE,
    GIVE,
    NAMES,
    NEEDS,
    WHO,
    a_person,
    a_theme,
    a_written_round,
    code,
    comments_of,
    find,
    given,
)

pytestmark = pytest.mark.usefixtures("app")


def test_the_second_coder_sees_nothing_until_done() -> None:
    round_id, ann, eve = a_written_round(*FIVE).id, a_person(), a_person(Role.ANALYST, "eve")
    one, two = a_theme(round_id, "One"), a_theme(round_id, "Two")
    for beginning, codes in ((NEEDS, [one]), (GIVE, [one, two]), (WHO, [two]), (NAMES, [])):
        code(ann, round_id, beginning, *codes)

    second.begin_second(eve, round_id, now=NOON)
    assert {c.themes for c in comments_of(eve, round_id)} == {()}
    assert list_comments(eve, round_id, CommentFilter()).uncoded == 5
    for beginning, codes in ((NEEDS, [one]), (GIVE, [one]), (WHO, [one, two]), (NAMES, []), ("Rural", [two])):
        code(eve, round_id, beginning, *codes)
    assert given(ann, round_id, "Rural") == ()
    assert given(ann, round_id, GIVE) == (one, two)
    assert second.measure_agreement(ann, round_id) == []

    second.finish_second(eve, round_id, now=NOON)
    assert given(eve, round_id, GIVE) == (one, two)
    assert find(eve, round_id, GIVE).second == ((one,),)
    differing = comments_of(ann, round_id, CommentFilter(state=CommentState.DIFFERS))
    assert {c.written.text for c in differing} == {"Give the wait a number.", "Who pays for this?"}

    [agreement] = second.measure_agreement(ann, round_id)
    assert (agreement.coder, agreement.comments) == ("eve", 4)
    first, other = agreement.themes
    # One: both on two, Eve alone on a third, neither on the fourth: po 3/4, pe 1/2, kappa 1/2.
    assert (first.name, first.both, first.first, first.second, first.kappa.value) == ("One", 2, 0, 1, 0.5)
    # Two: both on one, Ann alone on another, neither on two: po 3/4, pe (2/4 1/4 + 2/4 3/4), kappa 1/2.
    assert (other.both, other.first, other.second, other.kappa.value) == (1, 1, 0, 0.5)
    # Eight units, two disagreed on, 8 of 16 values given: alpha = 1 - (4 / 16) / (2 * 8 * 8 / (16 * 15)).
    assert math.isclose(agreement.alpha.alpha, 1 - (4 / 16) / (128 / 240))


def test_agreement_stays_as_it_was_when_the_codes_are_reconciled() -> None:
    round_id, ann, eve = a_written_round(*FIVE).id, a_person(), a_person(name="eve")
    one = a_theme(round_id, "One")
    code(ann, round_id, NEEDS, one)
    second.begin_second(eve, round_id, now=NOON)
    code(eve, round_id, NEEDS)
    second.finish_second(eve, round_id, now=NOON)
    before = [agreement.themes for agreement in second.measure_agreement(ann, round_id)]

    code(eve, round_id, NEEDS, remove=(one,))

    assert given(ann, round_id, NEEDS) == ()
    assert [agreement.themes[0].first for agreement in second.measure_agreement(ann, round_id)] == [1]
    assert len(before) == 1


def test_who_may_be_second_coder() -> None:
    round_id, ann, eve = a_written_round(*FIVE).id, a_person(), a_person(name="eve")
    with pytest.raises(RuleBroken, match="you are the first coder"):
        second.begin_second(eve, round_id, now=NOON)
    code(ann, round_id, NEEDS)

    with pytest.raises(RuleBroken, match="as first coder"):
        second.begin_second(ann, round_id, now=NOON)
    with pytest.raises(RuleBroken, match="You are not coding"):
        second.finish_second(eve, round_id, now=NOON)
    second.begin_second(eve, round_id, now=NOON)
    with pytest.raises(RuleBroken, match="already"):
        second.begin_second(eve, round_id, now=NOON)
    with pytest.raises(RuleBroken, match="no comment yet"):
        second.finish_second(eve, round_id, now=NOON)


def test_two_second_coders_do_not_see_each_other() -> None:
    round_id, ann, eve, dan = a_written_round(*FIVE).id, a_person(), a_person(name="eve"), a_person(name="dan")
    one = a_theme(round_id, "One")
    code(ann, round_id, NEEDS, one)
    for coder in (eve, dan):
        second.begin_second(coder, round_id, now=NOON)
    code(eve, round_id, NEEDS, one)
    second.finish_second(eve, round_id, now=NOON)

    assert (find(dan, round_id, NEEDS).themes, find(dan, round_id, NEEDS).second) == ((), ())


def test_a_second_coder_may_stop_before_the_first_code() -> None:
    round_id, ann, eve = a_written_round(*FIVE).id, a_person(), a_person(name="eve")
    one = a_theme(round_id, "One")
    code(ann, round_id, NEEDS, one)
    second.begin_second(eve, round_id, now=NOON)
    code(eve, round_id, WHO, one)

    with pytest.raises(RuleBroken, match="say that you are done"):
        second.leave_second(eve, round_id, now=NOON)
    undoing.undo(eve, round_id, now=NOON)
    second.leave_second(eve, round_id, now=NOON)

    assert given(eve, round_id, NEEDS) == (one,)
    with pytest.raises(RuleBroken, match="You are not coding"):
        second.leave_second(eve, round_id, now=NOON)
    second.begin_second(eve, round_id, now=NOON)
    assert given(eve, round_id, NEEDS) == ()
