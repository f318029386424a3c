"""The figures of an open round move on in steps: the data of the last step, frozen, and taking the next one."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from random import SystemRandom
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import Refresh, RoundState, WordsKind
from surveyapp.errors import NotFound
from surveyapp.models import FrozenFigures, Response, Round, Survey
from surveyapp.services.datasets import no_responses, read_responses
from surveyapp.stats.dataset import RoundDataset, Words
from surveyapp.stats.steps import is_step_due, next_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from surveyapp.questionnaire import Questionnaire
    from surveyapp.stats.dataset import Codes

_KINDS = ("ratings", "choices", "places")


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that may be taken: its number, how many responses it shows, and their data."""

    number: int
    responses: int
    content: bytes


def is_due(round_id: int) -> bool:
    """Whether a step may be taken: the round is open, its figures move in steps, and enough responses are new."""
    query = (
        sa.select(
            Survey.minimum_cell,
            FrozenFigures.responses,
            sa.select(sa.func.count()).where(Response.round_id == Round.id).scalar_subquery(),
        )
        .join(Round, Round.survey_id == Survey.id)
        .outerjoin(FrozenFigures, FrozenFigures.round_id == Round.id)
        .where(Round.id == round_id, Round.state == RoundState.OPEN, Survey.refresh == Refresh.STEPS)
    )
    row = database.session().execute(query).one_or_none()
    return row is not None and is_step_due(row[1] or 0, row[2], row[0])


def prepare_step(questionnaire: Questionnaire) -> NextStep | None:
    """Read what the next step would show, if one is due: members can save meanwhile, however many have responded."""
    database.begin_snapshot()
    if not is_due(questionnaire.round_id):
        return None
    frozen = database.session().get(FrozenFigures, questionnaire.round_id)
    shown = () if frozen is None else _read_codes(frozen.content)
    dataset = next_step(shown, read_responses(questionnaire), questionnaire.minimum_cell, SystemRandom())
    return NextStep(1 + (frozen.step if frozen else 0), dataset.submitted, _pack(dataset))


def take_step(db: Session, round_id: int, step: NextStep) -> bool:
    """Put a step in place within a write; returns False where it was taken, or the round closed, since it was read."""
    frozen = db.get(FrozenFigures, round_id)
    if not is_due(round_id) or step.number != 1 + (frozen.step if frozen else 0):
        return False
    if frozen is None:
        frozen = FrozenFigures(round_id=round_id)
        db.add(frozen)
    frozen.step, frozen.responses, frozen.content = step.number, step.responses, step.content
    return True


def read_step(questionnaire: Questionnaire) -> RoundDataset:
    """The data of the last step of a round that is not closed; without any response before the first step."""
    everything = sa.select(sa.func.count()).where(Response.round_id == questionnaire.round_id)
    received = database.session().scalar(everything) or 0
    frozen = database.session().get(FrozenFigures, questionnaire.round_id)
    dataset = no_responses(questionnaire) if frozen is None else _unpack(frozen.content, questionnaire)
    return replace(dataset, held_back=received - dataset.submitted)


def forget_step(db: Session, round_id: int) -> None:
    """Drop the frozen figures of a round that is being closed: from now on all of its responses count."""
    db.execute(sa.delete(FrozenFigures).where(FrozenFigures.round_id == round_id))


def find_step(round_id: int) -> tuple[RoundState, int, int]:
    """Where a round stands, its revision, and the number of its last step. Raises `NotFound`."""
    query = sa.select(Round.state, Round.revision, FrozenFigures.step).outerjoin(
        FrozenFigures, FrozenFigures.round_id == Round.id
    )
    row = database.session().execute(query.where(Round.id == round_id)).one_or_none()
    if row is None:
        message = "There is no such round."
        raise NotFound(message)
    return row[0], row[1], row[2] or 0


def _read_codes(content: bytes) -> tuple[str, ...]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return tuple(json.loads(arrays["told"].tobytes())["codes"])


def _pack(dataset: RoundDataset) -> bytes:
    """Write a data set without its questionnaire, which is fixed while the round is open."""
    arrays = {f"{kind}.{code}": matrix for kind in _KINDS for code, matrix in getattr(dataset, kind).items()}
    words = [(w.response, w.question, w.item, w.kind.value, w.text) for w in dataset.words]
    told = json.dumps({"codes": dataset.codes, "quotable": dataset.quotable, "words": words, "salt": dataset.salt})
    out = io.BytesIO()
    np.savez_compressed(out, told=np.frombuffer(told.encode(), dtype=np.uint8), **arrays)
    return out.getvalue()


def _unpack(content: bytes, questionnaire: Questionnaire) -> RoundDataset:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        told = json.loads(arrays["told"].tobytes())
        ratings, choices, places = (_matrices(arrays, kind) for kind in _KINDS)
    return RoundDataset(
        questionnaire=questionnaire,
        invited=0,
        started=0,
        codes=tuple(told["codes"]),
        ratings=ratings,
        choices=choices,
        places=places,
        words=tuple(Words(row, code, item, WordsKind(kind), text) for row, code, item, kind, text in told["words"]),
        quotable=tuple(told["quotable"]),
        salt=told.get("salt", ""),
    )


def _matrices(arrays: Mapping[str, Codes], kind: str) -> dict[str, Codes]:
    return {name.partition(".")[2]: arrays[name] for name in arrays if name.startswith(f"{kind}.")}
