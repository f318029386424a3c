"""Makers of small rounds for the tests of the statistics."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from surveyapp.enums import Confidentiality, ItemKind, QuestionKind, WordsKind
from surveyapp.questionnaire import Item, Option, Question, Questionnaire, Scale
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, UNRANKED, RoundDataset, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.stats.dataset import Codes

IMPORTANCE, FATE, FIRST, MISSING = "importance", "fate", "first", "missing"
FIVE_STEPS = Scale(
    low=1, labels=("None", "Low", "Medium", "High", "Very high"), cannot_judge="Cannot judge", agree_from=4
)
FATES = (Option("keep", "Keep"), Option("change", "Change"), Option("drop", "Drop"))


def a_goal(position: int) -> Item:
    label = "ABCDEFGHIJ"[position]
    return Item(
        id=100 + position,
        key=f"key-{label}",
        kind=ItemKind.GOAL,
        label=label,
        marker=label,
        level=1,
        tier=None,
        text=f"Reach aim {label}",
    )


def a_questionnaire(items: int = 3, *, minimum_cell: int = 5, enough: int = 2) -> Questionnaire:
    """Ask importance, fate and order of every goal, and one open question."""
    everything = tuple(range(items))
    return Questionnaire(
        round_id=1,
        round_number=1,
        survey_id=1,
        survey_title="What comes first?",
        plan_title="A sample plan",
        practice_area="Sample care",
        version_number=1,
        confidentiality=Confidentiality.CONFIDENTIAL,
        minimum_cell=minimum_cell,
        time_zone="UTC",
        opens_at=None,
        closes_at=None,
        introduction="",
        items=tuple(a_goal(position) for position in everything),
        questions=(
            Question(1, IMPORTANCE, QuestionKind.RATING, "How important?", everything, scale=FIVE_STEPS),
            Question(2, FATE, QuestionKind.CHOICE, "Keep it?", everything, options=FATES),
            Question(3, FIRST, QuestionKind.RANKING, "What comes first?", everything, enough=enough),
            Question(4, MISSING, QuestionKind.TEXT, "What is missing?"),
        ),
    )


def a_dataset(
    *,
    questionnaire: Questionnaire | None = None,
    ratings: Sequence[Sequence[int]] | None = None,
    choices: Sequence[Sequence[int]] | None = None,
    places: Sequence[Sequence[int]] | None = None,
    words: tuple[Words, ...] = (),
    responses: int = 0,
) -> RoundDataset:
    """Make a round with the answers given; what is not given is silence, `responses` long when nothing is."""
    given = next((answers for answers in (ratings, choices, places) if answers is not None), None)
    count = responses if given is None else len(given)
    asked = questionnaire or a_questionnaire(items=len(given[0]) if given else 3)
    shape = (count, len(asked.items))

    def matrix(answers: Sequence[Sequence[int]] | None, nothing: int) -> Codes:
        return np.full(shape, nothing, np.int16) if answers is None else np.array(answers, np.int16).reshape(shape)

    return RoundDataset(
        questionnaire=asked,
        invited=40,
        started=30,
        codes=tuple(f"R{row * 7 % 101:03}" for row in range(count)),
        ratings={IMPORTANCE: matrix(ratings, SILENT)},
        choices={FATE: matrix(choices, SILENT)},
        places={FIRST: matrix(places, UNRANKED)},
        words=words,
    )


def one_item(scores: Sequence[int]) -> list[list[int]]:
    """Turn one item's answers into a matrix with a row per response."""
    return [[score] for score in scores]


def reordered(dataset: RoundDataset, order: Sequence[int]) -> RoundDataset:
    """Tell the same round with its responses in another order."""
    now_at = {old: new for new, old in enumerate(order)}
    rows = list(order)
    return replace(
        dataset,
        codes=tuple(dataset.codes[row] for row in rows),
        ratings={code: matrix[rows] for code, matrix in dataset.ratings.items()},
        choices={code: matrix[rows] for code, matrix in dataset.choices.items()},
        places={code: matrix[rows] for code, matrix in dataset.places.items()},
        words=tuple(replace(words, response=now_at[words.response]) for words in reversed(dataset.words)),
    )


@st.composite
def ballots(draw: st.DrawFn, items: int, *, may_hide: bool = True) -> list[int]:
    """Rank some of the items, with gaps and perhaps some level; perhaps some were not shown."""
    order = draw(st.permutations(range(items)))
    ranked = draw(st.integers(0, items))
    hidden = draw(st.integers(0, items - ranked)) if may_hide and draw(st.integers(0, 9)) == 0 else 0
    row = [UNRANKED] * items
    for item in order[ranked : ranked + hidden]:
        row[item] = NOT_SHOWN
    places = draw(st.lists(st.integers(1, items), min_size=ranked, max_size=ranked))
    for item, place in zip(order, sorted(places), strict=False):
        row[item] = place
    return row


@st.composite
def datasets(draw: st.DrawFn) -> RoundDataset:
    """Make any small round: every kind of answer, silence and exposure, and words on all of it."""
    items = draw(st.integers(1, 5))
    count = draw(st.integers(0, 14))

    def rows(*values: int) -> list[list[int]]:
        row = st.lists(st.sampled_from(values), min_size=items, max_size=items)
        return draw(st.lists(row, min_size=count, max_size=count))

    texts = st.builds(
        Words,
        response=st.integers(0, max(count - 1, 0)),
        question=st.sampled_from((IMPORTANCE, FATE, MISSING)),
        item=st.none() | st.integers(0, items - 1),
        kind=st.sampled_from(WordsKind),
        text=st.text(max_size=5),
    )
    return a_dataset(
        questionnaire=a_questionnaire(items, enough=draw(st.integers(1, items))),
        ratings=rows(1, 2, 3, 4, 5, SILENT, CANNOT_JUDGE, NOT_SHOWN),
        choices=rows(0, 1, 2, SILENT, NOT_SHOWN),
        places=draw(st.lists(ballots(items), min_size=count, max_size=count)),
        words=tuple(draw(st.lists(texts, max_size=4))) if count else (),
    )
