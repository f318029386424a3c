"""What stands where: introduction, envisioned future, goals, priorities, notes."""

from __future__ import annotations

import pytest

from surveyapp.enums import ItemKind
from surveyapp.errors import InvalidInput
from surveyapp.outline import MOST_ITEMS
from tests.outline.reading import TITLE, read, texts, warnings

GOAL = "\nGoals:\n\nA. Goal\n"


def test_an_introduction_is_notes_until_a_paragraph_speaks_of_the_future() -> None:
    text = (
        "Members wrote this.\n\nHow will practices look?\n\nThey found the following envisioned future, in spring and "
        "in summer, by asking many others:\n\nIn the Future ... we walk.\n\nWe run.\n"
    )

    assert list(texts(text)) == ["N1", "N2", "N3", "S1", "S2"]
    assert texts(text)["S1"] == "In the Future ... we walk."
    assert warnings(text) == []


def test_below_its_heading_the_envisioned_future_needs_no_special_words() -> None:
    assert texts(f"Vision\n\nWe walk.\n\nWe run.\n{GOAL}") == {"S1": "We walk.", "S2": "We run.", "A": "Goal"}


def test_a_sentence_that_introduces_the_statements_is_a_note() -> None:
    assert texts(f"Vision\n\nMembers see this:\n\nWe walk.\n{GOAL}") == {
        "N1": "Members see this:",
        "S1": "We walk.",
        "A": "Goal",
    }


@pytest.mark.parametrize("mark", ["- {}", "• {}", "{}.", "{})"])
def test_statements_may_be_a_list(mark: str) -> None:
    first, second = mark.format(1), mark.format(2)
    text = f"Envisioned Future:\n\n{first} We walk.\n{second} We run.\n{GOAL}".replace("- 1", "-").replace("- 2", "-")

    assert [item.kind for item in read(TITLE + text).items] == [ItemKind.STATEMENT] * 2 + [ItemKind.GOAL]


def test_a_numbered_line_among_statements_is_told() -> None:
    text = f"Envisioned Future:\n\nWe walk.\n\n1. We run.\n{GOAL}"

    assert list(texts(text)) == ["S1", "S2", "A"]
    assert warnings(text) == [(5, "This numbered line in the envisioned future was read as statement S2.")]


def test_without_a_heading_goals_begin_with_the_first_number() -> None:
    assert list(texts("Envisioned Future:\n\nWe walk.\n\nA. Goal\n1. Step\n")) == ["S1", "A", "A.1"]
    assert list(texts("Members wrote this.\n\nA. Goal\n1. Step\n")) == ["N1", "A", "A.1"]


def test_a_document_without_blank_lines() -> None:
    text = (
        "© 2020 Society. All rights reserved.\nEnvisioned Future:\nIn the future we walk.\nWe run.\n"
        "High Priority Goals\nA. One\nB. Two\nDisclaimer: none\n"
    )

    assert list(texts(text)) == ["N1", "S1", "S2", "A", "B", "N2"]
    assert warnings(text) == []


def test_bullets_below_the_question_how_it_is_supported_are_priorities() -> None:
    text = "In the future we walk.\n\nHow will the Society be supporting this?\n\n • Gather experts\n • write it down\n"

    assert texts(text) == {"S1": "In the future we walk.", "P1": "Gather experts", "P2": "write it down"}
    assert warnings(text) == []


def test_priorities_without_bullets_are_told() -> None:
    text = f"How will the Society support this?\n\nGather experts.\n\nWrite.\n{GOAL}"

    assert list(texts(text)) == ["P1", "P2", "A"]
    assert warnings(text) == [(3, "These priorities have no bullets. Each paragraph was read as one, from P1 on.")]


def test_a_paragraph_after_priorities_is_a_note_and_told() -> None:
    text = f"How will the Society support this?\n\nIt does so by:\n- Gathering\n\nSee the web page.\n{GOAL}"

    assert list(texts(text)) == ["N1", "P1", "N2", "A"]
    assert warnings(text) == [(6, "This line has no bullet, although it follows a priority. It was kept as a note.")]


def test_an_unnumbered_line_among_goals_is_a_note_and_told() -> None:
    text = "A. One\n1. Two.\nWork with boards.\n2. Three\n"

    assert texts(text) == {"A": "One", "A.1": "Two.", "N1": "Work with boards.", "A.2": "Three"}
    ((line, message),) = warnings(text)
    assert line == 3
    assert message.startswith("This line has no number, although it follows a goal. It was kept as note N1.")


def test_a_paragraph_between_a_heading_and_its_goals_is_a_note() -> None:
    text = "High Priority Goals:\n\nThese come first.\n\nA. One\n\nLater:\n\nThese come second.\n\nB. Two\n"

    assert list(texts(text)) == ["N1", "A", "N2", "B"]
    assert warnings(text) == []


def test_a_numbered_list_in_the_introduction_is_notes_and_told() -> None:
    text = f"This plan has two aims:\n\n1. To walk\n2. To run\n\nVision\n\nWe walk.\n{GOAL}"

    assert texts(text) == {
        "N1": "This plan has two aims:",
        "N2": "1. To walk",
        "N3": "2. To run",
        "S1": "We walk.",
        "A": "Goal",
    }
    assert [line for line, _ in warnings(text)] == [3, 4]


def test_the_heading_of_the_vision_may_stand_on_the_line_of_its_first_statement() -> None:
    assert list(texts(f"Envisioned Future: In the future we walk.\n{GOAL}")) == ["S1", "A"]


def test_below_an_unknown_heading_lines_are_notes_and_told() -> None:
    text = f"{GOAL}\nOur members:\n\nWe thank them.\n\nAll of them.\n"

    assert list(texts(text)) == ["A", "N1", "N2"]
    assert warnings(text) == [
        (6, "“Our members:” is a heading that we do not know. The lines below it were kept as notes.")
    ]


def test_an_introduction_may_have_headings() -> None:
    text = f"Background:\n\nMembers wrote this.\n{GOAL}"

    assert list(texts(text)) == ["N1", "A"]
    assert warnings(text) == []


def test_numbered_references_are_notes() -> None:
    assert texts(f"{GOAL}\nReferences\n\n1. Smith J.\n2. Doe J.\n") == {
        "A": "Goal",
        "N1": "1. Smith J.",
        "N2": "2. Doe J.",
    }


def test_copyright_and_disclaimer_are_notes_anywhere() -> None:
    text = "© 2020 Society\n\nA. One\n\n**Disclaimer: not firm\n\nB. Two\n\n(c) 2020 Society\n"

    assert texts(text) == {
        "N1": "© 2020 Society",
        "A": "One",
        "N2": "Disclaimer: not firm",
        "B": "Two",
        "N3": "(c) 2020 Society",
    }
    assert warnings(text) == []


def test_a_wrapped_copyright_notice_is_one_note() -> None:
    text = f"© 2020 Society of Physical Medicine &\nRehabilitation. All rights reserved.\n{GOAL}"

    assert texts(text)["N1"] == "© 2020 Society of Physical Medicine & Rehabilitation. All rights reserved."


def test_goals_may_come_before_the_vision() -> None:
    assert list(texts(f"{GOAL}\nVision\n\nWe walk.\n")) == ["A", "S1"]


def test_far_too_many_items_are_refused() -> None:
    with pytest.raises(InvalidInput, match="more than 2,000 separate lines"):
        read("Word.\n\n" * (MOST_ITEMS + 1))
