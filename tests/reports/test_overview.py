from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.reports.overview import DECISIONS, summary_table
from surveyapp.reports.tables import HIDDEN
from tests.reports.rounds import (
    S1,
    A,
    a_dataset,
    a_drawn_dataset,
    a_questionnaire,
    a_report,
    the_items,
    the_questions,
    wilson,
)

if TYPE_CHECKING:
    from surveyapp.reports.tables import Table

NO_RATING, NO_CHOICE, NO_DECISION = (None,) * 7, (None,) * 4, (None,) * 3


def _row(table: Table, label: str) -> list[object]:
    return list(next(row for row in table.rows if row[0] == label))


def test_statement_has_its_agreement_and_nothing_else() -> None:
    row = _row(summary_table(a_report().summary), "S1")

    assert row[:4] == ["S1", "Everyone knows whom to call.", "Statement", None]
    assert row[4:11] == pytest.approx([4, 0.75, *wilson(3, 4), 4.0, 3.5, 4.25])
    assert row[11:] == [*NO_RATING, *NO_CHOICE, None, *NO_CHOICE, 2, 0, *NO_DECISION]


def test_goal_has_its_ratings_place_and_tier() -> None:
    row = _row(summary_table(a_report().summary), "A")

    assert row[:4] == ["A", "Open the clinic at weekends", "Goal", "High Priority"]
    assert row[11:18] == pytest.approx([6, 0.5, *wilson(3, 6), 3.5, 2.25, 4.75])
    assert row[22:] == pytest.approx([1, 5, 0.2, 0.8, 0.0, 0, 1, *NO_DECISION])


def test_sub_goal_has_its_choices() -> None:
    row = _row(summary_table(a_report().summary), "A.1")

    assert row[4:18] == [*NO_RATING, *NO_RATING]
    assert row[18:22] == pytest.approx([5, 0.6, 0.2, 0.2])


def test_figures_about_too_few_are_hidden_and_explained_once() -> None:
    table = summary_table(a_report().summary)

    assert _row(table, "B")[11:18] == [2, *(HIDDEN,) * 6]
    assert _row(table, "A.1.a")[18:22] == [1, *(HIDDEN,) * 3]
    assert [note for note in table.notes if HIDDEN in note] == [
        "“hidden”: from 1 to 2 members answered this, too few to show what they answered."
    ]


def test_nothing_is_explained_when_nothing_is_hidden() -> None:
    table = summary_table(a_report(a_drawn_dataset(200)).summary)

    assert not any(HIDDEN in note for note in table.notes)


def test_a_hidden_ranking_has_no_places() -> None:
    data = a_dataset()
    places = data.places["order"].copy()
    places[1:] = 0
    table = summary_table(a_report(replace(data, places={"order": places})).summary)

    place = table.position("order.place")
    assert [_row(table, label)[place] for label in ("A", "A.1", "B")] == [HIDDEN, None, HIDDEN]


def test_without_a_ballot_nothing_has_a_place() -> None:
    data = a_dataset()
    table = summary_table(a_report(replace(data, places={"order": np.zeros((6, 2), dtype=np.int16)})).summary)

    assert [_row(table, label)[table.position("order.place")] for label in ("A", "B")] == [None, None]


def test_rows_stand_in_plan_order_without_notes_and_fold_below_goals() -> None:
    table = summary_table(a_report().summary)

    assert [row[0] for row in table.rows] == ["S1", "A", "A.1", "A.1.a", "B"]
    assert table.levels == (0, 0, 1, 2, 0)
    assert table.heads == {1, 4}


def test_columns_have_lasting_names_and_are_grouped() -> None:
    columns = summary_table(a_report().summary).columns

    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    assert names[4:11] == [
        "agreement.n",
        "agreement.share",
        "agreement.share.low",
        "agreement.share.high",
        "agreement.median",
        "agreement.lower_quartile",
        "agreement.upper_quartile",
    ]
    assert list(dict.fromkeys(column.group for column in columns)) == [
        "Plan",
        "Agreement",
        "Importance",
        "Step",
        "Order",
        "Tier",
        "Words",
        "For the committee",
    ]


def test_the_decision_is_chosen_from_a_list_and_all_entries_are_empty() -> None:
    table = summary_table(a_report().summary)

    entries = [column for column in table.columns if column.entry]
    assert [column.title for column in entries] == ["Decision", "New wording", "Reason"]
    assert [column.choices for column in entries] == [DECISIONS, (), ()]
    assert all(row[-3:] == NO_DECISION for row in (tuple(row) for row in table.rows))


def test_only_what_was_asked_has_columns() -> None:
    questions = tuple(question for question in the_questions() if question.kind is QuestionKind.TEXT)
    table = summary_table(a_report(a_dataset(a_questionnaire(questions=questions))).summary)

    assert [column.group for column in table.columns] == [*("Plan",) * 4, *("Words",) * 2, *("For the committee",) * 3]


def test_priorities_of_the_academy_are_items_too() -> None:
    items = (*the_items()[:5], replace(the_items()[S1], kind=ItemKind.PRIORITY, label="P1"), the_items()[5])
    table = summary_table(a_report(a_dataset(a_questionnaire(items=items))).summary)

    assert _row(table, "P1")[2] == "Priority"
    assert table.levels[A] == 0


def test_too_few_responses_leave_nothing_but_the_reason() -> None:
    table = summary_table(a_report(a_drawn_dataset(2)).summary)

    assert (table.columns, table.rows) == ((), ())
    assert "Fewer than 3 members" in table.notes[0]
