"""Every figure of a summary by itself, named: what programs compare and recompute."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.reports.codebook import response_columns
from surveyapp.stats.verdicts import item_verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surveyapp.stats.declared import DeclaredRule
    from surveyapp.stats.ratings import Share
    from surveyapp.stats.rules import Outcome
    from surveyapp.stats.summary import ChoiceSummary, RankingSummary, RatingSummary, RoundSummary

VERDICT_CODES: Mapping[Outcome, int] = {"in": 1, "none": 0, "out": -1}
"""A verdict as a number."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at full precision: `statistic` of the answers in the column `source`, a code or a question's code."""

    source: str
    statistic: str
    value: float


def figures_of(summary: RoundSummary, rules: Mapping[str, DeclaredRule] | None = None) -> Iterator[Figure]:
    """Yield every figure of a summary that rests on the answers and is shown; what is withheld or undefined is not.

    A figure about an item names the column of the responses that it is worked out from, one about a whole ranking
    or open question the question. `rules` add verdicts, as `VERDICT_CODES`.
    """
    yield Figure("responses", "counted", summary.counted)
    columns = {(column.source, column.item): column.code for column in response_columns(summary)}
    for rating in summary.ratings.values():
        column, rule = columns[rating.question, rating.item], (rules or {}).get(rating.question)
        yield from _shown(column, _rating(summary, rating))
        verdict = item_verdict(rule, rating) if rule else None
        if verdict is not None and verdict.outcome is not None:
            yield Figure(column, "verdict", VERDICT_CODES[verdict.outcome])
    for choice in summary.choices.values():
        yield from _shown(columns[choice.question, choice.item], _choice(summary, choice))
    for ranking in summary.rankings.values():
        yield from _shown(ranking.question, _ranking(ranking))
        for ranked in ranking.items:
            figures = [("place", ranked.place), ("ranked", ranked.ranked), ("borda", ranked.borda)]
            figures += [("mean_rank", ranked.mean_rank), *_share("first", ranked.first), *_share("top", ranked.top)]
            yield from _shown(columns[ranking.question, ranked.item], figures if ranking.ballots else [])
    for kind, counts in (("comment", summary.comments), ("wording", summary.wordings)):
        for item, count in counts.items():
            if (kind, item) in columns:
                yield Figure(columns[kind, item], "texts", count)
    yield from (Figure(code, "texts", count) for code, count in summary.answers.items())


def _shown(source: str, figures: list[tuple[str, float]]) -> Iterator[Figure]:
    return (Figure(source, name, value) for name, value in figures if not math.isnan(value))


def _rating(summary: RoundSummary, rating: RatingSummary) -> list[tuple[str, float]]:
    scale = summary.questionnaire.by_code[rating.question].scale
    if rating.hidden or scale is None:
        return []
    counts = [(f"count.{score}", n) for score, n in zip(scale.scores, rating.distribution, strict=True)]
    middle = [
        ("median", rating.median),
        ("lower_quartile", rating.lower_quartile),
        ("upper_quartile", rating.upper_quartile),
    ]
    answered = [("n", rating.n), ("cannot_judge", rating.cannot_judge), ("silent", rating.silent)]
    return [*answered, *counts, *middle, *_share("share", rating.agreement)]


def _choice(summary: RoundSummary, choice: ChoiceSummary) -> list[tuple[str, float]]:
    if choice.hidden:
        return []
    options = summary.questionnaire.by_code[choice.question].options
    figures: list[tuple[str, float]] = [("n", choice.n), ("silent", choice.silent)]
    for number, (_, count, share) in enumerate(zip(options, choice.counts, choice.shares, strict=True), start=1):
        figures += [(f"count.{number}", count), *_share(f"share.{number}", share)]
    return figures


def _ranking(ranking: RankingSummary) -> list[tuple[str, float]]:
    if ranking.hidden:
        return []
    concordance = ranking.concordance
    return [
        ("ballots", ranking.ballots),
        ("silent", ranking.silent),
        ("w", concordance.w),
        ("w.p", concordance.p_value),
    ]


def _share(name: str, share: Share) -> list[tuple[str, float]]:
    return [(name, share.value), (f"{name}.low", share.low), (f"{name}.high", share.high)]
