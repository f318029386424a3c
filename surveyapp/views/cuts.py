"""Segments on the results page: what can be chosen, the lines of those that are, and who answers differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request

from surveyapp.enums import QuestionKind
from surveyapp.reports.segments import say_compared, segment_name, side_by_side
from surveyapp.reports.tables import short_name
from surveyapp.stats.by_segment import Filter, SegmentFigures
from surveyapp.stats.differences import compared_items
from surveyapp.templating import enumerate_words, percent
from surveyapp.views.charts import Bar, interval, option_bar, part_bar
from surveyapp.views.tables import show_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from surveyapp.questionnaire import Question
    from surveyapp.services.results import RoundFigures
    from surveyapp.stats.differences import SegmentDifference
    from surveyapp.stats.ratings import Share
    from surveyapp.views.tables import ShownTable

_MOST_TOLD = 12
_MOST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """What one segment said of one item: a bar, the share that stands beside it, and how many answered."""

    name: str
    bar: Bar
    share: str
    interval: str
    n: int


@dataclass(frozen=True, slots=True)
class Parts:
    """An item in the segments that were asked for: a line for each that stands open, and why the others do not."""

    lines: tuple[SegmentLine, ...]
    notes: tuple[str, ...]


NO_PARTS = Parts((), ())


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the segments of one attribute: how much was compared, if anything was, and what differs."""

    attribute: str
    compared: tuple[str, ...]
    sentences: tuple[str, ...]
    is_any_compared: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """The segments that a page shows beside the whole: none, one, or all of an attribute."""

    figures: SegmentFigures
    chosen: tuple[Filter, ...]

    @property
    def attribute(self) -> str:
        """The attribute that the segments are of; empty without any."""
        return self.chosen[0].attribute if self.chosen else ""

    def top(self, question: str, item: int, palette: str = "f") -> Parts:
        """The share of the higher answers, or of the first places, in the chosen segments."""

        def line(name: str, shares: Sequence[Share]) -> SegmentLine:
            return _line(name, part_bar(shares[0], name, palette=palette), shares[0])

        return self._parts(question, item, line)

    def options(self, question: Question, item: int, lead: int) -> Parts:
        """All options of a choice in the chosen segments, with the share of the option `lead` beside them."""
        labels = [option.label for option in question.options]

        def line(name: str, shares: Sequence[Share]) -> SegmentLine:
            bar = option_bar(labels, [share.value for share in shares], shares[lead].n, whose=name)
            return _line(name, bar, shares[lead])

        return self._parts(question.code, item, line)

    def _parts(self, question: str, item: int, line: Callable[[str, Sequence[Share]], SegmentLine]) -> Parts:
        lines, closed, silent = [], [], []
        for chosen in self.chosen:
            name, told = segment_name(chosen.value), self.figures.answers(question, item, chosen)
            shares = [share for share in told.shares if share is not None] if told else []
            if told and len(shares) == len(told.shares):
                lines.append(line(name, shares))
            elif told and told.n == 0:
                silent.append(name)
            else:
                closed.append(name)
        notes = [f"No answers: {enumerate_words(silent)}."] if silent else []
        if closed:
            is_every = len(closed) == len(self.chosen) > 1
            notes.append("Closed for every segment." if is_every else f"Closed: {enumerate_words(closed)}.")
        return Parts(tuple(lines), tuple(notes))


def _line(name: str, bar: Bar, share: Share) -> SegmentLine:
    return SegmentLine(name, bar, percent(share.value), interval(share), share.n)


def asked_view() -> dict[str, Any]:
    """What the address asks for: members, segments side by side, order. Links between pages of results carry it on."""
    return {name: request.args[name] for name in ("members", "by", "order") if name in request.args}


def read_cut(figures: SegmentFigures, members: str, by: str) -> Cut:
    """Read what an address asks for; what there is no segment for is no cut."""
    return Cut(figures, figures.find(members, by))


def member_choices(figures: SegmentFigures) -> list[tuple[str, list[tuple[str, str]]]]:
    """The segments to choose from, by attribute: value of the form's field, and words."""
    return [
        (
            short_name(attribute),
            [
                (Filter(attribute, segment.value).address, f"{segment_name(segment.value)} ({segment.size:,})")
                for segment in segments
            ],
        )
        for attribute, segments in figures.attributes.items()
    ]


def cut_tables(figures: RoundFigures, cut: Cut) -> dict[str, ShownTable]:
    """The table of the chosen segments for each question, by its code."""
    if not cut.chosen:
        return {}
    asked = figures.summary.questionnaire.questions
    return {
        question.code: show_table(side_by_side(figures.summary, figures.segments, question.code, cut.chosen))
        for question in asked
        if question.kind is not QuestionKind.TEXT
    }


def told_differences(figures: RoundFigures, cut: Cut) -> list[Told]:
    """By attribute, a sentence for each item that segments answer differently: the pair that lies furthest apart."""
    questionnaire = figures.summary.questionnaire
    compared = compared_items(questionnaire, figures.segments)
    return [
        Told(
            short_name(attribute),
            tuple(say_compared(questionnaire, compared, [attribute])),
            tuple(_sentences(figures, attribute)),
            any(count for (_, one), count in compared.items() if one == attribute),
        )
        for attribute in ([cut.attribute] if cut.chosen else figures.segments.attributes)
    ]


def _sentences(figures: RoundFigures, attribute: str) -> list[str]:
    by_item: dict[tuple[str, int], list[SegmentDifference]] = {}
    for difference in figures.differences:
        if difference.attribute == attribute:
            by_item.setdefault((difference.question, difference.item), []).append(difference)
    strongest = sorted(by_item.values(), key=lambda pairs: -pairs[0].delta)
    told = [_sentence(figures, pairs) for pairs in strongest[:_MOST_TOLD]]
    if len(strongest) > _MOST_TOLD:
        told.append(f"So do {len(strongest) - _MOST_TOLD} further items, by less.")
    return told


def _sentence(figures: RoundFigures, pairs: list[SegmentDifference]) -> str:
    first, *others = pairs
    item = figures.summary.questionnaire.items[first.item]
    higher, lower = _top(figures, first, first.higher), _top(figures, first, first.lower)
    # Segments can differ within the highest answers alone: then the same share twice would say the contrary.
    shares = (f" ({higher})", f" ({lower})") if higher != lower else ("", "")
    said = (
        f"{short_name(first.question)} of {item.label}: {first.higher}{shares[0]} answers higher than "
        f"{first.lower}{shares[1]}, a {first.size} difference"
    )
    told = [f"{other.higher} than {other.lower} ({other.size})" for other in others[:_MOST_PAIRS]]
    if len(others) > _MOST_PAIRS:
        told.append(f"{len(others) - _MOST_PAIRS} further pairs differ, by less")
    return f"{said}; also {', '.join(told)}." if told else f"{said}."


def _top(figures: RoundFigures, difference: SegmentDifference, segment: str) -> str:
    """The share that stands in the segment's line on the page; segments are compared only where it is open."""
    told = figures.segments.answers(difference.question, difference.item, Filter(difference.attribute, segment))
    return percent(told.shares[0].value) if told and told.shares[0] else ""
