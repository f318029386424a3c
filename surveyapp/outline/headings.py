"""Which lines are headings, and what stands below them. Words help; shape and place decide."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from surveyapp.outline.shapes import runs_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.outline.shapes import Shape


class Role(Enum):
    """What a heading announces."""

    VISION = "the envisioned future"
    GOALS = "the goals"
    TIER = "a tier of goals"
    PRIORITIES = "how the society supports it"
    NOTES = "copyright, sources, thanks"
    OTHER = "something we have no word for"
    QUESTION = "a question that stands alone"
    PERHAPS = "short words alone above a numbered goal"


_LONGEST_HEADING = 80
_MOST_WORDS = 12
_LONGEST_TITLE = 150

_IN_THE_FUTURE = re.compile(r"\W*(?:(?:envisioned future|vision)\W{1,5})?in the future\b", re.IGNORECASE)
_VISION_ALONE = re.compile(r"(?:(?:the|our) )?(?:envisioned future|vision)(?: statements?)?", re.IGNORECASE)
_GENERIC_GOALS = re.compile(
    r"(?:(?:the|our|all|overall|high-level|strategic|specific|key|main|proposed|draft|plan|and|practice|area) )*"
    r"(?:goals|objectives|actions|recommendations|goals and (?:objectives|actions|strategies))",
    re.IGNORECASE,
)
_TIER_SUFFIX = re.compile(r"\s+goals?$|\s*\(cont(?:inued|'d|’d|\.)?\)$", re.IGNORECASE)

# The first that fits counts: "How will the Academy support this?" before "High Priority Goals" before "Vision".
_ROLES_BY_WORDS = tuple(
    (role, re.compile(pattern, re.IGNORECASE))
    for role, pattern in (
        (Role.NOTES, r"(?:disclaimers?|copyright|notes?|references|sources|acknowledge?ments?|authors|contributors)$"),
        (Role.PRIORITIES, r"how\b(?!.*\bgoals?\b).*\b(?:prioriti|support)"),
        (
            Role.PRIORITIES,
            r"(?!.*\bgoals?\b).*\b(?:academy|society|association|college|organi[sz]ation)\b.*\b(?:prioriti|support)",
        ),
        (Role.PRIORITIES, r"priorities of (?:the|our)\b"),
        (Role.GOALS, rf"{_GENERIC_GOALS.pattern}$"),
        (Role.TIER, r".*\b(?:priority|intermediate|future considerations?|tier|phase|horizon)\b"),
        (Role.TIER, r".*\b(?:short|near|mid|medium|long)(?:er)?[- ]term\b"),
        (Role.VISION, r".*\benvisioned future\b|.*\bfuture state\b|.*\bvision(?: statements?)?$"),
        (Role.VISION, r"(?:(?:the|our|a) )?vision (?:for|of|in)\b"),
    )
)


def begins_in_the_future(shape: Shape) -> bool:
    """Whether a paragraph opens the envisioned future by its own words."""
    return _IN_THE_FUTURE.match(shape.words) is not None


def is_title(shape: Shape, below: Shape | None, width: int | None) -> bool:
    """Whether the first line of a document is its title and not already its content."""
    if shape.heading:
        return len(shape.whole) <= _LONGEST_TITLE
    if not shape.is_plain or len(shape.whole) > _LONGEST_TITLE or shape.whole[-1] in ":.?;,":
        return False
    if runs_on(shape, below, width):
        return False
    return not begins_in_the_future(shape) and not _VISION_ALONE.fullmatch(shape.whole)


def tier_name(heading: str) -> str:
    """Return the name of the tier that a heading announces: `High Priority Goals:` is `High Priority`."""
    name = heading.rstrip(": ")
    while (shorter := _TIER_SUFFIX.sub("", name)) != name:
        name = shorter
    return name


def heading_roles(shapes: Sequence[Shape], width: int | None) -> list[Role | None]:
    """Return for each line what it announces, or None when it is no heading."""
    roles: list[Role | None] = []
    goals_begun = False
    for above, shape, below in zip([None, *shapes], shapes, [*shapes[1:], None], strict=False):
        is_text_of_marker = above is not None and above.marker is not None and not above.words
        role = None if is_text_of_marker else _role(shape, below, width)
        if role is Role.OTHER and shape.marker and goals_begun:
            role = None  # a goal that the format sets as a heading
        goals_begun = goals_begun or role in (Role.GOALS, Role.TIER)
        roles.append(role)
    return roles


def _role(shape: Shape, below: Shape | None, width: int | None) -> Role | None:
    if shape.heading and _has_words(shape) and len(shape.words) <= _LONGEST_TITLE:
        return _role_by_words(shape.words.rstrip(": ")) or Role.OTHER
    if not shape.is_plain or len(shape.whole) > _LONGEST_HEADING or len(shape.whole.split()) > _MOST_WORDS:
        return None
    return _role_by_shape(shape, below) if _has_words(shape) and not runs_on(shape, below, width) else None


def _role_by_shape(shape: Shape, below: Shape | None) -> Role | None:
    """Judge a short plain line by its words, its last character, and what stands around it."""
    last, named = shape.whole[-1], _role_by_words(shape.whole.rstrip(":? "))
    above_marker = below is not None and below.marker is not None
    above_list = above_marker or (below is not None and below.bulleted)
    apart = shape.after_gap or below is None or below.after_gap
    is_note = (shape.begins_note or shape.reserves_rights) and named is not Role.NOTES
    goes_on = shape.begins_small and not (last == ":" and shape.after_gap)
    if is_note or goes_on or last in ".;,-":
        return None
    if last == ":":
        return named or (Role.OTHER if shape.after_gap or above_marker else None)
    if last == "?" and named is not Role.PRIORITIES:
        return Role.QUESTION if shape.after_gap and apart else None
    if named and (above_list or (apart and named is not Role.TIER)):
        return named
    return Role.PERHAPS if shape.after_gap and above_marker else None


def _has_words(shape: Shape) -> bool:
    return any(character.isalnum() for character in shape.words[:_LONGEST_TITLE])


def _role_by_words(words: str) -> Role | None:
    return next((role for role, pattern in _ROLES_BY_WORDS if pattern.match(words)), None)
