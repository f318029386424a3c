"""Dissenters who leave are seen; leavers like the others raise no flag."""

from __future__ import annotations

import math

import numpy as np
import pytest

from surveyapp.stats.attrition import attrition
from surveyapp.stats.rule_presets import comet_rule, percent_rule

RULE = percent_rule(1, 5, 4, 0.75)


def column(*scores: float) -> list[list[float]]:
    return [[score] for score in scores]


def test_dissenters_removed_from_seeded_data_trigger_the_flag() -> None:
    everybody = np.random.default_rng(7).integers(1, 6, size=(60, 1))
    leaves = everybody[:, 0] <= 2

    (result,) = attrition(everybody[~leaves], everybody[leaves], RULE)

    assert result.flagged
    assert result.left.count == 0
    assert result.holm < 0.05
    assert result.test.delta == 1


def test_leavers_who_answer_alike_trigger_none() -> None:
    (result,) = attrition(column(4, 5, 4, 5, 3, 4, 5, 4), column(4, 5, 4, 5), RULE)

    assert not result.flagged
    assert result.verdict_now is not None
    assert result.verdict_now.outcome == "in"


def test_the_last_answers_carried_forward_can_change_the_verdict() -> None:
    (result,) = attrition(column(4, 4, 4), column(1, 2), RULE, now=column(4, 4, 5))

    assert (result.agreement_now.value, result.agreement_carried.value) == (1.0, 0.6)
    assert result.verdict_now is not None
    assert result.verdict_carried is not None
    assert (result.verdict_now.outcome, result.verdict_carried.outcome) == ("in", "none")
    assert result.flagged
    assert (result.median_stayed, result.median_left) == (4, 1.5)


def test_a_stayer_who_leaves_the_item_out_now_counts_with_the_earlier_answer() -> None:
    (result,) = attrition(column(4, 1), column(5), RULE, now=column(4, math.nan))

    assert (result.agreement_now.n, result.agreement_carried.n, result.agreement_carried.count) == (1, 3, 2)


def test_nobody_left() -> None:
    (result,) = attrition(column(4, 5), np.empty((0, 1)), RULE)

    assert not result.flagged
    assert math.isnan(result.left.value)
    assert math.isnan(result.holm)
    assert result.test.reason == "a group has no answers"


def test_p_values_are_adjusted_over_the_items() -> None:
    results = attrition([[5, 5], [5, 4], [4, 5]], [[1, 4], [2, 5], [1, 5]], RULE)

    assert results[0].test.p_value == pytest.approx(0.1)
    assert results[0].holm == pytest.approx(0.2)
    assert [one.item for one in results] == [0, 1]


def test_a_rule_that_refuses_so_few_gives_no_verdict() -> None:
    rule = comet_rule(out="mirror", scope="every panel")
    (result,) = attrition(column(8, 8), column(8), rule)

    assert result.verdict_now is None
    assert result.verdict_carried is not None


def test_refuses_tables_that_do_not_fit_and_scores_off_the_scale() -> None:
    with pytest.raises(ValueError, match="the same items"):
        attrition([[4, 4]], [[4]], RULE)
    with pytest.raises(ValueError, match=r"a row per person and a column per item, not an array of shape \(1,\)"):
        attrition([[4]], [4], RULE)
    with pytest.raises(ValueError, match="item 0, leavers: 6 at position 0"):
        attrition([[4]], [[6]], RULE)
