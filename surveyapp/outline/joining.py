"""When a line goes on from the one above, and how the two are put together."""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from surveyapp.outline.shapes import ends_sentence, runs_on

if TYPE_CHECKING:
    from surveyapp.outline.shapes import Shape

SOFT_HYPHEN = "\u00ad"
_HYPHEN_AT_THE_END = re.compile(r"[^\W\d_]-$")
# "inter- and multidisciplinary" keeps its blank, "self-insured" has none.
_SUSPENDED = re.compile(r"(?:and|or|to|nor)\b")


class Join(Enum):
    """Whether a line goes on from the one above."""

    NO = "it stands for itself"
    SURE = "it is wrapped text"
    DOUBTFUL = "it seems to, but a blank line, a dash or a full stop stands in between"


def joins(first: Shape, last: Shape, shape: Shape, *, in_list: bool, width: int | None) -> Join:
    """Decide whether `shape` goes on from `last`, the latest line of the item that began with `first`.

    `in_list` tells that another bare bullet follows, `width` where the document was wrapped by hand, if it was.
    """
    if shape.marker:
        return Join.NO
    cut = not ends_sentence(last.words)
    if shape.bulleted:
        in_list = in_list or first.is_bare_bullet
        return Join.DOUBTFUL if shape.begins_small and cut and not in_list else Join.NO
    if shape.after_gap:
        return Join.DOUBTFUL if shape.begins_small and cut else (Join.NO if last.words else Join.SURE)
    # Running text ends its sentences and goals often do not: only there does a missing full stop prove anything.
    if not last.words or shape.continues or runs_on(last, shape, width) or (cut and first.is_plain):
        return Join.SURE
    return Join.DOUBTFUL if shape.begins_small else Join.NO


def put_together(pieces: list[str]) -> str:
    """Make one text of an item's lines. A hyphen at a line's end stays; a soft one goes."""
    text = pieces[:1]
    for above, below in pairwise(pieces):
        if above.endswith(SOFT_HYPHEN):
            text[-1] = above[:-1]
        elif not (splits_word(above, below) or (below[:1] == "-" and below[1:2].isalpha())):
            text.append(" ")
        text.append(below)
    return "".join(text).strip()


def splits_word(above: str, below: str) -> bool:
    """Whether a hyphen at the end of `above` joins it to `below`."""
    return bool(_HYPHEN_AT_THE_END.search(above[-2:])) and below[:1].islower() and not _SUSPENDED.match(below)
