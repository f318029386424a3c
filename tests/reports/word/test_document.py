"""The Word report, opened again: headings, facts, tables, charts, comments, marked wordings."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import Any
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn

from surveyapp.reports.findings import Findings, find
from surveyapp.reports.parts import PARTS
from surveyapp.reports.readme import readme_sections
from surveyapp.reports.tables import HIDDEN
from surveyapp.reports.word import write_document
from surveyapp.reports.written import as_text
from surveyapp.stats.declared import offered_rules
from tests.reports.rounds import a_dataset, a_drawn_dataset, a_questionnaire, a_report

SOCIETY = "The Sample Society"


def written(report: Any) -> bytes:
    out = io.BytesIO()
    write_document(report, out, society=SOCIETY)
    return out.getvalue()


@cache
def the_small_document() -> Any:
    return docx.Document(io.BytesIO(written(a_report())))


def headings(document: Any, level: int) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def texts(document: Any) -> list[str]:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_it_begins_with_what_a_reader_must_know() -> None:
    document = the_small_document()
    paragraphs = [paragraph.text for paragraph in document.paragraphs]

    assert paragraphs[0] == "Results: What do you think?"
    assert document.paragraphs[0].style.name == "Title"
    for section in readme_sections(a_report()):
        assert section.title in headings(document, 2)
        for fact in section.facts:
            assert f"{fact.label}: {as_text(fact.value, fact.number_format)}" in paragraphs
    assert "Submitted: 6" in paragraphs
    assert "Response rate (submitted of invited): 50%" in paragraphs


def test_parts_stand_under_headings_in_the_order_of_all_forms() -> None:
    parts = ["Summary", "Ratings", "Priorities", "Segments", "Themes", "Comments", "Wording"]

    assert headings(the_small_document(), 1) == parts


def test_every_figure_of_every_table_is_there() -> None:
    """Each cell of the tables of figures, as it is shown, stands in a table with its column's title and its item."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for table in the_small_document().tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        caption = table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        head = next(number for number, row in enumerate(rows) if "Item" in row)
        for row in rows[head + 1 :]:
            for title, text in zip(rows[head], row, strict=True):
                found.setdefault((caption, title, row[rows[head].index("Item")]), set()).add(text)
    report = a_report()
    checked = 0
    for part in PARTS[:3]:
        for made in part.tables(report):
            label = made.position("label")
            for cells in made.rows:
                for column, value in zip(made.columns, cells, strict=True):
                    if value is not None and not column.entry and not column.detail:
                        texts = found[made.title, column.title, str(cells[label])]
                        assert as_text(value, column.number_format) in texts
                        checked += 1
    assert checked > 150


def test_heads_repeat_on_every_page_and_numbers_stand_at_the_right() -> None:
    for table in the_small_document().tables:
        marked = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        heads = marked.count(True)
        assert heads == 2
        assert all(marked[:heads])
        figures = [cell for row in table.rows[2:] for cell in row.cells if cell.text.endswith("%")]
        assert all(cell.paragraphs[0].alignment == 2 for cell in figures)


def test_no_table_is_broader_than_its_page() -> None:
    document = docx.Document(io.BytesIO(written(a_report(a_drawn_dataset(40)))))

    widths = {sum(column.width for column in table.columns) for table in document.tables}

    assert max(widths) <= docx.shared.Inches(11 - 1.8)


def test_interval_and_neighboring_rules_stand_beside_the_verdict() -> None:
    findings = Findings(rules={"importance": offered_rules(1, 5, 4)["percent-70"]})
    document: Any = docx.Document(io.BytesIO(written(a_report(a_drawn_dataset(60), findings=findings))))
    table = next(one for one in document.tables if any(cell.text == "Verdict" for cell in one.rows[1].cells))

    titles = ["Item", "Text", "Verdict", "By neighboring rules", "n", "Share at 4–5", "95% from", "95% to"]
    assert [cell.text for cell in table.rows[1].cells][:8] == titles
    said = dict(zip(titles, (cell.text for cell in table.rows[2].cells), strict=False))
    assert said["By neighboring rules"] == "The same at 75% and 80%"
    assert said["95% from"].endswith("%")


