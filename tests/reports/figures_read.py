"""Figures by their names, as `recounted` names them, found in tables that were read back from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.reports.thousand import CHOSEN, OPTIONS, PLACES, RANKED, RATED, SCALES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.reports.reading import Grid, Tables

    Found = dict[tuple[str, str], Any]
    Titles = dict[tuple[str, str], str]


def figures_in(tables: Tables, name_of: Callable[[str], str]) -> Found:
    """Every figure of the tables about one question each; `name_of` names the table of a question."""
    found: Found = {}
    for code in RATED:
        found |= _in_rows(code, tables[name_of(code)], _of_rating(code))
    for code in CHOSEN:
        found |= _in_rows(code, tables[name_of(code)], _of_choice(code))
    for code in RANKED:
        found |= _in_rows(code, tables[name_of(code)], _of_ranking(code))
    return found


def figures_of_items(grid: Grid) -> Found:
    """Every figure of the table of all items; `verdict` is a word."""
    found: Found = {}
    for code, items in (RATED | CHOSEN | RANKED).items():
        group, titles = code.capitalize(), {}
        if code in RATED:
            titles = {"n": "n", "Median": "median", "Lower quartile": "lower_quartile", "Verdict": "verdict"}
            titles |= {"Upper quartile": "upper_quartile", _top(code): "share"}
            titles |= {"95% from": "share.low", "95% to": "share.high"}
        elif code in CHOSEN:
            titles = {"n": "n"} | {name.capitalize(): f"share.{n}" for n, name in enumerate(OPTIONS[code], start=1)}
        else:
            titles = {f"Place among {len(items)}": "place"}
        asked = [row for row in grid if _item(row) in items]
        found |= _in_rows(code, asked, {(group, title): name for title, name in titles.items()})
    for kind, title in (("comment", "Comments"), ("wording", "Suggested wordings")):
        found |= _in_rows(kind, [row for row in grid if _item(row)], {("Words", title): "texts"})
    return found


def figures_of_summary(summary: Mapping[str, Any]) -> Found:
    """Every figure of the summary as JSON has it."""
    found: Found = {("responses", "counted"): summary["counted"]}
    for rating in summary["ratings"]:
        source, code = f"{rating['question']}.{rating['item']['label']}", rating["question"]
        found |= {(source, name): rating[name] for name in ("n", "cannot_judge", "silent", "median")}
        found |= {(source, name): rating[name] for name in ("lower_quartile", "upper_quartile")}
        counts = enumerate(rating["distribution"], start=SCALES[code][0])
        found |= {(source, f"count.{score}"): count for score, count in counts}
        found |= _share(source, "share", rating["top_share"])
    for choice in summary["choices"]:
        source = f"{choice['question']}.{choice['item']['label']}"
        found |= {(source, name): choice[name] for name in ("n", "silent")}
        for number, option in enumerate(choice["options"], start=1):
            found |= {(source, f"count.{number}"): option["count"]}
            found |= _share(source, f"share.{number}", option["share"])
    for ranking in summary["rankings"]:
        code = ranking["question"]
        found |= {(code, "ballots"): ranking["ballots"], (code, "silent"): ranking["silent"]}
        found |= {(code, "w"): ranking["w"], (code, "w.p"): ranking["w_p_value"]} if ranking["w"] is not None else {}
        for ranked in ranking["items"]:
            source = f"{code}.{ranked['item']['label']}"
            found |= {(source, name): ranked[name] for name in ("place", "ranked", "borda", "mean_rank")}
            found |= _share(source, "first", ranked["first"]) | _share(source, "top", ranked["top"])
    for kind in ("comment", "wording"):
        found |= {(f"{kind}.{one['item']['label']}", "texts"): one["count"] for one in summary[f"{kind}s"]}
    return found | {(one["question"], "texts"): one["count"] for one in summary["answers"]}


def _share(source: str, name: str, share: Mapping[str, Any]) -> Found:
    return {(source, name): share["value"]} | {(source, f"{name}.{end}"): share[end] for end in ("low", "high")}


def _in_rows(code: str, rows: Grid, titles: Titles) -> Found:
    return {
        (f"{code}.{_item(row)}", statistic): row[title]
        for row in rows
        for title, statistic in titles.items()
        if title in row
    }


def _item(row: dict[tuple[str, str], Any]) -> str:
    return str(next((cell for (_, title), cell in row.items() if title == "Item"), "") or "")


def _top(code: str) -> str:
    _, high, cut = SCALES[code]
    return f"Share at {cut}–{high}"


def _of_rating(code: str) -> Titles:
    low, high, _ = SCALES[code]
    titles = {("Answers", "n"): "n", ("Answers", "Cannot judge"): "cannot_judge", ("Answers", "No answer"): "silent"}
    titles |= {("How many scores", str(score)): f"count.{score}" for score in range(low, high + 1)}
    titles |= {("Share of the scores", f"{score} Step {score}"): f"part.{score}" for score in range(low, high + 1)}
    names = {"Median": "median", "Lower quartile": "lower_quartile", "Upper quartile": "upper_quartile"}
    titles |= {("Middle and spread", title): name for title, name in names.items()}
    return titles | _interval("Top scores", _top(code), "share")


def _of_choice(code: str) -> Titles:
    titles = {("Answers", "n"): "n", ("Answers", "No answer"): "silent"}
    for number, name in enumerate(OPTIONS[code], start=1):
        titles |= {("How many choices", name.capitalize()): f"count.{number}"}
        titles |= {("Share of the choices", name.capitalize()): f"share.{number}"}
    return titles


def _of_ranking(code: str) -> Titles:
    top = f"Share in the top {PLACES[code]}"
    titles = {("", "Place"): "place", ("Ballots", "Gave it a place"): "ranked"}
    titles |= {("Order by points", "Borda points"): "borda", ("Order by points", "Mean rank"): "mean_rank"}
    return titles | _interval("First choice", "Share in first place", "first") | _interval(top, top, "top")


def _interval(group: str, title: str, name: str) -> Titles:
    return {(group, title): name, (group, "95% from"): f"{name}.low", (group, "95% to"): f"{name}.high"}
