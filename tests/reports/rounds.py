"""Makers of rounds for the tests of the reports: a small one worked by hand, and one of any size drawn by lot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import binomtest

from surveyapp.enums import Confidentiality, ItemKind, QuestionKind, RoundState, WordsKind
from surveyapp.questionnaire import Item, Option, Question, Questionnaire, Scale
from surveyapp.reports.report import RoundReport
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, RoundDataset, Words
from surveyapp.stats.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

AGREEMENT = Scale(
    1,
    ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
    cannot_judge="Cannot judge",
    agree_from=4,
)
IMPORTANCE = Scale(1, ("None", "Little", "Some", "Much", "Very much"), cannot_judge="Cannot judge", agree_from=4)
STEPS = (Option("keep", "Keep"), Option("change", "Change"), Option("drop", "Drop"))
TIERS = (Option("higher", "Higher"), Option("right", "Is right"), Option("lower", "Lower"))

# Positions of the items of the small plan.
S1, A, A1, A1A, B, NOTE = range(6)
CODES = ("R-k2", "R-b7", "R-x4", "R-m9", "R-c3", "R-t5")
MADE_AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def an_item(position: int, kind: ItemKind, label: str, text: str, *, level: int = 0, tier: str | None = None) -> Item:
    return Item(100 + position, f"key-{position}", kind, label, label.rpartition(".")[2], level, tier, text)


def the_items() -> tuple[Item, ...]:
    return (
        an_item(S1, ItemKind.STATEMENT, "S1", "Everyone knows whom to call."),
        an_item(A, ItemKind.GOAL, "A", "Open the clinic at weekends", level=1, tier="High Priority"),
        replace(
            an_item(A1, ItemKind.GOAL, "A.1", "Find out who would come", level=2, tier="High Priority"), parent_id=101
        ),
        replace(
            an_item(A1A, ItemKind.GOAL, "A.1.a", "Ask in three towns", level=3, tier="High Priority"), parent_id=102
        ),
        an_item(B, ItemKind.GOAL, "B", "Teach the teachers", level=1, tier="Intermediate"),
        an_item(NOTE, ItemKind.NOTE, "", "Do not copy."),
    )


def the_questions() -> tuple[Question, ...]:
    return (
        Question(1, "agreement", QuestionKind.RATING, "Do you agree?", (S1,), AGREEMENT),
        Question(2, "importance", QuestionKind.RATING, "How important is it?", (A, B), IMPORTANCE),
        Question(3, "step", QuestionKind.CHOICE, "Should it stay?", (A1, A1A), options=STEPS),
        Question(4, "order", QuestionKind.RANKING, "What comes first?", (A, B), enough=1),
        Question(5, "tier", QuestionKind.CHOICE, "Is the tier right?", (A, B), options=TIERS),
        Question(6, "missing", QuestionKind.TEXT, "What is missing?"),
    )


def a_questionnaire(**changes: Any) -> Questionnaire:
    """Ask everything of the preset about a statement, two goals and two sub-goals; fewer than three stay hidden."""
    values: dict[str, Any] = {
        "round_id": 1,
        "round_number": 2,
        "survey_id": 1,
        "survey_title": "What do you think?",
        "plan_title": "A plan for care & rest",
        "practice_area": "Sample care",
        "version_number": 3,
        "confidentiality": Confidentiality.CONFIDENTIAL,
        "minimum_cell": 3,
        "time_zone": "America/Chicago",
        "opens_at": datetime(2026, 2, 1, 15, 0, tzinfo=UTC),
        "closes_at": None,
        "introduction": "",
        "items": the_items(),
        "questions": the_questions(),
    }
    return Questionnaire(**(values | changes))


def the_words() -> tuple[Words, ...]:
    return (
        Words(3, "comment", A1, WordsKind.COMMENT, "Start small."),
        Words(0, "comment", S1, WordsKind.COMMENT, "- not on Sundays\n- never at night"),
        Words(1, "comment", S1, WordsKind.COMMENT, "=SUM(everybody)"),
        Words(0, "comment", B, WordsKind.COMMENT, "Who pays?"),
        Words(2, "wording", A, WordsKind.WORDING, "Open the clinic every day"),
        Words(4, "missing", None, WordsKind.ANSWER, "Parking."),
    )


def a_dataset(questionnaire: Questionnaire | None = None, words: Sequence[Words] | None = None) -> RoundDataset:
    """Six responses, chosen so that each kind of answer and of silence occurs, and two items stay hidden.

    Hidden are importance of B (two scores) and step of A.1.a (one choice).
    """
    cannot, silent, unseen = CANNOT_JUDGE, SILENT, NOT_SHOWN
    columns = {
        "agreement": [[5, 4, 4, 2, cannot, silent]],
        "importance": [[5, 5, 4, 3, 2, 1], [5, 4, cannot, cannot, silent, unseen]],
        "step": [[0, 0, 1, 2, silent, 0], [2, silent, silent, silent, silent, unseen]],
        "order": [[1, 2, 1, 1, 0, 0], [2, 1, 0, 2, 0, 1]],
        "tier": [[1, 1, 1, 1, 0, silent], [1, 1, 1, 1, 1, 1]],
    }
    matrices = {code: np.array(values, dtype=np.int16).T for code, values in columns.items()}
    return RoundDataset(
        questionnaire=questionnaire or a_questionnaire(),
        invited=12,
        started=8,
        codes=CODES,
        ratings={code: matrices[code] for code in ("agreement", "importance")},
        choices={code: matrices[code] for code in ("step", "tier")},
        places={"order": matrices["order"]},
        words=tuple(the_words() if words is None else words),
    )


def a_sorted_dataset() -> RoundDataset:
    """The six responses again, with the tier asked as a sort: Higher first, then Is right, then Lower."""
    dataset = a_dataset()
    questions = tuple(replace(q, code="sort") if q.code == "tier" else q for q in the_questions())
    choices = {"sort" if code == "tier" else code: matrix for code, matrix in dataset.choices.items()}
    return replace(dataset, questionnaire=a_questionnaire(questions=questions), choices=choices)


def a_drawn_dataset(responses: int, seed: int = 1, **changes: Any) -> RoundDataset:
    """Any number of responses to the small plan, drawn by lot, a comment with each."""
    rng = np.random.default_rng(seed)

    def draw(low: int, high: int, columns: int) -> Any:
        return rng.integers(low, high, (responses, columns), endpoint=True).astype(np.int16)

    order = np.array([rng.choice([(1, 2), (2, 1), (1, 0), (0, 1), (0, 0)]) for _ in range(responses)], dtype=np.int16)
    scores = {code: draw(-1, 5, columns) for code, columns in (("agreement", 1), ("importance", 2))}
    return RoundDataset(
        questionnaire=a_questionnaire(**changes),
        invited=2 * responses,
        started=responses,
        codes=tuple(f"R-{number:05}" for number in rng.permutation(responses)),
        ratings={code: np.where(matrix == 0, CANNOT_JUDGE, matrix) for code, matrix in scores.items()},
        choices={"step": draw(-1, 2, 2), "tier": draw(-1, 2, 2)},
        places={"order": order.reshape(responses, 2)},
        words=tuple(
            Words(response, "comment", int(rng.integers(0, NOTE)), WordsKind.COMMENT, f"Comment {response}")
            for response in range(responses)
        ),
    )


def a_report(dataset: RoundDataset | None = None, **changes: Any) -> RoundReport:
    data = dataset or a_dataset()
    values: dict[str, Any] = {"made_at": MADE_AT, "software_version": "9.8.7", "state": RoundState.CLOSED}
    return RoundReport(summarise(data), data, **(values | changes))


def wilson(count: int, n: int) -> tuple[float, float]:
    """Give the interval of a share as SciPy computes it."""
    interval = binomtest(count, n).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)
