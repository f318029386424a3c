"""Segments: which attributes of members they are made of, and how coarsely they are stamped so as to name nobody."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from surveyapp import database, permissions
from surveyapp.enums import Refresh, RoundState
from surveyapp.errors import InvalidInput, NotFound, RuleBroken
from surveyapp.models import Invitation, Member, Participant, Response, Round, Survey
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.stats.coarsening import coarsen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor
    from surveyapp.stats.coarsening import Attributes

FEWEST_VALUES, MOST_VALUES = 2, 12
MOST_SEGMENTS = 3
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribute of the membership file that can make segments, and its values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of the members `invited` keep which value of an attribute as a segment, the most frequent first."""

    name: str
    invited: int
    values: tuple[tuple[str, int], ...]

    @property
    def others(self) -> int:
        """How many keep none: their value is rare, or not known."""
        return self.invited - sum(count for _, count in self.values)


def list_candidates(actor: Actor) -> list[Candidate]:
    """The attributes of the membership file with 2 to 12 different values, by name."""
    permissions.require(actor, Permission.RUN_SURVEYS)
    found: dict[str, set[str]] = defaultdict(set)
    for attributes in database.session().scalars(sa.select(Member.attributes)):
        for name, value in attributes.items():
            found[name].add(value)
    return [
        Candidate(name, tuple(sorted(values)))
        for name, values in sorted(found.items())
        if FEWEST_VALUES <= len(values) <= MOST_VALUES
    ]


def choose_segments(
    actor: Actor, survey_id: int, attributes: Sequence[str], *, refresh: Refresh, now: datetime
) -> None:
    """Set what a survey's segments are made of, the most important first, and when its figures move on.

    Raises `RuleBroken` once a round has opened, and `InvalidInput` for an attribute named twice, for one that cannot
    make segments, and for too many.
    """
    permissions.require(actor, Permission.RUN_SURVEYS)
    candidates = {candidate.name for candidate in list_candidates(actor)}
    if len(set(attributes)) != len(attributes):
        message = "Choose each attribute once."
        raise InvalidInput(message)
    if len(attributes) > MOST_SEGMENTS:
        message = f"Choose at most {MOST_SEGMENTS} attributes: with more, hardly anybody would share them all."
        raise InvalidInput(message)
    with database.transaction() as db:
        survey = _survey(db, survey_id)
        if any(round_.state is not RoundState.DRAFT for round_ in survey.rounds):
            message = "A round of this survey has opened, so its segments are fixed. Nothing was changed."
            raise RuleBroken(message)
        if unknown := [name for name in attributes if name not in candidates | set(survey.segments or ())]:
            message = f"“{unknown[0]}” is no attribute of the members with {FEWEST_VALUES} to {MOST_VALUES} values."
            raise InvalidInput(message)
        survey.segments, survey.refresh = list(attributes) or None, refresh
        invitations = _invitations(db, survey_id)
        for invitation in invitations:
            invitation.segments = None
        stamp_invitations(survey, invitations)
        names = ", ".join(attributes)
        activity.record(db, actor, "survey.segments", survey.title, now, segments=names, refresh=refresh.value)


def count_kept(actor: Actor, survey_id: int) -> list[Kept]:
    """How much of the survey's segments is left for the members invited so far, by attribute."""
    permissions.require(actor, Permission.RUN_SURVEYS)
    db = database.session()
    survey = _survey(db, survey_id)
    # Members who share a combination have the same stamp, letter by letter.
    stamp = sa.cast(Invitation.segments, sa.String)
    query = sa.select(stamp, sa.func.count()).where(Invitation.survey_id == survey_id).group_by(stamp)
    stamps = [(json.loads(text) if text else {}, count) for text, count in db.execute(query)]
    invited = sum(count for _, count in stamps)
    return [Kept(name, invited, _values(stamps, name)) for name in survey.segments or ()]


def _values(stamps: Iterable[tuple[Mapping[str, str], int]], name: str) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for stamp, count in stamps:
        if name in stamp:
            found[stamp[name]] += count
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def stamp_invitations(survey: Survey, invitations: Iterable[Invitation]) -> None:
    """Stamp those `invitations` of a survey that have no segments yet, with their members loaded.

    Combinations that come out are shared by at least the survey's minimum cell of invited members. Members invited
    later join combinations that are there; those who fit into none, and are too few for one of their own, get none.
    """
    names = survey.segments
    if not names:
        return
    new = [invitation for invitation in invitations if invitation.segments is None]
    standing = [_row(invitation.segments, names) for invitation in invitations if invitation.segments is not None]
    values = [_row(invitation.member.attributes, names) for invitation in new]
    for invitation, coarse in zip(new, coarsen(values, survey.minimum_cell, standing), strict=True):
        invitation.segments = _stamp(coarse, names)


def stamp_responses(db: Session, round_: Round) -> None:
    """Stamp a round's responses at its close, so coarsely that enough of those who responded share each combination."""
    names = round_.survey.segments
    if not names:
        return
    query = (
        sa.select(Response.id, Participant.segments)
        .join(Participant, Participant.id == Response.participant_id)
        .where(Response.round_id == round_.id)
        .order_by(Response.id)
    )
    rows = db.execute(query).all()
    stamps = coarsen([_row(segments, names) for _, segments in rows], round_.survey.minimum_cell)
    by_stamp: dict[Attributes, list[int]] = defaultdict(list)
    for (response_id, _), coarse in zip(rows, stamps, strict=True):
        by_stamp[coarse].append(response_id)
    for coarse, ids in by_stamp.items():
        for start in range(0, len(ids), _BATCH):
            which = Response.id.in_(ids[start : start + _BATCH])
            db.execute(sa.update(Response).where(which).values(segments=_stamp(coarse, names)))


def forget_participants(db: Session, survey_id: int) -> None:
    """Take the segments off the participants of a survey that is being sealed; its responses keep their own."""
    db.execute(sa.update(Participant).where(Participant.survey_id == survey_id).values(segments=None))


def _row(segments: Mapping[str, str] | None, names: Sequence[str]) -> Attributes:
    return tuple((segments or {}).get(name) or None for name in names)


def _stamp(coarse: Attributes, names: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in zip(names, coarse, strict=True) if value is not None}


def _invitations(db: Session, survey_id: int) -> Sequence[Invitation]:
    query = sa.select(Invitation).where(Invitation.survey_id == survey_id).order_by(Invitation.member_id)
    return db.scalars(query.options(selectinload(Invitation.member))).all()


def _survey(db: Session, survey_id: int) -> Survey:
    survey = db.get(Survey, survey_id, options=[selectinload(Survey.rounds)])
    if survey is None:
        message = "There is no such survey."
        raise NotFound(message)
    return survey
