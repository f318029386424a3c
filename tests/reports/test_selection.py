"""A report of chosen segments: figures that stood in the whole one, the same as the page's, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.enums import InputSource, PublishState, QuestionKind, WordsKind
from surveyapp.errors import InvalidInput
from surveyapp.reports.findings import find
from surveyapp.reports.parts import PARTS
from surveyapp.reports.segments import side_by_side
from surveyapp.reports.selection import beside_responses, choose_segments, say_choice, select
from surveyapp.stats.beside import attribute_beside, segments_beside
from surveyapp.stats.by_segment import Filter, SegmentFigures, segment_figures
from surveyapp.stats.themed import CodedWords, OutsideSource, ThemedWords
from tests.reports.rounds import A, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Row, Table
    from surveyapp.stats.dataset import RoundDataset


def coded_words(dataset: RoundDataset, figures: SegmentFigures) -> CodedWords:
    """All words of a round with the segments that may be said beside them, and one comment from a meeting."""
    segments = segments_beside(dataset, figures)
    whole = ThemedWords(
        code=None,
        question="comment",
        item=A,
        kind=WordsKind.COMMENT,
        text="Said in a meeting.",
        themes=(),
        is_coded=False,
        changed=False,
        is_redacted=False,
        publish=PublishState.COUNTED,
        segment="",
        source=OutsideSource(InputSource.MEETING, "Spring meeting", date(2026, 2, 1)),
        group=0,
    )
    survey = [
        replace(
            whole,
            code=dataset.codes[one.response],
            question=one.question,
            item=one.item,
            kind=one.kind,
            text=one.text,
            segment=segments[one.response],
            source=None,
        )
        for one in dataset.words
    ]
    return CodedWords((*survey, whole), ())


def a_segmented_report(responses: int = 60, seed: int = 1) -> RoundReport:
    """A round by lot with two attributes: some segments are large, some few, and some people of none."""
    rng = np.random.default_rng(seed)
    work = rng.choice(["clinic", "hospital", "ship"], responses, p=[0.5, 0.35, 0.15]).tolist()
    regions = [None if lot < 0.2 else "north" if lot < 0.7 else "south" for lot in rng.random(responses)]
    drawn = a_drawn_dataset(responses, seed)
    dataset = replace(drawn, segments={"setting": tuple(work), "region": tuple(regions)})
    coded = coded_words(dataset, segment_figures(dataset))
    return a_report(dataset, findings=find(dataset, coded=coded))


def figures_of(report: RoundReport) -> SegmentFigures:
    assert report.findings.segments is not None
    return report.findings.segments


def every_choice(report: RoundReport) -> list[tuple[str, str]]:
    """What can be chosen, as `members` and `by`: each segment, and each attribute."""
    attributes = figures_of(report).attributes
    one = [(Filter(name, segment.value).address, "") for name, segments in attributes.items() for segment in segments]
    return [*one, *(("", name) for name in attributes)]


def tables_of(report: RoundReport, part: str) -> list[Table]:
    return list(next(one for one in PARTS if one.name == part).tables(report))


def rows_of(report: RoundReport, part: str) -> list[Row]:
    return [tuple(row) for table in tables_of(report, part) for row in table.rows]


def test_every_choice_shows_the_tables_of_the_page() -> None:
    report = a_segmented_report()
    summary, figures = report.summary, figures_of(report)
    questions = [one.code for one in summary.questionnaire.questions if one.kind is not QuestionKind.TEXT]

    for members, by in every_choice(report):
        chosen = choose_segments(figures, members, by)
        part = next(one for one in PARTS if one.name == "segments")
        shown = {table.name: table for table in part.for_readers(select(report, members, by))}

        page = {table.name: table for table in (side_by_side(summary, figures, code, chosen) for code in questions)}
        assert {name: table for name, table in shown.items() if table.columns} == page


@given(responses=st.integers(12, 90), seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_a_filter_shows_nothing_that_the_whole_does_not(responses: int, seed: int) -> None:
    report = a_segmented_report(responses, seed)
    whole = {part.name: rows_of(report, part.name) for part in PARTS}

    for members, by in every_choice(report):
        narrowed = select(report, members, by)
        rows = {part.name: rows_of(narrowed, part.name) for part in PARTS}
        for name in ("segments", "comments"):
            assert [row for row in whole[name] if row in rows[name]] == rows[name]
        assert set(narrowed.findings.differences) <= set(report.findings.differences)
        assert rows | {name: whole[name] for name in ("segments", "comments")} == whole


def test_the_choices_of_an_attribute_make_up_the_whole() -> None:
    report = a_segmented_report()

    each = [select(report, members) for members, _ in every_choice(report) if members]
    rows = [row for narrowed in each for row in rows_of(narrowed, "segments")]

    assert sorted(rows, key=str) == sorted(rows_of(report, "segments"), key=str)


def test_comments_are_those_whose_segment_is_said() -> None:
    report = a_segmented_report(90)
    assert attribute_beside(figures_of(report)) == "setting"

    (table,) = tables_of(select(report, "setting=clinic"), "comments")
    group, source = table.position("segment"), table.position("source")

    rows = [tuple(row) for row in table.rows]
    said = [row for row in rows_of(report, "comments") if row[group] == "clinic"]
    assert rows == said != []
    assert {row[source] for row in rows} == {"Survey"}
    assert table.notes[0].startswith(f"{len(rows)} comments")
    assert "Setting: clinic" in table.notes[1]


@pytest.mark.parametrize("members", ["region=north", "region="])
def test_no_comment_is_listed_of_whom_it_may_not_be_said(members: str) -> None:
    (table,) = tables_of(select(a_segmented_report(), members), "comments")

    assert list(table.rows) == []
    assert "Without a filter, all comments are listed." in table.notes[1]


def test_side_by_side_leaves_no_comment_out() -> None:
    report = a_segmented_report()

    narrowed = select(report, by="region")

    assert rows_of(narrowed, "comments") == rows_of(report, "comments")
    assert {row[3] for row in rows_of(narrowed, "segments")} == {"Region"}


def test_the_report_says_what_it_is_about() -> None:
    report = a_segmented_report()

    assert select(report).filters == "Round 2, all responses"
    assert select(report, by="region").filters == "Round 2, all responses; by segment the figures by region alone"
    assert select(report, "setting=clinic").filters == (
        "Round 2, all responses; by segment the figures of Setting: clinic alone, and comments of its members"
    )
    assert select(report).findings == report.findings


def test_beside_responses_all_stays_but_what_is_said_by_segment() -> None:
    report = select(a_segmented_report())

    told = beside_responses(report)

    assert rows_of(told, "segments") == []
    for part in PARTS:
        if part.name not in {"segments", "comments"}:
            assert rows_of(told, part.name) == rows_of(report, part.name)
    (comments,), (before,) = tables_of(told, "comments"), tables_of(report, "comments")
    first, then = (
        [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]
        for table in (before, comments)
    )
    assert {row.pop("segment") for row in first} > {"clinic"}
    assert {row.pop("segment") for row in then} <= {"", None}
    assert {row.pop("response") for row in then} >= {*report.dataset.codes[:1]}
    for row in (*first, *then):
        del row["own_answers"]  # told no finer than by segment only beside one
    assert then == first
    assert told.filters == "Round 2, all responses; with single responses, so without figures by segment"


def test_what_there_is_not_is_refused() -> None:
    report = a_segmented_report()

    with pytest.raises(InvalidInput, match=r"'setting=moon' .* Choose one of: setting=clinic, setting=hospital"):
        select(report, "setting=moon", by="setting")
    with pytest.raises(InvalidInput, match=r"no segment 'age' .* Choose one of: setting, region"):
        select(report, by="age")
    with pytest.raises(InvalidInput, match="only once it is closed"):
        select(a_report(), by="setting")


def test_a_choice_in_a_few_words() -> None:
    assert say_choice("", "") == ""
    assert say_choice("practice_setting=Private practice", "region") == "only Practice setting: Private practice"
    assert say_choice("practice_setting=", "") == "only Practice setting: Others, or not known"
    assert say_choice("", "practice_setting") == "by practice setting"
    assert say_choice("no sign", "") == "only no sign"
