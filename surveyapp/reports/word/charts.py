"""What a table's charts show: which columns make the bars, read from the names of the columns alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from surveyapp.enums import ItemKind, QuestionKind
from surveyapp.reports.excel.look import BIPOLAR, UNIPOLAR, palette
from surveyapp.reports.tables import LABEL, SHARE
from surveyapp.reports.written import as_text

if TYPE_CHECKING:
    from surveyapp.questionnaire import Questionnaire
    from surveyapp.reports.tables import Row, Table

_Thing = TypeVar("_Thing")

MOST_BARS = 20
_LONGEST_ALT = 700


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that each make up a whole: a label and the shares of its pieces, whose names and colours are in `key`."""

    title: str
    key: tuple[tuple[str, str], ...]
    bars: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def description(self) -> str:
        """Say in words what is drawn, for those who cannot see it."""
        parts = []
        for label, shares in self.bars:
            said = zip((name for name, _ in self.key), shares, strict=True)
            parts.append(f"{label}: {', '.join(f'{name} {as_text(share, SHARE)}' for name, share in said)}")
        return _described(f"{self.title}. Stacked bars, one for each of {len(self.bars)} items.", parts)


@dataclass(frozen=True, slots=True)
class Ranges:
    """A share for each label, with the ends of its interval."""

    title: str
    points: tuple[tuple[str, float, float, float], ...]

    @property
    def description(self) -> str:
        """Say in words what is drawn, for those who cannot see it."""
        parts = [
            f"{label}: {as_text(value, SHARE)}, interval {as_text(low, SHARE)} to {as_text(high, SHARE)}"
            for label, value, low, high in self.points
        ]
        return _described(f"{self.title}. A dot with its interval for each of {len(self.points)} items.", parts)


def charts_of(table: Table, questionnaire: Questionnaire) -> list[Bars | Ranges]:
    """List the charts of a table, at most `MOST_BARS` items to each: a table without shares of its own has none."""
    names = [column.name for column in table.columns]
    pieces = [name for name in names if name.startswith("share.") and f"count.{name[6:]}" in names]
    if LABEL.name not in names:
        return []
    rows = list(table.rows)
    if pieces:
        return list(_bars(table, questionnaire, pieces, rows))
    if {"place", "top", "top.low", "top.high"} <= set(names):
        return list(_ranges(table, rows))
    return []


def _bars(table: Table, questionnaire: Questionnaire, pieces: list[str], rows: list[Row]) -> list[Bars]:
    label, places = table.position(LABEL.name), [table.position(name) for name in pieces]
    key = tuple(
        (table.columns[at].title, colour)
        for at, colour in zip(places, _colours(questionnaire, table.name, len(pieces)), strict=True)
    )
    bars = [
        (str(row[label]), tuple(float(value) for at in places if isinstance(value := row[at], int | float)))
        for row in rows
    ]
    whole = [bar for bar in bars if len(bar[1]) == len(places)]
    title = f"{table.title}: {table.columns[places[0]].group[:1].lower()}{table.columns[places[0]].group[1:]}"
    return [Bars(title, key, tuple(some)) for some in _shared_out(whole)]


def _ranges(table: Table, rows: list[Row]) -> list[Ranges]:
    places = [table.position(name) for name in (LABEL.name, "top", "top.low", "top.high")]
    points = []
    for row in rows:
        share = [float(value) for at in places[1:] if isinstance(value := row[at], int | float)]
        if len(share) == 3:
            points.append((str(row[places[0]]), share[0], share[1], share[2]))
    title = f"{table.title}: {table.columns[places[1]].title.lower()}, with its 95% interval"
    return [Ranges(title, tuple(some)) for some in _shared_out(points)]


def _shared_out(things: list[_Thing]) -> list[list[_Thing]]:
    """Share things out over as few charts as hold them, about the same number to each."""
    charts = -(-len(things) // MOST_BARS)
    bounds = [round(chart * len(things) / charts) for chart in range(charts + 1)] if charts else []
    return [things[start:end] for start, end in pairwise(bounds)]


def _colours(questionnaire: Questionnaire, code: str, count: int) -> list[str]:
    """Colour a scale: with two poles where people agree or disagree, or choose; with one otherwise."""
    question = questionnaire.by_code.get(code)
    if question is not None and question.kind is QuestionKind.CHOICE:
        return palette(BIPOLAR[::-1], count)
    kinds = {questionnaire.items[position].kind for position in question.items} if question is not None else set()
    return palette(BIPOLAR if ItemKind.STATEMENT in kinds else UNIPOLAR, count)


def _described(sentence: str, parts: list[str]) -> str:
    all_parts = "; ".join(parts)
    rest = f"{all_parts}." if len(all_parts) <= _LONGEST_ALT else "The table below has every figure."
    return f"{sentence} {rest}"
