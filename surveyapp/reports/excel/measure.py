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
# Breadths of the characters from the space to the tilde in Calibri, in hundredths of its size.
_BREADTHS = (
    23, 33, 40, 50, 51, 71, 68, 22, 30, 30, 50, 50, 25, 31, 25, 39, 51, 51, 51, 51, 51, 51, 51, 51, 51, 51, 27, 27, 50,
    50, 50, 46, 89, 58, 54, 53, 62, 49, 46, 63, 62, 25, 32, 52, 42, 85, 65, 66, 52, 67, 54, 46, 49, 64, 57, 89, 52, 49,
    47, 31, 39, 31, 50, 50, 29, 48, 53, 42, 53, 50, 31, 47, 53, 23, 24, 45, 23, 80, 53, 53, 53, 53, 35, 39, 33, 53, 45,
    71, 43, 45, 40, 31, 46, 31, 50,
)  # fmt: skip
_BREADTH = {chr(code): breadth for code, breadth in enumerate(_BREADTHS, 32)}
_OTHER, _WIDE = 55, 100
_SPACE = _BREADTH[" "]
# A unit of column width is a digit of 7 pixels; a character of SIZE is 13.3 pixels high. 4 % are kept in reserve.
_PER_UNIT = 0.96 * 100 * 7 / (SIZE * 96 / 72)


def lines(text: str, width: float, *, bold: bool = False) -> int:
    """Estimate how many lines `text` takes in a column that is `width` units wide."""
    return _lines(text, width * _PER_UNIT / (1.04 if bold else 1))


def height(line_count: int) -> float:
    """Give the height of a row of so many lines, in points."""
    return min(TALLEST, line_count * _LINE + _PADDING)


def width_of(text: str) -> float:
    """Give the width, in units, of a column that holds `text` in bold on one line."""
    return 1.04 * _breadth(text) / _PER_UNIT + 0.5


def inches(width: float) -> float:
    """Give the breadth of a column of `width` units: 7 pixels each and 5 of padding, 96 to the inch."""
    return (7 * width + 5) / 96


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
