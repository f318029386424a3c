"""Each goal's level, from the sequence of the kinds of markers.

A marker can often be read in more than one way (`i` is a letter or a Roman numeral) and a list can often go on in more
than one place, and what is right shows only in the lines that follow. So all readings are followed side by side (a beam
search): each irregularity costs something, and the reading of the whole document that costs least is taken. Where two
cost the same, the indentation decides; where even that leaves two, the goals concerned are marked as ambiguous.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from surveyapp.outline.markers import Marker, MarkerKind, Reading


class Fault(Enum):
    """What is irregular about one goal's number or place. Its cost weighs it against other readings."""

    GAP = "a number is missing before it"
    REPEAT = "the same number as the goal before it"
    BACK = "a lower number than the goal before it"
    START = "the first of its list, and not numbered as the first"
    SKIP = "a level is missing above it"
    OTHER_KIND = "another kind of number than this level has elsewhere"
    PREFIX = "its number names another goal above it than the one it stands under"
    NESTING = "the nesting that the file states says otherwise"
    BELOW_TIER = "directly below the heading of a tier, and not of the first level"
    NEW_LEVEL = "the first of its level in the document"
    SAME_KIND = "the same kind of number as a level above it, but further in"
    SAME_KIND_BY_STYLE = "the same kind of number as a level above it, told apart by its punctuation alone"
    PUNCTUATION = "other punctuation than its neighbours"


_COSTS = {
    Fault.GAP: 4,
    Fault.REPEAT: 5,
    Fault.BACK: 5,
    Fault.START: 4,
    Fault.SKIP: 3,
    Fault.OTHER_KIND: 3,
    Fault.PREFIX: 3,
    Fault.NESTING: 3,
    Fault.BELOW_TIER: 5,
    Fault.NEW_LEVEL: 1,
    Fault.SAME_KIND: 3,
    Fault.SAME_KIND_BY_STYLE: 3,
    Fault.PUNCTUATION: 1,
}

