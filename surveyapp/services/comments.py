"""The words of a round as staff code them: a list with filters, and everything about them for the reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.enums import PublishState, WordsKind
from surveyapp.models import AuditEntry, SecondCoder
from surveyapp.models.comments import STANDING
from surveyapp.permissions import Permission
from surveyapp.questionnaire.finding import holds
from surveyapp.services.alike import Alike, group_wordings, similar_comments
from surveyapp.services.coding import seat_of
from surveyapp.services.commented import Comment, see_comment
from surveyapp.services.remarks import Worked, account_of, load_words, name_in_files, read_worked
from surveyapp.services.themes import counted_as, read_themes
from surveyapp.stats.segments import is_small
from surveyapp.stats.themed import CodedWords, ThemedWords

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from surveyapp.models import Theme
    from surveyapp.permissions import Actor
    from surveyapp.services.remarks import RoundWords
    from surveyapp.stats.dataset import RoundDataset

PER_PAGE = 50
ELSEWHERE = "elsewhere"


class CommentState(StrEnum):
    """Which words a list holds, by what was done with them."""

    ALL = ""
    UNCODED = "uncoded"
    CODED = "coded"
    NO_THEME = "none"
    CHANGED = "changed"
    DIFFERS = "differs"
    REDACTED = "redacted"
    QUOTED = "quoted"
    OUTSIDE = "elsewhere"


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which words are listed. `item` is a position in the questionnaire, -1 stands for the whole plan.

    `segment` is what stands beside words (`segments_beside`); `terms` are folded words that must all occur.
    """

    wordings: bool = False
    item: int | None = None
    theme: int | None = None
    state: CommentState = CommentState.ALL
    segment: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentList:
    """A page of what a filter found.

    `found` counts all that it found, `total` all words of this kind, `uncoded` those nobody has coded as they stand.
    `counts` says how often each theme was given in what the filter finds without its theme and its state; None is a
    number that would tell too much about a small group. `items` are those that something was written about.
    """

    entries: tuple[tuple[Comment, tuple[Alike[Comment], ...]], ...]
    found: int
    total: int
    uncoded: int
    page: int
    pages: int
    counts: Mapping[int, int | None]
    items: tuple[int, ...]
    about_whole: bool
    segments: tuple[str, ...]
    themes: Sequence[Theme]
    dataset: RoundDataset
    hidden: bool
    is_second: bool
    seconds: int


def list_comments(actor: Actor, round_id: int, chosen: CommentFilter, *, page: int = 1) -> CommentList:
    """List the words of a round that a filter finds, in plan order, fifty on a page. Raises `NotFound`.

    Whoever codes as second coder sees no codes but their own; who may not edit sees no original of a redacted text.
    """
    permissions.require(actor, Permission.CODE_COMMENTS)
    account_id = account_of(actor)
    words = load_words(actor, round_id)
    db = database.session()
    themes = read_themes(db, words.survey_id)
    seat = seat_of(db, round_id, account_id)
    done = [] if seat != STANDING else _seats_done(db, round_id)
    everything = _comments(actor, words, seat, done, counted_as(themes))
    of_kind = [c for c in everything if (c.written.kind is WordsKind.WORDING) == chosen.wordings]
    any_theme = [comment for comment in of_kind if _is_about(comment, chosen)]
    found = [c for c in any_theme if _STATES[chosen.state](c) and (chosen.theme is None or chosen.theme in c.themes)]
    entries = group_wordings(words.dataset, found) if chosen.wordings else [(comment, ()) for comment in found]
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = entries[(page - 1) * PER_PAGE : page * PER_PAGE]
    if not chosen.wordings:
        shown = similar_comments([comment for comment, _ in shown], of_kind)
    return CommentList(
        entries=tuple(shown),
        found=len(found),
        total=len(of_kind),
        uncoded=sum(_needs_coding(comment) for comment in of_kind),
        page=page,
        pages=pages,
        counts=_count(any_theme, words.dataset.questionnaire.minimum_cell if chosen.segment else 0),
        items=tuple(sorted({c.written.item for c in of_kind if c.written.item is not None})),
        about_whole=any(comment.written.item is None for comment in of_kind),
        segments=tuple(sorted({comment.segment for comment in everything if comment.segment})),
        themes=themes,
        dataset=words.dataset,
        hidden=words.hidden,
        is_second=seat != STANDING,
        seconds=len(done),
    )


def load_coded(actor: Actor, round_id: int) -> CodedWords:
    """All words of a round as reports show them: standing codes, redacted texts, what may be quoted. Or `NotFound`."""
    permissions.require(actor, Permission.SEE_RESULTS)
    words = load_words(actor, round_id)
    themes = read_themes(database.session(), words.survey_id)
    names = {theme.id: theme.name for theme in themes}
    comments = _comments(actor, words, STANDING, [], counted_as(themes))
    groups: dict[str, int] = {}
    wordings = [comment for comment in comments if comment.written.kind is WordsKind.WORDING]
    for number, (first, others) in enumerate(group_wordings(words.dataset, wordings), start=1):
        groups |= dict.fromkeys([first.written.address, *(other.one.written.address for other in others)], number)
    in_use = tuple(theme.name for theme in themes if not theme.retired)
    return CodedWords(tuple(_themed(words, comment, names, groups) for comment in comments), in_use)


