"""Words at their lasting addresses: what stands there now, and what staff made of it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import DispositionKind, PublishState, WordsKind
from surveyapp.errors import NotAllowed, NotFound
from surveyapp.models import Coding, CodingTheme, Disposition, OutsideInput, Redaction, Remark, Response, Round, Survey
from surveyapp.services import results
from surveyapp.services.datasets import response_code, short_digest
from surveyapp.stats.beside import segments_beside
from surveyapp.stats.segments import is_small
from surveyapp.stats.themed import OutsideSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor
    from surveyapp.services.results import DataState
    from surveyapp.stats.dataset import RoundDataset, Words

# A comment on an item, a wording of it, an answer to a question, each with its number and the response's code.
_ADDRESS = re.compile(r"(?:([cwa])(\d{1,9})-([A-Z2-7]{10})|o(\d{1,9}))", re.ASCII)
_LETTERS = {WordsKind.COMMENT: "c", WordsKind.WORDING: "w", WordsKind.ANSWER: "a"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_MOST_KEPT = 8
_SEEN_LENGTH = 16
_GONE = "These words are not there any more: whoever wrote them took them back. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Written:
    """Words as they stand, at their address: a response's, or (with `source`) from elsewhere.

    `response` is its row in the data set, `item` the position of what they are about in the questionnaire, None for
    the whole. `may_be_quoted` is the writer's own consent; None when they did not say.
    """

    address: str
    kind: WordsKind
    text: str
    may_be_quoted: bool | None
    response: int | None
    item: int | None
    question: str
    source: OutsideSource | None = None


@dataclass(slots=True)
class Worked:
    """What staff made of the words at one address. `codings` holds a digest and themes (as stored) for each seat.

    `remark_id` is 0 when nothing is stored of them.
    `dispositions` are the steps in deciding what becomes of them, the first one first, each with the text's digest.
    """

    remark_id: int = 0
    publish: PublishState | None = None
    shown: str | None = None
    shown_of: str = ""
    codings: dict[int, tuple[str, set[int]]] = field(default_factory=dict)
    dispositions: list[tuple[DispositionKind, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class RoundWords:
    """The words of a round as its results show them at this moment, and where they belong.

    `hidden` is true when so few responded that no word of theirs is shown; then only input from elsewhere is there.
    `segments` says what may stand beside each response's words; `ids` is filled when it is first asked for.
    """

    round_id: int
    survey_id: int
    title: str
    hidden: bool
    dataset: RoundDataset
    segments: tuple[str, ...]
    ids: dict[str, int]

    def of_responses(self) -> Iterator[Written]:
        """The words of the survey in the order of the responses' random codes; none while too few responded."""
        if not self.hidden:
            numbers = self._numbers()
            for words in self.dataset.words:
                yield self._written(words, numbers)

    def from_elsewhere(self, db: Session) -> Iterator[Written]:
        """The words that did not come through the survey, as they were entered."""
        query = sa.select(OutsideInput).where(OutsideInput.round_id == self.round_id, OutsideInput.withdrawn.is_(False))
        for entered in db.scalars(query.order_by(OutsideInput.id)):
            yield self._from_elsewhere(entered)

    def at(self, db: Session, address: str) -> Written:
        """The words that stand at `address`. Raises `NotFound` where there are none (any more)."""
        match = _ADDRESS.fullmatch(address)
        found = None
        if match is not None and match[4] is not None:
            entered = db.get(OutsideInput, int(match[4]))
            if entered is not None and entered.round_id == self.round_id and not entered.withdrawn:
                found = self._from_elsewhere(entered)
        elif match is not None and not self.hidden:
            found = self._of_response(address, match[3])
        if found is None:
            raise NotFound(_GONE)
        return found

    def _of_response(self, address: str, code: str) -> Written | None:
        row = bisect_left(self.dataset.codes, code)
        numbers, words = self._numbers(), self.dataset.words
        place = bisect_left(words, row, key=lambda one: one.response)
        while place < len(words) and words[place].response == row:
            written = self._written(words[place], numbers)
            if written.address == address:
                return written
            place += 1
        return None

    def _numbers(self) -> dict[str, int]:
        return {question.code: question.id for question in self.dataset.questionnaire.questions}

    def _written(self, words: Words, numbers: dict[str, int]) -> Written:
        of_item = words.item is not None
        number = self.dataset.questionnaire.items[words.item].id if words.item is not None else numbers[words.question]
        address = f"{_LETTERS[words.kind]}{number}-{self.dataset.codes[words.response]}"
        said = self.dataset.may_be_quoted(words.response)
        item = words.item if of_item else None
        return Written(address, words.kind, words.text, said, words.response, item, words.question)

    def _from_elsewhere(self, entered: OutsideInput) -> Written:
        item = None if entered.item_id is None else self.dataset.questionnaire.position_of[entered.item_id]
        source = OutsideSource(entered.source, entered.source_name, entered.heard_on)
        kind, said = WordsKind.COMMENT, entered.may_be_quoted
        return Written(f"o{entered.id}", kind, entered.text, said, None, item, "comment", source)


_kept: OrderedDict[tuple[sa.Engine, int], tuple[DataState, RoundWords]] = OrderedDict()
_lock = Lock()


