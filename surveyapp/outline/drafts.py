"""What the parser gathers while it reads: items in the making, headings that may name tiers, and doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind
from surveyapp.outline.joining import put_together

if TYPE_CHECKING:
    from surveyapp.outline.headings import Role
    from surveyapp.outline.shapes import Shape

_EXCERPT = 60


@dataclass(slots=True, eq=False)
class Draft:
    """An item while its lines are being gathered. `below_heading` tells that it is the first goal below a heading."""

    kind: ItemKind
    first: Shape
    last: Shape
    pieces: list[str]
    below_heading: bool = False

    @property
    def line(self) -> int:
        """Where the item begins."""
        return self.first.number

    @property
    def is_bare_bullet(self) -> bool:
        """Whether this is a goal that has a bullet and no marker."""
        return self.kind is ItemKind.GOAL and self.first.marker is None

    @property
    def text(self) -> str:
        """The words of all its lines."""
        return put_together(self.pieces)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should look at. `{label}` in the message stands for the label of the item it is `about`."""

    line: int
    message: str
    about: Draft | None = None


@dataclass(frozen=True, slots=True)
class TierHeading:
    """A heading over goals that may name a tier; `draft` is the note it stays when it does not."""

    role: Role
    draft: Draft
    below_goals_heading: bool


@dataclass(slots=True)
class Sections:
    """The document in its parts, before goals are numbered and tiers decided."""

    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    tier_headings: list[TierHeading] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def excerpt(text: str) -> str:
    """Quote the beginning of `text` in a message."""
    return f"“{text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + '…'}”"
