"""The verdict about an item is that of its rule on everybody's scores; what is hidden has none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.consensus import robustness, verdict
from surveyapp.stats.dataset import SILENT
from surveyapp.stats.declared import offered_rules
from surveyapp.stats.summary import summarise
from surveyapp.stats.verdicts import item_verdict
from tests.reports.rounds import S1, a_drawn_dataset

if TYPE_CHECKING:
    from surveyapp.stats.summary import RatingSummary

FIVE = offered_rules(1, 5, 4)


def rated(*counts: int) -> RatingSummary:
    """Agreement with the statement, with so many scores of each kind; ten more people say nothing."""
    scores = [score for score, count in enumerate(counts, start=1) for _ in range(count)] + [SILENT] * 10
    data = a_drawn_dataset(len(scores))
    ratings = {**data.ratings, "agreement": np.array(scores, dtype=np.int16).reshape(-1, 1)}
    return summarise(replace(data, ratings=ratings)).ratings["agreement", S1]


@pytest.mark.parametrize(
    ("name", "counts", "outcome", "beside"),
    [
        # 15 of 20 are exactly 75 %, and 2 of 20 fewer than 15 %
        ("society", (1, 1, 3, 10, 5), "in", {"70%": "in", "80%": "none"}),
        # 3 of 20 are 15 %, which is not fewer
        ("society", (1, 2, 2, 10, 5), "none", {"70%": "none", "80%": "none"}),
        ("percent-70", (3, 3, 0, 10, 4), "in", {"75%": "none", "80%": "none"}),
        ("interquartile-range", (0, 0, 2, 10, 8), "in", {}),
        ("interquartile-range", (8, 10, 2, 0, 0), "out", {}),
        ("interquartile-range", (10, 0, 0, 0, 10), "none", {}),
    ],
)
def test_verdicts_at_the_limits(name: str, counts: tuple[int, ...], outcome: str, beside: dict[str, str]) -> None:
    found = item_verdict(FIVE[name], rated(*counts))

    assert found is not None
    assert (found.outcome, dict(found.alternatives), found.n) == (outcome, beside, 20)


def test_too_few_scores_have_no_verdict_and_hidden_ones_nothing() -> None:
    few = item_verdict(FIVE["society"], rated(0, 0, 0, 4, 5))
    assert few is not None
    assert (few.outcome, few.reason, dict(few.alternatives)) == (None, "9 gave a score, where 10 are asked", {})
    assert few.agreement.value == 1

    assert item_verdict(FIVE["society"], rated(0, 0, 0, 1, 1)) is None
    nobody = item_verdict(FIVE["percent-70"], rated(0, 0, 0, 0, 0))
    assert nobody is not None
    assert nobody.outcome is None


@given(st.lists(st.integers(0, 12), min_size=5, max_size=5), st.sampled_from(sorted(FIVE)))
def test_it_is_what_the_rule_says_of_the_same_scores(counts: list[int], name: str) -> None:
    rating, rule = rated(*counts), FIVE[name]
    scores = [score for score, count in enumerate(counts, start=1) for _ in range(count)]

    found = item_verdict(rule, rating)

    if rating.hidden:
        assert found is None
    elif len(scores) < max(rule.smallest, 1):
        assert found is not None
        assert found.outcome is None
    else:
        assert found is not None
        assert found.outcome == verdict(rule, scores).outcome
        assert found.fewest == robustness(rule, scores).fewest
        assert found.agreement == rating.agreement
