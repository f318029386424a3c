"""Which segments answer a rating differently, after correction for how many were compared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import QuestionKind
from surveyapp.stats.by_segment import Filter, merged_segments
from surveyapp.stats.segments import compare_segments, holm, mann_whitney

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.questionnaire import Question, Questionnaire
    from surveyapp.stats.by_segment import SegmentFigures
    from surveyapp.stats.dataset import Codes, RoundDataset

LEVEL = 0.05
# Romano, Kromrey, Coraggio and Skowronek (2006): below these, Cliff's delta is negligible, small, medium; else large.
_SIZES = ((0.147, "negligible"), (0.33, "small"), (0.474, "medium"))


@dataclass(frozen=True, slots=True)
class SegmentDifference:
    """Two segments of one attribute of which the first answers one item of a rating higher than the second.

    `p_value` is the lowest level at which the pair would still be told: the greater of its own, adjusted by Holm for
    the pairs of the item, and of the item's, adjusted for the items compared. `delta` is Cliff's, and `size` its word.
    """

    question: str
    item: int
    attribute: str
    higher: str
    lower: str
    delta: float
    size: str
    p_value: float


def segment_differences(dataset: RoundDataset, figures: SegmentFigures) -> tuple[SegmentDifference, ...]:
    """Find the differences between segments that survive correction, by question, attribute and item.

    Per rating and attribute, every item is tested over the segments with a name whose shares stand open (two by
    Mann-Whitney, more by Kruskal-Wallis), and the p-values of all items are adjusted together (Holm). Within an item
    that stays below 0.05, pairs of segments are tested by Mann-Whitney, adjusted by Holm again; the pairs that
    stay below 0.05 are told, the one that lies furthest apart first.
    """
    merged = merged_segments(dataset)
    found: list[SegmentDifference] = []
    for question in dataset.questionnaire.questions:
        if question.kind is QuestionKind.RATING:
            for attribute, values in merged.items():
                groups = _answers(dataset, question, attribute, values, figures)
                tests = compare_segments({str(item): list(scores.values()) for item, scores in groups.items()})
                for item, test in zip(groups, tests, strict=True):
                    if test.holm < LEVEL:
                        found += _pairs(question.code, item, attribute, groups[item], test.holm)
    return tuple(found)


def compared_items(questionnaire: Questionnaire, figures: SegmentFigures) -> dict[tuple[str, str], int]:
    """Count, by rating and attribute, the items on which `segment_differences` has two segments or more to compare."""
    return {
        (question.code, attribute): sum(
            len(_comparable(figures, question.code, item, attribute)) > 1 for item in question.items
        )
        for question in questionnaire.questions
        if question.kind is QuestionKind.RATING
        for attribute in figures.attributes
    }


def size_of(delta: float) -> str:
    """Say in a word how far two segments lie apart, by Cliff's delta."""
    return next((word for below, word in _SIZES if abs(delta) < below), "large")


def _answers(
    dataset: RoundDataset,
    question: Question,
    attribute: str,
    values: tuple[str | None, ...],
    figures: SegmentFigures,
) -> dict[int, dict[str, Codes]]:
    """Take the scores of each segment that may be compared, by item; items with fewer than two such are left out."""
    rows_of: dict[str, list[int]] = {}
    for row, value in enumerate(values):
        if value is not None:
            rows_of.setdefault(value, []).append(row)
    places = {value: np.array(rows) for value, rows in rows_of.items()}
    matrix = dataset.ratings[question.code]
    low = question.scale.low if question.scale else 0
    found = {}
    for place, item in enumerate(question.items):
        groups = {}
        for value in _comparable(figures, question.code, item, attribute):
            column = matrix[places[value], place]
            groups[value] = column[column >= low]
        if len(groups) > 1:
            found[item] = groups
    return found


def _comparable(figures: SegmentFigures, question: str, item: int, attribute: str) -> list[str]:
    """The segments with a name whose share on an item stands open."""
    found = []
    for segment in figures.attributes[attribute]:
        told = figures.answers(question, item, Filter(attribute, segment.value))
        if segment.value is not None and told is not None and told.shares[0] is not None:
            found.append(segment.value)
    return sorted(found)


def _pairs(
    question: str, item: int, attribute: str, groups: Mapping[str, Codes], of_item: float
) -> list[SegmentDifference]:
    pairs = list(combinations(groups, 2))
    tests = [mann_whitney(groups[one], groups[other]) for one, other in pairs]
    found = []
    for (one, other), test, adjusted in zip(pairs, tests, holm([test.p_value for test in tests]), strict=True):
        if not math.isnan(adjusted) and adjusted < LEVEL and test.delta:
            higher, lower = (one, other) if test.delta > 0 else (other, one)
            delta, p_value = abs(test.delta), max(adjusted, of_item)
            found.append(SegmentDifference(question, item, attribute, higher, lower, delta, size_of(delta), p_value))
    return sorted(found, key=lambda difference: (-difference.delta, difference.higher, difference.lower))
