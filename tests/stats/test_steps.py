"""Steps of an open round: no two looks, and no look and the close, differ by fewer people than the minimum."""

from __future__ import annotations

from random import Random

import pytest

from surveyapp.stats.steps import is_step_due, next_step
from tests.stats.datasets import a_dataset

MINIMUM = 5


@pytest.mark.parametrize(
    ("shown", "received", "due"), [(0, 0, False), (0, 9, False), (0, 10, True), (5, 14, False), (5, 15, True)]
)
def test_when_a_step_is_due(shown: int, received: int, due: bool) -> None:
    assert is_step_due(shown, received, MINIMUM) is due


def test_as_many_as_the_minimum_are_held_back() -> None:
    current = a_dataset(responses=12)

    step = next_step((), current, MINIMUM, Random(1))

    assert step.submitted == 7
    assert set(step.codes) < set(current.codes)


@pytest.mark.parametrize("seed", range(30))
def test_no_two_looks_differ_by_fewer_people(seed: int) -> None:
    random = Random(seed)
    everybody = a_dataset(responses=100)
    order = random.sample(range(100), 100)
    shown: tuple[str, ...] = ()
    looks = [shown]
    came = 0
    while came < 100:
        came = min(100, came + random.choice([1, 2, 3, 7, 30]))
        current = everybody.take(sorted(order[:came]))
        if is_step_due(len(shown), current.submitted, MINIMUM):
            shown = next_step(shown, current, MINIMUM, random).codes
            looks.append(shown)
    looks.append(everybody.codes)

    for place, one in enumerate(looks):
        for other in looks[place + 1 :]:
            assert set(one) <= set(other)
            assert len(other) - len(one) >= MINIMUM


def test_a_step_that_is_not_due_and_a_response_that_is_gone_are_refused() -> None:
    current = a_dataset(responses=12)

    with pytest.raises(ValueError, match="too few for a step"):
        next_step(current.codes[:3], current, MINIMUM, Random(1))
    with pytest.raises(ValueError, match="not there any more"):
        next_step(("gone",), current, MINIMUM, Random(1))


def test_whoever_is_drawn_to_wait_has_not_been_shown() -> None:
    current = a_dataset(responses=20)
    shown = current.codes[:8]

    step = next_step(shown, current, MINIMUM, Random(3))

    assert set(shown) <= set(step.codes)
