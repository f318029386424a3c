"""Text in paragraphs: cleaned, with its line breaks, and marked where it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from surveyapp.questionnaire.wording import Change
from surveyapp.reports.excel.look import ACCENT, BIPOLAR, FAINT
from surveyapp.reports.excel.text import clean

if TYPE_CHECKING:
    from typing import Any

    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from surveyapp.reports.redline import Redline

_REMOVED = BIPOLAR[0]


def add_text(
    paragraph: Paragraph, text: str, *, bold: bool = False, faint: bool = False, size: float = 0, colour: str = ""
) -> Run:
    """Add `text` as it was typed: line breaks stay, a character that Word cannot hold becomes the mark "�"."""
    run = paragraph.add_run(clean(text))
    run.bold = bold or None
    if faint or colour:
        run.font.color.rgb = RGBColor.from_string(colour or FAINT)
    if size:
        run.font.size = Pt(size)
    return run


def add_redline(paragraph: Paragraph, changes: Redline) -> None:
    """Add a wording with what was removed struck out and what was added underlined."""
    for part in changes.runs:
        run = paragraph.add_run(clean(part.words))
        if part.change is Change.REMOVED:
            run.font.strike = True
            run.font.color.rgb = RGBColor.from_string(_REMOVED)
        elif part.change is Change.ADDED:
            run.font.underline = True
            run.font.color.rgb = RGBColor.from_string(ACCENT)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that Word works out, such as PAGE."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    run.append(_text_element("1"))
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


def _text_element(text: str) -> Any:
    element = OxmlElement("w:t")
    element.text = text
    return element
