"""Two hundred rounds by lot, every filter and every format: nobody with a solver finds a number that is closed.

A file with a row for each response says nothing by segment, and one that says anything by segment has no such rows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import numpy as np
import pyreadstat
import pytest
from pyarrow import ipc, parquet

from surveyapp.enums import PublishState, WordsKind
from surveyapp.reports.findings import Findings
from surveyapp.reports.formats import FORMATS
from surveyapp.reports.parts import PARTS, all_tables
from surveyapp.reports.segments import TITLE
from surveyapp.reports.selection import beside_responses, select
from surveyapp.reports.tables import SHARE, WHOLE
from surveyapp.reports.written import as_text
from surveyapp.stats.beside import segments_beside
from surveyapp.stats.by_segment import Filter, segment_figures
from surveyapp.stats.dataset import Words
from surveyapp.stats.differences import segment_differences
from surveyapp.stats.themed import CodedWords, ThemedWords
from tests.reports import reading
from tests.reports.attacker import Knowledge, answers_given, found_out
from tests.reports.rounds import a_report
from tests.stats.test_by_segment import MINIMUM, a_random_round

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table
    from surveyapp.stats.by_segment import SegmentFigures
    from surveyapp.stats.dataset import RoundDataset

    Key = tuple[str, ...]

ROUNDS = 200
RAW = {table.name for part in PARTS if part.is_raw for table in part.tables(a_report())}
"""The tables with a row for each response, or for each of its answers."""


@cache
def a_report_of(seed: int) -> RoundReport:
    """A small round by lot with up to three attributes, in which half of all write a comment."""
    data = a_random_round(seed)
    rng = np.random.default_rng(seed)
    writers = np.flatnonzero(rng.random(data.submitted) < (0.5 if seed % 4 else 1)).tolist()
    words = tuple(Words(row, "comment", 0, WordsKind.COMMENT, f"Comment {row}") for row in writers)
    named = {name: tuple(value and f"Segment {value}" for value in values) for name, values in data.segments.items()}
    data = replace(data, words=words, segments=named)
    figures = segment_figures(data)
    findings = Findings(
        segments=figures, differences=segment_differences(data, figures), coded=coded_words(data, figures)
    )
    return a_report(data, findings=findings)


def coded_words(data: RoundDataset, figures: SegmentFigures) -> CodedWords:
    """The words with the segments that may be said beside them."""
    said = segments_beside(data, figures)
    return CodedWords(
        tuple(
            ThemedWords(
                data.codes[w.response],
                w.question,
                w.item,
                w.kind,
                w.text,
                (),
                False,
                False,
                False,
                PublishState.COUNTED,
                said[w.response],
                None,
                0,
                name=f"c1-{data.codes[w.response]}",
            )
            for w in data.words
        ),
        (),
    )


def every_filter(figures: SegmentFigures) -> Iterator[dict[str, str]]:
    """All that an export can be narrowed to: nothing, each segment, each attribute."""
    yield {}
    for attribute, segments in figures.attributes.items():
        yield {"by": attribute}
        yield from ({"members": Filter(attribute, segment.value).address} for segment in segments)


@pytest.mark.parametrize("start", range(0, ROUNDS, 25))
def test_no_small_number_is_found_out(start: int) -> None:
    shown = said = 0
    for seed in range(start, start + 25):
        whole = a_report_of(seed)
        figures = whole.findings.segments
        assert figures is not None
        known = Knowledge()
        for chosen in every_filter(figures):
            report = select(whole, **chosen)
            tables = [*all_tables(report, responses=False)]
            assert not RAW & {table.name for table in tables}
            known.read(report, tables)
        people = [*zip(*(_known_as(figures, whole.dataset, name) for name in figures.attributes), strict=True)]
        if people:
            assert found_out(whole.dataset, people, [*figures.attributes], known, MINIMUM) == [], seed
        shown, said = shown + len(known.numbers), said + len(known.said)
    assert shown > 500
    assert said > 20


def test_the_attacker_finds_what_is_not_closed() -> None:
    """The same rounds with nothing closed, and with every comment's segment said: the solver must find plenty."""
    opened = said = 0
    for seed in range(5):
        report = a_report_of(seed)
        figures = report.findings.segments
        assert figures is not None
        people = [*zip(*(_known_as(figures, report.dataset, name) for name in figures.attributes), strict=True)]
        known = Knowledge()
        for question in report.dataset.questionnaire.questions:
            for item in question.items:
                given = answers_given(report.dataset, question.code, item)
                for place, name in enumerate(figures.attributes):
                    counts = Counter((person[place], answer) for person, answer in zip(people, given, strict=True))
                    known.numbers |= {(question.code, item, name, *about): count for about, count in counts.items()}
        attributes = [*figures.attributes]
        everybody = {
            code: set(zip(attributes, person, strict=True))
            for code, person in zip(report.dataset.codes, people, strict=False)
        }
        opened += len(found_out(report.dataset, people, attributes, known, MINIMUM)) if people else 0
        said += len(found_out(report.dataset, people, attributes, Knowledge(said=everybody), MINIMUM)) if people else 0
    assert opened > 30
    assert said > 30


@pytest.mark.parametrize("seed", [1, 2, 6])
def test_every_format_shows_the_same_numbers_by_segment(seed: int) -> None:
    whole = a_report_of(seed)
    figures = whole.findings.segments
    assert figures is not None
    everything = shown_by(whole)
    assert everything

    for number, chosen in enumerate(every_filter(figures)):
        report = select(whole, **chosen)
        expected = shown_by(report)
        assert expected.items() <= everything.items()
        for name in ("csv", "json", "xlsx", "docx") if number % 4 == 0 else ("csv", "json"):
            assert shown_in(reading.written(report, name), name) == expected


