"""Charts as geometry: what the macros draw, worked out from figures that were computed elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.templating import percent, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.questionnaire import Scale
    from surveyapp.stats.ratings import Share
    from surveyapp.stats.summary import RatingSummary

_STEPS = 5
# A number stands inside its segment from this share on; narrower ones have no room for it on a phone.
_ROOM = 0.10


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar, in percent of its width; `words` stand in it where there is room."""

    colour: str
    ink: str
    x: str
    width: str
    middle: str
    words: str
    has_gap: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar; `sentence` says the same in words."""

    segments: tuple[Segment, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place as a dot with its range as a line, on an axis with a step per item."""

    x: str
    low: str
    high: str
    sentence: str


def rating_bar(scale: Scale, rating: RatingSummary, *, palette: str = "f") -> Bar:
    """Draw the distribution of the scores of one item, lowest at the left."""
    labels = [scale.label(score) for score in scale.scores]
    shares = [count / rating.n if rating.n else 0.0 for count in rating.distribution]
    said = ", ".join(f"{label} {percent(share)[:-1]} percent" for label, share in zip(labels, shares, strict=True))
    words = [percent(share)[:-1] for share in shares]
    return Bar(_segments(shares, words, colours(len(labels), palette)), f"{said}. {_answers(rating.n)}.")


def option_bar(labels: Sequence[str], shares: Sequence[float], n: int, *, whose: str = "") -> Bar:
    """Draw the shares of the options of a choice, in their order, with the first darkest; `whose` begins the words."""
    said = ", ".join(f"{label} {percent(share)[:-1]} percent" for label, share in zip(labels, shares, strict=True))
    words = [percent(share)[:-1] for share in shares]
    told = f"{whose}: {said}. {_answers(n)}." if whose else f"{said}. {_answers(n)}."
    return Bar(_segments(shares, words, option_colours(len(labels))), told)


def option_colours(options: int) -> list[str]:
    """The colours of a choice's options, from the first to the last."""
    return colours(options)[::-1]


def count_bar(parts: Sequence[tuple[str, int, str]], whole: str) -> Bar:
    """Draw counts (name, count, colour) as parts of a whole."""
    total = sum(count for _, count, _ in parts)
    shares = [count / total if total else 0.0 for _, count, _ in parts]
    said = ", ".join(f"{name} {count}" for name, count, _ in parts)
    segments = _segments(shares, [f"{count:,}" for _, count, _ in parts], [colour for *_, colour in parts])
    return Bar(segments, f"{said} of {total} {whole}.")


def part_bar(share: Share, words: str, *, palette: str = "f") -> Bar:
    """Draw the share of the higher answers, at the right as in `rating_bar`, and the rest; `words` say whose it is."""
    shares = [1 - share.value, share.value]
    told = f"{words}: {percent(share.value)[:-1]} percent of {_answers(share.n)}."
    return Bar(_segments(shares, ["", percent(share.value)[:-1]], [f"{palette}2", f"{palette}5"]), told)


def place_line(place: int, places: tuple[int, int], count: int) -> PlaceLine:
    """Draw a place and its range on an axis of `count` places."""
    low, high = places
    sentence = f"place {place}, range {place_range(places)} of {count}"
    # A range of one place still has a width, so that it is seen as a range.
    return PlaceLine(_at(place, count), _at(low - 0.25, count), _at(high + 0.25, count), sentence)


def place_ticks(count: int) -> list[tuple[str, str]]:
    """The axis of places: where each stands, and its number."""
    return [(_at(place, count), str(place)) for place in range(1, count + 1)]


def place_range(places: tuple[int, int]) -> str:
    """Write a range of places: 3–4, or 1 where there is but one."""
    low, high = places
    return str(low) if low == high else f"{low}–{high}"


def interval(share: Share) -> str:
    """Write the interval of a share without the percent sign that its share has: 80–89."""
    return "–" if math.isnan(share.low) else f"{percent(share.low)[:-1]}–{percent(share.high)[:-1]}"


def colours(steps: int, palette: str = "f") -> list[str]:
    """The colours of a scale from its low to its high end; a scale of other than five steps takes the nearest."""
    if steps == 1:
        return [f"{palette}{_STEPS}"]
    return [f"{palette}{1 + round(step * (_STEPS - 1) / (steps - 1))}" for step in range(steps)]


def _segments(shares: Sequence[float], words: Sequence[str], palette: Sequence[str]) -> tuple[Segment, ...]:
    segments, start = [], 0.0
    for share, text, colour in zip(shares, words, palette, strict=True):
        if share:
            segments.append(
                Segment(
                    colour=colour,
                    ink=f"t{colour[1:]}",
                    x=f"{start:.2%}",
                    width=f"{share:.2%}",
                    middle=f"{start + share / 2:.2%}",
                    words=text if share >= _ROOM else "",
                    has_gap=start > 0,
                )
            )
        start += share
    return tuple(segments)


def _at(place: float, count: int) -> str:
    return f"{(place - 0.5) / count:.2%}"


def _answers(count: int) -> str:
    return plural(count, "answer", "answers")
