"""Who may open and write what belongs to a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import AuditEntry, Survey
from tests.factories import a_plan, a_round

if TYPE_CHECKING:
    from tests.views.staffing import Desk


def entries() -> list[str]:
    database.session().rollback()
    return list(database.session().scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


PAGES = ["", "/open", "/close", "/seal", "/preview", "/preview/plan", "/preview/g/A"]
WRITES = ["/edit", "/open", "/close", "/extend", "/seal"]


@pytest.mark.parametrize("url", PAGES)
def test_who_may_open_the_pages(url: str, staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk) -> None:
    round_id = a_round().id

    assert staff.get(f"/rounds/{round_id}{url}").status == 200
    assert analyst.get(f"/rounds/{round_id}{url}").status == 403
    assert facilitator.get(f"/rounds/{round_id}{url}").status == 403
    assert nobody.get(f"/rounds/{round_id}{url}").url == f"/sign-in?next=/rounds/{round_id}{url}"
    assert staff.get(f"/rounds/77{url}").status == 404


@pytest.mark.parametrize("url", WRITES)
def test_who_may_write(url: str, staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk) -> None:
    round_id = a_round().id
    before = entries()

    assert analyst.post(f"/rounds/{round_id}{url}").status == 403
    assert facilitator.post(f"/rounds/{round_id}{url}").status == 403
    assert nobody.post(f"/rounds/{round_id}{url}").url.startswith("/sign-in")
    assert staff.post_without_token(f"/rounds/{round_id}{url}").status == 400
    assert staff.post(f"/rounds/77{url}").status == 404
    assert staff.post(f"/rounds/99999999999999999999{url}").status == 404
    assert [entry for entry in entries() if not entry.startswith("account")] == [
        entry for entry in before if not entry.startswith("account")
    ]
    if url not in {"/open", "/close", "/seal"}:
        assert staff.get(f"/rounds/{round_id}{url}").status == 405


def test_building_a_survey_is_no_link_and_for_staff_alone(staff: Desk, analyst: Desk, nobody: Desk) -> None:
    plan_id = a_plan().plan_id

    assert staff.get(f"/plans/{plan_id}/survey").status == 405
    assert analyst.post(f"/plans/{plan_id}/survey").status == 403
    assert nobody.post(f"/plans/{plan_id}/survey").url.startswith("/sign-in")
    assert staff.post("/plans/77/survey").status == 404
    assert database.session().scalar(sa.select(sa.func.count()).select_from(Survey)) == 0
