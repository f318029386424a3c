"""The room that text and columns take: a file must say how high its rows are, for Excel does not find out by itself."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

SIZE = 10
"""The size of running text, in points."""
TALLEST = 409.0
"""Excel shows no row that is taller, in points."""

_LINE = 12.75
_PADDING = 3.5
# Breadths of the characters from the space to the tilde in hundredths of the size, measured in Liberation Sans, which
# shares Arial's metrics.
_BREADTHS = (
    28, 28, 35, 56, 56, 89, 67, 19, 33, 33, 39, 58, 28, 33, 28, 28, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28, 28,
    58, 58, 58, 56, 102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 50, 67, 56, 83, 72, 78, 67, 78, 72, 67, 61, 72, 67, 94,
    67, 67, 61, 28, 28, 28, 47, 56, 33, 56, 56, 50, 56, 56, 28, 56, 56, 22, 22, 50, 22, 83, 56, 56, 56, 56, 33, 50,
    28, 56, 50, 72, 50, 50, 50, 33, 26, 33, 58,
)  # fmt: skip
_BREADTH = {chr(code): breadth for code, breadth in enumerate(_BREADTHS, 32)}
_OTHER, _WIDE = 60, 100
_SPACE = _BREADTH[" "]
# On the screen a unit of column width, a digit, is 7 pixels, and a character of SIZE is 13.3 pixels high. Cells keep 5
# pixels free beside a text, and 3 % are in reserve, since zoom and screen change the breadth of characters a little.
_UNIT, _FREE = 7 / (SIZE * 96 / 72), 5 / (SIZE * 96 / 72)
_RESERVE = 0.97
_BOLD = 1.08


def lines(text: str, width: float, *, bold: bool = False) -> int:
    """Estimate how many lines `text` takes in a column that is `width` units wide."""
    room = 100 * _RESERVE * (width * _UNIT - _FREE)
    return _lines(text, room / (_BOLD if bold else 1))


def height(line_count: int) -> float:
    """Give the height of a row of so many lines, in points."""
    return min(TALLEST, line_count * _LINE + _PADDING)


def width_of(text: str) -> float:
    """Give the width, in units, of a column that holds `text` in bold on one line."""
    return (_BOLD * _breadth(text) / (100 * _RESERVE) + _FREE) / _UNIT


def inches(width: float) -> float:
    """Give the breadth on paper of a column of `width` units: as many digits of SIZE."""
    return width * _BREADTH["0"] / 100 * SIZE / 72


@lru_cache(maxsize=1024)
def _lines(text: str, room: float) -> int:
    return sum(_paragraph_lines(paragraph, room) for paragraph in text.split("\n"))


def _paragraph_lines(paragraph: str, room: float) -> int:
    count, used = 1, 0.0
    for word in paragraph.split(" "):
        breadth = _breadth(word)
        if used and used + _SPACE + breadth > room:
            count += 1
            used = 0.0
        used += breadth + (_SPACE if used else 0)
        if used > room:
            # a word longer than the line is broken wherever the line ends
            count += math.ceil(used / room) - 1
            used %= room
    return count


@lru_cache(maxsize=8192)
def _breadth(word: str) -> int:
    return sum(_BREADTH.get(character) or _other(character) for character in word)


def _other(character: str) -> int:
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER
