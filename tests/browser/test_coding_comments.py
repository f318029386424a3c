"""Coding fifty comments by the keyboard alone, on a desk; and the same page on phones and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.enums import Role
from surveyapp.permissions import ALLOWED, OPERATOR, Actor
from surveyapp.services import accounts, drafts, links, responses, surveys
from surveyapp.services.comments import CommentFilter, list_comments
from tests.browser import looking
from tests.browser.devices import DESK, LARGE_LETTERS, PHONE, PLAIN, SMALL_PHONE
from tests.browser.survey import sample_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.devices import Device, Kind
    from tests.browser.site import Site
    from tests.browser.survey import Survey

PASSWORD = "a long enough password"
THEMES = {"Needs a number": ("number", "measure"), "Who pays": ("pay", "cost"), "Rural reach": ("rural", "county")}
SAYINGS = (
    "Give me a number I can take to my administrator.",
    "Who pays for this in a rural county?",
    "The cost falls on small practices; measure it first.",
    "We tried this, and it worked.",
    "<b>Not</b> in my county & not at this cost.",
)
# Reading takes a person longer than this; a press of a key does not.
_A_MOMENT = 15


@pytest.fixture(scope="module")
def written(site: Site) -> Survey:
    """A closed round in which eighteen members wrote three comments each, and accounts to code them."""
    survey = sample_survey(site, "A plan with comments")
    goals = survey.labels("importance")[:3]
    with site.services() as now:
        for number in range(18):
            token = survey.newcomer()
            _, draft_id = links.begin(token, secret=site.settings.secret_key, now=now)
            fields = {survey.field(f"importance {goals[0]}"): "4", "share": "yes"}
            fields[survey.field(f"wording {goals[0]}")] = f"Another wording, number {number % 4}."
            for place, goal in enumerate(goals):
                fields[survey.field(f"comment {goal}")] = f"{SAYINGS[(number + place) % len(SAYINGS)]} ({number})"
            drafts.save_fields(draft_id, survey.round_id, fields, now=now)
            responses.submit(draft_id, survey.round_id, survey.questionnaire, now=now)
        surveys.close_round(OPERATOR, survey.round_id, now=now)
        for name in ("coder", "plain", "second"):
            email = f"{name}@example.org"
            accounts.create_account(OPERATOR, email=email, name=name, role=Role.STAFF, password=PASSWORD, now=now)
    return survey


def enter(device: Device, survey: Survey, name: str, query: str = "") -> Page:
    page = device.page
    page.goto(f"{survey.site.url}/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans")
    page.goto(comments_of(survey, query))
    return page


def comments_of(survey: Survey, query: str = "") -> str:
    return f"{survey.site.url}/rounds/{survey.round_id}/comments{query}"


def press(page: Page, key: str, says: str | None = None) -> None:
    """Press a key; with `says`, wait until the page tells so."""
    page.keyboard.press(key)
    page.wait_for_timeout(_A_MOMENT)
    if says is not None:
        page.locator("[data-say]", has_text=says).wait_for()


def codes_of(text: str) -> list[str]:
    """The themes that the person of this test gives to a text."""
    return [name for name, signs in THEMES.items() if any(sign in text.lower() for sign in signs)]


def stored(survey: Survey) -> dict[str, list[str]]:
    """Every coded comment's themes by its text, from the database."""
    with survey.site.services():
        actor = Actor("reader", ALLOWED[Role.STAFF], 1)
        both = [list_comments(actor, survey.round_id, CommentFilter(), page=page) for page in (1, 2)]
        names = {theme.id: theme.name for theme in both[0].themes}
        entries = [comment for listed in both for comment, _ in listed.entries]
        return {c.written.text: [names[theme] for theme in c.themes] for c in entries if c.is_coded}


def left(page: Page) -> list[str]:
    """How many are not coded, wherever the page says so."""
    return page.locator("[data-uncoded]").all_inner_texts()


