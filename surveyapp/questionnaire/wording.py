"""What a suggested wording changes, word by word: the same steps as static/member/wording.js, so both show the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What JavaScript and Python both hold to be a word.
_WORD = re.compile(r"[^\s\ufeff]+")
# Above so many pairs of words the middle counts as replaced as a whole; nobody types that much on a phone.
_MOST_PAIRS = 250_000


class Change(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words of one fate, with single spaces between them and none around."""

    change: Change
    words: str


def redline(original: str, suggestion: str) -> tuple[Run, ...]:
    """Compare two wordings by their longest common sequence of words; in a replacement the removed words stand first.

    Case and punctuation count; white space does not. Two wordings that say the same give one run, or none.
    """
    before, after = _WORD.findall(original), _WORD.findall(suggestion)
    return tuple(_runs(_compare(before, after)))


def _compare(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Change, str]]:
    common = _common_lengths(before, after) if len(before) * len(after) <= _MOST_PAIRS else None
    old = new = 0
    while old < len(before) or new < len(after):
        if common and old < len(before) and new < len(after) and before[old] == after[new]:
            yield Change.KEPT, before[old]
            old, new = old + 1, new + 1
        elif new == len(after) or (old < len(before) and (not common or common[old + 1][new] >= common[old][new + 1])):
            yield Change.REMOVED, before[old]
            old += 1
        else:
            yield Change.ADDED, after[new]
            new += 1


def _common_lengths(before: Sequence[str], after: Sequence[str]) -> list[list[int]]:
    """How many words the rests of both have in common, for each place in `before` (rows) and in `after` (columns)."""
    lengths = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for old in range(len(before) - 1, -1, -1):
        row, below = lengths[old], lengths[old + 1]
        for new in range(len(after) - 1, -1, -1):
            row[new] = below[new + 1] + 1 if before[old] == after[new] else max(below[new], row[new + 1])
    return lengths


def _runs(words: Iterator[tuple[Change, str]]) -> Iterator[Run]:
    """Gather neighbours; between two kept words all that was removed goes before all that was added."""
    gathered: dict[Change, list[str]] = {change: [] for change in Change}
    for change, word in words:
        if change is Change.KEPT and (gathered[Change.REMOVED] or gathered[Change.ADDED]):
            yield from _finished(gathered)
        gathered[change].append(word)
    yield from _finished(gathered)


def _finished(gathered: dict[Change, list[str]]) -> Iterator[Run]:
    for change, words in gathered.items():
        if words:
            yield Run(change, " ".join(words))
            words.clear()
