"""Every figure of the round of 1,000 worked out once more from its rows, by nothing but Python's own means.

A figure is named by its column or question and by what it is; the formulas are the published ones.
"""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from statistics import NormalDist
from typing import TYPE_CHECKING

from scipy.stats import chi2

from tests.reports.thousand import (
    CANNOT,
    CHOSEN,
    MINIMUM,
    OPTIONS,
    PLACES,
    RANKED,
    RATED,
    RULE_LEAST,
    SCALES,
    UNSEEN,
    the_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.reports.thousand import Row

    Figures = dict[tuple[str, str], float]
    Answer = int | str | None

_Z = NormalDist().inv_cdf(0.975)


def recounted() -> Figures:
    """Every figure of the whole round; what is undefined is left out."""
    found: Figures = {("responses", "counted"): len(the_rows())}
    for code, items in RATED.items():
        for item in items:
            found |= _named(f"{code}.{item}", _rating(code, [row.answers[code, item] for row in the_rows()]))
    for code, items in CHOSEN.items():
        for item in items:
            found |= _named(f"{code}.{item}", _choice(code, [row.answers[code, item] for row in the_rows()]))
    for code in RANKED:
        found |= _ranking(code)
    texts = Counter(key for row in the_rows() for key in row.texts)
    found |= {(f"{kind}.{item}" if item else kind, "texts"): count for (kind, item), count in texts.items()}
    return found


def verdicts() -> dict[str, str]:
    """What the declared rule says of each item: in with so many scores at the top."""
    found = {}
    for item in RATED["importance"]:
        scores = _scores([row.answers["importance", item] for row in the_rows()])
        top = Fraction(sum(score >= SCALES["importance"][2] for score in scores), len(scores))
        found[item] = "In" if top >= Fraction(str(RULE_LEAST)) else "No consensus"
    return found


def segment_counts(attribute: str) -> Iterator[tuple[str, str, str | None, tuple[int, ...]]]:
    """Yield question, item, segment (None for all without one of enough people) and how many gave each answer."""
    values = [getattr(row, attribute) for row in the_rows()]
    sizes = Counter(values)
    names = [value if sizes[value] >= MINIMUM else None for value in values]
    for code, items in (RATED | CHOSEN | RANKED).items():
        for item in items:
            given = Counter(zip(names, (_band(row, code, item) for row in the_rows()), strict=True))
            for name in dict.fromkeys(names):
                yield code, item, name, tuple(given[name, band] for band in range(len(OPTIONS.get(code, "ab"))))


def share_of(count: int, n: int) -> tuple[float, float, float]:
    """A share and its 95 % interval by Wilson's formula, without continuity correction."""
    p = count / n
    middle, reach = p + _Z**2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    low, high = ((middle + sign * reach) / (1 + _Z**2 / n) for sign in (-1, 1))
    return p, max(0.0, low), min(1.0, high)


def _band(row: Row, code: str, item: str) -> int:
    """Which answer a response gave, as figures by segment tell them apart; the number behind the last for none."""
    answer = row.answers[code, item]
    if code in CHOSEN:
        return OPTIONS[code].index(str(answer)) if answer in OPTIONS[code] else len(OPTIONS[code])
    if code in RATED:
        return int(answer < SCALES[code][2]) if isinstance(answer, int) else 2
    cast = any(isinstance(place := row.answers[code, one], int) and place > 0 for one in RANKED[code])
    if not cast or not isinstance(answer, int):
        return 2
    return int(not 0 < answer <= PLACES[code])


def _named(source: str, figures: dict[str, float]) -> Figures:
    return {(source, name): value for name, value in figures.items()}


def _shares(name: str, count: int, n: int) -> dict[str, float]:
    if not n:
        return {}
    return dict(zip((name, f"{name}.low", f"{name}.high"), share_of(count, n), strict=True))


def _scores(answers: Sequence[Answer]) -> list[int]:
    return [answer for answer in answers if isinstance(answer, int)]


def _rating(code: str, answers: Sequence[Answer]) -> dict[str, float]:
    low, high, cut = SCALES[code]
    scores = _scores(answers)
    found: dict[str, float] = {"n": len(scores), "cannot_judge": answers.count(CANNOT), "silent": answers.count(None)}
    found |= {f"count.{score}": scores.count(score) for score in range(low, high + 1)}
    quartiles = {"lower_quartile": Fraction(1, 4), "median": Fraction(1, 2), "upper_quartile": Fraction(3, 4)}
    found |= {name: _quantile(scores, p) for name, p in quartiles.items()}
    return found | _shares("share", sum(score >= cut for score in scores), len(scores))


def _quantile(scores: list[int], p: Fraction) -> float:
    """Type 7: at (n - 1) p + 1 of the ordered values."""
    ordered, at = sorted(scores), (len(scores) - 1) * p
    below = math.floor(at)
    above = min(below + 1, len(scores) - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))


