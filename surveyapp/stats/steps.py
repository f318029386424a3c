"""Figures of an open round that move on in steps, so that no two looks at them differ by a few people only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.stats.segments import is_small

if TYPE_CHECKING:
    from collections.abc import Collection
    from random import Random

    from surveyapp.stats.dataset import RoundDataset


def is_step_due(shown: int, received: int, minimum: int) -> bool:
    """Whether the figures may move on: so many new responses that `minimum` come in and `minimum` stay held back."""
    is_small(0, minimum)
    return received - shown >= 2 * minimum


def next_step(shown: Collection[str], current: RoundDataset, minimum: int, chooser: Random) -> RoundDataset:
    """Make the data of the next step: what is there now, less `minimum` responses that are held back.

    `shown` are the codes of the last step's responses. Those held back are drawn from the responses that no step has
    had, so that between two steps, and between the last step and the close, at least `minimum` new people come
    in: what two looks differ by is never fewer people's. Responses changed since come in as they are now, with them.
    Raises ValueError where no step is due (see `is_step_due`), and for a shown response that is not there.
    """
    new = sorted(set(current.codes) - set(shown))
    if len(new) + len(shown) != current.submitted:
        raise ValueError("a response that was shown is not there any more")
    if not is_step_due(len(shown), current.submitted, minimum):
        raise ValueError(f"{len(new)} new responses are too few for a step that brings in and holds back {minimum}")
    held = set(chooser.sample(new, minimum))
    return current.take([row for row, code in enumerate(current.codes) if code not in held])
