"""Rules that no answers could meet are refused when they are declared; presets say what they are."""

from __future__ import annotations

from typing import Any, cast

import pytest

from surveyapp.stats.rule_presets import (
    comet_rule,
    content_validity_rule,
    iqr_rule,
    percent_rule,
    society_rule,
)
from surveyapp.stats.rules import RandUclaRule, ShareRule


@pytest.mark.parametrize(
    ("settings_", "said"),
    [
        ({"least": 0}, "more than 0"),
        ({"least": 1.1}, "at most 1"),
        ({"fewer_than": 0.2}, "both"),
        ({"against_to": 2, "fewer_than": 0.0}, "cannot be met"),
        ({"against_to": 4, "fewer_than": 0.2}, "overlaps"),
        ({"out": "mirror"}, "mirror"),
        ({"least": 0.4, "against_to": 2, "fewer_than": 0.45, "out": "mirror"}, "in and out at once"),
        ({"least": 0.5, "out": "half"}, "overlaps with in"),
        ({"agree_from": 6}, "does not divide"),
        ({"smallest": 0}, "the smallest panel must be a whole number of 1 or more, not 0"),
        ({"out": "sometimes"}, "never, mirror or half"),
        ({"scope": "some"}, "overall or every panel"),
        ({"small_panels": "hide"}, "refuse or leave out"),
    ],
)
def test_a_rule_that_cannot_be_met_is_refused(settings_: dict[str, Any], said: str) -> None:
    declared: dict[str, Any] = {"low": 1, "high": 5, "agree_from": 4, "least": 0.7, **settings_}

    with pytest.raises(ValueError, match=said):
        ShareRule(**declared)


def test_other_rules_refuse_what_cannot_be_met() -> None:
    with pytest.raises(ValueError, match="range of -1"):
        iqr_rule(1, 5, 4, 2, most=-1)
    with pytest.raises(ValueError, match="overlaps"):
        iqr_rule(1, 5, 4, 4)
    with pytest.raises(ValueError, match="type 10"):
        iqr_rule(1, 5, 4, 2, quantile_type=10)
    with pytest.raises(ValueError, match="1 to 9 alone"):
        RandUclaRule(high=7)
    with pytest.raises(ValueError, match="by feeling"):
        RandUclaRule(disagreement=cast("Any", "by feeling"))
    with pytest.raises(ValueError, match="lower"):
        RandUclaRule(half_medians=cast("Any", "lower"))


def test_the_boxes_of_a_rule_and_its_verdicts_are_the_same_thing() -> None:
    rule = comet_rule(out="mirror", scope="overall")

    # 3 of 20 at 1-3 are 15 %, which is not fewer
    assert rule.classify((0, 3, 0, 0, 3, 0, 0, 14, 0))[0] == "none"
    assert rule.classify((0, 2, 0, 0, 4, 0, 0, 14, 0))[0] == "in"
    assert {outcome for outcome, _ in rule.boxes(20)} == {"in", "out", "none"}


def test_presets() -> None:
    comet = comet_rule(out="half", scope="every panel")
    assert (comet.low, comet.high, comet.least, comet.fewer_than, comet.out) == (1, 9, 0.7, 0.15, "half")
    assert [other.name for other in comet.alternatives] == ["COMET 70/15, out by mirror"]
    society = society_rule()
    assert (society.least, society.fewer_than, society.smallest, society.out) == (0.75, 0.15, 10, "never")
    assert (content_validity_rule().least, content_validity_rule().smallest) == (0.78, 3)
    assert percent_rule(1, 5, 4).least == 0.75
    assert iqr_rule(1, 5, 4, 2, most=0.5).most == 0.5
