from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.demo.behaviour import sample_answers
from surveyapp.demo.respondent import CHOICE_WEIGHTS
from surveyapp.enums import ItemKind
from surveyapp.questionnaire import SORT, fields_of, read_answers
from surveyapp.services.presets import PRESET
from tests.demo.questionnaires import a_question, a_questionnaire, an_item, questionnaires

if TYPE_CHECKING:
    from surveyapp.questionnaire import Answers, Item, Question, Questionnaire

COUNT = 1_500


@pytest.fixture(scope="module")
def fields(sample_questionnaire: Questionnaire) -> list[dict[str, str]]:
    return list(sample_answers(sample_questionnaire, COUNT, seed=5))


@pytest.fixture(scope="module")
def answers(sample_questionnaire: Questionnaire, fields: list[dict[str, str]]) -> list[Answers]:
    return [read_answers(sample_questionnaire, typed)[0] for typed in fields]


def _goals(questionnaire: Questionnaire) -> dict[str, Item]:
    return {item.label: item for item in questionnaire.items if item.level == 1}


def _scores(answers: list[Answers], question: Question, item: Item) -> list[int]:
    given = [answer.ratings.get((question.id, item.id)) for answer in answers]
    return [score for score in given if score is not None]


def _high_share(scores: list[int]) -> float:
    return sum(score >= 4 for score in scores) / len(scores)


def test_same_seed_same_answers_and_more_begin_with_the_same(sample_questionnaire: Questionnaire) -> None:
    first = list(sample_answers(sample_questionnaire, 40, seed=9))

    assert first == list(sample_answers(sample_questionnaire, 40, seed=9))
    assert first == list(sample_answers(sample_questionnaire, 60, seed=9))[:40]
    assert first != list(sample_answers(sample_questionnaire, 40, seed=10))


@settings(max_examples=60, deadline=None)
@given(questionnaires(), st.integers(0, 2**32))
def test_any_questionnaire_gets_answers_it_accepts(questionnaire: Questionnaire, seed: int) -> None:
    for typed in sample_answers(questionnaire, 4, seed):
        understood, problems = read_answers(questionnaire, typed)
        assert problems == ()
        assert not understood.is_empty
        assert typed.items() <= fields_of(questionnaire, understood).items()


def test_every_field_is_understood(
    sample_questionnaire: Questionnaire, fields: list[dict[str, str]], answers: list[Answers]
) -> None:
    for typed, understood in zip(fields, answers, strict=True):
        assert read_answers(sample_questionnaire, typed)[1] == ()
        assert _count(understood) + 1 == len(typed)
        assert understood.may_be_quoted is not None


def _count(answers: Answers) -> int:
    """How many fields were taken as answers, the permission to quote apart."""
    ranked = sum(len(places) for places in answers.places.values())
    rated = len(answers.ratings) + len(answers.choices) + ranked
    return rated + len(answers.comments) + len(answers.wordings) + len(answers.texts)


def test_most_goals_matter_and_less_can_be_done(sample_questionnaire: Questionnaire, answers: list[Answers]) -> None:
    importance, feasibility = (sample_questionnaire.by_code[code] for code in ("importance", "feasibility"))
    goals = _goals(sample_questionnaire)
    important = {label: _high_share(_scores(answers, importance, goal)) for label, goal in goals.items()}
    feasible = {label: _high_share(_scores(answers, feasibility, goal)) for label, goal in goals.items()}

    assert sum(share > 0.6 for share in important.values()) >= 6
    assert max(important, key=important.__getitem__) == "A"
    assert important["C"] == pytest.approx(important["D"], abs=0.05)
    assert np.mean(list(feasible.values())) < np.mean(list(important.values())) - 0.2
    assert max(feasible, key=feasible.__getitem__) != "A"


def test_one_goal_divides_the_society(sample_questionnaire: Questionnaire, answers: list[Answers]) -> None:
    importance = sample_questionnaire.by_code["importance"]

    counts = Counter(_scores(answers, importance, _goals(sample_questionnaire)["H"]))

    assert counts[3] < min(counts[1] + counts[2], counts[4] + counts[5]) / 2


def test_cannot_judge_silence_and_scores_all_occur_and_differ_by_item(
    sample_questionnaire: Questionnaire, answers: list[Answers]
) -> None:
    feasibility = sample_questionnaire.by_code["feasibility"]
    goals = _goals(sample_questionnaire)
    given = {
        label: Counter(answer.ratings.get((feasibility.id, goal.id), "silence") for answer in answers)
        for label, goal in goals.items()
    }

    assert given["H"][None] > 2 * given["A"][None] > 0
    assert all(0.01 < counts["silence"] / COUNT < 0.15 for counts in given.values())


def test_rankings_are_partial(sample_questionnaire: Questionnaire, answers: list[Answers]) -> None:
    order = sample_questionnaire.by_code["order"]

    lengths = Counter(len(answer.places.get(order.id, {})) for answer in answers)

    assert lengths[0] / COUNT == pytest.approx(0.07, abs=0.03)
    assert lengths[5] / COUNT > 0.55
    assert all(lengths[length] > 0 for length in (1, 2, 3, 4, 8))
    assert lengths[6] == lengths[7] == 0


def test_ranking_has_one_first_and_two_that_are_nearly_tied(
    sample_questionnaire: Questionnaire, answers: list[Answers]
) -> None:
    order = sample_questionnaire.by_code["order"]
    goals = _goals(sample_questionnaire)
    points = {
        label: sum(_points(answer.places.get(order.id), goal.id) for answer in answers) for label, goal in goals.items()
    }
    best_first = sorted(points, key=points.__getitem__, reverse=True)

    assert best_first[:2] == ["A", "B"]
    assert set(best_first[2:4]) == {"C", "D"}
    assert points["A"] - points["B"] > 5 * abs(points["C"] - points["D"])


