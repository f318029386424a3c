"""Levels from the sequence of the kinds of markers. Documents here are flat: no indentation tells anything."""

from __future__ import annotations

import pytest

from surveyapp.outline.numbering import _COSTS, Fault, Numbered, place_goals
from tests.outline.reading import goals, labels, listed, warnings


def test_every_fault_has_a_cost() -> None:
    assert set(_COSTS) == set(Fault)


def test_no_goals() -> None:
    assert place_goals([]) == []


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        ("A. 1. a. i.", {"A": 1, "A.1": 2, "A.1.a": 3, "A.1.a.i": 4}),
        ("1. a. b. i. 2.", {"1": 1, "1.a": 2, "1.b": 2, "1.b.i": 3, "2": 1}),
        ("I. A. 1. II. A. III. IV. V.", {"I": 1, "I.A": 2, "I.A.1": 3, "II": 1, "II.A": 2, "III": 1, "IV": 1, "V": 1}),
        ("1. 1.1 1.2 1.2.1 2. 2.1", {"1": 1, "1.1": 2, "1.2": 2, "1.2.1": 3, "2": 1, "2.1": 2}),
        ("A. A.1 A.1.a A.2 B.", {"A": 1, "A.1": 2, "A.1.a": 3, "A.2": 2, "B": 1}),
        ("A. 1. 1.1 1.2 2. 2.1", {"A": 1, "A.1": 2, "A.1.1": 3, "A.1.2": 3, "A.2": 2, "A.2.1": 3}),
        ("A) 1) a) (i) b) 2) B)", {"A": 1, "A.1": 2, "A.1.a": 3, "A.1.a.i": 4, "A.1.b": 3, "A.2": 2, "B": 1}),
        ("i. ii. iii. iv. v. vi.", {"i": 1, "ii": 1, "iii": 1, "iv": 1, "v": 1, "vi": 1}),
    ],
)
def test_orders_of_kinds(markers: str, expected: dict[str, int]) -> None:
    text = listed(*markers.split())

    assert goals(text) == expected
    assert warnings(text) == []


@pytest.mark.parametrize(
    ("markers", "last"),
    [
        ("A. 1. a. b. c. d. e. f. g. h. i.", "A.1.i"),
        ("A. 1. a. b. c. d. e. f. g. h. i. j.", "A.1.j"),
        ("A. 1. a. b. i.", "A.1.b.i"),
        ("A. 1. a. b. c. d. e. f. g. h. i. ii.", "A.1.h.ii"),
        ("A. 1. a. b. c. d. e. f. g. h. i. ii. i. j.", "A.1.j"),
        ("A. 1. a. b. i. ii. iii. iv. v.", "A.1.b.v"),
        ("a. b. c. d. e. f. g. h. i. j. k. l. m. n. o. p. q. r. s. t. u. v. w. x. y.", "y"),
        ("A. 1. a. b. i. ii. iii. iv. v. vi. vii. viii. ix. x. c. d.", "A.1.d"),
        ("A. B. C. D. E. F. G. H. I.", "I"),
        ("A. B. C. D. E. F. G. H. 1. 2. I. J.", "J"),
        ("I. A. B. C. D. E. F. G. H. I. J. II.", "II"),
    ],
)
def test_letters_and_numerals_are_told_apart_by_what_stands_around(markers: str, last: str) -> None:
    text = listed(*markers.split())

    assert labels(text)[-1] == last
    assert warnings(text) == []


def test_where_both_readings_are_as_good_both_goals_are_doubtful() -> None:
    text = listed("A.", "1.", *(f"{letter}." for letter in "abcdefghiij"))

    assert labels(text)[-3:] == ["A.1.i", "A.1.i.i", "A.1.j"]
    assert warnings(text) == [
        (11, "“i” can be read in two ways here. It was read as A.1.i."),
        (12, "“i” can be read in two ways here. It was read as A.1.i.i."),
    ]


def test_indentation_decides_where_both_readings_are_as_good() -> None:
    letters = listed("A.", "1.", *(f"{letter}." for letter in "abcdefgh"))

    assert labels(letters + "   i. Within\ni. After\nj. Last\n")[-3:] == ["A.1.h.i", "A.1.i", "A.1.j"]
    assert labels(letters + "i. After\n   i. Within\nj. Last\n")[-3:] == ["A.1.i", "A.1.i.i", "A.1.j"]
    assert warnings(letters + "   i. Within\ni. After\nj. Last\n") == []


