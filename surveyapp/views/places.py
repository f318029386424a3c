"""What the results page shows of a ranking: places as ranges, and in words which of them cannot be told apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from surveyapp.reports.figures import priorities_table
from surveyapp.templating import enumerate_words, percent, plural
from surveyapp.views.charts import Bar, PlaceLine, interval, part_bar, place_line, place_range, place_ticks
from surveyapp.views.figures import tier_rank

if TYPE_CHECKING:
    from surveyapp.questionnaire import Item, Question
    from surveyapp.stats.ratings import Share
    from surveyapp.stats.summary import RankingSummary, RoundSummary
    from surveyapp.stats.uncertainty import RankUncertainty
    from surveyapp.views.cuts import Cut, Parts

# The nearest of the anchors that Schmidt (1997) gives for W: .1 very weak, .3 weak, .5 moderate, .7 strong.
_WORDS_FOR_W = ((0.2, "very weak"), (0.4, "weak"), (0.6, "fair"), (0.8, "strong"))
_MOST_GROUPS = 5


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item of a ranking with its figures; `range` is all places left to it by those told apart from it.

    `bar` draws the share of the ballots with the item among the first places, and `parts` the same by segment.
    """

    item: Item
    range: str
    line: PlaceLine
    points: float
    mean_rank: float
    ranked: int
    first: Share
    top: Share
    interval: str
    bar: Bar
    parts: Parts


@dataclass(frozen=True, slots=True)
class ShownRanking:
    """A ranking as the page shows it. `level` and `astray` say what cannot be told apart and what sits in which tier.

    `concordance` is the sentence about Kendall's W, the same as in every report, `agreement` a word for it, and
    `method` how the ranges came about.
    """

    question: Question
    ranking: RankingSummary
    placed: tuple[PlacedItem, ...]
    ticks: list[tuple[str, str]]
    agreement: str
    concordance: str
    level: str
    astray: str
    method: str


def show_ranking(summary: RoundSummary, question: Question, ranges: RankUncertainty | None, cut: Cut) -> ShownRanking:
    """Put a ranking together for the page, with the segments of `cut`; without `ranges` a place is its own range."""
    ranking = summary.rankings[question.code]
    placed = tuple(_placed(summary, ranking, ranges, cut)) if ranking.ballots else ()
    return ShownRanking(
        question=question,
        ranking=ranking,
        placed=placed,
        ticks=place_ticks(len(question.items)),
        agreement=word_for(ranking.concordance.w),
        concordance=priorities_table(summary, question.code).notes[-1],
        level=_level_sentence(summary, ranges) if ranges and placed else "",
        astray=_tier_sentence(summary, ranking) if placed else "",
        method=_method_sentence(ranges) if ranges else "",
    )


def word_for(w: float) -> str:
    """Say in a plain word how far people agree on an order; empty where W is not defined."""
    if math.isnan(w):
        return ""
    return next((word for below, word in _WORDS_FOR_W if w < below), "very strong")


def _placed(
    summary: RoundSummary, ranking: RankingSummary, ranges: RankUncertainty | None, cut: Cut
) -> list[PlacedItem]:
    count = len(ranking.items)
    of_item = dict(zip(ranges.items, ranges.intervals, strict=True)) if ranges else {}
    return [
        PlacedItem(
            item=summary.questionnaire.items[ranked.item],
            range=place_range(of_item.get(str(ranked.item), (ranked.place, ranked.place))),
            line=place_line(ranked.place, of_item.get(str(ranked.item), (ranked.place, ranked.place)), count),
            points=ranked.borda,
            mean_rank=ranked.mean_rank,
            ranked=ranked.ranked,
            first=ranked.first,
            top=ranked.top,
            interval=interval(ranked.top),
            bar=part_bar(ranked.top, "All who ranked"),
            parts=cut.top(ranking.question, ranked.item),
        )
        for ranked in ranking.items
    ]


def _level_sentence(summary: RoundSummary, ranges: RankUncertainty) -> str:
    """Say which items cannot be told apart, nearest the top first."""
    groups = _level_groups(ranges)
    if not groups:
        return "All places can be told apart."
    items = summary.questionnaire.items
    told = [enumerate_words([items[int(name)].label for name in group]) for group in groups[:_MOST_GROUPS]]
    left = len(groups) - len(told)
    more = f", nor can {plural(left, 'further group', 'further groups')}" if left else ""
    return f"{'; '.join(told)} cannot be told apart{more}."


def _level_groups(ranges: RankUncertainty) -> list[list[str]]:
    """Group the items of which no two can be told apart: all of a tier where that holds for it, or else by pairs."""
    level = {frozenset(pair) for pair in ranges.level_pairs}
    groups: list[list[str]] = []
    for tier in ranges.tiers:
        pairs = [[one, other] for one, other in combinations(tier, 2) if frozenset((one, other)) in level]
        is_whole = len(tier) > 1 and len(pairs) == math.comb(len(tier), 2)
        groups += [list(tier)] if is_whole else pairs
    return groups


def _method_sentence(ranges: RankUncertainty) -> str:
    """Say how the ranges came about, so that anybody can repeat them."""
    return (
        f"Ranges of places: those who ranked are drawn again {ranges.draws:,} times. Two goals are told apart where "
        f"one stands above the other in at least {percent((1 + ranges.level) / 2)} of the draws; a goal’s range is "
        f"what those told apart from it leave. The draws begin at the number {ranges.seed}, the same for every round "
        "and every format, so the same answers always give the same ranges."
    )


def _tier_sentence(summary: RoundSummary, ranking: RankingSummary) -> str:
    """Say of the highest item that stands above one of a higher tier that it does."""
    items = [summary.questionnaire.items[ranked.item] for ranked in ranking.items]
    ranks = [tier_rank(summary, item) for item in items]
    for at, (item, own) in enumerate(zip(items, ranks, strict=True)):
        for other, above in zip(items[at + 1 :], ranks[at + 1 :], strict=True):
            if own is not None and above is not None and above < own:
                return (
                    f"{item.label} sits in {item.tier} and {other.label} in {other.tier}, yet members place "
                    f"{item.label} level with or above {other.label}. Worth a decision."
                )
    return ""
