"""What became of comments: what a filled workbook would change about it, and its steps as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.documents.carried import mark_of
from surveyapp.documents.filled import Unreadable
from surveyapp.enums import DispositionKind
from surveyapp.models import Disposition
from surveyapp.questionnaire.standing import Standing
from surveyapp.services.differences import Difference, compare_texts
from surveyapp.services.remarks import digest_of, read_worked, remark_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.documents.filled import FilledComment
    from surveyapp.permissions import Actor
    from surveyapp.questionnaire import Questionnaire
    from surveyapp.services.remarks import RoundWords
    from surveyapp.stats.themed import CodedWords, ThemedWords


def compare_comments(
    db: Session, questionnaire: Questionnaire, coded: CodedWords, rows: Iterable[FilledComment]
) -> tuple[list[Difference], list[Unreadable]]:
    """Hold filled rows against what became of the comments of a round so far, and say which cannot be used."""
    by_name = {words.name: words for words in coded.words}
    steps = {address: work.dispositions for address, work in read_worked(db, questionnaire.round_id).items()}
    found: list[Difference] = []
    problems: list[Unreadable] = []
    for row in rows:
        place, words = f"Comments, row {row.row}", by_name.get(row.key)
        known = steps.get(words.address, []) if words else []
        history = [Standing(), *(Standing(kind.capitalize()) for kind, _ in known)]
        problem = _problem(row, words, history)
        if words is None or problem:
            problems.append(Unreadable(place, problem))
            continue
        now = Standing(history[-1].decision, revision=len(history) - 1)
        is_moved = row.mark != mark_of(words.text)
        after, clashes = compare_texts((row.disposition, "", ""), history[row.revision], now, is_moved=is_moved)
        label = _label(questionnaire, words)
        found.append(Difference(words.address, place, label, words.text, now, after, clashes, is_comment=True))
    return found, problems


def add_steps(db: Session, words: RoundWords, changes: Sequence[Difference], actor: Actor, now: datetime) -> None:
    """Store what becomes of comments within the caller's transaction. Raises `NotFound` for words that are gone."""
    for one in changes:
        written = words.at(db, one.key)
        db.add(
            Disposition(
                remark_id=remark_at(db, words, written).id,
                number=one.before.revision + 1,
                kind=DispositionKind(one.after.decision.lower()),
                text_digest=digest_of(written.text),
                decided_by=actor.name,
                decided_on=now.date(),
            )
        )


def _problem(row: FilledComment, words: ThemedWords | None, history: Sequence[Standing]) -> str:
    if words is None:
        return "This comment is not there any more: its writer took it back. Export the summary again and fill that in."
    if row.revision >= len(history):
        return "It was exported after a change that is not known here. Export the summary again and fill that in."
    if row.disposition and row.disposition.lower() not in set(DispositionKind):
        return f"“{row.disposition[:60]}” is no disposition."
    return ""


def _label(questionnaire: Questionnaire, words: ThemedWords) -> str:
    if words.item is not None:
        return f"Comment on {questionnaire.items[words.item].label}"
    question = questionnaire.by_code.get(words.question)
    return "Comment on the whole plan" if question is None else f"Answer to “{question.prompt}”"
