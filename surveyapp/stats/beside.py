"""Which segments may stand beside somebody's words: those of whoever counts in open figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from surveyapp.stats.by_segment import answer_bands

if TYPE_CHECKING:
    from surveyapp.stats.by_segment import SegmentFigures
    from surveyapp.stats.dataset import RoundDataset


def attribute_beside(figures: SegmentFigures) -> str:
    """The one attribute whose segments may be said beside words: the most important one; empty where there is none.

    Two attributes of the same person would say who stands where their groups cross, of which no figure is shown.
    """
    return next(iter(figures.attributes), "")


def segments_beside(dataset: RoundDataset, figures: SegmentFigures) -> tuple[str, ...]:
    """Name for each response the segment that may be said beside its words; nothing where none may.

    Words stand beside their writer's own answers, in one list or another, and a list of answers by segment adds up to
    figures by segment. So a segment is said only of responses whose every answer, and every silence, counts in an open
    figure of `figures`: they tell nothing that is not open anyway. Nobody's is said while a whole table is withheld.
    """
    nothing = ("",) * dataset.submitted
    attribute = attribute_beside(figures)
    if attribute not in dataset.segments:
        return nothing
    segments = figures.attributes[attribute]
    row_of = {segment.value: row for row, segment in enumerate(segments)}
    # whose value stands for too few is with those of no segment, who come last
    rows = np.array([row_of.get(value, len(segments) - 1) for value in dataset.segments[attribute]], dtype=np.int64)
    may_be_said = np.ones(dataset.submitted, dtype=bool)
    for question in dataset.questionnaire.questions:
        for item, (_, bands) in zip(question.items, answer_bands(dataset, question), strict=True):
            table = figures.tables.get((question.code, item, attribute))
            if table is None:
                return nothing
            is_open = np.array([[count is not None for count in row.counts] for row in table.rows])
            may_be_said &= is_open[rows, bands]
    said = zip((segments[row].value or "" for row in rows.tolist()), may_be_said.tolist(), strict=True)
    return tuple(name if may else "" for name, may in said)
