"""The table with a row per item: what was found about it, and what the committee decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from surveyapp.documents.carried import RowKey, mark_of
from surveyapp.enums import DecisionKind, QuestionKind
from surveyapp.questionnaire.standing import Standing
from surveyapp.reports.findings import Findings
from surveyapp.reports.tables import (
    DECIMAL,
    HIDDEN,
    LABEL,
    SHARE,
    TEXT,
    Align,
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
    span,
    withheld,
)
from surveyapp.reports.themes import say_top_themes
from surveyapp.reports.verdicts import NO_RULE, say_beside, say_rule, say_verdict
from surveyapp.stats.verdicts import item_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from surveyapp.questionnaire import Question
    from surveyapp.stats.summary import RoundSummary
    from surveyapp.stats.themed import CodedWords

DECISIONS = tuple(kind.capitalize() for kind in DecisionKind)

NOTHING = Findings()
_PLAN = "Plan"


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns that belong together, and their cells for the item at a position."""

    columns: tuple[Column, ...]
    cells: Callable[[int], tuple[Cell, ...]]


def summary_table(summary: RoundSummary, findings: Findings = NOTHING) -> Table:
    """Build the table with a row per item in plan order: its figures, and the columns for the committee's decision.

    `findings` add verdicts, ranges of places, themes, and what was decided already.
    """
    title = "Summary: every item with its figures"
    if summary.hidden:
        return withheld("summary", title, summary)
    blocks = [_item_block(summary)]
    blocks += [
        _BLOCKS[question.kind](summary, question, findings)
        for question in summary.questionnaire.questions
        if question.kind in _BLOCKS
    ]
    blocks += [_words_block(summary, findings.coded), _decision_block(summary, findings.decisions)]
    positions, items = shown_items(summary), summary.questionnaire.items
    rows = tuple(tuple(cell for block in blocks for cell in block.cells(position)) for position in positions)
    left_out = "Shares leave out “cannot judge” and silence; “What the figures mean” defines each figure."
    return Table(
        name="summary",
        title=title,
        columns=tuple(column for block in blocks for column in block.columns),
        rows=rows,
        notes=(
            f"{summary.counted} responses. {left_out}",
            *_verdict_notes(summary, findings),
            *([hidden_note(summary.minimum_cell)] * _hides_any(summary)),
        ),
        levels=tuple(max(0, items[position].level - 1) for position in positions),
        heads=frozenset(row for row, position in enumerate(positions) if items[position].level == 1),
    )


def _verdict_notes(summary: RoundSummary, findings: Findings) -> tuple[str, ...]:
    ratings = [q for q in summary.questionnaire.questions if q.kind is QuestionKind.RATING]
    asked: dict[str, list[str]] = {}
    for question in ratings:
        if question.code in findings.rules:
            asked.setdefault(say_rule(findings.rules[question.code]), []).append(short_name(question.code))
    said = tuple(f"Verdict, {' and '.join(names).lower()}. {rule}" for rule, names in asked.items())
    return said or (NO_RULE,) * bool(ratings)


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

    tier = Column("tier", "Tier", _PLAN, width=14, wrap=True, detail=True)
    kind = Column("kind", "Kind", _PLAN, width=10, detail=True)
    return _Block((replace(LABEL, group=_PLAN), replace(TEXT, group=_PLAN), kind, tier), cells)


def _rating_block(summary: RoundSummary, question: Question, findings: Findings) -> _Block:
    code, group, rule = question.code, short_name(question.code), findings.rules.get(question.code)
    verdicts = (
        Column(f"{code}.verdict", "Verdict", group, width=13, wrap=True),
        Column(f"{code}.beside", "By neighboring rules", group, width=20, wrap=True),
    )
    # a verdict never stands without what it hangs on: the interval, and what the rules next to it say
    share, low, high = share_columns(f"{code}.share", f"Share at {band(question)}", group)
    columns = (
        *(verdicts if rule else ()),
        figure_column(f"{code}.n", "n", group, width=6),
        share,
        low,
        high,
        figure_column(f"{code}.median", "Median", group, DECIMAL).as_detail(),
        figure_column(f"{code}.lower_quartile", "Lower quartile", group, DECIMAL).as_detail(),
        figure_column(f"{code}.upper_quartile", "Upper quartile", group, DECIMAL).as_detail(),
    )

    def cells(position: int) -> tuple[Cell, ...]:
        rating = summary.ratings.get((code, position))
        if rating is None:
            return (None,) * len(columns)
        verdict = item_verdict(rule, rating) if rule else None
        said = (say_verdict(verdict), say_beside(verdict) or None) if rule else ()
        if rating.hidden:
            return *said, rating.n, *(HIDDEN,) * (len(columns) - len(said) - 1)
        return *said, rating.n, *share_cells(rating.agreement), *middle_cells(rating)

    return _Block(columns, cells)


def _choice_block(summary: RoundSummary, question: Question, _findings: Findings) -> _Block:
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


def _ranking_block(summary: RoundSummary, question: Question, findings: Findings) -> _Block:
    ranking, ranges = summary.rankings[question.code], findings.ranges.get(question.code)
    places = {ranked.item: ranked.place for ranked in placed_items(ranking)}
    spans = (
        {int(item): span(*ends) for item, ends in zip(ranges.items, ranges.intervals, strict=True)} if ranges else {}
    )
    group = short_name(question.code)
    columns = [figure_column(f"{question.code}.place", f"Place among {len(question.items)}", group, width=9)]
    if ranges:
        columns.append(Column(f"{question.code}.range", "Places it may take", group, width=9, align=Align.RIGHT))

    def cells(position: int) -> tuple[Cell, ...]:
        if ranking.hidden and position in question.items:
            return (HIDDEN,) * len(columns)
        return (places.get(position), spans.get(position))[: len(columns)]

    return _Block(tuple(columns), cells)


def _words_block(summary: RoundSummary, coded: CodedWords | None) -> _Block:
    columns = (
        figure_column("comments", "Comments", "Words", width=10),
        figure_column("wordings", "Suggested wordings", "Words", width=10),
        *((Column("themes", "Most frequent themes", "Words", width=30, wrap=True),) if coded else ()),
    )

    def cells(position: int) -> tuple[Cell, ...]:
        counts: tuple[Cell, ...] = summary.comments.get(position, 0), summary.wordings.get(position, 0)
        return (*counts, say_top_themes(coded.count_themes(position)) or None) if coded else counts

    return _Block(columns, cells)


def _decision_block(summary: RoundSummary, decisions: Mapping[str, Standing] | None) -> _Block:
    group, own = "For the committee", "For the import"
    columns = (
        Column("decision", "Decision", group, width=13, entry=True, choices=DECISIONS),
        Column("new_wording", "New wording", group, width=40, wrap=True, entry=True),
        Column("reason", "Reason", group, width=32, wrap=True, entry=True),
    )
    if decisions is None:
        return _Block(columns, lambda _position: (None,) * len(columns))
    round_id, items = summary.questionnaire.round_id, summary.questionnaire.items

    def cells(position: int) -> tuple[Cell, ...]:
        item = items[position]
        standing = decisions.get(item.key, Standing())
        key = RowKey(round_id, item.key, standing.revision, mark_of(item.label, item.text))
        return *(text or None for text in standing.texts), str(key)

    return _Block((*columns, Column("key", "Key", own, hidden=True)), cells)


_BLOCKS: dict[QuestionKind, Callable[[RoundSummary, Question, Findings], _Block]] = {
    QuestionKind.RATING: _rating_block,
    QuestionKind.CHOICE: _choice_block,
    QuestionKind.RANKING: _ranking_block,
}
