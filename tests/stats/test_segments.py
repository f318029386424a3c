"""The one rule on small cells."""

from __future__ import annotations

import pytest

from surveyapp.stats.segments import is_small


@pytest.mark.parametrize(
    ("count", "minimum", "small"),
    [
        (0, 5, False),
        (1, 5, True),
        (4, 5, True),
        (5, 5, False),
        (6, 5, False),
        (9, 10, True),
        (2, 3, True),
        (3, 3, False),
    ],
)
def test_small_is_somebody_but_fewer_than_the_minimum(count: int, minimum: int, small: bool) -> None:
    assert is_small(count, minimum) is small


@pytest.mark.parametrize("minimum", [2, 1, 0, -5])
def test_no_setting_goes_below_three(minimum: int) -> None:
    with pytest.raises(ValueError, match=f"3 people or more, not {minimum}"):
        is_small(10, minimum)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 people"):
        is_small(-1, 5)
