"""Finding words in texts: letters are the same in either case and with any accent, quotation marks of any shape."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_PLAIN = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—−\t\n\r\xa0", '\'\'\'\'""""""------    ')
_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')
_WORD = re.compile(r"\w+(?:'\w+)*")
_MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text, and whether it is what was searched."""

    text: str
    is_found: bool


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Write a text as it is compared: small letters, no accents, straight quotation marks, plain spaces."""
    plain = text.translate(_PLAIN)
    if plain.isascii():
        return plain.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", plain)).casefold()


def terms_of(typed: str) -> tuple[str, ...]:
    """Read what was typed into a search box: words, and phrases in quotation marks, folded. At most twelve."""
    found = (phrase or word for phrase, word in _TERM.findall(typed.translate(_PLAIN)))
    return tuple(dict.fromkeys(folded for term in found if (folded := " ".join(fold(term).split()))))[:_MOST_TERMS]


def holds(text: str, terms: tuple[str, ...]) -> bool:
    """Whether every term stands somewhere in `text`, also within a word."""
    folded = fold(text)
    return all(term in folded for term in terms)


def pieces(text: str, terms: tuple[str, ...]) -> tuple[Piece, ...]:
    """Cut a text where terms begin and end. The pieces in a row are exactly the text."""
    if not terms:
        return (Piece(text, is_found=False),)
    # One folded character may come from none, one or several of the text's own.
    parts = [fold(character) for character in text]
    folded = "".join(parts)
    owner = [place for place, part in enumerate(parts) for _ in part]
    is_found = [False] * len(text)
    for term in terms:
        for start in (match.start() for match in re.finditer(f"(?={re.escape(term)})", folded)):
            first, last = owner[start], owner[start + len(term) - 1]
            is_found[first : last + 1] = [True] * (last + 1 - first)
    for place in range(1, len(text)):
        # An accent that follows its letter belongs to it.
        is_found[place] = is_found[place] or (is_found[place - 1] and not parts[place])
    return tuple(_cut(text, is_found))


def _cut(text: str, is_found: list[bool]) -> list[Piece]:
    found: list[Piece] = []
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or is_found[place] != is_found[begin]:
            found.append(Piece(text[begin:place], is_found[begin]))
            begin = place
    return found


def words_of(text: str) -> list[str]:
    """The words of a text, folded, without punctuation."""
    return _WORD.findall(fold(text))
