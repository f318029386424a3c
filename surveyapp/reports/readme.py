"""The facts that every report begins with: what it is about, who answered, and what each figure means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.enums import Confidentiality, QuestionKind, RoundState
from surveyapp.reports.tables import HIDDEN, SHARE, WHOLE, Cell, too_few

if TYPE_CHECKING:
    from datetime import datetime

    from surveyapp.questionnaire import Question, Questionnaire
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


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know: what it is, and its value at full precision."""

    label: str
    value: Cell
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading."""

    title: str
    facts: tuple[Fact, ...]


def readme_sections(report: RoundReport) -> tuple[Section, ...]:
    """Gather what a reader must know before the first figure, in the order of reading."""
    return (
        Section("What this is about", _about(report)),
        Section("Who answered", _participation(report)),
        Section("What holds for these answers", _terms(report)),
        Section("What the figures mean", _definitions(report.summary.questionnaire)),
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
    return (
        Fact("Members invited", summary.invited, WHOLE),
        Fact("Started", summary.started, WHOLE),
        Fact("Submitted", summary.submitted, WHOLE),
        Fact("Response rate (submitted of invited)", rate, SHARE),
    )


def _terms(report: RoundReport) -> tuple[Fact, ...]:
    summary = report.summary
    minimum = summary.minimum_cell
    closed = (
        f"Figures about 1 to {minimum - 1} members are not shown; “{HIDDEN}” stands in their place. Those members’ "
        "answers are left out of single responses, too, and out of the answers beside comments, so that they cannot be "
        "counted there."
    )
    return (
        Fact("Confidentiality", CONFIDENTIALITY[summary.questionnaire.confidentiality]),
        Fact("Consensus rule", report.rule or "No consensus rule was declared."),
        Fact("Small numbers", too_few(minimum) if summary.hidden else closed),
        Fact("Filters", report.filters),
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


def _definitions(questionnaire: Questionnaire) -> tuple[Fact, ...]:
    asked = {question.kind for question in questionnaire.questions}
    definitions = tuple(definition for kinds, definition in _DEFINITIONS if not kinds or asked.intersection(kinds))
    sorts = (questionnaire.sort_of(q) for q in questionnaire.questions if q.kind is QuestionKind.RANKING)
    return (*definitions, *(_sorted_first(sort) for sort in sorts if sort))


def _sorted_first(sort: Question) -> Fact:
    """Say what a ballot is where members sorted the items before they put some of them in order."""
    first, *middle, last = (f"“{option.label}”" for option in sort.options)
    return Fact(
        "Ballots of sorted items",
        f"Members sorted the items first and put those under {first} in order. A ballot has these in that order, then "
        f"the rest of {first}, then {', '.join(middle)}, each group level. Items under {last} or not sorted are not "
        "ranked.",
    )


_RATING = {QuestionKind.RATING}
_COUNTED = {QuestionKind.RATING, QuestionKind.CHOICE}
_RANKING = {QuestionKind.RANKING}

_DEFINITIONS: tuple[tuple[set[QuestionKind], Fact], ...] = (
    (
        _COUNTED,
        Fact(
            "n",
            "How many members answered: for a rating those who gave a score, for a choice those who chose.",
        ),
    ),
    (
        _RATING,
        Fact(
            "Cannot judge",
            "An answer of its own, counted apart. It is no score, and no part of n, a share, a median or a quartile.",
        ),
    ),
    (
        set(),
        Fact(
            "No answer",
            "It was shown and passed over. It is no part of any figure, and an empty cell in single responses.",
        ),
    ),
    (
        _RATING,
        Fact(
            "Share at the top scores",
            "The part of the n scores that lie at the scores named in the heading, for example 4–5.",
        ),
    ),
    (
        _RATING | _RANKING,
        Fact(
            "95 % from … to",
            "Wilson’s interval for a share: how far the share hangs on the number of answers. The fewer answers, the "
            "wider. It cannot tell what those who did not answer would have said.",
        ),
    ),
    (
        _RATING,
        Fact(
            "Median, quartiles",
            "The median is the middle score: as many lie above it as below. A quarter of the scores lie below the "
            "lower quartile, a quarter above the upper one; between two scores they are interpolated (type 7, as "
            "QUARTILE.INC in Excel).",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Borda points, place",
            "With m items, a ballot gives m − 1 points to its first place, m − 2 to its second, and so on; the items "
            "that it does not rank share the points left over, each the same, and items that stand level share those "
            "of the places they fill. The place is the order by points; equal points share a place.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Mean rank",
            "The average place over all ballots, 1 is best; items that a ballot does not rank share the mean of its "
            "places left over, and items that stand level the mean of the places they fill.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Places from … to",
            "The places left to an item when those who ranked are drawn anew many times: it lies below the items that "
            "stand above it in nearly all draws, and above those that stand below it. Two items of which neither does "
            "cannot be told apart: their order here may be chance.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "By mean rank, Schulze, ranked pairs",
            "The place that another method gives on the same ballots. Schulze and ranked pairs compare the items two "
            "by two: which of them do more ballots put first? Where all methods agree, the order does not hang on one.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Share in first place, in the top",
            "The part of all ballots that put the item first, or among the first places that were asked for. Items "
            "that stand level on the last of these places all count.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Kendall’s W",
            "How far the ballots agree on the order, from 0 (not at all) to 1 (everybody gives the same order), "
            "corrected for ties. A small p only says that the agreement is no accident, not that it is strong.",
        ),
    ),
    (
        set(),
        Fact(
            "Comments, wordings",
            "They stand as they were written, but for names that staff took out. A response keeps its name, which "
            "is random, on every sheet.",
        ),
    ),
)
