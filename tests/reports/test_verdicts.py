"""Rules and verdicts in plain words, and in every form of the report."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import numpy as np
import pytest

from surveyapp.questionnaire import Scale
from surveyapp.reports.bundle import write_bundle
from surveyapp.reports.findings import Findings
from surveyapp.reports.json_form import report_json
from surveyapp.reports.numbers import figures_of
from surveyapp.reports.overview import summary_table
from surveyapp.reports.tables import HIDDEN
from surveyapp.reports.verdicts import name_rule, say_beside, say_rule, say_rules, say_verdict
from surveyapp.stats.declared import offered_rules
from surveyapp.stats.rules import ShareRule
from surveyapp.stats.verdicts import ItemVerdict, item_verdict
from tests.reports.rounds import AGREEMENT, MADE_AT, a_dataset, a_drawn_dataset, a_questionnaire, a_report

if TYPE_CHECKING:
    from pathlib import Path

    from surveyapp.reports.report import RoundReport
    from surveyapp.stats.declared import DeclaredRule
    from surveyapp.stats.rules import Outcome

FIVE, NINE = offered_rules(1, 5, 4), offered_rules(1, 9, 7)
NINE_POINTS = Scale(1, tuple("abcdefghi"), cannot_judge="x", agree_from=7)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            FIVE["society"],
            "In: 75% or more of the scores at 4–5 (Agree, Strongly agree), and fewer than 15% at 1–2 (",
        ),
        (FIVE["society"], "Anything else is no consensus. With fewer than 10 scores there is no verdict."),
        (FIVE["percent-70"], "In: 70% or more of the scores at 4–5 (Agree, Strongly agree). Anything else"),
        (FIVE["interquartile-range"], "In: a median of 4 or above, and an interquartile range of 1 or less (quantiles"),
        (FIVE["interquartile-range"], "Out: a median of 2 or below, and the same range."),
    ],
)
def test_rules_in_plain_words(rule: DeclaredRule, said: str) -> None:
    assert said in say_rule(rule, AGREEMENT)


def test_both_ways_out_of_comet_are_said() -> None:
    assert "Out: 70% or more at 1–3, and fewer than 15% at 7–9." in say_rule(NINE["comet-mirror"])
    assert "Out: 50% or fewer at 7–9." in say_rule(NINE["comet-half"])
    assert name_rule("comet-half", NINE["comet-half"]) == "COMET, out by half (70%)"
    assert name_rule("percent-75", FIVE["percent-75"]) == "75% at 4–5"
    assert name_rule("interquartile-range", FIVE["interquartile-range"]) == "Interquartile range (1)"


def _verdict(outcome: Outcome | None, **beside: Outcome) -> ItemVerdict:
    rating = a_report().summary.ratings["agreement", 0]
    return ItemVerdict(outcome, "", 20, rating.agreement, {f"{name[1:]}%": one for name, one in beside.items()}, 1)


@pytest.mark.parametrize(
    ("verdict", "said", "beside"),
    [
        (_verdict("in", _70="in", _80="in"), "In", "The same at 70% and 80%"),
        (_verdict("in", _70="in", _80="none"), "In", "The same at 70%; no consensus at 80%"),
        (_verdict("none", _70="in", _80="in"), "No consensus", "In at 70% and 80%"),
        (_verdict("out"), "Out", ""),
        (_verdict(None), "Too few scores", ""),
        (None, HIDDEN, ""),
    ],
)
def test_verdicts_in_plain_words(verdict: ItemVerdict | None, said: str, beside: str) -> None:
    assert (say_verdict(verdict), say_beside(verdict)) == (said, beside)


def test_the_rules_of_a_round_are_said_with_the_day_they_were_locked() -> None:
    rules = {"importance": FIVE["percent-75"], "unknown": FIVE["percent-70"]}

    lines = say_rules(a_questionnaire(), rules, MADE_AT).split("\n")

    assert lines[0].startswith("Importance: In: 75% or more")
    assert lines[1:] == ["Declared before the survey opened, and locked on 2 March 2026."]
    assert say_rules(a_questionnaire(), {}, MADE_AT) == ""


def test_the_summary_has_the_verdict_the_neighbours_and_the_rule() -> None:
    findings = Findings(rules={"importance": FIVE["percent-70"]})

    table = summary_table(a_report(a_drawn_dataset(60)).summary, findings)

    at = table.position("importance.verdict")
    assert [column.name for column in table.columns[at : at + 3]] == [
        "importance.verdict",
        "importance.beside",
        "importance.n",
    ]
    assert [(row[0], row[at], row[at + 1]) for row in table.rows if row[at]] == [
        ("A", "No consensus", "The same at 75% and 80%"),
        ("B", "No consensus", "The same at 75% and 80%"),
    ]
    assert any(note.startswith("Verdict, importance. In: 70% or more") for note in table.notes)


def test_json_has_the_verdict_and_its_reason_where_there_is_one() -> None:
    report = a_report(findings=Findings(rules={"importance": FIVE["percent-70"]}))

    summary = json.loads(report_json(report))["summary"]

    assert [rule["question"] for rule in summary["rules"]] == ["importance"]
    told = {(one["question"], one["item"]["label"]): one["verdict"] for one in summary["ratings"]}
    assert told["agreement", "S1"] is None
    assert told["importance", "B"] is None
    assert told["importance", "A"]["outcome"] == "none"
    assert told["importance", "A"]["reason"].startswith("3 of 6 (50%) at 4 or above")
    assert told["importance", "A"]["beside"] == [
        {"rule": "75%", "outcome": "none"},
        {"rule": "80%", "outcome": "none"},
    ]


def _rated(counts: list[tuple[int, ...]], rule: DeclaredRule, scale: Scale) -> RoundReport:
    """A round whose statement and two goals have these counts of scores."""
    columns = [[score for score, n in enumerate(each, start=1) for _ in range(n)] for each in counts]
    longest = max(map(len, columns))
    matrix = np.array([each + [-1] * (longest - len(each)) for each in columns], dtype=np.int16).T
    drawn = a_drawn_dataset(longest)
    questions = tuple(
        replace(question, scale=scale) if question.scale else question for question in drawn.questionnaire.questions
    )
    data = replace(
        drawn,
        questionnaire=a_questionnaire(questions=questions),
        ratings={"agreement": matrix[:, :1], "importance": matrix[:, 1:]},
    )
    return a_report(data, findings=Findings(rules={"agreement": rule, "importance": rule}))


def _bundle(report: RoundReport, folder: Path) -> None:
    out = io.BytesIO()
    write_bundle(report, out)
    with ZipFile(io.BytesIO(out.getvalue())) as archive:
        archive.extractall(folder)


LIMITS: dict[str, tuple[DeclaredRule, Scale, list[tuple[int, ...]], list[float]]] = {
    "society": (FIVE["society"], AGREEMENT, [(1, 1, 3, 10, 5), (1, 2, 2, 10, 5), (1, 0, 0, 4, 4)], [1, 0]),
    "share of a third": (
        ShareRule(low=1, high=5, agree_from=4, least=0.7),
        AGREEMENT,
        [(3, 3, 0, 10, 4), (3, 4, 0, 9, 4), (0, 0, 3, 0, 7)],
        [1, 0, 1],
    ),
    "interquartile range": (
        FIVE["interquartile-range"],
        AGREEMENT,
        [(0, 0, 2, 10, 8), (8, 10, 2, 0, 0), (10, 0, 0, 0, 10)],
        [1, -1, 0],
    ),
    "COMET, mirror": (
        NINE["comet-mirror"],
        NINE_POINTS,
        [(1, 1, 0, 2, 1, 1, 4, 5, 5), (5, 5, 4, 2, 1, 1, 0, 1, 1), (1, 1, 1, 2, 1, 0, 4, 5, 5)],
        [1, -1, 0],
    ),
    "COMET, half": (
        NINE["comet-half"],
        NINE_POINTS,
        [(0, 0, 0, 3, 3, 0, 4, 5, 5), (0, 0, 0, 5, 5, 0, 4, 3, 3), (0, 0, 0, 5, 4, 0, 4, 4, 3)],
        [1, -1, 0],
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_bundle_works_verdicts_out_again(name: str, tmp_path: Path) -> None:
    rule, scale, counts, expected = LIMITS[name]
    report = _rated(counts, rule, scale)
    _bundle(report, tmp_path)

    told = [one.value for one in figures_of(report.summary, report.findings.rules) if one.statistic == "verdict"]
    assert told == expected
    commands = [[sys.executable, "-I", "-S", "recompute.py"]]
    if shutil.which("Rscript"):
        commands.append(["Rscript", "recompute.R"])
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert done.stdout.endswith(" 0 differ.\n")
    rules = json.loads((tmp_path / "rules.json").read_text("utf-8"))["consensus_rules"]
    assert rules["agreement"]["smallest"] == rule.smallest


def test_a_wrong_verdict_is_noticed(tmp_path: Path) -> None:
    rule, scale, counts, _ = LIMITS["society"]
    _bundle(_rated(counts, rule, scale), tmp_path)
    figures = tmp_path / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("agreement.S1,verdict,1", "agreement.S1,verdict,0"), "utf-8")

    done = subprocess.run(
        [sys.executable, "-I", "-S", "recompute.py"], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert done.returncode == 1
    assert "agreement.S1 verdict: 1 instead of 0.0" in done.stdout


def test_hidden_figures_have_no_verdict_anywhere() -> None:
    report = a_report(a_dataset(), findings=Findings(rules={"importance": FIVE["percent-70"]}))
    hidden = report.summary.ratings["importance", 4]

    assert hidden.hidden
    assert item_verdict(FIVE["percent-70"], hidden) is None
    told = [one.source for one in figures_of(report.summary, report.findings.rules) if one.statistic == "verdict"]
    assert told == ["importance.A"]
