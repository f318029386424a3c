"""The consensus rules of a survey: declared while it is in preparation, locked when its first round opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.enums import QuestionKind
from surveyapp.errors import InvalidInput, NotFound, RuleBroken
from surveyapp.models import Question, Round, Survey
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.participants import count_progress
from surveyapp.stats.declared import SOCIETY, can_be_met, offered_rules, read_rule, write_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from surveyapp.permissions import Actor
    from surveyapp.stats.declared import DeclaredRule, RuleData

# That something can be done is no reason to take it up, so of the preset's ratings this one has no verdict at first.
_WITHOUT = frozenset({"feasibility"})


@dataclass(frozen=True, slots=True)
class DeclaredRules:
    """The rules of a survey by the code of the rating question, and when they were locked, if they are."""

    rules: Mapping[str, DeclaredRule]
    locked_at: datetime | None


@dataclass(frozen=True, slots=True)
class RuleOffer:
    """What may be declared for one rating question: rules by name, and the name of the one that is; empty for none."""

    question: str
    rules: Mapping[str, DeclaredRule]
    declared: str


def load_rules(actor: Actor, round_id: int) -> DeclaredRules:
    """The declared rules of a round's survey. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_PLANS)
    query = sa.select(Survey.rules, Survey.rules_locked_at).join(Round).where(Round.id == round_id)
    row = database.session().execute(query).one_or_none()
    if row is None:
        message = "There is no such round."
        raise NotFound(message)
    return DeclaredRules({code: read_rule(data) for code, data in (row[0] or {}).items()}, row[1])


def list_offers(actor: Actor, round_id: int) -> list[RuleOffer]:
    """What may be declared for each rating question of a round, in its order."""
    permissions.require(actor, Permission.RUN_SURVEYS)
    query = sa.select(Question).where(Question.round_id == round_id, Question.kind == QuestionKind.RATING)
    questions = database.session().scalars(query.order_by(Question.position)).all()
    declared = database.session().scalar(sa.select(Survey.rules).join(Round).where(Round.id == round_id)) or {}
    return [
        RuleOffer(one.code, _offered(one), declared[one.code]["preset"] if one.code in declared else "")
        for one in questions
    ]


def declare_rules(actor: Actor, round_id: int, chosen: Mapping[str, str], *, now: datetime) -> None:
    """Declare for each rating question in `chosen` the rule of that name, or none where the name is empty.

    Raises `RuleBroken` once the first round has opened, and for a rule that the members invited are too few to meet;
    `InvalidInput` for a rule that is not offered.
    """
    permissions.require(actor, Permission.RUN_SURVEYS)
    offers = {offer.question: offer for offer in list_offers(actor, round_id)}
    with database.transaction() as db:
        survey = db.scalar(sa.select(Survey).join(Round).where(Round.id == round_id))
        if survey is None:
            message = "There is no such round."
            raise NotFound(message)
        invited = count_progress(round_id).invited
        rules = dict(survey.rules or {})
        for code, name in chosen.items():
            rules.pop(code, None)
            if name:
                rules[code] = _checked(offers, code, name, invited)
        survey.rules = rules or None
        names = ", ".join(f"{code}: {rule['preset']}" for code, rule in rules.items())
        activity.record(db, actor, "survey.rules", survey.title, now, rules=names or "none")


def first_rules(questions: Iterable[Question]) -> dict[str, RuleData] | None:
    """The rules that a new survey begins with: the society preset, where the scale of a (stored) question allows."""
    rules = {}
    for question in questions:
        offered = _offered(question) if question.code not in _WITHOUT else {}
        if SOCIETY in offered:
            rules[question.code] = write_rule(SOCIETY, offered[SOCIETY])
    return rules or None


def _offered(question: Question) -> dict[str, DeclaredRule]:
    if question.kind is not QuestionKind.RATING or question.agree_from is None:
        return {}
    return offered_rules(question.low, question.low + len(question.labels) - 1, question.agree_from)


def _checked(offers: Mapping[str, RuleOffer], code: str, name: str, invited: int) -> RuleData:
    """Write a chosen rule down, if it is offered and can be met."""
    rule = offers[code].rules.get(name) if code in offers else None
    if rule is None:
        message = "Choose one of the consensus rules that are offered. Nothing was changed."
        raise InvalidInput(message)
    if invited and not can_be_met(rule, invited):
        message = (
            f"{invited} {'member is' if invited == 1 else 'members are'} invited, and this rule needs scores from "
            f"{rule.smallest}: it could never be met. Nothing was changed. Choose another rule, or invite more members "
            "first."
        )
        raise RuleBroken(message)
    return write_rule(name, rule)
