"""Ballots of a spreadsheet, their order by a method, and the table that a person reads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.cli.spreadsheet import item_columns
from surveyapp.errors import InvalidInput
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.choice_models import Worths, plackett_luce
from surveyapp.stats.condorcet import Copeland, Minimax, Schulze, copeland, minimax, schulze
from surveyapp.stats.elimination import InstantRunoff, irv
from surveyapp.stats.kemeny import Kemeny, kemeny
from surveyapp.stats.locking import RankedPairs, ranked_pairs
from surveyapp.stats.rankings import MeanRanks, Scores, borda, dowdall, mean_ranks
from surveyapp.stats.resampling import METHODS
from surveyapp.stats.uncertainty import RankUncertainty, bootstrap_ranks, merge_panels

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.cli.methods import Method
    from surveyapp.cli.spreadsheet import Row, Table
    from surveyapp.stats.ballots import Exposure
    from surveyapp.stats.comparisons import Unranked

Result = Scores | Copeland | InstantRunoff | Kemeny | MeanRanks | Minimax | Worths | RankedPairs | Schulze

_RANK = "a rank (1 for first, equal numbers for a tie, nothing where the item is not ranked)"
_COUNT = "a whole number of people from 1 up"
_WEIGHT = "a weight of 0 or more"


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was ranked, how, and what came out; `empty` rows ranked nothing. `uncertainty` where it can be resampled."""

    source: str
    ballots: int
    empty: int
    panels: dict[str, int]
    method: Method
    unranked: Unranked
    exposure: Exposure
    result: Result
    uncertainty: RankUncertainty | None


def read_ballots(table: Table, *, ties: bool = True) -> tuple[dict[str, Ballots], int]:
    """Read the ballots by panel (one without a name where there is no such column), and count those that rank nothing.

    Raises `InvalidInput`, with the place, for a cell that is no rank, count or weight, for equal ranks unless `ties`
    are allowed, and where nothing is ranked.
    """
    count, weight, panel = (table.column(name) for name in ("count", "weight", "panel"))
    items = item_columns(table, {count, weight, panel})
    rows: dict[str, list[tuple[list[float], float, float]]] = {}
    empty = 0
    for row in table.rows:
        ranks = [_number(table, row, column, _RANK, least=0) for column in items]
        if not ties:
            _refuse_ties(table, row, items, ranks)
        people = 1.0 if count is None else _people(table, row, count)
        weighs = 1.0 if weight is None else _number(table, row, weight, _WEIGHT, least=0)
        if weight is not None and math.isnan(weighs):
            raise table.refusal(row, weight, _WEIGHT)
        if any(value > 0 for value in ranks):
            name = "" if panel is None or row.cells[panel] is None else str(row.cells[panel])
            rows.setdefault(name, []).append((ranks, people, weighs))
        else:
            empty += int(people)
    if not rows:
        raise InvalidInput(f"{table.where}: no row ranks anything. In each cell is expected {_RANK}.")
    names = [table.columns[column] for column in items]
    panels = {}
    for name, own in rows.items():
        ranked, counts, weights = zip(*own, strict=True)
        panels[name] = Ballots.from_ranks(ranked, names, counts=counts, weights=weights)
    return panels, empty


def _number(table: Table, row: Row, column: int, expected: str, *, least: float) -> float:
    value = table.number(row, column, expected)
    if value < least:
        raise table.refusal(row, column, expected)
    return value


def _refuse_ties(table: Table, row: Row, items: list[int], ranks: list[float]) -> None:
    first_with: dict[float, str] = {}
    for column, value in zip(items, ranks, strict=True):
        name = table.columns[column]
        if value > 0 and first_with.setdefault(value, name) != name:
            raise InvalidInput(
                f"{table.where}, row {row.number}: “{first_with[value]}” and “{name}” have the same rank {value:g},"
                " and by irv a vote stands at one item at a time. Give different ranks, or choose another method."
            )


