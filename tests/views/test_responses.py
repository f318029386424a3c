"""A participant's pages without JavaScript: everything is saved, nothing typed is ever lost, nothing crosses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from surveyapp import database
from surveyapp.models import Draft, ItemWords, Placement, Rating, Response
from surveyapp.permissions import OPERATOR
from surveyapp.services import results, surveys
from tests.conftest import NOON
from tests.factories import a_plan, an_open_round, some_links
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

pytestmark = pytest.mark.both_databases

NASTY = '=HYPERLINK("http://x") <b>&amp;</b> \' " {{ 7*7 }} – “q” \u202e\u00e9\n\nsecond line '


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app).start(some_links(an_open_round())[0])


def fields() -> dict[str, str]:
    database.session().rollback()
    return database.session().scalars(sa.select(Draft.fields)).one()


def count(table: type[database.Base]) -> int:
    database.session().rollback()
    return database.session().scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_the_whole_journey(browser: Browser) -> None:
    visited = []
    for _ in range(20):
        visited.append(browser.url)
        answers = {name: options[-1] for name, options in browser.form.options.items() if "order" not in name}
        if browser.url.endswith("rank"):
            names = [name for name in browser.form.options if name.startswith("order")]
            answers = {name: str(place) for place, name in enumerate(names, start=1)} | {"missing": "Much."}
        if browser.url.endswith("review"):
            break
        browser.press("next", **answers)
    browser.press("submit", share="no")

    assert visited == ["/s/1/v/1", "/s/1/v/2", "/s/1/g/A", "/s/1/g/B", "/s/1/g/C", "/s/1/rank", "/s/1/review"]
    assert browser.url == "/s/1/done"
    assert "Your input is in" in browser.form.text
    assert (count(Response), count(Rating), count(Placement)) == (1, 8, 3)


def test_every_page_shows_what_was_typed_on_it_before(browser: Browser) -> None:
    name = browser.field("agreement-")
    comment = browser.field("comment-")
    browser.press("next", **{name: "na", comment: NASTY})

    browser.press("back")

    assert browser.url == "/s/1/v/1"
    assert browser.form.values[name] == "na"
    assert browser.form.values[comment] == NASTY
    assert "Saved" in browser.form.text
    assert "<b>&amp;" not in browser.html
    assert "{{ 7*7 }}" in fields()[comment]


def test_line_breaks_come_back_as_they_were_typed(browser: Browser) -> None:
    comment = browser.field("comment-")

    browser.press("next", **{comment: "one\r\ntwo\r\n"})

    assert fields()[comment] == "one\ntwo\n"


def test_a_null_character_which_no_database_keeps_is_left_out(browser: Browser) -> None:
    browser.press("next", **{browser.field("comment-"): "a\x00b"})
    browser.get("/s/1/review").press("submit")

    database.session().rollback()
    assert [row.text for row in database.session().scalars(sa.select(ItemWords))] == ["ab"]


def test_an_untouched_rewrite_is_no_suggestion(browser: Browser) -> None:
    wording = browser.field("wording-")
    assert browser.form.values[wording].startswith("In the future, every person leaves")

    browser.press("next")

    assert fields() == {}


def test_clearing_an_answer_without_javascript(browser: Browser) -> None:
    name = browser.field("agreement-")
    comment = browser.field("comment-")
    browser.press("next", **{name: "5"})
    browser.press("back")

    browser.press(None, **{"clear": name, comment: "Keep me."})

    assert browser.url == "/s/1/v/1"
    assert fields() == {comment: "Keep me."}


def test_two_goals_on_one_place_come_back_with_everything_as_it_was(browser: Browser) -> None:
    browser.get("/s/1/rank")
    first, second, third = [name for name in browser.form.options if name.startswith("order")]

    browser.press("next", **{first: "2", second: "2", third: "1", "missing": NASTY})

    assert browser.status == 422
    assert "<title>Problem: " in browser.html
    assert "share 2nd place. Choose which comes first." in browser.form.text
    assert [browser.form.values[name] for name in (first, second, third)] == ["2", "2", "1"]
    assert browser.form.values["missing"] == NASTY
    assert 'aria-invalid="true"' in browser.html

    browser.press("next", **{second: "3"})
    assert browser.url == "/s/1/review"


def test_submitting_is_refused_while_two_share_a_place_and_nothing_is_lost(browser: Browser) -> None:
    browser.get("/s/1/rank")
    first, second, _ = [name for name in browser.form.options if name.startswith("order")]
    browser.press("next", **{first: "1", second: "1"})
    browser.get("/s/1/review")

    browser.press("submit")

    assert browser.status == 422
    assert "share 1st place" in browser.form.text
    assert count(Response) == 0


def test_an_overlong_comment_is_kept_and_named(browser: Browser) -> None:
    comment = browser.field("comment-")

    browser.press("next", **{comment: "x" * 5001})

    assert browser.status == 422
    assert "Shorten this to 5,000 characters; it has 5,001." in browser.form.text
    assert browser.form.values[comment] == "x" * 5001
    browser.press("next", **{comment: "x" * 5000})
    assert browser.url == "/s/1/v/2"


@pytest.mark.parametrize("value", ["9", "four", "-1", "4 OR 1=1"])
def test_an_answer_that_was_not_offered_is_refused(browser: Browser, value: str) -> None:
    browser.press("next", **{browser.field("agreement-"): value})

    assert browser.status == 422
    assert "Choose one of the answers shown." in browser.form.text


def test_fields_of_other_pages_and_invented_ones_are_not_taken(browser: Browser) -> None:
    browser.press("next", **{"importance-3": "5", "evil": "x", "share": "yes"})

    assert fields() == {}


def test_an_unanswered_copy_of_a_page_does_not_wipe_a_later_answer(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    phone, laptop = Browser(app).start(token), Browser(app).start(token)
    name = laptop.field("agreement-")
    laptop.press("next", **{name: "5"})

    phone.press("next")

    assert fields() == {name: "5"}


def test_two_people_in_one_browser_never_cross(app: Flask) -> None:
    mine, other, _ = some_links(an_open_round())
    browser = Browser(app).start(mine)
    comment = browser.field("comment-")
    old_tab = browser.form.values | {comment: "Mine alone, and not sent yet."}
    browser.start(other)

    browser.post("/s/1/v/1", old_tab)

    assert browser.status == 403
    assert "another person’s link was opened on it" in browser.form.text
    assert "Mine alone, and not sent yet." in browser.form.text
    database.session().rollback()
    assert {str(typed) for typed in database.session().scalars(sa.select(Draft.fields))} == {"{}"}


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_page_without_its_own_token_saves_nothing_and_shows_what_was_typed(browser: Browser, token: str) -> None:
    comment = browser.field("comment-")

    browser.press("next", csrf_token=token, **{comment: "Typed for ten minutes."})

    assert browser.status == 403
    assert "Typed for ten minutes." in browser.form.text
    assert fields() == {}


@pytest.mark.parametrize("cookie", ["", "1", "1.2", "🙂", "9" * 400])
def test_an_altered_cookie_opens_nothing(app: Flask, cookie: str) -> None:
    some_links(an_open_round())
    client = app.test_client()
    client.set_cookie("sitting_1", cookie)

    for path in ("/s/1/", "/s/1/v/1", "/s/1/review", "/s/1/done"):
        assert client.get(path).status_code == 403


def test_waiting_for_days_costs_nothing(browser: Browser) -> None:
    comment = browser.field("comment-")

    with time_machine.travel(NOON + timedelta(days=9), tick=False):
        browser.press("next", **{comment: "Slowly written."})

    assert browser.url == "/s/1/v/2"
    assert fields()[comment] == "Slowly written."


def test_closing_time_passed_while_writing(browser: Browser) -> None:
    comment = browser.field("comment-")
    browser.press("next", **{browser.field("agreement-"): "4"})
    browser.press("back")

    with time_machine.travel(NOON + timedelta(days=10, minutes=15), tick=False):
        browser.press("next", **{comment: "One minute late."})

    assert browser.status == 409
    assert "This survey has closed" in browser.form.text
    assert "One minute late." in browser.form.text
    assert list(fields().values()) == ["4"]


def test_an_extension_reaches_an_open_page(browser: Browser) -> None:
    surveys.extend_round(OPERATOR, 1, closes_at=NOON + timedelta(days=20), now=NOON)

    with time_machine.travel(NOON + timedelta(days=15), tick=False):
        browser.press("next", **{browser.field("agreement-"): "4"})

    assert browser.url == "/s/1/v/2"


def test_submitting_twice_and_changing_afterwards(browser: Browser) -> None:
    name = browser.field("agreement-")
    browser.press("next", **{name: "4"})
    browser.get("/s/1/review").press("submit")
    browser.get("/s/1/review").press("submit")
    assert count(Response) == 1

    browser.get("/s/1/v/1").press("review", **{name: "2"})
    assert "You changed answers since you submitted" in browser.form.text
    browser.press("submit")

    database.session().rollback()
    assert [row.score for row in database.session().scalars(sa.select(Rating))] == [2]
    assert count(Response) == 1


def test_nothing_answered_is_nothing_to_submit(browser: Browser) -> None:
    browser.get("/s/1/review")

    assert "Nothing to submit yet" in browser.form.text
    browser.press("submit")
    assert browser.status == 422
    assert count(Response) == 0


def test_the_check_names_what_is_open_and_links_to_it(browser: Browser) -> None:
    browser.press("next", **{browser.field("agreement-"): "4"})
    browser.get("/s/1/review")

    assert "Not answered: Statement 2, Goal A, Goal B, Goal C, Your order." in browser.form.text
    assert 'href="/s/1/v/2"' in browser.html


def test_the_first_submit_button_is_next_so_that_enter_goes_on(browser: Browser) -> None:
    form = browser.html.partition("<form")[2]
    first = form.partition("<button")[2].partition(">")[0]

    assert 'value="next"' in first


def test_steps_can_be_marked_reworded_and_commented(browser: Browser) -> None:
    browser.get("/s/1/g/A")
    step = browser.field("step-")
    item = step.partition("-")[2]

    browser.press("next", **{step: "change", f"wording-{item}": "Say when.", f"comment-{item}": "Vague."})
    browser.get("/s/1/review").press("submit")

    database.session().rollback()
    words = {(row.kind.value, row.text) for row in database.session().scalars(sa.select(ItemWords))}
    assert words == {("wording", "Say when."), ("comment", "Vague.")}


def test_leaving_a_shared_device(browser: Browser) -> None:
    browser.press("next", **{browser.field("agreement-"): "4"})
    browser.get("/s/1/review").press("submit")

    browser.press()

    assert "You are done on this device" in browser.form.text
    assert browser.get("/s/1/v/1").status == 403


def test_answers_can_be_read_but_not_changed_after_closing(browser: Browser) -> None:
    browser.press("next", **{browser.field("agreement-"): "4"})
    browser.get("/s/1/review").press("submit")

    with time_machine.travel(NOON + timedelta(days=10, minutes=15), tick=False):
        assert browser.get("/s/1/v/1").status == 409
        assert browser.get("/s/1/done").status == 200
        assert "your answers were counted" in browser.form.text


def test_the_copy_shows_what_counts_and_says_what_does_not_yet(browser: Browser) -> None:
    name = browser.field("agreement-")
    browser.press("next", **{name: "4"})
    browser.get("/s/1/review").press("submit")
    browser.get("/s/1/v/1").press("next", **{name: "1"})

    browser.get("/s/1/done")

    assert "Agreement: Agree" in browser.form.text
    assert "Strongly disagree" not in browser.form.text
    assert "You changed answers since you submitted" in browser.form.text


def test_after_closing_the_link_shows_what_counts_or_what_was_only_saved(app: Flask) -> None:
    mine, other, _ = some_links(an_open_round())
    for token in (mine, other):
        browser = Browser(app).start(token)
        browser.press("next", **{browser.field("agreement-"): "4", browser.field("comment-"): "Kept words."})
        if token == mine:
            browser.get("/s/1/review").press("submit")

    with time_machine.travel(NOON + timedelta(days=10, minutes=15), tick=False):
        counted, saved = Browser(app).get(f"/r/{mine}"), Browser(app).get(f"/r/{other}")

    assert "Your answers, as they count" in counted.form.text
    assert "not submitted and so not counted" in saved.form.text
    assert "Kept words." in counted.form.text
    assert "Kept words." in saved.form.text


def test_an_answer_that_was_never_offered_does_not_break_the_check(browser: Browser) -> None:
    for value in ("9", "0", "-1", "9" * 5000, "\u0663"):
        browser.get("/s/1/v/1").press("next", **{browser.field("agreement-"): value})
        assert browser.get("/s/1/review").status == 200
        assert "Strongly agree" not in browser.form.text
        browser.press("submit")
        assert browser.status == 422


def test_a_half_answered_goal_is_named_as_such(browser: Browser) -> None:
    browser.get("/s/1/g/B")
    browser.press("review", **{browser.field("importance-"): "4"})

    assert "Goal B (feasibility)" in browser.form.text


def test_a_failure_on_our_side_gives_the_words_back(app: Flask, browser: Browser) -> None:
    comment = browser.field("comment-")
    _rename("draft", "lost")
    try:
        browser.press("next", **{comment: "Typed in vain?"})
    finally:  # the next test gets the same tables
        _rename("lost", "draft")

    assert browser.status == 500
    assert "Typed in vain?" in browser.form.text
    assert "This page was not saved" in browser.form.text


def _rename(table: str, name: str) -> None:
    with database.writing() as connection:
        connection.execute(sa.text(f"ALTER TABLE {table} RENAME TO {name}"))


def test_an_unknown_page_leads_to_the_first_open_one(browser: Browser) -> None:
    assert browser.get("/s/1/v/99").url == "/s/1/v/1"
    assert browser.get("/s/1/g/../../etc").status in {200, 404}


def test_a_page_of_a_megabyte_is_refused_before_it_is_read(browser: Browser) -> None:
    browser.press("next", **{browser.field("comment-"): "x" * 1_100_000})

    assert browser.status == 413
    assert "what you typed is still on the page" in browser.form.text


def test_a_plan_with_priorities_only(app: Flask) -> None:
    text = (
        "Sports Practice Area\n\nIn the Future ... all move.\n\nHow will the society support this?\n\n• One.\n• Two.\n"
    )
    browser = Browser(app).start(some_links(an_open_round(a_plan(text)))[0])

    browser.press("next", **{browser.field("agreement-"): "4"})
    browser.press("next", **{browser.field("importance-"): "4"})
    browser.get("/s/1/review").press("submit")

    assert browser.url == "/s/1/done"
    database.session().rollback()
    assert results.load_summary(OPERATOR, 1).submitted == 1
