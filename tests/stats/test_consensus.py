"""Verdicts: the published rules at their edges, what is refused, and every flip against brute force."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.stats.consensus import percent_agreement, robustness, verdict
from surveyapp.stats.rand_ucla import rand_ucla
from surveyapp.stats.rule_presets import comet_rule, content_validity_rule, iqr_rule, percent_rule, society_rule
from surveyapp.stats.rules import RandUclaRule, Rule, ShareRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.rules import Outcome

COMET_A = comet_rule(out="mirror", scope="overall")
COMET_B = comet_rule(out="half", scope="overall")


def scores(**counts: int) -> list[int]:
    """Write 14 people at 8 as s8=14."""
    return [int(name[1:]) for name, count in counts.items() for _ in range(count)]


class TestPercentAgreement:
    def test_counts_the_band_out_of_all_valid_answers(self) -> None:
        result = percent_agreement([1, 4, 5, 3], 4, 5)

        assert (result.count, result.n, result.value) == (2, 4, 0.5)

    def test_of_nobody_is_nan(self) -> None:
        assert math.isnan(percent_agreement([], 4, 5).value)

    def test_refuses_what_is_no_list_of_scores_and_no_band(self) -> None:
        with pytest.raises(ValueError, match="nan at position 1"):
            percent_agreement([4, math.nan], 4, 5)
        with pytest.raises(ValueError, match="from 5 to 4"):
            percent_agreement([4], 5, 4)
        with pytest.raises(ValueError, match=r"shape \(1, 2\)"):
            percent_agreement([[4, 5]], 4, 5)


class TestShares:
    def test_14_of_20_meets_70_percent_and_13_does_not(self) -> None:
        rule = percent_rule(1, 9, 7, 0.7)

        assert verdict(rule, scores(s8=14, s5=6)).outcome == "in"
        assert verdict(rule, scores(s8=13, s5=7)).outcome == "none"
        # 69.6 % is not 70 %
        assert verdict(rule, scores(s8=16, s5=7)).outcome == "none"

    def test_15_of_100_fails_fewer_than_15_percent(self) -> None:
        assert verdict(COMET_A, scores(s9=85, s2=15)).outcome == "none"
        assert verdict(COMET_A, scores(s9=85, s2=14, s5=1)).outcome == "in"

    def test_the_two_published_ways_out(self) -> None:
        half = scores(s8=10, s5=10)

        assert (verdict(COMET_A, half).outcome, verdict(COMET_B, half).outcome) == ("none", "out")
        assert {verdict(rule, scores(s2=14, s8=2, s5=4)).outcome for rule in (COMET_A, COMET_B)} == {"out"}
        assert verdict(COMET_B, scores(s8=11, s5=9)).outcome == "none"

    def test_says_why_with_numbers(self) -> None:
        result = verdict(COMET_A, scores(s8=14, s2=3, s5=3))

        assert result.outcome == "none"
        assert "14 of 20 (70%) at 7 or above, where 70% or more is asked" in result.reason
        assert "3 of 20 (15%) at 3 or below, where fewer than 15% is asked" in result.reason
        assert (result.n, result.agreement.count) == (20, 14)

    def test_nobody_and_too_few_are_no_verdict_overall(self) -> None:
        assert verdict(percent_rule(1, 5, 4), []).reason == "nobody gave a valid answer"
        assert verdict(content_validity_rule(), [4, 4]).outcome == "none"
        assert "2 valid answers, where 3" in verdict(content_validity_rule(), [4, 4]).reason

    def test_content_validity_from_78_percent_of_three_experts(self) -> None:
        assert verdict(content_validity_rule(), [4, 3, 4, 3, 1]).outcome == "in"
        assert verdict(content_validity_rule(), [4, 3, 4, 1]).outcome == "none"

    def test_an_answer_off_the_scale_is_refused_with_panel_and_place(self) -> None:
        with pytest.raises(ValueError, match="panel north: 6 at position 1 is no score of the scale 1 to 5"):
            verdict(society_rule(), {"north": [5, 6]})


class TestPanels:
    def test_every_panel_has_to_agree_where_overall_hides_one(self) -> None:
        data = {"doctors": scores(s8=90, s5=10), "patients": scores(s8=2, s2=8)}
        every = comet_rule(out="mirror", scope="every panel")

        assert verdict(COMET_A, data).outcome == "in"
        assert verdict(every, data).outcome == "none"
        assert [panel.outcome for panel in verdict(every, data).panels] == ["in", "none"]
        assert verdict(every, {"doctors": data["doctors"]}).outcome == "in"

    def test_every_panel_cannot_be_met_with_a_panel_of_two(self) -> None:
        rule = comet_rule(out="mirror", scope="every panel")

        with pytest.raises(ValueError, match="panel patients has 2 valid answers"):
            verdict(rule, {"doctors": [8] * 20, "patients": [8, 8]})

    def test_the_society_rule_leaves_small_panels_out_of_the_decision_but_shows_them(self) -> None:
        result = verdict(society_rule(), {"north": [5] * 10, "south": [1] * 9})

        assert result.outcome == "in"
        assert [panel.outcome for panel in result.panels] == ["in", None]
        assert "9 valid answers, fewer than 10" in result.panels[1].reason
        with pytest.raises(ValueError, match="no panel has 10"):
            verdict(society_rule(), {"south": [1] * 9})


class TestInterquartileRange:
    def test_direction_comes_from_the_median(self) -> None:
        rule = iqr_rule(1, 5, 4, 2)

        assert verdict(rule, [4, 4, 5, 5]).outcome == "in"
        assert verdict(rule, [1, 1, 2, 2]).outcome == "out"
        assert verdict(rule, [3, 3, 3, 3]).outcome == "none"
        assert verdict(rule, [1, 3, 5, 5]).outcome == "none"

    def test_the_quantile_type_changes_the_verdict(self) -> None:
        ratings = [4, 5, 6, 7, 7, 8, 8, 9, 9, 9]
        in_by = {
            kind: verdict(iqr_rule(1, 9, 7, 3, most=2.5, quantile_type=kind), ratings).outcome for kind in (2, 6, 7)
        }

        assert in_by == {2: "none", 6: "none", 7: "in"}

    def test_the_limit_follows_the_scale(self) -> None:
        assert [iqr_rule(1, high, high - 1, 2).most for high in (5, 7, 9, 10)] == [1, 1, 2, 2]


class TestRandUcla:
    def test_by_panel_size_is_refused_for_a_panel_that_the_table_does_not_have(self) -> None:
        rule = RandUclaRule(disagreement="panel size")

        assert verdict(rule, [8] * 9).outcome == "in"
        with pytest.raises(ValueError, match="17 ratings"):
            verdict(rule, [8] * 17)
        assert verdict(RandUclaRule(disagreement="one third"), [8] * 17).outcome == "in"

    def test_a_half_median_follows_the_declared_rule(self) -> None:
        ratings = [6, 6, 6, 6, 7, 7, 7, 7]

        assert verdict(RandUclaRule(half_medians="higher"), ratings).outcome == "in"
        assert verdict(RandUclaRule(half_medians="uncertain"), ratings).outcome == "none"

    @given(st.lists(st.integers(1, 9), min_size=8, max_size=16), st.sampled_from(["panel size", "one third", "ipras"]))
    def test_equals_the_classification(self, ratings: list[int], form: str) -> None:
        rule = next(r for r in RAM_RULES if r.disagreement == form)
        expected = {"appropriate": "in", "uncertain": "none", "inappropriate": "out"}

        assert verdict(rule, ratings).outcome == expected[str(rand_ucla(ratings, rule.disagreement).classification)]


RAM_RULES = [
    RandUclaRule(disagreement="panel size"),
    RandUclaRule(disagreement="one third"),
    RandUclaRule(disagreement="ipras"),
]


SMALL_RULES: list[Rule] = [
    ShareRule(low=1, high=4, agree_from=3, least=0.7, smallest=1),
    ShareRule(low=1, high=4, agree_from=3, against_to=2, least=0.6, fewer_than=0.3, out="mirror", smallest=1),
    ShareRule(low=1, high=4, agree_from=4, against_to=1, least=0.75, fewer_than=0.2, out="mirror", smallest=1),
    ShareRule(low=1, high=4, agree_from=3, against_to=1, least=0.7, fewer_than=0.25, out="half", smallest=1),
    iqr_rule(1, 4, 3, 2),
    iqr_rule(1, 4, 4, 1, quantile_type=6),
]


@cache
def outcomes_of_all(rule: Rule, people: int) -> dict[tuple[int, ...], Outcome]:
    """Decide on every distribution that so many people's answers can have."""
    scale = range(rule.low, rule.high + 1)
    every = combinations_with_replacement(scale, people)
    return {tuple(answers.count(score) for score in scale): verdict(rule, answers).outcome for answers in every}


