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
_WHISK_START, _WHISK_WIDTH = 2.0, 96.0


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
class Whisk:
    """A share as a dot with its interval as a line, on an axis from 0 to 100 percent."""

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


def count_bar(parts: Sequence[tuple[str, int, str]], whole: str) -> Bar:
    """Draw counts (name, count, colour) as parts of a whole."""
    total = sum(count for _, count, _ in parts)
    shares = [count / total if total else 0.0 for _, count, _ in parts]
    said = ", ".join(f"{name} {count}" for name, count, _ in parts)
    segments = _segments(shares, [f"{count:,}" for _, count, _ in parts], [colour for *_, colour in parts])
    return Bar(segments, f"{said} of {total} {whole}.")


def whisk(share: Share) -> Whisk:
    """Draw a share with its interval."""
    sentence = f"{percent(share.value)}, interval {interval(share)}"
    return Whisk(_on_axis(share.value), _on_axis(share.low), _on_axis(share.high), sentence)


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


def _on_axis(value: float) -> str:
    return f"{_WHISK_START + _WHISK_WIDTH * value:.2f}%"


def _answers(count: int) -> str:
    return plural(count, "answer", "answers")
