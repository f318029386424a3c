"""Makers with sensible defaults, so that a test shows only what matters to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from surveyapp.documents import read_plan_document
from surveyapp.permissions import OPERATOR
from surveyapp.services import members, participants, plans, surveys
from surveyapp.services.members import MemberRow, Membership
from tests.conftest import NOON, SECRET

if TYPE_CHECKING:
    from surveyapp.models import PlanVersion, Round

PLAN = """\
Community Rehabilitation Strategic Plan

Envisioned Future:

In the future, every person leaves hospital with a date for the first visit at home.

Function is written down in words that families understand.

High-Level Goals:

High Priority Goals:

A. Shorten the wait for the first visit.
 1. Publish a shared definition of a timely visit.
 a. Agree it with payers.
 2. Measure the wait in every practice.
B. Speak one language of function.
 1. Choose a core set of measures.

Future Considerations:

C. Share staff between neighboring practices.
"""


MANY_GOALS = """\
Long Strategic Plan

Envisioned Future:

In the future, every person is seen in time.

High-Level Goals:

High Priority Goals:

""" + "".join(f"{letter}. Reach the aim that is called {letter}.\n" for letter in "ABCDEFGHIJKL")


def a_plan(text: str = PLAN, name: str = "plan.txt") -> PlanVersion:
    """A plan with two statements, three goals in two tiers, and four sub-goals."""
    source = text.encode()
    outline = read_plan_document(source, name)
    version, _ = plans.import_outline(OPERATOR, outline, source_name=name, source=source, now=NOON)
    return version


def a_round(version: PlanVersion | None = None) -> Round:
    """A round in draft that is to close in ten days."""
    version = version or a_plan()
    round_ = surveys.create_survey(OPERATOR, version.id, time_zone="America/Chicago", now=NOON)
    closes_at = NOON + timedelta(days=10)
    return surveys.schedule_round(
        OPERATOR, round_.id, opens_at=None, closes_at=closes_at, time_zone="America/Chicago", now=NOON
    )


def an_open_round(version: PlanVersion | None = None) -> Round:
    """A round that takes answers from noon on."""
    return surveys.open_round(OPERATOR, a_round(version).id, now=NOON)


def some_members(count: int = 3) -> None:
    """Members Ann0, Ann1, ... in the membership file."""
    rows = [
        MemberRow(line + 2, f"ann{line}@example.org", f"Ann{line}", "Sample", {"practice_setting": "academic"})
        for line in range(count)
    ]
    members.import_members(OPERATOR, Membership(members=rows), now=NOON)


def some_links(round_: Round, count: int = 3) -> list[str]:
    """The tokens of `count` invited members."""
    some_members(count)
    participants.invite_members(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)
    return [link.token for link in participants.list_links(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)]
