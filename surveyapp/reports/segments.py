"""Segments in tables: a row for every figure, or side by side. Both are made of the same cells, here alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.tables import (
    HIDDEN,
    LABEL,
    SHARE,
    TEXT,
    Cell,
    Column,
    Table,
    band,
    figure_column,
    short_name,
    withheld,
)
from surveyapp.stats.by_segment import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from surveyapp.questionnaire import Question, Questionnaire
    from surveyapp.reports.findings import Findings
    from surveyapp.stats.by_segment import SegmentFigures
    from surveyapp.stats.summary import RoundSummary

NAME = "segments"
TITLE = "Segments: the same figures, group by group"
OTHERS = "Others, or not known"
NOBODY_APART = "No groups of members are told apart in this round, or only once it is closed."
NOT_BESIDE_RESPONSES = (
    "A file with single responses holds no figures by segment: the two together would tell what small groups said. "
    "Export again without single responses to have these figures."
)
NO_DIFFERENCE = (
    "No difference between groups survives correction for how many were compared (Holm). This does not show that they "
    "agree: in few answers only a large difference stands out."
)
MOST_SAID = 12


@dataclass(frozen=True, slots=True)
class SegmentCells:
    """What one segment said of one item, as cells: how many answered, and of each answer the share and its interval."""

    n: Cell
    shares: tuple[tuple[Cell, Cell, Cell], ...]


def segment_name(value: str | None) -> str:
    """What a segment is called; people of small segments and those not known stand together."""
    return OTHERS if value is None else value


def answer_names(question: Question) -> tuple[str, ...]:
    """Name the answers whose shares are looked at: the top scores, the first places, or each option."""
    if question.kind is QuestionKind.RATING:
        return (band(question),)
    if question.kind is QuestionKind.RANKING:
        return (f"In the top {question.enough}",)
    return tuple(option.label for option in question.options)


def segment_cells(figures: SegmentFigures, question: Question, item: int, chosen: Filter) -> SegmentCells:
    """Give what a segment said of an item, a share for each of `answer_names`; HIDDEN stands where it is closed."""
    told = figures.answers(question.code, item, chosen)
    count = len(answer_names(question))
    if told is None:
        return SegmentCells(HIDDEN, ((HIDDEN,) * 3,) * count)
    nothing = None if told.n == 0 else HIDDEN
    return SegmentCells(
        HIDDEN if told.n is None else told.n,
        tuple(
            (nothing,) * 3 if share is None else (share.value, share.low, share.high) for share in told.shares[:count]
        ),
    )


def segments_table(summary: RoundSummary, findings: Findings) -> Table:
    """Build the table with a row per question, item, segment and answer: n, the share, and its interval."""
    if summary.hidden:
        return withheld(NAME, TITLE, summary)
    figures = findings.segments
    if figures is None or not figures.attributes:
        return Table(NAME, TITLE, (), (), (NOT_BESIDE_RESPONSES if findings.stands_beside_responses else NOBODY_APART,))
    columns = (
        Column("question", "Question", width=13),
        LABEL,
        Column("text", "Text", width=44, context=True),
        Column("attribute", "Group by", width=16),
        Column("segment", "Group", width=24),
        figure_column("size", "Responses", width=10),
        figure_column("n", "n", width=7),
        Column("answer", "Answer", width=22),
        figure_column("share", "Share", "Share of the n", SHARE),
        figure_column("low", "95% from", "Share of the n", SHARE, width=7),
        figure_column("high", "95% to", "Share of the n", SHARE, width=7),
    )
    rows = tuple(_rows(summary, figures))
    notes = [*say_differences(summary, findings), *_hidden_notes(summary, rows)]
    return Table(NAME, TITLE, columns, rows, tuple(notes))


def side_by_side(summary: RoundSummary, figures: SegmentFigures, code: str, chosen: Sequence[Filter]) -> Table:
    """Build the shares of the question `code` in the segments `chosen` of one attribute: a row per item.

    Raises KeyError for another question.
    """
    question = summary.questionnaire.by_code[code]
    answers = answer_names(question)
    columns: list[Column] = [LABEL, TEXT]
    for place, one in enumerate(chosen):
        group = segment_name(one.value)
        columns += [figure_column(f"{place}.{at}", name, group, SHARE) for at, name in enumerate(answers)]
        columns.append(figure_column(f"{place}.n", "n", group, width=6))
    items = summary.questionnaire.items
    rows = tuple(
        (
            items[item].label,
            items[item].text,
            *(cell for one in chosen for cell in _beside(segment_cells(figures, question, item, one))),
        )
        for item in question.items
    )
    attribute = chosen[0].attribute
    notes = (question.prompt, "Shares are of the n.", *_hidden_notes(summary, rows))
    title = f"{short_name(code)} by {short_name(attribute).lower()}"
    return Table(f"{code}.by.{attribute}", title, tuple(columns), rows, notes)


def all_side_by_side(summary: RoundSummary, findings: Findings) -> Iterator[Table]:
    """Yield the same figures for reading: the differences, then for each attribute and question a table."""
    whole = segments_table(summary, findings)
    figures = findings.segments
    if not whole.columns or figures is None:
        yield whole
        return
    yield Table(NAME, TITLE, (), (), tuple(say_differences(summary, findings)))
    for attribute, segments in figures.attributes.items():
        chosen = [Filter(attribute, segment.value) for segment in segments]
        for question in summary.questionnaire.questions:
            if question.kind is not QuestionKind.TEXT:
                yield side_by_side(summary, figures, question.code, chosen)


def has_segments(findings: Findings) -> bool:
    """Whether a report tells groups apart."""
    return findings.segments is not None and bool(findings.segments.attributes)


def say_differences(summary: RoundSummary, findings: Findings) -> list[str]:
    """Say what could be compared, and which groups differ in it after correction for how many were compared."""
    attributes = findings.segments.attributes if findings.segments else ()
    looked_at = say_compared(summary.questionnaire, findings.compared, attributes)
    if not findings.differences:
        return [*looked_at, NO_DIFFERENCE] if any(findings.compared.values()) else looked_at
    items = summary.questionnaire.items
    said = [
        f"{short_name(one.question)}, {items[one.item].label}: by {_in_words(one.attribute)}, members of "
        f"“{one.higher}” rate it higher than members of “{one.lower}”; the difference is {one.size} "
        "and survives Holm’s correction."
        for one in findings.differences[:MOST_SAID]
    ]
    left = len(findings.differences) - len(said)
    further = "1 further difference is" if left == 1 else f"{left} further differences are"
    return [*looked_at, *said, *([f"{further} on the results page."] if left else [])]


def say_compared(
    questionnaire: Questionnaire, compared: Mapping[tuple[str, str], int], attributes: Iterable[str]
) -> list[str]:
    """Say, a sentence for each rating, on how many of its items groups could be compared by each of `attributes`."""
    chosen = tuple(attributes)
    ratings = [question for question in questionnaire.questions if question.kind is QuestionKind.RATING]
    if not ratings:
        return ["Groups are compared in ratings alone, and this round asked for none."]
    said = []
    for question in ratings:
        keys = [(question.code, one) for one in chosen if (question.code, one) in compared]
        counts = ", ".join(f"{compared[key]} by {_in_words(key[1])}" for key in keys)
        if keys:
            said.append(f"{short_name(question.code)}: of {_items(question)}, groups could be compared on {counts}.")
    return said and [*said, "Groups whose figures are hidden, and groups that gave no answer, were left out."]


def _items(question: Question) -> str:
    return "1 item" if len(question.items) == 1 else f"{len(question.items)} items"


def _in_words(attribute: str) -> str:
    return short_name(attribute).lower()


def _rows(summary: RoundSummary, figures: SegmentFigures) -> Iterator[tuple[Cell, ...]]:
    for question in summary.questionnaire.questions:
        answers = answer_names(question)
        for position in question.items:
            item = summary.questionnaire.items[position]
            for attribute, segments in figures.attributes.items():
                for segment in segments:
                    cells = segment_cells(figures, question, position, Filter(attribute, segment.value))
                    about = short_name(question.code), item.label, item.text, short_name(attribute)
                    for answer, shares in zip(answers, cells.shares, strict=True):
                        yield *about, segment_name(segment.value), segment.size, cells.n, answer, *shares


def _beside(cells: SegmentCells) -> tuple[Cell, ...]:
    return (*(share for share, _, _ in cells.shares), cells.n)


def _hidden_notes(summary: RoundSummary, rows: tuple[tuple[Cell, ...], ...]) -> tuple[str, ...]:
    if not any(HIDDEN in row for row in rows):
        return ()
    most = summary.minimum_cell - 1
    note = (
        f"“{HIDDEN}”: from 1 to {most} members of the group gave this answer, or another one to the same question, or "
        "such a number could be worked out from the figure. How many of a group answered at all (n) may be shown, "
        "however few, for it does not tell what they answered."
    )
    return (note,)
