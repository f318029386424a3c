"""A round of 1,000: segments, themes, words and sentences in every format, held against the raw rows."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from surveyapp.enums import WordsKind
from surveyapp.reports.segments import OTHERS
from surveyapp.reports.tables import HIDDEN
from surveyapp.reports.themes import say_themes
from tests.reports import reading
from tests.reports.files import WITH_RESPONSES, a_file, a_table, format_of, is_rounded, is_same, the_tables
from tests.reports.recounted import recounted, segment_counts, share_of
from tests.reports.thousand import (
    CHOSEN,
    ITEMS,
    MINIMUM,
    OPTIONS,
    PLACES,
    RANKED,
    RATED,
    SCALES,
    the_coded_words,
    the_dataset,
)

RESPONSE = ("", "Response")
SEGMENTS = "Segments: the same figures, group by group"
TABULAR = ["xlsx", "csv", "json"]
Found = dict[tuple[str, str, str, str, str], tuple[Any, ...]]


def answers_to(code: str) -> list[str]:
    """What the looked-at answers to a question are called beside segments."""
    if code in RATED:
        return [f"{SCALES[code][2]}–{SCALES[code][1]}"]
    return [option.capitalize() for option in OPTIONS[code]] if code in CHOSEN else [f"In the top {PLACES[code]}"]


def recounted_segments() -> dict[tuple[str, str, str, str, str], tuple[int, int]]:
    """How many of a segment gave an answer, and how many gave any."""
    return {
        (code.capitalize(), item, attribute.capitalize(), segment or OTHERS, answer): (count, sum(counts))
        for attribute in ("setting", "region")
        for code, item, segment, counts in segment_counts(attribute)
        for answer, count in zip(answers_to(code), counts, strict=False)
    }


def segments_of(name: str) -> Found:
    """Share, n and the rest of each figure by segment, from the shape in which a format has them."""
    found: Found = {}
    if name == "docx":
        for title, rows in the_tables(name).items():
            question, by, attribute = title.partition(" by ")
            for row in rows if by else ():
                for (segment, answer), cell in row.items():
                    if segment and answer != "n":
                        key = question, row["", "Item"], attribute.capitalize(), segment, answer
                        found[key] = (cell, row[segment, "n"])
        return found
    for row in a_table(name, "segments", SEGMENTS):
        key = tuple(row["", title] for title in ("Question", "Item", "Group by", "Group", "Answer"))
        shares = (row["Share of the n", title] for title in ("Share", "95% from", "95% to"))
        share, low, high = shares
        found[key[0], key[1], key[2], key[3], key[4]] = share, row["", "n"], low, high, row["", "Responses"]
    return found


@pytest.mark.parametrize("name", [*TABULAR, "docx"])
def test_every_open_figure_by_segment_is_what_the_rows_say(name: str) -> None:
    expected, found = recounted_segments(), segments_of(name)
    agrees = is_rounded if name == "docx" else is_same

    assert found.keys() == expected.keys()
    opened = {key: cells for key, cells in found.items() if cells[0] != HIDDEN}
    assert len(opened) > 150
    for key, (share, n, *rest) in opened.items():
        count, of = expected[key]
        exact = share_of(count, of)
        assert agrees(share, exact[0]), key
        assert int(n) == of
        assert all(abs(float(end) - value) < 1e-12 for end, value in zip(rest[:2], exact[1:], strict=False))


@pytest.mark.parametrize("name", [*TABULAR, "docx"])
def test_every_small_number_by_segment_is_closed_and_nothing_far_from_one(name: str) -> None:
    expected, found = recounted_segments(), segments_of(name)
    small = {key for key, (count, of) in expected.items() if 0 < count < MINIMUM or 0 < of - count < MINIMUM}

    assert len(small) > 10
    assert {found[key][0] for key in small if key[0].lower() not in CHOSEN} == {HIDDEN}
    assert {found[key][0] for key in small if 0 < expected[key][0] < MINIMUM} == {HIDDEN}
    tables = {key[:2] for key in small}
    assert {key for key, cells in found.items() if cells[0] == HIDDEN and key[:2] not in tables} == set()


def test_sizes_of_segments_stand_beside_them() -> None:
    sizes = {(key[2], key[3]): cells[4] for key, cells in segments_of("xlsx").items()}

    data = the_dataset().segments
    counts = Counter(data["setting"])
    assert 0 < counts["locum"] < MINIMUM
    assert sizes["Setting", OTHERS] == counts["locum"] + counts[None]
    assert sizes["Setting", "academic"] == counts["academic"]
    assert sizes["Region", "South"] == data["region"].count("South")


@pytest.mark.parametrize("name", ["csv", "json", "docx", "csv with responses"])
def test_themes_are_counted_by_item(name: str) -> None:
    rows = a_table(name, "themes", "Themes: what comments are about, and how often")

    coded = the_coded_words().words
    about = [(ITEMS[words.item] if words.item is not None else "Plan", words) for words in coded if words.is_coded]
    here = Counter((item, theme) for item, words in about if not words.source for theme in words.themes)
    assert {
        (row["", "Item"], row["", "Theme"]): (int(row["", "Comments"]), int(row["", "From elsewhere"])) for row in rows
    } == {key: (count, int(key == ("A", "Who pays"))) for key, count in here.items()}


@pytest.mark.parametrize("name", [*TABULAR, *WITH_RESPONSES])
def test_comments_stand_with_what_was_made_of_them(name: str) -> None:
    rows = a_table(name, "comments", "Comments: what members wrote")

    expected = Counter(
        (words.text, words.code if name in WITH_RESPONSES else None, say_themes(words))
        for words in the_coded_words().words
        if words.kind is not WordsKind.WORDING
    )
    assert Counter((row["", "Comment"], row.get(RESPONSE) or None, row["", "Themes"]) for row in rows) == expected
    assert (RESPONSE in rows[0]) == (name in WITH_RESPONSES)
    elsewhere = [row["", "Where from"] for row in rows if row["", "Comment"] == "Heard"]
    assert elsewhere == ["Not from the survey. Meeting: Fall, 2026-01-09"]


@pytest.mark.parametrize("name", [*TABULAR, *WITH_RESPONSES])
def test_wordings_stand_with_what_they_change_and_their_group(name: str) -> None:
    rows = a_table(name, "wording", "Wording: the original beside each suggestion")

    assert len(rows) > 50
    for row in rows:
        year = row["", "Suggested wording"].rpartition(" ")[2]
        marks = (
            (" ", "") if format_of(name) == "xlsx" else (" {+", "+}")
        )  # a workbook has marks of its own inside the cell
        assert row["", "What it changes"] == f"Reach {row['', 'Item']}{marks[0]}by {year}{marks[1]}"
    suggested = [words for words in the_coded_words().words if words.kind is WordsKind.WORDING]
    told = [(words.code if name in WITH_RESPONSES else None, words.group) for words in suggested]
    assert Counter((row.get(RESPONSE), int(row["", "Nearly the same"] or 0)) for row in rows) == Counter(told)


def test_comments_on_paper_stand_below_their_themes() -> None:
    document: Any = docx.Document(io.BytesIO(a_file("docx")))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"]

    comments = [words for words in the_coded_words().words if words.kind is not WordsKind.WORDING]
    coded = [words for words in comments if words.is_coded]
    counts = Counter(theme for words in coded for theme in words.themes)
    expected = {f"{theme}: {count} comments" for theme, count in counts.items()}
    assert expected | {f"Not coded yet: {len(comments) - len(coded)} comments"} <= {*headings}


@pytest.mark.parametrize("name", [*TABULAR, "docx", *WITH_RESPONSES])
def test_the_sentences_about_rankings_stand_beside_them(name: str) -> None:
    figures = recounted()
    texts = the_texts(name)

    for code in RANKED:
        ballots, silent = (int(figures[code, of]) for of in ("ballots", "silent"))
        assert any(text == f"{ballots} of 1000 ranked at least one item; {silent} ranked none." for text in texts)
    w = f"Agreement on the order: Kendall’s W = {figures['order', 'w']:.2f} on a scale"
    assert ("partly", "w") not in figures
    assert len([text for text in texts if text.startswith(w)]) == 1
    assert [text for text in texts if "Kendall’s W cannot be given: not everybody was shown every item" in text]


def the_texts(name: str) -> list[str]:
    """Every sentence of a file."""
    if format_of(name) == "xlsx":
        workbook = load_workbook(io.BytesIO(a_file(name)), read_only=True)
        return [str(cell) for row in workbook["Priorities"].iter_rows(values_only=True) for cell in row if cell]
    if format_of(name) == "csv":
        return [cell for row in reading.csv_files(a_file(name))["columns.csv"] for cell in row]
    if name == "docx":
        return [paragraph.text for paragraph in docx.Document(io.BytesIO(a_file(name))).paragraphs]
    return [note for table in reading.read_json(a_file(name))["tables"] for note in table["notes"]]


def test_every_tabular_format_has_the_same_tables_cell_by_cell() -> None:
    of_csv, of_json = the_tables("csv"), the_tables("json")

    assert list(of_csv) == list(of_json)
    for name, rows in of_json.items():
        assert [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in rows] == of_csv[name]
    titles = {table["name"]: table["title"] for table in reading.read_json(a_file("json"))["tables"]}
    of_excel = the_tables("xlsx")
    missing = [name for name, title in titles.items() if title not in of_excel]
    assert missing == ["themes"]
    for name, title in titles.items():
        if name not in {"themes", "wording"}:
            assert [{key: row[key] for key in of_json[name][0]} for row in of_excel[title]] == of_json[name], name


@pytest.mark.parametrize("name", WITH_RESPONSES)
def test_a_file_with_responses_has_the_same_tables_but_rows_in_place_of_segments(name: str) -> None:
    told, whole = the_tables(name), the_tables(format_of(name))

    same = whole.keys() - {"segments", SEGMENTS}
    assert len(same) == len(whole) - 1
    rows = {title: [{at: row[at] for at in row if at != RESPONSE} for row in told[title]] for title in same}
    assert [title for title in same if rows[title] != whole[title]] == []
    assert not [title for title, rows in told.items() if rows and ("", "Group by") in rows[0]]
    long = told["long" if format_of(name) == "csv" else "response"]  # a sheet of rows has no title but its first column
    assert len(long) > 20 * len(the_dataset().codes)
    assert not {"responses", "long", "response"} & whole.keys()
