"""One draft, several devices: late saves and older pages never overwrite what is newer, and nobody is told nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.errors import NotFound
from surveyapp.permissions import OPERATOR
from surveyapp.services import drafts, links, surveys
from surveyapp.services.drafts import Change, RoundNotOpen, Saved, Sitting
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask


class Draft:
    """One participant's draft, saved to from devices by name."""

    def __init__(self) -> None:
        token = some_links(an_open_round())[0]
        self.round_id, self.draft_id = links.begin(token, secret=SECRET, now=NOON)

    def save(self, device: str, *, count: int | None = None, seen: int | None = None, **texts: str) -> Saved:
        changes = {name: Change(text, seen) for name, text in texts.items()}
        return drafts.save_changes(
            self.draft_id, self.round_id, changes, now=NOON, device=device, count=count, seen=seen
        )

    @property
    def sitting(self) -> Sitting:
        return drafts.get_sitting(self.draft_id, self.round_id, now=NOON)


@pytest.fixture
def draft(app: Flask) -> Draft:
    return Draft()


def test_a_save_is_kept_and_its_repetition_changes_nothing(draft: Draft) -> None:
    first = draft.save("phone", count=1, seen=0, x="4")
    again = draft.save("phone", count=2, seen=0, x="4")

    assert draft.sitting.fields == {"x": "4"}
    assert first.sitting.version == again.sitting.version == draft.sitting.version == 1
    assert again.newer == {}


def test_a_late_request_never_overwrites_a_newer_answer(draft: Draft) -> None:
    draft.save("phone", count=2, seen=0, x="5")
    late = draft.save("phone", count=1, seen=0, x="3")

    assert draft.sitting.fields == {"x": "5"}
    assert late.refused == frozenset()


def test_nor_one_that_was_sent_between_two_equal_answers(draft: Draft) -> None:
    draft.save("phone", count=1, seen=0, x="5")
    draft.save("phone", count=3, seen=0, x="5")
    draft.save("phone", count=2, seen=0, x="3")

    assert draft.sitting.fields == {"x": "5"}


def test_nor_one_that_was_sent_before_the_answer_was_cleared(draft: Draft) -> None:
    draft.save("phone", count=2, seen=0, x="")
    draft.save("phone", count=1, seen=0, x="3")

    assert draft.sitting.fields == {}


def test_a_page_that_did_not_see_another_devices_answer_is_told_of_it(draft: Draft) -> None:
    draft.save("desk", seen=0, x="5", y="2")
    saved = draft.save("phone", count=1, seen=0, x="3", z="1")

    assert draft.sitting.fields == {"x": "5", "y": "2", "z": "1"}
    assert saved.refused == {"x"}
    assert saved.newer == {"x": "5", "y": "2"}


def test_having_seen_it_a_device_may_change_it(draft: Draft) -> None:
    version = draft.save("desk", seen=0, x="5").sitting.version
    saved = draft.save("phone", count=1, seen=version, x="3")

    assert draft.sitting.fields == {"x": "3"}
    assert saved.newer == {}


def test_the_same_answer_from_two_devices_is_no_difference(draft: Draft) -> None:
    draft.save("desk", seen=0, x="5")

    assert draft.save("phone", seen=0, x="5").refused == frozenset()


def test_a_cleared_answer_is_newer_too(draft: Draft) -> None:
    version = draft.save("phone", count=1, seen=0, x="3").sitting.version
    draft.save("desk", seen=version, x="")
    saved = draft.save("phone", count=2, seen=version, y="1")

    assert saved.newer == {"x": ""}
    assert draft.sitting.fields == {"y": "1"}


def test_a_form_without_a_count_is_the_devices_next(draft: Draft) -> None:
    draft.save("phone", count=7, seen=0, x="3")
    draft.save("phone", x="4")
    draft.save("phone", count=8, seen=0, x="3")

    assert draft.sitting.fields == {"x": "4"}
    assert draft.sitting.count_of("phone") == 8
    assert draft.sitting.count_of("desk") == 0


def test_whoever_had_begun_may_finish_for_a_quarter_of_an_hour(draft: Draft) -> None:
    closing = NOON + timedelta(days=10)

    saved = drafts.save_fields(draft.draft_id, draft.round_id, {"x": "4"}, now=closing + timedelta(minutes=14))

    assert saved.accepting
    with pytest.raises(RoundNotOpen):
        drafts.save_fields(draft.draft_id, draft.round_id, {"x": "5"}, now=closing + timedelta(minutes=15))
    assert draft.sitting.fields == {"x": "4"}


def test_a_closing_by_staff_holds_at_once(draft: Draft) -> None:
    surveys.close_round(OPERATOR, draft.round_id, now=NOON + timedelta(hours=1))

    with pytest.raises(RoundNotOpen):
        drafts.save_fields(draft.draft_id, draft.round_id, {"x": "4"}, now=NOON + timedelta(hours=1, seconds=1))


def test_an_unknown_draft_is_no_draft(draft: Draft) -> None:
    with pytest.raises(NotFound):
        drafts.save_changes(draft.draft_id + 1, draft.round_id, {}, now=NOON)


SAVES = st.lists(st.dictionaries(st.sampled_from("xyz"), st.sampled_from(["", "1", "2"]), min_size=1), max_size=6)


@given(SAVES, st.data())
def test_in_whatever_order_a_devices_saves_arrive_its_last_word_counts(
    saves: list[Mapping[str, str]], data: st.DataObject
) -> None:
    sitting = Sitting(1, 1, 1, {}, 1, accepting=True)
    for count in data.draw(st.permutations(range(len(saves)))):
        changes = {name: Change(text, 0) for name, text in saves[count].items()}
        accepted, refused = drafts._reconcile(sitting, changes, "phone", count)
        assert not refused
        sitting = drafts._changed(sitting, accepted, "phone", count)

    last: dict[str, str] = {}
    for texts in saves:
        last |= texts
    assert sitting.fields == {name: text for name, text in last.items() if text}
