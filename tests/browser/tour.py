"""Every page that a member can meet, in every state that looks different, one after the other on one device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.questionnaire import item_field, journey_of
from surveyapp.services import drafts, links, questionnaires, responses
from tests.browser.survey import long_survey, sample_survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Locator, Page

    from tests.browser.devices import Device
    from tests.browser.site import Site
    from tests.browser.survey import Survey

NEXT = "button[name=go][value=next]:not(.vh)"
SHARE_A_PLACE = """lists => lists.slice(0, 2).forEach(list => {
  list.value = "2";
  list.dispatchEvent(new Event("change", {bubbles: true}));
})"""
TOO_LONG = "A long comment. " * 320


@dataclass(frozen=True)
class Cast:
    """Surveys in all states, and what is needed to see every page of them."""

    survey: Survey
    draft: Survey
    later: Survey
    closed: Survey
    closing: Survey
    sealed: Survey
    long: Survey
    submitted: str
    unfinished: str


def make_cast(site: Site, survey: Survey) -> Cast:
    """The cast of a tour, beside the open `survey`."""
    closed, sealed = (sample_survey(site, f"A plan whose survey is {state}") for state in ("closed", "sealed"))
    submitted, unfinished = closed.newcomer(), closed.newcomer()
    save(closed, submitted, everything(closed), submits=True)
    save(closed, unfinished, everything(closed))
    closed.close()
    sealed.close()
    sealed.seal()
    closing = sample_survey(site, "A plan whose survey closes")
    closing.close_in(timedelta(minutes=9))
    return Cast(
        survey=survey,
        draft=sample_survey(site, "A plan in preparation", opens=False),
        later=sample_survey(site, "A plan for later", opens_in=timedelta(days=2)),
        closed=closed,
        closing=closing,
        sealed=sealed,
        long=long_survey(site),
        submitted=submitted,
        unfinished=unfinished,
    )


def everything(survey: Survey) -> dict[str, str]:
    """The fields of somebody who answers everything and writes wherever there is room."""
    typed = {"share": "yes"}
    for page in journey_of(survey.questionnaire).pages:
        for question in page.questions:
            names = [item_field(question, survey.questionnaire.items[at]) for at in page.positions_of(question)]
            if question.kind is QuestionKind.RATING:
                typed |= dict.fromkeys(names, "4")
            elif question.kind is QuestionKind.CHOICE:
                typed |= dict.fromkeys(names, question.options[1].code)
            elif question.kind is QuestionKind.RANKING:
                typed |= {name: str(place) for place, name in enumerate(names[: question.enough], start=1)}
            else:
                typed[question.code] = "Something is missing."
        for item in (survey.questionnaire.items[at] for at in page.worded):
            typed |= {f"comment-{item.id}": f"On {item.label}.", f"wording-{item.id}": f"{item.text} And more."}
    return typed


def save(survey: Survey, token: str, typed: Mapping[str, str], *, submits: bool = False) -> None:
    """Let somebody have been here: begun, saved, and perhaps submitted."""
    with survey.site.services() as now:
        round_id, draft_id = links.begin(token, secret=survey.site.settings.secret_key, now=now)
        drafts.save_fields(draft_id, round_id, typed, now=now)
        if submits:
            responses.submit(draft_id, round_id, questionnaires.load_questionnaire(round_id), now=now)


def tour(device: Device, cast: Cast) -> Iterator[str]:
    """Show page after page; what is yielded is its name, and the device shows it."""
    device.expect(r"\b(403|404|409|410|422)\b", "net::ERR_FAILED")
    page = device.page
    yield from _doors(page, cast)
    yield from _newcomer(page, cast.survey)
    yield from _problems(page, cast.survey)
    yield from _finisher(page, cast.survey)
    yield from _notes(page, cast)
    yield from _many_goals(page, cast.long)


def _doors(page: Page, cast: Cast) -> Iterator[str]:
    survey = cast.survey
    replaced, withdrawn, reminded = survey.newcomer(), survey.newcomer(), survey.newcomer()
    survey.replace_link(replaced)
    survey.withdraw(withdrawn)
    for name, address in {
        "unknown link": survey.link("nobody-was-ever-given-this"),
        "replaced link": survey.link(replaced),
        "withdrawn link": survey.link(withdrawn),
        "not open, no date": cast.draft.link(cast.draft.newcomer()),
        "not open, with a date": cast.later.link(cast.later.newcomer()),
        "closed, submitted": cast.closed.link(cast.submitted),
        "closed, not submitted": cast.closed.link(cast.unfinished),
        "closed, never begun": cast.closed.link(cast.closed.newcomer()),
        "sealed": cast.sealed.link(cast.sealed.newcomer()),
        "not signed in": survey.url("v/1"),
        "no such page": f"{survey.site.url}/nowhere",
        "reminders": f"{survey.link(reminded)}/stop",
    }.items():
        page.goto(address)
        yield name
    _press(page, page.get_by_role("button", name="No more reminders"))
    yield "no reminders"


def _newcomer(page: Page, survey: Survey) -> Iterator[str]:
    token = survey.newcomer()
    page.goto(survey.link(token))
    yield "first page"
    page.goto(f"{survey.link(token)}/plan")
    yield "the plan"
    enter(page, survey, token)
    for slug in survey.slugs():
        page.goto(survey.url(slug))
        yield f"{slug}, empty"
    page.goto(survey.link(token))
    yield "first page, begun"
    page.goto(survey.link(survey.newcomer()))
    yield "first page, somebody else's"


def _problems(page: Page, survey: Survey) -> Iterator[str]:
    enter(page, survey, survey.newcomer())
    page.goto(survey.url("v/1"))
    page.locator("details:has([name^=comment-]) summary").click()
    page.fill("[name^=comment-]", TOO_LONG)
    _press(page, page.locator(NEXT))
    yield "too long a text"
    page.goto(survey.url("rank"))
    page.eval_on_selector_all("select[name^=order-]", SHARE_A_PLACE)
    _press(page, page.locator(NEXT))
    yield "two on one place"
    page.goto(survey.url("review"))
    yield "check, with a problem"
    _press(page, page.locator("button[value=submit]"))
    yield "check, not submitted for a problem"


def _finisher(page: Page, survey: Survey) -> Iterator[str]:
    token = survey.newcomer()
    save(survey, token, everything(survey))
    enter(page, survey, token)
    for slug in survey.slugs():
        page.goto(survey.url(slug))
        yield f"{slug}, answered"
    _press(page, page.locator("button[value=submit]"))
    yield "thanks"
    page.goto(survey.link(token))
    yield "first page, submitted"
    save(survey, token, {survey.field("importance A"): "1"})
    page.goto(survey.link(token))
    yield "first page, changed since"
    page.goto(survey.url("review"))
    yield "check, changed since"
    page.goto(survey.url("done"))
    yield "thanks, changed since"
    _press(page, page.get_by_role("button", name="Done on this device"))
    yield "left"


def _notes(page: Page, cast: Cast) -> Iterator[str]:
    enter(page, cast.closing, cast.closing.newcomer())
    yield "closing soon"
    survey, token = cast.survey, cast.survey.newcomer()
    enter(page, survey, token)
    page.goto(survey.url("g/A"))
    page.route("**/save", lambda route: route.abort())
    page.check(f'[name="{survey.field("importance A")}"][value="2"]')
    page.locator("#trouble").wait_for()
    yield "not saved"
    save(survey, token, {survey.field("importance A"): "5"})
    page.unroute("**/save")
    page.locator("#newer button").wait_for()
    yield "newer answers"


def _many_goals(page: Page, survey: Survey) -> Iterator[str]:
    token = survey.newcomer()
    enter(page, survey, token)
    for slug in ("g/A", "sort", "rank"):
        page.goto(survey.url(slug))
        yield f"{slug}, many goals, empty"
    save(survey, token, everything(survey))
    for slug in ("g/A", "sort", "rank", "review"):
        page.goto(survey.url(slug))
        yield f"{slug}, many goals, answered"


def enter(page: Page, survey: Survey, token: str) -> None:
    """Open a link and press Start or Continue."""
    page.goto(survey.link(token))
    _press(page, page.locator("button.pri"))


def _press(page: Page, button: Locator) -> None:
    with page.expect_navigation():
        button.click()
