"""When a line goes on from the one above, and how the two are put together."""

from __future__ import annotations

import pytest

from surveyapp.outline.joining import put_together
from tests.outline.reading import labels, texts, warnings


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["Walk and", "run"], "Walk and run"),
        (["self-", "insured groups"], "self-insured groups"),
        (["inter-", "and multidisciplinary"], "inter- and multidisciplinary"),
        (["physician", "-led teams"], "physician-led teams"),
        (["reha\u00ad", "bilitation"], "rehabilitation"),
        (["a\u00ad", "b\u00ad", "c"], "abc"),
        (["", "Walk"], "Walk"),
        (["care –", "all of it"], "care – all of it"),
        (["phase I-", "IV trials"], "phase I- IV trials"),
        ([], ""),
    ],
)
def test_put_together(pieces: list[str], text: str) -> None:
    assert put_together(pieces) == text


def test_a_sentence_split_by_a_page_break_is_joined_and_told() -> None:
    text = "A. One\n - 1. Learn to speak in public\n\n- places.\n- 2. Next\n"

    assert texts(text) == {"A": "One", "A.1": "Learn to speak in public places.", "A.2": "Next"}
    assert warnings(text) == [
        (4, "“places.” was joined to A.1, which seemed to break off in line 4. Check that it belongs there.")
    ]


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n\n", "\n\n- ", "\n- ", "\n\n• "])
def test_the_halves_of_a_sentence_are_joined_over_any_gap(gap: str) -> None:
    text = f"A. Learn to speak in public{gap}places.\nB. Next\n"

    assert texts(text) == {"A": "Learn to speak in public places.", "B": "Next"}
    assert len(warnings(text)) == 1


def test_so_are_those_of_a_statement() -> None:
    assert texts("Envisioned Future:\n\nWe walk and\n\nrun.\n\nWe rest.\n") == {
        "S1": "We walk and run.",
        "S2": "We rest.",
    }


def test_the_foot_of_a_page_interrupts_and_does_not_end_a_sentence() -> None:
    text = "A. Learn to speak in public\n\n© 2020 Society. All rights reserved.\n\nPage 3 of 9\n\nplaces.\n\nB. Next\n"

    assert texts(text) == {
        "A": "Learn to speak in public places.",
        "N1": "© 2020 Society. All rights reserved.",
        "B": "Next",
    }
    assert [line for line, _ in warnings(text)] == [5, 7]


def test_wrapped_text_is_joined_without_a_word() -> None:
    text = (
        "A. Ask every practice, whatever its size and whatever its owner, what\n"
        "   Medicare and Medicaid have paid for visits at home since the year\n"
        "   2020, and why.\n"
        "1. Publish\n"
        "the answer\n"
        "2. Next\n"
    )

    assert texts(text) == {
        "A": "Ask every practice, whatever its size and whatever its owner, what Medicare and Medicaid have paid for "
        "visits at home since the year 2020, and why.",
        "A.1": "Publish the answer",
        "A.2": "Next",
    }
    assert warnings(text) == []


def test_a_hyphen_at_the_end_of_a_line_is_kept_and_told() -> None:
    text = "A. Ask self-\ninsured groups\n"

    assert texts(text) == {"A": "Ask self-insured groups"}
    assert warnings(text) == [
        (2, "A has a word split over two lines. It was joined as “self-insured”, with the hyphen.")
    ]


def test_the_other_half_of_a_hyphenated_word_is_no_bullet() -> None:
    assert texts("A. Build physician\n-led teams\nB. Next\n") == {"A": "Build physician-led teams", "B": "Next"}


def test_a_marker_alone_takes_the_words_from_the_next_line() -> None:
    text = "A.\nOne\n1.\n\nTwo\nB. Three\n"

    assert texts(text) == {"A": "One", "A.1": "Two", "B": "Three"}
    assert warnings(text) == []


def test_a_small_letter_after_a_full_stop_is_joined_and_told() -> None:
    text = "A. One is done.\nand two as well\n"

    assert texts(text) == {"A": "One is done. and two as well"}
    assert len(warnings(text)) == 1


def test_a_bullet_after_a_colon_is_an_item_even_with_a_small_letter() -> None:
    assert labels("A. One:\n- two\n- three\nB. Four\n") == ["A", "A.1", "A.2", "B"]


def test_several_bullets_are_a_list_even_with_small_letters_and_no_colon() -> None:
    assert labels("A. One\n1. Two\n- three\n- four\n") == ["A", "A.1", "A.1.a", "A.1.b"]
