"""Outlines for properties: trees of up to four levels, with lists so long that letters look like numerals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from surveyapp.enums import ItemKind
from surveyapp.outline import MarkerKind, Outline, OutlineItem, Style, practice_area, spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

MOST_GOALS = 80
WORDS = (
    "access", "Boston", "care", "Develop", "evidence", "follow-up", "Gait", "home-based", "I", "inpatient", "a",
    "(see", "below)", "life", "Medicare", "national", "of", "pain", "quality", "Rural", "spine", "telehealth", "to",
    "and", "value", "with", "years", "U.S.", "e.g.", "24/7", "3.5%", "well-being", "v", "x", "c",
)  # fmt: skip
TITLES = ("Community Rehabilitation Strategic Plan", "Spine Care Practice Area", "Plan for Gait", "Outlook")
TIERS = (
    "High Priority",
    "Intermediate",
    "Future Considerations",
    "Quick wins",
    "Next three years",
    "Tier 2",
    "Later on",
)
SCHEMES = (
    (MarkerKind.UPPER, MarkerKind.NUMBER, MarkerKind.LOWER, MarkerKind.LOWER_ROMAN),
    (MarkerKind.NUMBER, MarkerKind.LOWER, MarkerKind.LOWER_ROMAN, MarkerKind.UPPER),
    (MarkerKind.UPPER_ROMAN, MarkerKind.UPPER, MarkerKind.NUMBER, MarkerKind.LOWER),
    (MarkerKind.UPPER, MarkerKind.LOWER_ROMAN, MarkerKind.NUMBER, MarkerKind.LOWER),
    (MarkerKind.LOWER, MarkerKind.LOWER_ROMAN, MarkerKind.NUMBER, MarkerKind.UPPER_ROMAN),
)

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)
any_text = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=40)


def paragraph(words: str, number: int) -> str:
    """Make running text of words: it begins with a capital, ends with a full stop, and no two are the same."""
    return f"The {words} {number}th."


@st.composite
def outlines(
    draw: DrawFn, words: SearchStrategy[str] = sentences, schemes: Sequence[tuple[MarkerKind, ...]] = SCHEMES
) -> Outline:
    """Draw an outline such as `parse` returns, with lines left at 0."""
    title = draw(st.sampled_from(TITLES))
    front = [_item(ItemKind.NOTE, "N", at, paragraph(text, at)) for at, text in _numbered(draw, 2)]
    statements = [_item(ItemKind.STATEMENT, "S", at, paragraph(text, at)) for at, text in _numbered(draw, 4)]
    priorities = [_item(ItemKind.PRIORITY, "P", at, f"To {text} {at}") for at, text in _numbered(draw, 4)]
    goals = draw(_goals(words, schemes))
    back = (
        [_item(ItemKind.NOTE, "N", len(front) + 1, "Disclaimer: not all of it is firm.")] if draw(st.booleans()) else []
    )
    tiers = dict.fromkeys(goal.tier for goal in goals if goal.tier)
    return Outline(
        title=title,
        practice_area=practice_area(title),
        items=(*front, *statements, *goals, *back, *priorities),
        tiers=tuple(tiers),
        warnings=(),
    )


def _numbered(draw: DrawFn, most: int) -> list[tuple[int, str]]:
    return list(enumerate(draw(st.lists(sentences, max_size=most)), start=1))


def _item(kind: ItemKind, letter: str, number: int, text: str) -> OutlineItem:
    return OutlineItem(kind, f"{letter}{number}", "", 0, None, text, strategy=False, line=0)


@st.composite
def _goals(draw: DrawFn, words: SearchStrategy[str], schemes: Sequence[tuple[MarkerKind, ...]]) -> list[OutlineItem]:
    scheme = draw(st.sampled_from(schemes))
    goals: list[OutlineItem] = []

    def add(level: int, path: tuple[str, ...], tier: str | None) -> None:
        text = " ".join(f"{draw(words)} {len(goals)}".split())
        strategy = draw(st.sampled_from((False, False, False, True)))
        goals.append(OutlineItem(ItemKind.GOAL, ".".join(path), path[-1], level, tier, text, strategy, 0))
        if level < 4:
            add_list(level + 1, path, tier)

    def add_list(level: int, path: tuple[str, ...], tier: str | None) -> None:
        for number in range(1, draw(st.sampled_from((0, 0, 0, 1, 2, 3, 9, 12))) + 1):
            if len(goals) < MOST_GOALS:
                add(level, (*path, spell(scheme[level - 1], number)), tier)

    tiers = draw(st.lists(st.sampled_from(TIERS), unique=True, max_size=3))
    starts = sorted(draw(st.lists(st.integers(1, 12), min_size=len(tiers), max_size=len(tiers), unique=True)))
    for number in range(1, draw(st.sampled_from((1, 2, 3, 9, 12, 30))) + 1):
        above = [tier for start, tier in zip(starts, tiers, strict=True) if start <= number]
        add(1, (spell(scheme[0], number),), above[-1] if above else None)
    return goals


def looks_alike_without_indentation(outline: Outline) -> bool:
    """Whether a letter `i` and a lone numeral `i` below `h` (or below that `i`) would be written the same."""
    for item in outline.items:
        *above, last = item.label.split(".")
        if item.kind is ItemKind.GOAL and last in ("h", "i"):
            below = [other for other in outline.items if other.label.split(".")[:-1] == [*above, last]]
            if len(below) == 1 and below[0].marker == "i":
                return True
    return False


@st.composite
def styles(draw: DrawFn, widths: tuple[int | None, ...] = (None,)) -> Style:
    """Draw a way of writing an outline."""
    opening, closing = draw(st.sampled_from((("", "."), ("", ")"), ("(", ")"), ("", ".)"), ("", ":"))))
    return Style(
        opening=opening,
        closing=closing,
        bullet=draw(st.sampled_from(("", "- ", "– ", "• ", "* ", "-", " - "))),
        gap=draw(st.sampled_from((" ", "\u00a0", "  ", "\t"))),
        indent=draw(st.sampled_from((0, 1, 2, 4))),
        spaced=draw(st.booleans()),
        width=draw(st.sampled_from(widths)),
        newline=draw(st.sampled_from(("\n", "\r\n"))),
    )


def without_lines(outline: Outline) -> Outline:
    """Return the outline with all line numbers at 0, to compare it with another layout."""
    return replace(outline, items=tuple(replace(item, line=0) for item in outline.items))
