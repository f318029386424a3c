"""Work every figure of figures.csv out again from responses.csv and questions.csv, and say which differ.

It needs Python 3.10 or later and nothing else: python3 recompute.py
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from fractions import Fraction
from pathlib import Path

HERE = Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
HERE = HERE if HERE.is_dir() else HERE.parent
CANNOT_JUDGE, NOT_SHOWN, NOT_RANKED, SILENT = "-9", "-8", "0", ""
Z = 1.959963984540054


def read(name: str) -> list[dict[str, str]]:
    """Read a CSV file; the apostrophe that keeps spreadsheets from running a text is no part of it."""
    csv.field_size_limit(2**31 - 1)
    with (HERE / name).open(encoding="utf-8-sig", newline="") as file:
        return [{plain(key): plain(text) for key, text in row.items()} for row in csv.DictReader(file)]


def plain(text: str) -> str:
    """Take off the apostrophe that keeps spreadsheets from running a text; one that was typed stays."""
    return text[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", text) else text


def share(name: str, count: int, n: int) -> dict[str, float]:
    """A share with Wilson's interval."""
    if not n:
        return {}
    p = count / n
    reach = Z * math.sqrt(p * (1 - p) / n + (Z / (2 * n)) ** 2)
    low = 0.0 if count == 0 else (p + Z * Z / (2 * n) - reach) / (1 + Z * Z / n)
    high = 1.0 if count == n else (p + Z * Z / (2 * n) + reach) / (1 + Z * Z / n)
    return {name: p, f"{name}.low": low, f"{name}.high": high}


def quantile(values: list[int], p: float) -> float:
    """Type 7: at (n - 1) p + 1 of the sorted values, counted from 1."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * p
    low = math.floor(at)
    return ordered[low] + (at - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def rating(cells: list[str], question: dict[str, str]) -> dict[str, float]:
    """The figures of one item of a rating: counts, quartiles, the share of top scores, and the verdict."""
    scores = [int(cell) for cell in cells if cell not in {CANNOT_JUDGE, NOT_SHOWN, SILENT}]
    found: dict[str, float] = {"n": len(scores)}
    found["cannot_judge"], found["silent"] = cells.count(CANNOT_JUDGE), cells.count(SILENT)
    for score in range(int(question["low"]), int(question["high"]) + 1):
        found[f"count.{score}"] = scores.count(score)
    if scores:
        quantiles = (("median", 0.5), ("lower_quartile", 0.25), ("upper_quartile", 0.75))
        found.update({name: quantile(scores, p) for name, p in quantiles})
    found.update(share("share", sum(score >= int(question["top_from"]) for score in scores), len(scores)))
    return {**found, **verdict(scores, question)}


def verdict(scores: list[int], question: dict[str, str]) -> dict[str, float]:
    """What the declared rule says: 1 in, -1 out, 0 neither; shares are compared exactly, never rounded."""
    rule = {name.removeprefix("rule_"): text for name, text in question.items() if name.startswith("rule_")}
    if not rule["kind"] or len(scores) < max(int(rule["smallest"]), 1):
        return {}
    above = sum(score >= int(rule["agree_from"]) for score in scores)
    below = sum(score <= int(rule["against_to"]) for score in scores) if rule["against_to"] else 0
    if rule["kind"] == "range":
        is_narrow = quantile(scores, 0.75) - quantile(scores, 0.25) <= float(rule["most"])
        middle = quantile(scores, 0.5)
        is_in, is_out = middle >= int(rule["agree_from"]), middle <= int(rule["against_to"])
        return {"verdict": (is_in - is_out) * is_narrow}
    least, fewer = Fraction(rule["least"]) * len(scores), Fraction(rule["fewer_than"] or 2) * len(scores)
    if above >= least and below < fewer:
        return {"verdict": 1}
    is_mirrored = rule["out"] == "mirror" and below >= least and above < fewer
    is_half = rule["out"] == "half" and above <= Fraction(rule["half"]) * len(scores)
    return {"verdict": -(is_mirrored or is_half)}


def choice(cells: list[str], question: dict[str, str]) -> dict[str, float]:
    """The figures of one item of a choice: a count and a share for each option, by its number from 1."""
    chosen = [cell for cell in cells if cell not in {NOT_SHOWN, SILENT}]
    found: dict[str, float] = {"n": len(chosen), "silent": cells.count(SILENT)}
    for number, option in enumerate(json.loads(question["options"]), start=1):
        found[f"count.{number}"] = chosen.count(option)
        found.update(share(f"share.{number}", chosen.count(option), len(chosen)))
    return found


def spans(ballot: list[str]) -> list[tuple[int, int] | None]:
    """The first and the last rank of each item of a ballot: equal items, and those not ranked, span several."""
    places = [None if cell == NOT_SHOWN else math.inf if cell == NOT_RANKED else int(cell) for cell in ballot]
    shown = sorted(place for place in places if place is not None)
    return [None if p is None else (shown.index(p) + 1, shown.index(p) + shown.count(p)) for p in places]


def ranking(columns: list[list[str]], codes: list[str], source: str, k: int) -> dict[tuple[str, str], float]:
    """The figures of a ranking: of all its items together, and of the item in each of the columns `codes`."""
    rows = [list(row) for row in zip(*columns, strict=True)]
    cast = [row for row in rows if SILENT not in row and any(cell not in {NOT_SHOWN, NOT_RANKED} for cell in row)]
    found: dict[tuple[str, str], float] = {(source, "ballots"): len(cast)}
    found[source, "silent"] = sum(SILENT in row for row in rows)
    ballots = [spans(row) for row in cast]
    points, attainable = [], []
    for at, code in enumerate(codes):
        mine = [(span, sum(each is not None for each in ballot)) for ballot in ballots if (span := ballot[at])]
        ranks = [(span[0] + span[1]) / 2 for span, _ in mine]
        points.append(sum(shown - rank for rank, (_, shown) in zip(ranks, mine, strict=True)))
        attainable.append(sum(shown - 1 for _, shown in mine))
        if not ballots:
            continue
        is_placed = [row[at] not in {NOT_SHOWN, NOT_RANKED} for row in cast]
        placed = [span for ballot, yes in zip(ballots, is_placed, strict=True) if yes and (span := ballot[at])]
        found[code, "ranked"], found[code, "borda"] = len(placed), points[at]
        if ranks:
            found[code, "mean_rank"] = sum(ranks) / len(ranks)
        for name, most in (("first", 1), ("top", k)):
            figures = share(name, sum(first <= most for first, _ in placed), len(mine))
            found.update({(code, each): value for each, value in figures.items()})
    won = [own / most if most else 0.0 for own, most in zip(points, attainable, strict=True)]
    for code, own in zip(codes, won, strict=True):
        if ballots:
            found[code, "place"] = 1 + sum(other - own > 1e-12 for other in won)
    return {**found, **concordance(source, ballots)}


def concordance(source: str, ballots: list[list[tuple[int, int] | None]]) -> dict[tuple[str, str], float]:
    """Kendall's W with the correction for ties, and the p-value of its chi-square."""
    m, n = len(ballots), len(ballots[0]) if ballots else 0
    if m < 2 or n < 3 or any(span is None for ballot in ballots for span in ballot):
        return {}
    ranks = [[(span[0] + span[1]) / 2 for span in ballot if span] for ballot in ballots]
    spread = sum((sum(column) - m * (n + 1) / 2) ** 2 for column in zip(*ranks, strict=True))
    ties = sum(row.count(rank) ** 3 - row.count(rank) for row in ranks for rank in set(row))
    possible = m * m * (n**3 - n) - m * ties
    if not possible:
        return {}
    w = 12 * spread / possible
    return {(source, "w"): w, (source, "w.p"): upper_tail(m * (n - 1) * w / 2, (n - 1) / 2)}


