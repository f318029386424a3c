"""Writers tell how far they are: in words, each part once and in order, and give up when they are asked to."""

from __future__ import annotations

from io import BytesIO

import pytest

from surveyapp.reports.excel import SHEETS
from surveyapp.reports.formats import FORMATS, Options
from surveyapp.reports.parts import PARTS
from surveyapp.reports.progress import Step, each, untold
from tests.reports.rounds import a_report


def told(name: str, *, responses: bool = False) -> list[Step]:
    steps: list[Step] = []
    FORMATS[name].write(a_report(), BytesIO(), Options(responses=responses), steps.append)
    return steps


def test_each_part_is_told_before_it_is_made() -> None:
    heard: list[str] = []

    parts = each("ab", "Letter", str.upper, lambda step: heard.append(step.words))

    assert next(parts) == "a"
    assert heard == ["Letter 1 of 2: A"]
    assert list(parts) == ["b"]
    assert heard == ["Letter 1 of 2: A", "Letter 2 of 2: B"]


@pytest.mark.parametrize("responses", [False, True])
def test_the_workbook_tells_its_sheets(responses: bool) -> None:
    steps = told("xlsx", responses=responses)

    sheets = [name for name in SHEETS if responses or name not in {"Responses", "Long"}]
    count = len(sheets)
    assert [step.words for step in steps] == [f"Sheet {at} of {count}: {name}" for at, name in enumerate(sheets, 1)]
    assert [(step.number, step.of) for step in steps] == [(n, count) for n in range(1, count + 1)]


@pytest.mark.parametrize("responses", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_steps_count_up_to_the_last(name: str, responses: bool) -> None:
    steps = told(name, responses=responses)

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
