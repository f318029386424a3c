"""What reports show beyond the summary: ranges, methods, verdicts, themes, segments and decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from surveyapp.documents.carried import RowKey, mark_of
from surveyapp.enums import InputSource, PublishState, WordsKind
from surveyapp.questionnaire.standing import Standing
from surveyapp.reports.figures import priorities_table
from surveyapp.reports.findings import Findings, find
from surveyapp.reports.overview import summary_table
from surveyapp.reports.segments import segments_table
from surveyapp.reports.tables import HIDDEN
from surveyapp.reports.words import comments_table, shown_words, wording_table
from surveyapp.stats.rule_presets import percent_rule
from surveyapp.stats.themed import CodedWords, OutsideSource, ThemedWords
from tests.reports.rounds import S1, A, a_dataset, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.tables import Table


def _column(table: Table, name: str) -> dict[object, object]:
    """The cells of one column by the label of their row."""
    label, at = table.position("label"), table.position(name)
    return {row[label]: row[at] for row in table.rows}


def _themed(code: str | None, item: int, text: str, *themes: str, **changes: Any) -> ThemedWords:
    made = ThemedWords(
        code, "comment", item, WordsKind.COMMENT, text, themes, True, False, False, PublishState.QUOTED, "", None, 0
    )
    return replace(made, **({"name": str(code)} | changes))


CODED = CodedWords(
    (
        _themed("R-k2", S1, "- not on Sundays\n- never at night", "Hours", segment="North"),
        _themed(
            "R-b7",
            S1,
            "=SUM(███)",
            is_redacted=True,
            name="A100-AAAAAAAAAA",
            disposition="In part",
            revision=2,
        ),
        _themed(
            None, A, "Said at the meeting", "Hours", source=OutsideSource(InputSource.MEETING, "Fall", date(2026, 1, 9))
        ),
    ),
    ("Hours",),
)


def test_places_have_a_range_and_the_items_that_cannot_be_told_apart() -> None:
    data = a_dataset()

    table = priorities_table(a_report(data).summary, "order", find(data))

    assert _column(table, "from") == {"A": 1, "B": 1}
    assert _column(table, "to") == {"A": 2, "B": 2}
    assert _column(table, "level") == {"A": "B", "B": "A"}
    assert _column(table, "place.schulze") == {"A": 1, "B": 2}
    assert [column.name for column in table.columns if column.hidden] == ["before", "after"]
    assert (_column(table, "before"), _column(table, "after")) == ({"A": 0, "B": 1}, {"A": 1, "B": 0})
    assert _column(summary_table(a_report(data).summary, find(data)), "order.range")["A"] == "1–2"


def test_a_hidden_ranking_has_no_range() -> None:
    few = replace(a_dataset(), places={"order": np.array([(1, 2), (1, 2)] + [(0, 0)] * 4, dtype=np.int16)})

    names = [column.name for column in priorities_table(a_report(few).summary, "order", find(few)).columns]

    assert not {"from", "to", "level", "place.schulze"}.intersection(names)


def test_a_declared_rule_gives_verdicts_and_none_is_said() -> None:
    summary = a_report().summary
    rules = {"importance": percent_rule(1, 5, 4, 0.5)}

    table = summary_table(summary, Findings(rules=rules))

    assert _column(table, "importance.verdict") == {"S1": None, "A": "In", "A.1": None, "A.1.a": None, "B": HIDDEN}
    assert not any("No consensus rule" in note for note in table.notes)
    assert any("No consensus rule was declared" in note for note in summary_table(summary).notes)


def test_decisions_that_stand_are_filled_in_with_what_the_import_needs() -> None:
    standing = {"key-1": Standing("Keep", "", "Wanted", 4)}

    table = summary_table(a_report().summary, Findings(decisions=standing))

    assert (_column(table, "decision")["A"], _column(table, "new_wording")["A"]) == ("Keep", None)
    texts = _column(table, "text")
    assert {label: RowKey.read(str(_column(table, "key")[label])) for label in "AB"} == {
        "A": RowKey(1, "key-1", 4, mark_of("A", str(texts["A"]))),
        "B": RowKey(1, "key-4", 0, mark_of("B", str(texts["B"]))),
    }
    assert {column.name for column in table.columns if column.hidden} == {"key"}


def test_comments_have_their_themes_and_words_from_elsewhere_are_marked() -> None:
    data = a_dataset()

    table = comments_table(data, a_report(data).summary, replace(CODED, names_responses=True))

    rows = [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]
    assert [(row["themes"], row["segment"], row["source"]) for row in rows[:2]] == [
        ("No theme fits", None, "Survey"),
        ("Hours", "North", "Survey"),
    ]
    assert rows[-1]["comment"] == "Said at the meeting"
    assert str(rows[-1]["source"]).startswith("Not from the survey. Meeting: Fall")
    assert rows[-1]["response"] is None
    assert [row["disposition"] for row in rows if row["disposition"]] == ["In part"]
    choices = {column.name: column.choices for column in table.columns}["disposition"]
    assert choices == ("Accepted", "In part", "Declined", "Parked", "Undecided")
    first = str(rows[0]["comment"])
    assert RowKey.read(str(rows[0]["key"])) == RowKey(1, "A100-AAAAAAAAAA", 2, mark_of(first))
    assert [column.name for column in table.columns if column.hidden] == ["key"]
    assert _column(summary_table(a_report(data).summary, Findings(coded=CODED)), "themes")["S1"] == "Hours (1)"


def test_redacted_words_stand_in_place_of_the_originals() -> None:
    shown = shown_words(a_dataset(), CODED)

    texts = [words.text for words in shown.words]
    assert "=SUM(███)" in texts
    assert "=SUM(everybody)" not in texts
    assert len(texts) == len(a_dataset().words)


def test_wordings_that_change_nearly_the_same_are_numbered() -> None:
    alike = _themed("R-x4", A, "Open the clinic every day", question="wording", kind=WordsKind.WORDING, group=3)

    table = wording_table(a_dataset(), a_report().summary, CodedWords((alike,), ()))

    assert _column(table, "group") == {"A": 3}


def test_segments_stand_side_by_side_with_closed_cells_said() -> None:
    data = a_drawn_dataset(60)
    segmented = replace(data, segments={"work_setting": tuple("ab"[row % 2] for row in range(60))})

    table = segments_table(a_report(segmented).summary, find(segmented))

    rows = [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]
    assert {row["attribute"] for row in rows} == {"Work setting"}
    own = [row for row in rows if row["question"] == "Agreement"]
    assert [(row["segment"], row["size"], row["answer"]) for row in own] == [("a", 30, "4–5"), ("b", 30, "4–5")]
    for letter, row in zip("ab", own, strict=True):
        scores = [
            score for n, score in enumerate(data.ratings["agreement"][:, 0]) if "ab"[n % 2] == letter and score > 0
        ]
        assert row["n"] in {len(scores), HIDDEN}
        share = sum(score >= 4 for score in scores) / len(scores)
        assert row["share"] == HIDDEN or row["share"] == pytest.approx(share)


def test_without_segments_the_table_says_so() -> None:
    assert segments_table(a_report().summary, Findings()).columns == ()
