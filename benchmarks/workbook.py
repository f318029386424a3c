"""The Excel summary of 1,000 to 100,000 responses, beside bare writers of the same cells in the same run.

Run from the top of a checkout: python -m benchmarks.workbook [responses ...]. The writers beside openpyxl are measured
where they are installed: pip install XlsxWriter rustpy-xlsxwriter. They write every cell as it comes, without any look.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from openpyxl import Workbook, load_workbook

from surveyapp import create_app, database
from surveyapp.config import load_settings
from surveyapp.documents import read_plan_document
from surveyapp.enums import QuestionKind, RoundState, WordsKind
from surveyapp.permissions import OPERATOR
from surveyapp.reports.excel import write_workbook
from surveyapp.reports.findings import find
from surveyapp.reports.report import RoundReport
from surveyapp.services import plans, questionnaires, surveys
from surveyapp.services.presets import StepDepth
from surveyapp.stats.dataset import CANNOT_JUDGE, SILENT, UNRANKED, RoundDataset, Words
from surveyapp.stats.summary import summarise

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from surveyapp.questionnaire import Questionnaire

Measurement = Callable[[int, Path], tuple[float, float, float]]
_SIZES = (1_000, 10_000, 100_000)
_LARGEST_BARE = 10_000
_NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
_SEED = 7
_RANKED = 5


def main() -> None:
    """Print the figures."""
    for size in [int(given) for given in sys.argv[1:]] or _SIZES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "summary.xlsx"
            seconds, data, growth = _measured(_ours, size, file)
            print(f"{size:>7,} responses: Excel summary {seconds:.2f} s, {file.stat().st_size / 1e6:.1f} MB;", end=" ")
            print(f"data set {data:.1f} MB, peak memory grew by {growth:.1f} MB while writing")
            # the cells of the bare writers all lie in memory first
            for name, module, writer in _BARE if size <= _LARGEST_BARE else ():
                if find_spec(module) is None:
                    print(f"         {name} is not installed")
                    continue
                bare, cells, _ = _measured(writer, size, file)
                print(f"         {name} {bare:.2f} s for {cells:,.0f} cells, ratio {seconds / bare:.2f}")


def a_questionnaire() -> Questionnaire:
    """What the preset asks about the sample plan, every step included."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({}, instance_path=Path(folder))
        app = create_app(replace(settings, database_url=f"sqlite:///{Path(folder) / 'benchmark.db'}"))
        with app.app_context():
            database.Base.metadata.create_all(database.engine())
            source = files("surveyapp.demo").joinpath("sample_plan.txt").read_bytes()
            outline = read_plan_document(source, "sample_plan.txt")
            version, _ = plans.import_outline(OPERATOR, outline, source_name="plan", source=source, now=_NOW)
            round_ = surveys.create_survey(
                OPERATOR, version.id, time_zone="America/Chicago", now=_NOW, depth=StepDepth.EVERY
            )
            closes_at = _NOW + timedelta(days=9)
            surveys.schedule_round(
                OPERATOR, round_.id, opens_at=None, closes_at=closes_at, time_zone="America/Chicago", now=_NOW
            )
            surveys.open_round(OPERATOR, round_.id, now=_NOW)
            return questionnaires.load_questionnaire(round_.id)


def a_dataset(questionnaire: Questionnaire, size: int) -> RoundDataset:
    """Random answers of `size` people, with a comment by every second one."""
    chance = np.random.default_rng(_SEED)
    ratings, choices, places = {}, {}, {}
    for question in questionnaire.questions:
        shape = (size, len(question.items))
        if question.kind is QuestionKind.RATING:
            ratings[question.code] = chance.choice([SILENT, CANNOT_JUDGE, 1, 2, 3, 4, 5], shape).astype(np.int16)
        elif question.kind is QuestionKind.CHOICE:
            choices[question.code] = chance.integers(SILENT, len(question.options), shape).astype(np.int16)
        elif question.kind is QuestionKind.RANKING:
            order = chance.permuted(np.tile(np.arange(1, shape[1] + 1), (size, 1)), axis=1)
            places[question.code] = np.where(order <= _RANKED, order, UNRANKED).astype(np.int16)
    words = tuple(
        Words(row, "comment", row % len(questionnaire.items), WordsKind.COMMENT, f"Comment {row}: say who does it.")
        for row in range(0, size, 2)
    )
    codes = tuple(f"R{row:09}" for row in range(size))
    return RoundDataset(questionnaire, size, size, codes, ratings, choices, places, words)


