"""Consensus rules, declared before a round opens: shares of answers, the interquartile range, RAND/UCLA."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Literal

from surveyapp.stats.answer_changes import Bound, Box, ordered_values
from surveyapp.stats.arguments import real_number, whole_number
from surveyapp.stats.rand_ucla import (
    LOWER_SHARE,
    UPPER_SHARE,
    Disagreement,
    HalfMedians,
    disagrees,
    panel_size_limits,
    zone_of,
)
from surveyapp.stats.ratings import quantile_position, scale_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

Outcome = Literal["in", "out", "none"]
Scope = Literal["overall", "every panel"]
OUTCOME_OF: dict[str, Outcome] = {"appropriate": "in", "uncertain": "none", "inappropriate": "out"}


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """What all rules declare: the scale `low`..`high`, and whose answers decide.

    `scope` "overall" pools all panels, "every panel" wants the same outcome in each. A panel of fewer than `smallest`
    valid answers is refused in every panel, or left out of the decision where `small_panels` says so.
    `alternatives` are the rules whose verdicts stand beside it. `agree_from` is the score from which a share is shown.
    """

    name: str = ""
    low: int
    high: int
    agree_from: int
    scope: Scope = "overall"
    smallest: int = 3
    small_panels: Literal["refuse", "leave out"] = "refuse"
    alternatives: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        """Refuse, with ValueError, what no answers could ever meet."""
        scale_ends(self.low, self.high)
        _whole(self.agree_from, "the score from which answers agree")
        whole_number(self.smallest, "the size of the smallest panel", least=1)
        if not self.low < self.agree_from <= self.high:
            raise ValueError(f"agreement from {self.agree_from} does not divide a scale of {self.low} to {self.high}")
        if self.scope not in ("overall", "every panel"):
            raise ValueError(f"scope {self.scope!r}: expected overall or every panel")
        if self.small_panels not in ("refuse", "leave out"):
            raise ValueError(f"small panels {self.small_panels!r}: expected refuse or leave out")

    @abstractmethod
    def classify(self, counts: tuple[int, ...]) -> tuple[Outcome, str]:
        """Decide on one group's answers, counted per score (never none at all), and say why."""

    @abstractmethod
    def boxes(self, n: int) -> Iterator[tuple[Outcome, Box]]:
        """Describe all distributions of `n` answers by the outcome they get; boxes of one outcome may overlap."""


@dataclass(frozen=True, kw_only=True)
class ShareRule(Rule):
    """Shares of the valid answers decide, compared exactly: 14 of 20 meets .7, and 3 of 20 is not fewer than .15.

    In: `least` or more at `agree_from` or above, and (if declared) `fewer_than` at `against_to` or below. Out: "never";
    "mirror", the same with the ends exchanged; or "half", `half` or fewer at `agree_from` or above.
    """

    least: float | Fraction
    against_to: int | None = None
    fewer_than: float | Fraction | None = None
    out: Literal["never", "mirror", "half"] = "never"
    half: float | Fraction = 0.5

    def __post_init__(self) -> None:
        """Refuse shares that cannot be met, bands that overlap, and a rule that is met in and out at once."""
        super().__post_init__()
        if self.against_to is not None:
            _whole(self.against_to, "the score up to which answers are against")
        least, fewer, half = _share(self.least), _share(self.fewer_than), _share(self.half)
        if not 0 < least <= 1:
            raise ValueError(f"a share of {self.least} or more: expected more than 0 and at most 1")
        if (self.against_to is None) != (self.fewer_than is None):
            raise ValueError("a share against needs both its scores (against_to) and its limit (fewer_than)")
        if self.fewer_than is not None and not 0 < fewer <= 1:
            raise ValueError(f"fewer than {self.fewer_than} against cannot be met: expected more than 0 and at most 1")
        if self.against_to is not None and not self.low <= self.against_to < self.agree_from:
            raise ValueError(f"against up to {self.against_to} overlaps with agreement from {self.agree_from}")
        if self.out not in ("never", "mirror", "half"):
            raise ValueError(f"out {self.out!r}: expected never, mirror or half")
        if self.out == "mirror" and (self.against_to is None or (fewer > least and 2 * least <= 1)):
            raise ValueError(f"out as mirror of {self.least} or more: one item could be in and out at once")
        if self.out == "half" and not 0 <= half < least:
            raise ValueError(f"out at {self.half} or fewer overlaps with in from {self.least}")

    def classify(self, counts: tuple[int, ...]) -> tuple[Outcome, str]:
        n = sum(counts)
        running = [sum(counts[: place + 1]) for place in range(len(counts))]
        outcome: Outcome = "none"
        if all(b.least <= running[b.place] <= b.most for b in self._in(n)):
            outcome = "in"
        elif self.out != "never" and all(b.least <= running[b.place] <= b.most for b in self._out(n)):
            outcome = "out"
        agreeing = sum(counts[self.agree_from - self.low :])
        said = f"{_part(agreeing, n)} at {self.agree_from} or above, where {_percent(self.least)} or more is asked"
        if self.against_to is not None and self.fewer_than is not None:
            against = running[self.against_to - self.low]
            limit = _percent(self.fewer_than)
            said += f"; {_part(against, n)} at {self.against_to} or below, where fewer than {limit} is asked"
        if self.out == "half":
            said += f"; out from {_percent(self.half)} or fewer at {self.agree_from} or above"
        elif self.out == "mirror":
            said += "; out by the same shares with the ends exchanged"
        return outcome, said

    def boxes(self, n: int) -> Iterator[tuple[Outcome, Box]]:
        yield "in", self._in(n)
        not_in = [other for bound in self._in(n) for other in _outside(bound, n)]
        if self.out == "never":
            yield from (("none", (bound,)) for bound in not_in)
            return
        yield "out", self._out(n)
        not_out = [other for bound in self._out(n) for other in _outside(bound, n)]
        yield from (("none", pair) for pair in product(not_in, not_out))

    def _in(self, n: int) -> Box:
        agree = Bound(self.agree_from - self.low - 1, 0, n - math.ceil(_share(self.least) * n))
        if self.against_to is None:
            return (agree,)
        return agree, Bound(self.against_to - self.low, 0, math.ceil(_share(self.fewer_than) * n) - 1)

    def _out(self, n: int) -> Box:
        below = self.agree_from - self.low - 1
        if self.out == "half" or self.against_to is None:
            return (Bound(below, n - math.floor(_share(self.half) * n), n),)
        against = Bound(self.against_to - self.low, math.ceil(_share(self.least) * n), n)
        return against, Bound(below, n + 1 - math.ceil(_share(self.fewer_than) * n), n)


