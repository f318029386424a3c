"""The whole way through a round, page after page, with a bit of everything that can be said."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.questionnaire import journey_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.questionnaire import Page, Question
    from tests.browser.member import Member

WORDS = "Say who does it – “by when”, too. 👍\nAnd how: <b>bold</b> & =1+1"
_STEPS = 2
_RANKED = 3


def walk(member: Member, rank: Callable[..., None]) -> None:
    """Answer every page from the first to the check: all ratings, some steps, a comment here and another wording there.

    `rank` puts labels into order, by whatever means.
    """
    chance = Random(member.survey.round_id)
    for page in journey_of(member.survey.questionnaire).pages[:-1]:
        assert member.slug == page.slug
        answer_page(member, page, chance, rank)
        member.press("next")
    assert member.slug == "review"


def answer_page(member: Member, page: Page, chance: Random, rank: Callable[..., None]) -> None:
    """Answer what one page asks."""
    for question in page.questions:
        _answer(member, page, question, chance, rank)
    if page.position is not None:
        label = member.survey.questionnaire.items[page.position].label
        if page.number == 1:
            member.write(f"comment {label}", WORDS)
        if page.number == 2:
            member.write(f"wording {label}", f"{member.survey.item(label).text} Begin within a year.")


def _answer(member: Member, page: Page, question: Question, chance: Random, rank: Callable[..., None]) -> None:
    items = member.survey.questionnaire.items
    about = [items[position].label for position in page.positions_of(question)]
    if question.kind is QuestionKind.RATING:
        for label in about:
            member.answer(f"{question.code} {label}", chance.choice(["1", "2", "3", "4", "5", "na"]))
    elif question.kind is QuestionKind.CHOICE:
        for said in [f"{question.code} {label}" for label in about[:_STEPS]]:
            member.answer(said, chance.choice(member.options(said)))
    elif question.kind is QuestionKind.RANKING:
        rank(*chance.sample(about, _RANKED))
    else:
        member.write(question.code, WORDS)
