"""Putting goals in order without a script: many goals sorted first, places kept, level goals where they are allowed."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine
from openpyxl import load_workbook

from surveyapp import database, exports
from surveyapp.models import Draft, PageSeconds, Placement, PlanItem, RankingTrace
from surveyapp.permissions import OPERATOR
from surveyapp.reports.formats import Options
from surveyapp.services import surveys
from tests.conftest import NOON
from tests.factories import MANY_GOALS, a_plan, a_round, an_open_round, some_links
from tests.polls import Poll
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.views.staffing import Desk


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def placed(browser: Browser) -> list[str]:
    """What the check or the copy shows as put in order: the place and the label."""
    return [" ".join(found) for found in re.findall(r"<li>(\d+)&ensp;(\w+) ·", browser.html)]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody who answers about twelve goals."""
    return Browser(app).start(some_links(an_open_round(a_plan(MANY_GOALS)))[0])


def names(code: str, labels: str) -> dict[str, str]:
    """The fields of `code` about these goals, by label."""
    database.session().rollback()
    rows = database.session().execute(sa.select(PlanItem.label, PlanItem.id)).all()
    return {label: f"{code}-{item}" for label, item in rows if label in labels}


def sort(browser: Browser, **groups: str) -> Browser:
    """Sort goals and go on: `now="ABC"`."""
    typed = {name: group for group, labels in groups.items() for name in names("sort", labels).values()}
    return browser.get("/s/1/sort").press("next", **typed)


def offered(browser: Browser) -> set[str]:
    by_name = {name: label for label, name in names("order", "ABCDEFGHIJKL").items()}
    return {by_name[name] for name in browser.form.options if name.startswith("order-")}


def test_twelve_goals_are_sorted_before_those_for_now_are_ordered(browser: Browser) -> None:
    browser.get("/s/1/sort")
    assert "Priorities · 1 of 2" in " ".join(browser.form.text.split())
    assert "On the next page you put those under “Now” in order. Goals you leave out count as “Later”." in browser.html
    assert all(options == ["now", "next", "later"] for options in browser.form.options.values())
    assert len(browser.form.options) == 12

    sort(browser, now="ACD", next="B", later="E")

    assert browser.url == "/s/1/rank"
    assert offered(browser) == set("ACD")
    assert "These are the goals you sorted under “Now”" in browser.form.text
    assert 'data-enough="3"' in browser.html
    places = names("order", "ACD")
    assert browser.form.options[places["A"]] == ["", "1", "2", "3"]
    browser.press("next", **{places["C"]: "1", places["A"]: "2"})
    assert browser.url == "/s/1/review"
    assert "Now: A, C, D · Next: B · Later: E · Not sorted: F, G, H, I, J, K, L" in browser.form.text
    assert placed(browser) == ["1 C", "2 A"]
    assert "1 not ranked" in browser.form.text


def test_the_cards_lie_in_the_same_order_on_both_pages(browser: Browser) -> None:
    browser.get("/s/1/sort")
    cards = [name.removeprefix("sort-") for name in browser.form.options]

    browser.get("/s/1/rank")

    assert [name.removeprefix("order-") for name in browser.form.options] == cards


def test_whoever_sorts_nothing_ranks_the_whole_list(browser: Browser) -> None:
    sort(browser)

    assert len(offered(browser)) == 12
    assert 'data-enough="5"' in browser.html
    assert "Five is enough; goals you leave out count as lower than the ones you ranked." in browser.form.text


@pytest.mark.parametrize(("now", "said"), [("", "You sorted no goal under “Now”"), ("A", "You sorted one goal")])
def test_without_two_goals_there_is_nothing_to_order(browser: Browser, now: str, said: str) -> None:
    sort(browser, now=now, next="BC")

    assert said in browser.form.text
    assert "so there is nothing to put in order. You can go back and sort again." in browser.form.text
    assert offered(browser) == set()
    browser.press("back")
    assert browser.url == "/s/1/sort"


def test_a_place_survives_sorting_its_goal_away_and_back(browser: Browser) -> None:
    sort(browser, now="ABC")
    places = names("order", "ABC")
    browser.press("next", **{places["A"]: "1", places["B"]: "2", places["C"]: "3"})

    sort(browser, later="B")
    assert offered(browser) == set("AC")
    browser.press("next")
    sort(browser, now="B")

    assert {label: browser.form.values[name] for label, name in places.items()} == {"A": "1", "B": "2", "C": "3"}


