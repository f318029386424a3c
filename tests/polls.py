"""A round whose ranking matters: with ties or without, over few goals or many, and members who answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import Placement
from surveyapp.permissions import OPERATOR
from surveyapp.services import drafts, links, questionnaires, responses, surveys
from surveyapp.services.presets import StepDepth
from surveyapp.services.surveys import QuestionWords
from tests.conftest import NOON, SECRET
from tests.factories import a_round, some_links

if TYPE_CHECKING:
    from surveyapp.models import PlanVersion
    from surveyapp.questionnaire import Questionnaire


class Poll:
    """An open round whose ranking may allow ties, and members who answer it."""

    def __init__(self, version: PlanVersion | None = None, *, ties: bool = False) -> None:
        round_ = a_round(version)
        words = {
            question.code: QuestionWords(True, question.prompt, tuple(question.labels), question.cannot_judge, ties)
            for question in round_.questions
        }
        surveys.edit_round(
            OPERATOR,
            round_.id,
            title="Poll",
            introduction="",
            words=words,
            asks_comments=True,
            asks_wording=True,
            depth=StepDepth.FIRST,
            now=NOON,
        )
        surveys.open_round(OPERATOR, round_.id, now=NOON)
        self.round_id = round_.id
        self.questionnaire: Questionnaire = questionnaires.load_questionnaire(round_.id)
        self.labels = {item.id: item.label for item in self.questionnaire.items}
        self._tokens = some_links(round_, 8)

    def draft(self, member: int = 0) -> int:
        return links.begin(self._tokens[member], secret=SECRET, now=NOON)[1]

    def save(self, member: int = 0, **typed: str) -> None:
        """Save fields written as `order_A="1"`."""
        ids = {label: item for item, label in self.labels.items()}
        fields = {f"{code}-{ids[label]}": text for (code, _, label), text in _split(typed)}
        drafts.save_fields(self.draft(member), self.round_id, fields, now=NOON)

    def submit(self, member: int = 0) -> None:
        responses.submit(self.draft(member), self.round_id, self.questionnaire, now=NOON)

    def close(self) -> None:
        """End the round, so that figures of few can be shown."""
        surveys.close_round(OPERATOR, self.round_id, now=NOON)

    def ballot(self) -> dict[str, int | None]:
        """The stored ballot of the only response."""
        database.session().rollback()
        return {self.labels[row.item_id]: row.place for row in database.session().scalars(sa.select(Placement))}

    def answer_level(self) -> None:
        """Let five members rank A, B and C, most of them with goals that stand level."""
        places = [("1", "1", "2"), ("1", "2", "2"), ("1", "1", "1"), ("2", "1", ""), ("1", "", "")]
        for member, (first, second, third) in enumerate(places):
            self.save(member, order_A=first, order_B=second, order_C=third)
            self.submit(member)

    def changed(self, member: int = 0) -> bool:
        draft_id = self.draft(member)
        submitted = responses.get_submitted(draft_id, self.round_id)
        assert submitted is not None
        fields = drafts.get_sitting(draft_id, self.round_id, now=NOON).fields
        return responses.differs(self.questionnaire, fields, submitted)


def _split(typed: dict[str, str]) -> list[tuple[tuple[str, str, str], str]]:
    return [(name.partition("_"), text) for name, text in typed.items()]
