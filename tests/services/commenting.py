"""A closed round in which members wrote, and people who code it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import Role
from surveyapp.models import AuditEntry
from surveyapp.permissions import ALLOWED, OPERATOR, Actor
from surveyapp.services import accounts, drafts, links, questionnaires, responses, surveys, themes
from surveyapp.services.coding import code_words
from surveyapp.services.comments import CommentFilter, list_comments
from tests.conftest import NOON, SECRET
from tests.factories import PLAN, a_plan, an_open_round, some_links

if TYPE_CHECKING:
    from surveyapp.models import Round
    from surveyapp.services.commented import Comment

FIVE = (
    {
        "comment-A": "Needs a number for the wait.",
        "comment-B": "Who pays for this?",
        "share": "yes",
        "importance-A": "5",
    },
    {"comment-A": "Give the wait a number.", "missing": "Rural réach.", "share": "no", "importance-A": "4"},
    {"comment-A": "Dr. Sample of Springfield never answers.", "importance-A": "na"},
    {"wording-A": "Shorten the wait for the first visit to two weeks.", "share": "yes", "importance-A": "2"},
    {"wording-A": "shorten the wait for the first visit, to two weeks", "importance-A": "3"},
)
NEEDS, GIVE, WHO, NAMES = "Needs a number", "Give the wait", "Who pays", "Dr. Sample"
"""How four of the comments begin."""


def a_person(role: Role = Role.STAFF, name: str = "ann") -> Actor:
    """An account that may sign in, as an actor."""
    email = f"{name}-{role}@example.org"
    made = accounts.create_account(OPERATOR, email=email, name=name, role=role, password="a long password", now=NOON)
    return Actor(name, ALLOWED[role], made.id)


def a_written_round(*people: dict[str, str], closed: bool = True, title: str = "") -> Round:
    """A round in which each person submitted; fields are named by code and label, as in `comment-A`.

    A `title` makes it one of another survey, about another plan.
    """
    plan = PLAN.replace("Community Rehabilitation Strategic Plan", title) if title else PLAN
    round_ = an_open_round(a_plan(plan))
    for token, typed in zip(some_links(round_, len(people)), people, strict=True):
        submit(round_, token, typed)
    return surveys.close_round(OPERATOR, round_.id, now=NOON) if closed else round_


def submit(round_: Round, token: str, typed: dict[str, str]) -> None:
    """One person submits, in place of what they submitted before."""
    questionnaire = questionnaires.load_questionnaire(round_.id)
    ids = {item.label: item.id for item in questionnaire.items}
    fields = {}
    for name, text in typed.items():
        code, _, label = name.partition("-")
        fields[f"{code}-{ids[label]}" if label else code] = text
    round_id, draft_id = links.begin(token, secret=SECRET, now=NOON)
    drafts.save_fields(draft_id, round_id, fields, now=NOON)
    responses.submit(draft_id, round_id, questionnaire, now=NOON)


def comments_of(actor: Actor, round_id: int, chosen: CommentFilter | None = None) -> list[Comment]:
    """What a filter finds on its first page."""
    return [comment for comment, _ in list_comments(actor, round_id, chosen or CommentFilter()).entries]


def find(actor: Actor, round_id: int, beginning: str, *, wordings: bool = False) -> Comment:
    """The comment whose text, as this person may see it, begins so."""
    found = comments_of(actor, round_id, CommentFilter(wordings=wordings))
    return next(comment for comment in found if comment.written.text.startswith(beginning))


def given(actor: Actor, round_id: int, beginning: str) -> tuple[int, ...]:
    """The themes of the comment that begins so."""
    return find(actor, round_id, beginning).themes


def code(actor: Actor, round_id: int, beginning: str, *add: int, remove: tuple[int, ...] = ()) -> None:
    """Code the comment that begins so."""
    comment = find(actor, round_id, beginning)
    code_words(actor, round_id, {comment.written.address: comment.seen}, add=add, remove=remove, now=NOON)


def a_theme(round_id: int, name: str) -> int:
    """A new theme's number."""
    return themes.add_theme(OPERATOR, round_id, name=name, now=NOON).id


def audited() -> list[tuple[str, dict[str, str]]]:
    """What the audit trail says, oldest first."""
    database.session().rollback()
    query = sa.select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.id)
    return [(action, details) for action, details in database.session().execute(query)]
