"""What is known of a round beyond its summary: ranges, methods, segments, themes, rules and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surveyapp.stats.by_segment import segment_figures
from surveyapp.stats.differences import compared_items, segment_differences
from surveyapp.stats.methods import places_by_method
from surveyapp.stats.places import place_ranges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.questionnaire.standing import Standing
    from surveyapp.stats.by_segment import SegmentFigures
    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.declared import DeclaredRule
    from surveyapp.stats.differences import SegmentDifference
    from surveyapp.stats.methods import Places
    from surveyapp.stats.themed import CodedWords
    from surveyapp.stats.uncertainty import RankUncertainty


@dataclass(frozen=True, slots=True)
class Findings:
    """All that reports show beside the summary.

    `ranges` and `methods` are keyed by the code of a ranking, `rules` by that of a rating, `decisions` by the key of an
    item; None where there are none to be filled in. `coded` is None where nobody has read the words yet. `compared`
    counts, by rating and attribute, the items on which segments could be compared for `differences`.
    `stands_beside_responses` tells that there are `segments`, left out of a file because it holds single responses.
    """

    ranges: Mapping[str, RankUncertainty] = field(default_factory=dict)
    methods: Mapping[str, Places] = field(default_factory=dict)
    segments: SegmentFigures | None = None
    stands_beside_responses: bool = False
    differences: tuple[SegmentDifference, ...] = ()
    compared: Mapping[tuple[str, str], int] = field(default_factory=dict)
    coded: CodedWords | None = None
    rules: Mapping[str, DeclaredRule] = field(default_factory=dict)
    decisions: Mapping[str, Standing] | None = None


def find(
    dataset: RoundDataset,
    *,
    coded: CodedWords | None = None,
    rules: Mapping[str, DeclaredRule] | None = None,
    decisions: Mapping[str, Standing] | None = None,
) -> Findings:
    """Compute what follows from the data set alone, and put it together with what people did."""
    segments = segment_figures(dataset)
    return Findings(
        ranges=place_ranges(dataset),
        methods=places_by_method(dataset),
        segments=segments,
        differences=segment_differences(dataset, segments),
        compared=compared_items(dataset.questionnaire, segments),
        coded=coded,
        rules=rules or {},
        decisions=decisions,
    )
