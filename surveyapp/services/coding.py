"""Coding words into themes: somebody reads them and gives as many as apply; what others gave meanwhile stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.models import Coding, CodingTheme, Remark, SecondCoder
from surveyapp.models.comments import STANDING
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.remarks import account_of, digest_of, load_words, remark_at, seen_mark, survey_of
from surveyapp.services.themes import counted_as, live_theme, read_themes
from surveyapp.services.undoing import keep_step

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from surveyapp.models import Theme
    from surveyapp.permissions import Actor
    from surveyapp.services.remarks import RoundWords

MOST_TOGETHER = 200


def code_words(
    actor: Actor,
    round_id: int,
    seen: Mapping[str, str],
    *,
    add: Collection[int] = (),
    remove: Collection[int] = (),
    together: Mapping[str, str] | None = None,
    now: datetime,
) -> None:
    """Note that words were read, and add and remove themes; what others gave meanwhile stays.

    `seen` holds, for each address, the mark of the text that was read (`Comment.seen`). Those in `together` are given
    all the themes that the last of these then has. Raises `RuleBroken` when a text or a theme has changed since,
    `NotFound` when it is gone; then nothing is changed, of several nothing at all.
    """
    permissions.require(actor, Permission.CODE_COMMENTS)
    account_id = account_of(actor)
    others = together or {}
    if not (seen and len(seen) + len(others) <= MOST_TOGETHER):
        message = f"Choose from 1 to {MOST_TOGETHER} comments to code together. Nothing was changed."
        raise InvalidInput(message)
    words = load_words(actor, round_id)
    with database.transaction() as db:
        themes = read_themes(db, words.survey_id)
        desk = _Desk(db, words, seat_of(db, round_id, account_id), actor, counted_as(themes), now.date())
        added = {live_theme(themes, theme_id).id for theme_id in add}
        given: set[int] = set()
        for address, mark in seen.items():
            given = desk.code(address, mark, added, set(remove))
        given -= {theme.id for theme in themes if theme.retired}
        for address, mark in others.items():
            desk.code(address, mark, given, set())
        keep_step(db, round_id, account_id, desk.changes)
        if desk.changes:
            details = _audited(themes, desk.changes, is_second=desk.seat != STANDING)
            activity.record(db, actor, "comments.coded", words.title, now, **details)


def read_codes(actor: Actor, round_id: int, addresses: Collection[str]) -> dict[str, list[int] | None]:
    """The themes at each of these addresses, as this person may see them; None where nobody has coded."""
    permissions.require(actor, Permission.CODE_COMMENTS)
    db = database.session()
    ends = counted_as(read_themes(db, survey_of(db, round_id)[0]))
    seat = seat_of(db, round_id, account_of(actor))
    codes: dict[str, list[int] | None] = dict.fromkeys(addresses)
    query = sa.select(Remark.address, Coding).join(Coding).where(Remark.round_id == round_id, Coding.seat == seat)
    for address, coding in db.execute(query.where(Remark.address.in_(list(addresses)))):
        codes[address] = sorted({ends[row.theme_id] for row in coding.themes})
    return codes


@dataclass(slots=True)
class _Desk:
    """One step of one coder: where the codes go, and what has been changed so far."""

    db: Session
    words: RoundWords
    seat: int
    actor: Actor
    ends: Mapping[int, int]
    today: date
    changes: list[dict[str, Any]] = field(default_factory=list)

    def code(self, address: str, mark: str, add: set[int], remove: set[int]) -> set[int]:
        """Code the words at an address; returns the themes they have then."""
        written = self.words.at(self.db, address)
        remark = remark_at(self.db, self.words, written)
        digest = digest_of(written.text)
        self._require_read(digest, remark, mark)
        coding = _coding(self.db, remark, self.seat)
        was = coding.text_digest or None
        given, taken = _change(coding, add, remove, self.ends)
        coding.text_digest, coding.coder_id, coding.coded_on = digest, account_of(self.actor), self.today
        if given or taken or was != digest:
            change = {"address": address, "seat": self.seat, "added": given, "removed": taken, "was": was}
            self.changes.append({"what": "themes", **change})
        return {self.ends[row.theme_id] for row in coding.themes}

    def _require_read(self, digest: str, remark: Remark, mark: str) -> None:
        hiding = None if self.actor.may(Permission.EDIT_COMMENTS) else remark.redaction
        if mark != seen_mark(digest, remark.id if hiding else 0):
            message = "This text was changed meanwhile. Nothing was coded. Read it again, then code it."
            raise RuleBroken(message)
        if hiding and hiding.original_digest != digest:
            message = (
                "Its writer changed this text after it was redacted. Nothing was coded. It can be read and coded when "
                "somebody who may redact has looked at it."
            )
            raise RuleBroken(message)


def seat_of(db: Session, round_id: int, account_id: int) -> int:
    """Where this account's codes go: apart while it codes as second coder, else to the standing ones."""
    found = db.get(SecondCoder, (round_id, account_id))
    return account_id if found is not None and found.done_on is None else STANDING


def _coding(db: Session, remark: Remark, seat: int) -> Coding:
    found = db.get(Coding, (remark.id, seat))
    if found is None:
        found = Coding(remark_id=remark.id, seat=seat, text_digest="")
        remark.codings.append(found)
    return found


def _change(coding: Coding, add: set[int], remove: set[int], ends: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Add and remove themes, a merged one with the one it counts for; say which were."""
    given = {row.theme_id: row for row in coding.themes}
    taken = sorted(theme_id for theme_id in given if ends[theme_id] in remove - add)
    for theme_id in taken:
        coding.themes.remove(given[theme_id])
    counted = {ends[theme_id] for theme_id in given}
    fresh = sorted(add - counted)
    for theme_id in fresh:
        coding.themes.append(CodingTheme(theme_id=theme_id))
    return fresh, taken


def _audited(themes: Sequence[Theme], changes: Sequence[Mapping[str, Any]], *, is_second: bool) -> dict[str, object]:
    """What the audit trail says of a step: which themes and how many comments, but not whose."""
    names = {theme.id: theme.name for theme in themes}
    details: dict[str, object] = {"count": len(changes), "coder": "second" if is_second else "first"}
    for what in ("added", "removed"):
        told = sorted({names[theme_id] for change in changes for theme_id in change[what]})
        if told:
            details[what] = ", ".join(told)
    return details
