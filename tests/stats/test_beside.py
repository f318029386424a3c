"""What may stand beside words: a segment is said of those alone who count in open figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from surveyapp.stats.beside import attribute_beside, segments_beside
from surveyapp.stats.by_segment import answer_bands, merged_segments, segment_figures
from surveyapp.stats.dataset import SILENT
from tests.stats.datasets import a_dataset
from tests.stats.test_by_segment import a_random_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.dataset import RoundDataset


def _round(ratings: Sequence[Sequence[int]], **segments: Sequence[str | None]) -> RoundDataset:
    named = {name: tuple(values) for name, values in segments.items()}
    return replace(a_dataset(ratings=ratings), segments=named)


def _said(dataset: RoundDataset) -> tuple[str, ...]:
    return segments_beside(dataset, segment_figures(dataset))


def test_the_most_important_attribute_is_said_alone() -> None:
    dataset = _round([[5, 4]] * 20, setting=["academic", "private"] * 10, region=["west"] * 10 + ["east"] * 10)

    assert attribute_beside(segment_figures(dataset)) == "setting"
    assert _said(dataset) == ("academic", "private") * 10


def test_a_round_without_segments_says_none() -> None:
    assert _said(_round([[5, 4]] * 6)) == ("",) * 6
    assert _said(a_dataset()) == ()
    figures = segment_figures(_round([[5]] * 10, setting=["academic"] * 5 + ["private"] * 5))
    assert segments_beside(a_dataset(ratings=[[5]] * 10), figures) == ("",) * 10


def test_those_of_small_groups_and_those_not_known_are_of_no_segment() -> None:
    assert _said(_round([[5]] * 9, setting=["academic"] * 5 + ["private"] * 4)) == ("",) * 9
    assert _said(_round([[5]] * 10, setting=["academic"] * 5 + [None] * 5)) == (*["academic"] * 5, *[""] * 5)
    assert _said(_round([[5]] * 16, setting=["academic"] * 9 + ["private"] * 4 + ["own"] * 3))[8:10] == ("academic", "")


def test_of_whoever_counts_in_a_closed_figure_nothing_is_said() -> None:
    """Two of one group disagree: said beside their comments, that would be the number that is closed."""
    scores = [[5]] * 18 + [[1]] * 2 + [[5]] * 14 + [[1]] * 6
    dataset = _round(scores, setting=["academic"] * 20 + ["private"] * 20)
    table = segment_figures(dataset).tables["importance", 0, "setting"]
    assert [row.counts for row in table.rows] == [(None, None, 0), (None, None, 0)]

    assert _said(dataset) == ("",) * 40


def test_of_the_others_it_is() -> None:
    scores = [[5, 5]] * 20 + [[5, 5]] * 10 + [[1, 5]] * 10 + [[5, 5]] * 20
    choices = [[0, 0]] * 57 + [[1, 0]] * 3
    settings = ["a"] * 20 + ["b"] * 20 + ["c"] * 20
    dataset = replace(a_dataset(ratings=scores, choices=choices), segments={"setting": tuple(settings)})
    closed = [
        row.segment.value for row in segment_figures(dataset).tables["fate", 0, "setting"].rows if row.counts[0] is None
    ]

    assert len(closed) == 2
    (still_open,) = set("abc") - set(closed)
    assert _said(dataset) == tuple(name if name == still_open else "" for name in settings)


def test_while_a_table_is_withheld_nothing_is_said() -> None:
    scores = [[5, SILENT]] * 16 + [[5, 4]] * 4

    assert _said(_round(scores, setting=["academic"] * 10 + ["private"] * 10)) == ("",) * 20


@pytest.mark.parametrize("seed", range(60))
def test_whoever_counts_those_said_finds_no_closed_number(seed: int) -> None:
    """All who are said to be of a segment, counted by their answers: never more than what stands open."""
    dataset = a_random_round(seed)
    figures = segment_figures(dataset)
    attribute, said = attribute_beside(figures), np.array(segments_beside(dataset, figures))
    if not attribute:
        return
    assert {(name, value) for name, value in zip(said, merged_segments(dataset)[attribute], strict=True) if name} <= {
        (segment.value, segment.value) for segment in figures.attributes[attribute]
    }
    for question in dataset.questionnaire.questions:
        for item, (answers, bands) in zip(question.items, answer_bands(dataset, question), strict=True):
            table = figures.tables.get((question.code, item, attribute))
            for row in table.rows if table else ():
                seen = [int(((said == row.segment.value) & (bands == band)).sum()) for band in range(answers + 1)]
                assert all(count == 0 for count, shown in zip(seen, row.counts, strict=True) if shown is None)
