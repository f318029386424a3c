"""The comments page without a script: the list, its filters, what is told of a writer and what is not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from surveyapp.permissions import OPERATOR
from surveyapp.services import surveys
from tests.conftest import NOON
from tests.factories import an_open_round
from tests.services.commenting import FIVE, a_written_round, audited
from tests.views.comments.browsing import blocks, forms, save, url

if TYPE_CHECKING:
    from tests.views.staffing import Desk


def test_nobody_wrote_anything(staff: Desk) -> None:
    round_id = an_open_round().id
    assert "No words to show yet." in staff.get(url(round_id)).words

    surveys.close_round(OPERATOR, round_id, now=NOON)
    assert "Nobody wrote a comment." in staff.get(url(round_id)).words
    assert "Nobody suggested another wording." in staff.get(url(round_id, "?kind=wordings")).words


def test_fewer_than_the_minimum_are_not_read(staff: Desk) -> None:
    staff.get(url(a_written_round(*FIVE[:4]).id))

    assert "Fewer than 5 members have submitted, so no words of theirs are shown" in staff.words
    assert "Needs a number" not in staff.words


def test_words_of_an_open_round_come_in_steps(staff: Desk) -> None:
    staff.get(url(a_written_round(*FIVE, closed=False).id))

    assert "5 responses are not in here yet" in staff.words
    assert "Needs a number" not in staff.words


def test_the_list(staff: Desk, round_id: int) -> None:
    staff.get(url(round_id))

    assert staff.page.title == "Comments, round 1 – Community Rehabilitation Strategic Plan"
    for words in ("5 comments, 5 not coded", "Code the next 5", "Goal A", "Goal B", "What is missing from the plan?"):
        assert words in staff.words, words
    needs = next(block for block in blocks(staff) if 'class="said" dir="auto">Needs' in block)
    # Five gave an answer on A, one of them "cannot judge": four scores are too few to stand beside anybody's words.
    assert "may be quoted" in needs
    assert "Importance" not in needs
    assert "style=" not in staff.page.html
    [script] = re.findall("<script[^>]*>", staff.page.html)
    assert 'src="/assets/comments-' in script


def test_the_writers_own_answer_stands_beside_the_words(staff: Desk) -> None:
    round_id = a_written_round(*FIVE, {"importance-A": "5"}).id

    staff.get(url(round_id))

    needs = next(block for block in blocks(staff) if 'class="said" dir="auto">Needs' in block)
    assert "Importance: 5 Essential" in needs


def test_suggested_wordings_are_redlines_in_groups(staff: Desk, round_id: int) -> None:
    staff.get(url(round_id, "?kind=wordings"))

    assert "2 suggested wordings, 2 not coded" in staff.words
    assert "2 members suggest this or nearly this." in staff.words
    assert len(blocks(staff)) == 1
    assert re.search(r"<del><span class=\"vh\">removed: </span>visit\.</del>", staff.page.html)
    assert re.search(r"<ins><span class=\"vh\">added: </span>visit,? to two weeks\.?</ins>", staff.page.html)
    assert "(the same words)" in staff.words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=rural+reach", ["Rural réach."]),
        ("?q=RÉACH", ["Rural réach."]),
        ('?q="the wait"', ["Give the wait a number.", "Needs a number for the wait."]),
        ("?item=B", ["Who pays for this?"]),
        ("?item=plan", ["Rural réach."]),
        ("?item=A&q=wait&state=uncoded", ["Give the wait a number.", "Needs a number for the wait."]),
        ("?item=nonsense&theme=x&state=y&page=z&kind=w", None),
        ("?theme=999", []),
        ("?segment=nobody", []),
        ("?page=99", None),
        ("?page=²&theme=²", None),
    ],
)
def test_filters(staff: Desk, round_id: int, query: str, found: list[str] | None) -> None:
    staff.get(url(round_id, query))

    assert staff.status == 200
    texts = [
        re.sub("<[^>]+>", "", text) for text in re.findall(r'<p class="said" dir="auto">(.*?)</p>', staff.page.html)
    ]
    if found is None:
        assert len(texts) == 5
    else:
        assert sorted(texts) == sorted(found)
    if found == []:
        assert "Nothing fits this choice." in staff.words


def test_what_was_searched_is_marked(staff: Desk, round_id: int) -> None:
    staff.get(url(round_id, "?q=REACH"))

    assert "Rural <mark>réach</mark>." in staff.page.html


def test_pages_of_fifty(staff: Desk) -> None:
    people = [{f"comment-{label}": f"Comment {n} on {label}." for label in "ABC"} for n in range(18)]
    round_id = a_written_round(*people).id

    staff.get(url(round_id))
    assert len(blocks(staff)) == 50
    assert "page 1 of 2" in staff.words
    staff.get(url(round_id, "?page=2"))
    assert len(blocks(staff)) == 4
    assert "Comment 51:" in staff.words


def test_who_wrote_is_nowhere(staff: Desk, round_id: int) -> None:
    save(staff.get(url(round_id)), "Needs a number")

    for told in (staff.page.html, json.dumps(audited())):
        assert "@example.org" not in told.replace("staff@example.org", "")
        assert "Ann0" not in told
    address = forms(staff, "/code", "Needs a number").values["address"]
    assert address not in json.dumps(audited())
