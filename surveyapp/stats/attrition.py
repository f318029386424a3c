"""Whether those who left a survey between rounds answered otherwise, and what their last answers would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.arguments import numbers
from surveyapp.stats.consensus import Verdict, check_rule, verdict
from surveyapp.stats.ratings import Share, distribution, median, share
from surveyapp.stats.segments import GroupTest, holm, mann_whitney

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from surveyapp.stats.rules import Rule

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ItemAttrition:
    """One item's earlier answers by those who stayed and those who left, and the agreement now with and without them.

    `stayed` and `left` are the agreeing shares of earlier answers with their medians; `test` compares them, `holm` is
    its p-value adjusted for all items. `agreement_now` is that of the later answers, `agreement_carried` the
    same with the last answer of everybody who has none now. `verdict_now` and `verdict_carried` are by the rule,
    None where it refuses so few. `flagged`: the verdict changes, or the adjusted p-value is below 5 %.
    """

    item: int
    stayed: Share
    left: Share
    median_stayed: float
    median_left: float
    test: GroupTest
    holm: float
    agreement_now: Share
    agreement_carried: Share
    verdict_now: Verdict | None
    verdict_carried: Verdict | None
    flagged: bool


def attrition(
    stayers: npt.ArrayLike, leavers: npt.ArrayLike, rule: Rule, now: npt.ArrayLike | None = None
) -> tuple[ItemAttrition, ...]:
    """Compare the earlier answers of `stayers` and `leavers` (a row per person, a column per item), item by item.

    nan is a missing answer. `now` holds the stayers' later answers, in the order of their rows; without it their
    earlier ones stand for them. Carried forward, everybody counts with the last answer given: leavers, and
    stayers who left the item out now. Dissenters who leave make agreement look greater than it is: the flag says
    where that would show. Tests as `mann_whitney`, adjusted by Holm over the items.

    Raises ValueError for tables that do not fit together and for a score off the rule's scale, with item and place.
    """
    check_rule(rule)
    before, gone = _table(stayers, "stayers"), _table(leavers, "leavers")
    later = before if now is None else _table(now, "now")
    if later.shape != before.shape or gone.shape[1] != before.shape[1]:
        shapes = f"{before.shape}, {gone.shape} and {later.shape}"
        raise ValueError(f"stayers, leavers and now of shapes {shapes}: a row per person, the same items in each")
    carried = np.vstack((np.where(np.isnan(later), before, later), gone))
    tables = {"stayers": before, "leavers": gone, "now": later, "carried": carried}
    items = [
        _item(item, rule, {name: table[:, item] for name, table in tables.items()}) for item in range(before.shape[1])
    ]
    adjusted = holm([one.test.p_value for one in items])
    return tuple(
        replace(one, holm=p_value, flagged=one.flagged or p_value < 0.05)
        for one, p_value in zip(items, adjusted, strict=True)
    )


def _item(item: int, rule: Rule, answers: Mapping[str, Floats]) -> ItemAttrition:
    given = {}
    for name, scores in answers.items():
        given[name] = scores[~np.isnan(scores)]
        try:
            distribution(given[name], rule.low, rule.high)
        except ValueError as wrong:
            raise ValueError(f"item {item}, {name}: {wrong}") from wrong
    shares = {name: share(int(np.count_nonzero(each >= rule.agree_from)), each.size) for name, each in given.items()}
    verdicts = [_verdict(rule, given[name]) for name in ("now", "carried")]
    test = mann_whitney(given["stayers"], given["leavers"])
    outcomes = {None if one is None else one.outcome for one in verdicts}
    return ItemAttrition(
        item=item,
        stayed=shares["stayers"],
        left=shares["leavers"],
        median_stayed=median(given["stayers"]),
        median_left=median(given["leavers"]),
        test=test,
        holm=test.p_value,
        agreement_now=shares["now"],
        agreement_carried=shares["carried"],
        verdict_now=verdicts[0],
        verdict_carried=verdicts[1],
        flagged=len(outcomes) > 1,
    )


def _verdict(rule: Rule, scores: Floats) -> Verdict | None:
    try:
        return verdict(rule, scores)
    except ValueError:
        return None


def _table(answers: npt.ArrayLike, name: str) -> Floats:
    return numbers(answers, "a row per person and a column per item", f"by person {{}} of the {name} on item {{}}")
