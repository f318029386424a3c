"""Peers on the same ballots and ratings: pref_voting, pyrankvote, choix, krippendorff, each where it is installed."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.aggregation_timing import seconds_of, timed
from benchmarks.populations import mallows_ranks, plackett_luce_ranks
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.choice_models import plackett_luce
from surveyapp.stats.elimination import irv
from surveyapp.stats.kemeny import kemeny
from surveyapp.stats.reliability import krippendorff_alpha

if TYPE_CHECKING:
    from collections.abc import Callable

_METHODS = {
    "Borda": "borda",
    "Copeland": "copeland",
    "Schulze": "beat_path",
    "ranked pairs": "ranked_pairs",
    "IRV": "instant_runoff",
}
_SEED = 3


class PrefVoting:
    """The profile and the methods of pref_voting, warm: it compiles when first used."""

    def __init__(self, profiles: Any, methods: Any) -> None:
        self._make, self._methods = profiles.Profile, methods
        small = self.profile([[0, 1, 2], [1, 2, 0], [2, 0, 1]])
        for name in _METHODS:
            self.winners(name, small)

    def profile(self, orders: list[list[int]]) -> Any:
        """Build a profile of orders, best first; it counts all pairs."""
        return self._make(orders)

    def winners(self, method: str, profile: Any) -> set[str]:
        """Name the winners by a method."""
        return {str(item) for item in getattr(self._methods, _METHODS[method])(profile)}

    def kemeny(self, profile: Any) -> Any:
        """Find every Kemeny order, by trying all."""
        return self._methods.kemeny_young(profile)


def pref_voting() -> PrefVoting | None:
    """Load pref_voting; None where it is not installed."""
    profiles, methods = (_loaded(f"pref_voting.{name}") for name in ("profiles", "voting_methods"))
    if profiles is None or methods is None:
        print("pref_voting is not installed here; ours alone is measured.")
        return None
    return PrefVoting(profiles, methods)


def compare_with_others(peer: PrefVoting | None) -> None:
    """Print what each peer does besides, on one input of a usual size."""
    _kemeny(peer)
    _instant_runoff()
    _plackett_luce()
    _alpha()


def _kemeny(peer: PrefVoting | None) -> None:
    if peer is None:
        return
    for items in (8, 10):
        ranks = mallows_ranks(np.random.default_rng(_SEED), 101, items, 0.05)
        ballots, profile = Ballots.from_ranks(ranks), peer.profile(ranks.argsort(axis=1).tolist())
        _beside(f"Kemeny, m = {items}", partial(kemeny, ballots), "pref_voting", partial(peer.kemeny, profile))


def _instant_runoff() -> None:
    pyrankvote = _loaded("pyrankvote")
    if pyrankvote is None:
        return
    ranks = plackett_luce_ranks(np.random.default_rng(_SEED), 10_000, 12, 1.05)
    names = [pyrankvote.Candidate(str(item)) for item in range(12)]
    orders = ranks.argsort(axis=1).tolist()

    def theirs() -> Any:
        papers = [pyrankvote.Ballot(ranked_candidates=[names[item] for item in order]) for order in orders]
        return pyrankvote.instant_runoff_voting(names, papers)

    _beside("IRV from ranks, n = 10,000, m = 12", lambda: irv(Ballots.from_ranks(ranks)), "pyrankvote", theirs)


def _plackett_luce() -> None:
    choix = _loaded("choix")
    if choix is None:
        return
    ranks = plackett_luce_ranks(np.random.default_rng(_SEED), 10_000, 12, 1.05)
    orders = ranks.argsort(axis=1).tolist()
    ballots = Ballots.from_ranks(ranks)
    ours, theirs = _beside(
        "Plackett-Luce, n = 10,000, m = 12 (ours with standard errors)",
        lambda: plackett_luce(ballots),
        "choix",
        lambda: choix.ilsr_rankings(12, orders, alpha=0.0),
    )
    print(f"  greatest difference of log-worths: {np.abs(np.array(ours.log_worth) - theirs).max():.1e}")


def _alpha() -> None:
    peer = _loaded("krippendorff")
    if peer is None:
        return
    ratings = np.random.default_rng(_SEED).integers(1, 10, size=(200, 60)).astype(np.float64)
    ours, theirs = _beside(
        "Krippendorff's alpha, 200 raters, 60 units",
        lambda: krippendorff_alpha(ratings, "ordinal"),
        "krippendorff",
        lambda: peer.alpha(reliability_data=ratings, level_of_measurement="ordinal"),
    )
    print(f"  difference of the figures: {abs(ours.alpha - theirs):.1e}")


def _beside(what: str, ours: Callable[[], Any], peer: str, theirs: Callable[[], Any]) -> tuple[Any, Any]:
    own, our_result = timed(ours)
    other, their_result = timed(theirs)
    least = "at least " if their_result is None else ""
    print(f"{what}: {own:.4f} s, {peer} {seconds_of(other)}; {least}{other / own:,.3g} times as fast", flush=True)
    return our_result, their_result


def _loaded(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None
