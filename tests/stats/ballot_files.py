"""Ballots of the reference cases and of the files beside them: CSV of ranks, PrefLib (old and new), David Hill."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from surveyapp.stats.ballots import Ballots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Order = list[list[str]]


def ballots_of(data: dict[str, Any], folder: Path) -> Ballots:
    """Read the ballots that a case tells or whose file it names."""
    if "file" in data:
        return read_ballots(folder / data["file"])
    orders = [ballot["order"] for ballot in data["ballots"]]
    return Ballots.from_orders(orders, data["candidates"], counts=[ballot["count"] for ballot in data["ballots"]])


def read_ballots(file: Path) -> Ballots:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        return _csv(text)
    if file.suffix == ".HIL":
        return _hill(text)
    return _preflib(text)


def _csv(text: str) -> Ballots:
    header, *rows = csv.reader(text.splitlines())
    ranks = [[float(cell) if cell else 0 for cell in row[1:]] for row in rows]
    return Ballots.from_ranks(ranks, header[1:], counts=[float(row[0]) for row in rows])


def _hill(text: str) -> Ballots:
    first, *rest = text.splitlines()
    items = [f"c{number + 1}" for number in range(int(first.split()[0]))]
    orders, counts = [], []
    for line in rest:
        numbers = line.split('"')[0].split()
        if len(numbers) > 1:
            counts.append(float(numbers[0]))
            orders.append([items[int(number) - 1] for number in numbers[1:-1]])
        if numbers == ["0"]:
            break
    return Ballots.from_orders(orders, items, counts=counts)


def _preflib(text: str) -> Ballots:
    lines = text.splitlines()
    names = {m[1]: m[2].strip() for m in (re.match(r"# ALTERNATIVE NAME (\d+): (.*)", line) for line in lines) if m}
    if names:
        votes = [line for line in lines if line and not line.startswith("#")]
    else:
        size = int(lines[0])
        names = {number: name.strip() for number, name in (line.split(",", 1) for line in lines[1 : size + 1])}
        votes = [line.replace(",", ":", 1) for line in lines[size + 2 :] if line]
    parsed = [vote.split(":", 1) for vote in votes]
    orders = [[[names[n] for n in group] for group in _preflib_groups(vote)] for _, vote in parsed]
    return Ballots.from_orders(orders, list(names.values()), counts=[float(count) for count, _ in parsed])


def _preflib_groups(vote: str) -> Iterator[list[str]]:
    for tied, single in re.findall(r"\{([\d,\s]*)\}|(\d+)", vote):
        yield re.findall(r"\d+", tied) if tied else [single]
