"""The table with a row per item: what was found about it, and what the committee decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.tables import (
    DECIMAL,
    HIDDEN,
    LABEL,
    SHARE,
    TEXT,
    Cell,
    Column,
    Table,
    band,
    figure_column,
    hidden_note,
    kind_name,
    middle_cells,
    number,
    placed_items,
    share_cells,
    share_columns,
    short_name,
    shown_items,
    withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.questionnaire import Question
    from surveyapp.stats.summary import RoundSummary

DECISIONS = ("Keep", "Reword", "Merge", "Split", "Drop", "Move tier", "Undecided")

_PLAN = "Plan"


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns that belong together, and their cells for the item at a position."""

    columns: tuple[Column, ...]
    cells: Callable[[int], tuple[Cell, ...]]


def summary_table(summary: RoundSummary) -> Table:
    """Build the table with a row per item in plan order: its figures, and the columns for the committee's decision."""
    title = "Summary: every item with its figures"
    if summary.hidden:
        return withheld("summary", title, summary)
    blocks = [_item_block(summary)]
    blocks += [
        _BLOCKS[question.kind](summary, question)
        for question in summary.questionnaire.questions
        if question.kind in _BLOCKS
    ]
    blocks += [_words_block(summary), _decision_block()]
    positions, items = shown_items(summary), summary.questionnaire.items
    rows = tuple(tuple(cell for block in blocks for cell in block.cells(position)) for position in positions)
    basis = (
        f"{summary.submitted} responses. Shares leave out “cannot judge” and silence; “Read me” defines every figure."
    )
    return Table(
        name="summary",
        title=title,
        columns=tuple(column for block in blocks for column in block.columns),
        rows=rows,
        notes=(basis, hidden_note(summary.minimum_cell)) if _hides_any(summary) else (basis,),
        levels=tuple(max(0, items[position].level - 1) for position in positions),
        heads=frozenset(row for row, position in enumerate(positions) if items[position].level == 1),
    )


def _hides_any(summary: RoundSummary) -> bool:
    return (
        any(rating.hidden for rating in summary.ratings.values())
        or any(choice.hidden for choice in summary.choices.values())
        or any(ranking.hidden for ranking in summary.rankings.values())
    )


def _item_block(summary: RoundSummary) -> _Block:
    items = summary.questionnaire.items

    def cells(position: int) -> tuple[Cell, ...]:
        item = items[position]
        return item.label, item.text, kind_name(item), item.tier

    tier = Column("tier", "Tier", _PLAN, width=14, wrap=True)
    kind = Column("kind", "Kind", _PLAN, width=10)
    return _Block((replace(LABEL, group=_PLAN), replace(TEXT, group=_PLAN), kind, tier), cells)


def _rating_block(summary: RoundSummary, question: Question) -> _Block:
    code, group = question.code, short_name(question.code)
    columns = (
        figure_column(f"{code}.n", "n", group, width=6),
        *share_columns(f"{code}.share", f"Share at {band(question)}", group),
        figure_column(f"{code}.median", "Median", group, DECIMAL),
        figure_column(f"{code}.lower_quartile", "Lower quartile", group, DECIMAL),
        figure_column(f"{code}.upper_quartile", "Upper quartile", group, DECIMAL),
    )

    def cells(position: int) -> tuple[Cell, ...]:
        rating = summary.ratings.get((code, position))
        if rating is None:
            return (None,) * len(columns)
        if rating.hidden:
            return rating.n, *(HIDDEN,) * (len(columns) - 1)
        return rating.n, *share_cells(rating.agreement), *middle_cells(rating)

    return _Block(columns, cells)


def _choice_block(summary: RoundSummary, question: Question) -> _Block:
    code, group = question.code, short_name(question.code)
    columns = (
        figure_column(f"{code}.n", "n", group, width=6),
        *(figure_column(f"{code}.{option.code}", option.label, group, SHARE, 9) for option in question.options),
    )

    def cells(position: int) -> tuple[Cell, ...]:
        choice = summary.choices.get((code, position))
        if choice is None:
            return (None,) * len(columns)
        if choice.hidden:
            return choice.n, *(HIDDEN,) * len(question.options)
        return choice.n, *(number(share.value) for share in choice.shares)

    return _Block(columns, cells)


def _ranking_block(summary: RoundSummary, question: Question) -> _Block:
    ranking = summary.rankings[question.code]
    places = {ranked.item: ranked.place for ranked in placed_items(ranking)}
    group = short_name(question.code)
    column = figure_column(f"{question.code}.place", f"Place among {len(question.items)}", group, width=9)

    def cells(position: int) -> tuple[Cell, ...]:
        if ranking.hidden and position in question.items:
            return (HIDDEN,)
        return (places.get(position),)

    return _Block((column,), cells)


def _words_block(summary: RoundSummary) -> _Block:
    columns = (
        figure_column("comments", "Comments", "Words", width=10),
        figure_column("wordings", "Suggested wordings", "Words", width=10),
    )
    return _Block(columns, lambda position: (summary.comments.get(position, 0), summary.wordings.get(position, 0)))


def _decision_block() -> _Block:
    group = "For the committee"
    columns = (
        Column("decision", "Decision", group, width=13, entry=True, choices=DECISIONS),
        Column("new_wording", "New wording", group, width=40, wrap=True, entry=True),
        Column("reason", "Reason", group, width=32, wrap=True, entry=True),
    )
    return _Block(columns, lambda _position: (None,) * len(columns))


_BLOCKS: dict[QuestionKind, Callable[[RoundSummary, Question], _Block]] = {
    QuestionKind.RATING: _rating_block,
    QuestionKind.CHOICE: _choice_block,
    QuestionKind.RANKING: _ranking_block,
}
