"""Native charts of the tables above them: stacked bars for distributions, bars for a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun

from surveyapp.reports.excel.look import ACCENT, EDGE, FONT, INK, SHEET, WASH, is_dark
from surveyapp.reports.excel.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.reports.excel.rows import Placed
    from surveyapp.reports.excel.sheet import Sheet

MOST_BARS = 30
"""A chart with more cannot be taken in."""

_CM = 72 / 2.54
_BAR = 0.72
_FRAME = 2.4
# Charts are printed as much smaller as their tables.
_TITLE, _TEXT = 13, 11
# A label does not fit into a smaller piece; the table above has every figure.
_SMALLEST_LABELLED = 0.03
_AND_ITS_LABEL = 1.08


def chart_points(bars: int) -> float:
    """Give the height of a chart of so many bars, in points."""
    return (bars * _BAR + _FRAME) * _CM


def most_bars(points: float) -> int:
    """Tell how many bars one chart has at most, so that it is not higher than so many points."""
    return max(1, min(MOST_BARS, int((points / _CM - _FRAME) / _BAR)))


def stacked_chart(
    sheet: Sheet, placed: Placed, title: str, pieces: Sequence[tuple[str, str]], rows: tuple[int, int]
) -> None:
    """Draw the rows from the first to the last of `rows`, a bar each, below the table.

    `pieces` are the columns that make up a bar, with their colours.
    """
    chart = _chart(title)
    chart.grouping = "percentStacked"
    chart.overlap = 100
    for name, colour in pieces:
        series = _series(sheet, placed, name, rows, colour)
        series.dLbls = _labels(SHEET if is_dark(colour) else INK)
        series.dLbls.dLbl = [_no_label(bar) for bar in _small_pieces(placed, name, rows)]
        chart.series.append(series)
    chart.legend.position = "t"
    chart.legend.txPr = RichText(p=[_paragraph(_TEXT, INK)])
    _place(sheet, chart, rows)


def bar_chart(sheet: Sheet, placed: Placed, title: str, name: str, rows: tuple[int, int]) -> None:
    """Draw one column of the rows from the first to the last of `rows`, a bar each, below the table."""
    chart = _chart(title)
    chart.grouping = "clustered"
    series = _series(sheet, placed, name, rows, ACCENT)
    series.dLbls = _labels(INK)
    series.dLbls.position = "outEnd"
    chart.series.append(series)
    chart.legend = None
    chart.y_axis.scaling.min = 0
    # charts that share out one column can be compared
    position = placed.table.position(name)
    longest = max(value for row in placed.table.rows if isinstance(value := row[position], (int, float)))
    chart.y_axis.scaling.max = _AND_ITS_LABEL * longest or None
    _place(sheet, chart, rows)


def range_chart(sheet: Sheet, placed: Placed, title: str, most: float, rows: tuple[int, int]) -> None:
    """Draw the places of the rows from the first to the last of `rows`, each with a line over the places left to it.

    The columns `before` and `after` say how far that reaches from the place; `most` is the last place of all.
    """
    chart = _chart(title)
    chart.grouping = "clustered"
    chart.visible_cells_only = False
    series = _series(sheet, placed, "place", rows, WASH)
    series.dLbls = _labels(INK)
    series.dLbls.position = "inBase"
    reach = {name: NumRef(f=str(_cells(sheet, placed.column(name), *rows))) for name in ("before", "after")}
    series.errBars = ErrorBars(
        errBarType="both",
        errValType="cust",
        plus=NumDataSource(numRef=reach["after"]),
        minus=NumDataSource(numRef=reach["before"]),
        spPr=GraphicalProperties(ln=LineProperties(solidFill=ACCENT, w=28575)),
    )
    chart.series.append(series)
    chart.legend = None
    chart.y_axis.scaling.min = 0
    chart.y_axis.scaling.max = most + 0.5
    _place(sheet, chart, rows)


def _chart(title: str) -> Any:
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 35
    chart.varyColors = False
    run = RegularTextRun(rPr=_characters(_TITLE, INK, bold=True), t=clean(title))
    chart.title = Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(), r=[run])])), overlay=False)
    chart.roundedCorners = False
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    # the first row of the table is the topmost bar
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.x_axis.majorTickMark = "none"
    chart.x_axis.txPr = RichText(p=[_paragraph(_TEXT, INK)])
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=EDGE, w=9525))
    # every bar is labelled, so an axis would say the same again
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    return chart


def _series(sheet: Sheet, placed: Placed, name: str, rows: tuple[int, int], colour: str) -> Any:
    column = placed.column(name)
    series = Series(_cells(sheet, column, *rows))
    series.tx = SeriesLabel(strRef=StrRef(f=str(_cells(sheet, column, placed.head, placed.head))))
    series.cat = AxDataSource(strRef=StrRef(f=str(_cells(sheet, placed.column("label"), *rows))))
    series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=EDGE, w=6350))
    series.invertIfNegative = False
    return series


def _cells(sheet: Sheet, column: int, first: int, last: int) -> Reference:
    return Reference(sheet.page, min_col=column, min_row=first, max_row=last)


def _small_pieces(placed: Placed, name: str, rows: tuple[int, int]) -> list[int]:
    """List the bars, from 0, on which the piece of the column called `name` has no room for a label."""
    position = placed.table.position(name)
    values = [row[position] for row in placed.table.rows][rows[0] - placed.first : rows[1] - placed.first + 1]
    return [bar for bar, value in enumerate(values) if isinstance(value, float) and value < _SMALLEST_LABELLED]


def _labels(colour: str) -> DataLabelList:
    """Label every piece with its value, in the format of its cell."""
    labels = DataLabelList(txPr=RichText(p=[_paragraph(_TEXT, colour)]))
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showPercent = labels.showLegendKey = False
    return labels


def _no_label(bar: int) -> DataLabel:
    label = DataLabel(idx=bar)
    label.showVal = label.showSerName = label.showCatName = label.showPercent = label.showLegendKey = False
    return label


def _paragraph(size: int, colour: str) -> Paragraph:
    return Paragraph(
        pPr=ParagraphProperties(defRPr=_characters(size, colour)), endParaRPr=CharacterProperties(lang="en-US")
    )


def _characters(size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface=FONT))


def _place(sheet: Sheet, chart: Any, rows: tuple[int, int]) -> None:
    """Put the chart below what the sheet holds, as broad as the table, and leave its room empty."""
    top = sheet.row
    sheet.skip(chart_points(rows[1] - rows[0] + 1))
    corner = AnchorMarker(col=len(sheet.widths), row=sheet.row)
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=AnchorMarker(col=0, row=top), to=corner)
    sheet.page.add_chart(chart)
