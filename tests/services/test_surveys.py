"""A survey from a plan: the preset, changes while a draft, what opening fixes, and when answers count."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from surveyapp import database
from surveyapp.enums import QuestionKind, RoundState, VersionState
from surveyapp.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.services import plans, questionnaires, surveys
from surveyapp.services.presets import StepDepth
from surveyapp.services.surveys import QuestionWords
from tests.conftest import NOON
from tests.factories import MANY_GOALS, a_plan, a_round, an_open_round

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from surveyapp.models import Round

ZONE = "America/Chicago"


def edit(round_: Round, words: Mapping[str, QuestionWords] | None = None, depth: StepDepth = StepDepth.FIRST) -> Round:
    return surveys.edit_round(
        OPERATOR,
        round_.id,
        title="Your view",
        introduction="Please answer.",
        words=words or {},
        asks_comments=True,
        asks_wording=False,
        depth=depth,
        now=NOON,
    )


def test_the_preset_in_one_step(app: Flask) -> None:
    questionnaire = questionnaires.load_questionnaire(a_round().id)
    labels = {q.code: [questionnaire.items[p].label for p in q.items] for q in questionnaire.questions}

    assert labels == {
        "agreement": ["S1", "S2"],
        "importance": ["A", "B", "C"],
        "feasibility": ["A", "B", "C"],
        "tier": ["A", "B", "C"],
        "step": ["A.1", "A.2", "B.1"],
        "order": ["A", "B", "C"],
        "missing": [],
    }
    assert questionnaire.by_code["order"].enough == 3
    assert (questionnaire.confidentiality, questionnaire.minimum_cell) == ("confidential", 5)


def test_a_plan_without_goals_asks_about_its_priorities(app: Flask) -> None:
    text = """\
Sports Rehabilitation Practice Area

In the Future ... every team has a physiatrist at its side.

How will the society be prioritizing and supporting this?

  • Gather experts who define the core services.
  • Define the training that is needed.
