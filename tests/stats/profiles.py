"""Makers of small sets of ballots for the tests of rankings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from surveyapp.stats.ballots import CONFLICTED, Ballots
from surveyapp.stats.dataset import NOT_SHOWN, UNRANKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = list[list[int]]

MARKS = (UNRANKED, NOT_SHOWN, CONFLICTED)


def election(text: str, items: Sequence[str] | None = None) -> Ballots:
    """Read `3 A B C, 2 B A=C`: a count, then the items best first, ties joined by =."""
    counts, orders = [], []
    for ballot in text.split(","):
        count, *groups = ballot.split()
        counts.append(int(count))
        orders.append([group.split("=") for group in groups])
    return Ballots.from_orders(orders, items or sorted({i for o in orders for g in o for i in g}), counts=counts)


@st.composite
def profiles(draw: st.DrawFn, most_items: int = 5, *, strict: bool = False, marks: bool = True) -> Rows:
    """Make places of a few people on a few items: ties, unranked, not shown and conflicted items among them."""
    items = draw(st.integers(1, most_items))
    if strict:
        return draw(st.lists(st.permutations(range(1, items + 1)), min_size=1, max_size=8))
    place = st.integers(1, items)
    row = st.lists(place | st.sampled_from(MARKS if marks else MARKS[:1]), min_size=items, max_size=items)
    return draw(st.lists(row, min_size=1, max_size=8))


@st.composite
def linear_profiles(draw: st.DrawFn, most_items: int = 5) -> Rows:
    """Make ballots without ties that rank some of the items."""
    items = draw(st.integers(1, most_items))
    rows = []
    for order in draw(st.lists(st.permutations(range(items)), min_size=1, max_size=8)):
        row = [UNRANKED] * items
        for place, item in enumerate(order[: draw(st.integers(0, items))], start=1):
            row[item] = place
        rows.append(row)
    return rows


def renamed(rows: Rows, order: Sequence[int]) -> Ballots:
    """Cast the same ballots with the items in another order, each under its own name."""
    return Ballots.from_ranks(np.array(rows)[:, list(order)], [str(item + 1) for item in order])