def test_fifty_comments_by_the_keyboard_alone(take: Callable[[Kind], Device], written: Survey) -> None:
    page = enter(take(DESK), written, "coder", "?state=uncoded")
    for name in THEMES:
        press(page, "t")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.get_by_text(f"The theme “{name}” is there").wait_for()

    expected = {}
    for place in range(1, 51):
        comment = page.locator("[data-comment].is-now")
        text = comment.locator(".said").first.inner_text()
        expected[text] = codes_of(text)
        for name in expected[text]:
            press(page, str(list(THEMES).index(name) + 1), f"Comment {place}: {name} given.")
        # The fiftieth key turns the page, and what the first page said goes with it.
        told = f"Comment {place}: no theme fits." if place < 50 else None
        press(page, "Enter") if expected[text] else press(page, "0", told)
    # The next page is there by itself, and begins where the last one ended.
    page.locator("h2", has_text="4 of 54").wait_for()

    assert left(page) == ["4", "4"]
    assert page.locator("[data-comment]").count() == 4
    assert stored(written) == expected
    counts = page.locator("[data-count]").all_inner_texts()
    assert counts == [str(sum(name in given for given in expected.values())) for name in THEMES]

    # A wrong key, taken back; and one theme taken off again with the same key.
    page.goto(comments_of(written))
    first = page.locator("[data-comment].is-now .said").first.inner_text()
    wrong = next(name for name in THEMES if name not in expected[first])
    digit = str(list(THEMES).index(wrong) + 1)
    press(page, digit, f"{wrong} given.")
    press(page, "z", "Your last step is undone.")
    press(page, digit, f"{wrong} given.")
    press(page, digit, f"{wrong} taken off.")
    assert stored(written) == expected
    assert page.locator("[data-count]").all_inner_texts() == counts

    # While somebody types, and when they are switched off, keys are letters.
    press(page, "/")
    page.keyboard.type("1 z")
    press(page, "Escape")
    page.get_by_role("button", name="Keys are on").press("Enter")
    press(page, "2")
    page.get_by_role("button", name="Keys are off").press("Enter")
    assert stored(written) == expected


def test_two_windows_at_the_same_comment(take: Callable[[Kind], Device], written: Survey) -> None:
    """Each gives another theme; the page tells what the server has, and nothing is lost."""
    one, other = (enter(take(DESK), written, name, "?q=tried") for name in ("coder", "plain"))
    assert one.locator("[data-theme]").count() == len(THEMES), "the test above names the themes: it has to run first"
    text = one.locator("[data-comment].is-now .said").first.inner_text()
    before = stored(written)

    press(one, "1", "given.")
    press(other, "2", "given.")

    assert stored(written)[text] == list(THEMES)[:2]
    press(one, "z", "undone")
    press(other, "z", "undone")
    assert stored(written) == before


def test_similar_ones_are_coded_together(take: Callable[[Kind], Device], written: Survey) -> None:
    """They are suggested, somebody ticks them, and one step takes them all back."""
    page = enter(take(DESK), written, "coder", "?q=tried")
    before = stored(written)
    press(page, "1", "given.")
    press(page, "s")
    page.locator("[data-similar][open] input").first.check()
    page.get_by_role("button", name="Give the ticked ones these themes too").first.click()
    page.locator("[data-say]", has_text="and 1 more saved.").wait_for()

    assert sum("Needs a number" in given for given in stored(written).values()) == 2 + sum(
        "Needs a number" in given for given in before.values()
    )
    for _ in range(2):
        press(page, "Escape")
        press(page, "z", "undone")
        page.reload()
    assert stored(written) == before


def test_what_is_not_saved_is_said(take: Callable[[Kind], Device], written: Survey) -> None:
    """Without a connection nothing is shown as given, and the next press works when it is back."""
    device = take(DESK)
    device.expect("ERR_INTERNET_DISCONNECTED", r"\b400\b")
    page = enter(device, written, "coder", "?q=tried")
    before = stored(written)

    device.context.set_offline(True)
    press(page, "1", "there is no connection")
    assert not page.locator(".is-now input[name=theme]").first.is_checked()
    device.context.set_offline(False)
    press(page, "1", "given.")
    press(page, "z", "undone")
    device.context.clear_cookies()
    press(page, "1", "Not saved.")

    assert stored(written) == before