def _people(table: Table, row: Row, column: int) -> float:
    value = _number(table, row, column, _COUNT, least=1)
    if not value.is_integer():
        raise table.refusal(row, column, _COUNT)
    return value


def rank(
    source: str,
    panels: dict[str, Ballots],
    *,
    empty: int,
    method: Method,
    unranked: Unranked,
    draws: int,
    seed: int,
) -> Ranking:
    """Rank the ballots of all panels by `method`. Raises ValueError where the method cannot."""
    everybody = merge_panels(panels)
    ranges = None
    resampled = next((known for known in METHODS if known == method), None)
    if resampled is not None and everybody.n > 1:
        ranges = bootstrap_ranks(everybody, resampled, panels, seed, draws, unranked=unranked)
    return Ranking(
        source=source,
        ballots=everybody.n,
        empty=empty,
        panels={name: own.n for name, own in panels.items() if name},
        method=method,
        unranked=unranked,
        exposure=everybody.exposure(),
        result=_result(everybody, method, unranked),
        uncertainty=ranges,
    )


def _result(ballots: Ballots, method: Method, unranked: Unranked) -> Result:
    if method in _ALONE:
        return _ALONE[method](ballots)
    if method == "plackett_luce":
        return plackett_luce(ballots, unranked=unranked)
    return _BY_PAIRS[method](ballots, unranked=unranked)


def lines(ranking: Ranking, top: int) -> list[str]:
    """Write the ranking as a table for a person, with what it hangs on below."""
    columns = {"item": list(ranking.exposure.items), "ranked by": [f"{n:,}" for n in ranking.exposure.ranked]}
    columns |= _figures(ranking.result)
    places = _places(ranking.result)
    ranges = ranking.uncertainty
    if ranges is not None:
        shown = min(top, len(ranges.items))
        tiers = {item: number for number, tier in enumerate(ranges.tiers, start=1) for item in tier}
        columns["90% range"] = [f"{first}–{last}" for first, last in ranges.intervals]
        columns[f"in top {shown}"] = [f"{share:.0%}" for share in ranges.top_probability(shown)]
        columns["tier"] = [str(tiers[item]) for item in ranges.items]
    ballots = "1 ballot" if ranking.ballots == 1 else f"{ranking.ballots:,} ballots"
    head = f"{ranking.source}: {ballots} on {len(places)} items, by {ranking.method}"
    order = sorted(range(len(places)), key=places.__getitem__)
    table = table_lines({"place": [str(place) for place in places], **columns}, order)
    return [head, "", *table, "", *_notes(ranking)]


def table_lines(columns: dict[str, list[str]], order: list[int]) -> list[str]:
    """Set columns side by side, words to the left and numbers to the right."""
    cells = [[name, *(values[row] for row in order)] for name, values in columns.items()]
    set_ = []
    for column in cells:
        width = max(map(len, column))
        words = column[0] in ("item", "statistic", "meaning")
        set_.append([cell.ljust(width) if words else cell.rjust(width) for cell in column])
    return ["  ".join(row).rstrip() for row in zip(*set_, strict=True)]


def _figures(result: Result) -> dict[str, list[str]]:
    """Write what the method gives for each item, by the name of its column."""
    if isinstance(result, Worths):
        return {
            "worth": [f"{worth:.4f}" for worth in result.worth],
            "log-worth": [f"{log:+.3f}" for log in result.log_worth],
            "s.e.": [f"{error:.3f}" for error in result.standard_errors],
        }
    if isinstance(result, InstantRunoff):
        rounds = [dict(count.votes) for count in result.rounds]
        return {
            f"round {number}": [f"{votes[item]:,.6g}" if item in votes else "" for item in result.items]
            for number, votes in enumerate(rounds, start=1)
        }
    return _single_figure(result)