def by_brute_force(rule: Rule, answers: Sequence[int]) -> dict[Outcome, int]:
    """Find the nearest distribution of each outcome among all there are."""
    counts = [answers.count(score) for score in range(rule.low, rule.high + 1)]
    fewest: dict[Outcome, int] = {}
    for other, outcome in outcomes_of_all(rule, len(answers)).items():
        changed = sum(max(0, now - before) for now, before in zip(other, counts, strict=True))
        fewest[outcome] = min(changed, fewest.get(outcome, changed))
    return fewest


@settings(max_examples=80)
@given(st.sampled_from(SMALL_RULES), st.lists(st.integers(1, 4), min_size=1, max_size=7))
def test_the_fewest_changes_equal_brute_force(rule: Rule, answers: list[int]) -> None:
    check_changes(rule, answers)


@settings(max_examples=25)
@given(st.sampled_from(RAM_RULES[1:]), st.lists(st.integers(1, 9), min_size=4, max_size=5))
def test_the_fewest_changes_of_rand_ucla_equal_brute_force(rule: Rule, answers: list[int]) -> None:
    check_changes(rule, answers)


@settings(max_examples=10)
@given(st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_the_fewest_changes_by_panel_size_equal_brute_force(answers: list[int]) -> None:
    check_changes(RAM_RULES[0], answers)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=3, max_size=3), st.lists(st.integers(1, 4), min_size=4, max_size=4))
