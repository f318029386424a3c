"""An outline: what a plan document says, as plain data that can be stored, compared and written back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from surveyapp.enums import ItemKind

DEEPEST_LEVEL = 4

# Limits that no plan comes near: the longest published one has 67 items, its longest text 692 characters.
MOST_ITEMS = 2_000
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: its number (from 1), its text with the leading blanks, and what its format itself tells.

    `depth` is the nesting that the format states (only its order counts; None: the format states none), `heading`
    that the format marks the line as a heading, `continues` that the format says it goes on from the line above.
    """

    number: int
    text: str
    depth: int | None = None
    heading: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A statement, goal, priority or note; `line` is where it begins in the document.

    `marker` is what the document prints before a goal, `label` the path of markers (`C.1.b.ii`); the others are
    labelled `S1`, `P1`, `N1`. `marker`, `level` and `tier` are "", 0 and None for anything but a goal.
    """

    kind: ItemKind
    label: str
    marker: str
    level: int
    tier: str | None
    text: str
    strategy: bool
    line: int


@dataclass(frozen=True, slots=True)
class OutlineWarning:
    """A place where the document was doubtful, and what was made of it."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan document as data: items in document order, tiers in document order, and what was doubtful."""

    title: str
    practice_area: str
    items: tuple[OutlineItem, ...]
    tiers: tuple[str, ...]
    warnings: tuple[OutlineWarning, ...]


class ItemDict(TypedDict):
    """An item as `as_dict` gives it."""

    kind: str
    label: str
    marker: str
    level: int
    tier: str | None
    text: str
    strategy: bool
    line: int


class WarningDict(TypedDict):
    """A warning as `as_dict` gives it."""

    line: int
    message: str


class OutlineDict(TypedDict):
    """An outline as `as_dict` gives it."""

    title: str
    practice_area: str
    items: list[ItemDict]
    warnings: list[WarningDict]


def as_dict(outline: Outline) -> OutlineDict:
    """Return the outline as the plain values that `plans read --json` prints."""
    return {
        "title": outline.title,
        "practice_area": outline.practice_area,
        "items": [
            {
                "kind": item.kind.value,
                "label": item.label,
                "marker": item.marker,
                "level": item.level,
                "tier": item.tier,
                "text": item.text,
                "strategy": item.strategy,
                "line": item.line,
            }
            for item in outline.items
        ],
        "warnings": [{"line": warning.line, "message": warning.message} for warning in outline.warnings],
    }
