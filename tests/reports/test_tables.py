from __future__ import annotations

import math
from dataclasses import replace

import pytest

from surveyapp.enums import ItemKind
from surveyapp.questionnaire import Scale
from surveyapp.reports.tables import (
    KIND_NAMES,
    Column,
    Rows,
    Table,
    band,
    figure_column,
    kind_name,
    number,
    say_p,
    share_cells,
    short_name,
    shown_items,
)
from surveyapp.stats.ratings import share
from tests.reports.rounds import A1, A, a_report, the_items, the_questions


def test_every_kind_of_item_has_a_name() -> None:
    assert set(KIND_NAMES) == set(ItemKind)


def test_kind_name_tells_goals_from_sub_goals() -> None:
    items = the_items()

    assert (kind_name(items[A]), kind_name(items[A1])) == ("Goal", "Sub-goal")


def test_shown_items_leave_out_notes() -> None:
    assert shown_items(a_report().summary) == (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("code", "name"), [("agreement", "Agreement"), ("right_tier", "Right tier"), ("next-step", "Next step")]
)
def test_short_name(code: str, name: str) -> None:
    assert short_name(code) == name


def test_band_names_the_scores_that_agree() -> None:
    question = the_questions()[0]

    assert band(question) == "4–5"
    assert band(replace(question, scale=Scale(0, ("No", "Yes"), "Cannot judge", agree_from=1))) == "1"
    assert band(the_questions()[3]) == ""


def test_number_has_no_nan() -> None:
    assert number(math.nan) is None
    assert number(0.1 + 0.2) == 0.1 + 0.2


@pytest.mark.parametrize(
    ("p_value", "said"), [(0.0, "p < 0.001"), (0.00099, "p < 0.001"), (0.001, "p = 0.001"), (0.0416, "p = 0.042")]
)
def test_no_p_value_is_said_to_be_zero(p_value: float, said: str) -> None:
    assert say_p(p_value) == said


def test_share_of_nobody_has_no_cells() -> None:
    assert share_cells(share(0, 0)) == (None, None, None)


def test_figure_column_is_as_wide_as_the_longest_word_of_its_title() -> None:
    assert figure_column("n", "Incomprehensibly long", width=6).width == 17.5
    assert figure_column("n", "n", width=6).width == 6


def test_rows_can_be_read_again() -> None:
    table = Table("name", "Title", (Column("a", "A"),), Rows(lambda: iter([(1,), (2,)])))

    assert list(table.rows) == list(table.rows) == [(1,), (2,)]


def test_position_of_a_column() -> None:
    table = Table("name", "Title", (Column("a", "A"), Column("b", "B")), ())

    assert table.position("b") == 1
    with pytest.raises(KeyError):
        table.position("c")
