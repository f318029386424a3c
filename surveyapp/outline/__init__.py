"""Plan documents as data: outlines, reading them from lines, writing them back. No framework, no files."""

from surveyapp.outline.markers import MarkerKind, spell
from surveyapp.outline.model import (
    DEEPEST_LEVEL,
    LONGEST_TEXT,
    MOST_ITEMS,
    Line,
    Outline,
    OutlineDict,
    OutlineItem,
    OutlineWarning,
    as_dict,
)
from surveyapp.outline.parse import parse, practice_area
from surveyapp.outline.write import STYLES, Style, write

__all__ = [
    "DEEPEST_LEVEL",
    "LONGEST_TEXT",
    "MOST_ITEMS",
    "STYLES",
    "Line",
    "MarkerKind",
    "Outline",
    "OutlineDict",
    "OutlineItem",
    "OutlineWarning",
    "Style",
    "as_dict",
    "parse",
    "practice_area",
    "spell",
    "write",
]
