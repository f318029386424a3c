from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.enums import WordsKind
from surveyapp.reports.codebook import codebook_table, response_columns
from surveyapp.reports.responses import responses_table
from surveyapp.stats.dataset import Words
from tests.reports.rounds import (
    A1A,
    NOTE,
    a_dataset,
    a_drawn_dataset,
    a_questionnaire,
    a_report,
    a_sorted_dataset,
    the_items,
    the_questions,
)

if TYPE_CHECKING:
    from surveyapp.reports.tables import Cell
    from surveyapp.stats.summary import RoundSummary

COLUMNS = [
    "agreement.S1",
    "importance.A",
    "importance.B",
    "step.A.1",
    "step.A.1.a",
    "order.A",
    "order.B",
    "tier.A",
    "tier.B",
    "comment.S1",
    "comment.A",
    "comment.A.1",
    "comment.A.1.a",
    "comment.B",
    "wording.S1",
    "wording.A",
    "wording.B",
    "missing",
]


def _row(summary: RoundSummary, code: str) -> list[Cell]:
    return list(next(row for row in codebook_table(summary).rows if row[0] == code))


def test_columns_follow_the_questionnaire() -> None:
    assert [column.code for column in response_columns(a_report().summary)] == COLUMNS


def test_the_codebook_explains_every_column_in_order() -> None:
    report = a_report()

    explained = [row[0] for row in codebook_table(report.summary).rows]

    assert explained == ["response", *COLUMNS]
    there = [column.name for column in responses_table(report.dataset, report.summary).columns]
    assert [code for code in explained if code in there] == there


def test_a_rating_is_explained_with_its_labels() -> None:
    assert _row(a_report().summary, "importance.A") == [
        "importance.A",
        "Rating",
        "How important is it?",
        "A",
        "Open the clinic at weekends",
        "1 = None\n2 = Little\n3 = Some\n4 = Much\n5 = Very much\n-9 = Cannot judge\n-8 = was not shown to this member",
        "No answer was given.",
        None,
    ]


def test_a_choice_and_a_ranking_are_explained() -> None:
    summary = a_report().summary

    assert _row(summary, "step.A.1")[5] == (
        "keep = Keep\nchange = Change\ndrop = Drop\n-8 = was not shown to this member"
    )
    assert _row(summary, "order.B")[5:7] == [
        "1 = first place, 2 = second, and so on\n0 = shown, and not given a place\n-8 = was not shown to this member",
        "No answer: this member ranked nothing at all.",
    ]


def test_level_items_are_explained_where_a_ranking_may_have_them() -> None:
    questions = tuple(replace(q, ties=q.code == "order") for q in the_questions())
    dataset = a_dataset(a_questionnaire(questions=questions))

    assert _row(a_report(dataset).summary, "order.A")[5] == (
        "1 = first place, 2 = second, and so on\n"
        "The same number twice = level; the places after them stay empty (1, 1, 3)\n"
        "0 = shown, and not given a place\n-8 = was not shown to this member"
    )


def test_a_ranking_of_sorted_items_says_what_its_places_are() -> None:
    summary = a_report(a_sorted_dataset()).summary

    assert _row(summary, "sort.A")[5] == (
        "higher = Higher\nright = Is right\nlower = Lower\n-8 = was not shown to this member"
    )
    assert _row(summary, "order.A")[5] == (
        "1 = first place, 2 = second, and so on\n"
        "The same number twice = level; the places after them stay empty (1, 1, 3)\n"
        "“Higher” without a place: level after those with one. “Is right”: level after these\n"
        "0 = “Lower”, or not sorted\n-8 = was not shown to this member"
    )


def test_withheld_columns_are_named_with_the_reason() -> None:
    table = codebook_table(a_report().summary)

    withheld = {row[0]: row[7] for row in table.rows if row[7] is not None}

    reason = "Withheld: fewer than 3 members answered this."
    assert withheld == {"importance.B": reason, "step.A.1.a": reason}


def test_with_too_few_responses_everything_is_withheld() -> None:
    columns = response_columns(a_report(a_drawn_dataset(2)).summary)

    assert all(column.withheld for column in columns if column.values)


def test_words_have_columns_only_where_they_were_asked_for() -> None:
    questionnaire = a_questionnaire(asks_comments=False, asks_wording=False)

    columns = response_columns(a_report(a_dataset(questionnaire, words=[])).summary)

    assert [column.code for column in columns if not column.values] == ["missing"]


def test_words_that_are_there_have_a_column_in_any_case() -> None:
    words = [
        Words(0, "comment", NOTE, WordsKind.COMMENT, "On the note."),
        Words(0, "wording", A1A, WordsKind.WORDING, "Ask in four towns"),
        Words(0, "afterthought", None, WordsKind.ANSWER, "By the way …"),
    ]
    report = a_report(a_dataset(a_questionnaire(asks_comments=False, asks_wording=False), words=words))

    table = responses_table(report.dataset, report.summary)

    row = next(iter(table.rows))
    found = {table.columns[place].name: value for place, value in enumerate(row) if value in {w.text for w in words}}
    assert found == {
        "comment.": "On the note.",
        "wording.A.1.a": "Ask in four towns",
        "afterthought": "By the way …",
    }


def test_two_items_with_one_label_keep_two_columns() -> None:
    items = list(the_items())
    items[4] = replace(items[4], label="A")

    columns = response_columns(a_report(a_dataset(a_questionnaire(items=tuple(items)))).summary)

    codes = [column.code for column in columns]
    assert len(set(codes)) == len(codes)
    assert {"importance.A~1", "importance.A~2"} <= set(codes)


def test_a_long_text_is_shortened_in_the_title() -> None:
    items = list(the_items())
    items[1] = replace(items[1], text="Open the clinic\nat weekends and at night, and tell everybody about it")

    columns = response_columns(a_report(a_dataset(a_questionnaire(items=tuple(items)))).summary)

    titles = {column.code: column.title for column in columns}
    assert titles["importance.A"] == "Importance A: Open the clinic at weekends and at nigh…"


def test_a_survey_without_questions_has_no_columns_but_the_name() -> None:
    questions = tuple(replace(question, items=()) for question in the_questions()[:-1])
    summary = replace(a_report().summary, questionnaire=a_questionnaire(questions=questions), answers={})

    assert [column.code for column in response_columns(replace(summary, comments={}, wordings={}))] == []
