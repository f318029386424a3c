"""The bytes of a plan document to its outline: one function for every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from surveyapp.documents.decode import decode, normalise
from surveyapp.documents.markdown import markdown_lines
from surveyapp.documents.plain import plain_lines
from surveyapp.errors import InvalidInput
from surveyapp.outline import Outline, OutlineWarning, parse, practice_area

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.outline import Line

LARGEST_DOCUMENT = 2_000_000
"""Bytes. The longest published plan has 10,000."""

MOST_LINES = 20_000

_LONGEST_TITLE = 150

# A file with any other ending is read as plain text, if it is text at all.
_FORMATS: dict[str, Callable[[str], list[Line]]] = {
    ".md": markdown_lines,
    ".markdown": markdown_lines,
}


def read_plan_document(data: bytes, name: str) -> Outline:
    """Read a plan document; `name` is its file name, whose ending tells the format.

    Raises `InvalidInput` with a sentence on what was expected when the file is empty, too large, not text, or has no
    statement, goal or priority.
    """
    path = PurePath(name.replace("\\", "/"))
    if len(data) > LARGEST_DOCUMENT:
        raise InvalidInput(
            f"“{path.name}” is larger than {LARGEST_DOCUMENT // 1_000_000} MB. A plan is a text of a few pages. "
            "Nothing was stored; choose the file of one plan."
        )
    decoded, guessed = decode(data, path.name)
    text = normalise(decoded)
    if not text.strip():
        raise InvalidInput(f"“{path.name}” is empty. Expected is the text of a plan. Nothing was stored.")
    if text.count("\n") > MOST_LINES:
        raise InvalidInput(
            f"“{path.name}” has more than {MOST_LINES:,} lines. A plan has at most a few hundred. "
            "Nothing was stored; choose the file of one plan."
        )
    outline = parse(_FORMATS.get(path.suffix.lower(), plain_lines)(text))
    warnings = [_guessed_encoding(text)] if guessed else []
    if not outline.title:
        title = path.stem.strip()[:_LONGEST_TITLE]
        warnings.append(OutlineWarning(1, f"The document has no title. The name of the file was used: “{title}”."))
        outline = replace(outline, title=title, practice_area=practice_area(title))
    return replace(outline, warnings=tuple(sorted((*warnings, *outline.warnings), key=lambda warning: warning.line)))


def _guessed_encoding(text: str) -> OutlineWarning:
    first_line = next(number for number, line in enumerate(text.split("\n"), start=1) if not line.isascii())
    return OutlineWarning(
        first_line,
        "The file does not tell how its letters are encoded. It was read as Windows-1252; check quotation marks and "
        "letters with accents.",
    )
