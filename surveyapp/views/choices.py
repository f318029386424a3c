"""What the results page shows of a choice question: for each item a bar of the options, and the one given most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.templating import percent
from surveyapp.views.charts import Bar, interval, option_bar, option_colours
from surveyapp.views.cuts import NO_PARTS, Parts
from surveyapp.views.figures import instead_of

if TYPE_CHECKING:
    from surveyapp.questionnaire import Item, Question
    from surveyapp.stats.summary import ChoiceSummary, RoundSummary
    from surveyapp.views.cuts import Cut


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """An item with its bar and the option that was given most (`lead`), with its share; without, `instead` says why.

    `parts` are the segments asked for, each with its own share of that option.
    """

    item: Item
    n: int
    bar: Bar | None
    lead: str
    share: str
    interval: str
    instead: str
    parts: Parts = NO_PARTS


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A choice question: the colours of its options, and its items, under the goals that they belong to."""

    question: Question
    key: list[tuple[str, str]]
    groups: list[tuple[Item, list[ChosenItem]]]

    @property
    def items(self) -> list[ChosenItem]:
        """The items of all groups."""
        return [item for _, items in self.groups for item in items]


def show_choice(summary: RoundSummary, question: Question, cut: Cut) -> ShownChoice:
    """Put a choice question together for the page, with the segments of `cut`."""
    labels = [option.label for option in question.options]
    chosen = [_chosen_item(summary, question, position, cut) for position in question.items]
    return ShownChoice(question, list(zip(option_colours(len(labels)), labels, strict=True)), _groups(summary, chosen))


def _groups(summary: RoundSummary, chosen: list[ChosenItem]) -> list[tuple[Item, list[ChosenItem]]]:
    """Put the items under the goals of the first level that they belong to."""
    by_id = {item.id: item for item in summary.questionnaire.items}
    found: dict[int, tuple[Item, list[ChosenItem]]] = {}
    for one in chosen:
        goal = one.item
        while goal.parent_id is not None:
            goal = by_id[goal.parent_id]
        found.setdefault(goal.id, (goal, []))[1].append(one)
    return list(found.values())


def _chosen_item(summary: RoundSummary, question: Question, position: int, cut: Cut) -> ChosenItem:
    choice = summary.choices[question.code, position]
    item = summary.questionnaire.items[position]
    if choice.hidden or not choice.n:
        return ChosenItem(item, choice.n, None, "", "", "", instead_of(choice.n, summary.minimum_cell))
    lead = max(range(len(choice.shares)), key=lambda option: choice.shares[option].value)
    return ChosenItem(
        item=item,
        n=choice.n,
        bar=_bar(question, choice),
        lead=question.options[lead].label,
        share=percent(choice.shares[lead].value),
        interval=interval(choice.shares[lead]),
        instead="",
        parts=cut.options(question, position, lead),
    )


def _bar(question: Question, choice: ChoiceSummary) -> Bar:
    return option_bar([option.label for option in question.options], [share.value for share in choice.shares], choice.n)