def shown_by(report: RoundReport) -> dict[Key, tuple[str, str]]:
    """Share and n, in words, of every question, item, attribute, segment and answer in the table by segment."""
    (table,) = (table for table in all_tables(report) if table.name == "segments")
    names = ("question", "label", "attribute", "segment", "answer")
    return {
        (*(str(row[table.position(name)]) for name in names),): (
            _in_words(row[table.position("share")]),
            _in_words(row[table.position("n")]),
        )
        for row in table.rows
    }


def shown_in(content: bytes, name: str) -> dict[Key, tuple[str, str]]:
    """The same, read back from a file."""
    if name == "docx":
        return {
            (title.partition(" by ")[0], row["", "Item"], title.partition(" by ")[2].capitalize(), segment, answer): (
                cell,
                row[segment, "n"],
            )
            for title, rows in reading.tables_of_document(content).items()
            for row in rows
            for (segment, answer), cell in row.items()
            if " by " in title and segment and answer != "n"
        }
    if name == "csv":
        rows = reading.tables_of_zip(content)["segments"]
    elif name == "json":
        rows = reading.tables_of_json(reading.read_json(content)["tables"])["segments"]
    else:
        rows = reading.tables_of_workbook(content)[TITLE]
    titles = ("Question", "Item", "Group by", "Group", "Answer")
    return {
        (*(str(row["", title]) for title in titles),): (
            _in_words(row["Share of the n", "Share"]),
            _in_words(row["", "n"]),
        )
        for row in rows
    }


def _in_words(cell: object) -> str:
    """A share as Word has it, and a number of people, from a number or from the text of one."""
    text = str(cell if cell is not None else "")
    if "." not in text and text not in {"0", "1"}:
        return text
    return as_text(float(text), SHARE if "." in text else WHOLE)


@pytest.mark.parametrize("start", range(0, ROUNDS, 25))
def test_beside_single_responses_nothing_is_said_by_segment_whatever_is_chosen(start: int) -> None:
    for seed in range(start, start + 25):
        whole = a_report_of(seed)
        figures = whole.findings.segments
        assert figures is not None
        report = beside_responses(whole)
        for chosen in every_filter(figures):
            assert beside_responses(select(whole, **chosen)).findings == report.findings

        tables, known = [*all_tables(report)], Knowledge()
        known.read(report, tables)
        assert (known.numbers, known.said) == ({}, {}), seed
        assert {table.name for table in tables} > RAW
        said = [*said_in(tables)]
        assert not [text for text in said if "Segment " in text], seed
        assert sum(text in whole.dataset.codes for text in said) >= whole.dataset.submitted
        assert report.findings.coded is not None
        assert [words.text for words in report.findings.coded.words] == [words.text for words in whole.dataset.words]


def said_in(tables: list[Table]) -> Iterator[str]:
    """Every text and every number of tables, in words."""
    for table in tables:
        yield from (table.title, *table.notes, *(column.title for column in table.columns))
        yield from (str(cell) for row in table.rows for cell in row)


WITH_RESPONSES = [f"{name} with responses" for name, one in FORMATS.items() if "responses" in one.options]


@pytest.mark.parametrize("seed", [1, 2, 6])
@pytest.mark.parametrize("name", [*FORMATS, *WITH_RESPONSES])
def test_a_file_holds_single_responses_or_figures_by_segment(name: str, seed: int, tmp_path: Path) -> None:
    report = a_report_of(seed)
    format_name, _, held = name.partition(" ")
    is_raw = bool(held) or FORMATS[format_name].needs_answers

    inside = everything_in(reading.written(report, format_name, responses=bool(held)), format_name, tmp_path)

    writers = {report.dataset.codes[words.response] for words in report.dataset.words}
    silent = {*report.dataset.codes} - writers
    assert len(silent) > 5
    assert ("Segment " in inside) is not is_raw
    assert {code for code in silent if f"{code}\n" in inside} == (silent if is_raw else set())
    assert "Comment " in inside


def everything_in(content: bytes, name: str, folder: Path) -> str:
    """All that a file says, each text on a line of its own where the file has it as a whole."""
    if name in {"parquet", "arrow"}:
        table = parquet.read_table(BytesIO(content)) if name == "parquet" else ipc.open_file(content).read_all()
        about = f"{table.schema.metadata}{table.schema.to_string()}"
        return "\n".join([about, *(f"{cell}\n" for row in table.to_pylist() for cell in row.values())])
    if name == "sav":
        (folder / "responses.sav").write_bytes(content)
        cells, labels = pyreadstat.read_sav(folder / "responses.sav", output_format="dict")
        return "\n".join([str(vars(labels)), *(f"{cell}\n" for column in cells.values() for cell in column)])
    if name == "json":
        return "\n".join(str(cell) for cell in _leaves(reading.read_json(content)))
    with ZipFile(BytesIO(content)) as archive:
        texts = [archive.read(file).decode("utf-8", "replace") for file in archive.namelist()]
    return re.sub(r"[<>,]", "\n", "\n".join(texts))


def _leaves(value: object) -> Iterator[object]:
    """Whatever is no dictionary and no list in something made of both."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield value


def _known_as(figures: SegmentFigures, data: RoundDataset, attribute: str) -> list[str | None]:
    """The segment under which each response is shown."""
    names = {segment.value for segment in figures.attributes[attribute]}
    return [value if value in names else None for value in data.segments[attribute]]
