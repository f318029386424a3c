"""Finding words: case, accents and quotation marks make no difference, and the pieces always make up the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.finding import fold, holds, pieces, terms_of, words_of


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  Rural   WAIT ", ("rural", "wait")),
        ('"two  weeks" rural', ("two weeks", "rural")),
        ("“Two weeks”", ("two weeks",)),
        ('"unclosed phrase', ("unclosed", "phrase")),
        ("réhabilitation rehabilitation", ("rehabilitation",)),
        ("\u0301", ()),
        (" ".join(f"w{n}" for n in range(20)), tuple(f"w{n}" for n in range(12))),
    ],
)
def test_what_was_typed_becomes_terms(typed: str, terms: tuple[str, ...]) -> None:
    assert terms_of(typed) == terms


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Zu Hause: Übergänge", "ubergange HAUSE"),
        ("Groß gedacht", "gross"),
        ("It’s the patient's “own” plan", 'it\'s patient’s "own"'),
        ("line one\nline two", '"one line"'),
        ("e\u0301tude", "étude"),
        ("İstanbul", "istanbul"),
        ("ﬁrst visit", "first"),
        ("a_b 100% [x]", "100% _ [x]"),
    ],
)
def test_found(text: str, typed: str) -> None:
    assert holds(text, terms_of(typed))


def test_every_term_must_occur() -> None:
    assert not holds("rural wait", terms_of("rural payers"))
    assert holds("anything", ())


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Rural reach, rural.", "rural", ["Rural", "rural"]),
        ("Groß", "s", ["ß"]),
        ("cafe\u0301 open", "cafe", ["cafe\u0301"]),
        ("aaa", "aa", ["aaa"]),
        ("<b>bold</b>", "b> <b", ["<b>", "b>"]),
        ("nothing", "rural", []),
        ("", "rural", []),
    ],
)
def test_marked_pieces(text: str, typed: str, marked: list[str]) -> None:
    found = pieces(text, terms_of(typed))

    assert [piece.text for piece in found if piece.is_found] == marked
    assert "".join(piece.text for piece in found) == text


@given(st.text(max_size=60), st.text(max_size=8))
def test_pieces_are_the_text_whatever_it_is(text: str, typed: str) -> None:
    terms = terms_of(typed)
    found = pieces(text, terms)

    assert "".join(piece.text for piece in found) == text
    assert any(piece.is_found for piece in found) == any(term in fold(text) for term in terms)


@given(st.text(max_size=60))
def test_folding_letter_by_letter_is_folding_the_whole(text: str) -> None:
    assert "".join(map(fold, text)) == fold(text)


def test_words_without_punctuation() -> None:
    assert words_of("It’s — a *date*, not “soon”; 14 days!") == ["it's", "a", "date", "not", "soon", "14", "days"]
