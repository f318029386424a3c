"""Words that are alike, as the machine suggests them: whoever codes decides whether they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from surveyapp.questionnaire.finding import words_of
from surveyapp.questionnaire.wording import Change, redline
from surveyapp.stats.similarity import WordWeights, near_equal_groups, word_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.services.remarks import Written
    from surveyapp.stats.dataset import RoundDataset

MOST_ALIKE = 20


class HasWords(Protocol):
    """Anything with words."""

    @property
    def written(self) -> Written:
        """The words."""


One = TypeVar("One", bound=HasWords)


@dataclass(frozen=True, slots=True)
class Alike(Generic[One]):
    """Other words that are like some; `is_same` when they differ in nothing but case, accents and punctuation."""

    one: One
    is_same: bool


def similar_comments(shown: Sequence[One], everything: Sequence[One]) -> list[tuple[One, tuple[Alike[One], ...]]]:
    """Find for each of the `shown` what is like it among `everything` (which holds them), the nearest first."""
    place_of = {one.written.address: place for place, one in enumerate(everything)}
    weights = _weights(tuple(one.written.text for one in everything))
    near = weights.similar([place_of[one.written.address] for one in shown], most=MOST_ALIKE)
    return [
        (one, tuple(Alike(everything[place], _is_same(one, everything[place])) for place in places))
        for one, places in zip(shown, near, strict=True)
    ]


def group_wordings(dataset: RoundDataset, wordings: Sequence[One]) -> list[tuple[One, tuple[Alike[One], ...]]]:
    """Put suggested wordings of the same item that change nearly the same words under the most frequent of them."""
    items = dataset.questionnaire.items
    found = []
    for item, run in groupby(wordings, key=lambda one: one.written.item):
        of_item = list(run)
        original = "" if item is None else items[item].text
        changes = tuple(changed_words(original, one.written.text) for one in of_item)
        for first, *others in _groups(changes):
            alike = (Alike(of_item[other], changes[other] == changes[first]) for other in others)
            found.append((of_item[first], tuple(alike)))
    return found


@lru_cache(maxsize=1 << 15)
def changed_words(original: str, suggestion: str) -> tuple[str, ...]:
    """The words that a suggestion takes out (after a minus) and puts in (after a plus), without punctuation."""
    sign = {Change.REMOVED: "-", Change.ADDED: "+"}
    runs = redline(" ".join(words_of(original)), " ".join(words_of(suggestion)))
    return tuple(sign[run.change] + word for run in runs if run.change in sign for word in run.words.split())


@lru_cache(maxsize=256)
def _groups(changes: tuple[tuple[str, ...], ...]) -> list[list[int]]:
    return near_equal_groups(changes)


@lru_cache(maxsize=4)
def _weights(texts: tuple[str, ...]) -> WordWeights:
    return word_weights([words_of(text) for text in texts])


def _is_same(one: HasWords, other: HasWords) -> bool:
    return words_of(one.written.text) == words_of(other.written.text)
