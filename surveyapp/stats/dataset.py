"""The frozen picture of a round that leaves the database: one row per response, nothing that names a person."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.enums import WordsKind
    from surveyapp.questionnaire import Questionnaire

    Codes = npt.NDArray[np.int16]

# Silence, an abstention and a score are three different things; so are not shown, shown and not ranked, and a place.
SILENT = -1
CANNOT_JUDGE = -2
NOT_SHOWN = -3
UNRANKED = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote: on an item (position in the questionnaire's items) or, with `item` None, on the whole."""

    response: int
    question: str
    item: int | None
    kind: WordsKind
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class RoundDataset:
    """The submitted responses of one round: all of them once it is closed, those of the last step while it is open.

    Every matrix has a row per response (in the order of `codes`) and a column per item of its question:

    - `ratings[code]`: a score of the question's scale, or SILENT, CANNOT_JUDGE, NOT_SHOWN;
    - `choices[code]`: position in the question's options, or SILENT, NOT_SHOWN;
    - `places[code]`: 1 for first, 2 for second, ... , UNRANKED (shown and not ranked), or NOT_SHOWN.
      A place is one more than the number of items above it, so items that stand level have the same (1, 1, 3).
      A row without any place is a person who did not rank; it is no ballot.

    `quotable` says of each response whether its words may be shown to other members.
    `codes` are short random names of the responses; their order says nothing about when people answered.
    `invited`, `started` and `submitted` count people; drafts are counted in `started` and nowhere else.
    `held_back` counts the responses that came in and are not in here yet, 0 once the round is closed.
    `segments` has, by attribute (the most important first), a value per response; None is not known, or shared by
    too few to be said. Empty while the round is open. It serves figures about segments: a list of responses that says
    the segments of each would undo what those figures keep closed. `salt` is in no file: with it, nobody can try
    guesses at what is not shown against a fingerprint.
    """

    questionnaire: Questionnaire
    invited: int
    started: int
    codes: tuple[str, ...]
    ratings: Mapping[str, Codes]
    choices: Mapping[str, Codes]
    places: Mapping[str, Codes]
    words: tuple[Words, ...]
    quotable: tuple[bool | None, ...] = ()
    segments: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    held_back: int = 0
    salt: str = ""

    def may_be_quoted(self, response: int) -> bool | None:
        """Whether this response's words may be shown to other members; None if its writer did not say."""
        return self.quotable[response] if self.quotable else None

    @property
    def submitted(self) -> int:
        """How many responses there are in here."""
        return len(self.codes)

    def take(self, rows: Sequence[int]) -> RoundDataset:
        """The same round with the responses of `rows` alone, in that order; the others are not held back but gone."""
        now_at = {row: position for position, row in enumerate(rows)}
        order = np.asarray(rows, dtype=np.intp)
        return replace(
            self,
            codes=tuple(self.codes[row] for row in rows),
            ratings={code: matrix[order] for code, matrix in self.ratings.items()},
            choices={code: matrix[order] for code, matrix in self.choices.items()},
            places={code: matrix[order] for code, matrix in self.places.items()},
            words=tuple(replace(w, response=now_at[w.response]) for w in self.words if w.response in now_at),
            quotable=tuple(self.quotable[row] for row in rows) if self.quotable else (),
            segments={name: tuple(values[row] for row in rows) for name, values in self.segments.items()},
        )


def fingerprint(dataset: RoundDataset) -> str:
    """SHA-256 (hex) over every answer and everything it answered: item texts, prompts, scales, options.

    Two data sets have the same fingerprint exactly when they hold the same answers to the same
    questions on the same items, whatever the order of the responses in the database. Where there is a salt, only the
    responses themselves have the same one.
    """
    order = sorted(range(dataset.submitted), key=dataset.codes.__getitem__)
    rank = {row: position for position, row in enumerate(order)}
    digest = hashlib.sha256()

    def add(*parts: object) -> None:
        # JSON quotes its strings, so no text can pass for the end of itself and the start of the next part.
        digest.update(json.dumps(parts).encode() + b"\n")

    if dataset.salt:
        add("salt", dataset.salt)
    for item in dataset.questionnaire.items:
        add("item", item.key, item.text)
    for question in dataset.questionnaire.questions:
        ties = ("ties",) if question.ties else ()
        add("question", question.code, question.kind, question.prompt, question.items, question.enough, *ties)
        add(question.scale and astuple(question.scale), [astuple(option) for option in question.options])
    for row in order:
        add("response", dataset.codes[row])
    for name, matrices in (("rating", dataset.ratings), ("choice", dataset.choices), ("place", dataset.places)):
        for code in sorted(matrices):
            add(name, code)
            digest.update(np.ascontiguousarray(matrices[code][order], dtype="<i2").tobytes())
    for words in sorted(dataset.words, key=lambda w: (rank[w.response], *_sort_key(w))):
        add(words.kind, rank[words.response], words.question, words.item, words.text)
    for name, values in sorted(dataset.segments.items()):
        add("segment", name, [values[row] for row in order])
    return digest.hexdigest()


def _sort_key(words: Words) -> tuple[str, int, str, str]:
    return words.question, -1 if words.item is None else words.item, words.kind, words.text
