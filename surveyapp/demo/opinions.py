"""What the sample society as a whole thinks of its plan: the means around which its members answer.

Means lie between 0 (the lowest answer of a scale) and 1 (the highest), so they fit scales of any length.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind

if TYPE_CHECKING:
    from surveyapp.questionnaire import Item, Questionnaire


@dataclass(frozen=True, slots=True)
class Opinion:
    """How a statement or top-level goal is seen on average.

    `appeal` is agreement or importance; `unsure` and `unsure_feasible` are the shares that cannot judge the one and
    the other; a camp apart finds the item more appealing by `divide`, the other camp less.
    """

    appeal: float
    feasible: float = 0.5
    unsure: float = 0.02
    unsure_feasible: float = 0.06
    divide: float = 0.0


@dataclass(frozen=True, slots=True)
class Dispute:
    """The shares of those who look at a step and would change it or drop it."""

    change: float
    drop: float


STATEMENTS: tuple[Opinion, ...] = (
    Opinion(appeal=0.90, unsure=0.01),
    Opinion(appeal=0.79, unsure=0.02),
    Opinion(appeal=0.68, unsure=0.04),
    Opinion(appeal=0.76, unsure=0.09),
)

# One goal is clearly first, the third and the fourth can hardly be told apart, the last one divides the society.
GOALS: tuple[Opinion, ...] = (
    Opinion(appeal=0.95, feasible=0.48, unsure=0.01, unsure_feasible=0.04),
    Opinion(appeal=0.84, feasible=0.68, unsure=0.01, unsure_feasible=0.03),
    Opinion(appeal=0.765, feasible=0.58, unsure=0.02, unsure_feasible=0.07),
    Opinion(appeal=0.765, feasible=0.60, unsure=0.02, unsure_feasible=0.05),
    Opinion(appeal=0.67, feasible=0.44, unsure=0.04, unsure_feasible=0.14),
    Opinion(appeal=0.66, feasible=0.70, unsure=0.02, unsure_feasible=0.05),
    Opinion(appeal=0.44, feasible=0.34, unsure=0.08, unsure_feasible=0.17),
    Opinion(appeal=0.56, feasible=0.31, unsure=0.05, unsure_feasible=0.20, divide=0.34),
)

USUAL_STEP = Dispute(change=0.07, drop=0.03)
STEPS: dict[str, Dispute] = {
    "A.2.b": Dispute(0.12, 0.10),
    "A.3": Dispute(0.26, 0.03),
    "B.1.b": Dispute(0.30, 0.04),
    "B.2": Dispute(0.05, 0.14),
    "C.2.a": Dispute(0.28, 0.16),
    "D.2": Dispute(0.18, 0.09),
    "D.4.a": Dispute(0.32, 0.05),
    "D.4.b": Dispute(0.08, 0.20),
    "E.1.b": Dispute(0.10, 0.12),
    "E.2.c": Dispute(0.09, 0.24),
    "F.1": Dispute(0.22, 0.02),
    "F.3": Dispute(0.04, 0.15),
    "H.2": Dispute(0.24, 0.06),
}

# How appealing people expect a goal of the first, the second and any later tier to be.
TIER_EXPECTS: tuple[float, ...] = (0.80, 0.68, 0.50)


def opinions(questionnaire: Questionnaire) -> dict[int, Opinion]:
    """The opinion on every statement, goal and priority, by item id; a step is seen as its top-level goal is.

    In plans other than the sample plan, opinions go round in the order of the items.
    """
    found: dict[int, Opinion] = {}
    statements, goals = cycle(STATEMENTS), cycle(GOALS)
    for item in questionnaire.items:
        if item.kind is ItemKind.STATEMENT:
            found[item.id] = next(statements)
        elif item.kind is not ItemKind.NOTE:
            found[item.id] = found[item.parent_id] if item.parent_id in found else next(goals)
    return found


def dispute(item: Item) -> Dispute:
    """How disputed a step is."""
    return STEPS.get(item.label, USUAL_STEP)


def expected_appeal(questionnaire: Questionnaire) -> dict[str | None, float]:
    """The appeal that the name of a tier promises, by tier; the tiers stand in the order of the plan."""
    tiers = dict.fromkeys(item.tier for item in questionnaire.items if item.kind is ItemKind.GOAL)
    return {tier: TIER_EXPECTS[min(place, len(TIER_EXPECTS) - 1)] for place, tier in enumerate(tiers)}
