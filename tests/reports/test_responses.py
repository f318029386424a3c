from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from surveyapp.enums import WordsKind
from surveyapp.reports.responses import responses_table
from surveyapp.stats.dataset import NOT_SHOWN, Words
from tests.reports.rounds import A, a_dataset, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.tables import Cell
    from surveyapp.stats.dataset import RoundDataset


def _column(data: RoundDataset, name: str) -> list[Cell]:
    table = responses_table(data, a_report(data).summary)
    return [row[table.position(name)] for row in table.rows]


def test_a_row_for_each_response_in_the_order_of_the_data_set() -> None:
    assert _column(a_dataset(), "response") == ["R-k2", "R-b7", "R-x4", "R-m9", "R-c3", "R-t5"]


def test_scores_cannot_judge_and_silence_are_three_things() -> None:
    assert _column(a_dataset(), "agreement.S1") == [5, 4, 4, 2, -9, None]


def test_choices_are_their_codes() -> None:
    assert _column(a_dataset(), "step.A.1") == ["keep", "keep", "change", "drop", None, "keep"]


def test_each_column_of_a_ranking_holds_its_own_items_place() -> None:
    assert _column(a_dataset(), "order.A") == [1, 2, 1, 1, None, 0]
    assert _column(a_dataset(), "order.B") == [2, 1, 0, 2, None, 1]


def test_what_was_not_shown_is_neither_silence_nor_an_answer() -> None:
    data = a_dataset()
    unseen = {code: matrix.copy() for code, matrix in data.places.items()}
    unseen["order"][4] = (0, NOT_SHOWN)
    tiers = data.choices["tier"].copy()
    tiers[5, 0] = NOT_SHOWN
    changed = replace(data, places=unseen, choices={**data.choices, "tier": tiers})

    assert _column(changed, "order.A")[4] is None
    assert _column(changed, "order.B")[4] == -8
    assert _column(changed, "tier.A")[5] == -8


def test_words_stand_in_the_row_of_their_writer() -> None:
    data = a_dataset()

    assert _column(data, "comment.S1") == ["- not on Sundays\n- never at night", "=SUM(everybody)", *(None,) * 4]
    assert _column(data, "wording.A") == [None, None, "Open the clinic every day", *(None,) * 3]
    assert _column(data, "missing") == [*(None,) * 4, "Parking.", None]


def test_no_text_is_lost_where_one_was_expected_and_two_came() -> None:
    words = [Words(1, "comment", A, WordsKind.COMMENT, text) for text in ("First.", "Second.")]

    assert _column(a_dataset(words=words), "comment.A")[1] == "First.\nSecond."


def test_columns_about_too_few_are_left_out() -> None:
    report = a_report()

    names = [column.name for column in responses_table(report.dataset, report.summary).columns]

    assert "importance.A" in names
    assert "importance.B" not in names
    assert "step.A.1.a" not in names


def test_codes_are_names_and_words_are_titles() -> None:
    report = a_report()

    titles = {column.name: column.title for column in responses_table(report.dataset, report.summary).columns}

    assert titles["importance.A"] == "Importance A: Open the clinic at weekends"
    assert titles["comment.A.1"] == "Comment A.1: Find out who would come"
    assert titles["missing"] == "Missing"


@pytest.mark.parametrize("responses", [3, 499, 500, 501, 1003])
def test_many_responses_lose_nothing_at_the_seams(responses: int) -> None:
    data = a_drawn_dataset(responses)
    report = a_report(data)
    table = responses_table(data, report.summary)

    rows = list(table.rows)

    assert [row[0] for row in rows] == list(data.codes)
    assert {len(row) for row in rows} == {len(table.columns)}
    comments = [text for row in rows for text in row if isinstance(text, str) and text.startswith("Comment ")]
    assert comments == [words.text for words in data.words]
    tiers = [row[table.position("tier.A")] for row in rows]
    codes = np.array([None, "higher", "right", "lower"], dtype=object)
    assert tiers == codes[data.choices["tier"][:, 0] + 1].tolist()


def test_no_responses_are_no_rows() -> None:
    data = a_drawn_dataset(0)

    assert _column(data, "response") == []


def test_too_few_responses_leave_nothing_but_the_reason() -> None:
    data = a_drawn_dataset(2)

    table = responses_table(data, a_report(data).summary)

    assert (table.columns, table.rows) == ((), ())
