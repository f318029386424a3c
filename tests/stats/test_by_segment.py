"""Figures by segment, and an attacker with a solver who sees every table of every attribute at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from surveyapp.enums import QuestionKind
from surveyapp.stats.by_segment import (
    Filter,
    SegmentFigures,
    finer_answers,
    merged_segments,
    segment_figures,
    tells_finer_answers,
)
from surveyapp.stats.coarsening import coarsen
from surveyapp.stats.dataset import CANNOT_JUDGE, SILENT, RoundDataset
from tests.stats.datasets import FATE, FIRST, IMPORTANCE, a_dataset, a_questionnaire

MINIMUM = 5


def segmented(settings: str, regions: str = "", scores: list[list[int]] | None = None) -> RoundDataset:
    """A round with a letter per response for its setting, and perhaps its region; a dash is not known."""
    ratings = scores or [[5, 2, 4]] * len(settings)
    dataset = a_dataset(ratings=ratings)
    told = {"setting": settings, "region": regions} if regions else {"setting": settings}
    return replace(
        dataset, segments={name: tuple(None if v == "-" else v for v in letters) for name, letters in told.items()}
    )


def test_each_segment_with_its_share() -> None:
    scores = [[5], [4], [3], [5], [5], [5]] + [[1]] * 6 + [[SILENT]] * 6
    figures = segment_figures(segmented("aaaaaabbbbbbaaabbb", scores=scores))

    table = figures.tables[IMPORTANCE, 0, "setting"]
    assert [(row.segment.value, row.segment.size) for row in table.rows] == [("a", 9), ("b", 9)]
    # 5 of 6 at the top and 1 below: the 1 is small, and with the totals known what lies round it must close too
    assert all(row.shares == (None, None) for row in table.rows)


def test_shares_stand_where_nothing_is_small() -> None:
    scores = [[5]] * 6 + [[1]] * 5 + [[4]] * 7 + [[2]] * 9
    table = segment_figures(segmented("a" * 11 + "b" * 16, scores=scores)).tables[IMPORTANCE, 0, "setting"]

    largest = table.rows[0]
    assert (largest.segment.value, largest.counts, largest.n) == ("b", (7, 9, 0), 16)
    top = largest.shares[0]
    assert top is not None
    assert (top.count, top.n) == (7, 16)
    assert top.low < 7 / 16 < top.high


def test_small_segments_are_merged() -> None:
    dataset = segmented("a" * 8 + "b" * 6 + "ccc" + "d")

    assert Counter(merged_segments(dataset)["setting"]) == {"a": 8, None: 10}
    figures = segment_figures(dataset)
    assert figures.has(Filter("setting", "a"))
    assert not figures.has(Filter("setting", "c"))
    assert not figures.has(Filter("region", "a"))


def test_one_segment_alone_says_nothing() -> None:
    assert segment_figures(segmented("a" * 9)).attributes == {}
    assert segment_figures(segmented("a" * 9 + "bb")).attributes == {}
    assert segment_figures(a_dataset(responses=9)).tables == {}


def test_an_item_that_too_few_answered_has_no_table() -> None:
    scores = [[5]] * 4 + [[SILENT]] * 16

    assert (IMPORTANCE, 0, "setting") not in segment_figures(segmented("a" * 10 + "b" * 10, scores=scores)).tables


def test_what_one_segment_alone_gave_is_not_told_where_the_round_tells_it_more_finely() -> None:
    low = [[1]] * 2 + [[2]] + [[3]] * 3
    alone = segmented("a" * 20 + "b" * 20, scores=[[5]] * 34 + low)
    shared = segmented("a" * 20 + "b" * 20, scores=[[5]] * 14 + low + [[5]] * 14 + [[3]] * 6)

    # of b, 6 of 20 are below the top and nobody of a: the 2, 1 and 3 of the whole round would all be of b
    assert (IMPORTANCE, 0, "setting") not in segment_figures(alone).tables
    assert (IMPORTANCE, 0, "setting") in segment_figures(shared).tables


def test_first_places_of_one_segment_alone_are_not_told() -> None:
    ballots = [[1, 0, 0]] * 20 + [[0, 1, 0]] * 8 + [[2, 1, 0]] * 2 + [[1, 2, 0]] * 10
    dataset = a_dataset(questionnaire=a_questionnaire(3, enough=2), ratings=[[5] * 3] * 40, places=ballots)
    firsts_and_tops = [((0, first), (0, top - first)) for first, top in ((30, 32), (10, 20), (0, 0))]

    question = dataset.questionnaire.by_code[FIRST]
    assert finer_answers(dataset, question) == firsts_and_tops
    assert tells_finer_answers([(0, 20, 0), (10, 10, 0)], ((0, 2), (0, 8)), MINIMUM)
    assert not tells_finer_answers([(1, 19, 0), (10, 10, 0)], ((0, 2), (0, 8)), MINIMUM)
    assert not tells_finer_answers([(0, 20, 0), (10, 10, 0)], ((0, 5), (0, 5)), MINIMUM)
    assert not tells_finer_answers([(None, 20, 0), (10, 10, 0)], ((0, 2), (0, 8)), MINIMUM)


def a_random_round(seed: int) -> RoundDataset:
    """Up to 60 people with up to three attributes, some nested in each other, some people silent."""
    rng = np.random.default_rng(seed)
    count, items = int(rng.integers(12, 61)), 2
    region = rng.choice(list("NSWE"), count, p=[0.4, 0.3, 0.2, 0.1])
    # a state lies in a region: the second attribute is nested in the first, or, every other time, is not
    state = np.char.add(region, rng.choice(list("12"), count)) if seed % 2 else rng.choice(list("xyz"), count)
    stage = rng.choice(["early", "late", ""], count, p=[0.5, 0.4, 0.1])
    people = list(zip(region.tolist(), state.tolist(), stage.tolist(), strict=True))[:count]
    known = [tuple(value or None for value in person) for person in people]
    kept = coarsen(known, MINIMUM) if seed % 3 else known
    names = ("region", "state", "stage")[: 1 + seed % 3]
    values = dict(zip(names, zip(*kept, strict=True), strict=False))
    skew = rng.dirichlet([1.0] * 7)
    dataset = a_dataset(
        questionnaire=a_questionnaire(items),
        ratings=rng.choice([1, 2, 3, 4, 5, SILENT, CANNOT_JUDGE], (count, items), p=skew).tolist(),
        choices=rng.choice([0, 1, 2, SILENT], (count, items), p=rng.dirichlet([1.0] * 4)).tolist(),
        places=[row if rng.random() < 0.8 else [0, 0] for row in rng.permuted([[1, 2]] * count, axis=1).tolist()],
    )
    return replace(dataset, segments=values)


def answers_of(dataset: RoundDataset, code: str, item: int) -> list[int]:
    """The column of the answer that each response gave, worked out anew: the last column is no answer."""
    question = dataset.questionnaire.by_code[code]
    if question.kind is QuestionKind.CHOICE:
        return [3 if choice == SILENT else int(choice) for choice in dataset.choices[code][:, item]]
    if question.kind is QuestionKind.RATING:
        return [0 if score >= 4 else 1 if score >= 1 else 2 for score in dataset.ratings[code][:, item].tolist()]
    return [
        2 if not any(ballot) else 0 if 0 < ballot[item] <= question.enough else 1
        for ballot in dataset.places[code].tolist()
    ]


def solved_for(dataset: RoundDataset, figures: SegmentFigures, code: str, item: int) -> list[tuple[str, int, int]]:
    """The small numbers of answers to one item that an attacker can work out from everything that is shown about it.

    Unknown are the people of each combination of segments and answer. Known are the size of each combination (from
    the membership file, and from who has answered), the totals of the answers, and every open cell of every table.
    """
    merged = merged_segments(dataset)
    people = list(zip(*merged.values(), strict=True))
    groups = sorted(set(people), key=str)
    columns = 4 if code == FATE else 3
    given = Counter(zip(people, answers_of(dataset, code, item), strict=True))
    cells = list(product(groups, range(columns)))

    def line(chosen: list[tuple[tuple[str | None, ...], int]]) -> list[float]:
        return [float(cell in chosen) for cell in cells]

    known = [(line([(g, c) for g in groups]), sum(given[g, c] for g in groups)) for c in range(columns)]
    known += [(line([(g, c) for c in range(columns)]), sum(given[g, c] for c in range(columns))) for g in groups]
    small = [(line([(g, c)]), given[g, c]) for g, c in cells if c < columns - 1]
    for place, name in enumerate(merged):
        table = figures.tables.get((code, item, name))
        for segment in figures.attributes[name]:
            of_segment = [group for group in groups if group[place] == segment.value]
            row = figures.answers(code, item, Filter(name, segment.value)) if table else None
            for c in range(columns):
                sums = line([(g, c) for g in of_segment]), sum(given[g, c] for g in of_segment)
                if c < columns - 1:
                    small.append(sums)
                if row is not None and row.counts[c] is not None:
                    assert row.counts[c] == sums[1]
                    known.append(sums)
    found = []
    for target, value in small:
        if 0 < value < MINIMUM:
            ends = [
                linprog(
                    sign * np.array(target),
                    A_eq=np.array([one for one, _ in known]),
                    b_eq=np.array([value for _, value in known]),
                    bounds=(0, None),
                    method="highs",
                )
                for sign in (1, -1)
            ]
            assert all(end.status == 0 and end.x is not None for end in ends)
            least, most = (float(np.dot(target, np.asarray(end.x))) for end in ends)
            if most - least < 1e-6:
                found.append((code, item, value))
    return found


@pytest.mark.parametrize("start", range(0, 200, 25))
def test_no_small_number_can_be_solved_for(start: int) -> None:
    shown = 0
    for seed in range(start, start + 25):
        dataset = a_random_round(seed)
        figures = segment_figures(dataset)
        rows = [row for table in figures.tables.values() for row in table.rows]
        shown += sum(count is not None for row in rows for count in row.counts)
        if figures.attributes:
            for code in (IMPORTANCE, FATE, FIRST):
                assert solved_for(dataset, figures, code, 0) == [], seed
    assert shown > 100


@pytest.mark.parametrize("seed", range(20))
def test_percentages_say_no_more_than_their_counts(seed: int) -> None:
    for table in segment_figures(a_random_round(seed)).tables.values():
        for row in table.rows:
            assert all(count is None or count == 0 or count >= MINIMUM for count in row.counts[:-1])
            for count, share in zip(row.counts, row.shares, strict=False):
                assert share is None or (share.count == count and share.n == row.n)
                assert share is None or all(other is not None for other in row.counts[:-1])


def test_nested_attributes_cannot_be_subtracted() -> None:
    # The north has two states; both tables alone are harmless, their difference is the three of the second state.
    settings, states = "n" * 20 + "s" * 20, "1" * 12 + "2" * 8 + "3" * 20
    scores = [[5]] * 9 + [[1]] * 3 + [[5]] * 2 + [[1]] * 6 + [[5]] * 10 + [[1]] * 10
    dataset = segmented(settings, states, scores)

    assert solved_for(dataset, segment_figures(dataset), IMPORTANCE, 0) == []
