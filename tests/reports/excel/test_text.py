from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.reports.excel.text import (
    CONTINUED,
    CONTINUES,
    LONGEST,
    REPLACEMENT,
    clean,
    count_unwritable,
    needs_quoting,
    pieces,
)

FROM_B7 = CONTINUED.format(place="B7")
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _joined(parts: tuple[str, ...]) -> str:
    return "".join(part.removeprefix(FROM_B7).removesuffix(CONTINUES) for part in parts)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_become_one_kind(line_break: str) -> None:
    assert clean(f"one{line_break}two") == "one\ntwo"


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_excel_cannot_hold_is_marked_and_counted(character: str) -> None:
    assert clean(f"a{character}b") == f"a{REPLACEMENT}b"
    assert count_unwritable(f"a{character}b{character}") == 2


@pytest.mark.parametrize("text", ["", "plain", "  spaces  ", "\ttab", "é 😀 שלום", "\x7f\x85\u2028", "=1+1", "#N/A"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert clean(text) == text
    assert count_unwritable(text) == 0


@given(ANY_TEXT)
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert count_unwritable(cleaned) == 0
    assert cleaned.encode().decode() == cleaned


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("=1", True), ("+1", True), ("-5", True), ("@a", True), ("\ta", True), ("a=1", False), ("'a", False), ("", False)],
)
def test_needs_quoting(text: str, quoted: bool) -> None:
    assert needs_quoting(text) is quoted


@pytest.mark.parametrize("text", ["", "short", "x" * LONGEST, "😀" * (LONGEST // 2)])
def test_what_fits_one_cell_is_one_piece(text: str) -> None:
    assert pieces(text, "B7") == (text,)


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "😀" * 20_000, "word " * 30_000])
def test_what_does_not_fit_goes_on_visibly(text: str) -> None:
    parts = pieces(text, "B7")

    assert len(parts) > 1
    assert _joined(parts) == text
    assert all(_units(part) <= LONGEST for part in parts)
    assert all(part.endswith(CONTINUES) for part in parts[:-1])
    assert all(part.startswith(FROM_B7) for part in parts[1:])


@given(st.text(alphabet="ab😀 ", max_size=400), st.integers(min_value=90, max_value=200))
def test_pieces_lose_nothing_at_any_length(text: str, longest: int) -> None:
    parts = pieces(text, "B7", longest)

    assert _joined(parts) == text
    assert all(_units(part) <= longest for part in parts)
