"""Figures by segment: how many of each segment answered what, as far as it may be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import QuestionKind
from surveyapp.stats.coarsening import coarsen
from surveyapp.stats.dataset import NOT_SHOWN
from surveyapp.stats.disclosure import Published, betrays
from surveyapp.stats.ratings import share
from surveyapp.stats.segments import is_small
from surveyapp.stats.suppression import suppress

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import numpy.typing as npt

    from surveyapp.questionnaire import Question
    from surveyapp.stats.dataset import Codes, RoundDataset
    from surveyapp.stats.ratings import Share

    Bands = npt.NDArray[np.int64]

_SIGN = "="


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of those who responded: everybody with this `value`; None is everybody else, and who is not known."""

    value: str | None
    size: int


@dataclass(frozen=True, slots=True)
class SegmentAnswers:
    """What one segment said of one item. `counts` has a number per answer, the last for no answer; None is closed.

    `shares` has a share per answer (without the last) of those who gave one; None where the answer or who answered
    at all is closed. `n` is how many answered, None where that is closed.
    """

    segment: Segment
    counts: tuple[int | None, ...]
    n: int | None
    shares: tuple[Share | None, ...]


@dataclass(frozen=True, slots=True)
class SegmentTable:
    """One item of one question by one attribute, a row per segment.

    The answers of a rating are the scale's `agree_from` or above, and below; of a choice its options; of a ranking
    among the first `enough` places, and further down.
    """

    question: str
    item: int
    attribute: str
    rows: tuple[SegmentAnswers, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One segment of one attribute: the only part of a round that figures are shown of."""

    attribute: str
    value: str | None

    @property
    def address(self) -> str:
        """How addresses and commands write it: `setting=Hospital`, with nothing behind the sign for everybody else."""
        return f"{self.attribute}{_SIGN}{self.value or ''}"

    @staticmethod
    def at(address: str) -> Filter | None:
        """The segment at an `address`, whether or not there is one; None where it has no sign."""
        attribute, sign, value = address.partition(_SIGN)
        return Filter(attribute, value or None) if sign else None


@dataclass(frozen=True, slots=True)
class SegmentFigures:
    """All figures by segment that may be shown together, whoever looks at however many of them.

    `attributes` lists the segments of each attribute, largest first, those of nobody in particular last. `tables` is
    keyed by (question, item, attribute); without a key the figures would betray small numbers and are withheld.
    """

    attributes: Mapping[str, tuple[Segment, ...]]
    tables: Mapping[tuple[str, int, str], SegmentTable]

    def has(self, chosen: Filter) -> bool:
        """Whether there is such a segment."""
        return any(segment.value == chosen.value for segment in self.attributes.get(chosen.attribute, ()))

    def find(self, members: str, by: str) -> tuple[Filter, ...]:
        """The segments that an address asks for: the one whose address is `members`, or else all of the attribute `by`.

        None where there are none such.
        """
        one = Filter.at(members)
        if one is not None and self.has(one):
            return (one,)
        return tuple(Filter(by, segment.value) for segment in self.attributes.get(by, ()))

    def only(self, chosen: Collection[Filter]) -> SegmentFigures:
        """The same figures without those of any other segment; not one of them is worked out anew."""
        kept = {
            attribute: tuple(segment for segment in segments if Filter(attribute, segment.value) in chosen)
            for attribute, segments in self.attributes.items()
        }
        tables = {
            key: replace(table, rows=tuple(row for row in table.rows if row.segment in kept[table.attribute]))
            for key, table in self.tables.items()
            if kept[table.attribute]
        }
        return SegmentFigures({attribute: segments for attribute, segments in kept.items() if segments}, tables)

    def answers(self, question: str, item: int, chosen: Filter) -> SegmentAnswers | None:
        """What a segment said of an item; None where that is withheld."""
        table = self.tables.get((question, item, chosen.attribute))
        rows = table.rows if table else ()
        return next((row for row in rows if row.segment.value == chosen.value), None)


def merged_segments(dataset: RoundDataset) -> dict[str, tuple[str | None, ...]]:
    """The segments of each response, with those of fewer than the minimum merged into None, attribute by attribute.

    Attributes with a single segment left say nothing and are left out.
    """
    minimum = dataset.questionnaire.minimum_cell
    merged = {}
    for name, values in dataset.segments.items():
        coarse = tuple(value for (value,) in coarsen([(value,) for value in values], minimum))
        sizes = Counter(coarse)
        if len(sizes) > 1 and not any(is_small(size, minimum) for size in sizes.values()):
            merged[name] = coarse
    return merged


def segment_figures(dataset: RoundDataset) -> SegmentFigures:
    """Compute every figure by segment that may be shown.

    Each item is a table of segments by answers that goes through `suppress`, with the totals known: they stand on the
    page of the whole round, and the sizes of segments beside their names. Small numbers of answers are closed, so is
    what leads to them; how many gave none is closed for their sake alone. Tables of one item by different attributes
    are the same people twice, so they are held against each other (`betrays`), and the least important one is
    withheld until they betray nothing. Where one segment alone gave an answer that the whole round shows more finely,
    that would be its own finer answers: then the table is withheld as well (`tells_finer_answers`).
    """
    merged = merged_segments(dataset)
    attributes = {name: _segments(values) for name, values in merged.items()}
    places = {
        name: np.array([[s.value for s in attributes[name]].index(value) for value in values], dtype=np.int64)
        for name, values in merged.items()
    }
    groups, group_of = np.unique(
        np.array([places[name] for name in merged], dtype=np.int64).T.reshape(dataset.submitted, len(merged)),
        axis=0,
        return_inverse=True,
    )
    tables: dict[tuple[str, int, str], SegmentTable] = {}
    for question in dataset.questionnaire.questions if merged else ():
        columns = zip(question.items, answer_bands(dataset, question), finer_answers(dataset, question), strict=True)
        for item, (answers, bands), finer in columns:
            if not is_small(int(np.count_nonzero(bands < answers)), dataset.questionnaire.minimum_cell):
                cells = np.zeros((len(groups), answers + 1), dtype=np.int64)
                np.add.at(cells, (group_of.ravel(), bands), 1)
                for name, counts in _open_tables(cells, groups, list(merged), dataset.questionnaire.minimum_cell):
                    if tells_finer_answers(counts, finer, dataset.questionnaire.minimum_cell):
                        continue
                    rows = tuple(map(_answers, attributes[name], counts))
                    tables[question.code, item, name] = SegmentTable(question.code, item, name, rows)
    return SegmentFigures(attributes, tables)


def _segments(values: Iterable[str | None]) -> tuple[Segment, ...]:
    found = Counter(values)
    order = sorted(found, key=lambda value: (value is None, -found[value], value or ""))
    return tuple(Segment(value, found[value]) for value in order)


def answer_bands(dataset: RoundDataset, question: Question) -> list[tuple[int, Bands]]:
    """Per item of a question: how many answers `SegmentTable` tells apart, and which one each response gave.

    No answer has the number behind the last. A question of texts has nothing to tell apart.
    """
    if question.kind is QuestionKind.RATING and question.scale is not None:
        scale = question.scale
        return [(2, _rated(column, scale.low, scale.agree_from)) for column in dataset.ratings[question.code].T]
    if question.kind is QuestionKind.CHOICE:
        last = len(question.options)
        chosen = dataset.choices[question.code].T
        return [(last, np.where(column < 0, last, column).astype(np.int64)) for column in chosen]
    if question.kind is QuestionKind.RANKING:
        places = dataset.places[question.code]
        ranked = np.any(places > 0, axis=1)
        return [(2, _placed(column, ranked, question.enough)) for column in places.T]
    return []


def finer_answers(dataset: RoundDataset, question: Question) -> list[tuple[tuple[int, int], ...]]:
    """Per item, what the whole round shows more finely than tables by segment: an answer of theirs, and how many.

    Of ratings that is each score, of rankings the first place; choices are told apart as finely by segment.
    """
    if question.kind is QuestionKind.RATING and question.scale is not None:
        scale = question.scale
        return [
            tuple((0 if s >= scale.agree_from else 1, int(np.count_nonzero(column == s))) for s in scale.scores)
            for column in dataset.ratings[question.code].T
        ]
    if question.kind is QuestionKind.RANKING:
        found: list[tuple[tuple[int, int], ...]] = []
        for column in dataset.places[question.code].T:
            first, top = (int(np.count_nonzero((column > 0) & (column <= last))) for last in (1, question.enough))
            found.append(((0, first), (0, top - first)))
        return found
    return [()] * len(question.items)


def tells_finer_answers(counts: Sequence[Sequence[int | None]], finer: Sequence[tuple[int, int]], minimum: int) -> bool:
    """Whether one segment alone gave an answer, so that small numbers known of the whole round are that segment's."""
    for answer in {at for at, number in finer if 0 < number < minimum}:
        given = [row[answer] for row in counts]
        if given.count(0) == len(given) - 1:
            return True
    return False


def _rated(column: Codes, low: int, agree_from: int) -> Bands:
    return np.where(column < low, 2, np.where(column >= agree_from, 0, 1)).astype(np.int64)


def _placed(column: Codes, ranked: npt.NDArray[np.bool_], enough: int) -> Bands:
    is_top = (column > 0) & (column <= enough)
    return np.where(ranked & (column != NOT_SHOWN), np.where(is_top, 0, 1), 2).astype(np.int64)


def _open_tables(
    cells: Bands, groups: Bands, names: list[str], minimum: int
) -> list[tuple[str, tuple[tuple[int | None, ...], ...]]]:
    """Close what must be closed in the table of each attribute, and drop tables until they betray nothing together."""
    published = []
    for place in range(len(names)):
        table = np.zeros((int(groups[:, place].max()) + 1, cells.shape[1]), dtype=np.int64)
        np.add.at(table, groups[:, place], cells)
        # Whoever gave no answer said nothing that could be traced to them.
        counts = suppress(table, minimum, totals_are_known=True, harmless=(cells.shape[1] - 1,)).counts
        published.append(Published(tuple(groups[:, place].tolist()), counts))
    shown = len(published)
    # Alone and without finer groups inside its segments, a table is safe by what `suppress` does.
    least = 1 if len(names) == 1 else 0
    while shown > least and betrays(cells, published[:shown], minimum, published[shown:], columns=cells.shape[1] - 1):
        shown -= 1
    return [(name, table.counts) for name, table in zip(names[:shown], published, strict=False)]


def _answers(segment: Segment, counts: tuple[int | None, ...]) -> SegmentAnswers:
    given = [count for count in counts[:-1] if count is not None]
    n = sum(given) if len(given) == len(counts) - 1 else None
    if n is None and counts[-1] is not None:
        n = segment.size - counts[-1]
    is_all_open = len(given) == len(counts) - 1
    return SegmentAnswers(
        segment=segment,
        counts=counts,
        n=n,
        shares=tuple(share(count, n) if is_all_open and count is not None and n else None for count in counts[:-1]),
    )