@dataclass(frozen=True, kw_only=True)
class RangeRule(Rule):
    """The interquartile range decides, with the median: the quantile type changes verdicts and is declared.

    In: a range of `most` or less and a median of `agree_from` or above. Out: the same range and a median of
    `against_to` or below.
    """

    most: float | Fraction
    against_to: int
    quantile_type: int = 7

    def __post_init__(self) -> None:
        """Refuse a range below 0, overlapping bands and a quantile type that there is not."""
        super().__post_init__()
        quantile_position(1, Fraction(1, 2), whole_number(self.quantile_type, "the type of a quantile"))
        _whole(self.against_to, "the score up to which answers are against")
        if not real_number(self.most, "the widest interquartile range") >= 0:
            raise ValueError(f"an interquartile range of {self.most} or less cannot be met")
        if not self.low <= self.against_to < self.agree_from:
            raise ValueError(f"against up to {self.against_to} overlaps with agreement from {self.agree_from}")

    def classify(self, counts: tuple[int, ...]) -> tuple[Outcome, str]:
        n = sum(counts)
        values = _at_ranks(counts, self.low)
        median = _quantile(values, n, Fraction(1, 2), 7)
        outcome, spread = self._of(values, n)
        said = f"interquartile range {float(spread):g} (type {self.quantile_type}), median {float(median):g}"
        asked = f"asked is a range of {float(self.most):g} or less and a median of {self.agree_from} or above (in)"
        return outcome, f"{said}; {asked} or of {self.against_to} or below (out)"

    def boxes(self, n: int) -> Iterator[tuple[Outcome, Box]]:
        ranks = _ranks(n, self.quantile_type, Fraction(1, 4), Fraction(3, 4))
        for values, box in ordered_values(n, ranks, range(self.low, self.high + 1)):
            yield self._of(values, n)[0], box

    def _of(self, values: dict[int, int], n: int) -> tuple[Outcome, Fraction]:
        lower, upper = (_quantile(values, n, Fraction(p, 4), self.quantile_type) for p in (1, 3))
        median = _quantile(values, n, Fraction(1, 2), 7)
        if upper - lower > _share(self.most) or self.against_to < median < self.agree_from:
            return "none", upper - lower
        return "in" if median >= self.agree_from else "out", upper - lower


