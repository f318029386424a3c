"""Consensus rules: declared on a draft, locked at the opening, and the same ever after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import Role
from surveyapp.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from surveyapp.exports import read_report
from surveyapp.models import Question, Survey
from surveyapp.permissions import ALLOWED, OPERATOR, Actor
from surveyapp.services import rules, surveys
from surveyapp.services.rules import declare_rules, list_offers, load_rules
from tests.conftest import NOON
from tests.factories import a_round, some_links
from tests.services.commenting import FIVE, a_written_round, audited

if TYPE_CHECKING:
    from flask import Flask


def _declared(round_id: int) -> dict[str, str]:
    return {offer.question: offer.declared for offer in list_offers(OPERATOR, round_id)}


def test_a_new_survey_begins_with_the_society_preset(app: Flask) -> None:
    round_id = a_round().id

    assert _declared(round_id) == {"agreement": "society", "importance": "society", "feasibility": ""}
    declared = load_rules(OPERATOR, round_id)
    assert (set(declared.rules), declared.locked_at) == ({"agreement", "importance"}, None)
    assert declared.rules["importance"] == list_offers(OPERATOR, round_id)[1].rules["society"]


def test_a_scale_that_the_preset_does_not_fit_begins_without(app: Flask) -> None:
    round_ = a_round()
    for question in round_.questions:
        question.labels = list("abcdefghi") if question.agree_from else question.labels

    assert rules.first_rules(round_.questions) is None


def test_another_rule_and_none_can_be_declared(app: Flask) -> None:
    round_id = a_round().id

    declare_rules(OPERATOR, round_id, {"importance": "percent-80", "agreement": ""}, now=NOON)

    assert _declared(round_id) == {"agreement": "", "importance": "percent-80", "feasibility": ""}
    assert audited()[-1] == ("survey.rules", {"rules": "importance: percent-80"})
    declare_rules(OPERATOR, round_id, {"importance": ""}, now=NOON)
    assert load_rules(OPERATOR, round_id).rules == {}


def test_opening_locks_the_rules_for_good(app: Flask) -> None:
    round_ = a_round()
    surveys.open_round(OPERATOR, round_.id, now=NOON + timedelta(hours=1))
    before = load_rules(OPERATOR, round_.id)

    with pytest.raises(RuleBroken, match="locked when the survey opened"):
        declare_rules(OPERATOR, round_.id, {"importance": "percent-70"}, now=NOON)

    database.session().rollback()
    assert load_rules(OPERATOR, round_.id) == before
    assert before.locked_at == NOON + timedelta(hours=1)
    survey = database.session().get(Survey, round_.survey_id)
    assert survey is not None
    with pytest.raises(RuleBroken):
        survey.rules = None


def test_a_rule_is_what_it_was_when_it_was_declared(app: Flask) -> None:
    """Presets may change with a new release: what is stored says everything that the rule is."""
    round_ = a_round()
    survey = database.session().get(Survey, round_.survey_id)
    assert survey is not None
    with database.transaction():
        stored = survey.rules or {}
        survey.rules = {"importance": {**stored["importance"], "least": 0.66}}

    least = getattr(load_rules(OPERATOR, round_.id).rules["importance"], "least", None)
    assert least == 0.66


def test_a_rule_that_the_members_invited_can_never_meet_is_refused(app: Flask) -> None:
    round_ = a_round()
    some_links(round_, 9)

    with pytest.raises(RuleBroken, match="9 members are invited, and this rule needs scores from 10"):
        declare_rules(OPERATOR, round_.id, {"feasibility": "society"}, now=NOON)
    declare_rules(OPERATOR, round_.id, {"feasibility": "percent-70"}, now=NOON)

    assert _declared(round_.id)["feasibility"] == "percent-70"


@pytest.mark.parametrize("chosen", [{"importance": "comet-half"}, {"importance": "x"}, {"order": "society"}, {"": "x"}])
def test_what_is_not_offered_is_refused(app: Flask, chosen: dict[str, str]) -> None:
    round_id = a_round().id

    with pytest.raises(InvalidInput, match="Nothing was changed"):
        declare_rules(OPERATOR, round_id, chosen, now=NOON)

    assert _declared(round_id)["importance"] == "society"


def test_who_may(app: Flask) -> None:
    round_id = a_round().id
    analyst = Actor("analyst", ALLOWED[Role.ANALYST])

    assert load_rules(analyst, round_id).rules
    with pytest.raises(NotAllowed):
        declare_rules(analyst, round_id, {}, now=NOON)
    with pytest.raises(NotAllowed):
        load_rules(Actor("facilitator", frozenset()), round_id)
    with pytest.raises(NotFound):
        load_rules(OPERATOR, 99)
    with pytest.raises(NotFound):
        declare_rules(OPERATOR, 99, {}, now=NOON)


def test_reports_say_the_rule_and_have_the_verdicts(app: Flask) -> None:
    round_id = a_written_round(*FIVE).id

    report = read_report(OPERATOR, round_id, now=NOON)

    assert "Importance: In: 75% or more of the scores at 4–5 (Very, Essential)" in report.rule
    assert report.rule.endswith("locked on 2 March 2026.")
    assert set(report.findings.rules) == {"agreement", "importance"}


def test_a_question_that_is_off_has_no_rule_in_words(app: Flask) -> None:
    round_ = a_round()
    with database.transaction() as db:
        db.execute(sa.update(Question).where(Question.code == "importance").values(is_on=False))
    surveys.open_round(OPERATOR, round_.id, now=NOON)

    assert "Importance" not in read_report(OPERATOR, round_.id, now=NOON).rule
