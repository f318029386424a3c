"""Rules as they are declared: which presets fit a scale, and each rule written down as plain data and read again."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from surveyapp.stats.rule_presets import comet_rule, content_validity_rule, iqr_rule, percent_rule, society_rule
from surveyapp.stats.rules import RangeRule, ShareRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from surveyapp.stats.rules import Rule

    RuleData = Mapping[str, Any]

DeclaredRule = ShareRule | RangeRule

SOCIETY = "society"
"""The preset that a new survey begins with, where the scale allows."""

THRESHOLDS = (0.7, 0.75, 0.8)
"""The shares asked most often (Diamond et al. 2014): a verdict by one is shown beside those by the others."""

_KINDS: Mapping[str, type[DeclaredRule]] = {"share": ShareRule, "range": RangeRule}


def offered_rules(low: int, high: int, agree_from: int) -> dict[str, DeclaredRule]:
    """Make, by their names, the presets that fit a scale of `low` to `high` on which `agree_from` and up agrees."""
    scale = (low, high, agree_from)
    makers: dict[str, Callable[[], DeclaredRule]] = {SOCIETY: lambda: _beside_others(society_rule())}
    for least in THRESHOLDS:
        makers[f"percent-{100 * least:.0f}"] = partial(_percent, *scale, least)
    makers |= {
        "interquartile-range": lambda: iqr_rule(*scale, against_to=low + high - agree_from),
        "comet-mirror": lambda: comet_rule(out="mirror", scope="every panel", small_panels="leave out"),
        "comet-half": lambda: comet_rule(out="half", scope="every panel", small_panels="leave out"),
        "content-validity": content_validity_rule,
    }
    offered = {}
    for name, make in makers.items():
        try:
            rule = make()
        except ValueError:
            # on this scale its bands would overlap
            continue
        if (rule.low, rule.high, rule.agree_from) == scale:
            offered[name] = rule
    return offered


def can_be_met(rule: DeclaredRule, n: int) -> bool:
    """Tell whether `n` people could ever reach "in": there are enough, and their all giving the highest score is in."""
    return n >= max(rule.smallest, 1) and rule.classify((0,) * (rule.high - rule.low) + (n,))[0] == "in"


def write_rule(preset: str, rule: Rule) -> RuleData:
    """Write a rule down with everything it declares, so that it stays what it is when presets change.

    Raises TypeError for a kind of rule that is not among those offered.
    """
    kind = next((name for name, known in _KINDS.items() if isinstance(rule, known)), None)
    if kind is None:
        raise TypeError(f"a {type(rule).__name__} is not kept as plain data")
    others = [write_rule(preset, other) for other in rule.alternatives]
    return {"preset": preset, "kind": kind, **asdict(rule), "alternatives": others}


def read_rule(data: RuleData) -> DeclaredRule:
    """Read a rule that was written down. Raises ValueError for one that no answers could meet."""
    declared = {name: value for name, value in data.items() if name not in ("preset", "kind", "alternatives")}
    others = tuple(read_rule(other) for other in data["alternatives"])
    return _KINDS[data["kind"]](**declared, alternatives=others)


def _percent(low: int, high: int, agree_from: int, least: float) -> DeclaredRule:
    return _beside_others(percent_rule(low, high, agree_from, least))


def _beside_others(rule: ShareRule) -> DeclaredRule:
    """Declare the same rule at the other thresholds as those whose verdicts stand beside it."""
    others = [replace(rule, name=f"{100 * share:.0f}%", least=share) for share in THRESHOLDS if share != rule.least]
    return replace(rule, alternatives=tuple(others))
