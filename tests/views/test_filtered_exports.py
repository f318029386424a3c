"""Exports of chosen segments: carried over from the results page, heeded by every format that has such a part."""

from __future__ import annotations

import csv
import io
import json
from html import unescape
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import docx
import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from surveyapp import database
from surveyapp.enums import RoundState
from surveyapp.errors import InvalidInput
from surveyapp.export_worker import make_next
from surveyapp.exports import export
from surveyapp.models import AuditEntry, Round
from surveyapp.permissions import OPERATOR
from surveyapp.reports.formats import FORMATS, Options
from surveyapp.services import export_jobs, results, surveys
from tests.conftest import NOON
from tests.exporting import a_segmented_round, ask
from tests.factories import a_plan, a_round, an_open_round
from tests.services.commenting import a_person

if TYPE_CHECKING:
    from flask import Flask

    from tests.views.staffing import Desk

CLINIC = Options(members="setting=clinic")
WHICH = "Round 1, all responses; by segment the figures of Setting: clinic alone, and comments of its members"
BY_NAME = "community-rehabilitation-strategic-plan-round-1-2026-03-02-only-setting-clinic"


@pytest.fixture
def round_id(app: Flask, noon: None) -> int:
    return a_segmented_round()


def made(round_id: int, name: str, options: Options) -> bytes:
    return export(OPERATOR, round_id, name, now=NOON, options=options).content


