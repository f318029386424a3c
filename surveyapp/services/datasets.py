"""A round's stored answers as the data set that every figure rests on."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import QuestionKind, WordsKind
from surveyapp.models import Choice, ItemWords, Placement, Rating, Response, TextAnswer
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, UNRANKED, RoundDataset, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy.orm import Session

    from surveyapp.questionnaire import Question, Questionnaire
    from surveyapp.stats.dataset import Codes

_CODE_LENGTH = 10
_BATCH = 5_000
_NO_OPTION = -9


def read_responses(questionnaire: Questionnaire, attributes: Sequence[str] = ()) -> RoundDataset:
    """Everything that was submitted in a round up to now, with the segments stamped at its close for `attributes`.

    Who was invited and has started is not counted here.

    While a round is open this is for `services.steps` alone: what may be shown of it is decided there.
    """
    round_id = questionnaire.round_id
    db = database.session()
    submitted = sa.select(Response.id, Response.may_be_quoted, Response.segments).where(Response.round_id == round_id)
    coded = sorted((response_code(row.id), *row) for row in db.execute(submitted))
    row_of = {response_id: row for row, (_, response_id, *_) in enumerate(coded)}
    return RoundDataset(
        questionnaire=questionnaire,
        invited=0,
        started=0,
        codes=tuple(code for code, *_ in coded),
        quotable=tuple(said for _, _, said, _ in coded),
        segments={name: tuple(stamp.get(name) if stamp else None for *_, stamp in coded) for name in attributes},
        ratings=_matrices(db, questionnaire, row_of, QuestionKind.RATING),
        choices=_matrices(db, questionnaire, row_of, QuestionKind.CHOICE),
        places=_matrices(db, questionnaire, row_of, QuestionKind.RANKING),
        words=tuple(sorted(_words(db, questionnaire, row_of), key=_words_order)),
        salt=_salt(row_of),
    )


def _salt(response_ids: Iterable[int]) -> str:
    """Make a secret of the random keys of the responses, which stand in no file and on no page."""
    return hashlib.sha256(" ".join(map(str, sorted(response_ids))).encode()).hexdigest()


def no_responses(questionnaire: Questionnaire) -> RoundDataset:
    """The data set of a round in which no response may be shown yet."""

    def empty(kind: QuestionKind) -> dict[str, Codes]:
        asked = (question for question in questionnaire.questions if question.kind is kind)
        return {question.code: np.empty((0, len(question.items)), dtype=np.int16) for question in asked}

    return RoundDataset(
        questionnaire=questionnaire,
        invited=0,
        started=0,
        codes=(),
        ratings=empty(QuestionKind.RATING),
        choices=empty(QuestionKind.CHOICE),
        places=empty(QuestionKind.RANKING),
        words=(),
    )


def response_code(response_id: int) -> str:
    """A short name for a response: the same in every export, and telling nothing."""
    return short_digest(str(response_id))


def short_digest(text: str) -> str:
    """Fifty bits of a SHA-256, as ten letters and digits."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()[:_CODE_LENGTH]).decode()[:_CODE_LENGTH]


def _matrices(
    db: Session, questionnaire: Questionnaire, row_of: Mapping[int, int], kind: QuestionKind
) -> dict[str, Codes]:
    return {q.code: _matrix(db, questionnaire, row_of, q) for q in questionnaire.questions if q.kind is kind}


def _matrix(db: Session, questionnaire: Questionnaire, row_of: Mapping[int, int], question: Question) -> Codes:
    """Read the answers to one question, a row per response and a column per item.

    The database hands over one text of numbers per response: a row per answer would be an object per answer, and a
    hundred thousand responses are millions of answers.
    """
    stored = _STORED[question.kind]
    table, empty, code = stored.table, stored.empty, stored.code(question)
    matrix = np.full((len(row_of), len(question.items)), empty, dtype=np.int16)
    column_of = {questionnaire.items[position].id: column for column, position in enumerate(question.items)}
    pair = sa.cast(table.item_id, sa.String) + " " + sa.cast(code, sa.String)
    own = sa.select(Response.id).where(Response.round_id == questionnaire.round_id)
    query = (
        sa.select(table.response_id, sa.func.aggregate_strings(pair, " "))
        .where(table.response_id.in_(own), table.question_id == question.id)
        .group_by(table.response_id)
    )
    for part in db.execute(query, execution_options={"yield_per": _BATCH}).partitions():
        answers = np.fromstring(" ".join(text for _, text in part), dtype=np.int64, sep=" ").reshape(-1, 2)
        rows = np.repeat([row_of[one] for one, _ in part], [text.count(" ") // 2 + 1 for _, text in part])
        items, place = np.unique(answers[:, 0], return_inverse=True)
        matrix[rows, np.array([column_of[item] for item in items.tolist()])[place]] = answers[:, 1]
    return matrix


def _option_code(question: Question) -> sa.ColumnElement[int]:
    # An option that the question does not have becomes a code that every figure refuses, and not a gap.
    codes = {option.code: index for index, option in enumerate(question.options)}
    return sa.case(codes, value=Choice.option, else_=_NO_OPTION)


@dataclass(frozen=True, slots=True)
class _Stored:
    """Where the answers to a kind of question lie, what stands for those not given, and how the others are coded."""

    table: type[Rating | Choice | Placement]
    empty: int
    code: Callable[[Question], sa.ColumnElement[int]]


_STORED = {
    QuestionKind.RATING: _Stored(Rating, SILENT, lambda _: sa.func.coalesce(Rating.score, CANNOT_JUDGE)),
    QuestionKind.CHOICE: _Stored(Choice, SILENT, _option_code),
    QuestionKind.RANKING: _Stored(Placement, NOT_SHOWN, lambda _: sa.func.coalesce(Placement.place, UNRANKED)),
}


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