def load_words(actor: Actor, round_id: int) -> RoundWords:
    """The words of a round, kept in memory until its data change. Raises `NotFound`.

    To be called before a transaction begins: reading the data set may need one of its own.
    """
    data, key = results.get_data_state(actor, round_id), (database.engine(), round_id)
    with _lock:
        kept = _kept.get(key)
    if kept is not None and kept[0] == data:
        return kept[1]
    dataset = results.load_dataset(actor, round_id)
    survey_id, title = survey_of(database.session(), round_id)
    hidden = is_small(dataset.submitted, dataset.questionnaire.minimum_cell)
    beside = segments_beside(dataset, results.load_figures(actor, round_id).segments)
    words = RoundWords(round_id, survey_id, title, hidden, dataset, beside, {})
    with _lock:
        _kept[key] = (data, words)
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return words


def survey_of(db: Session, round_id: int) -> tuple[int, str]:
    """The number and the title of a round's survey. Raises `NotFound`."""
    row = db.execute(sa.select(Survey.id, Survey.title).join(Round).where(Round.id == round_id)).one_or_none()
    if row is None:
        message = "There is no such round."
        raise NotFound(message)
    return row.id, row.title


def name_in_files(db: Session, words: RoundWords, written: Written) -> str:
    """What files call words, and know them by when they come back. It tells nothing about who else's words are theirs.

    An address ends with the code of the response, which all words of one person share; this does not, and cannot be
    worked out from a code, since it is made of the response's random key, which no file holds.
    """
    if written.source is not None:
        return written.address
    about, code = written.address.split("-")
    return f"{about}-{short_digest(f'{_response_id(db, words, code)} {about}')}"


def place_of(address: str) -> tuple[WordsKind, int]:
    """What kind of words stand at the address of a response's, and the number of the item or question.

    Raises ValueError for an address of another form.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None or match[1] is None:
        raise ValueError(f"no words of a response stand at {address!r}")
    return _KINDS[match[1]], int(match[2])


def digest_of(text: str) -> str:
    """SHA-256 of a text (hex): the same exactly when the text is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seen_mark(digest: str, hidden_at: int = 0) -> str:
    """What a page carries of a text that was read, by its digest, to tell later whether it is still the same.

    Of a text that a redaction hides from the reader, `hidden_at` is the random number of its remark, which no page
    shows: without it, guesses at the original could be tried against the mark.
    """
    return (digest_of(f"{hidden_at} {digest}") if hidden_at else digest)[:_SEEN_LENGTH]


def publish_state(words: Written, decided: PublishState | None) -> PublishState:
    """Whether words may be quoted: never without the writer's consent, and not where staff decided against it."""
    is_open = words.may_be_quoted is True and decided is not PublishState.COUNTED
    return PublishState.QUOTED if is_open else PublishState.COUNTED


def account_of(actor: Actor) -> int:
    """The account of `actor`. Raises `NotAllowed` for the operator: what is coded has a coder's name on it."""
    if actor.account_id is None:
        message = "Codes and redactions belong to an account. Nothing was changed. Sign in to a page to make them."
        raise NotAllowed(message)
    return actor.account_id


def read_worked(db: Session, round_id: int) -> dict[str, Worked]:
    """What staff made of the words of a round, by address."""
    worked: dict[str, Worked] = {}
    by_id: dict[int, Worked] = {}
    remarks = sa.select(Remark.id, Remark.address, Remark.publish, Redaction.text, Redaction.original_digest)
    for row in db.execute(remarks.outerjoin(Redaction).where(Remark.round_id == round_id)):
        by_id[row.id] = worked[row.address] = Worked(row.id, row.publish, row.text, row.original_digest or "")
    codings = sa.select(Coding.remark_id, Coding.seat, Coding.text_digest).join(Remark)
    for remark_id, seat, digest in db.execute(codings.where(Remark.round_id == round_id)):
        by_id[remark_id].codings[seat] = (digest, set())
    themes = sa.select(CodingTheme.remark_id, CodingTheme.seat, CodingTheme.theme_id)
    themes = themes.join(Remark, Remark.id == CodingTheme.remark_id).where(Remark.round_id == round_id)
    for remark_id, seat, theme_id in db.execute(themes):
        by_id[remark_id].codings[seat][1].add(theme_id)
    steps = sa.select(Disposition.remark_id, Disposition.kind, Disposition.text_digest).join(Remark)
    steps = steps.where(Remark.round_id == round_id).order_by(Disposition.remark_id, Disposition.number)
    for remark_id, kind, digest in db.execute(steps):
        by_id[remark_id].dispositions.append((kind, digest))
    return worked


def remark_at(db: Session, words: RoundWords, written: Written) -> Remark:
    """The remark of these words, made when there is none yet."""
    found = db.scalar(sa.select(Remark).where(Remark.round_id == words.round_id, Remark.address == written.address))
    if found is None:
        is_outside = written.response is None
        found = Remark(
            round_id=words.round_id,
            address=written.address,
            response_id=None if is_outside else _response_id(db, words, written.address[-10:]),
            outside_id=int(written.address[1:]) if is_outside else None,
        )
        db.add(found)
        db.flush()
    return found


def _response_id(db: Session, words: RoundWords, code: str) -> int:
    if not words.ids:
        ids = db.scalars(sa.select(Response.id).where(Response.round_id == words.round_id))
        words.ids.update((response_code(response_id), response_id) for response_id in ids)
    if code not in words.ids:
        raise NotFound(_GONE)
    return words.ids[code]