def test_a_place_above_the_number_of_goals_stays_as_it_was_typed(browser: Browser) -> None:
    places = names("order", "AB")
    browser.get("/s/1/rank").press("next", **{places["A"]: "9"})

    sort(browser, now="AB")

    assert browser.form.options[places["A"]] == ["", "1", "2", "9"]
    assert browser.form.values[places["A"]] == "9"


def test_where_one_goes_on(browser: Browser) -> None:
    for _ in range(13):
        ratings = {name: values[0] for name, values in browser.form.options.items() if not name.startswith("tier")}
        browser.press("next", **ratings)
    assert browser.url == "/s/1/sort"
    assert browser.get("/s/1/").url == "/s/1/sort"

    sort(browser, now="AB")
    assert browser.get("/s/1/").url == "/s/1/rank"

    browser.press("next", **{names("order", "A")["A"]: "1"})
    assert browser.get("/s/1/").url == "/s/1/review"


def test_ranking_without_sorting_leaves_nothing_open(browser: Browser) -> None:
    browser.get("/s/1/rank").press("next", **{names("order", "A")["A"]: "1"})

    open_things = browser.form.text.partition("Not answered: ")[2].partition(". You can")[0]
    assert "Your order" not in open_things
    assert "Now, Next, Later" not in open_things


def test_clearing_a_card(browser: Browser) -> None:
    sort(browser, now="A")
    card = names("sort", "A")["A"]

    browser.get("/s/1/sort").press(None, clear=card)

    assert browser.url == "/s/1/sort"
    assert card not in browser.form.values


def test_the_copy_of_what_was_submitted_shows_sort_and_order(browser: Browser) -> None:
    sort(browser, now="ABC", next="D")
    browser.press("next", **{names("order", "B")["B"]: "1"})

    browser.press("submit")

    assert browser.url == "/s/1/done"
    words = " ".join(browser.form.text.split())
    assert "Now: A, B, C · Next: D · Not sorted: E, F, G, H, I, J, K, L" in words
    assert placed(browser) == ["1 B"]
    assert "2 not ranked" in words
    assert "You changed answers since you submitted" not in words


def test_goals_may_share_a_place_where_staff_allowed_it(app: Flask, staff: Desk) -> None:
    round_ = a_round()
    staff.get(f"/rounds/{round_.id}")
    assert "Allow ties: goals may share a place" in staff.words
    assert "order_ties" not in staff.page.form("/edit").values
    staff.press("/edit", order_ties="y")
    assert staff.page.form("/edit").values["order_ties"] == "y"
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    browser = Browser(app).start(some_links(round_)[0]).get("/s/1/rank")
    assert "Goals may share a place." in browser.form.text
    assert "data-ties" in browser.html

    places = names("order", "ABC")
    browser.press("next", **{places["A"]: "1", places["B"]: "1", places["C"]: "2"})

    assert browser.url == "/s/1/review"
    assert placed(browser) == ["1 A", "1 B", "3 C"]
    browser.press("submit")
    database.session().rollback()
    assert database.session().scalars(sa.select(Placement.place).order_by(Placement.place)).all() == [1, 1, 3]


def test_without_ties_the_page_offers_none(app: Flask) -> None:
    browser = Browser(app).start(some_links(an_open_round())[0]).get("/s/1/rank")

    assert "data-ties" not in browser.html
    assert "Goals may share a place." not in browser.form.text


def test_traces_are_kept_with_the_draft_and_stored_with_the_response(app: Flask) -> None:
    browser = Browser(app).start(some_links(an_open_round())[0]).get("/s/1/rank")
    traces = {"moves-order": "ttb<!>", "seconds-rank": "12", "seconds-v/1": "99", "moves-other": "t"}

    browser.press("next", **{names("order", "A")["A"]: "1"}, **traces)

    database.session().rollback()
    fields = database.session().scalars(sa.select(Draft.fields)).one()
    assert {name: text for name, text in fields.items() if name in traces} == {
        "moves-order": "ttb",
        "seconds-rank": "12",
    }
    assert browser.get("/s/1/rank").form.values["moves-order"] == "ttb"
    browser.get("/s/1/review").press("submit")
    database.session().rollback()
    assert [(row.moves, row.seconds) for row in database.session().scalars(sa.select(RankingTrace))] == [("ttb", 15)]
    assert [(row.slug, row.seconds) for row in database.session().scalars(sa.select(PageSeconds))] == [("rank", 15)]


