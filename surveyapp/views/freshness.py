"""How many and how fresh: what stands on top of the results page, and what an open page asks for from time to time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import Refresh, RoundState
from surveyapp.templating import clock, percent, plural, words

if TYPE_CHECKING:
    from surveyapp.stats.summary import RoundSummary


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a round stands, whether members can answer now, when its figures move on, and whether it has segments."""

    state: RoundState
    is_live: bool
    refresh: Refresh
    has_segments: bool

    @property
    def moves_on(self) -> bool:
        """Whether its figures move on in steps."""
        return self.state is RoundState.OPEN and self.refresh is Refresh.STEPS


@dataclass(frozen=True, slots=True)
class Freshness:
    """In sentences: how many have submitted, where the round stands, and what its figures rest on."""

    submitted: str
    state: str
    figures: str


def say_freshness(summary: RoundSummary, standing: Standing) -> Freshness:
    """Say how many have submitted in a round and how fresh its figures are."""
    return Freshness(
        submitted=say_submitted(summary.submitted, summary.invited),
        state=_state(summary, standing),
        figures=_figures(summary, standing),
    )


def say_submitted(submitted: int, invited: int) -> str:
    """Say how many have submitted, of how many, with the share."""
    if not invited:
        return "Nobody is invited yet"
    has = "has" if submitted == 1 else "have"
    return f"{submitted:,} of {plural(invited, 'member', 'members')} ({percent(submitted / invited)}) {has} submitted"


def _state(summary: RoundSummary, standing: Standing) -> str:
    if standing.state is RoundState.DRAFT:
        return "not open yet"
    if standing.state is RoundState.OPEN:
        return "live" if standing.is_live else "open"
    closed_at = summary.questionnaire.closes_at
    return f"closed {clock(closed_at, summary.questionnaire.time_zone)}" if closed_at else "closed"


def _figures(summary: RoundSummary, standing: Standing) -> str:
    """Say which responses the figures rest on; nothing while there are no figures, which the page says at length."""
    if summary.hidden or not summary.counted:
        return ""
    if standing.state is RoundState.CLOSED:
        return f"The figures are final: {plural(summary.counted, 'response', 'responses')}."
    said = f"The figures rest on {summary.counted:,} of the {summary.submitted:,} responses so far"
    if standing.moves_on:
        said += f"; they move on in steps of {words(summary.minimum_cell)} or more, or at the close"
    return f"{said}.{' By segment they can be read once the survey has closed.' if standing.has_segments else ''}"
