"""Declaring a survey's consensus rules while it is in preparation, and what pages say of them from then on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.forms.rules import rules_form
from surveyapp.permissions import Permission
from surveyapp.reports.tables import short_name
from surveyapp.reports.verdicts import name_rule, say_rule
from surveyapp.security import current_actor, requires
from surveyapp.services import rules
from surveyapp.stats.declared import can_be_met
from surveyapp.stats.rules import ShareRule
from surveyapp.templating import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from surveyapp.forms.rules import DeclareRulesForm
    from surveyapp.forms.surveys import Typed
    from surveyapp.questionnaire import Questionnaire
    from surveyapp.stats.declared import DeclaredRule

bp = Blueprint("rules", __name__)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A declared rule in words; `arithmetic` says what it takes, and `is_met` whether the members invited suffice."""

    title: str
    sentence: str
    arithmetic: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class ShownRules:
    """The rules of the questions that a round asks, in words and as they are, and when they were locked."""

    lines: tuple[ShownRule, ...]
    rules: Mapping[str, DeclaredRule]
    locked_at: datetime | None


@bp.post("/rounds/<id:round_id>/rules")
@requires(Permission.RUN_SURVEYS)
def declare_rules(round_id: int) -> ResponseReturnValue:
    """Store the rules that were chosen; whatever is amiss is said on the survey's page."""
    form = declaring_form(round_id, request.form)
    if form.validate_on_submit():
        try:
            rules.declare_rules(current_actor(), round_id, form.chosen, now=datetime.now(UTC))
        except (InvalidInput, RuleBroken) as error:
            flash(str(error), "problem")
        else:
            flash("Saved.")
    else:
        flash("Choose one of the consensus rules that are offered. Nothing was changed.", "problem")
    return redirect(url_for("surveys.show_round", round_id=round_id, _anchor="rules"), code=303)


def declaring_form(round_id: int, typed: Typed | None = None) -> DeclareRulesForm:
    """The form of a survey's rules: as `typed`, or as things stand."""
    offers = rules.list_offers(current_actor(), round_id)
    offered = {
        offer.question: [(name, name_rule(name, rule)) for name, rule in offer.rules.items()] for offer in offers
    }
    return rules_form(offered, {offer.question: offer.declared for offer in offers}, typed)


def shown_rules(questionnaire: Questionnaire, invited: int) -> ShownRules:
    """The declared rules of what a round asks, in words, beside how many members are `invited`."""
    declared = rules.load_rules(current_actor(), questionnaire.round_id)
    lines = tuple(
        ShownRule(
            short_name(question.code),
            say_rule(rule, question.scale),
            _arithmetic(rule, invited),
            not invited or can_be_met(rule, invited),
        )
        for question in questionnaire.questions
        if (rule := declared.rules.get(question.code)) is not None
    )
    return ShownRules(lines, declared.rules, declared.locked_at)


def _arithmetic(rule: DeclaredRule, invited: int) -> str:
    """Say in numbers of members what a rule takes."""
    if not invited:
        return ""
    if not can_be_met(rule, invited):
        return f"{plural(invited, 'member is', 'members are')} invited: too few for a verdict."
    if not isinstance(rule, ShareRule):
        return ""
    least = math.ceil(Fraction(str(rule.least)) * invited)
    said = f"If all {invited:,} invited give a score: at least {least:,} at {rule.agree_from} or above"
    if rule.against_to is not None and rule.fewer_than is not None:
        most = math.ceil(Fraction(str(rule.fewer_than)) * invited) - 1
        said += f", and at most {most:,} at {rule.against_to} or below"
    return f"{said}."
