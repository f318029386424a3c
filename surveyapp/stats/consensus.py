"""Verdicts: an item is in, out or neither by a declared rule, why, and how far that hangs on a few answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.answer_changes import changes_needed
from surveyapp.stats.arguments import numbers, real_number
from surveyapp.stats.ratings import Share, distribution, share
from surveyapp.stats.rules import Rule

if TYPE_CHECKING:
    import numpy.typing as npt

    from surveyapp.stats.answer_changes import Box
    from surveyapp.stats.rules import Outcome

    Data = npt.ArrayLike | Mapping[str, npt.ArrayLike]
    Counts = tuple[int, ...]

OUTCOMES: tuple[Outcome, ...] = ("in", "out", "none")
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class PanelVerdict:
    """One panel by itself: `outcome` is None where it is too small to decide; `agreement` as in `Verdict`."""

    panel: str
    outcome: Outcome | None
    reason: str
    n: int
    agreement: Share


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says about one item, and the `reason` in words.

    `agreement` is the share of the `n` valid answers at the rule's agreeing scores, with its Wilson interval, over
    all panels together; `panels` shows each by itself, in whatever scope the rule was applied.
    """

    outcome: Outcome
    reason: str
    n: int
    agreement: Share
    panels: tuple[PanelVerdict, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The verdict under another rule or without one panel, as `name` says; None where `refused` says why."""

    name: str
    verdict: Verdict | None
    refused: str | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """How far a `verdict` hangs on a few answers and on what was declared.

    `changes` is, for each other outcome, the fewest answers that would have to be different ones for it, exactly;
    None where no answers of as many people give it. `fewest` is the least of these, None if nothing flips it.
    """

    verdict: Verdict
    changes: Mapping[Outcome, int | None]
    fewest: int | None
    alternatives: tuple[Alternative, ...]
    without_panel: tuple[Alternative, ...]

    @property
    def unanimous(self) -> bool:
        """Whether every alternative, and leaving out any one panel, gives the same outcome."""
        others = (*self.alternatives, *self.without_panel)
        return all(other.verdict is None or other.verdict.outcome == self.verdict.outcome for other in others)


def percent_agreement(scores: npt.ArrayLike, low: int, high: int) -> Share:
    """Measure the share of valid `scores` from `low` to `high`; silence and "cannot judge" are left out before.

    Raises ValueError for scores that are nan or infinite, and for an empty band.
    """
    values = numbers(scores)
    wrong = np.flatnonzero(~np.isfinite(values))
    if wrong.size:
        raise ValueError(f"{values[wrong[0]]} at position {wrong[0]} is no score")
    if not real_number(low, "the lowest score") <= real_number(high, "the highest score"):
        raise ValueError(f"no score lies from {low} to {high}")
    return share(int(np.count_nonzero((values >= low) & (values <= high))), values.size)


def verdict(rule: Rule, data: Data) -> Verdict:
    """Apply a declared `rule` to the valid answers of one item: a list of scores, or one list per panel by name.

    Overall, fewer answers than the rule's smallest panel are no verdict ("none", with the reason). In every
    panel, the outcome is "in" or "out" if it is that of each panel that decides, else "none".

    Raises ValueError, with panel, value and place, for an answer off the scale; and for a rule that arithmetic does
    not let these panels meet: "every panel" with one below the smallest size (a share of two people is 0, 50 or
    100 %), or with none left to decide, and panel sizes for which the method defines nothing.
    """
    return _decide(rule, _counted(rule, data))


def robustness(rule: Rule, data: Data) -> Robustness:
    """Measure how far a verdict hangs on few answers, on the declared alternatives, and on any one panel.

    The numbers of changes are exact minima over all ways to change answers, each to any other score of the scale,
    with nobody joining or leaving. `data` and refusals as in `verdict`; an alternative that is refused says why.
    """
    panels = _counted(rule, data)
    base = _decide(rule, panels)
    changes = _fewest_changes(rule, panels)
    del changes[base.outcome]
    possible = [count for count in changes.values() if count is not None]
    named = data if isinstance(data, Mapping) else {EVERYBODY: data}
    others = [
        _alternative(other.name or f"alternative {place}", other, named)
        for place, other in enumerate(rule.alternatives, start=1)
    ]
    without = [
        _alternative(left_out, rule, {name: scores for name, scores in named.items() if name != left_out})
        for left_out in (named if len(named) > 1 else ())
    ]
    return Robustness(base, changes, min(possible, default=None), tuple(others), tuple(without))


def _alternative(name: str, rule: Rule, data: Data) -> Alternative:
    try:
        return Alternative(name, verdict(rule, data), None)
    except ValueError as refused:
        return Alternative(name, None, str(refused))


def check_rule(rule: object) -> None:
    """Raise TypeError for what is no rule of `surveyapp.stats.rules`."""
    if not isinstance(rule, Rule):
        raise TypeError(f"expected a rule, such as percent_rule makes, not {type(rule).__name__}")


def _counted(rule: Rule, data: Data) -> dict[str, Counts]:
    check_rule(rule)
    named = data if isinstance(data, Mapping) else {EVERYBODY: data}
    counted = {}
    for name, scores in named.items():
        try:
            counted[name] = distribution(scores, rule.low, rule.high)
        except ValueError as wrong:
            raise ValueError(f"panel {name}: {wrong}") from wrong
    return counted


def _decide(rule: Rule, panels: dict[str, Counts]) -> Verdict:
    pooled = _pooled(rule, panels)
    n = sum(pooled)
    by_panel = tuple(_panel_verdict(rule, name, counts) for name, counts in panels.items())
    agreement = _agreement(rule, pooled)
    if rule.scope == "overall":
        if n < max(rule.smallest, 1):
            said = "nobody gave a valid answer" if not n else f"{n} valid answers, where {rule.smallest} are asked"
            return Verdict("none", said, n, agreement, by_panel)
        outcome, reason = rule.classify(pooled)
        return Verdict(outcome, reason, n, agreement, by_panel)
    deciding = {name: rule.classify(counts)[0] for name, counts in _deciding(rule, panels).items()}
    outcome = next((each for each in ("in", "out") if set(deciding.values()) == {each}), "none")
    return Verdict(outcome, "; ".join(f"{one.panel}: {one.reason}" for one in by_panel), n, agreement, by_panel)


def _panel_verdict(rule: Rule, name: str, counts: Counts) -> PanelVerdict:
    n = sum(counts)
    agreement = _agreement(rule, counts)
    if n < max(rule.smallest, 1):
        return PanelVerdict(name, None, f"{n} valid answers, fewer than {rule.smallest}, do not decide", n, agreement)
    try:
        return PanelVerdict(name, *rule.classify(counts), n, agreement)
    except ValueError as undefined:
        if rule.scope == "every panel":
            raise ValueError(f"panel {name}: {undefined}") from undefined
        return PanelVerdict(name, None, str(undefined), n, agreement)


def _deciding(rule: Rule, panels: dict[str, Counts]) -> dict[str, Counts]:
    """Take the panels that decide where each has to; refuse what they cannot meet."""
    enough = {name: counts for name, counts in panels.items() if sum(counts) >= max(rule.smallest, 1)}
    small = [name for name in panels if name not in enough]
    if small and rule.small_panels == "refuse":
        n = sum(panels[small[0]])
        raise ValueError(f"panel {small[0]} has {n} valid answers: in every panel, the rule needs {rule.smallest}")
    if not enough:
        raise ValueError(f"no panel has {rule.smallest} valid answers, so a rule for every panel cannot be met")
    return enough


def _pooled(rule: Rule, panels: dict[str, Counts]) -> Counts:
    empty = (0,) * (rule.high - rule.low + 1)
    return tuple(sum(each) for each in zip(empty, *panels.values(), strict=True))


def _agreement(rule: Rule, counts: Counts) -> Share:
    return share(sum(counts[rule.agree_from - rule.low :]), sum(counts))


def _fewest_changes(rule: Rule, panels: dict[str, Counts]) -> dict[Outcome, int | None]:
    """Find the fewest answers to change for each outcome of the whole; only that of the outcome it has is no answer."""
    if rule.scope == "overall":
        pooled = _pooled(rule, panels)
        return _reach(rule, pooled) if sum(pooled) >= max(rule.smallest, 1) else dict.fromkeys(OUTCOMES)
    reaches = [_reach(rule, counts) for counts in _deciding(rule, panels).values()]
    # where all panels have one outcome, it takes one of them to spoil it
    leaving: tuple[Outcome, ...] = ("none",) if len(reaches) == 1 else OUTCOMES
    ways = [count for reach in reaches for other in leaving if (count := reach[other])]
    changes: dict[Outcome, int | None] = {"none": min(ways, default=None)}
    for target in ("in", "out"):
        needed = [reach[target] for reach in reaches]
        changes[target] = None if None in needed else sum(each for each in needed if each is not None)
    return changes


def _reach(rule: Rule, counts: Counts) -> dict[Outcome, int | None]:
    """Find the fewest changes to each outcome of one group; 0 for the one it has."""
    fewest: dict[Outcome, int | None] = dict.fromkeys(OUTCOMES)
    for outcome, box in _boxes(rule, sum(counts)):
        needed = changes_needed(counts, box)
        best = fewest[outcome]
        if needed is not None and (best is None or needed < best):
            fewest[outcome] = needed
    return fewest


@lru_cache(maxsize=8)
def _boxes(rule: Rule, n: int) -> tuple[tuple[Outcome, Box], ...]:
    """Keep what the items of a round share: they are judged by one rule, mostly by as many people."""
    return tuple(rule.boxes(n))
