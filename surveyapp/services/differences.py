"""What a filled workbook would change, held against what stands: changes, and clashes that somebody has to settle."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from surveyapp.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.documents.filled import Unreadable
    from surveyapp.questionnaire.standing import Standing

FIELDS = ("decision", "wording", "reason")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a filled row would change about an item or (`is_comment`), at its address `key`, a comment.

    `place` is the row. `before` stands now and `after` would stand then. `clashes` names what was changed here as well
    since the workbook was exported, to something else; then somebody has to choose.
    """

    key: str
    place: str
    label: str
    text: str
    before: Standing
    after: Standing
    clashes: tuple[str, ...]
    is_comment: bool = False

    @property
    def is_change(self) -> bool:
        """Whether anything would stand there that does not stand now."""
        return self.after.texts != self.before.texts

    def settled(self, over: int | None) -> Difference:
        """The same with its clashes decided: for the file where it was chosen `over` the revision that stands."""
        if not self.clashes or over == self.before.revision:
            return self
        pairs = zip(FIELDS, self.before.texts, self.after.texts, strict=True)
        kept = [before if name in self.clashes else after for name, before, after in pairs]
        return replace(self, after=self.before.with_texts(kept), clashes=())


@dataclass(frozen=True, slots=True)
class Comparison:
    """A filled workbook beside what stands: rows = changed + clashing + unchanged, and those that cannot be used."""

    changed: tuple[Difference, ...]
    clashing: tuple[Difference, ...]
    unchanged: int
    problems: tuple[Unreadable, ...]

    @property
    def basis(self) -> str:
        """A fingerprint of what would change and of what stands there now: the same as long as nobody else decides."""
        known = [
            [one.key, one.before.revision, one.before.texts, one.after.texts, one.clashes]
            for one in (*self.changed, *self.clashing)
        ]
        return hashlib.sha256(json.dumps(sorted(known)).encode()).hexdigest()


class Overtaken(RuleBroken):
    """Somebody decided between the preview and its confirmation; `found` is what the preview shows now."""

    def __init__(self, found: Comparison) -> None:
        super().__init__("Somebody decided something here in the meantime. Nothing was stored. Look at it again.")
        self.found = found


def compare_texts(
    filled: Sequence[str], exported: Standing, now: Standing, *, is_moved: bool = False
) -> tuple[Standing, tuple[str, ...]]:
    """Give what would stand, and the names of what clashes, where `filled` was typed over what was `exported`.

    An empty text takes nothing back. One that is as it was exported changes nothing, so what others decided meanwhile
    stays; one that both changed, and differently, clashes. So does every change where what it is about `is_moved`.
    """
    after: list[str] = []
    clashes: list[str] = []
    for name, said, was, stands in zip(FIELDS, filled, exported.texts, now.texts, strict=True):
        is_change = bool(said) and said not in (was, stands)
        after.append(said if is_change else stands)
        if is_change and (is_moved or stands != was):
            clashes.append(name)
    return now.with_texts(after), tuple(clashes)


def compared(found: Sequence[Difference], problems: Sequence[Unreadable]) -> Comparison:
    """Sort what was found about each row."""
    clashing = tuple(one for one in found if one.clashes)
    changed = tuple(one for one in found if not one.clashes and one.is_change)
    return Comparison(changed, clashing, len(found) - len(clashing) - len(changed), tuple(problems))


def chosen(found: Comparison, over: Mapping[str, int]) -> list[Difference]:
    """List what is to be stored; `over` says of which clashes the file's is taken, and over which revision."""
    settled = [one.settled(over.get(one.key)) for one in (*found.changed, *found.clashing)]
    return [one for one in settled if one.is_change]