def _ours(size: int, file: Path) -> tuple[float, float, float]:
    """Seconds, MB of the answers' matrices, and MB by which the peak of memory grew while writing."""
    dataset = a_dataset(a_questionnaire(), size)
    report = RoundReport(summarise(dataset), dataset, _NOW, "0", RoundState.CLOSED, findings=find(dataset))
    few = a_dataset(dataset.questionnaire, 10)
    # openpyxl and the styles load a good deal at their first use, whatever the size
    write_workbook(RoundReport(summarise(few), few, _NOW, "0", RoundState.CLOSED), BytesIO(), responses=True)
    before = _peak_of_memory_from_now()
    began = time.perf_counter()
    with file.open("wb") as out:
        write_workbook(report, out, responses=True)
    seconds = time.perf_counter() - began
    growth = _peak_of_memory() - before
    matrices = (*dataset.ratings.values(), *dataset.choices.values(), *dataset.places.values())
    return seconds, sum(matrix.nbytes for matrix in matrices) / 1e6, growth


def _peak_of_memory_from_now() -> float:
    """Forget what was needed before, and give the MB that the process has now. Linux keeps this figure."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak_of_memory()


def _peak_of_memory() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _sheets(file: Path) -> dict[str, list[list[Any]]]:
    """Every cell of the summary; what a formula would be is a text."""
    made = load_workbook(file, read_only=True)
    return {
        sheet.title: [[_plain(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in made
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value).lstrip("=")


def _count(sheets: dict[str, list[list[Any]]]) -> float:
    return float(sum(len(row) for rows in sheets.values() for row in rows))


def _openpyxl(_size: int, file: Path) -> tuple[float, float, float]:
    """Seconds for the same cells without any look, and how many those are."""
    sheets = _sheets(file)
    began = time.perf_counter()
    workbook = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(BytesIO())
    return time.perf_counter() - began, _count(sheets), 0.0


def _xlsxwriter(_size: int, file: Path) -> tuple[float, float, float]:
    sheets, written = _sheets(file), import_module("xlsxwriter")
    began = time.perf_counter()
    workbook = written.Workbook(BytesIO(), {"constant_memory": True})
    for title, rows in sheets.items():
        sheet = workbook.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    workbook.close()
    return time.perf_counter() - began, _count(sheets), 0.0


def _rust(_size: int, file: Path) -> tuple[float, float, float]:
    sheets, writer = _sheets(file), import_module("rustpy_xlsxwriter")
    # it takes records with a name for every column
    records = [(t, [{f"c{n}": cell for n, cell in enumerate(row)} for row in rows]) for t, rows in sheets.items()]
    began = time.perf_counter()
    writer.write_worksheets(records, str(file.with_name("rust.xlsx")))
    return time.perf_counter() - began, _count(sheets), 0.0


_BARE: tuple[tuple[str, str, Measurement], ...] = (
    ("openpyxl, write-only", "openpyxl", _openpyxl),
    ("XlsxWriter, constant memory", "xlsxwriter", _xlsxwriter),
    ("rustpy-xlsxwriter", "rustpy_xlsxwriter", _rust),
)


def _measured(what: Measurement, size: int, file: Path) -> tuple[float, float, float]:
    """Run in a process of its own, so that one measurement does not stand in the other's memory."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_child, args=(what, size, file, there))
    process.start()
    # else a process that fails would be waited for without end
    there.close()
    result: tuple[float, float, float] = here.recv()
    process.join()
    return result


def _child(what: Measurement, size: int, file: Path, answer: Connection) -> None:
    answer.send(what(size, file))


if __name__ == "__main__":
    main()
