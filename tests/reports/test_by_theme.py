"""Themes: a row for each item and theme, and the comments below the themes that staff gave them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from surveyapp.enums import InputSource, PublishState, WordsKind
from surveyapp.reports.by_theme import comments_by_theme, themes_table
from surveyapp.reports.words import comments_table
from surveyapp.stats.themed import CodedWords, OutsideSource, ThemedWords
from tests.reports.rounds import A1, CODES, S1, B, a_dataset, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.tables import Row, Table

MEETING = OutsideSource(InputSource.MEETING, "Fall", date(2026, 1, 9))


def themed(code: str | None, item: int | None, *themes: str, **changes: Any) -> ThemedWords:
    kind = WordsKind.COMMENT if item is not None else WordsKind.ANSWER
    question = "comment" if item is not None else "missing"
    made = ThemedWords(
        code, question, item, kind, "Said", themes, True, False, False, PublishState.COUNTED, "", None, 0
    )
    return replace(made, name=str(code), **changes)


CODED = CodedWords(
    (
        themed(CODES[1], S1, "Hours", "Money"),
        themed(CODES[0], S1, "Hours"),
        themed(CODES[3], A1),
        themed(CODES[0], B, "Money", is_coded=False, changed=True),
        themed(CODES[4], None, "Parking"),
        themed(None, B, "Hours", source=MEETING),
    ),
    ("Money", "Hours", "Parking"),
)


def rows(table: Table, *names: str) -> list[Row]:
    return [tuple(row[table.position(name)] for name in names) for row in table.rows]


def test_each_theme_of_each_item_has_its_counts() -> None:
    table = themes_table(a_report().summary, CODED)

    assert rows(table, "label", "theme", "comments", "elsewhere") == [
        ("S1", "Hours", 2, 0),
        ("S1", "Money", 1, 0),
        ("B", "Hours", 0, 1),
        ("Plan", "Parking", 1, 0),
    ]


def test_without_themes_a_sentence_says_so() -> None:
    summary = a_report().summary

    for coded in (None, CodedWords((), ("Hours",))):
        assert themes_table(summary, coded).notes == ("No comment has a theme yet.",)
    assert "Fewer than 3 members" in themes_table(a_report(a_drawn_dataset(2)).summary, CODED).notes[0]


def test_comments_stand_below_each_of_their_themes() -> None:
    report = a_report()

    whole, *tables = comments_by_theme(report.dataset, report.summary, replace(CODED, names_responses=True))

    assert (whole.columns, whole.notes[-1]) == ((), "A comment with several themes stands below each of them.")
    assert [(table.title, rows(table, "label", "response")) for table in tables] == [
        ("Hours: 3 comments", [("S1", "R-b7"), ("S1", "R-k2"), ("B", None)]),
        ("Money: 1 comment", [("S1", "R-b7")]),
        ("Parking: 1 comment", [("Plan", "R-c3")]),
        ("No theme fits: 1 comment", [("A.1", "R-m9")]),
        ("Not coded yet: 1 comment", [("B", "R-k2")]),
    ]


def test_no_comment_is_lost_below_themes() -> None:
    data = a_drawn_dataset(50)
    report = a_report(data)
    coded = CodedWords(
        tuple(themed(data.codes[w.response], w.item, *(["Hours"] * (n % 2))) for n, w in enumerate(data.words)), ()
    )

    _, *tables = comments_by_theme(data, report.summary, coded)

    below = [row for table in tables for row in table.rows]
    assert sorted(below, key=str) == sorted(comments_table(data, report.summary, coded).rows, key=str)


def test_without_themes_comments_stay_one_table() -> None:
    report = a_report(a_dataset())

    for coded in (None, CodedWords((), ("Hours",))):
        (table,) = comments_by_theme(report.dataset, report.summary, coded)
        assert list(table.rows) == list(comments_table(report.dataset, report.summary, coded).rows)
