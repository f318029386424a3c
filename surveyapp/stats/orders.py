"""Ballots given as lists of names: what is ranked, shown and conflicted on each, refused with ballot and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.stats.arguments import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    Order = Sequence[str | Collection[str]]


def grouped_orders(orders: Sequence[Order]) -> list[list[tuple[str, ...]]]:
    """Take each ballot's groups, best first; a name alone is a group of one. Raises ValueError for what is no list."""
    return [
        [(group,) if isinstance(group, str) else _texts(group, f"ballot {row}") for group in _listed(order, row)]
        for row, order in enumerate(listed(orders, "the ballots"))
    ]


def per_ballot(
    given: Sequence[Collection[str]] | None, what: str, ballots: int, names: tuple[str, ...]
) -> list[frozenset[str]] | None:
    """Take the items `shown` or `conflicted` on each ballot, all of which must be known."""
    if given is None:
        return None
    per_ballot = listed(given, f"the items {what} per ballot")
    if len(per_ballot) != ballots:
        raise ValueError(f"the items {what} are given for {len(per_ballot)} ballots, and there are {ballots}")
    taken = [frozenset(_texts(own, f"the items {what} on ballot {row}")) for row, own in enumerate(per_ballot)]
    for row, own in enumerate(taken):
        if own.difference(names):
            raise ValueError(f"{min(own.difference(names))!r}, {what} on ballot {row}, is none of the items {names}")
    return taken


def _listed(order: Order, row: int) -> Order:
    if isinstance(order, str) or not hasattr(order, "__iter__"):
        raise ValueError(f"ballot {row} must be a list of items, best first, not {order!r}")
    return listed(order, f"ballot {row}")


def _texts(names: Iterable[str], where: str) -> tuple[str, ...]:
    if isinstance(names, str) or not hasattr(names, "__iter__"):
        raise ValueError(f"{where} must be a list of names, not {names!r}")
    given = tuple(listed(names, where))
    wrong = [name for name in given if not isinstance(name, str)]
    if wrong:
        raise ValueError(f"{where} must name items by text, not {wrong[0]!r}")
    return given
