"""The summary of any round: what no order may change, and sums that must come out."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.stats.dataset import NOT_SHOWN, RoundDataset
from surveyapp.stats.summary import RoundSummary, summarise
from tests.stats.datasets import datasets, reordered


def by_key(summary: RoundSummary) -> str:
    """Say every figure under the key of its item, so that the order of the items does not show."""
    keys = [item.key for item in summary.questionnaire.items]
    figures = [(one.question, keys[one.item], *astuple(replace(one, item=0))) for one in summary.ratings.values()]
    figures += [(one.question, keys[one.item], *astuple(replace(one, item=0))) for one in summary.choices.values()]
    for ranking in summary.rankings.values():
        figures += [(ranking.question, keys[one.item], *astuple(replace(one, item=0))) for one in ranking.items]
        figures.append((ranking.question, "", *astuple(replace(ranking, items=()))))
    figures += [("comments", keys[item], count) for item, count in summary.comments.items()]
    figures += [("wordings", keys[item], count) for item, count in summary.wordings.items()]
    return "\n".join(sorted(map(repr, figures)))


def renamed(dataset: RoundDataset, order: list[int]) -> RoundDataset:
    """Tell the same round with its items in another order."""
    now_at = {old: new for new, old in enumerate(order)}
    asked = dataset.questionnaire
    return replace(
        dataset,
        questionnaire=replace(asked, items=tuple(asked.items[position] for position in order)),
        ratings={code: matrix[:, order] for code, matrix in dataset.ratings.items()},
        choices={code: matrix[:, order] for code, matrix in dataset.choices.items()},
        places={code: matrix[:, order] for code, matrix in dataset.places.items()},
        words=tuple(
            replace(words, item=words.item if words.item is None else now_at[words.item]) for words in dataset.words
        ),
    )


@given(datasets().flatmap(lambda d: st.tuples(st.just(d), st.permutations(range(d.submitted)))))
def test_the_order_of_the_responses_changes_no_bit(told: tuple[RoundDataset, list[int]]) -> None:
    dataset, order = told

    assert repr(summarise(reordered(dataset, order))) == repr(summarise(dataset))


@given(datasets().flatmap(lambda d: st.tuples(st.just(d), st.permutations(range(len(d.questionnaire.items))))))
def test_renaming_the_items_only_moves_their_figures(told: tuple[RoundDataset, list[int]]) -> None:
    dataset, order = told

    assert by_key(summarise(renamed(dataset, order))) == by_key(summarise(dataset))


@given(datasets())
def test_every_response_shown_an_item_is_counted_once(dataset: RoundDataset) -> None:
    summary = summarise(dataset)

    for (code, item), rating in summary.ratings.items():
        shown = np.count_nonzero(dataset.ratings[code][:, item] != NOT_SHOWN)
        assert rating.n + rating.cannot_judge + rating.silent == shown
        assert rating.hidden or sum(rating.distribution) == rating.n
    for (code, item), choice in summary.choices.items():
        assert choice.n + choice.silent == np.count_nonzero(dataset.choices[code][:, item] != NOT_SHOWN)
        assert choice.hidden or sum(choice.counts) == choice.n
    for code, ranking in summary.rankings.items():
        assert ranking.ballots + ranking.silent == np.count_nonzero((dataset.places[code] != NOT_SHOWN).any(axis=1))


@given(datasets())
def test_every_text_is_counted_once(dataset: RoundDataset) -> None:
    summary = summarise(dataset)

    counted = sum(sum(counts.values()) for counts in (summary.comments, summary.wordings, summary.answers))
    assert counted == (0 if summary.hidden else len(dataset.words))


@given(datasets())
def test_no_figure_rests_on_fewer_people_than_the_minimum(dataset: RoundDataset) -> None:
    summary = summarise(dataset)

    shown = [one.agreement.n for one in summary.ratings.values()]
    shown += [each.n for one in summary.choices.values() for each in one.shares]
    shown += [each.n for one in summary.rankings.values() for item in one.items for each in (item.first, item.top)]
    assert all(n == 0 or n >= 5 for n in shown)
