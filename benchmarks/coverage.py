"""How often the stated 90 % rank ranges hold the true rank, on populations whose order is known.

Run from the top of a checkout: python -m benchmarks.coverage [samples]
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.populations import mallows_ranks, plackett_luce_ranks
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.uncertainty import bootstrap_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.populations import Ranks
    from surveyapp.stats.resampling import Method

_POPULATIONS: dict[str, Callable[[np.random.Generator, int, int], Ranks]] = {
    "Plackett-Luce, nearly level (each worth 1.04 of the next)": partial(plackett_luce_ranks, ratio=1.04),
    "Plackett-Luce, moderate (1.25)": partial(plackett_luce_ranks, ratio=1.25),
    "Plackett-Luce, steep (2)": partial(plackett_luce_ranks, ratio=2.0),
    "Mallows, nearly level (theta 0.05)": partial(mallows_ranks, theta=0.05),
    "Mallows, moderate (theta 0.2)": partial(mallows_ranks, theta=0.2),
    "Mallows, steep (theta 0.6)": partial(mallows_ranks, theta=0.6),
}
_METHODS: tuple[Method, ...] = ("borda", "schulze")
_SIZES = (30, 100, 300)
_ITEMS = 8
_DRAWS = 500
_LEVEL = 0.9
_SEED = 11


def main() -> None:
    """Print the figures."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"Stated {_LEVEL:.0%}; {_ITEMS} items, {samples} samples of people, {_DRAWS} draws each, seed {_SEED}.")
    held = []
    for name, population in _POPULATIONS.items():
        for method in _METHODS:
            for size in _SIZES:
                covered, width = _measured(population, method, size, samples)
                held.append(covered.mean())
                print(
                    f"{name}; {method}, n = {size}: held {covered.mean():.1%},"
                    f" worst item {covered.min():.1%}, mean width {width:.2f} places",
                    flush=True,
                )
    print(f"Over all: held {np.mean(held):.1%}; lowest {min(held):.1%}, highest {max(held):.1%}.")


def _measured(
    population: Callable[[np.random.Generator, int, int], Ranks], method: Method, size: int, samples: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float]:
    """Share of samples, per item, whose range holds the true rank; mean number of places in a range."""
    rng = np.random.default_rng(_SEED)
    held, width = np.zeros(_ITEMS), 0.0
    truth = np.arange(1, _ITEMS + 1)
    for sample in range(samples):
        ballots = Ballots.from_ranks(population(rng, size, _ITEMS))
        ranges = np.array(bootstrap_ranks(ballots, method, seed=sample, draws=_DRAWS, level=_LEVEL).intervals)
        held += (ranges[:, 0] <= truth) & (truth <= ranges[:, 1])
        width += float((ranges[:, 1] - ranges[:, 0] + 1).mean())
    return held / samples, width / samples


if __name__ == "__main__":
    main()
