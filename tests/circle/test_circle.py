"""The whole circle over HTTP: a plan document in, a survey, links, thirty journeys, and every figure in Excel right."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine
from openpyxl import load_workbook

from surveyapp import database
from surveyapp.enums import ItemKind, Role
from surveyapp.models import PlanItem
from surveyapp.permissions import OPERATOR
from surveyapp.services import accounts
from tests.circle.recomputed import Journey, kendall_w, quantile, ranks, wilson
from tests.circle.robots import COUNT, Robot
from tests.conftest import NOON
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published-plans" / "pain-spine-strategic-plan.txt"
PASSWORD = "a long enough password"


@dataclass
class Circle:
    """What came out at the end, and what the robots did."""

    workbook: Workbook
    with_responses: Workbook
    journeys: list[Journey]
    started: int
    items: list[PlanItem]

    def labels(self, kind: ItemKind, level: int = 0) -> list[str]:
        return [item.label for item in self.items if item.kind is kind and item.level == level]


def _plan() -> bytes:
    """The society's published plan where it is at hand, or else our sample of the same shape."""
    if PUBLISHED.exists():
        return PUBLISHED.read_bytes()
    return files("surveyapp.demo").joinpath("sample_plan.txt").read_bytes()


@pytest.fixture
def circle(app: Flask) -> Iterator[Circle]:
    with time_machine.travel(NOON, tick=False):
        staff = _signed_in(app)
        _import(staff)
        _invite(staff)
        _open(staff)
        tokens = _tokens(staff)
        database.session().rollback()
        items = list(database.session().scalars(sa.select(PlanItem).order_by(PlanItem.position)))
        labels = {item.id: item.label for item in items}
        robots = [Robot(app, token, labels, Random(f"robot {n}"), n) for n, token in enumerate(tokens)]
        for robot in robots:
            robot.walk()
        staff.get("/rounds/1/close").send("/rounds/1/close")
        formats = "/rounds/1/results/formats"
        summary = staff.get("/rounds/1/results").download(formats)
        with_responses = staff.get(formats).download(formats, format_name="xlsx", responses="y")
        workbook, other = (load_workbook(io.BytesIO(content)) for content in (summary, with_responses))
        journeys = [robot.submitted for robot in robots if robot.submitted is not None]
        yield Circle(workbook, other, journeys, len(robots), items)


def _signed_in(app: Flask) -> Browser:
    accounts.create_account(
        OPERATOR, email="staff@example.org", name="Kim", role=Role.STAFF, password=PASSWORD, now=NOON
    )
    return Browser(app).get("/sign-in").send("/sign-in", {"email": "staff@example.org", "password": PASSWORD})


def _import(staff: Browser) -> None:
    staff.get("/plans/import").send("/plans/import", {"document": (io.BytesIO(_plan()), "plan.txt")})
    assert "Check the import" in staff.form.text, staff.html
    database.session().rollback()
    assert database.session().scalar(sa.select(sa.func.count()).select_from(PlanItem)) == 0
    staff.send("/plans/import/confirm")
    assert staff.url == "/plans/1", staff.html
    staff.send("/plans/1/survey")
    assert staff.url == "/rounds/1", staff.html


def _invite(staff: Browser) -> None:
    rows = "email,given name,family name\n" + "".join(f"m{n}@example.org,Member,{n:02}\n" for n in range(COUNT))
    staff.get("/members/import").send("/members/import", {"document": (io.BytesIO(rows.encode()), "members.csv")})
    staff.send("/members/import/confirm")
    staff.get("/rounds/1/people").send("/rounds/1/invite")


def _open(staff: Browser) -> None:
    closes = {"closes_on": "2026-03-13", "closes_time": "17:00", "zone": "America/Chicago"}
    staff.get("/rounds/1").post("/rounds/1/edit", staff.form.values | closes)
    assert "Saved." in staff.form.text, staff.html
    staff.get("/rounds/1/open").send("/rounds/1/open")
    assert "/rounds/1/extend" in staff.form.others, staff.html


