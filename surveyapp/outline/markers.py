"""What may stand before a goal's words: a bullet, a marker such as `A.`, `1)`, `(a)`, `ii.` or `1.2`, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class MarkerKind(Enum):
    """How a list is numbered."""

    UPPER = "A, B, C"
    LOWER = "a, b, c"
    NUMBER = "1, 2, 3"
    UPPER_ROMAN = "I, II, III"
    LOWER_ROMAN = "i, ii, iii"


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a marker can mean: `i` is the ninth letter or the first Roman numeral."""

    kind: MarkerKind
    value: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as printed: `text` is its last part, `prefix` the parts before it (`1.2` has the prefix `1`).

    `style` is the punctuation around it, `readings` everything it can mean, the likelier first.
    """

    text: str
    prefix: tuple[str, ...]
    style: str
    readings: tuple[Reading, ...]

    @property
    def printed(self) -> str:
        """All parts, without the punctuation around them."""
        return ".".join((*self.prefix, self.text))


# Lists of forty and more are not numbered in Roman numerals; the bound keeps words such as "mix." from being markers.
_HIGHEST_ROMAN = 39
_HIGHEST_LETTER = 52
_ROMAN_DIGITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

_SINGLE_OR_DOUBLED_LETTER = r"(?:(?P<{0}>[A-Za-z])(?P={0})?)"
_PART = r"(?:[0-9]{1,3}|[ivx]{2,8}|[IVX]{2,8}|" + _SINGLE_OR_DOUBLED_LETTER + ")"
_MARKER = re.compile(
    r"(?P<open>\(?)(?P<first>"
    + _PART.replace("{0}", "a")
    + r")(?P<rest>(?:\."
    + _PART.replace("{0}", "b")
    + r"){0,5})(?P<close>(?:\.\)|[.):])?)"
    # "1.Define" lacks its blank; "U.S." and "i.e." are no markers.
    + r"(?:\s+|$|(?<=[.):])(?=[A-Z][a-z]))"
)
_MOST_BULLETS = 3
_OPENING_QUOTES = ('"', "“", "‘", "'")
_LIST_BULLET = re.compile(r"[•·▪▫◦‣⁃●○■□➢➤►\uf0b7\uf0a7]\s*|[-–—−*]+(?:\s+|$)|o(?:\t| {2,})")
_DASH_WITHOUT_BLANK = re.compile(r"[-–—−](?=\S)")


def split_bullet(text: str) -> tuple[bool, str]:
    """Take bullets and dashes off the front of `text`; say whether there were any.

    A dash that touches a small letter is the other half of a hyphenated word and stays.
    """
    bulleted = False
    for _ in range(_MOST_BULLETS):
        if match := _LIST_BULLET.match(text):
            bulleted, text = True, text[match.end() :]
    dash = _DASH_WITHOUT_BLANK.match(text)
    if dash and (text[1].isupper() or split_marker(text[1:])[0]):
        return True, text[1:]
    return bulleted, text


def split_marker(text: str) -> tuple[Marker | None, str]:
    """Take the marker off the front of `text`, if there is one."""
    match = _MARKER.match(text)
    if not match:
        return None, text
    *prefix, last = (match["first"] + match["rest"]).split(".")
    opening, closing, rest = match["open"], match["close"], text[match.end() :]
    readings = _readings(last)
    if not readings or (opening and ")" not in closing):
        return None, text
    if prefix and not any(part.isdigit() for part in (*prefix, last)):
        return None, text
    # "3.5 million" is a quantity, "1.2 Define" a marker.
    if not closing and not (prefix and (rest[:1].isupper() or rest[:1] in _OPENING_QUOTES)):
        return None, text
    return Marker(last, tuple(prefix), opening + closing, readings), rest


def spell(kind: MarkerKind, value: int) -> str:
    """Print the marker of the `value`-th goal of a list; past the end of the letters or numerals, as a number."""
    if kind in (MarkerKind.UPPER, MarkerKind.LOWER) and value <= _HIGHEST_LETTER:
        small = chr(ord("a") + (value - 1) % 26) * (1 + (value - 1) // 26)
    elif kind in (MarkerKind.UPPER_ROMAN, MarkerKind.LOWER_ROMAN) and value <= _HIGHEST_ROMAN:
        small = _roman(value)
    else:
        small = str(value)
    return small.upper() if kind in (MarkerKind.UPPER, MarkerKind.UPPER_ROMAN) else small


def _roman(value: int) -> str:
    numeral = ""
    for worth, digits in _ROMAN_DIGITS:
        count, value = divmod(value, worth)
        numeral += digits * count
    return numeral


_ROMAN_VALUES = {_roman(value): value for value in range(1, _HIGHEST_ROMAN + 1)}


def _readings(part: str) -> tuple[Reading, ...]:
    if part.isdigit():
        return (Reading(MarkerKind.NUMBER, int(part)),)
    upper = part.isupper()
    small = part.lower()
    readings = []
    if len(set(small)) == 1 and len(small) <= 2:
        value = ord(small[0]) - ord("a") + 1 + 26 * (len(small) - 1)
        readings.append(Reading(MarkerKind.UPPER if upper else MarkerKind.LOWER, value))
    if small in _ROMAN_VALUES:
        readings.append(Reading(MarkerKind.UPPER_ROMAN if upper else MarkerKind.LOWER_ROMAN, _ROMAN_VALUES[small]))
    return tuple(readings)
