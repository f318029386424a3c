"""Ratings of a spreadsheet, the agreement of those who gave them, and the table that a person reads."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.cli.ranking import table_lines
from surveyapp.cli.spreadsheet import item_columns
from surveyapp.errors import InvalidInput
from surveyapp.stats.agreement import Concordance, kendall_w
from surveyapp.stats.multirater import Coefficient, FleissKappa, category_counts, fleiss_kappa, gwet_ac1
from surveyapp.stats.reliability import IntraclassCorrelation, KrippendorffAlpha, icc, krippendorff_alpha

if TYPE_CHECKING:
    from surveyapp.cli.spreadsheet import Row, Table

_RATING = "a number (a score or a rank, nothing where there is none)"
_SCALE = re.compile(r"\s*(-?\d{1,4})\s*(?:-|–|\.\.)\s*(-?\d{1,4})\s*")
_WIDEST = 1000


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the `raters` agree on the `items`; `missing` ratings were not given.

    `icc` needs complete ratings, `fleiss` and `ac1` a declared `scale`; they are None without.
    """

    source: str
    raters: int
    items: tuple[str, ...]
    missing: int
    scale: tuple[int, int] | None
    kendall_w: Concordance
    alpha_ordinal: KrippendorffAlpha
    alpha_interval: KrippendorffAlpha
    icc: IntraclassCorrelation | None
    fleiss: FleissKappa | None
    ac1: Coefficient | None


def agree(table: Table, scale: str | None, *, items_in_rows: bool) -> Agreement:
    """Measure the agreement of a table. Raises `InvalidInput`, with the place, for what is no rating of the scale."""
    bounds = None if scale is None else _bounds(scale)
    columns = item_columns(table, set())
    rows = [[_rating(table, row, column, bounds) for column in columns] for row in table.rows]
    ratings = np.array(rows, dtype=np.float64)
    names = tuple(table.columns[column] for column in columns)
    if items_in_rows:
        ratings, names = np.ascontiguousarray(ratings.T), _row_names(table, columns)
    missing = int(np.isnan(ratings).sum())
    complete = not missing
    counts = None if bounds is None else category_counts(ratings.tolist(), range(bounds[0], bounds[1] + 1))
    return Agreement(
        source=table.where,
        raters=len(ratings),
        items=names,
        missing=missing,
        scale=bounds,
        kendall_w=kendall_w(ratings, missing="refuse" if complete else "pairwise"),
        alpha_ordinal=krippendorff_alpha(ratings, "ordinal"),
        alpha_interval=krippendorff_alpha(ratings, "interval"),
        icc=icc(ratings) if complete else None,
        fleiss=None if counts is None else fleiss_kappa(counts),
        ac1=None if counts is None else gwet_ac1(counts),
    )


def _bounds(scale: str) -> tuple[int, int]:
    found = _SCALE.fullmatch(scale)
    low, high = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 < high - low <= _WIDEST:
        raise InvalidInput(f"“{scale}” is no scale. Give its lowest and highest score, such as 1-9.")
    return low, high


def _rating(table: Table, row: Row, column: int, bounds: tuple[int, int] | None) -> float:
    value = table.number(row, column, _RATING)
    if bounds is not None and not math.isnan(value) and not (value.is_integer() and bounds[0] <= value <= bounds[1]):
        raise table.refusal(row, column, f"a score of the scale {bounds[0]} to {bounds[1]}")
    return value


def _row_names(table: Table, columns: list[int]) -> tuple[str, ...]:
    labels = [column for column in range(len(table.columns)) if column not in columns]
    return tuple(str(row.cells[labels[0]]) if labels else f"row {row.number}" for row in table.rows)


def lines(agreement: Agreement) -> list[str]:
    """Write the agreement as a table for a person, an undefined figure with its reason."""
    rows = _rows(agreement)
    columns = {
        "statistic": [name for name, _, _ in rows],
        "value": ["–" if math.isnan(value) else f"{value:.4f}" for _, value, _ in rows],
        "meaning": [meaning for _, _, meaning in rows],
    }
    raters = "1 rater" if agreement.raters == 1 else f"{agreement.raters:,} raters"
    head = f"{agreement.source}: {raters}, {len(agreement.items):,} items"
    gaps = f", missing ratings: {agreement.missing:,}" if agreement.missing else ""
    notes = [] if agreement.scale else ["", "Kappas need the declared scale: add, for instance, --scale 1-9."]
    return [head + gaps, "", *table_lines(columns, list(range(len(rows)))), *notes]


def _rows(agreement: Agreement) -> list[tuple[str, float, str]]:
    w, ordinal, interval = agreement.kendall_w, agreement.alpha_ordinal, agreement.alpha_interval
    form = "corrected for ties" if w.form == "complete" else "the form for gaps, not comparable with the complete one"
    tested = f"{form}; chi-square {w.chi_square:.2f}, p {w.p_value:.3g}: small says not random, never strong"
    rows: list[tuple[str, float, str]] = [
        ("Kendall's W", w.w, w.reason or tested),
        ("Krippendorff's alpha, ordinal", ordinal.alpha, ordinal.reason or "1 full agreement, 0 chance"),
        ("Krippendorff's alpha, interval", interval.alpha, interval.reason or "the same, by differences of scores"),
    ]
    if agreement.icc is not None:
        reason = agreement.icc.reason
        for name, value, meaning in (
            ("ICC(2,1)", agreement.icc.icc2, "one rater, absolute agreement"),
            ("ICC(2,k)", agreement.icc.icc2_k, "the mean of all raters, absolute agreement"),
        ):
            rows.append((name, value, reason or meaning if math.isnan(value) else meaning))
    if agreement.fleiss is not None and agreement.ac1 is not None:
        rows.append(
            ("Fleiss's kappa", agreement.fleiss.value, agreement.fleiss.reason or "the same score beyond chance")
        )
        rows.append(
            ("Gwet's AC1", agreement.ac1.value, agreement.ac1.reason or "the same, steadier for lopsided scores")
        )
    return rows
