"""A small questionnaire: two statements, goals A (with steps 1, 1.a, 2) and B, everything asked."""

from __future__ import annotations

from datetime import UTC, datetime

from surveyapp.enums import Confidentiality, ItemKind, QuestionKind
from surveyapp.questionnaire import Item, Option, Question, Questionnaire, Scale

FIVE = Scale(1, ("Not", "A little", "Fairly", "Very", "Essential"), "Can’t say", 4)
ITEMS = (
    Item(11, "k11", ItemKind.STATEMENT, "S1", "", 0, None, "First statement."),
    Item(12, "k12", ItemKind.STATEMENT, "S2", "", 0, None, "Second statement."),
    Item(21, "k21", ItemKind.GOAL, "A", "A", 1, "High Priority", "Goal A."),
    Item(22, "k22", ItemKind.GOAL, "A.1", "1", 2, "High Priority", "Step one.", 21),
    Item(23, "k23", ItemKind.GOAL, "A.1.a", "a", 3, "High Priority", "Detail.", 22),
    Item(24, "k24", ItemKind.GOAL, "A.2", "2", 2, "High Priority", "Step two.", 21),
    Item(25, "k25", ItemKind.GOAL, "B", "B", 1, "Later", "Goal B."),
    Item(26, "k26", ItemKind.GOAL, "C", "C", 1, "Later", "Goal C."),
    Item(27, "k27", ItemKind.NOTE, "N1", "", 0, None, "All rights reserved."),
)
STEP_OPTIONS = (Option("keep", "Keep"), Option("change", "Change"), Option("drop", "Drop"))
TIER_OPTIONS = (Option("up", "Move up"), Option("stay", "It fits"), Option("down", "Move down"))
AGREEMENT = Question(1, "agreement", QuestionKind.RATING, "How far do you agree?", (0, 1), FIVE)
IMPORTANCE = Question(2, "importance", QuestionKind.RATING, "How important?", (2, 6, 7), FIVE)
TIER = Question(3, "tier", QuestionKind.CHOICE, "Right tier?", (2, 6, 7), options=TIER_OPTIONS)
STEP = Question(4, "step", QuestionKind.CHOICE, "The steps", (3, 5), options=STEP_OPTIONS)
ORDER = Question(5, "order", QuestionKind.RANKING, "Which first?", (2, 6, 7), enough=3)
MISSING = Question(6, "missing", QuestionKind.TEXT, "What is missing?")
EVERYTHING = (AGREEMENT, IMPORTANCE, TIER, STEP, ORDER, MISSING)


def a_questionnaire(
    *questions: Question, items: tuple[Item, ...] = ITEMS, asks_comments: bool = True, asks_wording: bool = True
) -> Questionnaire:
    """A questionnaire of these questions, or of all of them."""
    return Questionnaire(
        round_id=1,
        round_number=1,
        survey_id=1,
        survey_title="The plan",
        plan_title="The plan",
        practice_area="Community Rehabilitation",
        version_number=1,
        confidentiality=Confidentiality.CONFIDENTIAL,
        minimum_cell=5,
        time_zone="America/Chicago",
        opens_at=datetime(2026, 3, 2, tzinfo=UTC),
        closes_at=datetime(2026, 3, 13, tzinfo=UTC),
        introduction="",
        items=items,
        questions=questions or EVERYTHING,
        asks_comments=asks_comments,
        asks_wording=asks_wording,
    )
