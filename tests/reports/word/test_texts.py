"""What members and staff typed comes out of the Word report as it went in, or visibly marked."""

from __future__ import annotations

import io
from functools import cache
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest

from surveyapp.reports.excel.text import clean
from surveyapp.reports.word import write_document
from tests.reports.nasty import IDS, LONG, NASTY, a_nasty_report
from tests.reports.rounds import a_dataset, a_questionnaire, a_report

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def _file() -> bytes:
    out = io.BytesIO()
    write_document(a_nasty_report((*NASTY, *LONG)), out, society="=S\x07ociety")
    return out.getvalue()


@cache
def _quotes() -> list[tuple[str, str]]:
    """Every quotation as a whole, and what of it stays when what was inserted is left out."""
    found = []
    for paragraph in docx.Document(io.BytesIO(_file())).paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Quote":
            struck = "".join(run.text for run in paragraph.runs if not run.font.strike)
            found.append((paragraph.text, struck))
    return found


@pytest.mark.parametrize("text", [*NASTY, *LONG], ids=[*IDS, "long 1", "long 2", "long 3"])
def test_members_words(text: str) -> None:
    wholes = [whole for whole, _ in _quotes()]
    suggested = [suggestion for _, suggestion in _quotes()]

    assert wholes.count(clean(text)) >= 2  # a comment and an answer
    assert suggested.count(clean(text)) >= 3  # and a wording, once what it deletes is left out


def test_another_reader_finds_the_same_texts() -> None:
    """Read without python-docx: the XML is well formed, and its texts are there."""
    with ZipFile(io.BytesIO(_file())) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 - we have just written it
    paragraphs = {"".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")}

    for text in NASTY:
        if text.isprintable():
            assert text in paragraphs


@pytest.mark.parametrize("text", [text for text in NASTY if len(text) < 100], ids=ascii)
def test_staffs_words(text: str) -> None:
    questionnaire = a_questionnaire(plan_title=text, survey_title=text, practice_area=text)
    out = io.BytesIO()
    write_document(a_report(a_dataset(questionnaire), rule=text), out, society=text)

    document = docx.Document(io.BytesIO(out.getvalue()))

    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert f"Results: {clean(text)}" in paragraphs
    assert f"Consensus rule: {clean(text)}" in paragraphs
    assert document.sections[0].header.paragraphs[0].text == clean(f"{text} · {text}")
