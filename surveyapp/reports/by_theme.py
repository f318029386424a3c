"""What themes hold together: how often each was given to each item, and the comments below each for reading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.reports.tables import LABEL, Column, Table, figure_column, shown_items, withheld
from surveyapp.reports.themes import NO_THEME, NOT_CODED
from surveyapp.reports.words import comment_rows, comments_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.reports.tables import Cell, Row
    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.summary import RoundSummary
    from surveyapp.stats.themed import CodedWords, ThemedWords

_TITLE = "Themes: what comments are about, and how often"
_PLAN = ("Plan", "The plan as a whole, and the open questions")
_COUNTED = (
    "A comment with several themes counts in each. Only comments that were coded as they stand count; what is from "
    "elsewhere is no response, and counts apart."
)


def themes_table(summary: RoundSummary, coded: CodedWords | None) -> Table:
    """Build the table with a row per item and theme, the most frequent theme of an item first; the plan comes last."""
    if summary.hidden:
        return withheld("themes", _TITLE, summary)
    rows = tuple(_theme_rows(summary, coded)) if coded else ()
    if not rows:
        return Table("themes", _TITLE, (), (), ("No comment has a theme yet.",))
    columns = (
        LABEL,
        Column("text", "Text", width=46, context=True),
        Column("theme", "Theme", width=30, wrap=True),
        figure_column("comments", "Comments", width=10),
        figure_column("elsewhere", "From elsewhere", width=10),
    )
    return Table("themes", _TITLE, columns, rows, (_COUNTED,))


def comments_by_theme(dataset: RoundDataset, summary: RoundSummary, coded: CodedWords | None) -> Iterator[Table]:
    """Yield the comments for reading: the sentences about all of them, then a table for each theme, the largest first.

    A comment stands below each of its themes. Without any theme they stay one table.
    """
    whole = comments_table(dataset, summary, coded)
    groups = _groups(dataset, summary, coded) if whole.columns and coded else {}
    if not groups:
        yield whole
        return
    several = "A comment with several themes stands below each of them."
    yield replace(whole, columns=(), rows=(), notes=(*whole.notes, several))
    for number, (theme, rows) in enumerate(groups.items(), start=1):
        count = f"{len(rows)} comment{'' if len(rows) == 1 else 's'}"
        yield replace(whole, name=f"comments.{number}", title=f"{theme}: {count}", rows=tuple(rows), notes=())


def _theme_rows(summary: RoundSummary, coded: CodedWords) -> Iterator[tuple[Cell, ...]]:
    items = summary.questionnaire.items
    about = [
        ((items[position].label, items[position].text), coded.count_themes(position))
        for position in shown_items(summary)
    ]
    for names, counts in (*about, (_PLAN, coded.count_themes(whole=True))):
        for count in counts:
            yield *names, count.theme, count.comments, count.elsewhere


def _groups(dataset: RoundDataset, summary: RoundSummary, coded: CodedWords) -> dict[str, list[Row]]:
    """Put the rows of comments below their themes; nothing as long as no comment has one."""
    themes = [count.theme for count in coded.count_themes()]
    groups: dict[str, list[Row]] = {name: [] for name in (*themes, NO_THEME, NOT_CODED)}
    for found, row in comment_rows(dataset, summary, coded):
        for name in _below(found):
            groups[name].append(row)
    return {name: rows for name, rows in groups.items() if rows} if themes else {}


def _below(found: ThemedWords | None) -> tuple[str, ...]:
    if found is None or not found.is_coded:
        return (NOT_CODED,)
    return found.themes or (NO_THEME,)
