"""Themes in reports: counts that leave out what is no response, and the sentences that every form shares."""

from __future__ import annotations

from datetime import date

import pytest

from surveyapp.enums import InputSource, PublishState, WordsKind
from surveyapp.reports.themes import CodedWords, OutsideSource, ThemedWords, say_source, say_themes, say_top_themes

MEETING = OutsideSource(InputSource.MEETING, "Spring meeting", date(2026, 2, 20))


def some_words(
    *themes: str,
    item: int | None = 0,
    is_coded: bool = True,
    changed: bool = False,
    source: OutsideSource | None = None,
    code: str | None = "AAAAAAAAAA",
    publish: PublishState = PublishState.COUNTED,
) -> ThemedWords:
    return ThemedWords(
        code=None if source else code,
        question="comment",
        item=item,
        kind=WordsKind.COMMENT,
        text="Words.",
        themes=themes,
        is_coded=is_coded,
        changed=changed,
        is_redacted=False,
        publish=publish,
        segment="",
        source=source,
        group=0,
    )


CODED = CodedWords(
    words=(
        some_words("Who pays", "Rural reach"),
        some_words("Rural reach", code="BBBBBBBBBB"),
        some_words("Who pays", is_coded=False, changed=True, code="CCCCCCCCCC"),
        some_words("Who pays", source=MEETING),
        some_words("Who pays", item=1),
        some_words("Who pays", item=None),
    ),
    themes=("Who pays", "Rural reach"),
)


def test_counts_of_an_item() -> None:
    counts = CODED.count_themes(0)

    assert [(count.theme, count.comments, count.elsewhere) for count in counts] == [
        ("Rural reach", 2, 0),
        ("Who pays", 1, 1),
    ]
    assert say_top_themes(counts) == "Rural reach (2), Who pays (1; 1 elsewhere)"
    assert say_top_themes(counts, most=1) == "Rural reach (2)"
    assert say_top_themes(CODED.count_themes(7)) == ""


def test_counts_of_everything_and_of_the_whole() -> None:
    assert [(count.theme, count.comments) for count in CODED.count_themes()] == [("Who pays", 3), ("Rural reach", 2)]
    assert [(count.theme, count.comments) for count in CODED.count_themes(whole=True)] == [("Who pays", 1)]


def test_words_are_found_by_what_names_them() -> None:
    assert CODED.by_words["BBBBBBBBBB", "comment", 0, WordsKind.COMMENT].themes == ("Rural reach",)
    assert len(CODED.by_words) == 5
    assert [words.source for words in CODED.elsewhere] == [MEETING]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (some_words("One", "Two"), "One, Two"),
        (some_words(), "No theme fits"),
        (some_words(is_coded=False), "Not coded yet"),
        (some_words("One", is_coded=False, changed=True), "One (text changed since it was coded)"),
        (some_words(is_coded=False, changed=True), "No theme fits (text changed since it was coded)"),
    ],
)
def test_themes_in_words(words: ThemedWords, said: str) -> None:
    assert say_themes(words) == said


def test_what_is_not_from_the_survey_says_so() -> None:
    assert say_source(MEETING) == "Not from the survey. Meeting: Spring meeting, 2026-02-20"
    assert say_source(None) == ""
    assert some_words(publish=PublishState.QUOTED).may_be_quoted
    assert not some_words().may_be_quoted
