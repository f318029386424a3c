"""A report of chosen segments: the figures by segment and the comments of these alone, beside those about all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.errors import InvalidInput
from surveyapp.reports.segments import NOBODY_APART, segment_name
from surveyapp.reports.tables import short_name
from surveyapp.stats.beside import attribute_beside
from surveyapp.stats.by_segment import Filter, SegmentFigures
from surveyapp.stats.themed import Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.reports.report import RoundReport
    from surveyapp.stats.differences import SegmentDifference
    from surveyapp.stats.themed import CodedWords


def choose_segments(figures: SegmentFigures | None, members: str, by: str) -> tuple[Filter, ...]:
    """Find the segments that somebody asks for: one by its address `members`, or all of the attribute `by`.

    None for nothing asked. Raises `InvalidInput` for what there is not.
    """
    if not (members or by):
        return ()
    attributes = figures.attributes if figures else {}
    chosen = figures.find(members, "" if members else by) if figures else ()
    if not chosen:
        choices = [Filter(attribute, one.value).address for attribute, some in attributes.items() for one in some]
        offered = f"Choose one of: {', '.join(choices if members else attributes)}." if choices else NOBODY_APART
        message = f"There is no segment {members or by!r} in this round. Nothing was exported. {offered}"
        raise InvalidInput(message)
    return chosen


def select(report: RoundReport, members: str = "", by: str = "") -> RoundReport:
    """Narrow a report to the segments that `choose_segments` finds. Nothing is worked out anew, and nothing added.

    With one segment, comments are listed of its members alone, as far as it may be said beside words whose they are.
    Side by side, nobody is left out. Raises `InvalidInput` for a segment that there is not.
    """
    findings = report.findings
    chosen = choose_segments(findings.segments, members, by)
    filters = f"Round {report.summary.questionnaire.round_number}, {_say_filters(chosen)}"
    if not chosen or findings.segments is None:
        return replace(report, filters=filters)
    coded = findings.coded
    if coded is not None and len(chosen) == 1:
        coded = replace(coded, listed=_listed(coded, findings.segments, chosen[0]))
    narrowed = replace(
        findings,
        segments=findings.segments.only(chosen),
        differences=tuple(one for one in findings.differences if _is_between(one, chosen)),
        coded=coded,
    )
    return replace(report, filters=filters, findings=narrowed)


def beside_responses(report: RoundReport) -> RoundReport:
    """Take out of a report all that is said by segment, so that single responses may stand beside the rest.

    Who has both can work out which segments the responses must be from to give these figures.
    """
    findings = report.findings
    coded = findings.coded
    if coded is not None:
        words = tuple(replace(one, segment="") for one in coded.words)
        coded = replace(coded, words=words, listed=None, names_responses=True)
    had_some = findings.segments is not None and bool(findings.segments.attributes)
    told = replace(findings, segments=None, differences=(), coded=coded, stands_beside_responses=had_some)
    return replace(
        report, filters=f"{report.filters}; with single responses, so without figures by segment", findings=told
    )


def say_choice(members: str, by: str) -> str:
    """Say in a few words what was asked for: `only Setting: Hospital`, `by setting`."""
    if members:
        one = Filter.at(members)
        return f"only {_name(one) if one else members}"
    return f"by {short_name(by).lower()}" if by else ""


def _say_filters(chosen: Sequence[Filter]) -> str:
    if not chosen:
        return "all responses"
    if len(chosen) > 1:
        return f"all responses; by segment the figures by {short_name(chosen[0].attribute).lower()} alone"
    return f"all responses; by segment the figures of {_name(chosen[0])} alone, and comments of its members"


def _name(chosen: Filter) -> str:
    return f"{short_name(chosen.attribute)}: {segment_name(chosen.value)}"


def _is_between(difference: SegmentDifference, chosen: Sequence[Filter]) -> bool:
    """Whether a difference is one of the chosen attribute, and of the chosen segment where that is one alone."""
    is_about = {one.value for one in chosen} & {difference.higher, difference.lower}
    return difference.attribute == chosen[0].attribute and bool(is_about)


def _listed(coded: CodedWords, figures: SegmentFigures, chosen: Filter) -> Listed:
    """Find the responses beside whose words the chosen segment is said anyway."""
    if chosen.attribute != attribute_beside(figures) or chosen.value is None:
        return Listed(_name(chosen), None)
    codes = (words.code for words in coded.words if words.code and words.segment == chosen.value)
    return Listed(_name(chosen), frozenset(codes))
