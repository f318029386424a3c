"""A row per answer: the same cells as in the table of responses, with their words beside them."""

from __future__ import annotations

from surveyapp.reports.labels import in_words
from surveyapp.reports.long import long_table
from surveyapp.reports.responses import responses_table
from tests.reports.rounds import CODES, a_dataset, a_drawn_dataset, a_report


def test_the_rows_of_one_response() -> None:
    report = a_report()

    rows = [row[1:] for row in long_table(report.dataset, report.summary).rows if row[0] == CODES[0]]

    assert rows == [
        ("agreement", "S1", 5, "Strongly agree"),
        ("importance", "A", 5, "Very much"),
        ("step", "A.1", "keep", "Keep"),
        ("order", "A", 1, None),
        ("order", "B", 2, None),
        ("tier", "A", "right", "Is right"),
        ("tier", "B", "right", "Is right"),
        ("comment", "S1", None, "- not on Sundays\n- never at night"),
        ("comment", "B", None, "Who pays?"),
    ]


def test_silence_cannot_judge_and_not_ranked_are_three_things() -> None:
    report = a_report()
    rows = {tuple(row[:3]): tuple(row[3:]) for row in long_table(report.dataset, report.summary).rows}

    assert rows[CODES[4], "agreement", "S1"] == (-9, "Cannot judge")
    assert rows[CODES[5], "agreement", "S1"] == (None, "No answer")
    assert rows[CODES[2], "order", "B"] == (0, "Shown, no place given")
    assert rows[CODES[4], "order", "A"] == (None, "No answer")


def test_it_holds_what_the_responses_hold_and_nothing_that_is_withheld() -> None:
    report = a_report(a_drawn_dataset(40))
    table = responses_table(report.dataset, report.summary)
    names = [column.name for column in table.columns[1:]]
    wide = {
        (row[0], name): cell
        for row in table.rows
        for name, cell in zip(names, row[1:], strict=True)
        if cell is not None
    }

    long = {
        (row[0], f"{row[1]}.{row[2]}" if row[2] else row[1]): row[4] if row[3] is None else row[3]
        for row in long_table(report.dataset, report.summary).rows
        if row[4] != "No answer"
    }

    assert long == wide
    small = a_report()
    assert all(row[2] != "A.1.a" for row in long_table(small.dataset, small.summary).rows)


def test_with_too_few_there_is_nothing() -> None:
    report = a_report(a_drawn_dataset(2))

    assert long_table(report.dataset, report.summary).columns == ()


def test_in_words() -> None:
    report = a_report()

    table = in_words(responses_table(report.dataset, report.summary), report.summary)

    first = dict(zip([column.name for column in table.columns], next(iter(table.rows)), strict=True))
    assert (first["agreement.S1"], first["step.A.1"], first["order.A"], first["comment.B"]) == (
        "Strongly agree",
        "Keep",
        1,
        "Who pays?",
    )
    hidden = a_report(a_drawn_dataset(2))
    assert in_words(responses_table(a_dataset(), hidden.summary), hidden.summary).columns == ()
