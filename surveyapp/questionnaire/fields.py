"""The names under which answers travel: the same in the page's HTML, in a draft, and when read as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.questionnaire.journey import Page
    from surveyapp.questionnaire.model import Item, Question, Questionnaire

QUOTE_FIELD = "share"
COMMENT = "comment"
WORDING = "wording"


def item_field(question: Question, item: Item) -> str:
    """The field of `question` about `item`."""
    return f"{question.code}-{item.id}"


def question_field(question: Question) -> str:
    """The field of a question that stands on its own."""
    return question.code


def comment_field(item: Item) -> str:
    """The field for a comment on `item`."""
    return f"{COMMENT}-{item.id}"


def wording_field(item: Item) -> str:
    """The field for a rewrite of `item`."""
    return f"{WORDING}-{item.id}"


def page_fields(questionnaire: Questionnaire, page: Page) -> Iterator[str]:
    """All fields of one page, in the order in which they stand on it."""
    for question in page.questions:
        if question.kind is QuestionKind.TEXT:
            yield question_field(question)
        else:
            yield from (item_field(question, questionnaire.items[position]) for position in page.positions_of(question))
    for position in page.worded:
        item = questionnaire.items[position]
        if questionnaire.asks_comments:
            yield comment_field(item)
        if questionnaire.asks_wording:
            yield wording_field(item)


def ordinal(number: int) -> str:
    """Write a place as people say it: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