def _tokens(staff: Browser) -> list[str]:
    content = staff.get("/rounds/1/people").download("/rounds/1/links").decode("utf-8-sig")
    links = [row["link"] for row in csv.DictReader(io.StringIO(content))]
    assert len(set(links)) == COUNT
    return [link.rpartition("/")[2] for link in links]


def test_every_figure_in_both_workbooks_is_what_the_robots_did(circle: Circle) -> None:
    assert len(circle.journeys) == 25
    for one in (circle, replace(circle, workbook=circle.with_responses)):
        _check_read_me(one)
        _check_summary(one)
        _check_ratings(one)
        _check_priorities(one)
        _check_words(one)
    assert "Responses" not in circle.workbook.sheetnames
    _check_responses(circle)


def _check_read_me(circle: Circle) -> None:
    facts = {row[0]: row[1] for row in _rows(circle.workbook["Read me"]) if row[0]}

    assert (facts["Members invited"], facts["Started"], facts["Submitted"]) == (COUNT, circle.started, 25)
    assert facts["Response rate (submitted of invited)"] == pytest.approx(25 / COUNT, abs=1e-12)


def _scores(circle: Circle, code: str, label: str) -> list[int]:
    found = [journey.scores.get((code, label)) for journey in circle.journeys]
    return [score for score in found if score is not None]


def _check_summary(circle: Circle) -> None:
    sheet = circle.workbook["Summary"]
    groups, heads = _filled(sheet, 5), [cell.value for cell in sheet[6]]
    columns = {(group, head): at for at, (group, head) in enumerate(zip(groups, heads, strict=True))}
    rows = {row[0]: row for row in _rows(sheet, 7) if row[0]}
    asked = [item for item in circle.items if item.kind is not ItemKind.NOTE]
    assert list(rows) == [item.label for item in asked]
    for item in asked:
        row = rows[item.label]
        assert row[columns["Plan", "Text"]] == item.text
        codes = {0: ["agreement"], 1: ["importance", "feasibility"]}.get(item.level, [])
        for code in codes:
            name = code.capitalize()
            values = _scores(circle, code, item.label)
            share, low, high = wilson(sum(value >= 4 for value in values), len(values))
            found = [row[columns[name, head]] for head in heads[columns[name, "n"] : columns[name, "n"] + 7]]
            quartiles = [median(values), quantile(values, 0.25), quantile(values, 0.75)]
            assert found == pytest.approx([len(values), share, low, high, *quartiles], abs=1e-9), (code, item.label)
        for code, levels in (("tier", {1}), ("step", {2})):
            if item.level in levels:
                _check_choice(circle, code, item.label, row[columns[code.capitalize(), "n"] :])
        assert row[columns["Words", "Comments"]] == sum(item.label in j.comments for j in circle.journeys)
        assert row[columns["Words", "Suggested wordings"]] == sum(item.label in j.wordings for j in circle.journeys)
        assert row[columns["For the committee", "Decision"]] is None


def _check_choice(circle: Circle, code: str, label: str, cells: list[Any]) -> None:
    options = {"tier": ["up", "stay", "down"], "step": ["keep", "change", "drop"]}[code]
    chosen = [j.choices[code, label] for j in circle.journeys if (code, label) in j.choices]
    shares = [chosen.count(option) / len(chosen) for option in options]
    assert cells[:4] == pytest.approx([len(chosen), *shares], abs=1e-12), (code, label)


def _check_ratings(circle: Circle) -> None:
    sheet = circle.workbook["Ratings"]
    code = ""
    seen = set()
    for row in _rows(sheet):
        if row[0] in {"Agreement", "Importance", "Feasibility"}:
            code = row[0].lower()
        if code and row[0] in {item.label for item in circle.items} and isinstance(row[2], int):
            given = [j.scores[code, row[0]] for j in circle.journeys if (code, row[0]) in j.scores]
            values = [score for score in given if score is not None]
            counts = [values.count(score) for score in range(1, 6)]
            assert row[2:10] == [len(values), given.count(None), 25 - len(given), *counts], (code, row[0])
            assert row[10:15] == pytest.approx([count / len(values) for count in counts], abs=1e-12)
            seen.add((code, row[0]))
        elif row[0] in {"Tier", "Step"}:
            code = ""
    assert len(seen) == 4 + 8 + 8


