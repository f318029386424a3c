"""Bullets and markers, and what looks like them and is not."""

from __future__ import annotations

import pytest

from surveyapp.outline import MarkerKind, spell
from surveyapp.outline.markers import Reading, split_bullet, split_marker


@pytest.mark.parametrize(
    ("text", "printed", "style", "rest"),
    [
        ("A. Walk", "A", ".", "Walk"),
        ("1) Walk", "1", ")", "Walk"),
        ("(a) walk", "a", "()", "walk"),
        ("(ii) walk", "ii", "()", "walk"),
        ("12.) Walk", "12", ".)", "Walk"),
        ("B: walk", "B", ":", "walk"),
        ("AA. Walk", "AA", ".", "Walk"),
        ("1.10 Walk", "1.10", "", "Walk"),
        ("1.10. walk", "1.10", ".", "walk"),
        ("A.1.b Walk", "A.1.b", "", "Walk"),
        ("C.1.b.ii “Walk”", "C.1.b.ii", "", "“Walk”"),
        ("1.Walk", "1", ".", "Walk"),
        ("a)Walk", "a", ")", "Walk"),
        ("A.", "A", ".", ""),
        ("A.\tWalk", "A", ".", "Walk"),
        ("xxxix. Walk", "xxxix", ".", "Walk"),
    ],
)
def test_markers(text: str, printed: str, style: str, rest: str) -> None:
    marker, words = split_marker(text)

    assert marker is not None
    assert (marker.printed, marker.style, words) == (printed, style, rest)


@pytest.mark.parametrize(
    "text",
    [
        "A new program",
        "I walk",
        "U.S. rules",
        "i.e. walking",
        "e.g. walking",
        "A.I. helps",
        "p.m. visits",
        "2020. That year",
        "3.5 million",
        "24/7 care",
        "vs. surgery",
        "mix. of both",
        "MD. They",
        "(see below)",
        "(a walk",
        "etc. and so on",
        "1.5",
        "Etc.",
        "",
        ".",
    ],
)
def test_no_markers(text: str) -> None:
    assert split_marker(text) == (None, text)


@pytest.mark.parametrize(
    ("part", "readings"),
    [
        ("i", [(MarkerKind.LOWER, 9), (MarkerKind.LOWER_ROMAN, 1)]),
        ("V", [(MarkerKind.UPPER, 22), (MarkerKind.UPPER_ROMAN, 5)]),
        ("x", [(MarkerKind.LOWER, 24), (MarkerKind.LOWER_ROMAN, 10)]),
        ("c", [(MarkerKind.LOWER, 3)]),
        ("ii", [(MarkerKind.LOWER, 35), (MarkerKind.LOWER_ROMAN, 2)]),
        ("iv", [(MarkerKind.LOWER_ROMAN, 4)]),
        ("BB", [(MarkerKind.UPPER, 28)]),
        ("10", [(MarkerKind.NUMBER, 10)]),
    ],
)
def test_readings(part: str, readings: list[tuple[MarkerKind, int]]) -> None:
    marker, _ = split_marker(f"{part}. Walk")

    assert marker is not None
    assert marker.readings == tuple(Reading(kind, value) for kind, value in readings)


@pytest.mark.parametrize("kind", MarkerKind)
def test_every_spelling_reads_back(kind: MarkerKind) -> None:
    for value in range(1, 40):
        marker, _ = split_marker(f"{spell(kind, value)}. Walk")

        assert marker is not None
        assert Reading(kind, value) in marker.readings


def test_past_the_last_letter_or_numeral_numbers_are_spelled() -> None:
    assert (spell(MarkerKind.UPPER, 52), spell(MarkerKind.UPPER, 53)) == ("ZZ", "53")
    assert (spell(MarkerKind.LOWER_ROMAN, 39), spell(MarkerKind.LOWER_ROMAN, 40)) == ("xxxix", "40")


@pytest.mark.parametrize(
    "text", ["- Walk", "• Walk", "•Walk", "* Walk", "– Walk", "o\tWalk", "\uf0b7 Walk", "- • Walk", "-Walk"]
)
def test_bullets(text: str) -> None:
    assert split_bullet(text) == (True, "Walk")


@pytest.mark.parametrize("text", ["-1. Walk", "- 1. Walk", "–1. Walk"])
def test_a_dash_before_a_marker_is_a_bullet(text: str) -> None:
    assert split_bullet(text) == (True, "1. Walk")


@pytest.mark.parametrize("text", ["-led teams", "Walk", "o Walk", "*Walk", "**Walk**", "-5 degrees", ""])
def test_no_bullets(text: str) -> None:
    assert split_bullet(text) == (False, text)
