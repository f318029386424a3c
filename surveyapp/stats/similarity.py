"""Which texts are alike: by the words they share (TF-IDF and the cosine), or by what they change in an original."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Bag = frozenset[tuple[str, int]]

ALIKE = 0.4
"""The cosine from which two comments are shown as alike; somebody who reads them decides."""
NEARLY_EQUAL = 0.75
"""The share of changed words that two suggested wordings have in common from which they are shown together."""

# Two wordings that differ in one of these say different things, however much else they share.
_DECISIVE = frozenset({"no", "not", "never", "without", "none", "nor", "unless", "except", "only"})


@dataclass(frozen=True, slots=True, eq=False)
class WordWeights:
    """Documents as unit vectors of weighted words: a row per document, a column per word that two or more share."""

    rows: csr_array[np.float64]

    def similar(self, documents: Sequence[int], at_least: float = ALIKE, most: int = 20) -> list[list[int]]:
        """List for each of `documents` (row numbers) the others whose cosine is `at_least` that, the nearest first."""
        chosen = self.rows[list(documents)]
        cosines = (chosen @ self.rows.T).tocsr()
        found = []
        for place, document in enumerate(documents):
            begin, end = cosines.indptr[place], cosines.indptr[place + 1]
            others, values = cosines.indices[begin:end], cosines.data[begin:end]
            near = (values >= at_least) & (others != document)
            order = np.lexsort((others[near], -values[near]))[:most]
            found.append(others[near][order].tolist())
        return found


def word_weights(documents: Sequence[Sequence[str]]) -> WordWeights:
    """Weigh the words of `documents` by TF-IDF: (1 + ln count) (1 + ln ((1 + N) / (1 + documents with the word))).

    Each document's vector has length 1, so that a product of two is their cosine (Salton and Buckley 1988). Words that
    stand in one document only count in its length and have no column: they are part of no product.
    """
    counts = [Counter(words) for words in documents]
    spread = Counter(word for count in counts for word in count)
    places = {word: place for place, word in enumerate(spread)}
    documents_with = np.array(list(spread.values()), dtype=np.float64)
    rarity = 1 + np.log((1 + len(counts)) / (1 + documents_with))
    sizes = [len(count) for count in counts]
    word = np.fromiter((places[word] for count in counts for word in count), np.int64, sum(sizes))
    times = np.fromiter((n for count in counts for n in count.values()), np.float64, sum(sizes))
    row = np.repeat(np.arange(len(counts)), sizes)
    weights = (1 + np.log(times)) * rarity[word]
    unit = weights / np.sqrt(np.bincount(row, weights**2, len(counts)))[row]
    is_shared = documents_with > 1
    column, kept = np.cumsum(is_shared) - 1, is_shared[word]
    starts = np.concatenate([[0], np.cumsum(np.bincount(row[kept], minlength=len(counts)))])
    shape = (len(counts), int(is_shared.sum()))
    return WordWeights(csr_array((unit[kept], column[word[kept]], starts), shape=shape))


def near_equal_groups(changes: Sequence[Iterable[str]], at_least: float = NEARLY_EQUAL) -> list[list[int]]:
    """Group suggestions by the words they change: the largest group first, its most frequent suggestion in front.

    Two are nearly equal when the changed words they share (Jaccard's coefficient of the bags) are `at_least` that
    part of all, and they agree in every number and every "not". Each group's members are so to its first one, not
    only to each other in a chain; suggestions that change nothing but punctuation form one group.
    """
    bags = [_bag(words) for words in changes]
    frequency = Counter(bags)
    groups: list[list[int]] = []
    home_of: dict[Bag, list[int]] = {}
    for suggestion in sorted(range(len(bags)), key=lambda place: (-frequency[bags[place]], place)):
        bag = bags[suggestion]
        if bag not in home_of:
            near = (group for group in groups if _is_near(bags[group[0]], bag, at_least))
            home_of[bag] = next(near, [])
            if not home_of[bag]:
                groups.append(home_of[bag])
        home_of[bag].append(suggestion)
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _bag(words: Iterable[str]) -> Bag:
    """The words with how often each came before, so that a set counts repeated ones."""
    before: Counter[str] = Counter()
    bag = []
    for word in words:
        bag.append((word, before[word]))
        before[word] += 1
    return frozenset(bag)


def _is_near(one: Bag, other: Bag, at_least: float) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < at_least * max(len(one), len(other)):
        return False
    shared = len(one & other)
    if shared < at_least * (len(one) + len(other) - shared):
        return False
    return not any(
        word.lstrip("+-") in _DECISIVE or any(map(str.isdigit, word)) for word, _ in one.symmetric_difference(other)
    )