def test_the_fewest_changes_in_every_panel_equal_brute_force(first: list[int], second: list[int]) -> None:
    mirror = ShareRule(
        low=1, high=4, agree_from=3, against_to=1, least=0.6, fewer_than=0.4, out="mirror", scope="every panel"
    )
    result = robustness(mirror, {"first": first, "second": second})
    alone = [by_brute_force(replace(mirror, scope="overall"), answers) for answers in (first, second)]
    fewest: dict[Outcome, int] = {}
    for (one, cost), (other, other_cost) in product(alone[0].items(), alone[1].items()):
        outcome: Outcome = one if one == other else "none"
        fewest[outcome] = min(cost + other_cost, fewest.get(outcome, cost + other_cost))

    assert fewest.pop(result.verdict.outcome) == 0
    assert result.changes == fewest


def check_changes(rule: Rule, answers: list[int]) -> None:
    result = robustness(rule, answers)
    fewest = by_brute_force(rule, answers)

    assert fewest.pop(result.verdict.outcome) == 0
    assert {outcome: changes for outcome, changes in result.changes.items() if changes is not None} == fewest
    assert result.fewest == min(fewest.values(), default=None)


class TestRobustness:
    def test_counts_the_answers_that_hold_the_verdict(self) -> None:
        result = robustness(COMET_B, scores(s8=15, s5=5))

        # at 13 of 20 it is no longer in, at 10 of 20 it is out
        assert result.changes == {"none": 2, "out": 5}
        assert result.fewest == 2

    def test_an_answer_can_count_twice_when_it_moves_from_against_to_agreement(self) -> None:
        # 13 of 20 for and 3 against: one person changing sides makes it 14 and 2
        assert robustness(COMET_A, scores(s8=13, s2=3, s5=4)).changes["in"] == 1

    def test_in_every_panel_one_panel_spoils_it_and_all_have_to_be_won(self) -> None:
        rule = comet_rule(out="mirror", scope="every panel")
        data = {"a": scores(s8=8, s5=2), "b": scores(s8=10)}

        assert robustness(rule, data).changes["none"] == 2
        assert robustness(rule, {"a": scores(s8=5, s5=5), "b": scores(s8=4, s5=6)}).changes["in"] == 2 + 3

    def test_shows_the_declared_alternatives_and_each_panel_left_out(self) -> None:
        data = {"a": scores(s8=10, s5=10), "b": scores(s5=3)}
        result = robustness(COMET_A, data)

        assert [(one.name, one.verdict and one.verdict.outcome) for one in result.alternatives] == [
            ("COMET 70/15, out by half", "out")
        ]
        assert [one.name for one in result.without_panel] == ["a", "b"]
        assert not result.unanimous

    def test_what_is_refused_without_a_panel_says_why(self) -> None:
        result = robustness(society_rule(), {"a": [5] * 10, "b": [5] * 2})

        assert result.without_panel[0].verdict is None
        assert "no panel has 10" in (result.without_panel[0].refused or "")

    def test_of_nobody_nothing_flips_it(self) -> None:
        assert robustness(percent_rule(1, 5, 4), []).fewest is None

    def test_of_hundreds_is_quick(self) -> None:
        assert robustness(RandUclaRule(), [8] * 301).fewest == 91