# Two readings of a few markers in a row are more than a document ever leaves open.
_BEAM = 16
# Labels stay short enough to be stored and shown, however deep a document pretends to go.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Numbered:
    """What numbering needs to know of a goal; `marker` is None when it has only a bullet."""

    marker: Marker | None
    position: int
    stated: bool
    below_heading: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a goal stands, and as what its marker was read; `ambiguous`: another reading was just as good.

    `kind` is None and `value` 0 for a bare bullet.
    """

    level: int
    kind: MarkerKind | None
    value: int
    faults: tuple[Fault, ...]
    ambiguous: bool = False


class _Kind(NamedTuple):
    """What the goals of one list share: `1.1` and `1.` are different kinds."""

    kind: MarkerKind | None
    parts: int


_BULLET = _Kind(None, 0)


class _Open(NamedTuple):
    """A goal on the way from the first level down to the latest goal."""

    level: int
    kind: _Kind
    value: int
    text: str
    style: str
    position: int
    stated: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """The latest goal of a reading, linked to the one before."""

    place: Place
    before: _Step | None


@dataclass(frozen=True, slots=True)
class _Way:
    """One reading of the document so far: the open goals, the kind of each level, what it cost.

    `slips` counts contradictions to the indentation, `ambiguous` holds the goals where another way was as good.
    """

    path: tuple[_Open, ...] = ()
    kinds: tuple[_Kind, ...] = ()
    cost: int = 0
    slips: int = 0
    ambiguous: frozenset[int] = frozenset()
    latest: _Step | None = None

    @property
    def rank(self) -> tuple[int, int]:
        return self.cost, self.slips


class _Option(NamedTuple):
    """A level that a goal could take, and what would be irregular about it."""

    level: int
    faults: tuple[Fault, ...]


def place_goals(goals: Sequence[Numbered]) -> list[Place]:
    """Return the place of each goal, in order. Levels count from 1 and can be deeper than an outline allows."""
    nested = len({goal.position for goal in goals if goal.stated}) > 1
    ways = [_Way()]
    for at, goal in enumerate(goals):
        found: dict[tuple[object, ...], _Way] = {}
        for way in ways:
            for longer in _longer(way, goal, nested=nested and goal.stated):
                _keep_better(found, longer, at)
        ways = sorted(found.values(), key=lambda way: way.rank)[:_BEAM]
    best = ways[0]
    for rival in ways[1:]:
        if rival.rank == best.rank:
            best = replace(best, ambiguous=best.ambiguous | _differences(best, rival, len(goals) - 1))
    places = _places(best)
    return [replace(place, ambiguous=at in best.ambiguous) for at, place in enumerate(places)]


def _keep_better(found: dict[tuple[object, ...], _Way], way: _Way, at: int) -> None:
    """Of ways that can only go on alike, keep the better, and remember where equally good ones differ."""
    key = (way.path, way.kinds)
    rival = found.get(key)
    if rival is None or way.rank < rival.rank:
        found[key] = way
    elif way.rank == rival.rank:
        found[key] = replace(rival, ambiguous=rival.ambiguous | _differences(rival, way, at))


def _differences(one: _Way, other: _Way, at: int) -> frozenset[int]:
    differing = set()
    mine, theirs = one.latest, other.latest
    while mine is not theirs and mine and theirs:
        if mine.place.level != theirs.place.level:
            differing.add(at)
        mine, theirs, at = mine.before, theirs.before, at - 1
    return frozenset(differing)


def _places(way: _Way) -> list[Place]:
    places = []
    step = way.latest
    while step:
        places.append(step.place)
        step = step.before
    return places[::-1]


def _longer(way: _Way, goal: Numbered, *, nested: bool) -> Iterator[_Way]:
    """Yield the ways in which `way` can go on with `goal`."""
    if goal.marker is None:
        yield _with_bullet(way, goal)
        return
    for reading in goal.marker.readings:
        kind = _Kind(reading.kind, len(goal.marker.prefix))
        for option in _options(way, goal, kind, reading):
            yield _extend(way, goal, goal.marker, reading, option, nested=nested)


def _with_bullet(way: _Way, goal: Numbered) -> _Way:
    """Put a bare bullet below the latest numbered goal; only indentation can tell one bullet's level from another's."""
    path = way.path
    while path and path[-1].kind is _BULLET and path[-1].position > goal.position:
        path = path[:-1]
    beside = bool(path) and path[-1].kind is _BULLET and path[-1].position == goal.position
    top = path[-1].level if path else 0
    level = min(top if beside else top + 1, _DEEPEST)
    above = tuple(open_goal for open_goal in path if open_goal.level < level)
    opened = _Open(level, _BULLET, 0, "", "", goal.position, goal.stated)
    return replace(way, path=(*above, opened), latest=_Step(Place(level, None, 0, ()), way.latest))


def _options(way: _Way, goal: Numbered, kind: _Kind, reading: Reading) -> Iterator[_Option]:
    """Yield every level that a marker of `kind` could take. There is always one."""
    start = () if reading.value == 1 else (Fault.START,)
    alike = {open_goal.level: open_goal for open_goal in way.path if open_goal.kind == kind}
    for level, open_goal in alike.items():
        yield _Option(level, _sequence(open_goal.value, reading.value))
    levels = {open_goal.level for open_goal in way.path}
    for level, known in enumerate(way.kinds, start=1):
        if known == kind and level not in alike:
            instead = (Fault.OTHER_KIND,) if level in levels else ()
            yield _Option(level, (*start, *_skip(way, level), *instead))
    next_level = min(max(levels, default=0) + 1, _DEEPEST)
    if kind not in way.kinds:
        new_level = min(len(way.kinds) + 1, _DEEPEST)
        yield _Option(new_level, (Fault.NEW_LEVEL, *start, *_skip(way, new_level)))
        if next_level < new_level:
            yield _Option(next_level, (Fault.OTHER_KIND, *start))
    elif alike and (fault := _list_of_same_kind(way, goal, alike[max(alike)], reading)):
        instead = (Fault.OTHER_KIND,) if next_level <= len(way.kinds) and way.kinds[next_level - 1] != kind else ()
        yield _Option(next_level, (fault, *start, *instead))


def _skip(way: _Way, level: int) -> tuple[Fault, ...]:
    """Say whether the level above `level` is missing among the open goals."""
    parent = max((open_goal.level for open_goal in way.path if open_goal.level < level), default=0)
    return (Fault.SKIP,) if level > parent + 1 else ()


def _list_of_same_kind(way: _Way, goal: Numbered, alike: _Open, reading: Reading) -> Fault | None:
    """Return by what right `1.` can open a list below another `1.`: it stands further in, or has other punctuation."""
    if goal.position > way.path[-1].position:
        return Fault.SAME_KIND
    other_style = goal.marker is not None and goal.marker.style != alike.style
    return Fault.SAME_KIND_BY_STYLE if reading.value == 1 and other_style else None


def _sequence(before: int, value: int) -> tuple[Fault, ...]:
    if value == before + 1:
        return ()
    return (Fault.GAP if value > before else Fault.REPEAT if value == before else Fault.BACK,)


def _extend(way: _Way, goal: Numbered, marker: Marker, reading: Reading, option: _Option, *, nested: bool) -> _Way:
    """Return `way` with `goal` in the place that `option` names."""
    above = tuple(open_goal for open_goal in way.path if open_goal.level < option.level)
    sibling = next((open_goal for open_goal in way.path if open_goal.level == option.level), None)
    faults = option.faults
    if goal.below_heading:
        # Numbering may begin anew below a tier's heading.
        faults = tuple(fault for fault in faults if reading.value != 1 or fault not in (Fault.BACK, Fault.REPEAT))
        faults += (Fault.BELOW_TIER,) if option.level > 1 else ()
    if sibling and sibling.style != marker.style:
        faults += (Fault.PUNCTUATION,)
    if not _fits_prefix(above, marker.prefix):
        faults += (Fault.PREFIX,)
    slips = _contradicts_layout(goal, sibling, above[-1] if above else None)
    if slips and nested:
        faults += (Fault.NESTING,)
    kind = _Kind(reading.kind, len(marker.prefix))
    opened = _Open(option.level, kind, reading.value, marker.text, marker.style, goal.position, goal.stated)
    return _Way(
        path=(*above, opened),
        kinds=way.kinds if option.level <= len(way.kinds) else (*way.kinds, kind),
        cost=way.cost + sum(_COSTS[fault] for fault in faults),
        slips=way.slips + slips,
        ambiguous=way.ambiguous,
        latest=_Step(Place(option.level, reading.kind, reading.value, faults), way.latest),
    )


def _contradicts_layout(goal: Numbered, sibling: _Open | None, parent: _Open | None) -> bool:
    """Whether a goal stands further in or out than its sibling, or not further in than its parent."""
    beside = sibling or parent
    if beside is None or beside.stated != goal.stated:
        return False
    return goal.position != beside.position if sibling else goal.position <= beside.position


def _fits_prefix(above: tuple[_Open, ...], prefix: tuple[str, ...]) -> bool:
    """Whether the goals above are the ones that a marker like `2.1` names."""
    if not prefix:
        return True
    named = above[-len(prefix) :]
    return len(named) == len(prefix) and all(
        part in (open_goal.text, str(open_goal.value)) for part, open_goal in zip(prefix, named, strict=True)
    )
