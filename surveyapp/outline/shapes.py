"""What one line looks like, before anything is known about its place: bullet, marker, words, position, gap above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.outline.markers import split_bullet, split_marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from surveyapp.outline.markers import Marker
    from surveyapp.outline.model import Line

_RULE = re.compile(r"[-–—_=*~.•\s]+")
_PAGE_NUMBER = re.compile(r"(?:page|p\.)?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<words>[^\s*_][^*_]*)(?P=mark)")
_NOTE = re.compile(
    r"\W*disclaimer\b|notes?:|©|\(c\)\s*(?:19|20)\d\d\b|copyright\s*(?:©|\(c\)|by\b|(?:19|20)\d\d)|\*+[^\s*][^*]*$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\ball rights reserved\b", re.IGNORECASE)
_COPYRIGHT_LIKE_A_MARKER = re.compile(r"\(c\)\s*(?:19|20)\d\d\b", re.IGNORECASE)

_CLOSING_MARKS = "\"'’”»)]*"
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")

# Nobody wraps text by hand wider than this; a document with a longer line has one line for each paragraph.
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 50


@dataclass(frozen=True, slots=True)
class Shape:
    """A line taken apart. `words` is what follows bullet and marker, `whole` the line with them.

    `position` orders lines by how far in they stand: the nesting when the format states one (`stated`), else the
    leading blanks. `after_gap` tells that a blank line, a rule or a page number stands above.
    """

    number: int
    whole: str
    words: str
    bulleted: bool
    marker: Marker | None
    position: int
    stated: bool
    heading: bool
    continues: bool
    after_gap: bool
    length: int

    @property
    def is_plain(self) -> bool:
        """Whether the line has neither bullet nor marker."""
        return not self.bulleted and self.marker is None

    @property
    def is_bare_bullet(self) -> bool:
        """Whether the line has a bullet and no marker."""
        return self.bulleted and self.marker is None

    @property
    def begins_note(self) -> bool:
        """Whether the line begins a copyright notice, a disclaimer or a footnote."""
        return self.marker is None and _NOTE.match(self.words) is not None

    @property
    def reserves_rights(self) -> bool:
        """Whether the line is part of a copyright notice, if not its beginning."""
        return self.marker is None and _RIGHTS.search(self.words) is not None

    @property
    def begins_small(self) -> bool:
        """Whether the words go on with a small letter, or with the other half of a hyphenated word."""
        return self.words[:1].islower() or (self.words[:1] == "-" and self.words[1:2].islower())


def read_shapes(lines: Iterable[Line]) -> tuple[list[Shape], list[int]]:
    """Take the lines apart; blank lines and rules go. Also return the numbers of lines that only count pages."""
    shapes: list[Shape] = []
    page_numbers: list[int] = []
    last_number = 0
    for line in lines:
        whole = " ".join(line.text.split())
        if not whole or _RULE.fullmatch(whole):
            continue
        after_gap = line.number > last_number + 1 or not shapes
        if after_gap and _PAGE_NUMBER.fullmatch(whole):
            page_numbers.append(line.number)
            continue
        shapes.append(_shape(line, whole, after_gap=after_gap))
        last_number = line.number
    return shapes, page_numbers


def runs_on(shape: Shape, below: Shape | None, width: int | None) -> bool:
    """Whether `shape` is text wrapped at `width` (None: not by hand) that goes on in the plain line `below`."""
    if below is None or below.after_gap or not below.is_plain:
        return False
    # The second asks whether the first word below would not have fitted behind the line.
    fills = width is not None and shape.length + 1 + len(below.whole.partition(" ")[0]) > width
    return fills or (below.begins_small and not ends_sentence(shape.words))


def ends_sentence(words: str) -> bool:
    """Whether the words come to an end: a full stop, colon or the like, brackets and quotes aside."""
    return words.rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS)


def wrap_width(shapes: Sequence[Shape]) -> int | None:
    """Return the width at which the document was wrapped by hand, or None when it was not."""
    longest = max((shape.length for shape in shapes), default=0)
    return longest if _NARROWEST_WRAP <= longest <= _WIDEST_WRAP else None


def _shape(line: Line, whole: str, *, after_gap: bool) -> Shape:
    if emphasis := _EMPHASIS.fullmatch(whole):
        whole = emphasis["words"].strip()
    # Runs of blanks tell Word's pasted bullet "o" from a word, so they are kept until the bullet is off.
    rest = whole if emphasis else line.text.strip()
    bulleted, rest = (False, whole) if line.heading else split_bullet(rest)
    marker = None
    if not _COPYRIGHT_LIKE_A_MARKER.match(rest):
        marker, rest = split_marker(rest)
    blanks = len(line.text) - len(line.text.lstrip())
    indent = len(line.text[:blanks].expandtabs(4))
    return Shape(
        number=line.number,
        whole=whole,
        words=" ".join(rest.split()),
        bulleted=bulleted,
        marker=marker,
        position=indent if line.depth is None else line.depth,
        stated=line.depth is not None,
        heading=line.heading,
        continues=line.continues,
        after_gap=after_gap,
        length=len(line.text.rstrip()),
    )
