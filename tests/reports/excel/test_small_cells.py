"""What too few people answered cannot be found anywhere in the file, nor told from another answer of theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import WordsKind
from surveyapp.stats.dataset import Words
from tests.reports.excel.opened import opened, written
from tests.reports.rounds import A1A, B, a_dataset, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport


def _everything_but_the_fingerprint(report: RoundReport) -> list[object]:
    workbook = opened(report)
    cells = [
        (sheet.title, cell.coordinate, getattr(cell.value, "text", cell.value))
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
    ]
    return [cell for cell in cells if cell[2] != report.summary.fingerprint]


def test_hidden_scores_change_nothing_in_the_file() -> None:
    one = a_dataset()
    scores = one.ratings["importance"].copy()
    scores[0, 1], scores[1, 1] = 1, 2
    other = replace(one, ratings={**one.ratings, "importance": scores})

    assert a_report(one).summary.fingerprint != a_report(other).summary.fingerprint
    assert _everything_but_the_fingerprint(a_report(one)) == _everything_but_the_fingerprint(a_report(other))


def test_a_hidden_choice_changes_nothing_in_the_file() -> None:
    one = a_dataset(words=[Words(0, "comment", A1A, WordsKind.COMMENT, "Two would do.")])
    steps = one.choices["step"].copy()
    steps[0, 1] = 0
    other = replace(one, choices={**one.choices, "step": steps})

    assert _everything_but_the_fingerprint(a_report(one)) == _everything_but_the_fingerprint(a_report(other))


def test_a_hidden_ranking_changes_nothing_in_the_file() -> None:
    data = a_dataset()
    ballots = np.zeros((6, 2), dtype=np.int16)
    ballots[:2] = [(1, 2), (2, 1)]
    other = ballots.copy()
    other[:2] = [(2, 1), (2, 1)]

    reports = [a_report(replace(data, places={"order": places})) for places in (ballots, other)]

    assert _everything_but_the_fingerprint(reports[0]) == _everything_but_the_fingerprint(reports[1])


def test_who_gave_the_hidden_answers_cannot_be_seen() -> None:
    one = a_dataset()
    scores = one.ratings["importance"].copy()
    scores[:, 1] = scores[::-1, 1]
    other = replace(one, ratings={**one.ratings, "importance": scores})

    assert _everything_but_the_fingerprint(a_report(one)) == _everything_but_the_fingerprint(a_report(other))


def test_with_too_few_responses_the_file_depends_on_the_three_counts_alone() -> None:
    one, other = a_drawn_dataset(2, seed=1), a_drawn_dataset(2, seed=2)
    talkative = replace(other, words=(Words(0, "comment", B, WordsKind.COMMENT, "It was me."),) * 3)

    assert written(a_report(one)) == written(a_report(talkative))


def test_the_counts_are_shown_with_too_few_responses() -> None:
    sheet = opened(a_report(a_drawn_dataset(2)))["Read me"]

    facts = {row[0].value: row[1].value for row in sheet.iter_rows(1, 99)}
    assert [facts[label] for label in ("Members invited", "Started", "Submitted")] == [4, 2, 2]
