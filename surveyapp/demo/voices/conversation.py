"""Hands out the invented words of one round, so that nobody repeats another's longer sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from surveyapp.demo.voices.comment import Comment, Mood, Speaker
from surveyapp.demo.voices.general import ANYWHERE, ASIDES, BRIEF, MISSING
from surveyapp.demo.voices.goals import ON_GOALS
from surveyapp.demo.voices.statements import ON_STATEMENTS
from surveyapp.demo.voices.steps import ON_STEPS
from surveyapp.demo.voices.wordings import suggested_wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

ON_ITEMS: dict[str, tuple[Comment, ...]] = {**ON_STATEMENTS, **ON_GOALS, **ON_STEPS}
ASIDE_SHARE = 0.04

Thing = TypeVar("Thing")


class Conversation:
    """All that is still unsaid in one round.

    A comment is used once. When those that fit an item are used up, people turn to comments that fit
    anywhere, and then to reactions of a word or two, which may repeat.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._on_items = {label: self._shuffled(comments) for label, comments in ON_ITEMS.items()}
        self._anywhere = self._shuffled(ANYWHERE)
        self._asides = self._shuffled(ASIDES)
        self._missing: list[str] = []
        self._wordings: set[str] = set()

    def comment(self, label: str, mood: Mood, speaker: Speaker | None) -> Comment:
        """A comment on the item called `label` in this mood, that a person known as `speaker` can have written."""
        if self._asides and self._rng.random() < ASIDE_SHARE:
            return Comment(self._asides.pop(), mood, speaker)
        for unsaid in (self._on_items.get(label, []), self._anywhere):
            for comment in unsaid:
                if comment.mood is mood and (speaker is None or comment.speaker in (None, speaker)):
                    unsaid.remove(comment)
                    return comment
        return Comment(str(self._rng.choice(BRIEF[mood])), mood, speaker)

    def wording(self, text: str) -> str:
        """A whole rewrite of `text`, and one that nobody has suggested yet as long as there is any."""
        suggestions = suggested_wordings(text)
        unsaid = [wording for wording in suggestions if wording not in self._wordings]
        wording = str(self._rng.choice(unsaid or suggestions))
        self._wordings.add(wording)
        return wording

    def missing(self) -> str:
        """What somebody misses in the plan; an answer comes again only when all have been given."""
        if not self._missing:
            self._missing = self._shuffled(MISSING)
        return self._missing.pop()

    def _shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        return [things[position] for position in self._rng.permutation(len(things))]
