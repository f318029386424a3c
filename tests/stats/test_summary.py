"""The summary of a round: worked by hand, small cells closed, and what no order of the responses may change."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from surveyapp.enums import QuestionKind, WordsKind
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, Words, fingerprint
from surveyapp.stats.ratings import share
from surveyapp.stats.summary import RatingSummary, summarise
from tests.stats.datasets import (
    FATE,
    FIRST,
    FIVE_STEPS,
    IMPORTANCE,
    MISSING,
    a_dataset,
    a_questionnaire,
    one_item,
)

ROOT = Path(__file__).parents[2]


def rated(scores: list[int]) -> RatingSummary:
    """Summarise one item that got these answers."""
    return summarise(a_dataset(ratings=one_item(scores))).ratings[IMPORTANCE, 0]


def is_nan(*figures: float) -> bool:
    return all(math.isnan(figure) for figure in figures)


class TestRound:
    def test_counts_people_and_names_its_data(self) -> None:
        dataset = a_dataset(responses=6)

        summary = summarise(dataset)

        assert (summary.invited, summary.started, summary.submitted) == (40, 30, 6)
        assert (summary.minimum_cell, summary.hidden) == (5, False)
        assert summary.fingerprint == fingerprint(dataset)
        assert summary.questionnaire is dataset.questionnaire

    @pytest.mark.parametrize("responses", [1, 4])
    def test_of_too_few_shows_nothing_but_the_counts(self, responses: int) -> None:
        words = tuple(Words(0, IMPORTANCE, 0, kind, "A text") for kind in WordsKind)
        summary = summarise(a_dataset(ratings=one_item([5] * responses), words=words))

        assert (summary.hidden, summary.submitted) == (True, responses)
        figures = ("ratings", "choices", "rankings", "comments", "wordings", "answers")
        assert [getattr(summary, name) for name in figures] == [{}] * 6

    def test_of_nobody_is_not_hidden_and_has_no_figures(self) -> None:
        summary = summarise(a_dataset(responses=0))

        assert (summary.hidden, summary.submitted) == (False, 0)
        one = summary.ratings[IMPORTANCE, 0]
        assert (one.n, one.hidden, one.distribution) == (0, False, (0, 0, 0, 0, 0))
        assert is_nan(one.median, one.lower_quartile, one.upper_quartile, one.agreement.value)
        ranking = summary.rankings[FIRST]
        assert (ranking.ballots, ranking.silent, ranking.hidden) == (0, 0, False)
        assert [(ranked.place, ranked.borda) for ranked in ranking.items] == [(1, 0), (1, 0), (1, 0)]
        assert is_nan(ranking.concordance.w, *(ranked.mean_rank for ranked in ranking.items))
        assert "two people" in (ranking.concordance.reason or "")

    def test_has_every_question_on_every_item(self) -> None:
        summary = summarise(a_dataset(responses=5))

        assert list(summary.ratings) == [(IMPORTANCE, 0), (IMPORTANCE, 1), (IMPORTANCE, 2)]
        assert list(summary.choices) == [(FATE, 0), (FATE, 1), (FATE, 2)]
        assert list(summary.rankings) == [FIRST]
        assert summary.comments == summary.wordings == {0: 0, 1: 0, 2: 0}
        assert summary.answers == {MISSING: 0}

    def test_refuses_a_minimum_that_protects_nobody(self) -> None:
        with pytest.raises(ValueError, match="3 people or more, not 2"):
            summarise(a_dataset(questionnaire=a_questionnaire(minimum_cell=2), responses=9))


class TestRatings:
    def test_by_hand(self) -> None:
        one = rated([4, 5, 1, 2, 4, 4, 3, 5, 4, 5, SILENT, CANNOT_JUDGE, CANNOT_JUDGE, NOT_SHOWN])

        assert (one.question, one.item, one.hidden) == (IMPORTANCE, 0, False)
        assert (one.n, one.cannot_judge, one.silent) == (10, 2, 1)
        assert one.distribution == (1, 1, 1, 4, 3)
        assert (one.lower_quartile, one.median, one.upper_quartile) == (3.25, 4, 4.75)
        assert one.agreement == share(7, 10)

    def test_the_median_of_ten_is_the_mean_of_the_middle_two(self) -> None:
        assert rated([1, 1, 2, 2, 3, 4, 4, 4, 5, 5]).median == 3.5

    def test_nothing_is_rounded(self) -> None:
        agreement = rated([4] * 16 + [2] * 7).agreement

        assert agreement.value == 16 / 23 < 0.70

    def test_cannot_judge_is_no_score(self) -> None:
        one = rated([5] * 5 + [CANNOT_JUDGE] * 5)

        assert (one.n, one.cannot_judge, one.median, one.agreement.value) == (5, 5, 5, 1)

    @pytest.mark.parametrize("scores", [1, 4])
    def test_of_too_few_shows_the_three_counts_alone(self, scores: int) -> None:
        one = rated([5] * scores + [CANNOT_JUDGE] * 2 + [SILENT] * 3)

        assert (one.hidden, one.n, one.cannot_judge, one.silent) == (True, scores, 2, 3)
        assert one.distribution == ()
        assert is_nan(one.median, one.lower_quartile, one.upper_quartile)
        assert (one.agreement.count, one.agreement.n) == (0, 0)
        assert is_nan(one.agreement.value, one.agreement.low, one.agreement.high)

    def test_with_nobody_who_could_judge_hide_nothing(self) -> None:
        one = rated([CANNOT_JUDGE] * 6)

        assert (one.hidden, one.n, one.cannot_judge, one.distribution) == (False, 0, 6, (0, 0, 0, 0, 0))

    @pytest.mark.parametrize("wrong", [0, 6, -4])
    def test_refuse_a_score_off_the_scale_with_its_place(self, wrong: int) -> None:
        with pytest.raises(ValueError, match=f"importance: {wrong} by R007 on B is no answer"):
            summarise(a_dataset(ratings=[[1, 2], [3, wrong], [1, 1], [1, 1], [1, 1]]))

    def test_refuse_a_matrix_of_another_shape(self) -> None:
        dataset = replace(a_dataset(responses=6), ratings={IMPORTANCE: np.ones((6, 2), np.int16)})

        with pytest.raises(ValueError, match=r"importance: answers of shape \(6, 2\), expected \(6, 3\)"):
            summarise(dataset)

    @pytest.mark.parametrize("scale", [None, replace(FIVE_STEPS, low=-2)])
    def test_refuse_a_scale_whose_scores_look_like_silence(self, scale: None) -> None:
        asked = a_questionnaire(1)
        questions = tuple(replace(q, scale=scale) if q.kind is QuestionKind.RATING else q for q in asked.questions)

        with pytest.raises(ValueError, match="importance needs a scale from 0 or above"):
            summarise(a_dataset(questionnaire=replace(asked, questions=questions), responses=6))


class TestChoices:
    def test_by_hand(self) -> None:
        one = summarise(a_dataset(choices=one_item([0, 0, 0, 2, 1, SILENT, NOT_SHOWN]))).choices[FATE, 0]

        assert (one.question, one.item, one.n, one.silent, one.hidden) == (FATE, 0, 5, 1, False)
        assert one.counts == (3, 1, 1)
        assert one.shares == (share(3, 5), share(1, 5), share(1, 5))

    def test_of_too_few_show_the_counts_of_people_alone(self) -> None:
        one = summarise(a_dataset(choices=one_item([0, 0, 0, 2, SILENT]))).choices[FATE, 0]

        assert (one.n, one.silent, one.hidden, one.counts, one.shares) == (4, 1, True, (), ())

    def test_of_nobody_are_zeros(self) -> None:
        one = summarise(a_dataset(choices=one_item([SILENT] * 5))).choices[FATE, 0]

        assert (one.n, one.silent, one.hidden, one.counts) == (0, 5, False, (0, 0, 0))
        assert is_nan(*(each.value for each in one.shares))

    @pytest.mark.parametrize("wrong", [3, CANNOT_JUDGE])
    def test_refuse_an_option_that_there_is_not(self, wrong: int) -> None:
        with pytest.raises(ValueError, match=f"fate: {wrong} by R000 on A is no answer"):
            summarise(a_dataset(choices=one_item([wrong, 0, 0, 0, 0])))


class TestRankings:
    # Ranks: 1 2 3 4 | 1 2 3.5 3.5 | 2 1 3 4 | 1 3 3 3 | 3.5 1 3.5 2, and one person who ranked nothing.
    PLACES = ([1, 2, 3, 4], [1, 2, 0, 0], [2, 1, 3, 4], [1, 0, 0, 0], [0, 1, 0, 2], [0, 0, 0, 0])

    def test_by_hand(self) -> None:
        ranking = summarise(a_dataset(places=self.PLACES)).rankings[FIRST]

        assert (ranking.question, ranking.ballots, ranking.silent, ranking.hidden) == (FIRST, 5, 1, False)
        assert ranking.enough == 2
        assert [ranked.item for ranked in ranking.items] == [0, 1, 2, 3]
        assert [ranked.mean_rank for ranked in ranking.items] == [8.5 / 5, 9 / 5, 16 / 5, 16.5 / 5]
        assert [ranked.borda for ranked in ranking.items] == [11.5, 11, 4, 3.5]
        assert [ranked.place for ranked in ranking.items] == [1, 2, 3, 4]
        assert [ranked.ranked for ranked in ranking.items] == [4, 4, 2, 3]
        assert [ranked.first for ranked in ranking.items] == [share(3, 5), share(2, 5), share(0, 5), share(0, 5)]
        assert [ranked.top.count for ranked in ranking.items] == [4, 4, 0, 1]
        # S = 4² + 3.5² + 3.5² + 4² = 56.5; T = 0 + 6 + 0 + 24 + 6 = 36.
        assert ranking.concordance.w == 12 * 56.5 / (25 * 60 - 5 * 36)
        assert ranking.concordance.raters == 5

    def test_equal_points_share_a_place_in_plan_order(self) -> None:
        places = [[0, 0, 1, 2], [0, 0, 1, 2], [0, 0, 2, 1], [0, 0, 2, 1], [0, 0, 1, 2], [0, 0, 2, 1]]

        ranking = summarise(a_dataset(places=places)).rankings[FIRST]

        assert [(ranked.item, ranked.place) for ranked in ranking.items] == [(2, 1), (3, 1), (0, 3), (1, 3)]

    def test_of_too_few_show_the_counts_of_people_alone(self) -> None:
        ranking = summarise(a_dataset(places=[*self.PLACES[:4], *[[0, 0, 0, 0]] * 3])).rankings[FIRST]

        assert (ranking.hidden, ranking.ballots, ranking.silent, ranking.items) == (True, 4, 3, ())
        assert is_nan(ranking.concordance.w, ranking.concordance.w_uncorrected, ranking.concordance.p_value)
        assert ranking.concordance.reason == "fewer than 5 people, so nothing is shown"

    def test_a_person_who_was_shown_nothing_is_not_silent(self) -> None:
        places = [*self.PLACES, [NOT_SHOWN] * 4]

        ranking = summarise(a_dataset(places=places)).rankings[FIRST]

        assert (ranking.ballots, ranking.silent) == (5, 1)

    def test_with_different_items_shown_have_no_w_and_their_own_denominators(self) -> None:
        places = [[1, 2, 0]] * 5 + [[NOT_SHOWN, 1, 0]] * 3

        ranking = summarise(a_dataset(places=places)).rankings[FIRST]

        assert [(ranked.item, ranked.place, ranked.first.n) for ranked in ranking.items] == [
            (0, 1, 5),
            (1, 2, 8),
            (2, 3, 8),
        ]
        assert [ranked.mean_rank for ranked in ranking.items] == [1, (5 * 2 + 3) / 8, (5 * 3 + 3 * 2) / 8]
        assert ranking.concordance.reason == "not everybody was shown every item"

    def test_an_item_that_too_few_were_shown_closes_the_ranking(self) -> None:
        places = [[1, 2, 0]] * 4 + [[NOT_SHOWN, 1, 0]] * 8

        ranking = summarise(a_dataset(places=places)).rankings[FIRST]

        assert (ranking.ballots, ranking.hidden, ranking.items) == (12, True, ())

    @pytest.mark.parametrize("wrong", [4, SILENT])
    def test_refuse_a_place_that_there_is_not(self, wrong: int) -> None:
        with pytest.raises(ValueError, match=f"first: {wrong} by R000 on C is no answer"):
            summarise(a_dataset(places=[[1, 2, wrong]] + [[1, 2, 3]] * 5))


class TestWords:
    def test_are_counted_per_item_and_per_question(self) -> None:
        words = (
            Words(0, IMPORTANCE, 1, WordsKind.COMMENT, "Yes."),
            Words(1, IMPORTANCE, 1, WordsKind.COMMENT, "No."),
            Words(1, IMPORTANCE, 2, WordsKind.WORDING, "Better so."),
            Words(2, MISSING, None, WordsKind.ANSWER, "Care at home."),
            Words(3, FIRST, None, WordsKind.COMMENT, "Hard to choose."),
        )

        summary = summarise(a_dataset(responses=5, words=words))

        assert summary.comments == {0: 0, 1: 2, 2: 0}
        assert summary.wordings == {0: 0, 1: 0, 2: 1}
        assert summary.answers == {MISSING: 1, FIRST: 1}


def test_importing_the_summary_does_not_import_the_slow_part_of_scipy() -> None:
    code = "import sys, surveyapp.stats.summary; raise SystemExit('scipy.stats' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
