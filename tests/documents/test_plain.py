"""Plain text as lines."""

from __future__ import annotations

from surveyapp.documents.plain import plain_lines
from surveyapp.outline import Line


def test_lines_are_those_of_an_editor() -> None:
    assert plain_lines("one\n\n  two\x1cthree\n") == [
        Line(1, "one"),
        Line(2, ""),
        Line(3, "  two\x1cthree"),
        Line(4, ""),
    ]
