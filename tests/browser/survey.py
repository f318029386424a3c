"""A plan put to members who have not opened their links yet, and what time does to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.documents import read_plan_document
from surveyapp.models import Question, Round
from surveyapp.permissions import OPERATOR
from surveyapp.questionnaire import item_field, journey_of
from surveyapp.services import invitations, members, participants, plans, questionnaires, sealing, surveys
from surveyapp.services.members import MemberRow, Membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.questionnaire import Item, Questionnaire
    from tests.browser.site import Site

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published-plans"
REAL_PLAN = PUBLISHED / "pain-spine-strategic-plan.txt"
TITLE = "Community Rehabilitation Strategic Plan"
LETTERS = "ABCDEFGHIJK"
ZONE = "America/Chicago"
_DAYS = timedelta(days=10)
_MEMBERS = 60


@dataclass
class Survey:
    """A survey's first round, and the member behind each link by its token."""

    site: Site
    round_id: int
    questionnaire: Questionnaire
    member_of: dict[str, int]
    _unused: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self._unused = iter(list(self.member_of))

    def newcomer(self) -> str:
        """The token of somebody who was never here."""
        return next(self._unused)

    def replace_link(self, token: str) -> str:
        """Staff put a new link in the place of `token`."""
        with self.site.services() as now:
            secret = self.site.settings.secret_key
            link = invitations.replace_link(
                OPERATOR, self.questionnaire.survey_id, self.member_of[token], generation=0, secret=secret, now=now
            )
            return link.token

    def withdraw(self, token: str) -> None:
        """Staff take an invitation back."""
        with self.site.services() as now:
            invitations.withdraw(OPERATOR, self.questionnaire.survey_id, self.member_of[token], now=now)

    def seal(self) -> None:
        """Staff destroy the key that leads from links to answers."""
        with self.site.services() as now:
            secret = self.site.settings.secret_key
            sealing.seal_survey(OPERATOR, self.questionnaire.survey_id, secret=secret, now=now)

    def link(self, token: str) -> str:
        return f"{self.site.url}/r/{token}"

    def url(self, slug: str) -> str:
        return f"{self.site.url}/s/{self.round_id}/{slug}"

    def slugs(self) -> list[str]:
        """The pages of the round in order, the check last."""
        return [page.slug for page in journey_of(self.questionnaire).pages]

    def item(self, label: str) -> Item:
        return next(item for item in self.questionnaire.items if item.label == label)

    def label(self, item_id: int) -> str:
        return self.questionnaire.items[self.questionnaire.position_of[item_id]].label

    def labels(self, code: str) -> list[str]:
        """The labels of the items that a question is about."""
        return [self.questionnaire.items[position].label for position in self.questionnaire.by_code[code].items]

    def field(self, said: str) -> str:
        """The name of the field in which somebody says "importance A", "comment B.1" or "missing"."""
        code, _, label = said.partition(" ")
        if not label:
            return code
        question = self.questionnaire.by_code.get(code)
        item = self.item(label)
        return item_field(question, item) if question else f"{code}-{item.id}"

    def close(self) -> None:
        """Staff close the round by hand."""
        with self.site.services() as now:
            surveys.close_round(OPERATOR, self.round_id, now=now)

    def close_in(self, left: timedelta) -> None:
        """Let the closing time be `left` from now (below zero: it has passed), as if the days before had gone by."""
        with self.site.services() as now, database.transaction() as db:
            changed = {"opens_at": now - _DAYS, "closes_at": now + left, "revision": Round.revision + 1}
            db.execute(sa.update(Round).where(Round.id == self.round_id).values(changed))


def sample_survey(site: Site, title: str = TITLE, *, opens: bool = True, opens_in: timedelta | None = None) -> Survey:
    """The sample plan put to sixty members: open, or in draft, or to open later. A plan of another title is another."""
    source = files("surveyapp.demo").joinpath("sample_plan.txt").read_bytes()
    round_id = _draft(site, source.replace(TITLE.encode(), title.encode()), opens_in)
    return _put(site, round_id, opens=opens)


def real_survey(site: Site) -> Survey:
    """The published plan of a real society, open to sixty members."""
    return _put(site, _draft(site, REAL_PLAN.read_bytes()))


def long_survey(site: Site) -> Survey:
    """Eleven goals of three hundred characters, rated from 1 to 9, sorted before they are ranked, with ties allowed."""
    goals = (f"{letter}. {f'Goal {letter} is told at length, with all that belongs to it. ' * 6}" for letter in LETTERS)
    text = "\n".join(["A Long Plan", "", "High-Level Goals:", "", *goals])
    round_id = _draft(site, text.encode())
    nine = [word for word in ("Not important", "Of some importance", "Important") for _ in range(3)]
    with site.services(), database.transaction() as db:
        own = sa.update(Question).where(Question.round_id == round_id)
        db.execute(own.where(Question.code == "importance").values(labels=nine, agree_from=7))
        db.execute(own.where(Question.code == "order").values(ties=True))
    return _put(site, round_id)


def _draft(site: Site, source: bytes, opens_in: timedelta | None = None) -> int:
    with site.services() as now:
        outline = read_plan_document(source, "plan.txt")
        version, _ = plans.import_outline(OPERATOR, outline, source_name="plan.txt", source=source, now=now)
        round_ = surveys.create_survey(OPERATOR, version.id, time_zone=ZONE, now=now)
        opens_at = now + opens_in if opens_in else None
        surveys.schedule_round(OPERATOR, round_.id, opens_at=opens_at, closes_at=now + _DAYS, time_zone=ZONE, now=now)
        return round_.id


def _put(site: Site, round_id: int, *, opens: bool = True) -> Survey:
    secret = site.settings.secret_key
    with site.services() as now:
        if opens:
            surveys.open_round(OPERATOR, round_id, now=now)
        rows = [MemberRow(n, f"m{n}@example.org", "Member", f"{n:02}", {}) for n in range(1, _MEMBERS + 1)]
        members.import_members(OPERATOR, Membership(members=rows), now=now)
        questionnaire = questionnaires.load_questionnaire(round_id)
        participants.invite_members(OPERATOR, questionnaire.survey_id, secret=secret, now=now)
        invited = participants.list_links(OPERATOR, questionnaire.survey_id, secret=secret, now=now)
        return Survey(site, round_id, questionnaire, {link.token: link.member.id for link in invited})
