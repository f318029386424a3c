"""Charts drawn as PNG with the house's own font, so that they look the same wherever the report is opened."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from surveyapp.reports.excel.look import ACCENT, EDGE, FAINT, INK, RULE, SHEET, is_dark
from surveyapp.reports.tables import SHARE
from surveyapp.reports.word.charts import Bars, Ranges
from surveyapp.reports.written import as_text

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Canvas
    from PIL.ImageFont import FreeTypeFont

INCHES = 6.5
_WIDTH = 1560
_ROW, _BAR = 50, 34
_HEAD, _KEY_ROW = 64, 44
_LABELS = 150
_ROOM = 62
_TITLE, _TEXT = 32, 26
_MARGIN = 12
_LONGEST_NAME = 44


def draw(chart: Bars | Ranges) -> bytes:
    """Draw a chart as PNG, to be shown `INCHES` broad."""
    return _draw_bars(chart) if isinstance(chart, Bars) else _draw_ranges(chart)


def _draw_bars(chart: Bars) -> bytes:
    keys = _key_places(chart)
    top = _HEAD + _KEY_ROW * (1 + max(row for *_, row in keys))
    image, canvas = _paper(top + _ROW * len(chart.bars) + _MARGIN, chart.title)
    for (name, colour), (x, row) in zip(chart.key, keys, strict=True):
        y = _HEAD + _KEY_ROW * row
        canvas.rectangle((x, y + 4, x + 26, y + 30), fill=f"#{colour}", outline=f"#{EDGE}")
        _write(canvas, (x + 36, y + 17), _short(name), "lm")
    for number, (label, shares) in enumerate(chart.bars):
        y = top + _ROW * number
        _write(canvas, (_LABELS - 16, y + _BAR // 2), _short(label), "rm")
        _draw_bar(canvas, y, shares, [colour for _, colour in chart.key])
    return _png(image)


def _draw_bar(canvas: Canvas, y: int, shares: tuple[float, ...], colours: list[str]) -> None:
    breadth = _WIDTH - _MARGIN - _LABELS
    start = 0.0
    for share, colour in zip(shares, colours, strict=True):
        left, right = _LABELS + breadth * start, _LABELS + breadth * (start + share)
        start += share
        if not share:
            continue
        canvas.rectangle((left, y, right, y + _BAR), fill=f"#{colour}", outline=f"#{SHEET}")
        if right - left >= _ROOM:
            ink = SHEET if is_dark(colour) else INK
            _write(canvas, ((left + right) / 2, y + _BAR // 2), as_text(share, SHARE), "mm", colour=ink)


def _draw_ranges(chart: Ranges) -> bytes:
    height = _HEAD + _ROW * len(chart.points) + _KEY_ROW
    image, canvas = _paper(height + _MARGIN, chart.title)
    breadth = _WIDTH - _MARGIN - _LABELS - 110

    def place(share: float) -> float:
        return _LABELS + breadth * share

    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        canvas.line((place(tick), _HEAD, place(tick), height - _KEY_ROW), fill=f"#{RULE}", width=2)
        _write(canvas, (place(tick), height - _KEY_ROW + 20), as_text(tick, SHARE), "mm", colour=FAINT)
    for number, (label, value, low, high) in enumerate(chart.points):
        y = _HEAD + _ROW * number + _ROW // 2
        _write(canvas, (_LABELS - 16, y), _short(label), "rm")
        canvas.line((place(low), y, place(high), y), fill=f"#{ACCENT}", width=5)
        canvas.ellipse((place(value) - 10, y - 10, place(value) + 10, y + 10), fill=f"#{ACCENT}")
        _write(canvas, (_WIDTH - _MARGIN, y), as_text(value, SHARE), "rm")
    return _png(image)


def _key_places(chart: Bars) -> list[tuple[int, int]]:
    """Set the names of the pieces side by side, on as many rows as they need: where each begins, and in which row."""
    places, x, row = [], _LABELS, 0
    for name, _ in chart.key:
        breadth = 36 + round(_font(_TEXT).getlength(_short(name))) + 34
        if x + breadth > _WIDTH and x > _LABELS:
            x, row = _LABELS, row + 1
        places.append((x, row))
        x += breadth
    return places


def _paper(height: int, title: str) -> tuple[Image.Image, Canvas]:
    image = Image.new("RGB", (_WIDTH, height), f"#{SHEET}")
    canvas = ImageDraw.Draw(image)
    canvas.text((_MARGIN, 26), title, fill=f"#{INK}", font=_font(_TITLE, bold=True), anchor="lm")
    return image, canvas


def _write(canvas: Canvas, at: tuple[float, float], text: str, anchor: str, *, colour: str = INK) -> None:
    canvas.text(at, text, fill=f"#{colour}", font=_font(_TEXT), anchor=anchor)


def _short(text: str) -> str:
    """Give a text one line and little room."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


@cache
def _font(size: int, *, bold: bool = False) -> FreeTypeFont:
    content = files("surveyapp").joinpath("static", "fonts", "atkinson.woff2").read_bytes()
    font = ImageFont.truetype(BytesIO(content), size)
    font.set_variation_by_name("Bold" if bold else "Regular")
    return font


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    # few colours, so a palette holds them: a tenth of the size, and no difference to be seen
    image.quantize(64).save(out, "PNG", dpi=(_WIDTH / INCHES, _WIDTH / INCHES), optimize=True)
    return out.getvalue()
