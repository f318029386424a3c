"""Drafts as typed, responses as counted: saving, submitting, changing, and what closing leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.errors import NotFound
from surveyapp.models import GRACE, Draft, ItemWords, Placement, Rating, Response
from surveyapp.permissions import OPERATOR
from surveyapp.services import drafts, links, questionnaires, responses, results, surveys
from surveyapp.services.drafts import RoundNotOpen
from surveyapp.services.responses import NotSubmittable
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.questionnaire import Questionnaire


@dataclass
class Desk:
    """A participant who has started."""

    round_id: int
    draft_id: int
    token: str
    questionnaire: Questionnaire

    def field(self, code: str, label: str) -> str:
        return f"{code}-{next(item.id for item in self.questionnaire.items if item.label == label)}"

    def save(self, **typed: str) -> drafts.Sitting:
        """Save fields written as `importance_A="4"`; dots in labels are written as two underscores."""
        fields = {self.field(*name.replace("__", ".").split("_", 1)): text for name, text in typed.items()}
        return drafts.save_fields(self.draft_id, self.round_id, fields, now=NOON)

    def differs(self) -> bool:
        submitted = responses.get_submitted(self.draft_id, self.round_id)
        sitting = drafts.get_sitting(self.draft_id, self.round_id, now=NOON)
        return submitted is not None and responses.differs(self.questionnaire, sitting.fields, submitted)

    def submit(self) -> None:
        responses.submit(self.draft_id, self.round_id, self.questionnaire, now=NOON)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return desks(1)[0]


def desks(count: int) -> list[Desk]:
    round_ = an_open_round()
    questionnaire = questionnaires.load_questionnaire(round_.id)
    tokens = some_links(round_, count)
    begun = [(links.begin(token, secret=SECRET, now=NOON), token) for token in tokens]
    return [Desk(round_id, draft_id, token, questionnaire) for (round_id, draft_id), token in begun]


def stored(table: type) -> list[tuple[object, ...]]:
    return [tuple(row) for row in database.session().execute(sa.select(table.__table__)).all()]  # type: ignore[attr-defined]


def test_saving_keeps_what_was_typed_and_emptying_takes_it_back(desk: Desk) -> None:
    desk.save(importance_A="4", comment_A=" =1+1 ")
    desk.save(importance_B="na")
    sitting = desk.save(comment_A="")

    assert sitting.fields == {desk.field("importance", "A"): "4", desk.field("importance", "B"): "na"}
    assert drafts.get_sitting(desk.draft_id, desk.round_id, now=NOON) == sitting


def test_saving_needs_a_known_draft_of_this_round(desk: Desk) -> None:
    with pytest.raises(NotFound):
        drafts.save_fields(desk.draft_id + 1, desk.round_id, {}, now=NOON)
    with pytest.raises(NotFound):
        drafts.save_fields(desk.draft_id, desk.round_id + 1, {}, now=NOON)


def test_after_closing_nothing_is_stored_and_nothing_is_lost(desk: Desk) -> None:
    desk.save(importance_A="4")
    late = NOON + timedelta(days=10) + GRACE

    with pytest.raises(RoundNotOpen):
        drafts.save_fields(desk.draft_id, desk.round_id, {"x": "y"}, now=late)
    with pytest.raises(RoundNotOpen):
        responses.submit(desk.draft_id, desk.round_id, desk.questionnaire, now=late)

    assert drafts.get_sitting(desk.draft_id, desk.round_id, now=late).fields == {desk.field("importance", "A"): "4"}
    assert stored(Response) == []


def test_submitting_stores_answers_by_kind(desk: Desk) -> None:
    desk.save(importance_A="4", importance_B="na", step_A__1="change", order_B="2", comment_A="A word.")
    desk.save(wording_A="Other words.", wording_B="Speak one language of function.")
    desk.submit()

    assert [(row.score, row.abstained) for row in database.session().scalars(sa.select(Rating))] in (
        [(4, False), (None, True)],
        [(None, True), (4, False)],
    )
    words = {(row.kind.value, row.text) for row in database.session().scalars(sa.select(ItemWords))}
    assert words == {("comment", "A word."), ("wording", "Other words.")}
    places = {row.item_id: row.place for row in database.session().scalars(sa.select(Placement))}
    assert sorted(places.values(), key=str) == [1, None, None]


def test_the_ballot_is_stored_with_the_answer_even_when_nothing_is_ranked(desk: Desk) -> None:
    desk.save(importance_A="4")
    desk.submit()

    rows = database.session().scalars(sa.select(Placement)).all()
    shown = responses.start_order(desk.questionnaire, "order", desk.draft_id)
    in_order = [row.item_id for row in sorted(rows, key=lambda row: row.shown_at)]
    assert in_order == [desk.questionnaire.items[position].id for position in shown]
    assert {row.place for row in rows} == {None}


def test_submitting_twice_is_one_response_and_the_later_answers_count(desk: Desk) -> None:
    desk.save(importance_A="4", importance_B="2", comment_A="Old.")
    desk.submit()
    before = stored(Response)
    desk.save(importance_A="5", importance_B="", comment_A="New.")
    desk.submit()
    desk.submit()

    assert stored(Response) == before
    assert [row.score for row in database.session().scalars(sa.select(Rating))] == [5]
    assert [row.text for row in database.session().scalars(sa.select(ItemWords))] == ["New."]


def test_a_draft_counts_nowhere(desk: Desk) -> None:
    desk.save(importance_A="4", comment_A="Only a draft.")

    summary = results.load_summary(OPERATOR, desk.round_id)
    assert (summary.invited, summary.started, summary.submitted) == (1, 1, 0)
    assert len(stored(Draft)) == 1
    assert stored(Rating) == []


def test_changes_after_submitting_stand_apart_until_submitted_again(desk: Desk) -> None:
    assert not desk.differs()
    desk.save(importance_A="4", order_B="1", step_A__1="keep", comment_B="Why", tier_A="up")
    desk.submit()
    assert responses.has_submitted(desk.draft_id, desk.round_id)
    assert not desk.differs()

    desk.save(order_C="2")

    assert desk.differs()
    desk.submit()
    assert not desk.differs()


def test_an_empty_draft_is_nothing_to_submit(desk: Desk) -> None:
    drafts.save_fields(desk.draft_id, desk.round_id, {"share": "yes"}, now=NOON)

    with pytest.raises(NotSubmittable, match="nothing to submit"):
        desk.submit()

    assert stored(Response) == []


def test_a_shared_place_stops_submitting_and_keeps_everything(desk: Desk) -> None:
    sitting = desk.save(order_A="1", order_B="1", importance_A="3")

    with pytest.raises(NotSubmittable) as refused:
        desk.submit()

    assert [problem.message for problem in refused.value.problems] == [
        "A and B share 1st place. Choose which comes first."
    ]
    assert drafts.get_sitting(desk.draft_id, desk.round_id, now=NOON).fields == sitting.fields


def test_each_participant_sees_an_order_of_their_own_that_stays(app: Flask) -> None:
    people = desks(12)
    orders = [tuple(responses.start_order(desk.questionnaire, "order", desk.draft_id)) for desk in people]
    again = [tuple(responses.start_order(desk.questionnaire, "order", desk.draft_id)) for desk in people]

    assert orders == again
    assert len(set(orders)) > 1
    assert {tuple(sorted(order)) for order in orders} == {people[0].questionnaire.by_code["order"].items}


def test_an_extension_reaches_people_who_are_answering(desk: Desk) -> None:
    late = NOON + timedelta(days=11)
    surveys.extend_round(OPERATOR, desk.round_id, closes_at=NOON + timedelta(days=12), now=NOON)

    sitting = drafts.save_fields(desk.draft_id, desk.round_id, {"x": "y"}, now=late)

    assert sitting.accepting
