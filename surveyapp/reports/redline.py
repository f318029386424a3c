"""What a suggested wording changes, as forms of the report write it: the same changes that pages show."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from surveyapp.questionnaire.wording import Change, Run, redline

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = {Change.KEPT: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
_SPACE = Run(Change.KEPT, " ")


class Redline(str):
    """What a suggestion changes, in plain marks (`[-removed-] {+added+}`) that any form can hold.

    `runs` are for forms that can show it better: they join to the text without its marks, spaces and all.
    """

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, original: str, suggested: str) -> Redline:
        """Compare two wordings."""
        runs = redline(original, suggested)
        made = super().__new__(cls, " ".join(_MARKS[run.change].format(run.words) for run in runs))
        made.runs = tuple(_spaced(runs))
        return made


def _spaced(runs: tuple[Run, ...]) -> Iterator[Run]:
    """Put the space between two runs in a run of its own: it was neither removed nor added."""
    yield from runs[:1]
    for _, following in pairwise(runs):
        yield _SPACE
        yield following
