"""Consensus rules on pages: declared on the survey's page, shown locked from the opening on, and verdicts by them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from surveyapp.permissions import OPERATOR
from surveyapp.services import surveys
from surveyapp.services.rules import declare_rules, load_rules
from tests.conftest import NOON
from tests.factories import a_round, some_links
from tests.services.commenting import submit

if TYPE_CHECKING:
    from tests.views.staffing import Desk

ADDRESS = "/rules"


def _rated(*scores: int, rules: dict[str, str] | None = None) -> int:
    """A closed round in which the first goal got these scores for importance."""
    round_ = a_round()
    declare_rules(OPERATOR, round_.id, rules or {}, now=NOON)
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    for token, score in zip(some_links(round_, len(scores)), scores, strict=True):
        submit(round_, token, {"importance-A": str(score)})
    surveys.close_round(OPERATOR, round_.id, now=NOON + timedelta(hours=1))
    return round_.id


def test_the_survey_s_page_offers_the_rules_in_plain_words(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}")

    form = staff.page.form(ADDRESS)
    assert (form.values["rule_agreement"], form.values["rule_feasibility"]) == ("society", "")
    assert "Society default (75%)" in staff.words
    assert "No rule, no verdict" in staff.words
    assert "In: 75% or more of the scores at 4–5 (Very, Essential), and fewer than 15% at 1–2" in staff.words


def test_a_rule_is_declared_on_the_page(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press(ADDRESS, rule_agreement="", rule_importance="percent-80")

    assert "Saved." in staff.words
    assert set(load_rules(OPERATOR, round_id).rules) == {"importance"}
    assert staff.page.form(ADDRESS).values["rule_importance"] == "percent-80"
    assert "In: 80% or more of the scores at 4–5" in staff.words


def test_the_arithmetic_stands_beside_the_rule(staff: Desk) -> None:
    round_ = a_round()
    some_links(round_, 41)

    staff.get(f"/rounds/{round_.id}")

    # 75 % of 41 are 30.75, and 15 % of them 6.15
    assert "If all 41 invited give a score: at least 31 at 4 or above, and at most 6 at 2 or below." in staff.words


def test_too_few_members_are_said_and_a_rule_they_can_never_meet_is_refused(staff: Desk) -> None:
    round_ = a_round()
    some_links(round_, 8)

    staff.get(f"/rounds/{round_.id}")
    assert "8 members are invited: too few for a verdict." in staff.words
    staff.press(ADDRESS, rule_feasibility="society")

    assert "8 members are invited, and this rule needs scores from 10: it could never be met" in staff.words
    assert 'class="note bad s-say" role="alert"' in staff.page.html
    assert "feasibility" not in load_rules(OPERATOR, round_.id).rules


@pytest.mark.parametrize("typed", [{"rule_importance": "by feeling"}, {"rule_importance": "x" * 5000}])
def test_what_is_not_offered_is_refused(staff: Desk, typed: dict[str, str]) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press(ADDRESS, **typed)

    assert "Choose one of the consensus rules that are offered. Nothing was changed." in staff.words
    assert set(load_rules(OPERATOR, round_id).rules) == {"agreement", "importance"}


def test_the_opening_says_what_it_locks_and_the_page_says_since_when(staff: Desk) -> None:
    round_id = a_round().id
    staff.get(f"/rounds/{round_id}/open")
    assert "Opening fixes the wording and locks the rules" in staff.words
    assert "What counts as consensus Agreement In: 75% or more" in staff.words

    staff.press(f"/rounds/{round_id}/open")

    assert "Declared before the survey opened, and locked Monday, March 2, 2026, 12:00 p.m. Central." in staff.words
    assert not any(form.action.endswith(ADDRESS) for form in staff.page.forms)
    staff.post(f"/rounds/{round_id}/rules", rule_agreement="", rule_importance="percent-70", rule_feasibility="")
    assert "locked when the survey opened. Nothing was changed." in staff.words
    assert load_rules(OPERATOR, round_id).rules["importance"].name == "society default"


def test_a_survey_without_any_rule_says_so(staff: Desk) -> None:
    round_id = _rated(*[5] * 12, rules={"agreement": "", "importance": ""})

    assert "No rule is declared, so there are no verdicts." in staff.get(f"/rounds/{round_id}").words
    assert "Verdict" not in staff.get(f"/rounds/{round_id}/results").words


def test_the_results_have_the_rule_on_top_and_a_verdict_in_words_with_n_and_interval(staff: Desk) -> None:
    # 9 of 12 are exactly 75 %
    round_id = _rated(*[5] * 9, 3, 3, 1)

    staff.get(f"/rounds/{round_id}/results")

    assert "What counts as consensus" in staff.words
    assert "Importance. In: 75% or more of the scores at 4–5 (Very, Essential)" in staff.words
    assert "75% 47–91 of 12 for A Verdict: In . The same at 70%; no consensus at 80% , for A 12 answered" in staff.words


def test_too_few_scores_for_the_rule_are_said(staff: Desk) -> None:
    round_id = _rated(*[5] * 9)
    assert "Verdict: Too few scores" in staff.get(f"/rounds/{round_id}/results").words


def test_a_hidden_figure_has_no_verdict(staff: Desk) -> None:
    round_ = a_round()
    declare_rules(OPERATOR, round_.id, {"importance": "percent-70"}, now=NOON)
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    for number, token in enumerate(some_links(round_, 6)):
        submit(round_, token, {"importance-A": "5"} if number < 4 else {"missing": "Words."})
    surveys.close_round(OPERATOR, round_.id, now=NOON + timedelta(hours=1))

    staff.get(f"/rounds/{round_.id}/results")

    assert "Fewer than 5 answered, so nothing is shown" in staff.words
    assert "Verdict" not in staff.words
