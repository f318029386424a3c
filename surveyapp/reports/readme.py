"""The facts that every report begins with: what it is about, who answered, and what each figure means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.enums import Confidentiality, RoundState
from surveyapp.reports.definitions import define
from surveyapp.reports.facts import Fact, Section
from surveyapp.reports.segments import OTHERS, has_segments
from surveyapp.reports.tables import HIDDEN, SHARE, WHOLE, too_few

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from surveyapp.reports.report import RoundReport

DATE_AND_TIME = "d mmmm yyyy, h:mm AM/PM"

CONFIDENTIALITY = {
    Confidentiality.CONFIDENTIAL: (
        "Confidential: staff can see who has answered, and nobody can see through this system who gave which answer."
    ),
}

STATES = {
    RoundState.DRAFT: "Not open yet",
    RoundState.OPEN: "Open: answers can still come in and change, so these figures are not final",
    RoundState.CLOSED: "Closed: these figures are final",
}


def readme_sections(report: RoundReport) -> tuple[Section, ...]:
    """Gather what a reader must know before the first figure, in the order of reading."""
    return (
        Section("What this is about", _about(report)),
        Section("Who answered", _participation(report)),
        Section("What holds for these answers", _terms(report)),
        Section(
            "What the figures mean", define(report.summary.questionnaire, compares_groups=has_segments(report.findings))
        ),
        Section("Where the figures come from", _origin(report)),
    )


def _about(report: RoundReport) -> tuple[Fact, ...]:
    questionnaire = report.summary.questionnaire
    return (
        Fact("Survey", questionnaire.survey_title),
        Fact("Plan", f"{questionnaire.plan_title}, version {questionnaire.version_number}"),
        Fact("Practice area", questionnaire.practice_area),
        Fact("Round", questionnaire.round_number, WHOLE),
        Fact("State of the round", STATES[report.state]),
        _moment(report, "Opens", questionnaire.opens_at),
        _moment(report, "Closes", questionnaire.closes_at),
    )


def _participation(report: RoundReport) -> tuple[Fact, ...]:
    summary = report.summary
    rate = summary.submitted / summary.invited if summary.invited else None
    facts = (
        Fact("Members invited", summary.invited, WHOLE),
        Fact("Started", summary.started, WHOLE),
        Fact("Submitted", summary.submitted, WHOLE),
        Fact("Response rate (submitted of invited)", rate, SHARE),
    )
    if summary.hidden or not summary.held_back:
        return facts
    waits = "waits" if summary.held_back == 1 else "wait"
    counted = f"{summary.counted:,}; {summary.held_back:,} came in since and {waits} for the next step"
    return (*facts, Fact("Counted in these figures", counted))


def _terms(report: RoundReport) -> tuple[Fact, ...]:
    summary = report.summary
    return (
        Fact("Confidentiality", CONFIDENTIALITY[summary.questionnaire.confidentiality]),
        Fact("Consensus rule", report.rule or "No consensus rule was declared."),
        *_small_numbers(report),
        Fact("Filters", report.filters),
    )


def _small_numbers(report: RoundReport) -> Iterator[Fact]:
    minimum = report.summary.minimum_cell
    if report.summary.hidden:
        yield Fact("Small numbers", too_few(minimum))
        return
    yield Fact(
        "Small numbers",
        f"Where only 1 to {minimum - 1} members answered a question about an item, or gave it a score, what they "
        f"answered is not shown, and “{HIDDEN}” stands in its place. Those answers are left out of single responses, "
        "too, and out of the answers beside comments, so that they cannot be counted there. Where more members "
        f"answered, every number about all of them is shown as it is, also numbers from 1 to {minimum - 1}.",
    )
    if has_segments(report.findings):
        yield Fact(
            "Small numbers in groups",
            f"An answer that 1 to {minimum - 1} members of a group gave is not shown, nor is any figure from which it "
            f"could be worked out: “{HIDDEN}” stands in place of the shares. How many of a group answered at all (n) "
            "may be shown, however few they are, for it does not tell what they answered. Groups of which fewer than "
            f"{minimum} responded stand together as “{OTHERS}”.",
        )


def _origin(report: RoundReport) -> tuple[Fact, ...]:
    summary = report.summary
    return (
        _moment(report, "Made", report.made_at),
        Fact("Software", f"Surveyapp {report.software_version}"),
        Fact(
            "Fingerprint of the data (SHA-256)",
            "Not shown with so few answers" if summary.hidden else summary.fingerprint,
        ),
        Fact(
            "What the fingerprint is for",
            "Two reports with the same fingerprint are about the same answers to the same questions.",
        ),
    )


def _moment(report: RoundReport, label: str, moment: datetime | None) -> Fact:
    """Date a fact in the round's zone, which the label names."""
    if moment is None:
        return Fact(label, "No time was set")
    return Fact(f"{label} ({report.summary.questionnaire.time_zone} time)", report.local(moment), DATE_AND_TIME)
