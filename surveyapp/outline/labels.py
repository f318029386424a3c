"""Labels of goals, numbers for goals that have only a bullet, and what to tell about irregular numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.outline.drafts import Doubt
from surveyapp.outline.markers import MarkerKind, spell
from surveyapp.outline.model import DEEPEST_LEVEL
from surveyapp.outline.numbering import Fault, Numbered, place_goals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.outline.drafts import Draft
    from surveyapp.outline.numbering import Place

_USUAL_KINDS = (MarkerKind.UPPER, MarkerKind.NUMBER, MarkerKind.LOWER, MarkerKind.LOWER_ROMAN)

_SENTENCES = {
    Fault.GAP: "The numbering jumps from {before} to {label}. Is a goal missing, or is this number wrong?",
    Fault.REPEAT: "The number {label} comes twice in a row. Both goals were kept.",
    Fault.BACK: "The numbering goes back from {before} to {label}. The goal was kept where it stands.",
    Fault.START: "This list begins with {label} and not with its first number. It was kept.",
    Fault.SKIP: "{label} stands directly below {parent}; a level in between seems to be missing.",
    Fault.OTHER_KIND: "{label} is numbered in another way than other goals of its level. It was read as level {level}.",
    Fault.PREFIX: "The line is numbered {printed}, but it stands below {parent}. It was kept where it stands.",
    Fault.SAME_KIND_BY_STYLE: (
        "“{printed}” has other punctuation than the numbers above. It was read as {label}, a level below them."
    ),
    Fault.NESTING: "The numbering makes this {label}, but the list is nested otherwise. The numbering was followed.",
    Fault.BELOW_TIER: "{label} follows the heading of a tier, but it is not a goal of the first level.",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its place. `level` is that of the outline, at most four."""

    draft: Draft
    marker: str
    label: str
    level: int


def label_goals(drafts: Sequence[Draft]) -> tuple[list[Goal], list[Doubt]]:
    """Number and label the goals, in order; also return what was irregular."""
    places = place_goals(
        [
            Numbered(draft.first.marker, draft.first.position, draft.first.stated, draft.below_heading)
            for draft in drafts
        ]
    )
    parents = _parents(places)
    markers = _markers(drafts, places, parents)
    goals: list[Goal] = []
    for draft, place, parent, marker in zip(drafts, places, parents, markers, strict=True):
        label = marker if parent is None else f"{goals[parent].label}.{marker}"
        if Fault.PREFIX in place.faults and draft.first.marker:
            label = draft.first.marker.printed
        goals.append(Goal(draft, marker, label, min(place.level, DEEPEST_LEVEL)))
    doubts = _irregular(goals, places, parents)
    return goals, [*doubts, *_without_numbers(goals), *_repeated_labels(goals, places, parents)]


def _parents(places: Sequence[Place]) -> list[int | None]:
    """Return for each goal the position of the goal it stands under."""
    parents: list[int | None] = []
    path: list[int] = []
    for at, place in enumerate(places):
        while path and places[path[-1]].level >= place.level:
            path.pop()
        parents.append(path[-1] if path else None)
        path.append(at)
    return parents


def _markers(drafts: Sequence[Draft], places: Sequence[Place], parents: Sequence[int | None]) -> list[str]:
    """Return the printed markers; bare bullets are numbered behind the numbered goals of their list."""
    kinds: dict[int, MarkerKind] = {}
    highest: dict[int | None, int] = {}
    for place, parent in zip(places, parents, strict=True):
        if place.kind:
            kinds.setdefault(place.level, place.kind)
            highest[parent] = max(highest.get(parent, 0), place.value)
    markers = []
    for draft, place, parent in zip(drafts, places, parents, strict=True):
        if draft.first.marker:
            markers.append(draft.first.marker.text)
        else:
            highest[parent] = highest.get(parent, 0) + 1
            usual = _USUAL_KINDS[min(place.level, DEEPEST_LEVEL) - 1]
            markers.append(spell(kinds.get(place.level, usual), highest[parent]))
    return markers


def _irregular(goals: Sequence[Goal], places: Sequence[Place], parents: Sequence[int | None]) -> list[Doubt]:
    doubts = []
    latest_below: dict[int | None, str] = {}
    for goal, place, parent in zip(goals, places, parents, strict=True):
        marker = goal.draft.first.marker
        words = {
            "label": goal.label,
            "before": latest_below.get(parent, ""),
            "parent": "the heading" if parent is None else goals[parent].label,
            "printed": marker.printed if marker else "",
            "level": str(place.level),
        }
        # A number that names another goal above it is not out of order among its neighbours.
        told = (Fault.PREFIX,) if Fault.PREFIX in place.faults else place.faults
        sentences = [_SENTENCES[fault] for fault in told if fault in _SENTENCES]
        if place.ambiguous:
            sentences.append("“{printed}” can be read in two ways here. It was read as {label}.")
        if place.level > DEEPEST_LEVEL:
            sentences.append("{label} stands on level {level}. An outline has four; it was kept on the fourth.")
        doubts += [Doubt(goal.draft.line, sentence.format(**words)) for sentence in sentences]
        latest_below[parent] = goal.label
    return doubts


def _without_numbers(goals: Sequence[Goal]) -> list[Doubt]:
    """Tell once for each run of bare bullets how they were numbered."""
    doubts = []
    run: list[Goal] = []
    for goal, below in zip(goals, [*goals[1:], None], strict=False):
        if goal.draft.is_bare_bullet:
            run.append(goal)
            if below is None or not below.draft.is_bare_bullet:
                last = f" to {run[-1].label}" if len(run) > 1 else ""
                sentence = f"Bullets without numbers were read as goals and numbered here: {run[0].label}{last}."
                doubts.append(Doubt(run[0].draft.line, sentence))
                run = []
    return doubts


def _repeated_labels(goals: Sequence[Goal], places: Sequence[Place], parents: Sequence[int | None]) -> list[Doubt]:
    """Tell of labels that come twice, where neither the goal above nor its own number told already."""
    first_lines: dict[str, int] = {}
    repeated: set[int] = set()
    doubts = []
    told = {Fault.REPEAT, Fault.BACK}
    for at, (goal, place, parent) in enumerate(zip(goals, places, parents, strict=True)):
        if goal.label in first_lines:
            repeated.add(at)
            if parent not in repeated and not told & set(place.faults):
                sentence = f"The number {goal.label} is already taken in line {first_lines[goal.label]}."
                doubts.append(Doubt(goal.draft.line, f"{sentence} Both goals were kept."))
        first_lines.setdefault(goal.label, goal.draft.line)
    return doubts
