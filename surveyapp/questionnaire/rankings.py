"""What a typed ranking means: which items are there to be put in order, and the ballot that follows.

A ballot is an order in which items may stand level. Without a sort it is the places that were typed, gaps closed.
A long list is sorted into a few groups first, and only the first group (Now) is put in order; the ballot is then,
from the top:

1. the items of the first group that were given a place, in that order;
2. the rest of the first group, level with one another;
3. each middle group (Next), its items level;
4. the last group (Later) and the items that were not sorted, level at the bottom: they have no place, as items
   have that a ranking leaves out. If the last group had one, somebody who only says "later" of an item would
   have put that item first.

As long as nothing is sorted, all items are there to be ordered. An item that has a place and is not sorted counts
among the first group, so a place that was given before sorting counts on. The place of an item in another group
stays typed and counts for nothing, until the item is moved back.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from surveyapp.questionnaire.fields import item_field, ordinal
from surveyapp.questionnaire.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from surveyapp.questionnaire.model import Item, Question, Questionnaire


def items_to_order(questionnaire: Questionnaire, ranking: Question, fields: Mapping[str, str]) -> tuple[int, ...]:
    """The items of `ranking` (positions, in plan order) that are to be put in order as things are sorted now."""
    groups = _groups(questionnaire, ranking, fields)
    if groups is None:
        return ranking.items
    return tuple(questionnaire.position_of[item.id] for item in groups[0])


def is_sorted(questionnaire: Questionnaire, ranking: Question, fields: Mapping[str, str]) -> bool:
    """Whether items of `ranking` have been sorted, so that only those of the first group are to be ordered."""
    return _groups(questionnaire, ranking, fields) is not None


def is_ranked(questionnaire: Questionnaire, ranking: Question, fields: Mapping[str, str]) -> bool:
    """Whether something was put in order, or sorting has left fewer than two items to order."""
    ordered = items_to_order(questionnaire, ranking, fields)
    if any(fields.get(item_field(ranking, questionnaire.items[position])) for position in ordered):
        return True
    return len(ordered) < 2 and is_sorted(questionnaire, ranking, fields)


def read_places(
    questionnaire: Questionnaire, ranking: Question, fields: Mapping[str, str]
) -> tuple[dict[int, int], list[Problem]]:
    """Read the ballot: a place per item id, from 1, each one more than the number of items above (1, 1, 3).

    Items without a place are left out of it. Where two items share a typed place and the ranking allows no ties,
    and where something typed is no place, that is a problem, and there is no ballot.
    """
    groups = _groups(questionnaire, ranking, fields)
    first = groups[0] if groups else [questionnaire.items[position] for position in ranking.items]
    placed, problems = _typed_places(ranking, first, fields)
    levels = [(place, [item for _, item in pairs]) for place, pairs in groupby(placed, key=lambda pair: pair[0])]
    if not ranking.ties:
        problems += [_shared(ranking, place, items) for place, items in levels if len(items) > 1]
    if problems:
        return {}, problems
    typed = {item.id for _, item in placed}
    rest = [[item for item in first if item.id not in typed], *groups[1:-1]] if groups else []
    return _competition([*(items for _, items in levels), *rest]), []


def typed_places(
    questionnaire: Questionnaire,
    ranking: Question,
    ballot: Mapping[int, int],
    choices: Mapping[tuple[int, int], str],
) -> dict[int, int]:
    """The places to type, by item id, that mean `ballot` again beside the sort's `choices` (by question and item id).

    Where a ranking without ties has several items level, these were sorted into the first group and not ordered.
    """
    sort = questionnaire.sort_of(ranking)
    if sort is None:
        return dict(ballot)
    first, shared = sort.options[0].code, Counter(ballot.values())
    return {
        item: place
        for item, place in ballot.items()
        if choices.get((sort.id, item), first) == first and (ranking.ties or shared[place] == 1)
    }


def _groups(questionnaire: Questionnaire, ranking: Question, fields: Mapping[str, str]) -> list[list[Item]] | None:
    """The items of each of the sort's groups, best first; None while none of them is sorted."""
    sort = questionnaire.sort_of(ranking)
    if sort is None:
        return None
    groups: dict[str, list[Item]] = {option.code: [] for option in sort.options}
    first = sort.options[0].code
    is_any_sorted = False
    for item in (questionnaire.items[position] for position in ranking.items):
        chosen = fields.get(item_field(sort, item), "")
        if chosen in groups:
            is_any_sorted = True
            groups[chosen].append(item)
        elif fields.get(item_field(ranking, item)):
            groups[first].append(item)
    return list(groups.values()) if is_any_sorted else None


def _typed_places(
    ranking: Question, items: Iterable[Item], fields: Mapping[str, str]
) -> tuple[list[tuple[int, Item]], list[Problem]]:
    allowed = {str(place): place for place in range(1, len(ranking.items) + 1)}
    placed, problems = [], []
    for item in items:
        name = item_field(ranking, item)
        if not (typed := fields.get(name, "")):
            continue
        if typed in allowed:
            placed.append((allowed[typed], item))
        else:
            problems.append(Problem(name, "Choose one of the places shown."))
    return sorted(placed, key=lambda pair: pair[0]), problems


def _shared(ranking: Question, place: int, items: list[Item]) -> Problem:
    labels = ", ".join(item.label for item in items[:-1]) + f" and {items[-1].label}"
    message = f"{labels} share {ordinal(place)} place. Choose which comes first."
    names = tuple(item_field(ranking, item) for item in items)
    return Problem(names[1], message, (names[0], *names[2:]))


def _competition(levels: Iterable[list[Item]]) -> dict[int, int]:
    places: dict[int, int] = {}
    for level in levels:
        places |= dict.fromkeys((item.id for item in level), len(places) + 1)
    return places
