"""Segments in both shapes of the table: the same cells, the same names, and closed where the figures are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from surveyapp.enums import QuestionKind
from surveyapp.reports.findings import Findings, find
from surveyapp.reports.segments import (
    NO_DIFFERENCE,
    NOBODY_APART,
    NOT_BESIDE_RESPONSES,
    OTHERS,
    all_side_by_side,
    say_differences,
    segment_name,
    segments_table,
    side_by_side,
)
from surveyapp.reports.selection import beside_responses, select
from surveyapp.reports.tables import HIDDEN
from surveyapp.stats.by_segment import Filter
from surveyapp.stats.dataset import SILENT
from tests.reports.rounds import A, B, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell, Table


def a_segmented_report(responses: int = 60, **changes: tuple[str | None, ...]) -> RoundReport:
    regions: tuple[str | None, ...] = ("North", "South", "South", None) * (responses // 4)
    settings = ("clinic", "hospital") * (responses // 2)
    data = replace(a_drawn_dataset(responses), segments={"region": regions, "work_setting": settings, **changes})
    return a_report(data, findings=find(data))


def cells_of_rows(table: Table) -> dict[tuple[Cell, ...], tuple[Cell, Cell]]:
    """Share and n by question, item, attribute, segment and answer."""
    names = ("question", "label", "attribute", "segment", "answer", "share", "n")
    rows = [tuple(row[table.position(name)] for name in names) for row in table.rows]
    return {row[:5]: (row[5], row[6]) for row in rows}


def cells_of_columns(table: Table) -> dict[tuple[Cell, ...], tuple[Cell, Cell]]:
    """The same of a table with a column group per segment, whose title names question and attribute."""
    question, _, attribute = table.title.partition(" by ")
    found: dict[tuple[Cell, ...], tuple[Cell, Cell]] = {}
    for row in table.rows:
        counts = {one.group: row[at] for at, one in enumerate(table.columns) if one.name.endswith(".n")}
        for at, one in enumerate(table.columns):
            if one.group and not one.name.endswith(".n"):
                key = question, row[0], attribute.capitalize(), one.group, one.title
                found[key] = row[at], counts[one.group]
    return found


def test_both_shapes_hold_the_same_cells() -> None:
    report = a_segmented_report()

    rows = cells_of_rows(segments_table(report.summary, report.findings))
    first, *tables = all_side_by_side(report.summary, report.findings)
    columns = {key: cell for table in tables for key, cell in cells_of_columns(table).items()}

    assert len(rows) == (1 + 2 + 2 * 3 + 2 + 2 * 3) * (3 + 2)
    assert columns == rows
    assert first.columns == ()
    assert [table.name for table in tables[:2]] == ["agreement.by.region", "importance.by.region"]


def test_the_rows_say_their_sizes_intervals_and_names() -> None:
    report = a_segmented_report()
    table = segments_table(report.summary, report.findings)
    figures = report.findings.segments
    assert figures is not None
    sizes = {(row[3], row[4]): row[table.position("size")] for row in table.rows}

    assert sizes == {
        ("Region", "South"): 30,
        ("Region", "North"): 15,
        ("Region", OTHERS): 15,
        ("Work setting", "clinic"): 30,
        ("Work setting", "hospital"): 30,
    }
    told = figures.answers("importance", A, Filter("region", "South"))
    assert told is not None
    assert told.shares[0] is not None
    row = next(row for row in table.rows if row[:2] == ("Importance", "A") and row[4] == "South")
    assert row[6:] == (told.n, "4–5", told.shares[0].value, told.shares[0].low, told.shares[0].high)
    assert segment_name(None) == OTHERS


def test_what_is_withheld_is_said_in_both_shapes() -> None:
    report = a_segmented_report()
    scores = report.dataset.ratings["importance"].copy()
    scores[:, 1] = SILENT
    scores[:2, 1] = 4
    data = replace(report.dataset, ratings={**report.dataset.ratings, "importance": scores})
    report = a_report(data, findings=find(data))
    figures = report.findings.segments
    assert figures is not None
    assert ("importance", B, "region") not in figures.tables

    long = segments_table(report.summary, report.findings)
    wide = side_by_side(report.summary, figures, "importance", [Filter("region", "North")])

    assert {row[6:] for row in long.rows if row[:2] == ("Importance", "B")} == {(HIDDEN, "4–5", *(HIDDEN,) * 3)}
    assert [row[2:] for row in wide.rows if row[0] == "B"] == [(HIDDEN, HIDDEN)]
    assert all(any(note.startswith(f"“{HIDDEN}”") for note in table.notes) for table in (long, wide))


def test_a_hidden_share_beside_a_small_n_is_explained() -> None:
    """Of the south 2 scored, fewer than may be shown as an answer; that they were 2 is told, and so says the note."""
    report = a_divided_report([1] * 8 + [4] * 12 + [4] * 2 + [SILENT] * 18)
    table = segments_table(report.summary, report.findings)

    (south,) = (row for row in table.rows if row[0] == "Agreement" and row[4] == "South")
    assert (south[table.position("n")], south[table.position("share")]) == (2, HIDDEN)
    assert table.notes[-1] == (
        "“hidden”: from 1 to 2 members of the group gave this answer, or another one to the same question, or such a "
        "number could be worked out from the figure. How many of a group answered at all (n) may be shown, however "
        "few, for it does not tell what they answered."
    )


def a_divided_report(scores: Sequence[int]) -> RoundReport:
    """Agreement with one statement by 40 people, the first 20 of them in the north; nobody scores anything else."""
    data = replace(a_drawn_dataset(40), segments={"region": ("North",) * 20 + ("South",) * 20})
    ratings = {code: np.full_like(matrix, SILENT) for code, matrix in data.ratings.items()}
    ratings["agreement"] = np.array([scores], dtype=np.int16).T
    data = replace(data, ratings=ratings)
    return a_report(data, findings=find(data))


COMPARED = [
    "Agreement: of 1 item, groups could be compared on 1 by region.",
    "Importance: of 2 items, groups could be compared on 0 by region.",
    "Groups whose figures are hidden, and groups that gave no answer, were left out.",
]
NOT_COMPARED = ["Agreement: of 1 item, groups could be compared on 0 by region.", *COMPARED[1:]]


def test_a_difference_is_said_in_words_and_what_was_compared() -> None:
    report = a_divided_report([5] * 16 + [1] * 4 + [5] * 4 + [1] * 16)

    assert 0.0001 < report.findings.differences[0].p_value < 0.0005
    difference = (
        "Agreement, S1: by region, members of “North” rate it higher than members of “South”; the difference is large "
        "and survives Holm’s correction."
    )
    assert say_differences(report.summary, report.findings) == [*COMPARED, difference]


def test_no_difference_is_not_said_where_nothing_could_be_compared() -> None:
    alike, hidden = a_divided_report([5, 1] * 20), a_divided_report([5] * 19 + [1] + [5] * 19 + [1])

    assert say_differences(alike.summary, alike.findings) == [*COMPARED, NO_DIFFERENCE]
    assert say_differences(hidden.summary, hidden.findings) == NOT_COMPARED


def test_what_was_compared_is_said_of_a_single_segment_too() -> None:
    report = a_divided_report([5, 1] * 20)
    narrowed = select(report, members="region=North")

    assert say_differences(narrowed.summary, narrowed.findings) == [*COMPARED, NO_DIFFERENCE]


def test_groups_are_compared_in_ratings_alone() -> None:
    data = replace(a_drawn_dataset(40), segments={"region": ("North", "South") * 20})
    choices = tuple(one for one in data.questionnaire.questions if one.kind is QuestionKind.CHOICE)
    report = a_report(replace(data, questionnaire=replace(data.questionnaire, questions=choices)))

    (said,) = say_differences(report.summary, find(report.dataset))

    assert said == "Groups are compared in ratings alone, and this round asked for none."


def test_more_differences_than_fit_are_counted() -> None:
    report = a_divided_report([5] * 16 + [1] * 4 + [5] * 4 + [1] * 16)
    one = report.findings.differences[0]

    for count, last in ((13, "1 further difference is on the results page."), (14, "2 further differences are on the")):
        assert say_differences(report.summary, replace(report.findings, differences=(one,) * count))[-1].startswith(
            last
        )


def test_of_nobody_there_is_no_share_and_nothing_is_hidden() -> None:
    report = a_segmented_report()
    steps = np.full_like(report.dataset.choices["step"], SILENT)
    data = replace(report.dataset, choices={**report.dataset.choices, "step": steps})
    table = segments_table(a_report(data).summary, find(data))

    assert {(row[6], *row[8:]) for row in table.rows if row[0] == "Step"} == {(0, None, None, None)}


@pytest.mark.parametrize("findings", [Findings(), find(a_drawn_dataset(20))], ids=["not looked for", "none"])
def test_without_segments_one_sentence_says_so(findings: Findings) -> None:
    summary = a_report(a_drawn_dataset(20)).summary

    for table in (segments_table(summary, findings), *all_side_by_side(summary, findings)):
        assert (table.columns, table.notes) == ((), (NOBODY_APART,))


def test_beside_responses_one_sentence_says_where_they_are() -> None:
    report = beside_responses(a_segmented_report())

    (table,) = all_side_by_side(report.summary, report.findings)
    assert (table.columns, table.notes) == ((), (NOT_BESIDE_RESPONSES,))
    assert "Export again without single responses" in NOT_BESIDE_RESPONSES


def test_where_there_are_none_a_file_with_responses_does_not_send_for_them() -> None:
    data = a_drawn_dataset(20)
    report = beside_responses(a_report(data, findings=find(data)))

    assert segments_table(report.summary, report.findings).notes == (NOBODY_APART,)


def test_with_too_few_responses_nothing_is_said_of_segments() -> None:
    report = a_report(a_drawn_dataset(2))

    (table,) = all_side_by_side(report.summary, report.findings)
    assert "Fewer than 3 members" in table.notes[0]


def test_open_questions_have_no_segments() -> None:
    report = a_segmented_report()
    texts = {q.code for q in report.summary.questionnaire.questions if q.kind is QuestionKind.TEXT}

    assert not any(table.name.partition(".")[0] in texts for table in all_side_by_side(report.summary, report.findings))
