"""Presets are offered where their scale is; what is written down is the rule itself, also when presets change."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.declared import DeclaredRule, can_be_met, offered_rules, read_rule, write_rule
from surveyapp.stats.rule_presets import society_rule
from surveyapp.stats.rules import RandUclaRule, ShareRule

FIVE = offered_rules(1, 5, 4)


@pytest.mark.parametrize(
    ("scale", "offered"),
    [
        ((1, 5, 4), {"society", "percent-70", "percent-75", "percent-80", "interquartile-range"}),
        (
            (1, 9, 7),
            {"comet-mirror", "comet-half", "percent-70", "percent-75", "percent-80", "interquartile-range"},
        ),
        ((1, 4, 3), {"content-validity", "percent-70", "percent-75", "percent-80", "interquartile-range"}),
        # agreement from 2 leaves no band of its own to be against
        ((1, 5, 2), {"percent-70", "percent-75", "percent-80"}),
    ],
)
def test_what_is_offered_fits_the_scale(scale: tuple[int, int, int], offered: set[str]) -> None:
    rules = offered_rules(*scale)

    assert set(rules) == offered
    assert {(rule.low, rule.high, rule.agree_from) for rule in rules.values()} == {scale}


@pytest.mark.parametrize("scale", [(1, 5, 4), (1, 9, 7), (1, 4, 3), (0, 10, 8)])
def test_a_rule_is_read_as_it_was_written(scale: tuple[int, int, int]) -> None:
    for name, rule in offered_rules(*scale).items():
        written = json.loads(json.dumps(write_rule(name, rule)))

        assert written["preset"] == name
        assert read_rule(written) == rule


def test_everything_that_a_rule_declares_is_written_down() -> None:
    written = write_rule("society", FIVE["society"])

    assert {name: written[name] for name in ("kind", "least", "fewer_than", "against_to", "smallest", "out")} == {
        "kind": "share",
        "least": 0.75,
        "fewer_than": 0.15,
        "against_to": 2,
        "smallest": 10,
        "out": "never",
    }
    assert read_rule({**written, "least": 0.6}) != FIVE["society"]


def test_a_written_rule_that_cannot_be_met_and_one_of_another_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 1"):
        read_rule({**write_rule("society", society_rule()), "least": 1.5})
    with pytest.raises(TypeError, match="RandUclaRule"):
        write_rule("rand", RandUclaRule())


@pytest.mark.parametrize(
    ("name", "beside"),
    [("society", [0.7, 0.8]), ("percent-70", [0.75, 0.8]), ("percent-80", [0.7, 0.75])],
)
def test_the_other_thresholds_stand_beside(name: str, beside: list[float]) -> None:
    others = [rule for rule in FIVE[name].alternatives if isinstance(rule, ShareRule)]

    assert [rule.least for rule in others] == beside
    assert [rule.name for rule in others] == [f"{share:.0%}" for share in beside]


def test_too_few_can_never_meet_a_rule() -> None:
    assert [n for n in range(15) if can_be_met(FIVE["society"], n)] == list(range(10, 15))
    assert [n for n in range(3) if can_be_met(FIVE["percent-70"], n)] == [1, 2]


@given(st.sampled_from(sorted(FIVE.items())), st.integers(0, 200))
def test_a_rule_that_can_be_met_has_a_way_in(named: tuple[str, DeclaredRule], n: int) -> None:
    _, rule = named
    if n >= max(rule.smallest, 1):
        outcomes = {outcome for outcome, box in rule.boxes(n) if all(bound.least <= bound.most for bound in box)}

        assert can_be_met(rule, n) == ("in" in outcomes)
