"""What one invented comment is: its words, the mood behind them, and who could have said it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mood(StrEnum):
    """How a comment stands to its item; it has to fit the rating beside it."""

    FAVOR = "favor"
    DOUBT = "doubt"
    OPPOSE = "oppose"


class Speaker(StrEnum):
    """A background that a comment gives away; one person cannot have two of them."""

    RESIDENT = "resident"
    RURAL = "rural"
    VETERANS = "veterans"
    PEDIATRIC = "pediatric"
    ACADEMIC = "academic"
    SENIOR = "senior"
    EMPLOYED = "employed"


@dataclass(frozen=True, slots=True)
class Comment:
    """An invented comment; without a `speaker`, anybody could have written it."""

    text: str
    mood: Mood
    speaker: Speaker | None = None


def favor(text: str, speaker: Speaker | None = None) -> Comment:
    return Comment(text, Mood.FAVOR, speaker)


def doubt(text: str, speaker: Speaker | None = None) -> Comment:
    return Comment(text, Mood.DOUBT, speaker)


def oppose(text: str, speaker: Speaker | None = None) -> Comment:
    return Comment(text, Mood.OPPOSE, speaker)
