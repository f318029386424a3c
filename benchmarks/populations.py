"""Populations of people with a known order of the items: Plackett-Luce and Mallows. Item 1 is best, 2 next, ..."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ranks = npt.NDArray[np.int64]


def plackett_luce_ranks(rng: np.random.Generator, people: int, items: int, ratio: float) -> Ranks:
    """Draw ranks, a row per person: each item is worth `ratio` times the next. Ranking log-worth + Gumbel noise."""
    noisy = rng.gumbel(size=(people, items)) - np.arange(items) * np.log(ratio)
    ranks: Ranks = 1 + (-noisy).argsort(axis=1).argsort(axis=1)
    return ranks


def mallows_ranks(rng: np.random.Generator, people: int, items: int, theta: float) -> Ranks:
    """Draw ranks, a row per person, by inserting one item after the other, k places before the end at exp(-theta k)."""
    ranks = np.zeros((people, items), dtype=np.int64)
    for item in range(items):
        chances = np.exp(-theta * np.arange(item + 1))
        place = item + 1 - rng.choice(item + 1, size=people, p=chances / chances.sum())
        ranks[:, :item] += ranks[:, :item] >= place[:, np.newaxis]
        ranks[:, item] = place
    return ranks
