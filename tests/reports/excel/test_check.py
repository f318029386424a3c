"""The workbook checks itself: every reported figure is recomputed from the sheet of the responses."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from openpyxl import load_workbook

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.questionnaire import Option, Question, Scale
from surveyapp.reports.excel import SHEETS
from surveyapp.reports.excel.formulas import AGREES, DIFFERS
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT
from surveyapp.stats.summary import summarise
from tests.reports.excel.calculated import OFFICE, by_hand, by_office
from tests.reports.excel.opened import written
from tests.reports.excel.test_texts import NASTY
from tests.reports.rounds import a_dataset, a_drawn_dataset, a_questionnaire, a_report, an_item, the_questions

if TYPE_CHECKING:
    from pathlib import Path

    from surveyapp.reports.report import RoundReport
    from surveyapp.stats.dataset import RoundDataset

_REFERENCE = re.compile(r"(?:Responses|Ratings|Priorities|Check)!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?")
_OURS = re.compile(
    r'(?:[A-Z]+\(|"(?:>=\d+|agrees|differs|All \d+ [a-z ]+\.|Only | of \d+ [a-z :]+\.|)"|[-+*/&=<>(),\d.])*'
)


def _drawn(seed: int = 1, *, ties: bool = False) -> RoundDataset:
    """Forty responses to four goals, everything drawn by lot, some of it not shown to some."""
    rng = np.random.default_rng(seed)
    items = tuple(an_item(n, ItemKind.GOAL, f"G{n}", f"Goal {n}", level=1) for n in range(4))
    scale = Scale(0, ("None", "Little", "Some", "Much"), cannot_judge="Cannot judge", agree_from=2)
    options = (Option("keep", "Keep it"), Option("drop", "Drop it"))
    every = tuple(range(4))
    questions = (
        Question(1, "rated", QuestionKind.RATING, "How?", every, scale),
        Question(2, "chosen", QuestionKind.CHOICE, "Which?", every, options=options),
        Question(3, "ranked", QuestionKind.RANKING, "First?", every, enough=2, ties=ties),
    )
    order = rng.permuted(np.tile([1, 2, 3, 4], (40, 1)), axis=1)
    if ties:
        order = rng.integers(1, 4, (40, 4))
    asked = rng.integers(0, 5, (40, 1))
    places = np.where(order <= asked, order, 0)
    places = np.where(rng.random((40, 4)) < 0.1, NOT_SHOWN, places)
    return replace(
        a_drawn_dataset(40, seed),
        questionnaire=a_questionnaire(items=items, questions=questions),
        ratings={"rated": rng.choice([SILENT, CANNOT_JUDGE, NOT_SHOWN, 0, 1, 2, 3], (40, 4)).astype(np.int16)},
        choices={"chosen": rng.choice([SILENT, NOT_SHOWN, 0, 1], (40, 4)).astype(np.int16)},
        places={"ranked": places.astype(np.int16)},
        words=(),
    )


def _nasty() -> RoundDataset:
    """A goal, a step of the scale and an option for each text that some format takes for something else."""
    texts = NASTY[::3]
    goals = tuple(an_item(n, ItemKind.GOAL, text[:20], text, level=1) for n, text in enumerate(texts))
    every = tuple(range(len(goals)))
    questions = (
        Question(1, "rated", QuestionKind.RATING, texts[0], every, Scale(1, texts, "Cannot judge", agree_from=2)),
        Question(2, "chosen", QuestionKind.CHOICE, "?", every, options=tuple(Option(t, t) for t in texts)),
    )
    answers = np.tile(np.arange(len(goals), dtype=np.int16), (len(goals), 1))
    return replace(
        a_drawn_dataset(len(goals)),
        questionnaire=a_questionnaire(items=goals, questions=questions),
        ratings={"rated": answers.T + np.int16(1)},
        choices={"chosen": answers.T},
        places={},
        words=(),
    )


ROUNDS = {
    "small": a_dataset(),
    "drawn": a_drawn_dataset(60),
    "partly shown": _drawn(),
    "with ties": _drawn(2, ties=True),
    "nasty texts": _nasty(),
}


def _rows(workbook: Any) -> list[tuple[Any, ...]]:
    """The rows that check a figure: question, item, figure, reported, recomputed, verdict."""
    return [row for row in workbook["Check"].iter_rows(max_col=6, values_only=True) if row[5] is not None]


def _lines(content: bytes) -> list[str]:
    sheet = load_workbook(io.BytesIO(content))["Check"]
    return [str(row[0]) for row in sheet.iter_rows(max_col=1, values_only=True) if row[0] is not None]


@pytest.mark.parametrize("words", [False, True], ids=["codes", "words"])
@pytest.mark.parametrize("name", ROUNDS)
def test_all_figures_agree(name: str, words: bool) -> None:
    report = a_report(ROUNDS[name])

    found = by_hand(written(report, words=words))

    count = _expected(report)
    assert found["A2"] == f"All {count} figures recomputed here agree."
    assert [value for value in found.values() if value == AGREES] == [AGREES] * count


def _expected(report: RoundReport) -> int:
    """How many figures there are to check."""
    summary = report.summary
    rated = sum(3 if rating.n else 1 for rating in summary.ratings.values() if not rating.hidden)
    chosen = sum(1 + len(choice.counts) * bool(choice.n) for choice in summary.choices.values() if not choice.hidden)
    return rated + chosen + sum(2 * len(ranking.items) for ranking in summary.rankings.values())


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice, which calculates the formulas as Excel does")
def test_all_figures_agree_in_libreoffice(tmp_path: Path) -> None:
    reports = {name: a_report(dataset) for name, dataset in ROUNDS.items()}
    made = {(name, words): written(report, words=words) for name, report in reports.items() for words in (False, True)}

    calculated = by_office(list(made.values()), tmp_path)

    found = {key: workbook["Check"]["A2"].value for key, workbook in zip(made, calculated, strict=True)}
    assert found == {
        (name, words): f"All {_expected(reports[name])} figures recomputed here agree." for name, words in made
    }


def test_a_changed_response_shows() -> None:
    """Figures that are not those of the responses must differ; here one response is other than it was counted."""
    report = a_report(ROUNDS["drawn"])
    scores = report.dataset.ratings["agreement"].copy()
    scores[np.flatnonzero(scores[:, 0] > 0)[0], 0] = SILENT

    found = by_hand(
        written(
            replace(report, dataset=replace(report.dataset, ratings={**report.dataset.ratings, "agreement": scores}))
        )
    )

    assert DIFFERS in found.values()
    assert str(found["A2"]).startswith("Only ")


@pytest.mark.parametrize("words", [False, True], ids=["codes", "words"])
def test_formulas_stand_on_no_other_sheet_and_hold_nothing_that_was_typed(words: bool) -> None:
    for dataset in ROUNDS.values():
        workbook: Any = load_workbook(io.BytesIO(written(a_report(dataset), words=words)))
        formulas = [
            (sheet.title, getattr(cell.value, "text", cell.value).removeprefix("="))
            for sheet in workbook
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        assert {title for title, _ in formulas} == {"Check"}
        for _, formula in formulas:
            assert _OURS.fullmatch(_REFERENCE.sub("", formula)), formula


def test_hidden_figures_are_not_checked_and_the_sheet_says_so() -> None:
    content = written(a_report())

    assert "Items whose figures stay hidden, because too few members answered, are left out: 2." in _lines(content)
    labels = {row[:2] for row in _rows(load_workbook(io.BytesIO(content)))}
    assert ("Importance", "B") not in labels
    assert ("Step", "A.1.a") not in labels


def test_the_sheet_says_what_is_recomputed_and_what_is_not() -> None:
    title, _, recomputed, not_recomputed, *_ = _lines(written(a_report()))

    assert title == "Check: figures of Ratings and Priorities recomputed from the responses"
    figures = {row[2] for row in _rows(load_workbook(io.BytesIO(written(a_report()))))}
    assert {"n", "Median", "Gave it a place", "Mean rank"} <= figures
    assert all(name.lower() in recomputed for name in ("n", "median", "share at the top scores", "mean rank"))
    for name in ("quartiles", "intervals", "Borda points", "verdicts", "Summary"):
        assert name in not_recomputed


def test_without_responses_there_is_no_formula_and_a_reason() -> None:
    content = written(a_report(), responses=False)

    workbook = load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == [name for name in SHEETS if name not in {"Responses", "Long"}]
    assert _lines(content)[1] == (
        "This workbook has no sheet Responses, so its figures cannot be recomputed in it. Export again with single "
        "responses: that workbook recomputes them by formulas."
    )
    assert not [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert workbook.calculation.fullCalcOnLoad is False


@pytest.mark.parametrize(("responses", "said"), [(0, "no responses yet"), (2, "Fewer than 3 members")])
def test_with_too_few_responses_there_is_a_reason(responses: int, said: str) -> None:
    assert said in _lines(written(a_report(a_drawn_dataset(responses))))[1]


def test_answers_that_read_the_same_are_not_counted() -> None:
    questions = list(the_questions())
    questions[2] = replace(questions[2], options=(Option("k", "Keep"), Option("c", "Keep"), Option("d", "Drop")))
    report = a_report(a_dataset(a_questionnaire(questions=tuple(questions))))

    in_codes, in_words = by_hand(written(report)), written(report, words=True)

    assert in_codes["A2"] == f"All {_expected(report)} figures recomputed here agree."
    assert "Step: some of its answers read the same, so they cannot be counted." in _lines(in_words)
    assert by_hand(in_words)["A2"] == f"All {_expected(report) - 4} figures recomputed here agree."


def test_excel_calculates_when_it_opens_the_file() -> None:
    assert load_workbook(io.BytesIO(written(a_report()))).calculation.fullCalcOnLoad is True


def test_reported_figures_are_those_of_the_summary() -> None:
    report = a_report(ROUNDS["drawn"])
    found = by_hand(written(report))

    values = [found[f"D{row}"] for row in range(9, 12)]
    rating = summarise(report.dataset).ratings["agreement", 0]
    assert values == [rating.n, rating.median, rating.agreement.value]
