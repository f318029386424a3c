"""The bundle's own script works every figure out again in a clean interpreter, and notices when one is wrong."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import numpy as np
import pytest

from surveyapp.reports.bundle import write_bundle
from surveyapp.reports.findings import find
from surveyapp.reports.numbers import figures_of
from surveyapp.stats.dataset import NOT_SHOWN
from surveyapp.stats.places import SEED
from tests.reports.nasty import a_nasty_report
from tests.reports.rounds import a_dataset, a_drawn_dataset, a_questionnaire, a_report, an_item, the_items

if TYPE_CHECKING:
    from pathlib import Path

    from surveyapp.reports.report import RoundReport
    from surveyapp.stats.dataset import RoundDataset


def unpack(report: RoundReport, folder: Path) -> None:
    out = io.BytesIO()
    write_bundle(report, out)
    with ZipFile(io.BytesIO(out.getvalue())) as archive:
        archive.extractall(folder)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script where nothing of ours, and nothing installed, can be found."""
    command = [sys.executable, "-I", "-S", str(folder / "recompute.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def with_ties_and_gaps() -> RoundDataset:
    """Four goals; ballots with shared places, gaps, items that were not shown, and nothing ranked at all."""
    goals = tuple(an_item(n, the_items()[1].kind, "ABCD"[n], f"Goal {n}", level=1) for n in range(4))
    order = replace(a_questionnaire().by_code["order"], items=(0, 1, 2, 3), enough=2)
    rng = np.random.default_rng(7)
    places = rng.integers(0, 5, (60, 4)).astype(np.int16)
    places[:5] = 0
    places[5:20, 3] = NOT_SHOWN
    return replace(
        a_drawn_dataset(60),
        questionnaire=a_questionnaire(items=goals, questions=(order,)),
        ratings={},
        choices={},
        places={"order": places},
        words=(),
    )


def complete_ballots() -> RoundDataset:
    """Four goals on every ballot, so that Kendall's W is defined."""
    data = with_ties_and_gaps()
    places = data.places["order"].copy()
    places[places == NOT_SHOWN] = 1
    return replace(data, places={"order": places})


@pytest.mark.parametrize(
    "dataset",
    [a_dataset(), a_drawn_dataset(1_000), a_drawn_dataset(0), with_ties_and_gaps(), complete_ballots()],
    ids=["small", "thousand", "nobody", "ties and gaps", "complete"],
)
def test_every_figure_is_worked_out_again(dataset: RoundDataset, tmp_path: Path) -> None:
    report = a_report(dataset)
    unpack(report, tmp_path)

    done = run(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{len(list(figures_of(report.summary)))} figures, 0 differ.\n"


def test_the_figures_are_those_of_the_summary() -> None:
    report = a_report()
    figures = {(one.source, one.statistic): one.value for one in figures_of(report.summary)}
    rating = report.summary.ratings["agreement", 0]

    assert figures["agreement.S1", "share.low"] == rating.agreement.low
    assert figures["agreement.S1", "count.4"] == 2
    assert figures["order", "ballots"] == 5
    assert figures["order.A", "place"] == 1
    assert figures["comment.S1", "texts"] == 2
    assert figures["missing", "texts"] == 1
    assert not any(source in {"importance.B", "step.A.1.a"} for source, _ in figures)
    with_w = {(f.source, f.statistic): f.value for f in figures_of(a_report(complete_ballots()).summary)}
    assert 0 < with_w["order", "w"] < 1
    assert 0 < with_w["order", "w.p"] <= 1


def test_a_wrong_figure_and_a_changed_answer_are_noticed(tmp_path: Path) -> None:
    unpack(a_report(), tmp_path)
    figures = tmp_path / "figures.csv"
    figures.write_text(
        figures.read_text("utf-8").replace("agreement.S1,median,4.0", "agreement.S1,median,4.5"), "utf-8"
    )

    done = run(tmp_path)

    assert done.returncode == 1
    assert "agreement.S1 median: 4.0 instead of 4.5" in done.stdout


def test_what_lies_in_it(tmp_path: Path) -> None:
    unpack(a_report(rule="Seventy percent at 4–5"), tmp_path)

    assert {file.name for file in tmp_path.iterdir()} == {
        "README.txt",
        "responses.csv",
        "long.csv",
        "codebook.csv",
        "questions.csv",
        "figures.csv",
        "rules.json",
        "recompute.py",
        "recompute.R",
    }
    rules = json.loads((tmp_path / "rules.json").read_text("utf-8"))
    assert (rules["quantile_type"], rules["minimum_cell"], rules["seed"]) == (7, 3, None)
    assert rules["consensus_rule"] == "Seventy percent at 4–5"
    assert rules["fingerprint"] == a_report().summary.fingerprint
    told = (tmp_path / "README.txt").read_text("utf-8")
    assert "Members invited: 12" in told
    assert "every figure of the report" not in told
    assert "Not in figures.csv: verdicts by neighboring rules" in told


def test_the_seed_of_the_ranges_of_places_is_told(tmp_path: Path) -> None:
    report = a_report()
    unpack(replace(report, findings=find(report.dataset)), tmp_path)

    assert json.loads((tmp_path / "rules.json").read_text("utf-8"))["seed"] == SEED


def test_nasty_texts_change_no_figure_and_come_out(tmp_path: Path) -> None:
    unpack(a_nasty_report(), tmp_path)

    assert run(tmp_path).returncode == 0
    with (tmp_path / "responses.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "'=1+1" in [row["comment.S1"] for row in csv.DictReader(file)]


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_bundle(a_report(), first)
    write_bundle(a_report(), second)

    assert first.getvalue() == second.getvalue()


def test_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        write_bundle(a_report(a_drawn_dataset(2)), io.BytesIO())
