"""The shape of what is said before the first figure: facts, and sections of them under a heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveyapp.reports.tables import Cell


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know: what it is, and its value at full precision."""

    label: str
    value: Cell
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading."""

    title: str
    facts: tuple[Fact, ...]
