"""Whatever somebody typed, as text that Excel can hold."""

from __future__ import annotations

import re

from surveyapp.reports.redline import Redline

LONGEST = 32_767
"""How many UTF-16 units Excel keeps in a cell; it cuts the rest off without a word."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
CONTINUES = " […] (continued at the end of this row)"
CONTINUED = "(continued from {place}) […] "

# Neither XML nor Excel knows these: control characters, halves of surrogate pairs, and two non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGNS = frozenset("=+-@\t")


def clean(text: str) -> str:
    """Make `text` writable: a line break of any kind becomes Excel's, an unwritable character the mark "�"."""
    if text.isprintable():
        return text
    return _UNWRITABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def count_unwritable(text: str) -> int:
    """Count the characters that `clean` has to replace by the mark."""
    return len(_UNWRITABLE.findall(text))


def needs_quoting(text: str) -> bool:
    """Tell whether Excel would read `text` as a formula or a number as soon as somebody edits its cell."""
    begin = next((run.words for run in text.runs), "") if isinstance(text, Redline) else text
    return begin[:1] in _SIGNS


def pieces(text: str, place: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Divide the `text` of the cell at `place` so that each piece fits a cell; without their marks, they join to it.

    A piece that goes on says so at its end, and one that goes on from another says at its beginning from where.
    """
    if 2 * len(text) <= longest or _units(text) <= longest:
        return (text,)
    continued = CONTINUED.format(place=place)
    room = longest - len(CONTINUES) - len(continued)
    parts, start, used = [], 0, 0
    for position, character in enumerate(text):
        used += _units(character)
        if used > room:
            parts.append(text[start:position])
            start, used = position, _units(character)
    parts.append(text[start:])
    last = len(parts) - 1
    return tuple(
        f"{continued if index else ''}{part}{CONTINUES if index < last else ''}" for index, part in enumerate(parts)
    )


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
