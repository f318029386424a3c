"""What stands in the way of submitting, said at the field where the participant can settle it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something only the participant can settle: the field it stands at and the sentence to show there.

    `others` are further fields that the same sentence is about.
    """

    field: str
    message: str
    others: tuple[str, ...] = ()
