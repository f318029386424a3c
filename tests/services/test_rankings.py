"""Ballots as they are stored and come back: level items, sorted goals, and the whole list as it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import Choice, Placement
from surveyapp.permissions import OPERATOR
from surveyapp.services import results
from surveyapp.services.responses import NotSubmittable
from surveyapp.stats.dataset import UNRANKED
from tests.factories import MANY_GOALS, a_plan
from tests.polls import Poll

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def many(app: Flask) -> Poll:
    return Poll(a_plan(MANY_GOALS))


def test_level_goals_are_stored_with_equal_places(app: Flask) -> None:
    poll = Poll(ties=True)
    poll.save(order_A="2", order_B="2", order_C="1")
    poll.submit()

    assert poll.ballot() == {"C": 1, "A": 2, "B": 2}
    assert not poll.changed()


def test_where_ties_are_not_allowed_no_two_goals_of_a_ballot_share_a_place(app: Flask) -> None:
    poll = Poll()
    poll.save(order_A="1", order_B="1", order_C="2")

    with pytest.raises(NotSubmittable) as refused:
        poll.submit()
    assert [problem.message for problem in refused.value.problems] == [
        "A and B share 1st place. Choose which comes first."
    ]

    poll.save(order_B="3")
    poll.submit()
    assert poll.ballot() == {"A": 1, "C": 2, "B": 3}


def test_a_sorted_ballot_is_stored_with_the_sort_and_everything_that_was_shown(many: Poll) -> None:
    many.save(sort_A="now", sort_B="now", sort_C="now", sort_D="next", sort_E="next", sort_F="later", order_B="1")
    many.submit()

    ranked = {label: place for label, place in many.ballot().items() if place is not None}
    assert ranked == {"B": 1, "A": 2, "C": 2, "D": 4, "E": 4}
    assert len(many.ballot()) == 12
    shown = database.session().scalars(sa.select(Placement.shown_at)).all()
    assert sorted(shown) == list(range(1, 13))
    chosen = {many.labels[row.item_id]: row.option for row in database.session().scalars(sa.select(Choice))}
    assert chosen == {"A": "now", "B": "now", "C": "now", "D": "next", "E": "next", "F": "later"}
    assert not many.changed()


def test_sorting_again_loses_no_typed_place_and_changes_what_counts(many: Poll) -> None:
    many.save(sort_A="now", sort_B="now", order_A="1", order_B="2")
    many.submit()

    many.save(sort_A="later")
    assert many.changed()
    many.submit()
    assert {label for label, place in many.ballot().items() if place} == {"B"}

    many.save(sort_A="now")
    assert many.changed()
    many.submit()
    assert {label: place for label, place in many.ballot().items() if place} == {"A": 1, "B": 2}


def test_sorting_alone_can_be_submitted(many: Poll) -> None:
    many.save(sort_A="next")
    many.submit()

    assert {label for label, place in many.ballot().items() if place} == {"A"}


def test_the_figures_of_level_goals(app: Flask) -> None:
    """Worked by hand: points for a place are 2, 1, 0 with three goals; level goals get the mean of theirs."""
    poll = Poll(ties=True)
    poll.answer_level()
    poll.close()

    summary = results.load_summary(OPERATOR, poll.round_id)

    ranking = summary.rankings["order"]
    found = {summary.questionnaire.items[item.item].label: item for item in ranking.items}
    assert ranking.ballots == 5
    # A: 1.5 + 2 + 1 + 1 + 2, B: 1.5 + 0.5 + 1 + 2 + 0.5, C: 0 + 0.5 + 1 + 0 + 0.5
    assert {label: item.borda for label, item in found.items()} == {"A": 7.5, "B": 5.5, "C": 2.0}
    assert {label: item.place for label, item in found.items()} == {"A": 1, "B": 2, "C": 3}
    # A rank is 3 - points, so the mean rank is 3 less the mean of the points.
    assert {label: item.mean_rank for label, item in found.items()} == pytest.approx({"A": 1.5, "B": 1.9, "C": 2.6})
    assert {label: item.first.count for label, item in found.items()} == {"A": 4, "B": 3, "C": 1}
    assert {label: item.ranked for label, item in found.items()} == {"A": 5, "B": 4, "C": 3}
    # Rank sums 7.5, 9.5 and 13 around 10: S = 6.25 + 0.25 + 9 = 15.5. Ties (t^3 - t): 6, 6, 24, 0, 6.
    assert ranking.concordance.w == pytest.approx(12 * 15.5 / (25 * 24 - 5 * 42))


def test_the_data_set_of_sorted_goals(many: Poll) -> None:
    many.save(0, sort_A="now", sort_B="now", sort_C="next", sort_D="later", order_A="1")
    many.save(1, sort_D="later")
    for member in (0, 1):
        many.submit(member)
    many.close()

    dataset, _, _ = results.load_for_export(OPERATOR, many.round_id)

    places = {tuple(int(place) for place in row[:5]) for row in dataset.places["order"]}
    assert places == {(1, 2, 3, UNRANKED, UNRANKED), (UNRANKED,) * 5}
    chosen = {tuple(int(code) for code in row[:5]) for row in dataset.choices["sort"]}
    assert chosen == {(0, 0, 1, 2, -1), (-1, -1, -1, 2, -1)}
