"""What the results page shows of a summary: rows with their bars, shares and sentences, in the order asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.reports.verdicts import say_beside, say_verdict
from surveyapp.stats.verdicts import item_verdict
from surveyapp.templating import percent
from surveyapp.views.charts import Bar, interval, rating_bar
from surveyapp.views.cuts import NO_PARTS, Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from surveyapp.questionnaire import Item, Question
    from surveyapp.stats.declared import DeclaredRule
    from surveyapp.stats.summary import RatingSummary, RoundSummary
    from surveyapp.views.cuts import Cut

ORDERS = {
    "importance": "Importance",
    "plan": "Plan order",
    "disagreement": "Disagreement",
    "gap": "Important but hard",
}
_LABELS = {"agreement": "Agree", "importance": "Important", "feasibility": "Can be done"}


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One rating of one item; without a bar, `instead` says why. `parts` are the segments asked for.

    `verdict` is that of the declared rule, empty where there is none or nothing is shown, and `beside` says what
    neighbouring rules give.
    """

    name: str
    bar: Bar | None
    instead: str
    share: str
    interval: str
    n: int
    cannot_judge: int
    verdict: str
    beside: str
    parts: Parts = NO_PARTS


@dataclass(frozen=True, slots=True)
class RatedItem:
    """An item with its ratings and how much was written about it. `rank` is the place of its tier, from 0."""

    item: Item
    rank: int | None
    lines: tuple[RatingLine, ...]
    comments: int
    wordings: int


def rated_items(
    summary: RoundSummary, rules: Mapping[str, DeclaredRule], *, statements: bool, order: str = "plan", cut: Cut
) -> list[RatedItem]:
    """The statements, or all other items, that have a rating, in one of `ORDERS`, with the segments of `cut`.

    `rules` give the verdicts.
    """
    items = summary.questionnaire.items
    questions = [q for q in summary.questionnaire.questions if q.kind is QuestionKind.RATING]
    positions = sorted({position for question in questions for position in question.items})
    wanted = [at for at in positions if (items[at].kind is ItemKind.STATEMENT) is statements]
    in_order = sorted(wanted, key=_order(summary, questions, order))
    return [_rated_item(summary, rules, questions, at, cut) for at in in_order]


def tier_rank(summary: RoundSummary, item: Item) -> int | None:
    """The place of an item's tier, from 0 for the highest; None where it has none."""
    return summary.questionnaire.tiers.index(item.tier) if item.tier else None


def _order(
    summary: RoundSummary, questions: Iterable[Question], order: str
) -> Callable[[int], tuple[float, float, int]]:
    first = next((q.code for q in questions if q.code != "agreement"), "agreement")

    def key(position: int) -> tuple[float, float, int]:
        rating = summary.ratings.get((first, position))
        if order == "plan" or rating is None or rating.hidden or not rating.n:
            return (math.inf, 0.0, position) if order != "plan" else (0.0, 0.0, position)
        if order == "importance":
            return -rating.agreement.value, 0.0, position
        if order == "gap":
            hard = summary.ratings.get(("feasibility", position))
            is_known = hard is not None and not hard.hidden and hard.n > 0
            return hard.agreement.value - rating.agreement.value if hard and is_known else 1.0, 0.0, position
        # The middle half that reaches furthest comes first; among equals, the share nearest to one half.
        return rating.lower_quartile - rating.upper_quartile, abs(rating.agreement.value - 0.5), position

    return key


def _rated_item(
    summary: RoundSummary,
    rules: Mapping[str, DeclaredRule],
    questions: Iterable[Question],
    position: int,
    cut: Cut,
) -> RatedItem:
    item = summary.questionnaire.items[position]
    return RatedItem(
        item=item,
        rank=tier_rank(summary, item),
        lines=tuple(
            _line(summary, question, summary.ratings[question.code, position], rules.get(question.code), cut)
            for question in questions
            if position in question.items
        ),
        comments=summary.comments.get(position, 0),
        wordings=summary.wordings.get(position, 0),
    )


def _line(
    summary: RoundSummary, question: Question, rating: RatingSummary, rule: DeclaredRule | None, cut: Cut
) -> RatingLine:
    palette = "g" if question.code == "agreement" else "f"
    shown = question.scale is not None and not rating.hidden and rating.n > 0
    verdict = item_verdict(rule, rating) if shown and rule else None
    return RatingLine(
        name=_LABELS.get(question.code, question.code.capitalize()),
        bar=rating_bar(question.scale, rating, palette=palette) if shown and question.scale else None,
        instead=instead_of(rating.n, summary.minimum_cell) if not shown else "",
        share=percent(rating.agreement.value),
        interval=interval(rating.agreement),
        n=rating.n,
        cannot_judge=rating.cannot_judge,
        verdict=say_verdict(verdict) if verdict else "",
        beside=say_beside(verdict),
        parts=cut.top(question.code, rating.item, palette) if shown else NO_PARTS,
    )


def instead_of(n: int, minimum: int) -> str:
    """Say why there is no figure about `n` answers."""
    return f"Fewer than {minimum} answered, so nothing is shown" if n else "No answers yet"
