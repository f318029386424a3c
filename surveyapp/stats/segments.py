"""What is too small to be shown. Every page, chart, export and mail asks here and nowhere else."""

from __future__ import annotations

LOWEST_MINIMUM = 3
"""No setting may go below this: in a group of two, each of them can work out the other."""


def is_small(count: int, minimum: int) -> bool:
    """Tell whether figures about `count` people must stay closed: true for 0 < count < `minimum`.

    Nobody is not few: a group of 0 has no answer that could be traced to a person, and hiding it would
    only hide that nobody answered. Exactly `minimum` people are enough.

    Raises ValueError for a negative count, and for a minimum below 3.
    """
    if minimum < LOWEST_MINIMUM:
        raise ValueError(f"the smallest group that is shown must be {LOWEST_MINIMUM} people or more, not {minimum}")
    if count < 0:
        raise ValueError(f"a group cannot have {count} people")
    return 0 < count < minimum
