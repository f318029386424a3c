"""Texts that files of any kind can hold: what is no character is marked."""

from __future__ import annotations

import re

MARK = "\N{REPLACEMENT CHARACTER}"
_HALVES = re.compile("[\ud800-\udfff]")


def whole_characters(text: str) -> str:
    """Put the mark "�" in place of each half of a surrogate pair: it is no character, and UTF-8 cannot hold it."""
    return text if text.isascii() else _HALVES.sub(MARK, text)
