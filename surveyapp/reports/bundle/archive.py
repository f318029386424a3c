"""What lies in the bundle, and how the rules are written down."""

from __future__ import annotations

import json
from datetime import UTC
from importlib.resources import files
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.codebook import CANNOT_JUDGE_CODE, NOT_SHOWN_CODE, UNRANKED_CODE, codebook_table
from surveyapp.reports.delimited import table_csv, write_csv
from surveyapp.reports.labels import shown_columns
from surveyapp.reports.long import long_table
from surveyapp.reports.numbers import figures_of
from surveyapp.reports.readme import readme_sections
from surveyapp.reports.responses import responses_table
from surveyapp.reports.tables import DECIMAL
from surveyapp.reports.text import whole_characters
from surveyapp.reports.written import FORMATS, as_text
from surveyapp.reports.zipped import write_zip
from surveyapp.stats.declared import write_rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from surveyapp.questionnaire import Question
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell
    from surveyapp.stats.declared import DeclaredRule

_SCRIPTS = ("recompute.py", "recompute.R")
_RULE_TERMS = ("kind", "smallest", "agree_from", "least", "against_to", "fewer_than", "out", "half", "most")
_HOW = """\
What lies here, and how to work the figures out again
======================================================

responses.csv   a row per response, a column per answer, as codes; no response says who gave it
long.csv        the same, a row per answer, with words beside the codes
codebook.csv    what each column and each code stands for
questions.csv   which columns are worked out how: kind of question, scale, option codes, top scores, first places, and
                the consensus rule
figures.csv     at full precision: counts, shares with their intervals, medians, quartiles, verdicts by the declared
                rule, Borda points, places by them, mean ranks and Kendall's W; count.1 and share.1 of a choice are
                about its first option in questions.csv
rules.json      the rules by which they were worked out; a verdict is 1 for in, -1 for out, and 0 for no consensus
recompute.py    works every figure of figures.csv out from responses.csv and questions.csv and compares:
                python3 recompute.py
recompute.R     the same in base R: Rscript recompute.R

Neither script needs anything beyond the language itself. Not in figures.csv: verdicts by neighboring rules, the
places that an item may take, places by other methods (mean rank, Schulze, ranked pairs), themes, and figures by
segment. Figures about too few people are in none of these files,
and neither are the answers that they would be worked out from. A text that begins with = + - @, a tab or the end of
a line, after apostrophes or none, has one more apostrophe in front, so that no spreadsheet runs it as a formula.
"""


def write_bundle(report: RoundReport, out: BinaryIO) -> None:
    """Write the bundle as a zip file. The same report gives the same bytes.

    Raises ValueError for a round with too few responses: there is nothing to show.
    """
    if report.summary.hidden:
        raise ValueError("too few responses to show any")
    out.write(write_zip(_members(report), report.made_at.astimezone(UTC)))


def _members(report: RoundReport) -> Iterator[tuple[str, bytes]]:
    summary, rules = report.summary, report.findings.rules
    yield "README.txt", whole_characters(f"{_HOW}\n{_facts(report)}").encode()
    yield "responses.csv", table_csv(responses_table(report.dataset, summary))
    yield "long.csv", table_csv(long_table(report.dataset, summary))
    yield "codebook.csv", table_csv(codebook_table(summary))
    yield "questions.csv", _questions(report)
    rows: list[tuple[Cell, ...]] = [(one.source, one.statistic, one.value) for one in figures_of(summary, rules)]
    yield "figures.csv", write_csv(("source", "statistic", "value"), rows)
    written = json.dumps(_rules(report), indent=1, ensure_ascii=False)
    yield "rules.json", whole_characters(written).encode()
    for name in _SCRIPTS:
        yield name, files("surveyapp.reports.bundle").joinpath(name).read_bytes()


def _facts(report: RoundReport) -> str:
    lines = []
    for section in readme_sections(report):
        lines += ["", section.title, "-" * len(section.title)]
        for fact in section.facts:
            known = fact.number_format if fact.number_format in FORMATS else DECIMAL
            lines.append(f"{fact.label}: {as_text(fact.value, known)}")
    return "\n".join([*lines, ""])


def _questions(report: RoundReport) -> bytes:
    """A row per column of answers: how its figures are worked out."""
    questions, rules = report.summary.questionnaire.by_code, report.findings.rules
    rows = []
    for column in shown_columns(report.summary):
        question = questions.get(column.source)
        kind = question.kind if question is not None and column.values else QuestionKind.TEXT
        group = column.source if kind is QuestionKind.RANKING or column.item is None else column.code
        rule = rules.get(column.source) if kind is QuestionKind.RATING else None
        rows.append((column.code, group, kind.value, *_terms(question if column.values else None), *_rule_terms(rule)))
    head = ("column", "source", "kind", "low", "high", "top_from", "first_places", "options")
    return write_csv((*head, *(f"rule_{name}" for name in _RULE_TERMS)), rows)


def _terms(question: Question | None) -> tuple[Cell, ...]:
    if question is None:
        return None, None, None, None, None
    scale = question.scale
    ends = (scale.low, scale.high, scale.agree_from) if scale is not None else (None, None, None)
    return *ends, question.enough or None, json.dumps([option.code for option in question.options])


def _rule_terms(rule: DeclaredRule | None) -> Iterator[Cell]:
    """Give what a rule declares in the order of `_RULE_TERMS`, and nothing where it declares no such thing."""
    declared = write_rule("", rule) if rule else {}
    return (declared.get(name) for name in _RULE_TERMS)


def _rules(report: RoundReport) -> dict[str, object]:
    summary = report.summary
    return {
        "consensus_rule": report.rule or None,
        "consensus_rules": {code: write_rule(rule.name, rule) for code, rule in report.findings.rules.items()},
        "filters": report.filters,
        "quantile_type": 7,
        "interval": "Wilson score interval at 95%, without continuity correction",
        "shares_are_of": "scores or choices given; silence and “cannot judge” are counted apart",
        "borda": "n - 1 points for the first place, n - 2 for the second, ...; tied items and items not ranked share "
        "the mean of the points that they span",
        "tie_order": "equal points share a place, the next places stay empty (1, 2, 2, 4); equal items are listed in "
        "plan order, and nothing is decided by lot",
        "seed": next((ranges.seed for ranges in report.findings.ranges.values()), None),
        "seed_note": "none of these figures rests on chance; the ranges of places on pages and in reports are drawn "
        "from this number on",
        "minimum_cell": summary.minimum_cell,
        "codes": {
            "cannot_judge": CANNOT_JUDGE_CODE,
            "not_shown": NOT_SHOWN_CODE,
            "not_ranked": UNRANKED_CODE,
            "no_answer": "",
        },
        "invited": summary.invited,
        "started": summary.started,
        "submitted": summary.submitted,
        "counted": summary.counted,
        "fingerprint": summary.fingerprint,
        "software": f"Surveyapp {report.software_version}",
        "made_at": report.made_at.isoformat(),
    }
