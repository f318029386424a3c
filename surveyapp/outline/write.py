"""From an outline to text, in any of the ways in which plan documents mark their goals."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.outline.model import Outline, OutlineItem

VISION_HEADING = "Envisioned Future:"
GOALS_HEADING = "Goals:"
PRIORITIES_HEADING = "How will the society prioritize and support this?"


@dataclass(frozen=True, slots=True)
class Style:
    """How goals are marked and laid out.

    A goal reads `bullet`, `opening`, marker, `closing`, `gap`, words; with `full_path` the marker is its label.
    `indent` blanks stand before each level below the first; `spaced` leaves a blank line between goals; `width` wraps
    long lines; `heading` stands before headings.
    """

    opening: str = ""
    closing: str = "."
    bullet: str = ""
    gap: str = " "
    indent: int = 0
    full_path: bool = False
    spaced: bool = False
    width: int | None = None
    heading: str = ""
    newline: str = "\n"


STYLES = {
    "plain": Style(indent=2),
    "flat": Style(),
    "dashes": Style(bullet="- "),
    "bullets": Style(bullet="•\t", closing=")", indent=1),
    "brackets": Style(opening="(", closing=")", indent=4),
    "web page": Style(bullet=" - ", gap="\u00a0", newline="\r\n"),
    "spaced": Style(closing=")", spaced=True, indent=3),
    "full path": Style(full_path=True),
    "wrapped": Style(indent=2, width=72),
    "markdown": Style(bullet="- ", indent=4, heading="## "),
}


def write(outline: Outline, style: Style = STYLES["plain"]) -> str:
    """Write the outline as text; `parse` reads it back, except for lines, warnings and notes between goals.

    Notes keep their place. A heading is written where the kind of item or the tier changes.
    """
    lines = [f"# {outline.title}" if style.heading else outline.title] if outline.title else []
    for above, item in pairwise([None, *outline.items]):
        if item is None:
            continue
        headings = list(_headings(above, item))
        for heading in headings:
            lines += ["", style.heading + heading]
        if headings or style.spaced or above is None or above.kind is not item.kind or _is_paragraph(item):
            lines.append("")
        lines += _item_lines(item, style)
    return style.newline.join([*lines, ""])


def _is_paragraph(item: OutlineItem) -> bool:
    return item.kind in (ItemKind.STATEMENT, ItemKind.NOTE)


def _headings(above: OutlineItem | None, item: OutlineItem) -> Iterator[str]:
    """Yield the headings that `item` needs, given the item above it."""
    changes = above is None or above.kind is not item.kind
    if item.kind is ItemKind.STATEMENT and changes:
        yield VISION_HEADING
    elif item.kind is ItemKind.PRIORITY and changes:
        yield PRIORITIES_HEADING
    elif item.kind is ItemKind.GOAL and (changes or (above and above.tier != item.tier)):
        if changes:
            yield GOALS_HEADING
        if item.tier:
            yield f"{item.tier}:"


def _item_lines(item: OutlineItem, style: Style) -> list[str]:
    text = item.text + (" (strategy)" if item.strategy else "")
    blanks = ""
    if item.kind is ItemKind.GOAL:
        marker = item.label if style.full_path else item.marker
        text = f"{style.bullet}{style.opening}{marker}{style.closing}{style.gap}{text}"
        blanks = " " * style.indent * (item.level - 1)
    elif item.kind is ItemKind.PRIORITY:
        text = f"- {text}"
    if style.width is None:
        return [blanks + text]
    return textwrap.wrap(
        text,
        width=style.width,
        initial_indent=blanks,
        subsequent_indent=blanks,
        break_long_words=False,
        break_on_hyphens=False,
    )
