from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from surveyapp.reports.figures import ASKED_OF_SOME, choices_table, priorities_table, ratings_table
from surveyapp.reports.tables import HIDDEN
from tests.reports.rounds import a_dataset, a_drawn_dataset, a_report, wilson


def test_ratings_show_the_whole_distribution() -> None:
    table = ratings_table(a_report().summary, "importance")

    row = list(next(iter(table.rows)))
    assert row[:2] == ["A", "Open the clinic at weekends"]
    assert row[2:5] == [6, 0, 0]
    assert row[5:10] == [1, 1, 1, 1, 2]
    assert row[10:15] == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 3])
    assert row[15:] == pytest.approx([3.5, 2.25, 4.75, 0.5, *wilson(3, 6)])


def test_ratings_by_too_few_show_their_three_counts_alone() -> None:
    table = ratings_table(a_report().summary, "importance")

    row = list(list(table.rows)[1])
    assert row[2:5] == [2, 2, 1]
    assert row[5:] == [HIDDEN] * 16
    assert "“hidden”" in table.notes[-1]


def test_the_title_of_a_share_says_score_and_word() -> None:
    columns = {column.name: column for column in ratings_table(a_report().summary, "agreement").columns}

    assert columns["count.4"].title == "4"
    assert columns["share.4"].title == "4 Agree"
    assert columns["share.4"].number_format == "0%"
    assert columns["share"].title == "Share at 4–5"
    assert columns["cannot_judge"].title == "Cannot judge"


def test_ratings_that_nobody_gave_are_zero_without_figures() -> None:
    data = a_dataset()
    silence = np.full((6, 1), -1, dtype=np.int16)
    summary = a_report(replace(data, ratings={**data.ratings, "agreement": silence})).summary

    row = list(next(iter(ratings_table(summary, "agreement").rows)))
    assert row[2:] == [0, 0, 6, 0, 0, 0, 0, 0, *(None,) * 11]


def test_choices_show_counts_and_shares() -> None:
    table = choices_table(a_report().summary, "step")

    shown, hidden = (list(row) for row in table.rows)
    assert shown == ["A.1", "Find out who would come", 5, 1, 3, 1, 1, *(pytest.approx(v) for v in (0.6, 0.2, 0.2))]
    assert hidden == ["A.1.a", "Ask in three towns", 1, 4, *(HIDDEN,) * 6]


def test_the_steps_say_that_members_marked_some_alone() -> None:
    summary = a_report().summary

    assert choices_table(summary, "step").notes[1] == ASKED_OF_SOME
    assert ASKED_OF_SOME not in choices_table(summary, "tier").notes


def test_priorities_stand_in_order_with_intervals() -> None:
    table = priorities_table(a_report().summary, "order")

    first, second = (list(row) for row in table.rows)
    assert first[:3] == [1, "A", "Open the clinic at weekends"]
    assert first[3:] == pytest.approx([3.0, 1.4, 0.6, *wilson(3, 5), 0.6, *wilson(3, 5), 4])
    assert second[3:] == pytest.approx([2.0, 1.6, 0.4, *wilson(2, 5), 0.4, *wilson(2, 5), 4])


def test_priorities_say_how_far_the_ballots_agree() -> None:
    data = a_dataset()
    asked = {q.code: q for q in data.questionnaire.questions}["order"]
    three = replace(asked, items=(*asked.items, next(p for p in range(9) if p not in asked.items)))
    others = tuple(three if q.code == "order" else q for q in data.questionnaire.questions)
    places = np.array([[1, 2, 3], [1, 2, 3], [1, 3, 2], [2, 1, 3], [1, 2, 3], [0, 0, 0]], dtype=np.int16)
    data = replace(data, questionnaire=replace(data.questionnaire, questions=others), places={"order": places})

    table = priorities_table(a_report(data).summary, "order")

    agreement = (
        "Agreement on the order: Kendall’s W = 0.64 on a scale from 0 (none) to 1 (everybody gives the same order), "
        "p = 0.041, over 5 ballots and 3 items."
    )
    assert table.notes == ("What comes first?", "5 of 6 ranked at least one item; 1 ranked none.", agreement)


def test_two_items_leave_no_room_for_agreement() -> None:
    notes = priorities_table(a_report().summary, "order").notes

    assert notes[-1] == (
        "Kendall’s W cannot be given: agreement on an order needs at least three items to rank, here: 2."
    )


@pytest.mark.parametrize(
    ("ballots", "reason"),
    [
        (0, "Kendall’s W cannot be given: agreement needs at least two people who ranked, here: 0."),
        (2, "Fewer than 3 members ranked, or were shown one of the items, so no figure about them is shown."),
    ],
)
def test_priorities_of_nobody_or_too_few_have_no_rows(ballots: int, reason: str) -> None:
    data = a_dataset()
    places = data.places["order"].copy()
    places[ballots:] = 0
    table = priorities_table(a_report(replace(data, places={"order": places})).summary, "order")

    assert list(table.rows) == []
    assert table.notes[-1] == reason


def test_a_question_that_was_not_asked_is_an_error() -> None:
    with pytest.raises(KeyError):
        ratings_table(a_report().summary, "beauty")


@pytest.mark.parametrize(
    ("table_of", "code"), [(ratings_table, "agreement"), (choices_table, "step"), (priorities_table, "order")]
)
def test_too_few_responses_leave_nothing_but_the_reason(table_of: object, code: str) -> None:
    assert callable(table_of)
    table = table_of(a_report(a_drawn_dataset(2)).summary, code)

    assert (table.columns, table.rows) == ((), ())
