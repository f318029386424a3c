"""A second coder, who does not see the standing codes until they are done, and how far both agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.errors import RuleBroken
from surveyapp.models import Account, Coding, Remark, SecondCoder
from surveyapp.models.comments import STANDING
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.remarks import account_of, digest_of, load_words, read_worked, survey_of
from surveyapp.services.themes import counted_as, read_themes
from surveyapp.stats.kappa import table_kappa
from surveyapp.stats.reliability import krippendorff_alpha

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from surveyapp.models import Theme
    from surveyapp.permissions import Actor
    from surveyapp.services.remarks import RoundWords
    from surveyapp.stats.kappa import Kappa
    from surveyapp.stats.reliability import KrippendorffAlpha


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """How two coders gave one theme: `both`, `first` and `second` count comments, `kappa` is over all they share."""

    name: str
    both: int
    first: int
    second: int
    kappa: Kappa


@dataclass(frozen=True, slots=True)
class CoderAgreement:
    """A second coder against the standing codes, as they stood when they were done with `comments`.

    `alpha` takes every theme on every comment as a unit: given, or not.
    """

    coder: str
    done_on: date
    comments: int
    themes: tuple[ThemeAgreement, ...]
    alpha: KrippendorffAlpha


def begin_second(actor: Actor, round_id: int, *, now: datetime) -> None:
    """Begin to code as second coder. Raises `RuleBroken` for whoever gave standing codes, or was second coder before.

    From now on this account is shown no codes but its own, until `finish_second`. Without a first coder there is
    nobody to agree with, so that is refused too: these codes count in no report.
    """
    permissions.require(actor, Permission.CODE_COMMENTS)
    account_id = account_of(actor)
    with database.transaction() as db:
        _, title = survey_of(db, round_id)
        if db.get(SecondCoder, (round_id, account_id)) is not None:
            message = "You have been the second coder of this round already. Nothing was changed."
            raise RuleBroken(message)
        standing = sa.select(Coding.seat).join(Remark).where(Remark.round_id == round_id, Coding.seat == STANDING)
        if db.scalar(standing.limit(1)) is None:
            message = "Nobody has coded a comment of this round yet, so you are the first coder. Nothing was changed."
            raise RuleBroken(message)
        if db.scalar(standing.where(Coding.coder_id == account_id).limit(1)) is not None:
            message = "You have coded comments of this round as first coder. The second must be somebody else."
            raise RuleBroken(message)
        db.add(SecondCoder(round_id=round_id, account_id=account_id, began_on=now.date()))
        activity.record(db, actor, "second_coding.begun", title, now)


def leave_second(actor: Actor, round_id: int, *, now: datetime) -> None:
    """Be no second coder after all. Raises `RuleBroken` for whoever is none, and who has codes as second coder."""
    permissions.require(actor, Permission.CODE_COMMENTS)
    account_id = account_of(actor)
    with database.transaction() as db:
        _, title = survey_of(db, round_id)
        second = _coding_now(db, round_id, account_id)
        own = sa.select(Coding.seat).join(Remark).where(Remark.round_id == round_id, Coding.seat == account_id)
        if db.scalar(own.limit(1)) is not None:
            message = "You have coded comments as second coder, so agreement can be measured: say that you are done."
            raise RuleBroken(message)
        db.delete(second)
        activity.record(db, actor, "second_coding.left", title, now)


def finish_second(actor: Actor, round_id: int, *, now: datetime) -> None:
    """Be done as second coder: how far both agree is kept as it is now, and both see each other's codes.

    Raises `RuleBroken` for whoever is not coding as second coder, and before there is a comment that both coded.
    """
    permissions.require(actor, Permission.CODE_COMMENTS)
    account_id = account_of(actor)
    words = load_words(actor, round_id)
    with database.transaction() as db:
        second = _coding_now(db, round_id, account_id)
        pairs = _coded_by_both(db, words, account_id, read_themes(db, words.survey_id))
        if not pairs:
            message = "There is no comment yet that both of you coded, so agreement cannot be measured. Go on first."
            raise RuleBroken(message)
        second.done_on = now.date()
        second.tables = {"": [len(pairs)]} | {
            str(theme_id): _table(pairs, theme_id)
            for theme_id in sorted({t for pair in pairs for s in pair for t in s})
        }
        activity.record(db, actor, "second_coding.done", words.title, now, comments=len(pairs))


def measure_agreement(actor: Actor, round_id: int) -> list[CoderAgreement]:
    """Each second coder who is done, against the standing codes of that moment: Cohen's kappa per theme, and alpha."""
    permissions.require(actor, Permission.CODE_COMMENTS)
    db = database.session()
    survey_id, _ = survey_of(db, round_id)
    names = {theme.id: theme.name for theme in read_themes(db, survey_id)}
    query = sa.select(SecondCoder, Account.name).join(Account, Account.id == SecondCoder.account_id)
    query = query.where(SecondCoder.round_id == round_id, SecondCoder.done_on.is_not(None))
    return [_agreement(second, coder, names) for second, coder in db.execute(query.order_by(Account.name))]


def _coding_now(db: Session, round_id: int, account_id: int) -> SecondCoder:
    found = db.get(SecondCoder, (round_id, account_id))
    if found is None or found.done_on is not None:
        message = "You are not coding this round as second coder. Nothing was changed."
        raise RuleBroken(message)
    return found


def _agreement(second: SecondCoder, coder: str, names: Mapping[int, str]) -> CoderAgreement:
    tables = {int(theme_id): counts for theme_id, counts in second.tables.items() if theme_id}
    themes = [
        ThemeAgreement(names[theme_id], both, first, other, table_kappa([[both, first], [other, neither]]))
        for theme_id, (both, first, other, neither) in tables.items()
    ]
    ways = np.array(list(tables.values()), dtype=np.int64).reshape(-1, 4).sum(axis=0)
    ratings = np.repeat(np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0]]), ways, axis=1)
    alpha = krippendorff_alpha(ratings, "nominal")
    done_on = second.done_on or second.began_on
    return CoderAgreement(coder, done_on, second.tables[""][0], tuple(themes), alpha)


def _coded_by_both(
    db: Session, words: RoundWords, account_id: int, themes: Sequence[Theme]
) -> list[tuple[set[int], set[int]]]:
    """The themes of both coders for each of the words that both have read as they stand now."""
    ends, worked = counted_as(themes), read_worked(db, words.round_id)
    pairs = []
    for written in (*words.of_responses(), *words.from_elsewhere(db)):
        codings = worked[written.address].codings if written.address in worked else {}
        if STANDING in codings and account_id in codings:
            digest = digest_of(written.text)
            (one, first), (other, second) = codings[STANDING], codings[account_id]
            if one == other == digest:
                pairs.append(({ends[theme] for theme in first}, {ends[theme] for theme in second}))
    return pairs


def _table(pairs: Sequence[tuple[set[int], set[int]]], theme_id: int) -> list[int]:
    table = [0, 0, 0, 0]
    for first, second in pairs:
        table[2 * (theme_id not in first) + (theme_id not in second)] += 1
    return table
