"""How far a file is: what writers tell whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done now: step `number` `of` so many, in words; 0 of 0 as long as nobody can count them."""

    number: int
    of: int
    words: str


Tell = Callable[[Step], None]
"""Hears of each step as it begins. It may raise to have the writing given up."""


def untold(_step: Step) -> None:
    """Tell nobody: nobody waits."""


def each(parts: Sequence[Part], kind: str, name: Callable[[Part], str], tell: Tell) -> Iterator[Part]:
    """Yield the `parts` of a file, telling before each one which it is: `Sheet 4 of 11: Segments`."""
    for number, part in enumerate(parts, 1):
        tell(Step(number, len(parts), f"{kind} {number} of {len(parts)}: {name(part)}"))
        yield part
