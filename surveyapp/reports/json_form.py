"""The same figures and tables as JSON: full precision, null where there is no figure."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from surveyapp.reports.parts import PARTS
from surveyapp.reports.progress import each, untold
from surveyapp.reports.text import whole_characters
from surveyapp.reports.verdicts import say_rule
from surveyapp.stats.verdicts import item_verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from surveyapp.questionnaire import Item, Question
    from surveyapp.reports.progress import Tell
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell, Table
    from surveyapp.stats.declared import DeclaredRule
    from surveyapp.stats.ratings import Share
    from surveyapp.stats.summary import ChoiceSummary, RankingSummary, RatingSummary, RoundSummary

    Json = dict[str, Any]


def encode(value: object) -> bytes:
    """Write JSON that says the same for the same value, byte for byte."""
    return whole_characters(json.dumps(value, ensure_ascii=False, allow_nan=False)).encode()


def report_json(report: RoundReport, tell: Tell = untold) -> bytes:
    """Write a round's summary and every table of figures and words, without those that have a row per response."""
    parts = [part for part in PARTS if not part.is_raw]
    each_part = each(parts, "Part", lambda one: one.title, tell)
    tables = [table_json(table) for part in each_part for table in part.tables(report)]
    about = {
        "made_at": report.made_at.astimezone(UTC).isoformat(),
        "software": f"Surveyapp {report.software_version}",
        "state": report.state.value,
        "filters": report.filters,
        "rule": report.rule or None,
    }
    return encode({"report": about, "summary": summary_json(report.summary, report.findings.rules), "tables": tables})


def items_json(items: Iterable[Item]) -> list[Json]:
    """List the items with the exact texts that were asked about; `key` is an item's lasting identity."""
    return [
        {
            "key": item.key,
            "kind": item.kind.value,
            "label": item.label,
            "level": item.level,
            "tier": item.tier,
            "text": item.text,
        }
        for item in items
    ]


def table_json(table: Table) -> Json:
    """Write a table: its columns and rows, and the sentences that a reader needs beside them."""
    columns = [
        {"name": one.name, "title": one.title, "group": one.group, "number_format": one.number_format}
        for one in table.columns
    ]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    return {"name": table.name, "title": table.title, "columns": columns, "rows": rows, "notes": list(table.notes)}


def summary_json(summary: RoundSummary, rules: Mapping[str, DeclaredRule]) -> Json:
    """Write every figure of a summary; a `hidden` figure is about too few people and has its counts alone.

    `rules` are the declared consensus rules by question.
    """
    questionnaire = summary.questionnaire
    return {
        "round": questionnaire.round_number,
        "survey": questionnaire.survey_title,
        "plan": questionnaire.plan_title,
        "plan_version": questionnaire.version_number,
        "invited": summary.invited,
        "started": summary.started,
        "submitted": summary.submitted,
        "counted": summary.counted,
        "minimum_cell": summary.minimum_cell,
        "hidden": summary.hidden,
        "fingerprint": None if summary.hidden else summary.fingerprint,
        "questions": [_question(summary, question) for question in questionnaire.questions],
        "rules": [_rule(one, rules[one.code]) for one in questionnaire.questions if one.code in rules],
        "ratings": [_rating(summary, rating, rules.get(rating.question)) for rating in summary.ratings.values()],
        "choices": [_choice(summary, choice) for choice in summary.choices.values()],
        "rankings": [_ranking(summary, ranking) for ranking in summary.rankings.values()],
        "comments": _counts(summary, summary.comments.items()),
        "wordings": _counts(summary, summary.wordings.items()),
        "answers": [{"question": code, "count": count} for code, count in summary.answers.items()],
    }


def _question(summary: RoundSummary, question: Question) -> Json:
    scale = question.scale
    scores = [{"score": score, "label": scale.label(score)} for score in scale.scores] if scale else []
    return {
        "code": question.code,
        "kind": question.kind.value,
        "prompt": question.prompt,
        "items": [_about(summary, position) for position in question.items],
        "scores": scores,
        "cannot_judge": scale.cannot_judge if scale else None,
        "top_from": scale.agree_from if scale else None,
        "options": [{"code": option.code, "label": option.label} for option in question.options],
        "first_places": question.enough or None,
    }


def _rule(question: Question, rule: DeclaredRule) -> Json:
    return {"question": question.code, "asks": say_rule(rule, question.scale), "smallest": rule.smallest}


def _verdict(rule: DeclaredRule | None, rating: RatingSummary) -> Json | None:
    """Say what the declared rule makes of an item; nothing without a rule, or where the figures are hidden."""
    verdict = item_verdict(rule, rating) if rule else None
    if verdict is None:
        return None
    beside = [{"rule": name, "outcome": outcome} for name, outcome in verdict.alternatives.items()]
    return {"outcome": verdict.outcome, "reason": verdict.reason, "beside": beside}


def _rating(summary: RoundSummary, rating: RatingSummary, rule: DeclaredRule | None) -> Json:
    return {
        "question": rating.question,
        "item": _about(summary, rating.item),
        "n": rating.n,
        "cannot_judge": rating.cannot_judge,
        "silent": rating.silent,
        "hidden": rating.hidden,
        "distribution": list(rating.distribution),
        "median": _number(rating.median),
        "lower_quartile": _number(rating.lower_quartile),
        "upper_quartile": _number(rating.upper_quartile),
        "top_share": _share(rating.agreement),
        "verdict": _verdict(rule, rating),
    }


def _choice(summary: RoundSummary, choice: ChoiceSummary) -> Json:
    options = summary.questionnaire.by_code[choice.question].options if choice.counts else ()
    counted = zip(options, choice.counts, choice.shares, strict=True)
    return {
        "question": choice.question,
        "item": _about(summary, choice.item),
        "n": choice.n,
        "silent": choice.silent,
        "hidden": choice.hidden,
        "options": [{"code": option.code, "count": count, "share": _share(share)} for option, count, share in counted],
    }


def _ranking(summary: RoundSummary, ranking: RankingSummary) -> Json:
    items = [
        {
            "item": _about(summary, ranked.item),
            "place": ranked.place,
            "ranked": ranked.ranked,
            "mean_rank": _number(ranked.mean_rank),
            "borda": ranked.borda,
            "first": _share(ranked.first),
            "top": _share(ranked.top),
        }
        for ranked in (ranking.items if ranking.ballots else ())
    ]
    return {
        "question": ranking.question,
        "ballots": ranking.ballots,
        "silent": ranking.silent,
        "hidden": ranking.hidden,
        "items": items,
        "w": _number(ranking.concordance.w),
        "w_p_value": _number(ranking.concordance.p_value),
        "w_reason": ranking.concordance.reason,
    }


def _counts(summary: RoundSummary, counts: Iterable[tuple[int, int]]) -> list[Json]:
    return [{"item": _about(summary, position), "count": count} for position, count in counts if count]


def _about(summary: RoundSummary, position: int) -> Json:
    item = summary.questionnaire.items[position]
    return {"key": item.key, "label": item.label}


def _share(share: Share) -> Json:
    return {
        "count": share.count,
        "n": share.n,
        "value": _number(share.value),
        "low": _number(share.low),
        "high": _number(share.high),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _cell(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, datetime) else cell
