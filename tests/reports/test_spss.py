"""The SPSS file opened again: names, labels, missing values, and every text equal or visibly marked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyreadstat
import pytest
import time_machine

from surveyapp.enums import QuestionKind
from surveyapp.questionnaire import Option
from surveyapp.reports.responses import responses_table
from surveyapp.reports.spss import write_sav
from surveyapp.reports.text import MARK, whole_characters
from tests.reports.nasty import IDS, LONG, NASTY, a_nasty_report
from tests.reports.rounds import CODES, a_dataset, a_drawn_dataset, a_questionnaire, a_report, the_items, the_questions

if TYPE_CHECKING:
    from pathlib import Path

    from surveyapp.reports.report import RoundReport


def read(report: RoundReport, folder: Path) -> tuple[dict[str, list[Any]], Any]:
    out = io.BytesIO()
    write_sav(report, out)
    file = folder / "responses.sav"
    file.write_bytes(out.getvalue())
    cells, about = pyreadstat.read_sav(file, user_missing=True, output_format="dict")
    return {str(name): list(values) for name, values in cells.items()}, about


def test_numbers_are_those_of_the_responses(tmp_path: Path) -> None:
    report = a_report()
    cells, _ = read(report, tmp_path)
    table = responses_table(report.dataset, report.summary)
    place = {"keep": 1, "change": 2, "drop": 3, "higher": 1, "right": 2, "lower": 3}

    assert list(cells) == [column.name for column in table.columns]
    for row, response in enumerate(table.rows):
        for column, cell in zip(table.columns, response, strict=True):
            found = cells[column.name][row]
            if isinstance(cell, str) and column.align == "right":
                assert found == place[cell]
            else:
                assert found == (cell if cell is not None or column.align == "right" else "")


def test_the_time_of_its_making_is_the_reports(tmp_path: Path) -> None:
    report = replace(a_report(), made_at=datetime(2025, 3, 9, 7, 5, 1, tzinfo=UTC))
    _, about = read(report, tmp_path)

    assert about.creation_time == datetime(2025, 3, 9, 7, 5, 1)  # noqa: DTZ001 - the file format holds no zone
    files = []
    for moment in ("2026-01-01T00:00:00", "2026-10-10T10:10:10"):
        with time_machine.travel(moment, tick=False):
            out = io.BytesIO()
            write_sav(report, out)
            files.append(out.getvalue())
    assert files[0] == files[1]


def test_labels_and_missing_values(tmp_path: Path) -> None:
    _, about = read(a_report(), tmp_path)

    assert about.column_names_to_labels["agreement.S1"] == "Do you agree? | S1 Everyone knows whom to call."
    assert about.variable_value_labels["agreement.S1"][4.0] == "Agree"
    assert about.variable_value_labels["agreement.S1"][-9.0] == "Cannot judge"
    assert about.variable_value_labels["step.A.1"][1.0] == "Keep"
    assert [r["lo"] for r in about.missing_ranges["agreement.S1"]] == [-9, -8]
    assert [r["lo"] for r in about.missing_ranges["order.A"]] == [-8, 0]
    assert about.variable_measure["agreement.S1"] == "ordinal"
    assert about.variable_measure["step.A.1"] == "nominal"
    assert a_report().summary.fingerprint in about.notes


def test_statistics_of_the_file_leave_out_abstentions(tmp_path: Path) -> None:
    out = io.BytesIO()
    write_sav(a_report(), out)
    (tmp_path / "x.sav").write_bytes(out.getvalue())

    cells, _ = pyreadstat.read_sav(tmp_path / "x.sav", output_format="dict")

    assert list(cells["agreement.S1"]) == [5, 4, 4, 2, None, None]


@pytest.mark.parametrize("text", [*NASTY, *LONG], ids=[*IDS, "long 1", "long 2", "long 3"])
def test_nasty_texts(text: str, tmp_path: Path) -> None:
    report = a_nasty_report((*NASTY, *LONG))

    cells, about = read(report, tmp_path)

    visible = whole_characters(text).replace("\0", MARK)
    visible = visible.rstrip(" ") + "␠" * (len(visible) - len(visible.rstrip(" ")))
    for first in ("comment.S1", "missing"):
        parts = [name for name in about.column_names if name == first or name.startswith(f"{first}_continued")]
        joined = ["".join(texts) for texts in zip(*(cells[name] for name in parts), strict=True)]
        assert joined.count(visible) == 1


def test_names_that_spss_would_not_take(tmp_path: Path) -> None:
    items = tuple(replace(item, label=label) for item, label in zip(the_items(), ("é~1", *"AAAA", ""), strict=True))
    questions = [replace(q, code={"order": "WITH", "tier": "1st"}.get(q.code, q.code)) for q in the_questions()]
    dataset = a_dataset(a_questionnaire(items=items, questions=tuple(questions)))
    dataset = replace(
        dataset,
        choices={{"tier": "1st"}.get(code, code): matrix for code, matrix in dataset.choices.items()},
        places={"WITH": dataset.places["order"]},
    )

    cells, _ = read(a_report(dataset), tmp_path)

    assert len({name.lower() for name in cells}) == len(cells) == 17
    assert "v_1st.A_1" in cells


def test_long_labels_are_cut_with_a_mark(tmp_path: Path) -> None:
    items = (replace(the_items()[0], text="ä" * 300), *the_items()[1:])
    questions = [
        replace(q, options=(Option("keep", "k" * 200), *q.options[1:])) if q.kind is QuestionKind.CHOICE else q
        for q in the_questions()
    ]

    _, about = read(a_report(a_dataset(a_questionnaire(items=items, questions=tuple(questions)))), tmp_path)

    assert about.column_names_to_labels["agreement.S1"].endswith("ä…")
    assert about.variable_value_labels["step.A.1"][1.0] == "k" * 116 + "…"


def test_a_round_without_answers_has_its_columns(tmp_path: Path) -> None:
    cells, _ = read(a_report(replace(a_drawn_dataset(0), words=())), tmp_path)

    assert "agreement.S1" in cells
    assert cells["response"] == []


def test_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        write_sav(a_report(a_drawn_dataset(2)), io.BytesIO())


def test_responses_keep_their_random_names(tmp_path: Path) -> None:
    cells, _ = read(a_report(), tmp_path)

    assert cells["response"] == list(CODES)