def json_tables(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, by the names of their columns."""
    return {
        table["name"]: [dict(zip([c["name"] for c in table["columns"]], row, strict=True)) for row in table["rows"]]
        for table in json.loads(content)["tables"]
    }


def test_the_view_of_the_results_page_is_carried_over(analyst: Desk, round_id: int) -> None:
    view = "members=setting%3Dclinic&order=importance"

    analyst.get(f"/rounds/{round_id}/results?{view}")
    assert f"/rounds/{round_id}/results/formats?{view}" in unescape(analyst.page.html)
    analyst.get(f"/rounds/{round_id}/results/formats?{view}")
    assert f'href="/rounds/{round_id}/results?{view}"' in unescape(analyst.page.html)
    form = analyst.page.form(f"/formats?{view}")
    assert (form.values["members"], form.values["by"], form.values["format_name"]) == ("setting=clinic", "", "xlsx")

    analyst.press(f"/formats?{view}", format_name="json")
    assert analyst.response is not None
    assert f"filename={BY_NAME}.json" in analyst.response.headers["Content-Disposition"]
    assert json.loads(analyst.response.data)["report"]["filters"] == WHICH


def test_the_page_offers_the_segments_of_the_results_page(analyst: Desk, round_id: int) -> None:
    for place in ("results", "results/formats"):
        analyst.get(f"/rounds/{round_id}/{place}?by=region")
        assert '<option value="setting=hospital">hospital (20)</option>' in analyst.page.html
        assert '<option value="region" selected>Region</option>' in analyst.page.html


def test_an_open_round_offers_none_and_refuses_them(analyst: Desk, noon: None) -> None:
    url = f"/rounds/{an_open_round().id}/results/formats"

    assert "Segments and comments" not in analyst.get(f"{url}?members=setting%3Dclinic").words
    analyst.post(url, format_name="csv", members="setting=clinic")

    assert analyst.status == 422
    assert "No groups of members are told apart in this round, or only once it is closed." in analyst.words


def test_json_and_csv_hold_the_chosen_segment_alone(app: Flask, round_id: int) -> None:
    whole, narrowed = (json_tables(made(round_id, "json", options)) for options in (Options(), CLINIC))
    with ZipFile(io.BytesIO(made(round_id, "csv", CLINIC))) as archive:
        plain = list(csv.DictReader(io.StringIO(archive.read("segments.csv").decode("utf-8-sig"), newline="")))
        facts = archive.read("readme.csv").decode("utf-8-sig")

    assert narrowed["segments"] == [row for row in whole["segments"] if row["segment"] == "clinic"] != []
    assert [(row["label"], row["segment"], row["n"]) for row in plain] == [
        (row["label"], row["segment"], str(row["n"])) for row in narrowed["segments"]
    ]
    assert {row["comment"] for row in narrowed["comments"]} == {"Said at a clinic."}
    assert {row["comment"] for row in whole["comments"]} > {"Said at a clinic.", "Said at a hospital."}
    assert WHICH in facts
    unchanged = set(whole) - {"segments", "comments"}
    assert {name: narrowed[name] for name in unchanged} == {name: whole[name] for name in unchanged}


def test_the_figures_are_those_of_the_page(analyst: Desk, round_id: int) -> None:
    analyst.get(f"/rounds/{round_id}/results?members=setting%3Dhospital")
    segments = json_tables(made(round_id, "json", Options(members="setting=hospital")))["segments"]

    rated = next(row for row in segments if (row["question"], row["label"]) == ("Importance", "A"))
    figures = results.load_figures(OPERATOR, round_id)
    item = next(at for at, one in enumerate(figures.summary.questionnaire.items) if one.label == "A")
    (told,) = figures.segments.find("setting=hospital", "")
    answers = figures.segments.answers("importance", item, told)
    assert answers is not None
    assert (rated["n"], rated["share"]) == (answers.n, answers.shares[0] and answers.shares[0].value) == (20, 0)
    assert "hospital 0% 0–16 of 20 in hospital for A" in analyst.words


def test_the_workbook_holds_the_chosen_segment_alone(app: Flask, round_id: int) -> None:
    book = load_workbook(io.BytesIO(made(round_id, "xlsx", CLINIC)))

    rows = [row for row in book["Segments"].iter_rows(values_only=True) if row[3] in {"Setting", "Region"}]
    assert {(row[3], row[4]) for row in rows} == {("Setting", "clinic")}
    written = {row[2] for row in book["Comments"].iter_rows(values_only=True) if str(row[2]).startswith("Said")}
    assert written == {"Said at a clinic."}
    facts = {row[0]: row[1] for row in book["Read me"].iter_rows(values_only=True)}
    assert facts["Filters"] == WHICH
    assert facts["Submitted"] == 46
    assert not {"Responses", "Long"} & {*book.sheetnames}


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_with_single_responses_nothing_is_said_by_segment(app: Flask, round_id: int, name: str) -> None:
    content = made(round_id, name, Options(responses=True))

    with ZipFile(io.BytesIO(content)) as archive:
        inside = "".join(archive.read(member).decode("utf-8", "replace") for member in archive.namelist())
    assert inside.count("Said at a clinic.") > 20  # beside the comment, and in the response that it is from
    assert "A file with single responses holds no figures by segment" in inside
    assert "with single responses, so without figures by segment" in inside
    for said in (">clinic<", ",clinic,", ">hospital<", ",hospital,", ">north<", ",north,", "Setting", "Region"):
        assert said not in inside


def test_the_word_report_holds_the_chosen_segment_alone(app: Flask, round_id: int) -> None:
    document = docx.Document(io.BytesIO(made(round_id, "docx", CLINIC)))

    words = [paragraph.text for paragraph in document.paragraphs]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert f"Filters: {WHICH}" in words
    assert "Said at a clinic." in words
    assert "Said at a hospital." not in words
    assert "clinic" in cells
    assert "hospital" not in cells


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if "members" not in one.options])
def test_what_holds_single_answers_alone_is_the_same_with_a_filter(app: Flask, round_id: int, name: str) -> None:
    assert made(round_id, name, CLINIC) == made(round_id, name, Options())


def test_side_by_side(app: Flask, round_id: int) -> None:
    whole, narrowed = (json_tables(made(round_id, "json", options)) for options in (Options(), Options(by="region")))

    assert narrowed["segments"] == [row for row in whole["segments"] if row["attribute"] == "Region"] != []
    assert narrowed["comments"] == whole["comments"]


def test_a_segment_that_there_is_not(analyst: Desk, round_id: int) -> None:
    with pytest.raises(InvalidInput, match="Choose one of: setting=clinic"):
        made(round_id, "json", Options(members="setting=moon"))

    analyst.post(f"/rounds/{round_id}/results/formats", format_name="json", members="setting=moon")
    assert analyst.status == 422
    assert "There is no segment &#39;setting=moon&#39; in this round." in analyst.page.html
    query = sa.select(AuditEntry).where(AuditEntry.action.startswith("results.export"))
    assert database.session().scalars(query).all() == []


@pytest.mark.parametrize(("members", "by"), [("setting=clinic", ""), ("", "region")])
@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_single_responses_of_chosen_segments_are_refused(
    analyst: Desk, round_id: int, name: str, members: str, by: str
) -> None:
    sentence = "A file with single responses holds no figures by segment, so there are no segments to choose in it."
    with pytest.raises(InvalidInput, match=sentence):
        made(round_id, name, Options(responses=True, members=members, by=by))

    analyst.get(f"/rounds/{round_id}/results/formats")
    analyst.press("/formats", format_name=name, responses="y", members=members, by=by)

    assert analyst.status == 422
    assert sentence in analyst.words
    assert 'id="members" name="members" aria-describedby="members-e" aria-invalid="true"' in analyst.page.html
    assert '<a class="link-tap" href="#members">' in analyst.page.html
    kept = analyst.page.form("/formats").values
    assert [kept[field] for field in ("format_name", "responses", "members", "by")] == [name, "y", members, by]
    query = sa.select(AuditEntry).where(AuditEntry.action.startswith("results.export"))
    assert database.session().scalars(query).all() == []


def test_the_choice_is_noted(analyst: Desk, round_id: int) -> None:
    analyst.post(f"/rounds/{round_id}/results/formats", format_name="docx", members="setting=clinic", words="y")

    query = sa.select(AuditEntry.details).where(AuditEntry.action == "results.exported")
    noted = database.session().scalars(query).one()
    assert (noted["format"], noted["options"]) == ("docx", "only Setting: clinic")


def test_a_file_made_in_the_background_heeds_the_choice(app: Flask, round_id: int) -> None:
    ann = a_person()
    job_id = ask(ann, round_id, "json", members="setting=clinic").id

    make_next()

    job, file = export_jobs.find_file(ann, round_id, job_id, now=NOON)
    assert job.file_name == f"{BY_NAME}.json"
    assert file.read_bytes() == made(round_id, "json", CLINIC)


def test_another_round_of_the_same_survey_can_be_chosen(analyst: Desk, round_id: int) -> None:
    first = surveys.get_round(OPERATOR, round_id)
    assert 'name="round_id"' not in analyst.get(f"/rounds/{round_id}/results/formats").page.html
    with database.transaction() as db:
        second = Round(
            survey_id=first.survey_id,
            version_id=first.version_id,
            number=2,
            state=RoundState.CLOSED,
            opens_at=first.opens_at,
            closes_at=first.closes_at,
            time_zone=first.time_zone,
        )
        db.add(second)
    other = a_round(a_plan("Other Strategic Plan\n\nEnvisioned Future:\n\nIn the future, all is well.\n")).id

    analyst.get(f"/rounds/{round_id}/results/formats")
    assert analyst.page.form("/formats").values["round_id"] == str(round_id)
    analyst.press("/formats", format_name="json", round_id=str(second.id))
    assert analyst.response is not None
    assert json.loads(analyst.response.data)["report"]["filters"] == "Round 2, all responses"
    assert "round-2" in analyst.response.headers["Content-Disposition"]

    analyst.post(f"/rounds/{round_id}/results/formats", format_name="json", round_id=str(other))
    assert analyst.status == 422
