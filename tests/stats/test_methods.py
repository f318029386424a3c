from __future__ import annotations

from dataclasses import replace

import numpy as np

from surveyapp.stats.methods import METHODS, places_by_method
from surveyapp.stats.places import place_ranges
from tests.reports.rounds import A, B, a_dataset, a_drawn_dataset


def test_every_method_places_the_small_round_alike() -> None:
    found = places_by_method(a_dataset())["order"]

    assert tuple(found) == METHODS
    # three ballots put A first, two put B first
    assert found == {method: {A: (1, 1), B: (2, 2)} for method in METHODS}


def test_a_tie_spans_the_places_that_it_shares() -> None:
    data = a_dataset()
    ballots = np.array([(1, 2), (2, 1), (1, 2), (2, 1), (0, 0), (0, 0)], dtype=np.int16)

    found = places_by_method(replace(data, places={"order": ballots}))["order"]

    assert found == {method: {A: (1, 2), B: (1, 2)} for method in METHODS}


def test_the_same_rankings_have_places_and_ranges() -> None:
    few = replace(a_dataset(), places={"order": np.array([(1, 2), (1, 2)] + [(0, 0)] * 4, dtype=np.int16)})

    assert not places_by_method(few)
    assert not place_ranges(few)
    many = a_drawn_dataset(60)
    assert places_by_method(many).keys() == place_ranges(many).keys() == {"order"}