def test_a_name_that_is_taken_is_told_at_its_field(take: Callable[[Kind], Device], written: Survey) -> None:
    device = take(DESK)
    device.expect(r"\b422\b")
    page = enter(device, written, "coder", "?q=tried")
    press(page, "j")
    at = page.locator(".is-now").get_attribute("id")
    press(page, "t")
    page.keyboard.type("who PAYS")
    page.keyboard.press("Enter")

    page.locator("#new-theme-e", has_text="There is a theme “Who pays” already.").wait_for()
    assert page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["new-theme", "who PAYS"]
    press(page, "Escape")
    assert page.evaluate("document.activeElement.id") == at


def sights(page: Page, survey: Survey, empty: Survey) -> Iterator[str]:
    """The page in every state that looks different, with what can be opened open."""
    for name, address in {
        "many": comments_of(survey),
        "wordings": comments_of(survey, "?kind=wordings"),
        "found": comments_of(survey, "?q=county&state=coded"),
        "filter empty": comments_of(survey, "?q=nothingofthekind"),
        "nobody wrote": comments_of(empty),
    }.items():
        page.goto(address)
        page.locator("details").evaluate_all(
            "all => [...all.slice(0, 6), ...all.slice(-4)].forEach(one => { one.open = true; })"
        )
        yield name
    page.goto(comments_of(survey, "?q=worked"))
    page.fill("#new-theme", "")
    _send(page, "Add the theme")
    yield "a theme without a name"
    page.locator("[data-editing] summary").first.click()
    _send(page, "Show this instead of comment 1")
    yield "a redaction that is none"
    page.goto(comments_of(survey, "/elsewhere"))
    _send(page, "Enter it")
    yield "elsewhere, with problems"


def _send(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


@pytest.mark.parametrize("kind", [DESK, PHONE, SMALL_PHONE], ids=["1280", "390", "320"])
def test_no_barriers(take: Callable[[Kind], Device], written: Survey, survey: Survey, kind: Kind) -> None:
    device = take(kind.but(reduced_motion="reduce"))
    device.expect(r"\b422\b")
    page, found = enter(device, written, "second"), []
    if kind is DESK:
        assert stored(written), "the tests above code comments: without a first coder there is no second"
        _send(page, "Code as second coder")
        page.get_by_text("You code as second coder now.").wait_for()
    for sight in sights(page, written, survey):
        faults = looking.cut_letters(page) + looking.heading_jumps(page)
        if kind is not DESK:
            faults += looking.small_targets(page)
        if kind is not SMALL_PHONE:
            faults += looking.barriers(page)
        if kind is DESK:
            faults += looking.barriers_in_the_dark(page)
        found += [f"{sight}: {fault}" for fault in faults]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", [DESK, PHONE], ids=["1280", "390"])
def test_the_focus_is_always_seen(take: Callable[[Kind], Device], written: Survey, kind: Kind) -> None:
    """Also beside what stays at the edge of the window: how many are left, and the themes."""
    page = enter(take(kind.but(reduced_motion="reduce")), written, "plain", "?q=tried")
    page.locator("details").evaluate_all("all => all.slice(0, 3).forEach(one => { one.open = true; })")

    stops, lost = looking.lost_focus(page)

    assert stops > 60
    assert lost == []


def test_nothing_is_cut_in_letters_twice_as_large(
    take: Callable[[Kind], Device], written: Survey, survey: Survey
) -> None:
    device = take(LARGE_LETTERS)
    device.expect(r"\b422\b")
    page = enter(device, written, "coder")
    found = [f"{sight}: {fault}" for sight in sights(page, written, survey) for fault in looking.cut_letters(page)]

    assert not found, "\n".join(found)


def test_without_a_script(take: Callable[[Kind], Device], written: Survey) -> None:
    page = enter(take(PLAIN), written, "plain", "?state=uncoded")
    before = len(stored(written))
    comment, following = (page.locator("[data-comment]").nth(place) for place in (0, 1))
    text, after = comment.locator(".said").first.inner_text(), following.get_attribute("id")

    comment.get_by_role("group", name="Themes of").get_by_label("Who pays").check()
    comment.get_by_role("button", name="Save").click()
    page.get_by_text("1 comment coded.").wait_for()
    assert stored(written)[text] == ["Who pays"]
    assert page.url.endswith(f"?state=uncoded#{after}")

    page.get_by_role("button", name="Undo my last step").click()
    page.get_by_text("Your last step is undone.").wait_for()
    assert len(stored(written)) == before
