"""People's attributes made so coarse that everybody shares what is left of theirs with enough others."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from surveyapp.stats.segments import is_small

if TYPE_CHECKING:
    from collections.abc import Sequence

Attributes = tuple[str | None, ...]


def coarsen(values: Sequence[Attributes], minimum: int, standing: Sequence[Attributes] = ()) -> tuple[Attributes, ...]:
    """Keep of each person's `values` what at least `minimum` people have in common; None for the rest.

    `values` has a row per person with a value per attribute, the most important first; None is not known. People are
    split by the first attribute: a value that enough have stays, all others become None together, and if those are too
    few the smallest value that stays joins them. Each part is split by the next attribute in the same way. So every
    combination that comes out is shared by at least `minimum` people (global recoding to k-anonymity, Samarati 2001),
    unless there are fewer in all. What comes out comes out the same again, and the order of people changes nothing.

    `standing` are people whose values are coarse already and stay as they are; they count as sharing. Whoever comes
    to them and fits nowhere is left with None alone, be they ever so few.
    Raises ValueError for rows of different lengths and for a minimum below 3.
    """
    is_small(0, minimum)
    widths = {len(row) for row in (*values, *standing)}
    if len(widths) > 1:
        raise ValueError(f"every person needs a value for each attribute, here: {sorted(widths)} values")
    coarse: list[list[str | None]] = [[None] * len(row) for row in values]
    parts = [(list(range(len(values))), list(standing), 0)]
    while parts:
        people, others, level = parts.pop()
        if not people or level == len(values[people[0]]):
            continue
        by_value = _kept(values, people, others, level, minimum)
        for value, group in by_value.items():
            for person in group:
                coarse[person][level] = value
            parts.append((group, [row for row in others if row[level] == value], level + 1))
    return _joined([tuple(row) for row in coarse], minimum, standing)


def _joined(coarse: list[Attributes], minimum: int, standing: Sequence[Attributes]) -> tuple[Attributes, ...]:
    """Take values, the least important first, off those who came later and would stand alone with what they keep."""
    while True:
        shared = Counter((*coarse, *standing))
        alone = {row for row, count in shared.items() if count < minimum and any(value is not None for value in row)}
        if not alone:
            return tuple(coarse)
        coarse = [_shortened(row) if row in alone else row for row in coarse]


def _shortened(row: Attributes) -> Attributes:
    last = max(level for level, value in enumerate(row) if value is not None)
    return tuple(None if level == last else value for level, value in enumerate(row))


def _kept(
    values: Sequence[Attributes], people: Sequence[int], others: Sequence[Attributes], level: int, minimum: int
) -> dict[str | None, list[int]]:
    """Group people by the value of one attribute that they may keep."""
    groups: dict[str | None, list[int]] = defaultdict(list)
    for person in people:
        groups[values[person][level]].append(person)
    there = Counter(row[level] for row in others)
    rest = groups.pop(None, [])
    few = [value for value, group in groups.items() if len(group) + there[value] < minimum]
    for value in few:
        rest += groups.pop(value)
    while rest and len(rest) + there[None] < minimum:
        may_join = [value for value in groups if not there[value]]
        if not may_join:
            break
        rest += groups.pop(min(may_join, key=lambda value: (len(groups[value]), str(value))))
    return {**groups, None: rest} if rest else dict(groups)
