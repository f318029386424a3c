"""Plain text as lines."""

from __future__ import annotations

from surveyapp.outline import Line


def plain_lines(text: str) -> list[Line]:
    """Return the lines of a text as they stand; only a line feed ends one, so the numbers are an editor's."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]
