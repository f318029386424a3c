"""Labels, and numbers for goals that have only a bullet. Sentences on irregular numbers: see the tests of numbering."""

from __future__ import annotations

from surveyapp.outline.labels import _SENTENCES
from surveyapp.outline.numbering import Fault
from tests.outline.reading import goals, labels, listed, read, warnings

REGULAR = {Fault.NEW_LEVEL, Fault.SAME_KIND, Fault.PUNCTUATION}


def test_every_fault_that_a_person_should_see_has_a_sentence() -> None:
    assert set(_SENTENCES) == set(Fault) - REGULAR


def test_a_label_is_the_path_of_markers() -> None:
    outline = read(listed("A.", "1.", "a)", "(i)"))

    assert [(item.label, item.marker) for item in outline.items] == [
        ("A", "A"),
        ("A.1", "1"),
        ("A.1.a", "a"),
        ("A.1.a.i", "i"),
    ]


def test_bullets_below_a_goal_are_numbered_as_its_level_is_elsewhere() -> None:
    text = "A. One\n1. Two\na. Three\n2. Skills:\n- Speaking\n- Leading\n3. Four\n"

    assert labels(text) == ["A", "A.1", "A.1.a", "A.2", "A.2.a", "A.2.b", "A.3"]
    assert warnings(text) == [(5, "Bullets without numbers were read as goals and numbered here: A.2.a to A.2.b.")]


def test_bullets_come_behind_the_numbers_of_their_list() -> None:
    text = "A. One\n- Bullet\n1. Two\n2. Three\n"

    assert labels(text) == ["A", "A.3", "A.1", "A.2"]
    assert warnings(text) == [(2, "Bullets without numbers were read as goals and numbered here: A.3.")]


def test_a_document_of_bullets_is_numbered_by_indentation() -> None:
    text = "Goals:\n\n- One\n   - Two\n      * Three\n      * Four\n- Five\n   - Six\n"

    assert goals(text) == {"A": 1, "A.1": 2, "A.1.a": 3, "A.1.b": 3, "B": 1, "B.1": 2}
    assert len(warnings(text)) == 1


def test_bullets_however_deep_stay_on_four_levels() -> None:
    text = "Goals:\n\n" + "".join(f"{' ' * depth}- Goal {depth}\n" for depth in range(12))

    assert max(goals(text).values()) == 4
    assert max(map(len, goals(text))) < 60


def test_a_label_taken_long_ago_is_told_once_for_all_below() -> None:
    text = listed("A.", "1.", "B.", "A.", "1.", "2.")

    assert warnings(text) == [(4, "The numbering goes back from B to A. The goal was kept where it stands.")]
