"""Writers tell how far they are: in words, each part once and in order, and give up when they are asked to."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from surveyapp.reports.excel import SHEETS
from surveyapp.reports.formats import FORMATS, Options
from surveyapp.reports.parts import PARTS
from surveyapp.reports.progress import Step, each, untold
from tests.reports.rounds import a_report

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport


def told(name: str, report: RoundReport | None = None) -> list[Step]:
    steps: list[Step] = []
    FORMATS[name].write(report or a_report(), BytesIO(), Options(), steps.append)
    return steps


def test_each_part_is_told_before_it_is_made() -> None:
    heard: list[str] = []

    parts = each("ab", "Letter", str.upper, lambda step: heard.append(step.words))

    assert next(parts) == "a"
    assert heard == ["Letter 1 of 2: A"]
    assert list(parts) == ["b"]
    assert heard == ["Letter 1 of 2: A", "Letter 2 of 2: B"]


def test_the_workbook_tells_its_sheets() -> None:
    steps = told("xlsx")

    assert [step.words for step in steps] == [
        f"Sheet {number} of {len(SHEETS)}: {name}" for number, name in enumerate(SHEETS, 1)
    ]
    assert [(step.number, step.of) for step in steps] == [(n, len(SHEETS)) for n in range(1, len(SHEETS) + 1)]


@pytest.mark.parametrize("name", FORMATS)
def test_steps_count_up_to_the_last(name: str) -> None:
    steps = told(name)

    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert {step.of for step in steps} <= {len(steps)}


def test_the_other_forms_tell_their_parts() -> None:
    assert told("json")[0].words == f"Part 1 of {sum(not part.is_raw for part in PARTS)}: Summary"
    assert told("docx")[0].words.endswith(": Summary")
    assert told("csv")[0].words.startswith("Table 1 of ")


class Enough(Exception):
    """Whoever waited is gone."""


@pytest.mark.parametrize("name", ["xlsx", "docx", "csv", "json"])
def test_writing_is_given_up_where_it_stands(name: str) -> None:
    def stop(step: Step) -> None:
        if step.number == 3:
            raise Enough

    with pytest.raises(Enough):
        FORMATS[name].write(a_report(), BytesIO(), Options(), stop)


def test_nobody_need_listen() -> None:
    out = BytesIO()

    FORMATS["json"].write(a_report(), out, Options(), untold)

    assert out.getvalue()
