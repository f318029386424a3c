"""The permutation test of concordance: exact for small panels, by seeded random draws for others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import permutations as orders
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import whole_number

if TYPE_CHECKING:
    import numpy.typing as npt

    Ranks = npt.NDArray[np.int64]

MOST_ORDERS = 720
MOST_STEPS = 500_000
CHUNK = 2_000_000


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """The share `p_value` of all (`exact`) or of `draws` random re-orderings of every row that agree as much or more.

    Random draws count the observed table among themselves: (1 + as extreme) / (1 + draws), and depend on `seed`.
    """

    p_value: float
    exact: bool
    draws: int
    seed: int


def permutation_test(ranks: Ranks, draws: int, seed: int) -> PermutationTest:
    """Compare the column sums' spread in `ranks` (whole numbers, a row per rater) with that of permuted rows.

    All re-orderings are counted, without approximation, when there are few enough; else `draws` random ones are.
    Raises ValueError for fewer than one draw.
    """
    draws, seed = whole_number(draws, "the number of draws", least=1), whole_number(seed, "the seed")
    exact = _exact(ranks)
    if exact is not None:
        return PermutationTest(exact, exact=True, draws=0, seed=seed)
    return PermutationTest(_sampled(ranks, draws, seed), exact=False, draws=draws, seed=seed)


def _exact(ranks: Ranks) -> float | None:
    """Count over column sums; which column holds which sum does not matter, so sums are kept in order."""
    if factorial(min(ranks.shape[1], 20)) > MOST_ORDERS:
        return None
    sums = Counter({(0,) * ranks.shape[1]: 1})
    steps = 0
    for row in ranks.tolist():
        rows = Counter(orders(row))
        steps += len(rows) * len(sums)
        if steps > MOST_STEPS:
            return None
        following: Counter[tuple[int, ...]] = Counter()
        for so_far, ways in sums.items():
            for order, times in rows.items():
                following[tuple(sorted(map(sum, zip(so_far, order, strict=True))))] += ways * times
        sums = following
    observed = sum(total**2 for total in ranks.sum(axis=0).tolist())
    extreme = sum(ways for totals, ways in sums.items() if sum(total**2 for total in totals) >= observed)
    return extreme / sums.total()


def _sampled(ranks: Ranks, draws: int, seed: int) -> float:
    generator = np.random.default_rng(seed)
    observed = int((ranks.sum(axis=0) ** 2).sum())
    extreme = 0
    left = draws
    while left:
        now = min(left, max(1, CHUNK // ranks.size))
        drawn = generator.permuted(np.broadcast_to(ranks, (now, *ranks.shape)), axis=2)
        extreme += int(np.count_nonzero((drawn.sum(axis=1) ** 2).sum(axis=1) >= observed))
        left -= now
    return (1 + extreme) / (1 + draws)
