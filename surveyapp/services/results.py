"""What may be shown of a round's responses at this moment: the data set, its figures, and what leaves as an export."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.enums import RoundState
from surveyapp.models import Round, Survey
from surveyapp.permissions import Permission
from surveyapp.services import activity, participants, steps
from surveyapp.services.datasets import read_responses
from surveyapp.services.questionnaires import load_sheet
from surveyapp.stats.by_segment import segment_figures
from surveyapp.stats.differences import segment_differences
from surveyapp.stats.places import place_ranges
from surveyapp.stats.summary import RoundSummary, summarise

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor
    from surveyapp.services.participants import Progress
    from surveyapp.stats.by_segment import SegmentFigures
    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.differences import SegmentDifference
    from surveyapp.stats.uncertainty import RankUncertainty

_MOST_KEPT = 16


@dataclass(frozen=True, slots=True)
class DataState:
    """Which data the figures of a round rest on: equal exactly when they are the same."""

    state: RoundState
    revision: int
    step: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Every figure that the results pages show, with the state of the data.

    `ranges` holds the resampled places per ranking question, `segments` the figures by segment, `differences` those
    between segments. `prepared` is the pages' own, for what they make of these figures; it lasts as long as they do.
    """

    data: DataState
    summary: RoundSummary
    ranges: Mapping[str, RankUncertainty]
    segments: SegmentFigures
    differences: tuple[SegmentDifference, ...]
    prepared: dict[Hashable, object] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class _Kept:
    """The figures of a round as they were computed last, and who may compute them.

    `people` are the counts of its people, with the newest audit entry at the time.
    """

    lock: Lock = field(default_factory=Lock)
    figures: RoundFigures | None = None
    people: tuple[int, Progress] | None = None


_kept: OrderedDict[tuple[sa.Engine, int], _Kept] = OrderedDict()
_lock = Lock()


def load_summary(actor: Actor, round_id: int) -> RoundSummary:
    """Every figure about all who responded in a round, as far as it may be shown now. Raises `NotFound`."""
    return summarise(load_dataset(actor, round_id))


def load_dataset(actor: Actor, round_id: int) -> RoundDataset:
    """The data set that the results of a round rest on now. Raises `NotFound`.

    All responses with their segments once the round is closed; while it is open those of the last step, without
    segments, and before the first step none.
    """
    permissions.require(actor, Permission.SEE_RESULTS)
    return _load_dataset(round_id, get_data_state(actor, round_id))


def load_figures(actor: Actor, round_id: int) -> RoundFigures:
    """The figures of the results pages, kept in memory until the round's data change. Raises `NotFound`.

    Whoever asks while they are being computed waits for them, so that no two people's looks compute the same.
    """
    data = get_data_state(actor, round_id)
    kept = _kept_of(round_id)
    with kept.lock:
        figures = kept.figures
        if figures is None or figures.data != data:
            figures = kept.figures = _compute(round_id, data)
    progress = _count_people(kept, round_id, figures)
    counted = figures.summary.counted
    summary = replace(
        figures.summary,
        invited=progress.invited,
        started=progress.started,
        submitted=progress.submitted,
        held_back=progress.submitted - counted,
        hidden=figures.summary.hidden or 0 == counted < progress.submitted,
    )
    return replace(figures, summary=summary)


def get_data_state(actor: Actor, round_id: int) -> DataState:
    """Which data the figures of a round rest on at this moment. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_RESULTS)
    return DataState(*steps.find_step(round_id))


def count_people(actor: Actor, round_id: int) -> Progress:
    """How many were invited, have started and have submitted in a round up to this moment."""
    permissions.require(actor, Permission.SEE_RESULTS)
    return participants.count_progress(round_id)


def count_submitted(actor: Actor, round_id: int) -> int:
    """How many have submitted in a round up to this moment."""
    permissions.require(actor, Permission.SEE_RESULTS)
    return participants.count_submitted(round_id)


def is_step_due(actor: Actor, round_id: int) -> bool:
    """Whether enough has come in for the figures of an open round to move on."""
    permissions.require(actor, Permission.SEE_RESULTS)
    return steps.is_due(round_id)


def move_on(actor: Actor, round_id: int) -> bool:
    """Let the figures of an open round move on to the next step, if one is due; returns whether they did.

    Raises `NotFound`.
    """
    data = get_data_state(actor, round_id)
    questionnaire = load_sheet(round_id, revision=data.revision).questionnaire
    step = steps.prepare_step(questionnaire)
    if step is None:
        return False
    with database.transaction() as db:
        return steps.take_step(db, round_id, step)


def load_for_export(actor: Actor, round_id: int) -> tuple[RoundDataset, RoundSummary, RoundState]:
    """The data set, the summary and the state of a round, to be written to a file that `record_export` tells of.

    The figures of an open round move on first, if a step is due. Raises `NotFound`.
    """
    permissions.require(actor, Permission.EXPORT_RESULTS)
    move_on(actor, round_id)
    data = get_data_state(actor, round_id)
    dataset = _load_dataset(round_id, data)
    return dataset, summarise(dataset), data.state


def record_export(
    actor: Actor, round_id: int, details: Mapping[str, object], *, now: datetime, failed: bool = False
) -> None:
    """Note in the audit trail that a file of results was handed out, or (`failed`) that it could not be made."""
    permissions.require(actor, Permission.EXPORT_RESULTS)
    with database.transaction() as db:
        note_export(db, actor, round_id, details, now=now, failed=failed)


def note_export(
    db: Session, actor: Actor, round_id: int, details: Mapping[str, object], *, now: datetime, failed: bool = False
) -> None:
    """Note an export as `record_export` does, within the caller's write."""
    title = db.execute(sa.select(Survey.title).join(Round).where(Round.id == round_id)).scalar_one()
    action = "results.export_failed" if failed else "results.exported"
    activity.record(db, actor, action, title, now, **details)


def _kept_of(round_id: int) -> _Kept:
    """Find what is kept of a round; what nobody asked for longest goes."""
    key = (database.engine(), round_id)
    with _lock:
        kept = _kept.setdefault(key, _Kept())
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return kept


def _count_people(kept: _Kept, round_id: int, figures: RoundFigures) -> Progress:
    """Count the people of a round, but for what cannot have changed or is told nowhere: counting many takes long.

    Staff leave an audit entry with all they do, so without a new one nobody else is invited. Of a closed round the rest
    stays as well, and of an open one with figures nobody is told how many have started.
    """
    newest = activity.newest_entry(database.session())
    is_closed = figures.data.state is RoundState.CLOSED
    if kept.people is None or kept.people[0] != newest or not (is_closed or figures.summary.counted):
        kept.people = newest, participants.count_progress(round_id)
    progress = kept.people[1]
    return progress if is_closed else replace(progress, submitted=participants.count_submitted(round_id))


def _compute(round_id: int, data: DataState) -> RoundFigures:
    dataset = _load_dataset(round_id, data)
    segments = segment_figures(dataset)
    differences = segment_differences(dataset, segments)
    return RoundFigures(data, summarise(dataset), place_ranges(dataset), segments, differences)


def _load_dataset(round_id: int, data: DataState) -> RoundDataset:
    questionnaire = load_sheet(round_id, revision=data.revision).questionnaire
    if data.state is RoundState.CLOSED:
        names = sa.select(Survey.segments).where(Survey.id == questionnaire.survey_id)
        dataset = read_responses(questionnaire, database.session().scalar(names) or ())
    else:
        dataset = steps.read_step(questionnaire)
    progress = participants.count_progress(round_id)
    return replace(dataset, invited=progress.invited, started=progress.started)
