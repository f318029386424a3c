from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.demo.opinions import GOALS, STATEMENTS, STEPS, dispute, expected_appeal, opinions
from surveyapp.enums import ItemKind
from tests.demo.questionnaires import a_questionnaire, an_item

if TYPE_CHECKING:
    from surveyapp.questionnaire import Questionnaire


def test_sample_plan_meets_one_opinion_per_statement_and_goal(sample_questionnaire: Questionnaire) -> None:
    views = opinions(sample_questionnaire)

    statements = [item for item in sample_questionnaire.items if item.kind is ItemKind.STATEMENT]
    goals = [item for item in sample_questionnaire.items if item.level == 1]
    assert tuple(views[item.id] for item in statements) == STATEMENTS
    assert tuple(views[item.id] for item in goals) == GOALS


def test_a_step_is_seen_as_its_goal_and_a_note_is_not_seen() -> None:
    goal = an_item(1, ItemKind.GOAL, "A", level=1)
    step = an_item(2, ItemKind.GOAL, "A.1", level=2, parent_id=1)
    note = an_item(3, ItemKind.NOTE, "")
    priority = an_item(4, ItemKind.PRIORITY, "P1")

    views = opinions(a_questionnaire([goal, step, note, priority], []))

    assert views == {1: GOALS[0], 2: GOALS[0], 4: GOALS[1]}


def test_disputed_steps_are_steps_of_the_sample_plan(sample_questionnaire: Questionnaire) -> None:
    steps = {item.label: item for item in sample_questionnaire.items if item.level > 1}

    assert set(STEPS) <= set(steps)
    assert dispute(steps["A.3"]).change > dispute(steps["A.1"]).change


def test_an_earlier_tier_promises_more(sample_questionnaire: Questionnaire) -> None:
    promises = expected_appeal(sample_questionnaire)

    assert list(promises) == ["High Priority", "Intermediate", "Future Considerations"]
    assert list(promises.values()) == sorted(promises.values(), reverse=True)
