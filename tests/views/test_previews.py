"""The preview: the member's own pages, on which nothing is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import Draft, Participant
from surveyapp.permissions import OPERATOR
from surveyapp.services import questionnaires, surveys
from tests.conftest import NOON
from tests.factories import a_plan, a_round

if TYPE_CHECKING:
    from tests.views.staffing import Desk

BANNER = "Preview: nothing is saved here."


def test_the_first_page_leads_to_the_first_question(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}/preview")

    assert BANNER in staff.words
    assert "What do you think of the Community Rehabilitation Strategic Plan?" in staff.words
    assert staff.page.forms[0].action == f"/rounds/{round_id}/preview/v/1"


def test_a_preview_needs_no_dates(staff: Desk) -> None:
    round_id = surveys.create_survey(OPERATOR, a_plan().id, time_zone="UTC", now=NOON).id

    assert "Not set yet" in staff.get(f"/rounds/{round_id}/preview").words
    assert "until the survey closes" in staff.get(f"/rounds/{round_id}/preview/review").words


def test_the_buttons_lead_through_every_page_and_back(staff: Desk) -> None:
    round_ = a_round()
    pages = questionnaires.load_sheet(round_.id, revision=round_.revision).journey.pages
    base = f"/rounds/{round_.id}/preview"
    seen = []
    staff.get(f"{base}/{pages[0].slug}")
    for page in pages:
        assert staff.status in {200, 303}
        assert BANNER in staff.words
        assert 'method="post"' not in staff.page.html
        assert staff.page.forms[0].action == f"{base}/{page.slug}"
        seen.append(page.slug)
        staff.get(f"{base}/{page.slug}?go=next&comment-1=typed")

    assert seen == ["v/1", "v/2", "g/A", "g/B", "g/C", "rank", "review"]
    assert staff.get(f"{base}/g/A?go=back").url == f"{base}/v/2"
    assert staff.get(f"{base}/v/1?go=back").url == f"{base}/v/1"
    assert staff.get(f"{base}/g/A?go=review").url == f"{base}/review"


def test_the_check_leads_back_into_the_preview(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}/preview/review")

    assert f'href="/rounds/{round_id}/preview/g/B"' in staff.page.html
    assert f"/s/{round_id}/" not in staff.page.html


def test_the_whole_plan(staff: Desk) -> None:
    staff.get(f"/rounds/{a_round().id}/preview/plan")

    assert "Agree it with payers." in staff.words


def test_nothing_is_saved(staff: Desk) -> None:
    round_id = a_round().id

    for url in ("", "/v/1", "/g/A?go=next", "/rank?go=next", "/review?go=submit"):
        staff.get(f"/rounds/{round_id}/preview{url}")
    assert staff.post(f"/rounds/{round_id}/preview/g/A").status == 405

    for table in (Draft, Participant):
        assert database.session().scalar(sa.select(sa.func.count()).select_from(table)) == 0


@pytest.mark.parametrize("slug", ["g/Z", "v/3", "nowhere"])
def test_a_page_that_is_not_there(staff: Desk, slug: str) -> None:
    staff.get(f"/rounds/{a_round().id}/preview/{slug}")

    assert staff.status == 404
    assert "This survey has no such page. It may be switched off." in staff.words
