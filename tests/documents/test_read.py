"""Plan documents of every format, and every reason to refuse one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveyapp.documents import LARGEST_DOCUMENT, MOST_LINES, read_plan_document
from surveyapp.errors import InvalidInput
from surveyapp.outline import MOST_ITEMS, STYLES, Outline, OutlineWarning, Style, write
from tests.outline.outlines import looks_alike_without_indentation, outlines, styles, without_lines

PLAN = "Gait Strategic Plan\n\nIn the future we walk.\n\nGoals:\n\nA. One\n1. Two\n"


@pytest.mark.parametrize("name", ["plan.txt", "plan", "plan.TXT", "plan.doc", "C:\\plans\\plan.text", "plans/gait.v2"])
def test_text_with_any_ending_is_text(name: str) -> None:
    assert [item.label for item in read_plan_document(PLAN.encode(), name).items] == ["S1", "A", "A.1"]


@pytest.mark.parametrize("name", ["plan.md", "plan.markdown", "PLAN.MD"])
def test_markdown_by_its_ending(name: str) -> None:
    outline = read_plan_document(b"# *Gait* Strategic Plan\n\n## Goals\n\n1. One\n1. Two\n", name)

    assert (outline.title, [item.label for item in outline.items]) == ("Gait Strategic Plan", ["1", "2"])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "“plan.txt” is empty. Expected is the text of a plan."),
        ("\ufeff \u00a0\u200b\r\n".encode(), "“plan.txt” is empty. Expected is the text of a plan."),
        (b"a" * (LARGEST_DOCUMENT + 1), "“plan.txt” is larger than 2 MB. A plan is a text of a few pages."),
        (b"a\n" * (MOST_LINES + 1), "“plan.txt” has more than 20,000 lines. A plan has at most a few hundred."),
        (b"Only words.", "No statement, goal or priority was found in this document."),
    ],
)
def test_refusals(data: bytes, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_plan_document(data, "some/folder/plan.txt")

    assert str(refused.value).startswith(message)
    assert "Nothing was stored" in str(refused.value)


def test_a_guessed_encoding_is_told_where_it_matters() -> None:
    outline = read_plan_document("Gait Plan\n\nA. One\n1. Café\n".encode("cp1252"), "plan.txt")

    assert outline.items[-1].text == "Café"
    assert outline.warnings == (
        OutlineWarning(
            4,
            "The file does not tell how its letters are encoded. It was read as Windows-1252; check quotation marks "
            "and letters with accents.",
        ),
    )


def test_a_document_without_title_takes_the_name_of_the_file() -> None:
    outline = read_plan_document(b"A. One\n", "folder/Gait Strategic Plan.txt")

    assert (outline.title, outline.practice_area) == ("Gait Strategic Plan", "Gait")
    assert outline.warnings == (
        OutlineWarning(1, "The document has no title. The name of the file was used: “Gait Strategic Plan”."),
    )


def test_warnings_are_in_order_of_lines() -> None:
    outline = read_plan_document("A. One\n1. Café\n3. Three\n".encode("cp1252"), "plan.txt")

    assert [warning.line for warning in outline.warnings] == [1, 2, 3]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), outlines(), styles())
def test_an_outline_in_any_style_and_encoding_reads_back(encoding: str, outline: Outline, style: Style) -> None:
    if looks_alike_without_indentation(outline):
        style = STYLES["plain"]

    assert without_lines(read_plan_document(write(outline, style).encode(encoding), "plan.txt")) == outline


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from(["a.txt", "a.md", "a", ""]))
@example("A. ".encode("utf-16"), "a.md")
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        items = len(read_plan_document(data, name).items)
    except InvalidInput:
        items = 0
    assert 0 <= items <= MOST_ITEMS
