"""The list of comments and what reports get of it."""

from __future__ import annotations

import pytest

from surveyapp.enums import PublishState, WordsKind
from surveyapp.permissions import OPERATOR
from surveyapp.services import results
from surveyapp.services.comments import CommentFilter, CommentState, list_comments, load_coded
from tests.services.commenting import FIVE, a_person, a_theme, a_written_round, code

pytestmark = pytest.mark.usefixtures("app")


def test_everything_for_reports() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    code(ann, round_id, "Needs", one)

    coded = load_coded(OPERATOR, round_id)

    dataset = results.load_dataset(OPERATOR, round_id)
    named = {(dataset.codes[w.response], w.question, w.item, w.kind): w.text for w in dataset.words}
    assert {key: words.text for key, words in coded.by_words.items()} == named
    assert coded.themes == ("One",)
    assert [words.text for words in coded.words if words.themes] == ["Needs a number for the wait."]
    assert {words.text for words in coded.words if words.publish is PublishState.QUOTED} == {
        "Needs a number for the wait.",
        "Who pays for this?",
        "Shorten the wait for the first visit to two weeks.",
    }
    wordings = [words for words in coded.words if words.kind is WordsKind.WORDING]
    assert [words.group for words in wordings] == [1, 1]
    assert {words.group for words in coded.words if words.kind is not WordsKind.WORDING} == {0}


def test_theme_counts_of_a_small_segment_stay_closed() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    code(ann, round_id, "Needs", one)

    # Every response is in the segment without a name, which cannot be chosen; a made-up one finds nothing.
    assert list_comments(ann, round_id, CommentFilter()).counts == {one: 1}
    listed = list_comments(ann, round_id, CommentFilter(segment="academic"))
    assert (listed.found, dict(listed.counts), listed.segments) == (0, {}, ())


def test_themes_are_counted_whatever_was_done_with_the_comments() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one = a_theme(round_id, "One")
    code(ann, round_id, "Needs", one)

    # As many as the link on the theme finds, which asks for every state.
    for state in (CommentState.ALL, CommentState.UNCODED, CommentState.REDACTED):
        assert list_comments(ann, round_id, CommentFilter(state=state, theme=one)).counts == {one: 1}
    assert list_comments(ann, round_id, CommentFilter(terms=("pays",))).counts == {}


def test_a_page_beyond_the_last_is_the_last() -> None:
    listed = list_comments(a_person(), a_written_round(*FIVE).id, CommentFilter(), page=99)

    assert (listed.page, listed.pages, len(listed.entries)) == (1, 1, 5)


def test_comments_stand_in_plan_order_with_the_whole_last() -> None:
    entries = list_comments(a_person(), a_written_round(*FIVE).id, CommentFilter()).entries

    places = [comment.written.item for comment, _ in entries]
    assert places[-1] is None
    assert places[:-1] == sorted(place for place in places if place is not None)
