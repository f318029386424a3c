"""The only formulas of a workbook: they recompute a figure from the sheet of the responses.

A formula is made of addresses and numbers that this package lays out itself. What anybody typed is compared with the
cell that holds it, and never becomes part of a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AGREES, DIFFERS = "agrees", "differs"
DIFFERENCE = "0.000000001"
"""How far two figures may lie apart, and still agree."""

NO_SCORE = -1
"""Stands for whatever has no place, in formulas that turn words into places."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What stands behind the equals sign; `is_array` tells a program to go through the cells of an area one by one."""

    text: str
    is_array: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of one sheet, from the first row and column to the last, all from 1."""

    sheet: str
    rows: tuple[int, int]
    columns: tuple[int, int]

    def __str__(self) -> str:
        (first, last), (left, right) = self.rows, self.columns
        corners = f"${get_column_letter(left)}${first}", f"${get_column_letter(right)}${last}"
        return f"{self.sheet}!{corners[0] if corners[0] == corners[1] else ':'.join(corners)}"


def a_cell(sheet: str, row: int, column: int) -> Area:
    """The area of one cell."""
    return Area(sheet, (row, row), (column, column))


def value_of(cell: Area) -> Formula:
    """Whatever stands in another cell."""
    return Formula(str(cell))


def count_from(scores: Area, least: int) -> Formula:
    """How many cells hold a number of at least `least`."""
    return Formula(f'COUNTIF({scores},">={least}")')


def share_from(scores: Area, least: int, low: int) -> Formula:
    """The part of the numbers of at least `low` that are at least `least`."""
    return Formula(f"{count_from(scores, least).text}/{count_from(scores, low).text}")


def median_from(scores: Area, low: int) -> Formula:
    """The median of the numbers of at least `low`."""
    return Formula(f"MEDIAN(IF(ISNUMBER({scores}),IF({scores}>={low},{scores})))", is_array=True)


def count_words(answers: Area, words: Sequence[Area]) -> Formula:
    """How many cells hold exactly what stands in one of the cells `words`."""
    return Formula("+".join(f"SUMPRODUCT(--EXACT({answers},{word}))" for word in words))


def share_words(answers: Area, chosen: Sequence[Area], words: Sequence[Area]) -> Formula:
    """The part of the cells with any of the `words` that have one of the `chosen` ones."""
    return Formula(f"({count_words(answers, chosen).text})/({count_words(answers, words).text})")


def median_words(answers: Area, words: Mapping[int, Area]) -> Formula:
    """The median of the scores for which the `words` stand."""
    tests = "".join(f"IF(EXACT({answers},{word}),{score}," for score, word in words.items())
    return Formula(f'MEDIAN({tests}""{")" * len(words)})', is_array=True)


def mean_rank(places: Area, ballots: Area, unranked: Area | None = None) -> Formula:
    """The mean rank of the item whose places stand in `places`, among those of `ballots`.

    An item's rank on a ballot is 1, and 1 for each item above, and a half for each other one beside: those without a
    place (0) stand beside each other below all that have one. Where words stand for codes, the cell `unranked` holds
    those for 0.
    """
    if unranked is None:
        own, others = str(places), str(ballots)
        takes_part = f"ISNUMBER({own})*({own}>=0)"
    else:
        own, others = _placed(places, unranked), _placed(ballots, unranked)
        takes_part = f"({own}>=0)"
    above = f"({others}>0)*(({others}<{own})+({own}=0))"
    beside = f"({others}={own})/2"
    total = f"SUMPRODUCT({takes_part}*({above}+{beside}))"
    return Formula(f"{total}/SUMPRODUCT(1*{takes_part})+1/2", is_array=unranked is not None)


def says_whether_equal(reported: Area, recomputed: Area) -> Formula:
    """AGREES where two figures lie less than DIFFERENCE apart, and else DIFFERS."""
    return Formula(f'IF(ABS({reported}-{recomputed})<{DIFFERENCE},"{AGREES}","{DIFFERS}")')


def says_how_many(verdicts: Area, count: int) -> Formula:
    """A sentence on how many of the `count` cells say AGREES."""
    agreeing = f'COUNTIF({verdicts},"{AGREES}")'
    agree = f"{count} figures recomputed here agree"
    some = f'"Only "&{agreeing}&" of {agree}: do not use this workbook before the others are explained."'
    return Formula(f'IF({agreeing}={count},"All {agree}.",{some})')


def _placed(cells: Area, unranked: Area) -> str:
    return f"IF(ISNUMBER({cells}),{cells},IF(EXACT({cells},{unranked}),0,{NO_SCORE}))"
