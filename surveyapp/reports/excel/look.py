"""How cells look: few colours and one font."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from surveyapp.reports.excel.measure import SIZE
from surveyapp.reports.tables import Align

if TYPE_CHECKING:
    from openpyxl.cell import Cell

INK = "1A2123"
FAINT = "5A6568"
SHEET = "FFFFFF"
PAPER = "F7F5F0"
SUNK = "ECE9E2"
RULE = "D9D5CB"
EDGE = "798386"
ACCENT = "0E5A63"
WASH = "E1EDED"
GROUP = "66858F"
UNIPOLAR = ("E4E1D8", "B7CFD1", "7FB0B6", "2F7984", "0A464E")
BIPOLAR = ("8F430D", "DFB083", "DCDAD3", "8DBAC0", "0E5A63")

FONT = "Arial"


@dataclass(frozen=True, slots=True)
class Look:
    """What makes a cell look as it does; `rule` is the colour of a line below it, `edge` of one to its right."""

    size: float = SIZE
    bold: bool = False
    colour: str = INK
    fill: str = ""
    align: Align = Align.LEFT
    vertical: str = "top"
    wrap: bool = False
    indent: int = 0
    number_format: str = "General"
    rule: str = ""
    edge: str = ""
    underline: bool = False
    quoted: bool = False


BODY = Look(vertical="center", rule=RULE)
TITLE = Look(size=16, bold=True, colour=ACCENT, vertical="center")
NOTE = Look(colour=FAINT, vertical="center")
BAND = Look(bold=True, colour=SHEET, fill=ACCENT, vertical="center")
HEAD = Look(bold=True, fill=WASH, wrap=True, vertical="bottom", rule=EDGE)
CODE = Look(size=9, colour=FAINT, fill=PAPER, vertical="center")


def dress(cell: Cell, look: Look) -> Cell:
    """Give `cell` its look."""
    cell.font = Font(
        name=FONT, size=look.size, bold=look.bold, color=look.colour, underline="single" if look.underline else None
    )
    cell.alignment = Alignment(
        horizontal=look.align.value, vertical=look.vertical, wrap_text=look.wrap, indent=look.indent
    )
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    cell.border = Border(bottom=_side(look.rule), right=_side(look.edge))
    cell.number_format = look.number_format
    cell.quotePrefix = look.quoted
    return cell


def _side(colour: str) -> Side:
    return Side("medium" if colour == ACCENT else "thin", color=colour) if colour else Side()


def palette(colours: tuple[str, ...], count: int) -> list[str]:
    """Spread `colours` over `count` steps, mixing neighbours where there are more steps than colours."""
    if count == 1:
        return [colours[-1]]
    return [_mix(colours, step * (len(colours) - 1) / (count - 1)) for step in range(count)]


def is_dark(colour: str) -> bool:
    """Tell whether white text has more contrast on `colour` than ink has, by WCAG's measure."""
    light = _luminance(colour) + 0.05
    return (_luminance(SHEET) + 0.05) / light > light / (_luminance(INK) + 0.05)


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _mix(colours: tuple[str, ...], place: float) -> str:
    below = min(int(place), len(colours) - 2)
    share = place - below
    pairs = zip(_channels(colours[below]), _channels(colours[below + 1]), strict=True)
    return "".join(f"{round(low + (high - low) * share):02X}" for low, high in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