def _check_priorities(circle: Circle) -> None:
    sheet = circle.workbook["Priorities"]
    goals = circle.labels(ItemKind.GOAL, 1)
    ballots = [ranks(journey.ranked, goals) for journey in circle.journeys if journey.ranked]
    ranked = [journey.ranked for journey in circle.journeys if journey.ranked]
    rows = [row for row in _rows(sheet) if isinstance(row[0], int) and row[1] in goals]
    heads = next([str(cell) for cell in row] for row in _rows(sheet) if row[0] == "Place")
    points_at, first_at, placed_at = (
        heads.index(head) for head in ("Borda points", "Share in first place", "Gave it a place")
    )
    points = {goal: sum(len(goals) - ballot[goal] for ballot in ballots) for goal in goals}
    assert sorted(row[1] for row in rows) == goals
    for row in rows:
        goal = row[1]
        first = wilson(sum(order[0] == goal for order in ranked), len(ranked))
        top = wilson(sum(goal in order[:5] for order in ranked), len(ranked))
        mean = sum(ballot[goal] for ballot in ballots) / len(ballots)
        place = 1 + sum(other > points[goal] for other in points.values())
        assert row[0] == place
        assert row[points_at : points_at + 2] == pytest.approx([points[goal], mean], abs=1e-9), goal
        assert row[first_at : first_at + 6] == pytest.approx([*first, *top], abs=1e-9), goal
        assert row[heads.index("From")] <= place <= row[heads.index("To")]
        assert row[placed_at] == sum(goal in order for order in ranked)
    sentence = " ".join(str(cell) for row in _rows(sheet)[:5] for cell in row if cell)
    assert f"{kendall_w(ballots, goals):.2f}" in sentence
    assert f"{len(ballots)} of 25" in sentence


def _check_responses(circle: Circle) -> None:
    sheet = circle.with_responses["Responses"]
    heads = [str(cell.value) for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in _rows(sheet, 3)]

    def coded(journey: Journey) -> dict[str, object]:
        cells: dict[str, object] = {}
        for (code, label), score in journey.scores.items():
            cells[f"{code}.{label}"] = -9 if score is None else score
        for (code, label), option in journey.choices.items():
            cells[f"{code}.{label}"] = option
        places = {label: place for place, label in enumerate(journey.ranked, start=1)}
        if places:
            cells |= {f"order.{label}": places.get(label, 0) for label in circle.labels(ItemKind.GOAL, 1)}
        cells |= {f"comment.{label}": text for label, text in journey.comments.items()}
        cells |= {f"wording.{label}": text for label, text in journey.wordings.items()}
        return cells | ({"missing": journey.missing} if journey.missing else {})

    found = [{head: cell for head, cell in row.items() if cell is not None and head != "response"} for row in rows]
    expected = [coded(journey) for journey in circle.journeys]
    assert sorted(map(_sortable, found)) == sorted(map(_sortable, expected))
    assert len({row["response"] for row in rows}) == 25


def _check_words(circle: Circle) -> None:
    texts = {item.label: item.text for item in circle.items}
    for name, words in (("Comments", "comments"), ("Wording", "wordings")):
        rows = [row for row in _rows(circle.workbook[name], 5) if row[0] in texts]
        expected = [(label, text) for journey in circle.journeys for label, text in getattr(journey, words).items()]
        assert sorted((row[0], row[2]) for row in rows) == sorted(expected)
        assert {row[0]: row[1] for row in rows} == {row[0]: texts[row[0]] for row in rows}


def _rows(sheet: Worksheet, first: int = 1) -> list[list[Any]]:
    """The values of a sheet from row `first` on."""
    return [list(row) for row in sheet.iter_rows(min_row=first, values_only=True)]


def _filled(sheet: Worksheet, row: int) -> list[object]:
    """A row of group heads, each repeated over the columns it stands above."""
    heads: list[object] = []
    for cell in sheet[row]:
        heads.append(cell.value or heads[-1])
    return heads


def _sortable(cells: dict[str, object]) -> list[tuple[str, str]]:
    return sorted((head, str(cell)) for head, cell in cells.items())
