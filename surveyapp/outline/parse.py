"""From the lines of a plan document to its outline.

Lines are taken apart (`shapes`), headings recognised (`headings`), items gathered section by section (`sections`,
`joining`), goals placed by their markers (`numbering`) and labelled (`labels`), tiers decided (`tiers`). Whatever is
doubtful on the way becomes a warning.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind
from surveyapp.errors import InvalidInput
from surveyapp.outline.drafts import Doubt, Draft
from surveyapp.outline.joining import SOFT_HYPHEN
from surveyapp.outline.labels import Goal, label_goals
from surveyapp.outline.model import LONGEST_TEXT, Line, Outline, OutlineItem, OutlineWarning
from surveyapp.outline.sections import read_sections
from surveyapp.outline.shapes import read_shapes, wrap_width
from surveyapp.outline.tiers import Tiers, find_tiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STRATEGY = re.compile(r"\s*[(\[]\s*strategy\s*[)\]]\s*(?P<stop>[.;]?)$", re.IGNORECASE)
_KIND_OF_DOCUMENT = re.compile(r"[\s:–—-]*\b(?:strategic plan|practice area|plan)\s*$", re.IGNORECASE)
_LETTERS = {ItemKind.STATEMENT: "S", ItemKind.PRIORITY: "P", ItemKind.NOTE: "N"}


def parse(lines: Iterable[Line]) -> Outline:
    """Read a plan document.

    Raises `InvalidInput` when there is no statement, goal or priority in it, or when there are far too many items or
    far too long ones for a plan.
    """
    shapes, page_numbers = read_shapes(lines)
    sections = read_sections(shapes, wrap_width(shapes))
    goals, goal_doubts = label_goals([draft for draft in sections.drafts if draft.kind is ItemKind.GOAL])
    tiers = find_tiers(sections.tier_headings, goals)
    items, labels, doubts = _items(sections.drafts, goals, tiers)
    if all(item.kind is ItemKind.NOTE for item in items):
        raise InvalidInput(
            "No statement, goal or priority was found in this document. Expected are paragraphs below a heading such "
            "as “Envisioned future”, or goals numbered like A., 1., a., i. Nothing was stored."
        )
    for item in items:
        if len(item.text) > LONGEST_TEXT:
            raise InvalidInput(
                f"The paragraph that begins in line {item.line} has more than {LONGEST_TEXT:,} characters. A goal or "
                "statement is a few sentences. Nothing was stored; break the text into paragraphs and try again."
            )
    doubts += [*sections.doubts, *goal_doubts, *tiers.doubts, *_same_words(items), *_page_numbers(page_numbers)]
    return Outline(
        title=sections.title,
        practice_area=practice_area(sections.title),
        items=tuple(items),
        tiers=tuple(dict.fromkeys(tiers.names.values())),
        warnings=tuple(_warning(doubt, labels) for doubt in sorted(doubts, key=lambda doubt: doubt.line)),
    )


def practice_area(title: str) -> str:
    """Return the practice area that a plan's title names: the title without "Strategic Plan" and the like."""
    area = title
    while (shorter := _KIND_OF_DOCUMENT.sub("", area)) != area:
        area = shorter
    return area or title


def _items(
    drafts: Sequence[Draft], goals: Sequence[Goal], tiers: Tiers
) -> tuple[list[OutlineItem], dict[Draft, str], list[Doubt]]:
    """Return the items in order, their labels, and a doubt for each item without words, which is left out."""
    goal_of = {goal.draft: goal for goal in goals}
    tier_lines = sorted(tiers.names)
    headings = set(tiers.headings)
    counts = dict.fromkeys(_LETTERS, 0)
    items, labels, doubts = [], {}, []
    for draft in drafts:
        if draft in headings:
            continue
        goal = goal_of.get(draft)
        tiers_above = bisect_right(tier_lines, draft.line)
        text, strategy = _without_strategy(draft)
        if not text:
            doubts.append(Doubt(draft.line, f"“{draft.first.whole}” has a number and no words. It was left out."))
            continue
        if goal is None:
            counts[draft.kind] += 1
        item = OutlineItem(
            kind=draft.kind,
            label=goal.label if goal else f"{_LETTERS[draft.kind]}{counts[draft.kind]}",
            marker=goal.marker if goal else "",
            level=goal.level if goal else 0,
            tier=tiers.names[tier_lines[tiers_above - 1]] if goal and tiers_above else None,
            text=text,
            strategy=strategy,
            line=draft.line,
        )
        items.append(item)
        labels[draft] = item.label
    return items, labels, doubts


def _without_strategy(draft: Draft) -> tuple[str, bool]:
    """Take the mark "(strategy)" off the end of an item's words; say whether there was one."""
    text = " ".join(draft.text.replace(SOFT_HYPHEN, "").split())
    match = None if draft.kind is ItemKind.NOTE else _STRATEGY.search(text)
    return (text[: match.start()] + match["stop"], True) if match else (text, False)


def _same_words(items: Sequence[OutlineItem]) -> list[Doubt]:
    first: dict[tuple[ItemKind, str], OutlineItem] = {}
    doubts = []
    for item in items:
        if item.kind is not ItemKind.NOTE:
            same = first.setdefault((item.kind, item.text.casefold().rstrip(".")), item)
            if same is not item:
                doubts.append(
                    Doubt(
                        item.line,
                        f"{item.label} has the same words as {same.label} in line {same.line}. Both were kept.",
                    )
                )
    return doubts


def _page_numbers(lines: Sequence[int]) -> list[Doubt]:
    if not lines:
        return []
    if len(lines) == 1:
        return [Doubt(lines[0], f"Line {lines[0]} looks like a page number and was left out.")]
    where = f"{len(lines)} lines look like page numbers, the first in line {lines[0]}"
    return [Doubt(lines[0], f"{where}. They were left out.")]


def _warning(doubt: Doubt, labels: dict[Draft, str]) -> OutlineWarning:
    label = labels.get(doubt.about, "this line") if doubt.about else ""
    return OutlineWarning(doubt.line, doubt.message.replace("{label}", label))