def _single_figure(result: Result) -> dict[str, list[str]]:
    if isinstance(result, Scores):
        return {"points": [f"{points:,.1f}" for points in result.points]}
    if isinstance(result, MeanRanks):
        return {"mean rank": [f"{mean:,.3f}" for mean in result.means]}
    if isinstance(result, Copeland):
        return {"wins less losses": [f"{balance:+d}" for balance in result.balance]}
    if isinstance(result, Minimax):
        return {"worst defeat": [f"{worst:,.6g}" for worst in result.worst_defeat]}
    return {}


def _places(result: Result) -> list[int]:
    """Place each item, 1 best, tied items alike."""
    if isinstance(result, Worths):
        return [1 + sum(other > own for other in result.worth) for own in result.worth]
    if isinstance(result, MeanRanks):
        last = [math.inf if math.isnan(mean) else mean for mean in result.means]
        return [1 + sum(other < own for other in last) for own in last]
    if isinstance(result, Kemeny):
        return [result.order.index(item) + 1 for item in result.items]
    if isinstance(result, InstantRunoff):
        held = [
            [votes for count in result.rounds for own, votes in count.votes if own == item] for item in result.items
        ]
        lasted = [(len(votes), votes[-1] if votes else 0.0) for votes in held]
        return [1 + sum(other > own for other in lasted) for own in lasted]
    levels = result.orders[0] if isinstance(result, RankedPairs) else result.levels
    above = {item: sum(map(len, levels[:number])) for number, level in enumerate(levels) for item in level}
    return [above[item] + 1 for item in result.items]


def _notes(ranking: Ranking) -> list[str]:
    result, notes = ranking.result, []
    if ranking.empty:
        notes.append(f"{ranking.empty:,} ballots rank nothing and are left out.")
    if any(ranking.exposure.unranked):
        notes.append(_UNRANKED[ranking.method if ranking.method in _UNRANKED else ranking.unranked])
    if isinstance(result, Kemeny):
        notes.append(_kemeny_note(result))
    if isinstance(result, RankedPairs) and not result.unique:
        notes.append(
            f"Equally strong victories lead to several orders; any of {', '.join(result.winners)} may be first."
        )
    if isinstance(result, InstantRunoff):
        notes.append(f"Winner: {' or '.join(result.winners)}{'' if result.unique else ', depending on how ties fall'}.")
    if isinstance(result, Worths):
        notes.append(f"Worths sum to 1; log-worths have mean 0. Log-likelihood {result.log_likelihood:.4f}.")
    if ranking.uncertainty is not None:
        drawn, seed = ranking.uncertainty.draws, ranking.uncertainty.seed
        notes.append(f"Range, chance and tier: {drawn:,} draws of the people, seed {seed}.")
        notes.append("Every item of a tier is told apart from every item of the tiers below.")
    return notes


def _kemeny_note(result: Kemeny) -> str:
    if not result.proven:
        return f"Best order found in time: cost {result.cost:,.6g}; none goes below {result.lower_bound:,.6g}."
    only = "and the only one" if result.unique else "not the only one"
    other = f" Another: {', '.join(result.second)}." if result.second else ""
    return f"The order contradicts preferences of weight {result.cost:,.6g}: proven to be the least, {only}.{other}"


_ALONE: dict[str, Callable[[Ballots], Result]] = {
    "borda": borda,
    "dowdall": dowdall,
    "irv": irv,
    "mean_ranks": mean_ranks,
}
_BY_PAIRS: dict[str, Callable[..., Result]] = {
    "copeland": copeland,
    "kemeny": kemeny,
    "minimax": minimax,
    "ranked_pairs": ranked_pairs,
    "schulze": schulze,
}
_UNRANKED = {
    "borda": "Items that a ballot does not rank share the points left over.",
    "dowdall": "Items that a ballot does not rank share the points left over.",
    "irv": "Items that a ballot does not rank get no vote.",
    "mean_ranks": "Items that a ballot does not rank share the ranks left over.",
    "below": "Items that a ballot does not rank stand below those it ranks.",
    "ignore": "Items that a ballot does not rank are not compared on it.",
}