"""
    questionnaire = questionnaires.load_questionnaire(a_round(a_plan(text)).id)
    labels = {q.code: [questionnaire.items[p].label for p in q.items] for q in questionnaire.questions}

    assert labels == {
        "agreement": ["S1"],
        "importance": ["P1", "P2"],
        "feasibility": ["P1", "P2"],
        "order": ["P1", "P2"],
        "missing": [],
    }


def test_one_survey_at_a_time(app: Flask) -> None:
    version = a_plan()
    a_round(version)

    with pytest.raises(RuleBroken, match="has a survey already"):
        surveys.create_survey(OPERATOR, version.id, time_zone=ZONE, now=NOON)


def test_parts_prompts_and_words_can_change_while_a_draft(app: Flask) -> None:
    round_ = a_round()
    words = {
        "agreement": QuestionWords(True, "Is this the future you want?", ("a", "b", "c", "d", "e"), "No idea"),
        "tier": QuestionWords(False, "Right tier?", ("Up", "Fits", "Down")),
    }

    edit(round_, words)

    questionnaire = questionnaires.load_questionnaire(round_.id)
    agreement = questionnaire.by_code["agreement"]
    assert (questionnaire.survey_title, questionnaire.introduction) == ("Your view", "Please answer.")
    assert (questionnaire.asks_comments, questionnaire.asks_wording) == (True, False)
    assert agreement.prompt == "Is this the future you want?"
    assert agreement.scale is not None
    assert (agreement.scale.labels, agreement.scale.cannot_judge) == (("a", "b", "c", "d", "e"), "No idea")
    assert "tier" not in questionnaire.by_code


def test_ties_are_off_and_can_be_allowed_in_a_ranking_alone(app: Flask) -> None:
    round_ = a_round()
    before = questionnaires.load_questionnaire(round_.id)
    words = {
        question.code: QuestionWords(True, question.prompt, tuple(question.labels), question.cannot_judge, ties=True)
        for question in round_.questions
    }

    edit(round_, words)

    after = questionnaires.load_questionnaire(round_.id)
    assert not any(question.ties for question in before.questions)
    assert [question.code for question in after.questions if question.ties] == ["order"]


@pytest.mark.parametrize(("letters", "is_sorted"), [("ABCDEFGHI", False), ("ABCDEFGHIJ", True)])
def test_more_than_nine_goals_are_sorted_before_they_are_ranked(app: Flask, letters: str, is_sorted: bool) -> None:
    text = MANY_GOALS.partition("A. ")[0] + "".join(f"{letter}. Reach aim {letter}.\n" for letter in letters)

    questionnaire = questionnaires.load_questionnaire(a_round(a_plan(text)).id)

    codes = [question.code for question in questionnaire.questions]
    assert ("sort" in codes) is is_sorted
    if is_sorted:
        sort, order = questionnaire.by_code["sort"], questionnaire.by_code["order"]
        assert codes.index("sort") + 1 == codes.index("order")
        assert sort.items == order.items
        assert [(option.code, option.label) for option in sort.options] == [
            ("now", "Now"),
            ("next", "Next"),
            ("later", "Later"),
        ]


def test_without_the_sort_the_whole_list_is_ranked(app: Flask) -> None:
    round_ = a_round(a_plan(MANY_GOALS))

    edit(round_, {"sort": QuestionWords(False, "When?", ("Now", "Next", "Later"))})

    questionnaire = questionnaires.load_questionnaire(round_.id)
    assert questionnaire.sort_of(questionnaire.by_code["order"]) is None


def test_sub_goals_can_be_asked_to_every_depth_and_back(app: Flask) -> None:
    round_ = a_round()

    edit(round_, depth=StepDepth.EVERY)
    every = questionnaires.load_questionnaire(round_.id)
    edit(round_, depth=StepDepth.FIRST)
    first = questionnaires.load_questionnaire(round_.id)

    assert [every.items[p].label for p in every.by_code["step"].items] == ["A.1", "A.1.a", "A.2", "B.1"]
    assert [first.items[p].label for p in first.by_code["step"].items] == ["A.1", "A.2", "B.1"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (QuestionWords(True, " ", ("a", "b", "c", "d", "e"), "x"), "Enter the question"),
        (QuestionWords(True, "How?", ("a", "b"), "x"), "needs 5 answers"),
        (QuestionWords(True, "How?", ("a", "b", " ", "d", "e"), "x"), "Enter the answer"),
        (QuestionWords(True, "How?", ("a", "b", "c", "d", "e"), " "), "cannot judge"),
    ],
)
def test_empty_words_are_refused_and_nothing_is_stored(app: Flask, words: QuestionWords, sentence: str) -> None:
    round_ = a_round()
    before = questionnaires.load_questionnaire(round_.id)

    with pytest.raises(InvalidInput, match=sentence):
        edit(round_, {"agreement": words})

    assert questionnaires.load_questionnaire(round_.id) == before


def test_opening_freezes_wording_and_questions(app: Flask) -> None:
    round_ = an_open_round()

    database.session().expire_all()
    assert (round_.state, round_.opens_at) == (RoundState.OPEN, NOON)
    assert plans.get_version(OPERATOR, round_.version_id).state is VersionState.FROZEN
    with pytest.raises(RuleBroken, match="what it asks is fixed"):
        edit(round_)
    with pytest.raises(RuleBroken, match="what it asks is fixed"):
        surveys.schedule_round(
            OPERATOR, round_.id, opens_at=None, closes_at=NOON + timedelta(days=1), time_zone=ZONE, now=NOON
        )
    with pytest.raises(RuleBroken):
        surveys.open_round(OPERATOR, round_.id, now=NOON)


def test_a_round_without_closing_time_or_without_parts_does_not_open(app: Flask) -> None:
    round_ = surveys.create_survey(OPERATOR, a_plan().id, time_zone=ZONE, now=NOON)
    with pytest.raises(RuleBroken, match="closing time"):
        surveys.open_round(OPERATOR, round_.id, now=NOON)

    surveys.schedule_round(OPERATOR, round_.id, opens_at=None, closes_at=NOON, time_zone=ZONE, now=NOON)
    with pytest.raises(RuleBroken, match="closing time"):
        surveys.open_round(OPERATOR, round_.id, now=NOON)

    off = {
        question.code: QuestionWords(False, question.prompt, tuple(question.labels), question.cannot_judge)
        for question in surveys.get_round(OPERATOR, round_.id).questions
    }
    edit(round_, off)
    with pytest.raises(RuleBroken, match="switched off"):
        surveys.open_round(OPERATOR, round_.id, now=NOON)


def test_answers_count_from_the_opening_second_to_just_before_the_closing_one(app: Flask) -> None:
    round_ = an_open_round()
    closes_at = NOON + timedelta(days=10)

    assert not round_.accepts_answers(NOON - timedelta(microseconds=1))
    assert round_.accepts_answers(NOON)
    assert round_.accepts_answers(closes_at - timedelta(microseconds=1))
    assert not round_.accepts_answers(closes_at)


def test_a_later_opening_time_is_kept(app: Flask) -> None:
    round_ = a_round()
    opens_at, closes_at = NOON + timedelta(days=1), NOON + timedelta(days=2)
    surveys.schedule_round(OPERATOR, round_.id, opens_at=opens_at, closes_at=closes_at, time_zone=ZONE, now=NOON)

    opened = surveys.open_round(OPERATOR, round_.id, now=NOON)

    assert opened.opens_at == opens_at
    assert not opened.accepts_answers(NOON)
    assert opened.accepts_answers(opens_at)


def test_extending_only_ever_gives_more_time(app: Flask) -> None:
    round_ = an_open_round()
    later = NOON + timedelta(days=12)

    assert surveys.extend_round(OPERATOR, round_.id, closes_at=later, now=NOON).closes_at == later
    for closes_at in (later, NOON + timedelta(days=1), NOON - timedelta(days=1)):
        with pytest.raises(RuleBroken, match="must be later"):
            surveys.extend_round(OPERATOR, round_.id, closes_at=closes_at, now=NOON)


def test_closing_ends_it_at_that_moment_and_only_once(app: Flask) -> None:
    round_ = an_open_round()
    at = NOON + timedelta(hours=1)

    closed = surveys.close_round(OPERATOR, round_.id, now=at)

    assert (closed.state, closed.closes_at) == (RoundState.CLOSED, at)
    with pytest.raises(RuleBroken, match="nothing to close"):
        surveys.close_round(OPERATOR, round_.id, now=at)
    with pytest.raises(RuleBroken, match="cannot be moved"):
        surveys.extend_round(OPERATOR, round_.id, closes_at=at + timedelta(days=1), now=at)


def test_a_round_closed_before_its_opening_time_never_took_answers(app: Flask) -> None:
    round_ = a_round()
    opens_at, closes_at = NOON + timedelta(days=1), NOON + timedelta(days=2)
    surveys.schedule_round(OPERATOR, round_.id, opens_at=opens_at, closes_at=closes_at, time_zone=ZONE, now=NOON)
    surveys.open_round(OPERATOR, round_.id, now=NOON)

    closed = surveys.close_round(OPERATOR, round_.id, now=NOON + timedelta(hours=1))

    assert closed.state is RoundState.CLOSED
    assert not closed.accepts_answers(opens_at)


def test_impossible_times_and_zones_are_refused(app: Flask) -> None:
    round_ = a_round()

    with pytest.raises(InvalidInput, match="after the opening"):
        surveys.schedule_round(OPERATOR, round_.id, opens_at=NOON, closes_at=NOON, time_zone=ZONE, now=NOON)
    with pytest.raises(InvalidInput, match="time zone"):
        surveys.schedule_round(OPERATOR, round_.id, opens_at=None, closes_at=NOON, time_zone="Mars/Olympus", now=NOON)


def test_only_those_who_may_run_surveys(app: Flask) -> None:
    stranger = Actor("stranger", frozenset())
    round_ = a_round()

    with pytest.raises(NotAllowed):
        surveys.open_round(stranger, round_.id, now=NOON)
    with pytest.raises(NotAllowed):
        surveys.get_round(stranger, round_.id)
    with pytest.raises(NotFound):
        surveys.get_round(OPERATOR, 999)


def test_every_kind_of_question_is_in_the_preset(app: Flask) -> None:
    kinds = {question.kind for question in surveys.get_round(OPERATOR, a_round().id).questions}

    assert kinds == set(QuestionKind)
