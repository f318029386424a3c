"""Themes in reports: the plain picture of coded words, and the sentences about them that every form shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.stats.themed import CodedWords, OutsideSource, ThemeCount, ThemedWords

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CodedWords", "OutsideSource", "ThemeCount", "ThemedWords", "say_source", "say_themes", "say_top_themes"]

NO_THEME = "No theme fits"
NOT_CODED = "Not coded yet"
CHANGED = "text changed since it was coded"


def say_themes(words: ThemedWords) -> str:
    """The themes of some words, or that none fits, or that nobody has coded them as they stand."""
    names = ", ".join(words.themes)
    if words.changed:
        return f"{names or NO_THEME} ({CHANGED})"
    return (names or NO_THEME) if words.is_coded else NOT_CODED


def say_source(source: OutsideSource | None) -> str:
    """Where words come from: nothing for the survey, else the kind, the name and the day, always marked."""
    if source is None:
        return ""
    return f"Not from the survey. {source.kind.value.capitalize()}: {source.name}, {source.heard_on.isoformat()}"


def say_top_themes(counts: Sequence[ThemeCount], most: int = 3) -> str:
    """The most frequent themes with how many comments have them, such as “Who pays (17), Rural reach (14)”.

    Input from elsewhere is no survey response, so it stands apart.
    """
    return ", ".join(
        f"{count.theme} ({count.comments}{f'; {count.elsewhere} elsewhere' if count.elsewhere else ''})"
        for count in counts[:most]
    )
