from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.documents.carried import RowKey, mark_of


@given(st.integers(1, 999_999_999), st.from_regex(r"[A-Za-z0-9-]{1,60}", fullmatch=True), st.integers(0, 999_999_999))
def test_a_key_is_read_as_it_was_written(round_id: int, key: str, revision: int) -> None:
    written = RowKey(round_id, key, revision, mark_of(key))

    assert RowKey.read(str(written)) == written


@pytest.mark.parametrize(
    "text", ["", "A", "1/a/0", "1/a/0/xyz", "1/a b/0/0123456789", "1/a/-1/0123456789", "1/a/0/0123456789/", "²/a/0/0"]
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert RowKey.read(text) is None


@given(st.text())
def test_what_spreadsheets_change_leaves_the_mark_as_it_is(text: str) -> None:
    typed = text.replace("\n", "\r\n").replace("'", "’").replace(" ", "\N{NO-BREAK SPACE}")

    assert mark_of(f" {typed} ") == mark_of(text)


def test_other_words_have_another_mark() -> None:
    assert len({mark_of("Rural reach"), mark_of("Rural reach 2"), mark_of("Rural", "reach"), mark_of("")}) == 4