def _themed(words: RoundWords, comment: Comment, names: Mapping[int, str], groups: Mapping[str, int]) -> ThemedWords:
    written = comment.written
    return ThemedWords(
        code=None if written.response is None else words.dataset.codes[written.response],
        question=written.question,
        item=written.item,
        kind=written.kind,
        text=written.text,
        themes=tuple(names[theme] for theme in comment.themes),
        is_coded=comment.is_coded,
        changed=comment.changed,
        is_redacted=comment.is_redacted,
        publish=comment.publish,
        segment=comment.segment,
        source=written.source,
        group=groups.get(written.address, 0),
        address=written.address,
        name=name_in_files(database.session(), words, written),
        disposition=comment.disposition.capitalize() if comment.disposition else "",
        revision=comment.revision,
    )


def _comments(
    actor: Actor, words: RoundWords, seat: int, done: Sequence[int], ends: Mapping[int, int]
) -> tuple[Comment, ...]:
    """All words in plan order. Whatever staff change leaves an audit entry: while there is no newer one, they stand."""
    newest = database.session().scalar(sa.select(sa.func.max(AuditEntry.id))) or 0
    return _as_worked(words, newest, (seat, tuple(done)), tuple(ends.items()), actor.may(Permission.EDIT_COMMENTS))


@lru_cache(maxsize=4)
def _as_worked(
    words: RoundWords,
    _newest: int,
    seats: tuple[int, tuple[int, ...]],
    merged: tuple[tuple[int, int], ...],
    may_edit: bool,
) -> tuple[Comment, ...]:
    db, ends = database.session(), dict(merged)
    worked, nothing = read_worked(db, words.round_id), Worked()
    untouched, place_of = _untouched(words)
    found = list(untouched)
    for address, work in worked.items():
        place = place_of.get(address)
        if place is not None:
            plain = untouched[place]
            found[place] = see_comment(plain.written, work, plain.segment, seats, ends, may_edit=may_edit)
    elsewhere = [
        see_comment(written, worked.get(written.address, nothing), "", seats, ends, may_edit=may_edit)
        for written in words.from_elsewhere(db)
    ]
    return tuple(sorted([*found, *elsewhere], key=lambda one: _plan_order(words, one)) if elsewhere else found)


@lru_cache(maxsize=8)
def _untouched(words: RoundWords) -> tuple[tuple[Comment, ...], Mapping[str, int]]:
    """The words as they are while nobody works on them: made once for as long as the data last."""
    found = [
        see_comment(written, Worked(), words.segments[written.response or 0], (STANDING, ()), {}, may_edit=False)
        for written in words.of_responses()
    ]
    found.sort(key=lambda one: _plan_order(words, one))
    return tuple(found), {comment.written.address: place for place, comment in enumerate(found)}


def _plan_order(words: RoundWords, one: Comment) -> tuple[int, str, bool]:
    written = one.written
    after_all = len(words.dataset.questionnaire.items)
    return after_all if written.item is None else written.item, written.question, written.source is not None


def _seats_done(db: Session, round_id: int) -> list[int]:
    query = sa.select(SecondCoder.account_id).where(SecondCoder.round_id == round_id, SecondCoder.done_on.is_not(None))
    return list(db.scalars(query.order_by(SecondCoder.account_id)))


def _needs_coding(comment: Comment) -> bool:
    return not comment.is_coded


def _is_about(comment: Comment, chosen: CommentFilter) -> bool:
    item = -1 if comment.written.item is None else comment.written.item
    if chosen.item is not None and chosen.item != item:
        return False
    if chosen.segment and chosen.segment != comment.segment:
        return False
    return not chosen.terms or holds(comment.written.text, chosen.terms)


_STATES: Mapping[CommentState, Callable[[Comment], bool]] = {
    CommentState.ALL: lambda _comment: True,
    CommentState.UNCODED: _needs_coding,
    CommentState.CODED: lambda comment: comment.is_coded,
    CommentState.NO_THEME: lambda comment: comment.is_coded and not comment.themes,
    CommentState.CHANGED: lambda comment: comment.changed,
    CommentState.DIFFERS: lambda comment: comment.differs,
    CommentState.REDACTED: lambda comment: comment.is_redacted,
    CommentState.QUOTED: lambda comment: comment.publish is PublishState.QUOTED,
    CommentState.OUTSIDE: lambda comment: comment.written.source is not None,
}


def _count(comments: Sequence[Comment], minimum: int) -> dict[int, int | None]:
    """How often each theme was given to texts as they stand; with a `minimum`, smaller numbers are None."""
    counts = Counter(theme for comment in comments if comment.is_coded for theme in comment.themes)
    return {theme: None if minimum and is_small(n, minimum) else n for theme, n in counts.items()}
