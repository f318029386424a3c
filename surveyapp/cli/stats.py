"""`surveyapp stats`: rank and agree, the statistics of the reports on a spreadsheet from elsewhere."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from surveyapp.cli.application import example, sentences
from surveyapp.cli.methods import Method
from surveyapp.cli.spreadsheet import read_table
from surveyapp.errors import InvalidInput

if TYPE_CHECKING:
    from surveyapp.stats.comparisons import Unranked


@click.group()
def stats() -> None:
    """Rank items and measure agreement from a spreadsheet of your own. Nothing is stored."""


@stats.command(
    "rank",
    epilog=example(
        "surveyapp stats rank ballots.csv",
        "surveyapp stats rank ballots.xlsx --sheet Votes --method schulze --top 5",
        "surveyapp stats rank ballots.csv --method kemeny --json",
    ),
)
@click.argument("ballots", type=click.Path(path_type=Path))
@click.option("--method", type=click.Choice(get_args(Method)), default="borda", show_default=True, help="How to count.")
@click.option(
    "--unranked",
    type=click.Choice(["below", "ignore"]),
    default="below",
    show_default=True,
    help="Empty cells stand below all ranked ones, or say nothing. By points or mean ranks they share what is left.",
)
@click.option("--top", type=click.IntRange(min=1), default=3, show_default=True, help="Chance to be in which top.")
@click.option("--draws", type=click.IntRange(min=100), default=2000, show_default=True, help="Draws of the people.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Repeats the same draws.")
@click.option("--sheet", help="Sheet of the Excel workbook; the first if it is left out.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def rank(
    ballots: Path,
    *,
    method: Method,
    unranked: Unranked,
    top: int,
    draws: int,
    seed: int,
    sheet: str | None,
    as_json: bool,
) -> None:
    """Rank the items of BALLOTS, a CSV file or Excel workbook: a row per ballot, a column per item, 1 for first.

    Equal numbers are a tie. A column “count” says how many people cast the row, “weight” what each of them
    weighs, and “panel” whose people are drawn together. A column of names (“id”, “voter”, “name”, ...) is
    left out.
    """
    from surveyapp.cli import ranking  # noqa: PLC0415 - numpy is loaded by the commands that count

    with sentences():
        table = read_table(ballots, sheet)
        panels, empty = ranking.read_ballots(table, ties=method != "irv")
        try:
            figures = ranking.rank(
                table.where, panels, empty=empty, method=method, unranked=unranked, draws=draws, seed=seed
            )
        except ValueError as error:
            raise InvalidInput(f"{table.where}: {error}") from error
    click.echo(_json(figures) if as_json else "\n".join(ranking.lines(figures, top)))


@stats.command(
    "agree",
    epilog=example(
        "surveyapp stats agree ratings.csv",
        "surveyapp stats agree ratings.xlsx --scale 1-9",
        "surveyapp stats agree ratings.csv --items-in-rows --json",
    ),
)
@click.argument("ratings", type=click.Path(path_type=Path))
@click.option("--scale", help="Lowest and highest score, such as 1-9; kappas are given only for a declared scale.")
@click.option("--items-in-rows", is_flag=True, help="A row per item and a column per rater.")
@click.option("--sheet", help="Sheet of the Excel workbook; the first if it is left out.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def agree(ratings: Path, *, scale: str | None, items_in_rows: bool, sheet: str | None, as_json: bool) -> None:
    """Measure how far the people of RATINGS agree: a CSV file or Excel workbook, a row per person, a column per item.

    Ranks do as well as scores. A column of names (“id”, “rater”, “item”, ...) is left out, and an empty cell is
    no rating.
    """
    from surveyapp.cli import agreeing  # noqa: PLC0415 - numpy is loaded by the commands that count

    with sentences():
        table = read_table(ratings, sheet)
        figures = agreeing.agree(table, scale, items_in_rows=items_in_rows)
    click.echo(_json(figures) if as_json else "\n".join(agreeing.lines(figures)))


def _json(figures: object) -> str:
    return json.dumps(_plain(figures), ensure_ascii=False, indent=2, allow_nan=False)


def _plain(value: object) -> object:
    """Turn results into what JSON knows: an undefined figure is null, an infinite one its name."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(name): _plain(own) for name, own in value.items()}
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(own) for own in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    return value
