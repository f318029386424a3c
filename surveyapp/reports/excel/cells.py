"""Cells as they stand in the file.

Rows are written here and not by openpyxl, which makes everything around them: it takes several times as long, and
it guesses from a text what it is, where a text of a member must stay a text.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from surveyapp.questionnaire.wording import Change
from surveyapp.reports.excel.look import ACCENT, BIPOLAR, FONT, INK
from surveyapp.reports.excel.measure import SIZE
from surveyapp.reports.excel.text import LONGEST, clean, pieces
from surveyapp.reports.redline import Redline

if TYPE_CHECKING:
    from surveyapp.reports.excel.formulas import Formula
    from surveyapp.reports.tables import Cell

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's days know no zone
# Excel reads _x0041_ as the letter A, unless it is divided between two runs of text.
_ESCAPE = re.compile(r"(?<=_x)(?=[0-9A-Fa-f]{4}_)")


def cut(row: int, column: int, value: Cell) -> tuple[Cell, ...]:
    """Make the value of a cell writable: a text is cleaned, and cut into what one cell can hold and what it cannot."""
    if isinstance(value, Redline) and 2 * len(value) <= LONGEST:
        return (value,)
    return pieces(clean(value), f"{get_column_letter(column)}{row}") if isinstance(value, str) else (value,)


def cell(row: int, column: int, value: Cell, style: int = 0) -> str:
    """Write the cell in `row` and `column`, both from 1; a string that has been cut is text, whatever it looks like.

    Raises ValueError for nan and infinity: a table holds None where there is no figure.
    """
    place = f'<c r="{get_column_letter(column)}{row}"' + (f' s="{style}"' if style else "")
    if type(value) is int:
        return f"{place}><v>{value}</v></c>"
    if value is None or value == "":
        return f"{place}/>" if style else ""
    if isinstance(value, str):
        text = _marked(value) if isinstance(value, Redline) else _text(value)
        return f'{place} t="inlineStr"><is>{text}</is></c>'
    number = (value - _DAY_ZERO) / timedelta(days=1) if isinstance(value, datetime) else value
    if not math.isfinite(number):
        raise ValueError(f"{number} in row {row}, column {column} is no figure")
    return f"{place}><v>{number}</v></c>"


def formula_cell(row: int, column: int, formula: Formula, style: int = 0) -> str:
    """Write a cell that is calculated; its value is left to the program that opens the file."""
    place = f"{get_column_letter(column)}{row}"
    kind = f' t="array" ref="{place}"' if formula.is_array else ""
    return f'<c r="{place}" s="{style}"><f{kind}>{escape(formula.text)}</f></c>'


def _text(text: str) -> str:
    if "_x" not in text:
        return _run(text)
    runs = _ESCAPE.split(text)
    return _run(text) if len(runs) == 1 else "".join(f"<r>{_run(run)}</r>" for run in runs)


def _marked(text: Redline) -> str:
    """Write what is removed struck through and what is added underlined, each in a colour as well."""
    runs = [(part, run.change) for run in text.runs for part in _ESCAPE.split(clean(run.words))]
    return "".join(f"<r><rPr>{_MARKS[change]}{_TYPE}</rPr>{_run(part)}</r>" for part, change in runs)


_TYPE = f'<sz val="{SIZE}"/><rFont val="{FONT}"/>'
_MARKS = {
    Change.KEPT: f'<color rgb="FF{INK}"/>',
    Change.REMOVED: f'<strike/><color rgb="FF{BIPOLAR[0]}"/>',
    Change.ADDED: f'<b/><color rgb="FF{ACCENT}"/><u/>',
}


def _run(text: str) -> str:
    return f'<t xml:space="preserve">{escape(text)}</t>'
