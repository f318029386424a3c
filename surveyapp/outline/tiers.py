"""Which headings over the goals are tiers."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.outline.drafts import Doubt, excerpt
from surveyapp.outline.headings import Role, tier_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.outline.drafts import Draft, TierHeading
    from surveyapp.outline.labels import Goal

_KEPT_AS_NOTE = "It stands among the goals and was kept as note {label}. If it is a goal, give it a number."


@dataclass(frozen=True, slots=True)
class Tiers:
    """The tiers by the line of their heading, the drafts that are headings and no notes, and what was doubtful."""

    names: dict[int, str]
    headings: list[Draft]
    doubts: list[Doubt]


def find_tiers(headings: Sequence[TierHeading], goals: Sequence[Goal]) -> Tiers:
    """Decide which headings name a tier.

    Words such as "priority" or "long-term" settle it. Any other heading does when goals of the first level begin below
    it and it is not the only one of its kind (unless a heading such as "Goals:" stands above it).
    """
    tiers = Tiers({}, [], [])
    firsts = _first_goals(headings, goals)
    over_goals = sum(goal is not None and goal.level == 1 for goal in firsts)
    for heading, goal in zip(headings, firsts, strict=True):
        draft, role = heading.draft, heading.role
        is_over_goals = goal is not None and goal.level == 1
        among_others = heading.below_goals_heading or over_goals > 1
        if role is Role.TIER or (is_over_goals and among_others and role is not Role.QUESTION):
            tiers.names[draft.line] = tier_name(draft.first.words)
            tiers.headings.append(draft)
            tiers.doubts.extend(_doubts_about_tier(heading, goal))
        elif is_over_goals and role is not Role.PERHAPS:
            tiers.headings.append(draft)
        elif goal is not goals[0]:
            tiers.doubts.append(Doubt(draft.line, f"{excerpt(draft.text)} has no number. {_KEPT_AS_NOTE}", draft))
    return tiers


def _first_goals(headings: Sequence[TierHeading], goals: Sequence[Goal]) -> list[Goal | None]:
    """Return for each heading the first goal between it and the next."""
    ends = [heading.draft.line for heading in headings[1:]]
    return [
        next((goal for goal in goals if heading.draft.line < goal.draft.line < end), None)
        for heading, end in zip(headings, [*ends, sys.maxsize], strict=False)
    ]


def _doubts_about_tier(heading: TierHeading, goal: Goal | None) -> list[Doubt]:
    words = excerpt(heading.draft.first.words)
    if goal is None:
        return [Doubt(heading.draft.line, f"There is no goal below the heading {words}.")]
    if heading.role is Role.PERHAPS:
        return [Doubt(heading.draft.line, f"{words} was read as the heading of a tier of goals.")]
    return []
