"""Tables on paper: heads that repeat on every page, numbers at the right, wide tables cut into bands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from surveyapp.reports.excel.look import EDGE, FAINT, FONT, PAPER, RULE, WASH
from surveyapp.reports.excel.text import clean
from surveyapp.reports.tables import LABEL, TEXT, Align
from surveyapp.reports.written import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from surveyapp.reports.tables import Cell, Column, Table

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TWIPS = 1440
_PER_CHARACTER = 0.068
_NARROWEST, _WIDEST = 0.44, 2.6
_SIZE = 16  # in half points
_REPEATED = (LABEL.name, TEXT.name)


@dataclass(frozen=True, slots=True)
class Band:
    """Some columns of a table that fit beside each other, by their positions, and how broad each is in inches."""

    positions: tuple[int, ...]
    widths: tuple[float, ...]


def bands(table: Table, inches: float) -> list[Band]:
    """Cut a table into bands at most `inches` broad; each begins with the item, and groups stay together if they fit.

    Columns that are alone broader than a band are narrowed to it. Those for programs alone, details, and what nobody
    has filled in are left out.
    """
    lead = [at for at, column in enumerate(table.columns) if column.name in _REPEATED]
    others = [at for at, column in enumerate(table.columns) if at not in lead and _is_read(table, at, column)]
    room = inches - sum(_inches(table.columns[at]) for at in lead)
    found: list[list[int]] = []
    used = room + 1
    for _, run in groupby(others, lambda at: _group(table, at)):
        group = list(run)
        needed = sum(_inches(table.columns[at]) for at in group)
        is_full = used + needed > room and needed <= room
        # What else is said of the items stands by itself: most figures are about a few of them.
        if is_full or (found and found[-1] and _is_about_items(table, lead, found[-1][0])):
            found.append([])
            used = 0.0
        for at in group:
            breadth = _inches(table.columns[at])
            if used + breadth > room:
                found.append([])
                used = 0.0
            found[-1].append(at)
            used += breadth
    return [_band(table, lead + rest, inches) for rest in found] or [_band(table, lead, inches)]


def _is_read(table: Table, at: int, column: Column) -> bool:
    if column.hidden or column.detail:
        return False
    return not column.entry or any(row[at] is not None for row in table.rows)


def grid(table: Table, band: Band) -> Any:
    """Build one band of a table; rows that say nothing in it are left out. None when no row is left."""
    columns = [table.columns[at] for at in band.positions]
    rows = list(_rows(table, band, columns))
    if not rows:
        return None
    element = parse_xml(_table_start(table.title, band))
    if any(column.group for column in columns):
        element.append(_group_row(columns))
    heads = [(column.title, column.align) for column in columns]
    element.append(_row([_cell(text, align, bold=True, fill=WASH) for text, align in heads], is_head=True))
    for is_head, row in rows:
        fill = PAPER if is_head else ""
        element.append(
            _row(
                [
                    _cell(as_text(value, column.number_format), column.align, bold=is_head, fill=fill)
                    for value, column in zip(row, columns, strict=True)
                ]
            )
        )
    return element


def _inches(column: Column) -> float:
    return min(_WIDEST, max(_NARROWEST, column.width * _PER_CHARACTER))


def _is_about_items(table: Table, lead: list[int], at: int) -> bool:
    group = table.columns[at].group
    return bool(group and lead) and group == table.columns[lead[0]].group


def _group(table: Table, at: int) -> str | int:
    """Name what must stay together: a group, or a column that belongs to none."""
    return table.columns[at].group or at


def _band(table: Table, positions: list[int], inches: float) -> Band:
    """Give a band its breadth: what is too broad is narrowed, and the text takes the room that is left."""
    widths = [_inches(table.columns[at]) for at in positions]
    scale = min(1.0, inches / sum(widths)) if widths else 1.0
    spare = max(0.0, inches - sum(widths))
    texts = [table.columns[at].name == TEXT.name for at in positions]
    return Band(
        tuple(positions),
        tuple(width * scale + (spare if is_text else 0.0) for width, is_text in zip(widths, texts, strict=True)),
    )


def _rows(table: Table, band: Band, columns: Sequence[Column]) -> Iterator[tuple[bool, list[Cell]]]:
    is_blank_form = any(column.entry for column in columns)
    own = [place for place, column in enumerate(columns) if column.name not in _REPEATED]
    for number, row in enumerate(table.rows):
        cells = [row[at] for at in band.positions]
        if is_blank_form or not own or any(cells[place] is not None for place in own):
            yield number in table.heads, cells


def _table_start(title: str, band: Band) -> str:
    named = _attribute(title)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in ("top", "bottom", "insideH")
    )
    columns = "".join(f'<w:gridCol w:w="{int(width * _TWIPS)}"/>' for width in band.widths)
    margins = '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{int(sum(band.widths) * _TWIPS)}" w:type="dxa"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={named}/></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>"
    )


def _attribute(text: str) -> str:
    return quoteattr(clean(text))


def _group_row(columns: Sequence[Column]) -> Any:
    cells = []
    for group, run in groupby(columns, key=lambda column: column.group):
        cells.append(_cell(group, Align.LEFT, bold=True, span=len(list(run)), rule=EDGE))
    return _row(cells, is_head=True)


def _row(cells: Sequence[Any], *, is_head: bool = False) -> Any:
    row = _element("tr")
    properties = _child(row, "trPr")
    _child(properties, "cantSplit")
    if is_head:
        _child(properties, "tblHeader")
    row.extend(cells)
    return row


def _cell(text: str, align: Align, *, bold: bool = False, fill: str = "", span: int = 1, rule: str = "") -> Any:
    cell = _element("tc")
    properties = _child(cell, "tcPr")
    if span > 1:
        _child(properties, "gridSpan", val=str(span))
    if rule:
        _child(_child(properties, "tcBorders"), "bottom", val="single", sz="4", space="0", color=rule)
    if fill:
        _child(properties, "shd", val="clear", color="auto", fill=fill)
    paragraph = _child(cell, "p")
    layout = _child(paragraph, "pPr")
    _child(layout, "spacing", before="20", after="20")
    _child(layout, "jc", val=_JUSTIFIED[align])
    for number, line in enumerate(clean(text).split("\n")):
        _write_line(_child(paragraph, "r"), line, is_first=number == 0, bold=bold, faint=bool(rule))
    return cell


def _write_line(run: Any, line: str, *, is_first: bool, bold: bool, faint: bool) -> None:
    look = _child(run, "rPr")
    _child(look, "rFonts", ascii=FONT, hAnsi=FONT, cs=FONT)
    if bold:
        _child(look, "b")
    if faint:
        _child(look, "color", val=FAINT)
    _child(look, "sz", val=str(_SIZE))
    if not is_first:
        _child(run, "br")
    for number, part in enumerate(line.split("\t")):
        if number:
            _child(run, "tab")
        text = _child(run, "t")
        text.text = part
        text.set(_XML_SPACE, "preserve")


_JUSTIFIED = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


def _element(tag: str) -> Any:
    return OxmlElement(f"w:{tag}")


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    child = _element(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child
