"""A round's submitted responses as numbers: the data set, its summary, and what leaves as an export."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.enums import QuestionKind, WordsKind
from surveyapp.models import Choice, ItemWords, Placement, Rating, Response, Round, Survey, TextAnswer
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.participants import count_progress
from surveyapp.services.questionnaires import load_questionnaire
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, UNRANKED, RoundDataset, Words
from surveyapp.stats.summary import RoundSummary, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import InstrumentedAttribute, Session

    from surveyapp.enums import RoundState
    from surveyapp.permissions import Actor
    from surveyapp.questionnaire import Questionnaire
    from surveyapp.stats.dataset import Codes

_CODE_LENGTH = 10
_BATCH = 20_000


def load_summary(actor: Actor, round_id: int) -> RoundSummary:
    """Every figure of a round that the results page shows. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_RESULTS)
    return summarise(_load_dataset(round_id))


def export_round(
    actor: Actor, round_id: int, *, format_name: str, now: datetime
) -> tuple[RoundDataset, RoundSummary, RoundState]:
    """The data set, the summary and the state of a round, to be written to a file.

    The export is noted in the audit trail. Raises `NotFound`.
    """
    permissions.require(actor, Permission.EXPORT_RESULTS)
    dataset = _load_dataset(round_id)
    summary = summarise(dataset)
    with database.transaction() as db:
        title, state = db.execute(sa.select(Survey.title, Round.state).join(Round).where(Round.id == round_id)).one()
        details = {"format": format_name, "submitted": summary.submitted, "data": summary.fingerprint}
        activity.record(db, actor, "results.exported", title, now, **details)
    return dataset, summary, state


def _load_dataset(round_id: int) -> RoundDataset:
    questionnaire = load_questionnaire(round_id)
    db = database.session()
    progress = count_progress(round_id)
    submitted = sa.select(Response.id, Response.may_be_quoted).where(Response.round_id == round_id)
    coded = sorted((_code(response_id), response_id, said) for response_id, said in db.execute(submitted))
    row_of = {response_id: row for row, (_, response_id, _) in enumerate(coded)}
    options = {
        question.id: {option.code: index for index, option in enumerate(question.options)}
        for question in questionnaire.questions
    }
    return RoundDataset(
        questionnaire=questionnaire,
        invited=progress.invited,
        started=progress.started,
        codes=tuple(code for code, _, _ in coded),
        quotable=tuple(said for _, _, said in coded),
        ratings=_fill(
            db,
            questionnaire,
            row_of,
            kind=QuestionKind.RATING,
            empty=SILENT,
            column=Rating.score,
            code_of=lambda _question, score: CANNOT_JUDGE if score is None else score,
        ),
        choices=_fill(
            db,
            questionnaire,
            row_of,
            kind=QuestionKind.CHOICE,
            empty=SILENT,
            column=Choice.option,
            code_of=lambda question, option: options[question][option],
        ),
        places=_fill(
            db,
            questionnaire,
            row_of,
            kind=QuestionKind.RANKING,
            empty=NOT_SHOWN,
            column=Placement.place,
            code_of=lambda _question, place: UNRANKED if place is None else place,
        ),
        words=tuple(sorted(_words(db, questionnaire, row_of), key=_words_order)),
    )


def _code(response_id: int) -> str:
    """A short name for a response: the same in every export, and telling nothing."""
    return base64.b32encode(hashlib.sha256(str(response_id).encode()).digest()).decode()[:_CODE_LENGTH]


def _fill(
    db: Session,
    questionnaire: Questionnaire,
    row_of: Mapping[int, int],
    *,
    kind: QuestionKind,
    empty: int,
    column: InstrumentedAttribute[Any],
    code_of: Callable[[int, Any], int],
) -> dict[str, Codes]:
    """Read one kind of answers into a matrix per question.

    `code_of` turns a question id and a stored value into a code; `empty` stands where nothing is stored.
    """
    by_code: dict[str, Codes] = {}
    places: dict[int, tuple[Codes, dict[int, int]]] = {}
    for question in questionnaire.questions:
        if question.kind is kind:
            matrix = np.full((len(row_of), len(question.items)), empty, dtype=np.int16)
            columns = {questionnaire.items[position].id: index for index, position in enumerate(question.items)}
            by_code[question.code] = matrix
            places[question.id] = (matrix, columns)
    table = column.class_
    query = sa.select(table.response_id, table.question_id, table.item_id, column)
    for response_id, question_id, item_id, value in _of_round(db, query, table, questionnaire.round_id):
        matrix, columns = places[question_id]
        matrix[row_of[response_id], columns[item_id]] = code_of(question_id, value)
    return by_code


def _words(db: Session, questionnaire: Questionnaire, row_of: Mapping[int, int]) -> Iterator[Words]:
    query = sa.select(ItemWords.response_id, ItemWords.item_id, ItemWords.kind, ItemWords.text)
    for response_id, item_id, kind, text in _of_round(db, query, ItemWords, questionnaire.round_id):
        yield Words(row_of[response_id], kind.value, questionnaire.position_of[item_id], kind, text)
    codes = {question.id: question.code for question in questionnaire.questions}
    whole = sa.select(TextAnswer.response_id, TextAnswer.question_id, TextAnswer.text)
    for response_id, question_id, text in _of_round(db, whole, TextAnswer, questionnaire.round_id):
        yield Words(row_of[response_id], codes[question_id], None, WordsKind.ANSWER, text)


def _of_round(db: Session, query: sa.Select[*tuple[Any, ...]], table: Any, round_id: int) -> Iterator[Any]:
    """The rows of a round's responses, fetched in batches so that they are never all in memory twice."""
    query = query.join(Response, Response.id == table.response_id).where(Response.round_id == round_id)
    yield from db.execute(query, execution_options={"yield_per": _BATCH})


def _words_order(words: Words) -> tuple[int, str, int]:
    return words.response, words.question, -1 if words.item is None else words.item
