"""The figures of a round computed again from what people did, by formulas written out here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, sqrt

Z = 1.959963984540054


@dataclass
class Journey:
    """What one robot last submitted, by question code and item label. Silence has no entry."""

    scores: dict[tuple[str, str], int | None] = field(default_factory=dict)
    choices: dict[tuple[str, str], str] = field(default_factory=dict)
    ranked: list[str] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)
    missing: str = ""


def wilson(count: int, n: int) -> tuple[float, float, float]:
    """Share with its 95 % score interval."""
    p = count / n
    middle = p + Z * Z / (2 * n)
    spread = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return p, max(0.0, (middle - spread) / (1 + Z * Z / n)), min(1.0, (middle + spread) / (1 + Z * Z / n))


def quantile(values: list[int], p: float) -> float:
    """Type 7: at (n - 1) p + 1 of the sorted values, counted from 1."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * p
    low = floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def ranks(ranked: list[str], labels: list[str]) -> dict[str, float]:
    """Places of one ballot; whoever is left out shares the mean of the places left over."""
    left = (len(ranked) + 1 + len(labels)) / 2
    return {label: float(ranked.index(label) + 1) if label in ranked else left for label in labels}


def kendall_w(ballots: list[dict[str, float]], labels: list[str]) -> float:
    """Kendall's W with the correction for ties."""
    m, n = len(ballots), len(labels)
    sums = [sum(ballot[label] for ballot in ballots) for label in labels]
    spread = sum((total - m * (n + 1) / 2) ** 2 for total in sums)
    ties = 0
    for ballot in ballots:
        values = list(ballot.values())
        ties += sum(values.count(value) ** 3 - values.count(value) for value in set(values))
    return 12 * spread / (m * m * (n**3 - n) - m * ties)
