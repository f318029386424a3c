"""From a round to a file: the one place where a report is put together for pages, commands and the demo."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from surveyapp.config import software_version
from surveyapp.errors import AppError, RuleBroken
from surveyapp.reports.findings import find
from surveyapp.reports.formats import Options, format_of
from surveyapp.reports.progress import Step, untold
from surveyapp.reports.report import RoundReport
from surveyapp.reports.selection import choose_segments, select
from surveyapp.reports.verdicts import say_rules
from surveyapp.reports.words import shown_words
from surveyapp.security import settings
from surveyapp.services import comments, decisions, export_jobs, results, surveys
from surveyapp.services.rules import load_rules
from surveyapp.stats.dataset import fingerprint
from surveyapp.stats.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import BinaryIO

    from surveyapp.enums import RoundState
    from surveyapp.models import ExportJob
    from surveyapp.permissions import Actor
    from surveyapp.reports.progress import Tell
    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.summary import RoundSummary

MOST_AT_ONCE = 2_000
"""With so many responses the largest file takes about two seconds, as long as a process of its own takes to begin."""

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """The results of a round as a file: its content, what it is called, and its type."""

    content: bytes
    name: str
    mimetype: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: what it is called, its type, and what the audit trail keeps of what it holds."""

    name: str
    mimetype: str
    details: Mapping[str, object]


def export(
    actor: Actor, round_id: int, format_name: str, *, now: datetime, options: Options | None = None
) -> ExportedFile:
    """The results of a round in one of `reports.formats.FORMATS`; the export is noted in the audit trail.

    Raises `NotAllowed`, `NotFound`, `InvalidInput` for a format, a table or a segment that there is not, and
    `RuleBroken` when what the format needs is not installed, when it would hold single answers of too few people, or
    when the computer has no room for it.
    """
    options = options or Options()
    about = {"format": format_name, "options": options.in_words(format_of(format_name))}
    out = BytesIO()
    try:
        written = write_export(actor, round_id, format_name, out, now=now, options=options)
    except AppError:  # it was refused, and nothing was begun
        raise
    except Exception as error:
        # What went wrong may quote what somebody wrote; its kind does not.
        results.record_export(actor, round_id, about | {"problem": type(error).__name__}, now=now, failed=True)
        if isinstance(error, OSError):
            raise RuleBroken(say_unwritable(error)) from error
        raise
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    results.record_export(actor, round_id, {**about, **written.details, "sha256": digest}, now=now)
    return ExportedFile(content, written.name, written.mimetype)


def write_export(
    actor: Actor,
    round_id: int,
    format_name: str,
    out: BinaryIO,
    *,
    now: datetime,
    options: Options,
    tell: Tell = untold,
) -> Written:
    """Write the results of a round to `out`, telling how far it is; the caller notes it in the audit trail.

    Raises what `export` raises, and whatever `tell` raises to have it given up.
    """
    wanted = format_of(format_name)
    wanted.require_installed()
    options = replace(options.heeded(wanted), society=settings().society)
    tell(Step(0, 0, "Reading the responses"))
    dataset, summary, state = results.load_for_export(actor, round_id)
    tell(Step(0, 0, "Working the figures out"))
    whole = _assembled(actor, dataset, summary, state, now)
    report = select(whole, options.members, options.by)
    wanted.require_answers(report)
    tell(Step(0, 0, f"Writing the {wanted.title}"))
    wanted.write(report, out, options, tell)
    is_one_table = bool(options.table)
    ending, mimetype = ("csv", "text/csv; charset=utf-8") if is_one_table else (wanted.ending, wanted.mimetype)
    details = {"submitted": summary.submitted, "data": report.summary.fingerprint}
    asked, day = summary.questionnaire, report.local(now).date().isoformat()
    name = file_name(asked.plan_title, asked.round_number, day, ending, options.distinction)
    return Written(name, mimetype, details)


def say_unwritable(error: OSError) -> str:
    """Say that a file could not be written, and what to do."""
    return (
        f"The file could not be written: {error.strerror or type(error).__name__}. Nothing is lost but the file. "
        "Export again; if it fails again, ask whoever runs this installation whether its disk is full."
    )


def is_large(actor: Actor, round_id: int) -> bool:
    """Whether a file of a round takes so long that nobody should wait for it, and no member's page beside it."""
    return results.count_submitted(actor, round_id) > MOST_AT_ONCE


def ask_for(actor: Actor, round_id: int, format_name: str, *, now: datetime, options: Options) -> ExportJob:
    """Ask for a file that is made in the background. Raises at once what `export` would raise about the choice."""
    wanted = format_of(format_name)
    wanted.require_installed()
    options = options.heeded(wanted)
    choose_segments(results.load_figures(actor, round_id).segments, options.members, options.by)
    in_words = options.in_words(wanted)
    return export_jobs.ask(actor, round_id, format_name, asdict(options), in_words=in_words, now=now)


def read_report(actor: Actor, round_id: int, *, now: datetime) -> RoundReport:
    """The report of a round to be read and not to be kept: no entry in the audit trail. Raises `NotFound`."""
    round_ = surveys.get_round(actor, round_id)
    dataset = results.load_dataset(actor, round_id)
    return select(_assembled(actor, dataset, summarise(dataset), round_.state, now))


def _assembled(
    actor: Actor, dataset: RoundDataset, summary: RoundSummary, state: RoundState, now: datetime
) -> RoundReport:
    """Put a report together; words stand in it as they may be shown, the figures rest on all that was said."""
    round_id = dataset.questionnaire.round_id
    coded, standing = comments.load_coded(actor, round_id), decisions.load_standing(actor, round_id)
    declared = load_rules(actor, round_id)
    shown = shown_words(dataset, coded)
    return RoundReport(
        summary=replace(summary, fingerprint=fingerprint(shown)),  # no digest of an original leaves the database
        dataset=shown,
        made_at=now,
        software_version=software_version(),
        state=state,
        rule=say_rules(dataset.questionnaire, declared.rules, declared.locked_at),
        findings=find(dataset, coded=coded, rules=declared.rules, decisions=standing),
    )


def file_name(title: str, number: int, day: str, ending: str, choice: str = "") -> str:
    """Name a file of results by plan, round, day, and what sets it apart: a chosen segment, single responses.

    It is made of letters, digits and hyphens only, so that every system takes it.
    """
    parts = (_plain(title) or "plan", f"round-{number}", day, _plain(choice))
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def _plain(text: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_)[:_LONGEST_NAME].strip("-")
