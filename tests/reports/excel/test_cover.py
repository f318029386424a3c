from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from surveyapp.enums import WordsKind
from surveyapp.reports.excel import SHEETS
from surveyapp.stats.dataset import Words
from tests.reports.excel.opened import opened, the_small_workbook, written
from tests.reports.rounds import S1, A, a_dataset, a_drawn_dataset, a_questionnaire, a_report


def _facts(workbook: Any) -> dict[str, object]:
    return {row[0].value: row[1].value for row in workbook["Read me"].iter_rows(1, 99, 1, 2) if row[0].value}


def test_it_begins_with_the_survey_and_who_answered() -> None:
    sheet = the_small_workbook()["Read me"]
    facts = _facts(the_small_workbook())

    assert sheet["A1"].value == "Results: What do you think?"
    assert [facts[label] for label in ("Members invited", "Started", "Submitted")] == [12, 8, 6]
    assert facts["Response rate (submitted of invited)"] == 0.5
    assert facts["Confidentiality"] == (
        "Confidential: staff can see who has answered, and nobody can see through this system who gave which answer."
    )


def test_a_moment_is_a_date_for_excel() -> None:
    sheet = the_small_workbook()["Read me"]

    (made,) = (row[1] for row in sheet.iter_rows(1, 99) if row[0].value == "Made (America/Chicago time)")

    assert made.is_date
    assert made.value.isoformat() == "2026-03-02T12:30:00"


def test_the_contents_lead_to_every_sheet() -> None:
    sheet = the_small_workbook()["Read me"]

    links = {cell.value: cell.hyperlink for row in sheet.iter_rows(1, 99, 1, 1) for cell in row if cell.hyperlink}

    assert tuple(links) == SHEETS[1:]
    assert {name: (link.location, link.target) for name, link in links.items()} == {
        name: (f"'{name}'!A1", None) for name in SHEETS[1:]
    }


def test_without_responses_the_contents_lead_to_what_there_is() -> None:
    workbook = load_workbook(BytesIO(written(a_report(), responses=False)))

    rows = list(workbook["Read me"].iter_rows(1, 99, 1, 2))
    contents = {row[0].value: str(row[1].value) for row in rows if row[0].hyperlink}
    assert ["Read me", *contents] == workbook.sheetnames
    assert contents["Segments"].startswith("In a workbook without single responses:")
    assert contents["Check"].startswith("In a workbook with single responses:")
    assert not [row[1].value for row in rows if "sheet Responses" in str(row[1].value)]


def test_it_fits_one_page() -> None:
    setup = the_small_workbook()["Read me"].page_setup

    assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)


def test_nothing_was_replaced_and_nothing_was_too_long() -> None:
    facts = _facts(the_small_workbook())

    assert facts["Characters that Excel cannot hold"] == facts["Texts too long for one cell"] == "None"


def test_what_was_replaced_and_what_was_too_long_is_counted_once() -> None:
    words = [
        Words(0, "comment", S1, WordsKind.COMMENT, "a\x0bb\x00"),
        Words(1, "wording", A, WordsKind.WORDING, "x" * 40_000),
    ]
    data = a_dataset(a_questionnaire(plan_title="A plan\ufffe"), words=words)

    facts = _facts(opened(a_report(data, rule="\x01")))

    assert facts["Characters that Excel cannot hold"] == "4: each of them stands as � where it was."
    assert facts["Texts too long for one cell"] == "1: the rest of them stands at the end of their row."


def test_with_too_few_responses_their_texts_are_not_even_counted() -> None:
    words = (Words(0, "comment", S1, WordsKind.COMMENT, "a\x0bb"),)

    facts = _facts(opened(a_report(replace(a_drawn_dataset(2), words=words))))

    assert facts["Characters that Excel cannot hold"] == "None"