def test_indentation_decides_no_more_than_that() -> None:
    text = "- A. One\n 1. Two\n\n- a. Three\n   - b. Four\n- i. Five\n - 2. Six\n   B. Seven\n"

    assert labels(text) == ["A", "A.1", "A.1.a", "A.1.b", "A.1.b.i", "A.2", "B"]
    assert warnings(text) == []


def test_numbers_below_numbers_go_by_indentation() -> None:
    text = "1. One\n   1. Two\n   2. Three\n      1. Four\n2. Five\n   1. Six\n3. Seven\n"

    assert labels(text) == ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "3"]
    assert warnings(text) == []


def test_past_z() -> None:
    letters = [chr(ord("A") + at) for at in range(26)] + ["AA", "BB"]

    assert list(goals(listed(*(f"{letter}." for letter in letters)))) == letters


def test_ten_is_not_one() -> None:
    numbers = ["1."] + [f"1.{at}" for at in range(1, 12)]

    assert labels(listed(*numbers)) == ["1"] + [f"1.{at}" for at in range(1, 12)]
    assert warnings(listed(*numbers)) == []


@pytest.mark.parametrize(
    ("markers", "last", "line", "message"),
    [
        ("A. 1. 2. 4.", "A.4", 4, "The numbering jumps from A.2 to A.4. Is a goal missing, or is this number wrong?"),
        ("A. 1. 2. 2.", "A.2", 4, "The number A.2 comes twice in a row. Both goals were kept."),
        ("A. 1. 2. 3. 2.", "A.2", 5, "The numbering goes back from A.3 to A.2. The goal was kept where it stands."),
        ("A. 2. 3.", "A.3", 2, "This list begins with A.2 and not with its first number. It was kept."),
        ("B. C.", "C", 1, "This list begins with B and not with its first number. It was kept."),
        ("A. 1. a. B. a.", "B.a", 5, "B.a stands directly below B; a level in between seems to be missing."),
        ("1. 1.1 2. 3.1", "3.1", 4, "The line is numbered 3.1, but it stands below 2. It was kept where it stands."),
        (
            "A. 1. 2. B. i. ii.",
            "B.ii",
            5,
            "B.i is numbered in another way than other goals of its level. It was read as level 2.",
        ),
        (
            "1. 2. 1) 2)",
            "2.2",
            3,
            "“1” has other punctuation than the numbers above. It was read as 2.1, a level below them.",
        ),
    ],
)
def test_irregular_numbers_are_kept_and_told(markers: str, last: str, line: int, message: str) -> None:
    text = listed(*markers.split())

    assert labels(text)[-1] == last
    assert warnings(text) == [(line, message)]


def test_a_skipped_level_keeps_the_level_of_its_kind() -> None:
    assert goals(listed("A.", "1.", "a.", "B.", "a.", "1.")) == {
        "A": 1,
        "A.1": 2,
        "A.1.a": 3,
        "B": 1,
        "B.a": 3,
        "B.1": 2,
    }


def test_the_fifth_level_stays_on_the_fourth() -> None:
    text = listed("A.", "1.", "a.", "i.", "I.", "ii.")

    assert goals(text) == {"A": 1, "A.1": 2, "A.1.a": 3, "A.1.a.i": 4, "A.1.a.i.I": 4, "A.1.a.ii": 4}
    assert warnings(text) == [(5, "A.1.a.i.I stands on level 5. An outline has four; it was kept on the fourth.")]


def test_however_many_levels_a_document_claims_labels_stay_short() -> None:
    markers = ["A.", "1.", "a.", "i.", "I.", "1.1", "1.1.1", "1.1.1.1", "1.1.1.1.1", "B."]

    assert max(len(label) for label in labels(listed(*markers))) < 60
    assert labels(listed(*markers))[-1] == "B"


@pytest.mark.parametrize("layout", [(0, 1), (1, 1)])
def test_bare_bullets_nest_by_position(layout: tuple[int, int]) -> None:
    first, second = layout
    places = place_goals(
        [Numbered(None, position, stated=False, below_heading=False) for position in (0, first, second)]
    )

    assert [place.level for place in places] == [1, 1 + (first > 0), 2]
