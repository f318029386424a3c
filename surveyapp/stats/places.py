"""The places that the items of a round's rankings take, as far as the people who ranked settle them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import QuestionKind
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.dataset import NOT_SHOWN
from surveyapp.stats.segments import is_small
from surveyapp.stats.uncertainty import bootstrap_ranks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.uncertainty import RankUncertainty

SEED = 20_260_302
"""Where the draws begin, for every round: the same ballots always give the same ranges."""


def place_ranges(dataset: RoundDataset, *, seed: int = SEED) -> Mapping[str, RankUncertainty]:
    """Resample the people of every ranking of a round; see `bootstrap_ranks`. Keyed by question code.

    The items are named by their position in the questionnaire. Without a ranking: fewer than two items, or fewer
    ballots than the minimum, of the whole or of one item.
    """
    return {code: bootstrap_ranks(ballots, seed=seed) for code, ballots in open_ballots(dataset)}


def open_ballots(dataset: RoundDataset) -> Iterator[tuple[str, Ballots]]:
    """Yield the code of every ranking about which something may be shown and told, and its ballots."""
    for question in dataset.questionnaire.questions:
        if question.kind is not QuestionKind.RANKING or len(question.items) < 2:
            continue
        places = dataset.places[question.code]
        cast = places[(places > 0).any(axis=1)]
        shown = np.count_nonzero(cast != NOT_SHOWN, axis=0)
        minimum = dataset.questionnaire.minimum_cell
        if len(cast) < 2 or any(is_small(int(n), minimum) for n in (len(cast), *shown)):
            continue
        # Sorted ballots: the draws must not hang on the order in which responses happen to be stored.
        cast = cast[np.lexsort(cast.T[::-1])]
        yield question.code, Ballots.from_ranks(cast, [str(position) for position in question.items])