def test_every_chart_is_a_picture_with_its_figures_in_words() -> None:
    pictures = [shape._inline.docPr for shape in the_small_document().inline_shapes]

    assert [picture.get("title") for picture in pictures] == [
        "Agreement: share of the scores",
        "Importance: share of the scores",
        "Step: share of the choices",
        "Tier: share of the choices",
        "Order: share in the top 1, with its 95% interval",
    ]
    first = "1 Strongly disagree 0%, 2 Disagree 25%, 3 Neither 0%, 4 Agree 50%, 5 Strongly agree 25%"
    assert pictures[0].get("descr") == (
        f"Agreement: share of the scores. Stacked bars, one for each of 1 items. S1: {first}."
    )
    assert "B: " not in pictures[1].get("descr")  # importance of B is about too few people


def test_wordings_are_marked_against_the_original() -> None:
    document = the_small_document()
    quotes = [p for p in document.paragraphs if p.style.name == "Quote" and "every day" in p.text]

    assert quotes[0].text == "Open the clinic every day"
    assert [(run.text, bool(run.font.strike), bool(run.font.underline)) for run in quotes[1].runs] == [
        ("What it changes: ", False, False),
        ("Open the clinic", False, False),
        (" ", False, False),
        ("at weekends", True, False),
        (" ", False, False),
        ("every day", False, True),
    ]


def test_comments_stand_below_their_item_with_what_their_writer_answered() -> None:
    paragraphs = [(p.style.name, p.text) for p in the_small_document().paragraphs]

    not_said = "May other members read it?: Not said"
    at = paragraphs.index(("Heading 3", "S1  Everyone knows whom to call."))
    assert paragraphs[at + 1 : at + 5] == [
        ("Quote", "=SUM(everybody)"),
        ("About a quote", f"The writer’s own answers: Agreement: 4 Agree · {not_said} · Response: R-b7"),
        ("Quote", "- not on Sundays\n- never at night"),
        ("About a quote", f"The writer’s own answers: Agreement: 5 Strongly agree · {not_said} · Response: R-k2"),
    ]


def test_paper_header_and_page_numbers() -> None:
    document = the_small_document()
    sides = {frozenset({round(s.page_width.inches, 1), round(s.page_height.inches, 1)}) for s in document.sections}

    assert sides == {frozenset({8.5, 11.0})}
    assert document.sections[0].header.paragraphs[0].text == f"{SOCIETY} · A plan for care & rest"
    fields = [e.get(qn("w:instr")) for e in document.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_segments_stand_side_by_side() -> None:
    data = replace(a_drawn_dataset(40), segments={"region": ("North",) * 20 + ("South",) * 20})

    document = docx.Document(io.BytesIO(written(a_report(data, findings=find(data)))))

    assert headings(document, 1)[3] == "Segments"
    assert "Importance by region" in headings(document, 2)
    assert {"North", "South"} <= set(texts(document))


def test_too_few_people_are_counts_only() -> None:
    document = docx.Document(io.BytesIO(written(a_report(a_drawn_dataset(2)))))

    assert not document.tables
    assert not document.inline_shapes
    assert not any("Comment 1" in text for text in texts(document))
    assert any("Fewer than 3 members" in text for text in texts(document))


def test_hidden_figures_are_named_and_nothing_else() -> None:
    document = the_small_document()
    row = next(
        [cell.text for cell in row.cells]
        for table in document.tables
        for row in table.rows
        if row.cells[0].text == "A.1.a" and HIDDEN in [cell.text for cell in row.cells]
    )

    assert set(row) <= {"A.1.a", "Ask in three towns", "1", "", HIDDEN}


def test_a_round_that_asks_little_and_has_no_answers() -> None:
    questionnaire = a_questionnaire(questions=a_questionnaire().questions[:1])
    report = a_report(replace(a_drawn_dataset(0), questionnaire=questionnaire, words=()))

    document = docx.Document(io.BytesIO(written(report)))

    assert headings(document, 1) == ["Summary", "Ratings", "Segments", "Themes", "Comments", "Wording"]


def test_the_same_report_gives_the_same_bytes_and_names_nobody() -> None:
    first = written(a_report())

    assert first == written(a_report())
    with ZipFile(io.BytesIO(first)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "Surveyapp 9.8.7" in core
    assert "python-docx" not in core


def test_without_any_words_there_is_no_item_to_head() -> None:
    document = docx.Document(io.BytesIO(written(a_report(a_dataset(words=())))))

    assert headings(document, 3) == []