def upper_tail(x: float, a: float) -> float:
    """The regularized upper incomplete gamma function Q(a, x): its series below a + 1, its continued fraction above."""
    if x <= 0:
        return 1.0
    scale = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        step = a
        while abs(term) > abs(total) * 1e-16:
            step += 1
            term *= x / step
            total += term
        return 1 - total * scale
    b = x + 1 - a
    c, d = 1e300, 1 / b
    h, i = d, 0
    while True:
        i += 1
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            return scale * h


def recompute() -> dict[tuple[str, str], float]:
    """Work every figure out, by column or question and by name."""
    responses, questions = read("responses.csv"), read("questions.csv")
    cells = {question["column"]: [row[question["column"]] for row in responses] for question in questions}
    found: dict[tuple[str, str], float] = {("responses", "counted"): len(responses)}
    rankings: dict[str, list[dict[str, str]]] = {}
    for question in questions:
        column = question["column"]
        if question["kind"] == "ranking":
            rankings.setdefault(question["source"], []).append(question)
        elif question["kind"] == "text":
            found[column, "texts"] = sum(cell != SILENT for cell in cells[column])
        else:
            figures = {"rating": rating, "choice": choice}[question["kind"]](cells[column], question)
            found.update({(column, name): value for name, value in figures.items()})
    for source, asked in rankings.items():
        codes = [question["column"] for question in asked]
        k = int(asked[0]["first_places"] or 1)
        found.update(ranking([cells[code] for code in codes], codes, source, k))
    return found


def main() -> int:
    """Compare every figure with figures.csv, say which differ, and return 1 if any does."""
    found = recompute()
    expected = {(row["source"], row["statistic"]): float(row["value"]) for row in read("figures.csv")}
    wrong = [
        f"{source} {name}: {found.get((source, name), 'nothing')} instead of {value}"
        for (source, name), value in expected.items()
        if not math.isclose(found.get((source, name), math.nan), value, rel_tol=1e-9, abs_tol=1e-12)
    ]
    wrong += [f"{source} {name}: not in figures.csv" for source, name in found.keys() - expected.keys()]
    sys.stdout.write("\n".join([*wrong, f"{len(expected)} figures, {len(wrong)} differ.", ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
