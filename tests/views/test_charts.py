"""The geometry of charts, from figures worked out elsewhere."""

from __future__ import annotations

import math

import pytest

from surveyapp.questionnaire import Scale
from surveyapp.stats.ratings import share
from surveyapp.stats.summary import RatingSummary
from surveyapp.views.charts import colours, count_bar, interval, option_bar, rating_bar

SCALE = Scale(1, ("Not", "A little", "Fairly", "Very", "Essential"), "Can’t say", 4)


def a_rating(*counts: int) -> RatingSummary:
    return RatingSummary(
        question="importance",
        item=0,
        n=sum(counts),
        cannot_judge=0,
        silent=0,
        hidden=False,
        distribution=counts,
        median=math.nan,
        lower_quartile=math.nan,
        upper_quartile=math.nan,
        agreement=share(sum(counts[3:]), sum(counts)),
    )


def test_a_rating_as_a_bar() -> None:
    bar = rating_bar(SCALE, a_rating(1, 0, 3, 8, 8))

    assert [(part.colour, part.ink, part.x, part.width, part.words, part.has_gap) for part in bar.segments] == [
        ("f1", "t1", "0.00%", "5.00%", "", False),
        ("f3", "t3", "5.00%", "15.00%", "15", True),
        ("f4", "t4", "20.00%", "40.00%", "40", True),
        ("f5", "t5", "60.00%", "40.00%", "40", True),
    ]
    assert bar.segments[2].middle == "40.00%"
    assert bar.sentence == (
        "Not 5 percent, A little 0 percent, Fairly 15 percent, Very 40 percent, Essential 40 percent. 20 answers."
    )


def test_half_a_percent_goes_up_in_the_bar_as_it_does_in_the_figure() -> None:
    assert rating_bar(SCALE, a_rating(0, 0, 0, 25, 175)).segments[0].words == "13"


def test_agreement_has_a_palette_of_its_own() -> None:
    assert [part.colour for part in rating_bar(SCALE, a_rating(1, 1, 1, 1, 1), palette="g").segments] == [
        "g1",
        "g2",
        "g3",
        "g4",
        "g5",
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [(1, "5"), (2, "15"), (3, "135"), (4, "1245"), (5, "12345"), (9, "112233455")],
)
def test_a_scale_of_any_length_reaches_from_the_palest_to_the_darkest(steps: int, expected: str) -> None:
    found = "".join(colour[1:] for colour in colours(steps))

    assert (found[0], found[-1], len(found)) == (expected[0], expected[-1], steps)
    assert list(found) == sorted(found)


def test_counts_as_a_bar() -> None:
    bar = count_bar([("Submitted", 150, "f5"), ("In progress", 20, "f4"), ("No sign yet", 1030, "f2")], "members")

    assert bar.sentence == "Submitted 150, In progress 20, No sign yet 1030 of 1200 members."
    assert [part.words for part in bar.segments] == ["150", "", "1,030"]


def test_nobody_makes_an_empty_bar() -> None:
    assert count_bar([("Submitted", 0, "f5")], "members").segments == ()


def test_options_as_a_bar_with_the_first_darkest() -> None:
    bar = option_bar(["Keep", "Change", "Drop"], [0.8, 0.2, 0.0], 10, whose="Clinic")

    assert [(part.colour, part.width, part.words) for part in bar.segments] == [
        ("f5", "80.00%", "80"),
        ("f3", "20.00%", "20"),
    ]
    assert bar.sentence == "Clinic: Keep 80 percent, Change 20 percent, Drop 0 percent. 10 answers."


def test_an_interval_of_nobody_is_a_dash() -> None:
    assert interval(share(0, 0)) == "–"
