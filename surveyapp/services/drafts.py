"""A participant's draft: what they typed so far, from whichever device, and who is right when two devices differ.

These run many times for every member, so they are written as single statements rather than with loaded rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from surveyapp import database
from surveyapp.errors import NotFound, RuleBroken
from surveyapp.models import GRACE, Draft, Round, is_accepting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from surveyapp.models.responses import Stamp


class RoundNotOpen(RuleBroken):
    """Answers arrived before the round opened or after it closed; what was saved earlier is still there."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A participant at their draft: what they typed so far, and whether the round takes it now.

    `version` grows with every save that changed something; a page tells by it what it has seen. A round takes what
    was begun for a short grace after its closing time. `stamps` are the draft's own.
    """

    draft_id: int
    round_id: int
    participant_id: int
    fields: dict[str, str]
    revision: int
    accepting: bool
    version: int = 0
    stamps: Mapping[str, Stamp] = field(default_factory=dict)

    def count_of(self, device: str) -> int:
        """The highest count under which `device` saved anything here; its next must be higher."""
        return max((count for _, by, count in self.stamps.values() if by == device), default=0)


@dataclass(frozen=True, slots=True)
class Change:
    """One field as a device wants it: the text, and the version of the draft that the device had seen.

    `seen` is None for a change that holds whatever anybody else did.
    """

    text: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    `newer` holds the fields that another device changed since this one last looked, as they stand now; `refused`
    names those among them that this save wanted otherwise: they were left alone.
    """

    sitting: Sitting
    newer: dict[str, str]
    refused: frozenset[str]


_SITTING = (
    sa.select(
        Draft.participant_id,
        Draft.fields,
        Draft.version,
        Draft.stamps,
        Round.revision,
        Round.state,
        Round.opens_at,
        Round.closes_at,
    )
    .join(Round, Round.id == Draft.round_id)
    .where(Draft.id == sa.bindparam("draft_id"), Draft.round_id == sa.bindparam("round_id"))
)
_SITTING_TO_WRITE = _SITTING.with_for_update(of=Draft)
_SAVE = (
    sa.update(Draft)
    .where(Draft.id == sa.bindparam("draft_id"))
    .values(fields=sa.bindparam("new_fields"), version=sa.bindparam("new_version"), stamps=sa.bindparam("new_stamps"))
)


def end_of_grace(closes_at: datetime) -> datetime:
    """Until when whoever had begun may finish in a round that closes at `closes_at`."""
    return closes_at + GRACE


def get_sitting(draft_id: int, round_id: int, *, now: datetime) -> Sitting:
    """The draft with this id in this round. Raises `NotFound`."""
    with database.reading(single=True) as connection:
        return _read(connection, _SITTING, draft_id, round_id, now)


def lock_sitting(db: sa.Connection, draft_id: int, round_id: int, *, now: datetime) -> Sitting:
    """The same for whoever writes next in the transaction of `db`. Raises `NotFound`."""
    return _read(db, _SITTING_TO_WRITE, draft_id, round_id, now)


def save_fields(draft_id: int, round_id: int, texts: Mapping[str, str], *, now: datetime) -> Sitting:
    """Put `texts` into the draft exactly as typed, whatever any device saw. As `save_changes` otherwise."""
    changes = {name: Change(text) for name, text in texts.items()}
    return save_changes(draft_id, round_id, changes, now=now).sitting


def save_changes(
    draft_id: int,
    round_id: int,
    changes: Mapping[str, Change],
    *,
    now: datetime,
    device: str = "",
    count: int | None = None,
    seen: int | None = None,
) -> Saved:
    """Put `changes` into the draft exactly as typed; an empty text takes a field back to silence.

    `count` is the device's own number of this save (None: its next). A save that arrives late, after one with a
    higher count, changes nothing that the later one changed. A field that another device changed after this one
    looked is left alone and told. `seen` is the version that the device's page shows; None tells of no others.
    Saving the same again changes nothing. Raises `NotFound` for an unknown draft and `RoundNotOpen` when the
    round takes no answers; then nothing is stored.
    """
    with database.writing() as db:
        sitting = lock_sitting(db, draft_id, round_id, now=now)
        if not sitting.accepting:
            message = "This survey has closed, so this page was not saved. What you saved before is kept."
            raise RoundNotOpen(message)
        accepted, refused = _reconcile(sitting, changes, device, count)
        after = _changed(sitting, accepted, device, count)
        if after is not sitting:
            values = {"new_fields": after.fields, "new_version": after.version, "new_stamps": after.stamps}
            db.execute(_SAVE, {"draft_id": draft_id, **values})
    newer = refused if seen is None else refused | _others(after, device, seen)
    return Saved(after, {name: after.fields.get(name, "") for name in newer}, frozenset(refused))


def _reconcile(
    sitting: Sitting, changes: Mapping[str, Change], device: str, count: int | None
) -> tuple[dict[str, str], set[str]]:
    """Which texts to put in, and which fields another device changed meanwhile to something else."""
    accepted, refused = {}, set()
    for name, change in changes.items():
        version, by, last = sitting.stamps.get(name, (0, device, -1))
        if by == device:
            if count is None or count > last:
                accepted[name] = change.text
        elif change.seen is None or version <= change.seen:
            accepted[name] = change.text
        elif change.text != sitting.fields.get(name, ""):
            refused.add(name)
    return accepted, refused


def _changed(sitting: Sitting, accepted: Mapping[str, str], device: str, count: int | None) -> Sitting:
    """The sitting after `accepted` was put in; the very same when that changes nothing."""
    number = sitting.count_of(device) + 1 if count is None else count
    moved = {name for name, text in accepted.items() if text != sitting.fields.get(name, "")}
    version = sitting.version + bool(moved)
    stamps = dict(sitting.stamps)
    for name in accepted:
        changed_at, by, _ = stamps.get(name, (sitting.version, device, -1))
        if name in moved:
            stamps[name] = (version, device, number)
        elif by == device and count is not None:
            # A repetition counts too: a save between the two, arriving late, must find the higher count.
            stamps[name] = (changed_at, device, count)
    if stamps == sitting.stamps:
        return sitting
    fields = {name: text for name, text in {**sitting.fields, **accepted}.items() if text}
    return replace(sitting, fields=fields, version=version, stamps=stamps)


def _others(sitting: Sitting, device: str, seen: int) -> set[str]:
    return {name for name, (version, by, _) in sitting.stamps.items() if version > seen and by != device}


def _read(
    db: sa.Connection, query: sa.Select[*tuple[Any, ...]], draft_id: int, round_id: int, now: datetime
) -> Sitting:
    row = db.execute(query, {"draft_id": draft_id, "round_id": round_id}).one_or_none()
    if row is None:
        message = "These answers are not known here. Open the link in your e-mail again."
        raise NotFound(message)
    participant_id, fields, version, stamps, revision, state, opens_at, closes_at = row
    accepting = is_accepting(state, opens_at, closes_at, now, grace=GRACE)
    known = {name: (at, by, count) for name, (at, by, count) in stamps.items()}
    return Sitting(draft_id, round_id, participant_id, fields, revision, accepting, version, known)