def _points(places: dict[int, int] | None, goal_id: int) -> float:
    if places is None:
        return 0.0
    return 8 - places[goal_id] if goal_id in places else (7 - len(places)) / 2


def test_many_goals_are_sorted_and_those_for_now_are_ranked() -> None:
    goals = [an_item(n, ItemKind.GOAL, letter, level=1) for n, letter in enumerate("ABCDEFGHIJKL", start=1)]
    asked = [preset for preset in PRESET if preset.code in {"importance", SORT, "order"}]
    questions = [a_question(n, preset, range(12)) for n, preset in enumerate(asked, start=1)]
    questionnaire = a_questionnaire(goals, questions)
    sort, order = questionnaire.by_code[SORT], questionnaire.by_code["order"]

    chosen: Counter[str] = Counter()
    for typed in sample_answers(questionnaire, 200, seed=7):
        understood, problems = read_answers(questionnaire, typed)
        assert problems == ()
        groups = {item: code for (question, item), code in understood.choices.items() if question == sort.id}
        ordered = {int(name.partition("-")[2]) for name in typed if name.startswith("order-")}
        assert {groups.get(item) for item in ordered} <= {"now"}
        assert set(understood.places.get(order.id, {})) >= {item for item, code in groups.items() if code == "next"}
        chosen.update(groups.values())

    assert all(chosen[code] > 200 for code in ("now", "next", "later"))


def test_who_rates_a_goal_higher_ranks_it_higher(sample_questionnaire: Questionnaire, answers: list[Answers]) -> None:
    importance, order = sample_questionnaire.by_code["importance"], sample_questionnaire.by_code["order"]
    goal = _goals(sample_questionnaire)["H"]
    placed = {True: [0, 0], False: [0, 0]}
    for answer in answers:
        score = answer.ratings.get((importance.id, goal.id))
        if order.id in answer.places and score is not None:
            counts = placed[score >= 4]
            counts[0] += 1
            counts[1] += goal.id in answer.places[order.id]

    assert placed[True][1] / placed[True][0] > placed[False][1] / placed[False][0] + 0.4


def test_steps_are_mostly_kept_and_often_passed_over(
    sample_questionnaire: Questionnaire, answers: list[Answers]
) -> None:
    step = sample_questionnaire.by_code["step"]
    chosen = Counter(
        code for answer in answers for (question_id, _), code in answer.choices.items() if question_id == step.id
    )
    asked = len(step.items) * COUNT

    assert chosen["keep"] > 4 * (chosen["change"] + chosen["drop"])
    assert min(chosen["change"], chosen["drop"]) > 0
    assert 0.45 < 1 - chosen.total() / asked < 0.75


def test_tiers_are_mostly_right_and_never_left_at_their_ends(
    sample_questionnaire: Questionnaire, answers: list[Answers]
) -> None:
    tier = sample_questionnaire.by_code["tier"]
    chosen = {
        label: Counter(answer.choices.get((tier.id, goal.id)) for answer in answers)
        for label, goal in _goals(sample_questionnaire).items()
    }

    assert all(counts["stay"] > counts["up"] + counts["down"] for counts in chosen.values())
    assert chosen["A"]["up"] == chosen["B"]["up"] == chosen["G"]["down"] == chosen["H"]["down"] == 0
    assert chosen["D"]["up"] > 2 * chosen["D"]["down"]
    assert chosen["H"]["up"] > 0.2 * COUNT


def test_words_come_from_a_part_of_the_people(answers: list[Answers]) -> None:
    commenting = [len(answer.comments) for answer in answers if answer.comments]

    assert len(commenting) / COUNT == pytest.approx(0.45, abs=0.04)
    assert set(commenting) == {1, 2, 3}
    assert sum(bool(answer.texts) for answer in answers) / COUNT == pytest.approx(0.18, abs=0.04)
    assert 0.5 < sum(bool(answer.may_be_quoted) for answer in answers) / COUNT < 0.9


def test_wordings_are_whole_texts_on_rated_or_changed_items(
    sample_questionnaire: Questionnaire, answers: list[Answers]
) -> None:
    items = {item.id: item for item in sample_questionnaire.items}
    step = sample_questionnaire.by_code["step"]
    wordings = [(answer, item_id, text) for answer in answers for item_id, text in answer.wordings.items()]

    assert len(wordings) > 200
    for answer, item_id, text in wordings:
        assert text != items[item_id].text
        if items[item_id].level > 1:
            assert answer.choices[step.id, item_id] == "change"


def test_a_few_give_the_same_score_to_everything(sample_questionnaire: Questionnaire, answers: list[Answers]) -> None:
    importance = sample_questionnaire.by_code["importance"]
    agreement = sample_questionnaire.by_code["agreement"]
    flat = 0
    for answer in answers:
        scores = {
            score for (question_id, _), score in answer.ratings.items() if question_id in (importance.id, agreement.id)
        }
        flat += len(scores) == 1

    assert 0.01 < flat / COUNT < 0.06


def test_150_people_hardly_repeat_each_other(sample_questionnaire: Questionnaire) -> None:
    first = list(sample_answers(sample_questionnaire, 150, seed=3))
    said = [text for typed in first for name, text in typed.items() if name.startswith("comment-")]

    assert len(said) > 80
    assert len(set(said)) > 0.85 * len(said)
    assert max(len(text) for text, count in Counter(said).items() if count > 1) < 25


def test_every_option_of_the_preset_is_weighed() -> None:
    assert set(CHOICE_WEIGHTS) == {code for question in PRESET for code, _ in question.options}
