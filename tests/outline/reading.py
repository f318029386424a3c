"""Small documents in, what they say out."""

from __future__ import annotations

from surveyapp.enums import ItemKind
from surveyapp.outline import Line, Outline, parse

TITLE = "Gait Strategic Plan\n\n"


def read(text: str) -> Outline:
    """Parse a text, by the lines that an editor would show."""
    lines = text.replace("\r\n", "\n").split("\n")
    return parse(Line(number, line) for number, line in enumerate(lines, start=1))


def goals(text: str) -> dict[str, int]:
    """Return the labels of the goals below a title, with their levels, in order."""
    return {item.label: item.level for item in read(TITLE + text).items if item.kind is ItemKind.GOAL}


def labels(text: str) -> list[str]:
    """Return the labels of the goals below a title."""
    return [item.label for item in read(TITLE + text).items if item.kind is ItemKind.GOAL]


def texts(text: str) -> dict[str, str]:
    """Return the texts of all items below a title, by label."""
    return {item.label: item.text for item in read(TITLE + text).items}


def warnings(text: str) -> list[tuple[int, str]]:
    """Return what was doubtful in a text below a title; its first line counts as line 1."""
    above = TITLE.count("\n")
    return [(warning.line - above, warning.message) for warning in read(TITLE + text).warnings]


def listed(*markers: str) -> str:
    """Write a goal for each marker, in different words."""
    return "".join(f"{marker} Goal in line {number}\n" for number, marker in enumerate(markers, start=1))
