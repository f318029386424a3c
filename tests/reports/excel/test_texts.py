"""What members and staff typed comes out as it went in, and never as anything but text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from surveyapp.enums import ItemKind, QuestionKind, WordsKind
from surveyapp.questionnaire import Option, Question, Scale
from surveyapp.reports.excel.text import CONTINUES, clean
from surveyapp.stats.dataset import Words
from tests.reports.excel.opened import every_text, opened
from tests.reports.rounds import (
    S1,
    A,
    a_dataset,
    a_drawn_dataset,
    a_questionnaire,
    a_report,
    an_item,
    the_items,
    the_questions,
)

NASTY = (
    "=1+1",
    '=HYPERLINK("http://example.org","click")',
    "=cmd|' /C calc'!A0",
    "+1 (555) 010-0000",
    "-5",
    "- expand training",
    "@SUM(A1:A9)",
    "\t=tabbed",
    "\rreturned",
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "007",
    "1e5",
    "TRUE",
    "2026-03-02",
    "{=1}",
    "'quoted",
    '"double"',
    "  both ends  ",
    "\n\nlines\r\nof\rany kind\n",
    "_x0041_ and _x000D_",
    "<b>&amp;</b> ]]> <!-- -->",
    "&L&P of &N",
    "vertical\x0btab and bell\x07",
    "null\x00",
    "no character\ufffe\uffff",
    "half a pair\ud83d",
    "😀 שלום مرحبا e\u0301 \u202eturned\u202c",
    "separators\u2028and\u2029and\x85",
    "hidden",
    "x" * 32_767,
    "'=1+1",
    "''-2",
    "\n=1+1",
    "]]>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "# Title **bold** [link](javascript:alert(1)) `code` | cell | </w:t></t>",
    "\u2066isolated\u2069 \u061c\u200b\u200dz\u0335\u0489",
)
IDS = [ascii(text[:20]) for text in NASTY]


@cache
def _members_words() -> Any:
    """A response for each nasty text, with a comment, a wording and an answer that say it."""
    words = [
        words
        for response, text in enumerate(NASTY)
        for words in (
            Words(response, "comment", S1, WordsKind.COMMENT, text),
            Words(response, "wording", A, WordsKind.WORDING, text),
            Words(response, "missing", None, WordsKind.ANSWER, text),
        )
    ]
    return opened(a_report(replace(a_drawn_dataset(len(NASTY)), words=tuple(words))))


@cache
def _staffs_words() -> Any:
    """A goal, a step of the scale and an option for each nasty text."""
    goals = tuple(
        replace(an_item(n, ItemKind.GOAL, f"G{n}", text, level=1, tier=text), marker=text)
        for n, text in enumerate(NASTY)
    )
    every = tuple(range(len(goals)))
    questions = (
        Question(1, "rated", QuestionKind.RATING, NASTY[0], every, Scale(1, NASTY, NASTY[0], agree_from=2)),
        Question(2, "chosen", QuestionKind.CHOICE, "?", every, options=tuple(Option(t, t) for t in NASTY)),
        Question(3, "ranked", QuestionKind.RANKING, "?", every, enough=3),
    )
    rows = len(NASTY)
    answers = np.tile(np.arange(rows, dtype=np.int16), (rows, 1))
    data = replace(
        a_drawn_dataset(rows),
        questionnaire=a_questionnaire(items=goals, questions=questions),
        ratings={"rated": answers.T + np.int16(1)},
        choices={"chosen": answers.T},
        places={"ranked": answers + np.int16(1)},
        words=(),
    )
    return opened(a_report(data))


@pytest.mark.parametrize("text", NASTY, ids=IDS)
def test_a_members_words_come_out_as_they_went_in(text: str) -> None:
    for name, times in (("Comments", 2), ("Wording", 1), ("Responses", 3)):
        found = [cell for row in _members_words()[name].iter_rows() for cell in row if cell.value == clean(text)]
        assert len(found) >= times
        assert {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize("text", NASTY, ids=IDS)
def test_the_staffs_words_come_out_as_they_went_in(text: str) -> None:
    for name, times in (("Summary", 3), ("Ratings", 2), ("Priorities", 1), ("Responses", 1), ("Codebook", 3)):
        found = [cell for row in _staffs_words()[name].iter_rows() for cell in row if cell.value == clean(text)]
        assert len(found) >= times
        assert {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize(
    "text", ["=1+1", "#N/A", "\rreturned", "_x0041_", "&L&P of &N", "no character\ufffe\uffff", "half a pair\ud83d"]
)
def test_titles_rule_and_filters_come_out_as_they_went_in(text: str) -> None:
    questionnaire = a_questionnaire(plan_title=text, survey_title=text, practice_area=text)

    workbook = opened(a_report(a_dataset(questionnaire), rule=text, filters=text))

    texts = [row[1] for row in workbook["Read me"].iter_rows(values_only=True)]
    assert texts.count(clean(text)) == 4
    assert workbook["Read me"]["A1"].value == f"Results: {clean(text)}"
    assert workbook.properties.subject == clean(text)


@pytest.mark.parametrize("text", [text for text in NASTY if text[0] in "=+-@\t"])
def test_a_text_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    cells = [cell for sheet in _members_words() for row in sheet.iter_rows() for cell in row if cell.value == text]

    assert {cell.parent.title for cell in cells} == {"Comments", "Wording", "Responses", "Long"}
    assert all(cell.quotePrefix for cell in cells)


def test_an_ordinary_text_is_not_marked() -> None:
    cells = [cell for sheet in opened(a_report()) for row in sheet.iter_rows() for cell in row if cell.quotePrefix]

    assert {str(cell.value)[0] for cell in cells} == {"=", "-"}


@pytest.mark.parametrize("text", ["y" * 40_000, "😀" * 40_000], ids=["one and a half cells", "three cells"])
def test_a_text_too_long_for_a_cell_goes_on_at_the_end_of_its_row(text: str) -> None:
    words = [Words(0, "comment", S1, WordsKind.COMMENT, text), Words(0, "missing", None, WordsKind.ANSWER, text)]
    workbook = opened(a_report(a_dataset(words=words)))

    for name, row, column in (("Comments", 5, 3), ("Responses", 3, 9), ("Responses", 3, 17)):
        sheet = workbook[name]
        first = sheet.cell(row, column)
        mark = f"(continued from {first.coordinate}) […] "
        rest = [cell.value for cell in sheet[row] if str(cell.value).startswith(mark)]
        parts = [first.value, *(value.removeprefix(mark) for value in rest)]
        assert len(parts) > 1
        assert "".join(part.removesuffix(CONTINUES) for part in parts) == text


def test_an_items_text_too_long_for_a_cell_goes_on_at_the_end_of_its_row() -> None:
    items = (replace(the_items()[0], text="z" * 40_000), *the_items()[1:])

    workbook = opened(a_report(a_dataset(a_questionnaire(items=items))))

    sheet = workbook["Summary"]
    last = sheet[8][-1]
    assert sheet["B8"].value.endswith(CONTINUES)
    assert last.value.startswith("(continued from B8) […] z")
    assert last.column == sheet.max_column


def test_an_option_with_a_nasty_code_stays_text() -> None:
    questions = list(the_questions())
    questions[2] = replace(
        questions[2], options=(Option("=1+1", "Keep"), Option("#N/A", "Change"), Option("-", "Drop"))
    )

    workbook = opened(a_report(a_dataset(a_questionnaire(questions=tuple(questions)))))

    column = [row[0] for row in workbook["Responses"].iter_rows(3, 8, 4, 4)]
    assert [cell.value for cell in column] == ["=1+1", "=1+1", "#N/A", "-", None, "=1+1"]
    assert {cell.data_type for cell in column if cell.value} == {"s"}


def test_no_text_is_ever_empty() -> None:
    words = [Words(0, "comment", S1, WordsKind.COMMENT, ""), Words(1, "comment", S1, WordsKind.COMMENT, "   ")]

    texts = every_text(opened(a_report(a_dataset(words=words))))

    assert "" not in texts
    assert "   " in texts
