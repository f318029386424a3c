"""What every page about a round shows: where it stands, what it asks, how far its people are."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from surveyapp.enums import ItemKind, RoundState
from surveyapp.questionnaire import count_answered
from surveyapp.security import current_actor
from surveyapp.services import participants, questionnaires, surveys
from surveyapp.templating import plural
from surveyapp.views.charts import count_bar
from surveyapp.views.rules import shown_rules
from surveyapp.views.staff import Stage, place_of_plan

if TYPE_CHECKING:
    from surveyapp.services.participants import Progress
    from surveyapp.views.charts import Bar

ASKED_ABOUT = {
    "agreement": "Agreement with each statement",
    "importance": "Importance of each goal",
    "feasibility": "Feasibility of each goal",
    "tier": "The right tier for each goal",
    "step": "Keep, change or drop each step",
    "sort": "Now, next or later for each goal",
    "order": "Which goals come first",
    "missing": "What is missing from the plan",
}
"""What each question of the preset is called on staff pages."""


class Status(StrEnum):
    """Where a round stands, in the words of its page."""

    DRAFT = "In preparation"
    SCHEDULED = "Opens later"
    OPEN = "Open"
    OVER = "Time is over"
    CLOSED = "Closed"


def round_values(round_id: int) -> dict[str, Any]:
    """What every page about a round shows."""
    round_ = surveys.get_round(current_actor(), round_id)
    sheet = questionnaires.load_sheet(round_id, revision=round_.revision)
    _, answers = count_answered(sheet.questionnaire, {})
    progress = participants.count_progress(round_id)
    return {
        "place": place_of_plan(round_.survey.plan_id, Stage.SURVEY),
        "round": round_,
        "questionnaire": sheet.questionnaire,
        "asked_about": ASKED_ABOUT,
        "asked_of": {
            question.code: _asked_of([entry.item.kind for entry in question.items], question.code)
            for question in round_.questions
        },
        "status": status_of(round_.state, round_.opens_at, round_.closes_at, datetime.now(UTC)),
        "statuses": Status,
        "answers": answers,
        "minutes": sheet.journey.minutes_from(sheet.journey.pages[0]),
        "progress": progress,
        "declared": shown_rules(sheet.questionnaire, progress.invited),
    }


def status_of(state: RoundState, opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> Status:
    """Where a round stands at `now`."""
    if state is RoundState.DRAFT:
        return Status.DRAFT
    if state is RoundState.CLOSED:
        return Status.CLOSED
    if opens_at is not None and now < opens_at:
        return Status.SCHEDULED
    return Status.OPEN if closes_at is None or now < closes_at else Status.OVER


def progress_bar(progress: Progress) -> tuple[Bar, list[tuple[str, str]]]:
    """The bar of those who submitted, are under way, and show no sign yet, with its key."""
    waiting = max(progress.invited - progress.started, 0)
    parts = [
        ("Submitted", progress.submitted, "f5"),
        ("In progress", progress.started - progress.submitted, "f4"),
        ("No sign yet", waiting, "f2"),
    ]
    key = [(colour, f"{name} {count:,}") for name, count, colour in parts]
    return count_bar(parts, "members"), key


def _asked_of(kinds: list[ItemKind], code: str) -> str:
    """How many of what a question is put to; empty for one on the whole plan."""
    if not kinds:
        return ""
    if kinds[0] is ItemKind.GOAL:
        return plural(len(kinds), "step", "steps") if code == "step" else plural(len(kinds), "goal", "goals")
    return plural(len(kinds), kinds[0].value, "priorities" if kinds[0] is ItemKind.PRIORITY else "statements")
