"""Decisions about items, and what a filled workbook would change of them: shown before anything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.documents.filled import Unreadable
from surveyapp.enums import DecisionKind
from surveyapp.errors import InvalidInput, NotFound
from surveyapp.models import Decision, PlanItem, Round
from surveyapp.permissions import Permission
from surveyapp.questionnaire.standing import Standing
from surveyapp.services import activity
from surveyapp.services.comments import load_coded
from surveyapp.services.differences import Difference, Overtaken, chosen, compare_texts, compared
from surveyapp.services.dispositions import add_steps, compare_comments
from surveyapp.services.remarks import load_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.documents.filled import FilledBook, FilledRow
    from surveyapp.permissions import Actor
    from surveyapp.services.differences import Comparison
    from surveyapp.services.remarks import RoundWords
    from surveyapp.stats.themed import CodedWords


def load_standing(actor: Actor, round_id: int) -> Mapping[str, Standing]:
    """What is decided about the items that a round asks about, by item key. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_RESULTS)
    return {key: steps[-1] for key, steps in _histories(database.session(), _version(round_id)).items()}


def load_history(actor: Actor, round_id: int, key: str) -> Sequence[Decision]:
    """Every step in deciding about an item, the first one first. Raises `NotFound`."""
    permissions.require(actor, Permission.SEE_RESULTS)
    query = sa.select(Decision).join(PlanItem).where(PlanItem.version_id == _version(round_id), PlanItem.key == key)
    return database.session().scalars(query.order_by(Decision.number)).all()


def compare(actor: Actor, round_id: int, filled: FilledBook) -> Comparison:
    """Hold a filled workbook against what stands, cell by cell; nothing is stored. Raises `NotFound`.

    An empty cell takes nothing back. One that is as it was exported is no change, so what others decided meanwhile
    stays; one that both changed, and differently, clashes.
    """
    permissions.require(actor, Permission.DECIDE)
    version, words, coded = _version(round_id), load_words(actor, round_id), load_coded(actor, round_id)
    return _compare(database.session(), version, words, coded, filled)


def store(
    actor: Actor, round_id: int, filled: FilledBook, *, basis: str, over: Mapping[str, int], source: str, now: datetime
) -> tuple[int, int]:
    """Store what a filled workbook changes and return how many items and how many comments that were.

    `basis` is that of the comparison that was looked at. Of a clash whose key is in `over`, the file's is taken, over
    the revision given there; of any other, what stands is kept. The same file again changes nothing. `source` names it
    for the audit trail. Raises `NotFound`, `InvalidInput` for a file with anything in it that cannot be used, and
    `Overtaken` when somebody decided something since.
    """
    permissions.require(actor, Permission.DECIDE)
    # both may need a transaction of their own
    words, coded = load_words(actor, round_id), load_coded(actor, round_id)
    version = _version(round_id)
    with database.transaction() as db:
        found = _compare(db, version, words, coded, filled)
        if found.problems or filled.problems:
            message = "Something in this file cannot be used. Nothing was stored. Mend it, then choose the file again."
            raise InvalidInput(message)
        if found.basis != basis:
            raise Overtaken(found)
        changes = chosen(found, over)
        items = [one for one in changes if not one.is_comment]
        comments = [one for one in changes if one.is_comment]
        _add_steps(db, version, items, actor, now)
        add_steps(db, words, comments, actor, now)
        if changes:
            labels = ", ".join(one.label for one in items)[:400]
            counts = {"items": len(items), "comments": len(comments)}
            activity.record(db, actor, "decisions.imported", source[:500], now, **counts, labels=labels)
    return len(items), len(comments)


def _compare(db: Session, version: int, words: RoundWords, coded: CodedWords, filled: FilledBook) -> Comparison:
    items, of_items = _compare_items(db, version, filled.rows)
    comments, of_comments = compare_comments(db, words.dataset.questionnaire, coded, filled.comments)
    return compared([*items, *comments], [*of_items, *of_comments])


def _compare_items(db: Session, version: int, rows: Iterable[FilledRow]) -> tuple[list[Difference], list[Unreadable]]:
    histories = _histories(db, version)
    query = sa.select(PlanItem.key, PlanItem.label, PlanItem.text).where(PlanItem.version_id == version)
    items = {key: (label, text) for key, label, text in db.execute(query)}
    found: list[Difference] = []
    problems: list[Unreadable] = []
    for row in rows:
        place, history = f"Summary, row {row.row}", histories.get(row.key, [Standing()])
        problem = _problem(row, items.keys(), history)
        if problem:
            problems.append(Unreadable(place, problem))
            continue
        said = row.decision.capitalize(), row.wording, row.reason
        after, clashes = compare_texts(said, history[row.revision], history[-1])
        found.append(Difference(row.key, place, *items[row.key], history[-1], after, clashes))
    return found, problems


def _problem(row: FilledRow, keys: Collection[str], history: Sequence[Standing]) -> str:
    if row.key not in keys:
        return "Its item is none of the plan version that this round asks about. Fill an export of this round in."
    if row.revision >= len(history):
        return "It was exported after a change that is not known here. Export the summary again and fill that in."
    if row.decision and row.decision.lower() not in set(DecisionKind):
        return f"“{row.decision[:60]}” is no decision."
    return ""


def _add_steps(db: Session, version: int, changes: Sequence[Difference], actor: Actor, now: datetime) -> None:
    query = sa.select(PlanItem.key, PlanItem.id).where(PlanItem.version_id == version)
    ids = {row.key: row.id for row in db.execute(query)}
    for one in changes:
        decision, wording, reason = one.after.texts
        db.add(
            Decision(
                item_id=ids[one.key],
                number=one.before.revision + 1,
                decision=DecisionKind(decision.lower()) if decision else None,
                wording=wording,
                reason=reason,
                decided_by=actor.name,
                decided_at=now,
            )
        )


def _histories(db: Session, version: int) -> dict[str, list[Standing]]:
    """The states of each item about which something was decided: before the first step, and after each."""
    query = sa.select(PlanItem.key, Decision).join(Decision).where(PlanItem.version_id == version)
    found: dict[str, list[Standing]] = {}
    for key, step in db.execute(query.order_by(Decision.item_id, Decision.number)):
        said = step.decision.capitalize() if step.decision else ""
        found.setdefault(key, [Standing()]).append(Standing(said, step.wording, step.reason, step.number))
    return found


def _version(round_id: int) -> int:
    version = database.session().scalar(sa.select(Round.version_id).where(Round.id == round_id))
    if version is None:
        message = "There is no such round."
        raise NotFound(message)
    return version
