"""What a declared rule says about the items of a round, and whether a neighbouring rule says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.consensus import robustness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.stats.ratings import Share
    from surveyapp.stats.rules import Outcome, Rule
    from surveyapp.stats.summary import RatingSummary


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What the declared rule says about one item, with the `reason` in figures.

    `outcome` is None where fewer gave a score than the rule asks for. `alternatives` are the outcomes under the rules
    declared beside it, by name. `fewest` is how many answers would have to be different ones for another outcome,
    None if nothing flips it. `agreement` is the share of the `n` scores that agree, with its interval.
    """

    outcome: Outcome | None
    reason: str
    n: int
    agreement: Share
    alternatives: Mapping[str, Outcome]
    fewest: int | None


def item_verdict(rule: Rule, rating: RatingSummary) -> ItemVerdict | None:
    """Apply a declared rule to everybody's scores of one item; None where its figures are hidden.

    All who answered are one panel.
    """
    if rating.hidden:
        return None
    if rating.n < max(rule.smallest, 1):
        reason = f"{rating.n} gave a score, where {rule.smallest} are asked"
        return ItemVerdict(None, reason, rating.n, rating.agreement, {}, None)
    scores = np.repeat(np.arange(rule.low, rule.high + 1), rating.distribution)
    found = robustness(rule, scores)
    others = {other.name: other.verdict.outcome for other in found.alternatives if other.verdict is not None}
    reason = found.verdict.panels[0].reason
    return ItemVerdict(found.verdict.outcome, reason, rating.n, found.verdict.agreement, others, found.fewest)
