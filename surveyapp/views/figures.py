"""What the results page shows of a summary: rows with their bars, shares and sentences, in the order asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.templating import percent
from surveyapp.views.charts import Bar, Whisk, interval, rating_bar, whisk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from surveyapp.questionnaire import Item, Question
    from surveyapp.stats.ratings import Share
    from surveyapp.stats.summary import ChoiceSummary, RankingSummary, RatingSummary, RoundSummary

ORDERS = {"plan": "Plan order", "importance": "Importance", "disagreement": "Disagreement"}
_LABELS = {"agreement": "Agree", "importance": "Important", "feasibility": "Can be done"}
# The nearest of the anchors that Schmidt (1997) gives for W: .1 very weak, .3 weak, .5 moderate, .7 strong.
_WORDS_FOR_W = ((0.2, "very weak"), (0.4, "weak"), (0.6, "fair"), (0.8, "strong"))


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One rating of one item; without a bar, `instead` says why."""

    name: str
    bar: Bar | None
    instead: str
    share: str
    interval: str
    n: int
    cannot_judge: int


@dataclass(frozen=True, slots=True)
class RatedItem:
    """An item with its ratings and how much was written about it. `rank` is the place of its tier, from 0."""

    item: Item
    rank: int | None
    lines: tuple[RatingLine, ...]
    comments: int
    wordings: int


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """An item with the shares of each option; without them, `instead` says why."""

    item: Item
    n: int
    shares: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item of a ranking with its figures as text."""

    item: Item
    place: int
    points: float
    mean_rank: float
    ranked: int
    first: Share
    top: Share
    whisk: Whisk
    interval: str


def rated_items(summary: RoundSummary, *, statements: bool, order: str = "plan") -> list[RatedItem]:
    """The statements, or all other items, that have a rating, in one of `ORDERS`."""
    items = summary.questionnaire.items
    questions = [q for q in summary.questionnaire.questions if q.kind is QuestionKind.RATING]
    positions = sorted({position for question in questions for position in question.items})
    wanted = [at for at in positions if (items[at].kind is ItemKind.STATEMENT) is statements]
    return [_rated_item(summary, questions, at) for at in sorted(wanted, key=_order(summary, questions, order))]


def chosen_items(summary: RoundSummary, question: Question) -> list[ChosenItem]:
    """The items of a choice question in plan order."""
    return [_chosen_item(summary, summary.choices[question.code, position]) for position in question.items]


def steps_by_goal(summary: RoundSummary, question: Question) -> list[tuple[Item, list[ChosenItem]]]:
    """The items of a choice about sub-goals, each under the goal of the first level that it belongs to."""
    items = summary.questionnaire.items
    by_id = {item.id: item for item in items}
    found: dict[int, tuple[Item, list[ChosenItem]]] = {}
    for chosen in chosen_items(summary, question):
        goal = chosen.item
        while goal.parent_id is not None:
            goal = by_id[goal.parent_id]
        found.setdefault(goal.id, (goal, []))[1].append(chosen)
    return list(found.values())


def placed_items(summary: RoundSummary, ranking: RankingSummary) -> list[PlacedItem]:
    """The items of a ranking, best first; none before anybody ranked."""
    return [
        PlacedItem(
            item=summary.questionnaire.items[ranked.item],
            place=ranked.place,
            points=ranked.borda,
            mean_rank=ranked.mean_rank,
            ranked=ranked.ranked,
            first=ranked.first,
            top=ranked.top,
            whisk=whisk(ranked.top),
            interval=interval(ranked.top),
        )
        for ranked in (ranking.items if ranking.ballots else ())
    ]


def word_for(w: float) -> str:
    """Say in a plain word how far people agree on an order; empty where W is not defined."""
    if math.isnan(w):
        return ""
    return next((word for below, word in _WORDS_FOR_W if w < below), "very strong")


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
        # The middle half that reaches furthest comes first; among equals, the share nearest to one half.
        return rating.lower_quartile - rating.upper_quartile, abs(rating.agreement.value - 0.5), position

    return key


def _rated_item(summary: RoundSummary, questions: Iterable[Question], position: int) -> RatedItem:
    item = summary.questionnaire.items[position]
    return RatedItem(
        item=item,
        rank=tier_rank(summary, item),
        lines=tuple(
            _line(summary, question, summary.ratings[question.code, position])
            for question in questions
            if position in question.items
        ),
        comments=summary.comments.get(position, 0),
        wordings=summary.wordings.get(position, 0),
    )


def _line(summary: RoundSummary, question: Question, rating: RatingSummary) -> RatingLine:
    palette = "g" if question.code == "agreement" else "f"
    shown = question.scale is not None and not rating.hidden and rating.n > 0
    return RatingLine(
        name=_LABELS.get(question.code, question.code.capitalize()),
        bar=rating_bar(question.scale, rating, palette=palette) if shown and question.scale else None,
        instead=_instead(rating.n, summary.minimum_cell) if not shown else "",
        share=percent(rating.agreement.value),
        interval=interval(rating.agreement),
        n=rating.n,
        cannot_judge=rating.cannot_judge,
    )


def _chosen_item(summary: RoundSummary, choice: ChoiceSummary) -> ChosenItem:
    shown = not choice.hidden and choice.n > 0
    return ChosenItem(
        item=summary.questionnaire.items[choice.item],
        n=choice.n,
        shares=tuple(percent(share.value) for share in choice.shares) if shown else (),
        instead="" if shown else _instead(choice.n, summary.minimum_cell),
    )


def _instead(n: int, minimum: int) -> str:
    return f"Fewer than {minimum} answered, so nothing is shown" if n else "No answers yet"
