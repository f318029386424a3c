"""A file that takes long, from the keyboard to the download; and the same without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from surveyapp import exports
from surveyapp.enums import Role
from surveyapp.export_worker import make_next
from surveyapp.permissions import OPERATOR
from surveyapp.services import accounts, export_jobs
from tests.browser.devices import DESK, PHONE, PLAIN, SMALL_PHONE
from tests.browser.looking import complaints
from tests.exporting import a_large_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from surveyapp.services.export_jobs import Claim
    from tests.browser.devices import Device, Kind
    from tests.browser.site import Site

PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def large(site: Site) -> int:
    """A round too large to be waited for, and an account that may export it."""
    with site.services() as now:
        accounts.create_account(
            OPERATOR, email="ann@example.org", name="Ann", role=Role.ANALYST, password=PASSWORD, now=now
        )
        return a_large_round(exports.MOST_AT_ONCE + 1)


def enter(device: Device, site: Site, round_id: int) -> Page:
    """Sign in and open the page of formats."""
    page = device.page
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("E-mail").fill("ann@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans")
    page.goto(f"{site.url}/rounds/{round_id}/results/formats")
    return page


def begin(site: Site) -> Claim:
    """Be the one who makes the file."""
    with site.services() as now:
        claim = export_jobs.claim(now=now)
        assert claim is not None
        export_jobs.advance(claim, 4, 11, "Sheet 4 of 11: Segments", now=now)
    return claim


def finish(site: Site, claim: Claim) -> None:
    with site.services():
        export_jobs.put_back(claim)
        assert make_next()


def test_by_keyboard_from_the_choice_to_the_file(take: Callable[[Kind], Device], site: Site, large: int) -> None:
    page = enter(take(DESK), site, large)
    page.get_by_role("radio", name="Excel summary").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="CSV tables")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="For the committee:")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="For a methodologist")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/exports/*")
    expect(page.get_by_role("status")).to_have_text("One file is made after the other.")

    claim = begin(site)
    expect(page.get_by_role("status")).to_have_text("Sheet 4 of 11: Segments")
    bar = page.get_by_role("progressbar")
    assert (bar.get_attribute("max"), bar.evaluate("bar => bar.value")) == ("11", 3)

    finish(site, claim)
    page.get_by_role("link", name="Download").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith("-with-responses.csv.zip")


def test_without_a_script_the_page_loads_itself_anew(take: Callable[[Kind], Device], site: Site, large: int) -> None:
    page = enter(take(PLAIN), site, large)
    page.get_by_role("radio", name="JSON").check()
    page.get_by_role("button", name="Export").click()
    page.get_by_text("One file is made after the other.").wait_for()

    claim = begin(site)
    page.get_by_text("Sheet 4 of 11: Segments").wait_for()
    finish(site, claim)
    page.get_by_text("The file is ready").wait_for()

    page.goto(f"{site.url}/rounds/{large}/results/formats")
    expect(page.get_by_role("listitem").filter(has_text="JSON, round 1")).to_contain_text("Ready")


@pytest.mark.parametrize("kind", [DESK, PHONE, SMALL_PHONE, DESK.but(color_scheme="dark")])
def test_the_pages_at_every_size(take: Callable[[Kind], Device], site: Site, large: int, kind: Kind) -> None:
    page = enter(take(kind), site, large)
    page.get_by_role("radio", name="Recompute bundle").check()
    page.get_by_role("button", name="Export").click()
    page.wait_for_url("**/exports/*")
    claim = begin(site)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("status")).to_have_text("Sheet 4 of 11: Segments")
    assert complaints(page) == []

    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("This export was cancelled").wait_for()
    assert complaints(page) == []
    with site.services() as now:
        assert not export_jobs.stay(claim, now=now)

    page.goto(f"{site.url}/rounds/{large}/results/formats")
    page.get_by_role("heading", name="Your exports").wait_for()
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
