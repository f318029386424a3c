"""Ranking methods on the same ballots beside their peers, exact Kemeny, resampling, and memory.

Run from the top of a checkout: python -m benchmarks.aggregation
Peers are measured where they are installed. An environment of its own will do, run from here with PYTHONPATH=.
pref_voting's profile counts all pairs when it is made, ours when a method first asks. So each method is timed twice:
from ranks to winner, each time from the start; and with the profile made and our pairs counted. Where ties matter ours
follows every order of them, and a different winner is one that another order of the ties elects: pref_voting's IRV
takes out all tied items at once, and its ranked pairs stop at a Condorcet winner.
"""

from __future__ import annotations

import tracemalloc
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.aggregation_peers import compare_with_others, pref_voting
from benchmarks.aggregation_timing import seconds_of, timed
from benchmarks.populations import mallows_ranks, plackett_luce_ranks
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.condorcet import copeland, schulze
from surveyapp.stats.elimination import irv
from surveyapp.stats.kemeny import kemeny
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.rankings import borda
from surveyapp.stats.uncertainty import bootstrap_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.aggregation_peers import PrefVoting
    from benchmarks.populations import Ranks
    from surveyapp.stats.resampling import Method

_PEOPLE = (50, 1_000, 100_000)
_ITEMS = (8, 12, 20, 50)
_SEED = 3
_OURS: dict[str, Callable[[Ballots], set[str]]] = {
    "Borda": lambda ballots: set(borda(ballots).levels[0]),
    "Copeland": lambda ballots: set(copeland(ballots).levels[0]),
    "Schulze": lambda ballots: set(schulze(ballots).winners),
    "ranked pairs": lambda ballots: set(ranked_pairs(ballots).winners),
    "IRV": lambda ballots: set(irv(ballots).winners),
}


def main() -> None:
    """Print the figures."""
    peer = pref_voting()
    for items in _ITEMS:
        for people in _PEOPLE:
            _compare(plackett_luce_ranks(np.random.default_rng(_SEED), people, items, 1.05), peer)
    compare_with_others(peer)
    _prove()
    _resample()
    _weigh()


def _compare(ranks: Ranks, peer: PrefVoting | None) -> None:
    people, items = ranks.shape
    names = [str(item) for item in range(items)]
    orders = ranks.argsort(axis=1).tolist()
    ballots = Ballots.from_ranks(ranks, names)
    read, _ = timed(partial(Ballots.from_ranks, ranks, names))
    their_read, profile = (0.0, None) if peer is None else timed(lambda: peer.profile(orders))
    print(f"n = {people:,}, m = {items}: read in {read:.4f} s", end="")
    print("" if peer is None else f", pref_voting {seconds_of(their_read)}")
    for name, ours in _OURS.items():
        cold, winners = timed(partial(_from_ranks, ours, ranks, names))
        warm, _ = timed(partial(ours, ballots))
        line = f"  {name}: from ranks {cold:.4f} s, then again {warm:.4f} s"
        if peer is not None and profile is not None:
            theirs, found = timed(partial(peer.winners, name, profile))
            same = "stopped" if found is None else "same winners" if found == winners else f"{winners}, {found}"
            least = "at least " if found is None else ""
            line += f"; pref_voting {their_read + theirs:.4f} s, then {seconds_of(theirs)}"
            line += f": {least}{(their_read + theirs) / cold:,.3g} and {theirs / warm:,.3g} times as fast; {same}"
        print(line, flush=True)


def _from_ranks(method: Callable[[Ballots], set[str]], ranks: Ranks, names: list[str]) -> set[str]:
    return method(Ballots.from_ranks(ranks, names))


def _prove() -> None:
    """Exact Kemeny orders with their proof."""
    rng = np.random.default_rng(_SEED)
    populations = {
        "m = 20, uniform": plackett_luce_ranks(rng, 101, 20, 1.0),
        "m = 30, uniform": plackett_luce_ranks(rng, 101, 30, 1.0),
        "m = 50, consensus-like": mallows_ranks(rng, 101, 50, 0.05),
    }
    for name, ranks in populations.items():
        ballots = Ballots.from_ranks(ranks)
        seconds, found = timed(partial(kemeny, ballots))
        proof = f"proven {found.proven}, only optimum {found.unique}" if found else "not in time"
        print(f"Kemeny, {name}, 101 ballots: {seconds:.2f} s, {proof}", flush=True)


def _resample() -> None:
    ballots = Ballots.from_ranks(plackett_luce_ranks(np.random.default_rng(_SEED), 10_000, 8, 1.05))
    methods: tuple[Method, ...] = ("borda", "schulze")
    for method in methods:
        seconds, _ = timed(partial(bootstrap_ranks, ballots, method, seed=_SEED, draws=2000))
        distinct = len(ballots.counts)
        print(f"2,000 draws of 10,000 people ({distinct:,} distinct ballots), m = 8, {method}: {seconds:.2f} s")


def _weigh() -> None:
    """Peak memory of counting, which is to grow with the distinct ballots and not with the people."""
    base = plackett_luce_ranks(np.random.default_rng(_SEED), 20_000, 20, 1.05)
    for name, distinct, times in (("once", 10_000, 1), ("once", 20_000, 1), ("five times", 20_000, 5)):
        ballots = Ballots.from_ranks(np.repeat(base[:distinct], times, axis=0))
        tracemalloc.start()
        schulze(ballots)
        borda(ballots)
        _, counting = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        bootstrap_ranks(ballots, "schulze", draws=200)
        _, drawing = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        held = ballots.places.nbytes + ballots.counts.nbytes + ballots.units.nbytes
        print(
            f"{distinct:,} distinct ballots cast {name}, m = 20: held in {held / 1e6:.1f} MB;"
            f" peak while counting {counting / 1e6:.1f} MB, while drawing {drawing / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main()
