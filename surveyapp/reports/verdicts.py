"""Declared rules and what they say, in plain words: on pages and in every form of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from surveyapp.reports.tables import HIDDEN, short_name, span
from surveyapp.stats.rules import ShareRule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from fractions import Fraction

    from surveyapp.questionnaire import Questionnaire, Scale
    from surveyapp.stats.declared import DeclaredRule
    from surveyapp.stats.rules import Outcome
    from surveyapp.stats.verdicts import ItemVerdict

VERDICTS: Mapping[Outcome, str] = {"in": "In", "out": "Out", "none": "No consensus"}
"""What an outcome of the declared rule is called."""

TOO_FEW = "Too few scores"
"""Stands in place of a verdict where fewer gave a score than the rule asks for."""

NO_RULE = "No consensus rule was declared before the round opened, so there are no verdicts."

_NAMES = {
    "society": "Society default",
    "interquartile-range": "Interquartile range",
    "comet-mirror": "COMET, out by the mirror",
    "comet-half": "COMET, out by half",
    "content-validity": "Content validity",
}
_ELSE = "Anything else is no consensus."


def say_verdict(verdict: ItemVerdict | None) -> str:
    """Say what the rule makes of an item; None is one whose figures are hidden."""
    if verdict is None:
        return HIDDEN
    return TOO_FEW if verdict.outcome is None else VERDICTS[verdict.outcome]


def say_beside(verdict: ItemVerdict | None) -> str:
    """Say whether the verdict is the same under the rules declared beside it; empty where there are none."""
    if verdict is None or verdict.outcome is None or not verdict.alternatives:
        return ""
    by_outcome: dict[Outcome, list[str]] = {verdict.outcome: []}
    for name, outcome in verdict.alternatives.items():
        by_outcome.setdefault(outcome, []).append(name)
    said = [
        f"{'the same' if outcome == verdict.outcome else VERDICTS[outcome].lower()} {_under(names)}"
        for outcome, names in by_outcome.items()
        if names
    ]
    sentence = "; ".join(said)
    return sentence[0].upper() + sentence[1:]


def say_rule(rule: DeclaredRule, scale: Scale | None = None) -> str:
    """Say what a rule asks for, with the words of the `scale` it is declared for."""
    if isinstance(rule, ShareRule):
        said = [f"In: {_share_in(rule, scale)}.", *_share_out(rule), _ELSE]
    else:
        spread = f"an interquartile range of {float(rule.most):g} or less"
        said = [
            f"In: a median of {rule.agree_from} or above, and {spread} (quantiles of type {rule.quantile_type}).",
            f"Out: a median of {rule.against_to} or below, and the same range.",
            _ELSE,
        ]
    if rule.smallest > 1:
        said.append(f"With fewer than {rule.smallest} scores there is no verdict.")
    return " ".join(said)


def name_rule(preset: str, rule: DeclaredRule) -> str:
    """Name a rule that is offered, with the figure that it turns on."""
    if isinstance(rule, ShareRule):
        named, figure = f"{_percent(rule.least)} at {span(rule.agree_from, rule.high)}", _percent(rule.least)
    else:
        named = figure = f"{float(rule.most):g}"
    return f"{_NAMES[preset]} ({figure})" if preset in _NAMES else named


def say_rules(questionnaire: Questionnaire, rules: Mapping[str, DeclaredRule], locked_at: datetime | None) -> str:
    """Say in a line each what is declared for the questions of a round, and when that was locked; empty for nothing."""
    asked = [question for question in questionnaire.questions if question.code in rules]
    if not asked:
        return ""
    lines = [f"{short_name(one.code)}: {say_rule(rules[one.code], one.scale)}" for one in asked]
    if locked_at is not None:
        day = locked_at.astimezone(ZoneInfo(questionnaire.time_zone))
        lines.append(f"Declared before the survey opened, and locked on {day.day} {day:%B} {day.year}.")
    return "\n".join(lines)


def _share_in(rule: ShareRule, scale: Scale | None) -> str:
    said = f"{_percent(rule.least)} or more of the scores at {_band(rule.agree_from, rule.high, scale)}"
    if rule.against_to is not None and rule.fewer_than is not None:
        said += f", and fewer than {_percent(rule.fewer_than)} at {_band(rule.low, rule.against_to, scale)}"
    return said


def _share_out(rule: ShareRule) -> list[str]:
    high = _band(rule.agree_from, rule.high, None)
    if rule.out == "half":
        return [f"Out: {_percent(rule.half)} or fewer at {high}."]
    if rule.out == "mirror" and rule.against_to is not None and rule.fewer_than is not None:
        low = _band(rule.low, rule.against_to, None)
        return [f"Out: {_percent(rule.least)} or more at {low}, and fewer than {_percent(rule.fewer_than)} at {high}."]
    return []


def _band(first: int, last: int, scale: Scale | None) -> str:
    """Name scores by their numbers and, where there is a scale, by its words."""
    if scale is None:
        return span(first, last)
    words = ", ".join(dict.fromkeys(scale.label(score) for score in range(first, last + 1)))
    return f"{span(first, last)} ({words})"


def _under(names: list[str]) -> str:
    *others, last = names
    named = f"{', '.join(others)} and {last}" if others else last
    return f"{'at' if last.endswith('%') else 'by'} {named}"


def _percent(share: float | Fraction) -> str:
    return f"{float(100 * share):g}%"