@dataclass(frozen=True, kw_only=True)
class RandUclaRule(Rule):
    """In: appropriate, out: inappropriate, none: uncertain, by the RAND/UCLA method on 1 to 9 (see `rand_ucla`)."""

    low: int = 1
    high: int = 9
    agree_from: int = 7
    disagreement: Disagreement = "ipras"
    half_medians: HalfMedians = "higher"
    quantile_type: int = 7

    def __post_init__(self) -> None:
        """Refuse any other scale: the constants and the thirds hold for 1 to 9 alone."""
        super().__post_init__()
        quantile_position(1, Fraction(1, 2), whole_number(self.quantile_type, "the type of a quantile"))
        if (self.low, self.high, self.agree_from) != (1, 9, 7):
            raise ValueError(f"RAND/UCLA on a scale of {self.low} to {self.high}: it is defined for 1 to 9 alone")
        if self.disagreement not in ("panel size", "one third", "ipras"):
            raise ValueError(f"disagreement {self.disagreement!r}: expected panel size, one third or ipras")
        if self.half_medians not in ("higher", "uncertain"):
            raise ValueError(f"half medians {self.half_medians!r}: expected higher or uncertain")

    def classify(self, counts: tuple[int, ...]) -> tuple[Outcome, str]:
        n = sum(counts)
        values = _at_ranks(counts, self.low)
        thirds = (sum(counts[:3]), sum(counts[3:6]), sum(counts[6:]))
        median = _quantile(values, n, Fraction(1, 2), 7)
        apart = disagrees(thirds, self._ends(values, n), self.disagreement)
        zone = zone_of(median, self.half_medians)
        with_or_not = "with" if apart else "without"
        said = f"median {float(median):g} ({zone}), {with_or_not} disagreement by {self.disagreement}"
        said += f"; {thirds[0]}, {thirds[1]} and {thirds[2]} of {n} at 1-3, 4-6 and 7-9"
        return "none" if apart else OUTCOME_OF[zone], said

    def boxes(self, n: int) -> Iterator[tuple[Outcome, Box]]:
        shares = (LOWER_SHARE, UPPER_SHARE) if self.disagreement == "ipras" else ()
        for values, box in ordered_values(n, _ranks(n, self.quantile_type, *shares), range(self.low, self.high + 1)):
            calm = OUTCOME_OF[zone_of(_quantile(values, n, Fraction(1, 2), 7), self.half_medians)]
            if self.disagreement == "ipras":
                yield "none" if disagrees((0, 0, 0), self._ends(values, n), "ipras") else calm, box
                continue
            enough = panel_size_limits(n)[1] if self.disagreement == "panel size" else math.ceil(Fraction(n, 3))
            low, high = Bound(2, enough, n), Bound(5, 0, n - enough)
            yield "none", (*box, low, high)
            yield from ((calm, (*box, other)) for bound in (low, high) for other in _outside(bound, n))

    def _ends(self, values: dict[int, int], n: int) -> tuple[Fraction, Fraction]:
        lower, upper = (_quantile(values, n, share, self.quantile_type) for share in (LOWER_SHARE, UPPER_SHARE))
        return lower, upper


def _whole(score: float, what: str) -> None:
    if not real_number(score, what).is_integer():
        raise ValueError(f"{what} must be a whole number, not {score!r}")


def _share(share: float | Fraction | None) -> Fraction:
    """Take a share as the decimal that it is written as; none declared is 0."""
    if share is None:
        return Fraction(0)
    return share if isinstance(share, Fraction) else Fraction(str(real_number(share, "a share")))


def _outside(bound: Bound, n: int) -> list[Bound]:
    below = [Bound(bound.place, 0, bound.least - 1)] if bound.least > 0 else []
    return below + ([Bound(bound.place, bound.most + 1, n)] if bound.most < n else [])


def _at_ranks(counts: tuple[int, ...], low: int) -> dict[int, int]:
    """Give every answer's score by its rank, 1 the lowest."""
    scores = (low + place for place, count in enumerate(counts) for _ in range(count))
    return dict(enumerate(scores, start=1))


def _ranks(n: int, quantile_type: int, *shares: Fraction) -> list[int]:
    """List the ranks that the quantiles and the median lie between."""
    positions = [quantile_position(n, share, quantile_type) for share in shares]
    positions.append(quantile_position(n, Fraction(1, 2), 7))
    return [rank for lower, upper, _ in positions for rank in (lower, upper)]


def _quantile(values: dict[int, int], n: int, share: Fraction, quantile_type: int) -> Fraction:
    lower, upper, weight = quantile_position(n, share, quantile_type)
    return values[lower] + weight * (values[upper] - values[lower])


def _percent(share: float | Fraction) -> str:
    return f"{float(100 * _share(share)):g}%"


def _part(count: int, n: int) -> str:
    return f"{count} of {n} ({100 * count / n:.4g}%)"
