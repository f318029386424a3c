"""What a page notes beside the answers: the moves by which a ranking came about, and the seconds it was looked at.

Traces travel in fields of the page and of the draft, and are no answers: without them nothing is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from surveyapp.questionnaire.journey import Page
    from surveyapp.questionnaire.model import Question

MOVES = "tbdks"
"""The letters of moves: tap, button, drag, key, and a choice from the list that serves without a script."""

MOST_MOVES = 400
LONGEST_STAY = 3600

_MOVES = "moves-"
_SECONDS = "seconds-"


def page_traces(page: Page) -> Iterator[str]:
    """The fields in which a page notes its traces."""
    yield _SECONDS + page.slug
    yield from (moves_field(question) for question in page.questions if question.kind is QuestionKind.RANKING)


def moves_field(ranking: Question) -> str:
    """Where the moves of a ranking are noted, a letter each."""
    return _MOVES + ranking.code


def is_trace(name: str) -> bool:
    """Whether a field is a trace and no answer."""
    return name.startswith((_MOVES, _SECONDS))


def clean_trace(name: str, text: str) -> str:
    """A trace as the page may have noted it: what is none is left out."""
    return _CLEANERS[name.partition("-")[0]](text)


def seconds_by_slug(fields: Mapping[str, str]) -> dict[str, int]:
    """The whole seconds that pages were looked at, by the page's slug."""
    noted = {name.removeprefix(_SECONDS): text for name, text in fields.items() if name.startswith(_SECONDS)}
    return {slug: int(seconds) for slug, text in noted.items() if (seconds := _clean_seconds(text))}


def _clean_moves(text: str) -> str:
    return "".join(letter for letter in text if letter in MOVES)[:MOST_MOVES]


def _clean_seconds(text: str) -> str:
    is_whole = text.isascii() and text.isdecimal() and len(text) < 10
    return str(min(int(text), LONGEST_STAY) or "") if is_whole else ""


_CLEANERS: dict[str, Callable[[str], str]] = {"moves": _clean_moves, "seconds": _clean_seconds}
