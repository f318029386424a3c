"""Ranking methods on the same ballots beside pref_voting, exact Kemeny, resampling, and memory.

Run from the top of a checkout: python -m benchmarks.aggregation
pref_voting is measured where it is installed. An environment of its own will do, run from here with PYTHONPATH=.
Its profile counts all pairs when it is made, ours when a method asks; so times run from ranks to a winner. Where ties
matter ours follows every order of them, and a different winner is one that another order of the ties elects:
pref_voting's IRV takes out all tied items at once, and its ranked pairs stop at a Condorcet winner.
"""

from __future__ import annotations

import importlib
import signal
import time
import tracemalloc
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.populations import mallows_ranks, plackett_luce_ranks
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.condorcet import copeland, schulze
from surveyapp.stats.elimination import irv
from surveyapp.stats.kemeny import kemeny
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.rankings import borda
from surveyapp.stats.uncertainty import bootstrap_ranks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from benchmarks.populations import Ranks
    from surveyapp.stats.resampling import Method

_PEOPLE = (50, 1_000, 100_000)
_ITEMS = (8, 12, 20, 50)
_LIMIT = 60
_SEED = 3
_OURS: dict[str, Callable[[Ballots], set[str]]] = {
    "Borda": lambda ballots: set(borda(ballots).levels[0]),
    "Copeland": lambda ballots: set(copeland(ballots).levels[0]),
    "Schulze": lambda ballots: set(schulze(ballots).winners),
    "ranked pairs": lambda ballots: set(ranked_pairs(ballots).winners),
    "IRV": lambda ballots: set(irv(ballots).winners),
}
_THEIRS = {
    "Borda": "borda",
    "Copeland": "copeland",
    "Schulze": "beat_path",
    "ranked pairs": "ranked_pairs",
    "IRV": "instant_runoff",
}


class _TooLong(Exception):
    """A measurement went past the limit."""


def main() -> None:
    """Print the figures."""
    peer = _peer()
    for items in _ITEMS:
        for people in _PEOPLE:
            _compare(plackett_luce_ranks(np.random.default_rng(_SEED), people, items, 1.05), peer)
    _prove()
    _resample()
    _weigh()


def _peer() -> tuple[Any, Any] | None:
    """The peer's profile and methods, warm: it compiles when first used."""
    try:
        profiles, methods = (importlib.import_module(f"pref_voting.{name}") for name in ("profiles", "voting_methods"))
    except ImportError:
        print("pref_voting is not installed here; ours alone is measured.")
        return None
    small = profiles.Profile([(0, 1, 2), (1, 2, 0), (2, 0, 1)])
    for name in _THEIRS.values():
        getattr(methods, name)(small)
    return profiles.Profile, methods


def _compare(ranks: Ranks, peer: tuple[Any, Any] | None) -> None:
    """From ranks in memory to a winner, each method on its own: reading the ballots is part of the time."""
    people, items = ranks.shape
    orders = ranks.argsort(axis=1).tolist()
    reading, ballots = _timed(lambda: Ballots.from_ranks(ranks, [str(item) for item in range(items)]))
    theirs_reading, profile = (0.0, None) if peer is None else _timed(lambda: peer[0](orders))
    print(f"n = {people:,}, m = {items}: read in {reading:.4f} s", end="")
    print("" if peer is None else f", pref_voting {_seconds(theirs_reading)}")
    for name, ours in _OURS.items():
        seconds, winners = _timed(partial(ours, ballots))
        line = f"  {name}: {seconds:.4f} s"
        if peer is not None and profile is not None:
            method = getattr(peer[1], _THEIRS[name])
            theirs, found = _timed(partial(_named, method, profile))
            ratio = (theirs_reading + theirs) / (reading + seconds)
            faster = f"from ranks to winner {'at least ' if found is None else ''}{ratio:,.3g} times as fast"
            same = "stopped" if found is None else "same winners" if found == winners else f"{winners}, {found}"
            line += f", pref_voting {_seconds(theirs)}; {faster}; {same}"
        print(line, flush=True)


def _named(method: Callable[[Any], list[int]], profile: object) -> set[str]:
    return {str(item) for item in method(profile)}


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
        seconds, found = _timed(partial(kemeny, ballots))
        proof = f"proven {found.proven}, only optimum {found.unique}" if found else "not in time"
        print(f"Kemeny, {name}, 101 ballots: {seconds:.2f} s, {proof}", flush=True)


def _resample() -> None:
    ballots = Ballots.from_ranks(plackett_luce_ranks(np.random.default_rng(_SEED), 10_000, 8, 1.05))
    methods: tuple[Method, ...] = ("borda", "schulze")
    for method in methods:
        seconds, _ = _timed(partial(bootstrap_ranks, ballots, method, seed=_SEED, draws=2000))
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


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The best of three, or of one where it takes long; None and the limit where it takes too long."""
    best, result = float(_LIMIT), None
    for _ in range(3):
        start = time.perf_counter()
        try:
            with _limited():
                result = work()
        except _TooLong:
            return float(_LIMIT), None
        best = min(best, time.perf_counter() - start)
        if best > 1:
            break
    return best, result


@contextmanager
def _limited() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _seconds(seconds: float) -> str:
    return f"more than {_LIMIT} s" if seconds >= _LIMIT else f"{seconds:.4f} s"


if __name__ == "__main__":
    main()