def test_traces_are_saved_while_somebody_answers(app: Flask) -> None:
    browser = Browser(app).start(some_links(an_open_round())[0]).get("/s/1/rank")

    browser.save({"moves-order": "tb?", "seconds-rank": "4000", "seconds-nowhere": "1"})

    database.session().rollback()
    fields = database.session().scalars(sa.select(Draft.fields)).one()
    assert fields == {"moves-order": "tb", "seconds-rank": "3600"}


def test_measured_minutes_are_told_on_the_first_page_and_on_every_other(app: Flask) -> None:
    tokens = some_links(an_open_round(), 11)
    for token in tokens[:10]:
        browser = Browser(app).start(token)
        browser.press("next", **{browser.field("agreement-"): "4", "seconds-v/1": "1190"})
        browser.get("/s/1/review").press("submit")

    with time_machine.travel(NOON.replace(minute=10), tick=False):
        browser = Browser(app).get(f"/r/{tokens[10]}")
        assert "About 24 minutes" in browser.form.text, browser.form.text
        browser.press()
        assert "about 24 min left" in browser.form.text
        browser.press("next")
        assert "about 4 min left" in browser.form.text


def test_the_preview_shows_the_sort(staff: Desk) -> None:
    round_id = a_round(a_plan(MANY_GOALS)).id

    staff.get(f"/rounds/{round_id}/preview/sort")
    assert "Which goals come now, which next, which later?" in staff.words
    assert "Priorities" in staff.words

    staff.get(f"/rounds/{round_id}/preview/sort?go=next")
    assert staff.url == f"/rounds/{round_id}/preview/rank"
    assert "Now, next or later for each goal" in staff.get(f"/rounds/{round_id}").words


def test_the_results_page_and_the_workbook_show_level_goals_as_the_summary_has_them(app: Flask, staff: Desk) -> None:
    poll = Poll(ties=True)
    poll.answer_level()
    poll.close()

    staff.get(f"/rounds/{poll.round_id}/results")
    assert "1 A Shorten the wait for the first visit. 7.5 1.5 80%" in staff.words
    assert "2 B Speak one language of function. 5.5 1.9 60%" in staff.words

    made = exports.export(OPERATOR, poll.round_id, "xlsx", now=NOON, options=Options(responses=True))
    workbook = load_workbook(BytesIO(made.content))
    rows = list(workbook["Priorities"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Place")
    shown = [head.index(title) for title in ("Place", "Item", "Borda points", "Mean rank")]
    ordered = [row for row in rows if row[1] in set("ABC")]
    assert [tuple(row[column] for column in shown) for row in ordered] == [
        (1, "A", 7.5, 1.5),
        (2, "B", 5.5, pytest.approx(1.9)),
        (3, "C", 2, pytest.approx(2.6)),
    ]
    codes, _, *answers = workbook["Responses"].iter_rows(values_only=True)
    columns = [codes.index(f"order.{label}") for label in "ABC"]
    assert sorted(tuple(row[column] for column in columns) for row in answers) == [
        (1, 0, 0),
        (1, 1, 1),
        (1, 1, 3),
        (1, 2, 2),
        (2, 1, 0),
    ]


def test_the_results_page_says_that_goals_were_sorted_and_how(app: Flask, staff: Desk) -> None:
    poll = Poll(a_plan(MANY_GOALS))
    for member in range(5):
        poll.save(member, sort_A="now", sort_B="now", sort_C="next", sort_D="later", order_A="1")
        poll.submit(member)
    poll.close()

    staff.get(f"/rounds/{poll.round_id}/results")

    assert "Members sorted the goals first and put in order what they want “Now”" in staff.words
    assert "Which goals come now, which next, which later?" in staff.words
    assert "D Reach the aim that is called D. Later 100 100% 57–100 of 5 for D 5 answered" in staff.words
    assert "1 A Reach the aim that is called A. 100% 57–100 100% 1.0 55.0 5 of 5" in staff.words
