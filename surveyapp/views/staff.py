"""What every staff page shows around its content: whose plan this is, its stages, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for

from surveyapp.enums import RoundState
from surveyapp.permissions import Permission
from surveyapp.security import current_actor
from surveyapp.services import participants, plans, surveys

if TYPE_CHECKING:
    from collections.abc import Sequence


class Stage(Enum):
    """A stage of a plan's way, named as the navigation names it."""

    PLAN = "Plan"
    SURVEY = "Survey"
    PEOPLE = "People"
    RESULTS = "Results"


@dataclass(frozen=True, slots=True)
class StageLink:
    """A stage in the navigation."""

    name: str
    url: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The plan that a page belongs to, and its stages."""

    title: str
    detail: str
    stages: tuple[StageLink, ...]


def show(template: str, *, place: Place | None = None, problems: Sequence[tuple[str, str]] = (), **values: Any) -> str:
    """Render a staff page. `problems` are the sentences of a form that came back, with the fields they stand at."""
    actor = current_actor()
    return render_template(
        template,
        place=place,
        problems=problems,
        account=actor.name,
        sees_plans=actor.may(Permission.SEE_PLANS),
        sees_members=actor.may(Permission.MANAGE_MEMBERS),
        sees_tokens=actor.may(Permission.MANAGE_ACCOUNTS),
        **values,
    )


def place_of_plan(plan_id: int, current: Stage) -> Place:
    """The header of a page of a plan: only the stages that exist so far and that this account may open."""
    actor = current_actor()
    plan = plans.get_plan(actor, plan_id)
    survey = surveys.find_survey(actor, plan_id)
    version = plan.versions[-1]
    links = [(Stage.PLAN, url_for("plans.show_plan", plan_id=plan_id), survey is not None)]
    if survey is not None:
        round_ = survey.rounds[-1]
        version = version if current is Stage.PLAN else round_.version
        has_opened = round_.state is not RoundState.DRAFT
        if actor.may(Permission.RUN_SURVEYS):
            links.append((Stage.SURVEY, url_for("surveys.show_round", round_id=round_.id), has_opened))
        if actor.may(Permission.MANAGE_MEMBERS):
            has_invited = participants.is_anybody_invited(survey.id)
            links.append((Stage.PEOPLE, url_for("members.show_people", round_id=round_.id), has_invited))
        is_closed = round_.state is RoundState.CLOSED
        links.append((Stage.RESULTS, url_for("results.show_results", round_id=round_.id), is_closed))
    stages = tuple(StageLink(stage.value, url, stage is current, is_done) for stage, url, is_done in links)
    return Place(plan.title, f"version {version.number}", stages)
