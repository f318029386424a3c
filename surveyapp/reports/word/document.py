"""The Word report as a whole: what stands in it, in which order, on what paper."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from surveyapp.reports.excel.look import ACCENT, FONT, INK
from surveyapp.reports.excel.text import clean
from surveyapp.reports.parts import PARTS
from surveyapp.reports.progress import each, untold
from surveyapp.reports.readme import readme_sections
from surveyapp.reports.word.charts import charts_of
from surveyapp.reports.word.grid import bands, grid
from surveyapp.reports.word.pictures import INCHES, draw
from surveyapp.reports.word.runs import add_field, add_text
from surveyapp.reports.word.words import add_words, is_of_words
from surveyapp.reports.written import as_text
from surveyapp.reports.zipped import restamp

if TYPE_CHECKING:
    from typing import Any, BinaryIO

    from docx.document import Document as WordDocument
    from docx.section import Section

    from surveyapp.questionnaire import Questionnaire
    from surveyapp.reports.progress import Tell
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table

_SHORT_SIDE, _LONG_SIDE, _MARGIN = 8.5, 11.0, 0.9
# Who reads a document looks at figures and words; single responses and their codes are for other forms.
_LEFT_OUT = {"codebook"}


def write_document(report: RoundReport, out: BinaryIO, *, society: str, tell: Tell = untold) -> None:
    """Write the Word report of a round to `out`. The same report gives the same bytes."""
    document = Document()
    _describe(document, report)
    _set_styles(document)
    _set_page(document.sections[0], is_broad=False)
    _write_margins(document.sections[0], report, society)
    _write_cover(document, report)
    parts = [part for part in PARTS if not part.is_raw and part.name not in _LEFT_OUT]
    for part in each(parts, "Part", lambda one: one.title, tell):
        if tables := list(part.for_readers(report)):
            _write_part(document, report.summary.questionnaire, part.title, tables)
    unstamped = BytesIO()
    document.save(unstamped)
    out.write(restamp(unstamped.getvalue(), report.made_at.astimezone(UTC)))


def _describe(document: WordDocument, report: RoundReport) -> None:
    """Say what the file is and who made it: the survey, never the person or machine that asked for it."""
    questionnaire, properties = report.summary.questionnaire, document.core_properties
    made_at = report.made_at.astimezone(UTC).replace(tzinfo=None)
    # the file format holds no more than 255 characters of each
    properties.title = clean(f"{questionnaire.survey_title}: results of round {questionnaire.round_number}")[:255]
    properties.subject = clean(questionnaire.plan_title)[:255]
    properties.author = properties.last_modified_by = f"Surveyapp {report.software_version}"
    properties.comments = ""
    properties.created = properties.modified = made_at


def _set_styles(document: WordDocument) -> None:
    sizes = {"Normal": 10, "Title": 22, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Quote": 10, "Header": 9}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        is_heading = name == "Title" or name.startswith("Heading")
        style.font.color.rgb = RGBColor.from_string(ACCENT if is_heading else INK)
    quote: Any = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = Inches(0.2)
    about = document.styles.add_style("About a quote", WD_STYLE_TYPE.PARAGRAPH)
    about.base_style = quote
    about.font.size = Pt(8)
    about.paragraph_format.space_after = Pt(8)


def _set_page(section: Section, *, is_broad: bool) -> None:
    """Set Letter paper, upright or broad."""
    sides = (_LONG_SIDE, _SHORT_SIDE) if is_broad else (_SHORT_SIDE, _LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if is_broad else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Inches(sides[0]), Inches(sides[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(_MARGIN)


def _write_margins(section: Section, report: RoundReport, society: str) -> None:
    """Write the society and the round above every page, and its number below."""
    questionnaire = report.summary.questionnaire
    add_text(section.header.paragraphs[0], f"{society} · {questionnaire.plan_title}", faint=True)
    below = section.footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_text(below, f"Results of round {questionnaire.round_number} · page ", faint=True, size=9)
    add_field(below, "PAGE")
    add_text(below, " of ", faint=True, size=9)
    add_field(below, "NUMPAGES")


def _write_cover(document: WordDocument, report: RoundReport) -> None:
    """Write what a reader must know before the first figure."""
    add_text(document.add_paragraph(style="Title"), f"Results: {report.summary.questionnaire.survey_title}")
    for section in readme_sections(report):
        document.add_heading(section.title, 2)
        for fact in section.facts:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(3)
            add_text(paragraph, f"{fact.label}: ", bold=True)
            add_text(paragraph, as_text(fact.value, fact.number_format))


def _write_part(document: WordDocument, questionnaire: Questionnaire, title: str, tables: list[Table]) -> None:
    is_broad = any(table.columns and not is_of_words(table) for table in tables)
    _set_page(document.add_section(WD_SECTION.NEW_PAGE), is_broad=is_broad)
    document.add_heading(title, 1)
    for table in tables:
        _write_table(document, questionnaire, table)


def _write_table(document: WordDocument, questionnaire: Questionnaire, table: Table) -> None:
    add_text(document.add_heading(level=2), table.title)
    for note in table.notes:
        add_text(document.add_paragraph(), note, faint=True)
    if is_of_words(table):
        add_words(document, table)
        return
    if not table.columns:
        return
    for chart in charts_of(table, questionnaire):
        _add_picture(document, draw(chart), chart.title, chart.description)
    section = document.sections[-1]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for band in bands(table, room / Inches(1)):
        made = grid(table, band)
        if made is not None:
            # Word sticks tables together that have no paragraph between them.
            document.add_paragraph()._p.addprevious(made)  # noqa: SLF001


def _add_picture(document: WordDocument, content: bytes, title: str, description: str) -> None:
    paragraph = document.add_paragraph()
    picture: Any = paragraph.add_run().add_picture(BytesIO(content), width=Inches(INCHES))
    properties = picture._inline.docPr  # noqa: SLF001 - python-docx cannot write alt texts
    properties.set("title", clean(title))
    properties.set("descr", clean(description))
