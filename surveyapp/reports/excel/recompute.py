"""How a figure follows from the cells of the responses, as they stand there: in codes or in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.reports.excel.formulas import (
    Area,
    Formula,
    count_from,
    count_words,
    mean_rank,
    median_from,
    median_words,
    share_from,
    share_words,
)
from surveyapp.reports.excel.text import clean
from surveyapp.reports.labels import UNRANKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.questionnaire import Scale

    Keys = Mapping[str, Area]
    """The cells that hold the texts which answers are compared with, by text."""


@dataclass(frozen=True, slots=True)
class CodedScores:
    """One item's scores as numbers; whatever else stands among them lies below the scale."""

    area: Area
    scale: Scale

    def n(self, _keys: Keys) -> Formula:
        """How many scores there are."""
        return count_from(self.area, self.scale.low)

    def median(self, _keys: Keys) -> Formula:
        """Their median."""
        return median_from(self.area, self.scale.low)

    def share(self, _keys: Keys) -> Formula:
        """The part of them that counts as agreement."""
        return share_from(self.area, self.scale.agree_from, self.scale.low)


@dataclass(frozen=True, slots=True)
class WordedScores:
    """One item's scores, each as the label of its score."""

    area: Area
    scale: Scale

    def n(self, keys: Keys) -> Formula:
        """How many scores there are."""
        return count_words(self.area, list(self._labels(keys).values()))

    def median(self, keys: Keys) -> Formula:
        """Their median."""
        return median_words(self.area, self._labels(keys))

    def share(self, keys: Keys) -> Formula:
        """The part of them that counts as agreement."""
        labels = self._labels(keys)
        agreeing = [label for score, label in labels.items() if score >= self.scale.agree_from]
        return share_words(self.area, agreeing, list(labels.values()))

    def _labels(self, keys: Keys) -> dict[int, Area]:
        return {score: keys[clean(self.scale.label(score))] for score in self.scale.scores}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One item's choices, each as one of `texts`; `counted` is the one whose share is looked at."""

    area: Area
    texts: tuple[str, ...]
    counted: str = ""

    def n(self, keys: Keys) -> Formula:
        """How many choices there are."""
        return count_words(self.area, [keys[text] for text in self.texts])

    def share(self, keys: Keys) -> Formula:
        """The part of them that is the one looked at."""
        return share_words(self.area, [keys[self.counted]], [keys[text] for text in self.texts])


@dataclass(frozen=True, slots=True)
class Ranked:
    """One item's places beside those of all items of the same ballots."""

    area: Area
    ballots: Area
    is_worded: bool

    def n(self, _keys: Keys) -> Formula:
        """How many ballots gave it a place."""
        return count_from(self.area, 1)

    def mean_rank(self, keys: Keys) -> Formula:
        """Its mean rank."""
        return mean_rank(self.area, self.ballots, keys[UNRANKED] if self.is_worded else None)
