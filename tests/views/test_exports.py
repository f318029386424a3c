"""The page of formats: every one comes out, is named, and is noted; what is missing is said."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from importlib.util import find_spec
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from surveyapp import database
from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.exports import export
from surveyapp.models import AuditEntry
from surveyapp.permissions import OPERATOR
from surveyapp.reports import formats
from surveyapp.reports.formats import FORMATS, Options
from surveyapp.services import results, surveys
from tests.conftest import NOON
from tests.factories import an_open_round
from tests.reports.nasty import NASTY
from tests.views.staffing import some_answers
from tests.views.test_results import everything

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.questionnaire import Questionnaire
    from tests.views.staffing import Desk


@pytest.fixture
def a_round_id(app: Flask, noon: None) -> int:
    round_id = an_open_round().id
    some_answers(round_id, 7, everything)
    surveys.close_round(OPERATOR, round_id, now=NOON)
    return round_id


@pytest.mark.parametrize("responses", ["", "y"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_comes_out_and_is_noted(analyst: Desk, a_round_id: int, name: str, responses: str) -> None:
    analyst.get(f"/rounds/{a_round_id}/results").get(f"/rounds/{a_round_id}/results/formats")
    assert FORMATS[name].title in analyst.words

    analyst.post(f"/rounds/{a_round_id}/results/formats", format_name=name, responses=responses)

    assert analyst.status == 200
    assert analyst.response is not None
    assert analyst.response.mimetype == FORMATS[name].mimetype
    has_chosen = bool(responses) and "responses" in FORMATS[name].options
    day = "2026-03-02-with-responses" if has_chosen else "2026-03-02"
    named = f"filename=community-rehabilitation-strategic-plan-round-1-{day}.{FORMATS[name].ending}"
    assert named in analyst.response.headers["Content-Disposition"]
    assert analyst.response.data
    database.session().rollback()
    query = sa.select(AuditEntry.details).where(AuditEntry.action == "results.exported")
    noted = database.session().scalars(query).one()
    summary = results.load_summary(OPERATOR, a_round_id)
    digest = hashlib.sha256(analyst.response.data).hexdigest()
    assert noted == {
        "format": name,
        "options": "with responses" if has_chosen else "",
        "submitted": "7",
        "data": summary.fingerprint,
        "sha256": digest,
    }


def test_the_results_page_leads_there(staff: Desk, a_round_id: int) -> None:
    assert f'href="/rounds/{a_round_id}/results/formats"' in staff.get(f"/rounds/{a_round_id}/results").page.html


def test_options_are_heeded_and_noted(app: Flask, a_round_id: int) -> None:
    few = export(OPERATOR, a_round_id, "csv", now=NOON)
    every = export(OPERATOR, a_round_id, "csv", now=NOON, options=Options(responses=True))
    one = export(OPERATOR, a_round_id, "csv", now=NOON, options=Options(table="responses", words=True))
    long = export(OPERATOR, a_round_id, "parquet", now=NOON, options=Options(long=True))

    with ZipFile(io.BytesIO(few.content)) as archive:
        assert {"responses.csv", "long.csv"}.isdisjoint(archive.namelist())
        assert {"readme.csv", "columns.csv", "summary.csv", "comments.csv"} <= set(archive.namelist())
        names = archive.namelist()
    with ZipFile(io.BytesIO(every.content)) as archive:
        assert set(archive.namelist()) == {*names, "responses.csv", "long.csv"}
        facts = archive.read("readme.csv").decode("utf-8-sig")
    assert 'Filters,"Round 1, all responses; with single responses, so without figures by segment"' in facts
    rows = list(csv.DictReader(io.StringIO(one.content.decode("utf-8-sig"), newline="")))
    assert {row["importance.A"] for row in rows} == {"Can’t say", "Essential"}
    assert one.name.endswith("-round-1-2026-03-02.csv")
    assert one.mimetype == "text/csv; charset=utf-8"
    assert pq.read_table(io.BytesIO(long.content)).column_names == ["response", "question", "item", "value", "label"]
    query = sa.select(AuditEntry.details).where(AuditEntry.action == "results.exported").order_by(AuditEntry.id)
    assert [(details["format"], details["options"]) for details in database.session().scalars(query)] == [
        ("csv", ""),
        ("csv", "with responses"),
        ("csv", "in words, table responses"),
        ("parquet", "long"),
    ]


def test_the_page_says_for_whom_which_file_is(analyst: Desk, a_round_id: int) -> None:
    analyst.get(f"/rounds/{a_round_id}/results/formats")

    assert analyst.page.form("/formats").values["responses"] == ""
    assert "For the committee: figures by segment, and no single responses." in analyst.words
    assert "For a methodologist: every response in a row of its own, and no figures by segment." in analyst.words
    assert "no file holds both, and nobody should be handed both" in analyst.words
    analyst.press("/formats", responses="y")
    assert analyst.response is not None
    book = load_workbook(io.BytesIO(analyst.response.data))
    assert len(list(book["Responses"].iter_rows())) == 7 + 2

    analyst.post(f"/rounds/{a_round_id}/results/formats", format_name="xlsx", responses="x")
    assert analyst.status == 422


def test_a_format_or_table_that_there_is_not(app: Flask, a_round_id: int) -> None:
    with pytest.raises(InvalidInput, match="Choose one of: xlsx, docx, csv"):
        export(OPERATOR, a_round_id, "pdf", now=NOON)
    with pytest.raises(InvalidInput, match="There is no table called 'x'"):
        export(OPERATOR, a_round_id, "csv", now=NOON, options=Options(table="x"))


def test_what_is_not_installed_is_said_and_nothing_is_noted(
    analyst: Desk, a_round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "docx" else find_spec(name))

    analyst.get(f"/rounds/{a_round_id}/results/formats")
    assert "Not installed here." in analyst.words
    analyst.post(f"/rounds/{a_round_id}/results/formats", format_name="docx")

    assert analyst.status == 422
    assert "pip install 'surveyapp[word]'" in analyst.words
    query = sa.select(AuditEntry).where(AuditEntry.action == "results.exported")
    assert database.session().scalars(query).all() == []


@pytest.mark.parametrize("name", FORMATS)
def test_with_too_few_people_no_format_holds_a_word_of_them(app: Flask, noon: None, name: str) -> None:
    round_id = an_open_round().id
    some_answers(round_id, 3, everything)
    surveys.close_round(OPERATOR, round_id, now=NOON)

    if FORMATS[name].needs_answers:
        with pytest.raises(RuleBroken, match="Fewer than 5 members"):
            export(OPERATOR, round_id, name, now=NOON)
        return
    content = export(OPERATOR, round_id, name, now=NOON).content
    inside = [content]
    if content[:2] == b"PK":
        with ZipFile(io.BytesIO(content)) as archive:
            inside = [archive.read(member) for member in archive.namelist()]
    assert not any(b"Shorter." in part for part in inside)


def test_formats_that_need_no_package_are_always_there() -> None:
    assert {name for name, one in FORMATS.items() if not one.modules} == {"xlsx", "csv", "bundle", "json"}


def _says_nasty_things(questionnaire: Questionnaire, number: int) -> dict[str, str]:
    item = questionnaire.items[questionnaire.by_code["importance"].items[0]]
    return {f"comment-{item.id}": _TYPED[number], f"wording-{item.id}": _TYPED[number]}


# What a form and both databases take; the rest is tried on the writers alone.
_TYPED = [text for text in NASTY if text.isprintable() and text.strip() == text and len(text) < 1000]


def test_nasty_texts_go_in_through_the_form_and_come_out_of_every_format(app: Flask, noon: None) -> None:
    round_id = an_open_round().id
    some_answers(round_id, len(_TYPED), _says_nasty_things)
    surveys.close_round(OPERATOR, round_id, now=NOON)
    made = {name: export(OPERATOR, round_id, name, now=NOON).content for name in FORMATS}

    rows = load_workbook(io.BytesIO(made["xlsx"]))["Comments"].iter_rows(values_only=True)
    excel = {str(row[2]) for row in rows}
    word = {paragraph.text for paragraph in docx.Document(io.BytesIO(made["docx"])).paragraphs}
    parquet = set(pq.read_table(io.BytesIO(made["parquet"]))["comment.A"].to_pylist())
    tables = {table["name"]: table for table in json.loads(made["json"])["tables"]}
    with ZipFile(io.BytesIO(made["csv"])) as archive:
        reader = csv.DictReader(io.StringIO(archive.read("comments.csv").decode("utf-8-sig"), newline=""))
        plain = {row["comment"] for row in reader}
    for text in _TYPED:
        assert text in excel
        assert text in word
        assert text in parquet
        assert text in {row[2] for row in tables["comments"]["rows"]}
        assert (f"'{text}" if text.lstrip("'")[:1] in {*"=+-@"} else text) in plain
