from __future__ import annotations

from dataclasses import replace

import pytest

from surveyapp.enums import WordsKind
from surveyapp.reports.words import comments_table, own_answers, wording_table
from surveyapp.stats.dataset import Words
from tests.reports.rounds import A1A, S1, A, B, a_dataset, a_drawn_dataset, a_report


def test_comments_stand_in_plan_order_then_by_response_and_answers_last() -> None:
    report = a_report()

    rows = list(comments_table(report.dataset, report.summary).rows)

    assert [(row[0], row[2], row[5]) for row in rows] == [
        ("S1", "=SUM(everybody)", "R-b7"),
        ("S1", "- not on Sundays\n- never at night", "R-k2"),
        ("A.1", "Start small.", "R-m9"),
        ("B", "Who pays?", "R-k2"),
        ("Plan", "Parking.", "R-c3"),
    ]


def test_comments_stand_beside_what_they_are_about() -> None:
    report = a_report()

    rows = list(comments_table(report.dataset, report.summary).rows)

    assert [row[1] for row in rows[1:]] == [
        "Everyone knows whom to call.",
        "Find out who would come",
        "Teach the teachers",
        "What is missing?",
    ]


def test_comments_can_be_read_twice() -> None:
    report = a_report()
    table = comments_table(report.dataset, report.summary)

    assert list(table.rows) == list(table.rows)


def test_wordings_stand_beside_the_original() -> None:
    report = a_report()

    rows = list(wording_table(report.dataset, report.summary).rows)

    changes, own = "Open the clinic [-at weekends-] {+every day+}", "Importance: 4 Much\nTier: Is right"
    assert rows == [("A", "Open the clinic at weekends", "Open the clinic every day", changes, own, "Not said", "R-x4")]


def test_every_comment_says_whether_other_members_may_read_it() -> None:
    report = a_report()
    count = report.dataset.submitted
    dataset = replace(report.dataset, quotable=tuple([True, False, None][row % 3] for row in range(count)))

    rows = list(comments_table(dataset, report.summary).rows)

    said = {True: "Yes, without the name", False: "No", None: "Not said"}
    assert [row[4] for row in rows] == [said[dataset.may_be_quoted(dataset.codes.index(str(row[5])))] for row in rows]
    assert {row[4] for row in rows} >= {"Yes, without the name", "No"}


@pytest.mark.parametrize(
    ("response", "item", "answers"),
    [
        (0, S1, "Agreement: 5 Strongly agree"),
        (4, S1, "Agreement: Cannot judge"),
        (5, S1, None),
        (5, A, "Importance: 1 None"),
        (0, B, "Tier: Is right"),
        (0, A1A, None),
        (0, None, None),
    ],
    ids=["score", "cannot judge", "silence", "silent on one", "hidden rating", "hidden choice", "on the whole"],
)
def test_the_writers_own_answers(response: int, item: int | None, answers: str | None) -> None:
    report = a_report()
    words = Words(response, "comment", item, WordsKind.COMMENT, "So it is.")

    assert own_answers(report.dataset, report.summary, words) == answers


def test_words_about_nothing_known_are_kept() -> None:
    report = a_report(a_dataset(words=[Words(0, "afterthought", None, WordsKind.COMMENT, "By the way …")]))

    assert list(comments_table(report.dataset, report.summary).rows) == [
        ("Plan", "Afterthought", "By the way …", None, "Not said", "R-k2")
    ]


def test_every_text_is_in_one_of_the_two_tables() -> None:
    report = a_report(a_drawn_dataset(50))

    tables = (comments_table(report.dataset, report.summary), wording_table(report.dataset, report.summary))

    texts = sorted(str(row[2]) for table in tables for row in table.rows)
    assert texts == sorted(words.text for words in report.dataset.words)


def test_too_few_responses_leave_nothing_but_the_reason() -> None:
    few = a_drawn_dataset(2)
    report = a_report(replace(few, words=(Words(0, "comment", A, WordsKind.COMMENT, "It is me!"),)))

    for table in (comments_table(few, report.summary), wording_table(few, report.summary)):
        assert (table.columns, list(table.rows)) == ((), [])