def _choice(code: str, answers: Sequence[Answer]) -> dict[str, float]:
    chosen = [answer for answer in answers if answer in OPTIONS[code]]
    found: dict[str, float] = {"n": len(chosen), "silent": answers.count(None)}
    for number, option in enumerate(OPTIONS[code], start=1):
        count = chosen.count(option)
        found |= {f"count.{number}": count, **_shares(f"share.{number}", count, len(chosen))}
    return found


def _ranking(code: str) -> Figures:
    items = RANKED[code]
    rows = [{item: row.answers[code, item] for item in items} for row in the_rows()]
    ballots = [row for row in rows if any(isinstance(place, int) and place > 0 for place in row.values())]
    found: Figures = {(code, "ballots"): len(ballots)}
    found[code, "silent"] = sum(any(place != UNSEEN for place in row.values()) for row in rows) - len(ballots)
    ranks = [_ranks(ballot) for ballot in ballots]
    won = {item: sum((len(own) - own[item] for own in ranks if item in own), Fraction()) for item in items}
    possible = {item: sum(len(own) - 1 for own in ranks if item in own) for item in items}
    for item in items:
        own = [ballot[item] for ballot in ballots if ballot[item] != UNSEEN]
        placed = [place for place in own if isinstance(place, int) and place > 0]
        better = sum(won[other] / possible[other] > won[item] / possible[item] for other in items)
        figures: dict[str, float] = {"place": 1 + better, "ranked": len(placed), "borda": float(won[item])}
        figures["mean_rank"] = float(sum((rank[item] for rank in ranks if item in rank), Fraction()) / len(own))
        figures |= _shares("first", placed.count(1), len(own))
        figures |= _shares("top", sum(place <= PLACES[code] for place in placed), len(own))
        found |= _named(f"{code}.{item}", figures)
    if all(len(rank) == len(items) for rank in ranks):
        found |= _named(code, _concordance(ranks))
    return found


def _ranks(ballot: dict[str, Answer]) -> dict[str, Fraction]:
    """The rank of each item that was shown: level items share the mean of theirs, so do those without a place."""
    shown = {item: place or math.inf for item, place in ballot.items() if isinstance(place, int)}
    places = sorted(shown.values())
    return {item: Fraction(2 * places.index(own) + places.count(own) + 1, 2) for item, own in shown.items()}


def _concordance(ranks: list[dict[str, Fraction]]) -> dict[str, float]:
    """Kendall's W = 12 S / (m² (n³ - n) - m sum (t³ - t)), with its chi-square m (n - 1) W."""
    m, n = len(ranks), len(ranks[0])
    sums = [sum(rank[item] for rank in ranks) for item in ranks[0]]
    spread = sum((total - Fraction(m * (n + 1), 2)) ** 2 for total in sums)
    ties = sum(t**3 - t for rank in ranks for t in Counter(rank.values()).values())
    w = float(12 * spread / (m * m * (n**3 - n) - m * ties))
    return {"w": w, "w.p": float(chi2.sf(m * (n - 1) * w, n - 1))}
