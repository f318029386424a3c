"""The whole round, by every means, on the sample plan and on a real one: the database holds what the person did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import stored
from tests.browser.devices import DESK, PHONE, PLAIN
from tests.browser.hands import Finger, Keys, Mouse
from tests.browser.journey import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Kind
    from tests.browser.hands import Hand
    from tests.browser.member import Member
    from tests.browser.survey import Survey


@pytest.mark.parametrize(
    ("kind", "hand"),
    [(PHONE, Finger), (DESK, Mouse), (DESK, Keys), (PLAIN, Finger)],
    ids=["touch", "mouse", "keyboard", "without a script"],
)
def test_whole_journey(begin: Callable[..., Member], survey: Survey, kind: Kind, hand: type[Hand]) -> None:
    member = begin(kind, hand)
    _walk_to_the_end(member, survey, member.order_by_lists if kind is PLAIN else member.order_by_cards)


def test_a_real_plan(begin: Callable[..., Member], published: Survey) -> None:
    member = begin(PHONE, asked=published)
    _walk_to_the_end(member, published, member.order_by_cards)


def _walk_to_the_end(member: Member, survey: Survey, rank: Callable[..., None]) -> None:
    before = stored.count_responses(survey)
    walk(member, rank)
    member.share("no")
    member.press("submit")

    assert member.slug == "done"
    assert stored.draft(survey, member.token) == member.did
    assert stored.response(survey, member.token) == member.did
    assert stored.count_responses(survey) == before + 1


def test_a_complete_round_takes_forty_taps(begin: Callable[..., Member], survey: Survey) -> None:
    """Start; an answer and Next for each statement; two answers and Next for each goal; five places; Submit."""
    member = begin()
    for label in survey.labels("agreement"):
        member.answer(f"agreement {label}", "4")
        member.press("next")
    for label in survey.labels("importance"):
        member.answer(f"importance {label}", "5")
        member.answer(f"feasibility {label}", "3")
        member.press("next")
    member.order_by_cards(*survey.labels("order")[2:7])
    member.press("next")
    member.press("submit")

    assert member.slug == "done"
    assert stored.response(survey, member.token) == member.did
    assert len(member.did) == 4 + 2 * 8 + 5
    assert member.hand.acts <= 40
