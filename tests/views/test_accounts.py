"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.enums import Role
from surveyapp.permissions import OPERATOR
from surveyapp.services import accounts
from tests.conftest import NOON
from tests.views.staffing import PASSWORD, Desk

if TYPE_CHECKING:
    from flask import Flask

WRONG = "This e-mail address and password do not belong together. Check both and try again."


@pytest.fixture
def account(app: Flask) -> str:
    accounts.create_account(
        OPERATOR, email="ines@example.org", name="Ines Sample", role=Role.STAFF, password=PASSWORD, now=NOON
    )
    return "ines@example.org"


def test_sign_in_leads_to_the_plans(account: str, nobody: Desk) -> None:
    nobody.get("/sign-in").press("/sign-in", email=" Ines@Example.org ", password=PASSWORD)

    assert (nobody.status, nobody.url) == (303, "/plans")
    assert "Ines Sample" in nobody.words


@pytest.mark.parametrize(
    ("email", "password"), [("ines@example.org", "wrong-password"), ("who@example.org", PASSWORD), ("a\0b", "x\0")]
)
def test_sign_in_never_says_which_of_the_two_was_wrong(account: str, nobody: Desk, email: str, password: str) -> None:
    nobody.get("/sign-in").press("/sign-in", email=email, password=password)

    assert nobody.status == 422
    assert nobody.page.title.startswith("Problem: Sign in")
    assert WRONG in nobody.words
    assert nobody.page.form("/sign-in").values["email"] == email.replace("\0", "")
    assert nobody.page.form("/sign-in").values["password"] == ""


def test_empty_fields_are_named(nobody: Desk) -> None:
    nobody.get("/sign-in").press("/sign-in")

    assert nobody.status == 422
    assert "Enter your e-mail address." in nobody.words
    assert "Enter your password." in nobody.words
    assert 'href="#email"' in nobody.page.html


@pytest.mark.parametrize("wanted", ["/plans/import", "/members?q=a+b"])
def test_sign_in_leads_where_the_person_wanted_to_go(account: str, nobody: Desk, wanted: str) -> None:
    nobody.get(wanted)
    assert nobody.url.startswith("/sign-in?next=")

    nobody.press("/sign-in", email=account, password=PASSWORD)

    assert nobody.url == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/plans",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/rounds/1/edit",
        "/nowhere",
        "plans",
        "/plans\r\nX-Header: 1",
        "/plans?a\nb",
        "/plans?a=\x7f",
        "/plans?" + "a" * 494,
        "",
    ],
)
def test_sign_in_leads_nowhere_else(account: str, nobody: Desk, wanted: str) -> None:
    nobody.get("/sign-in").press("/sign-in", email=account, password=PASSWORD, next=wanted)

    assert (nobody.status, nobody.url) == (303, "/plans")


@pytest.mark.parametrize("wanted", ["/plans%3Fa%0Ab", "/plans%3Fa%0D%0AX:1", "/" + "x" * 500])
def test_an_address_that_can_be_none_is_not_even_shown(account: str, nobody: Desk, wanted: str) -> None:
    nobody.get(f"/sign-in?next={wanted}")
    assert nobody.page.form("/sign-in").values["next"] == ""

    nobody.post(f"/sign-in?next={wanted}", email=account, password=PASSWORD)

    assert (nobody.status, nobody.url) == (303, "/plans")


def test_the_session_begins_anew_at_sign_in(app: Flask, account: str) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["left_by_somebody"] = "x"
    client.get("/sign-in")
    with client.session_transaction() as session:
        before = session["csrf_token"]
    page = Desk(app, None)
    page._client = client

    page.get("/sign-in").press("/sign-in", email=account, password=PASSWORD)

    with client.session_transaction() as session:
        assert "left_by_somebody" not in session
        assert session["csrf_token"] != before


def test_sign_out_ends_the_session(staff: Desk) -> None:
    staff.get("/plans").press("/sign-out")

    assert (staff.status, staff.url) == (303, "/sign-in")
    assert "You are signed out." in staff.words
    assert staff.get("/plans").url == "/sign-in?next=/plans"


def test_sign_out_is_no_link(staff: Desk) -> None:
    assert staff.get("/sign-out").status == 405


def test_the_front_door(staff: Desk, nobody: Desk) -> None:
    assert staff.get("/").url == "/plans"
    assert nobody.get("/").url == "/sign-in"
    assert staff.get("/sign-in").url == "/plans"


def test_a_form_without_its_token_changes_nothing(account: str, nobody: Desk) -> None:
    nobody.post_without_token("/sign-in", email=account, password=PASSWORD)

    assert nobody.status == 400
    assert "This form is out of date" in nobody.words
    assert nobody.get("/plans").url == "/sign-in?next=/plans"


def test_a_role_without_staff_pages_is_told_so(facilitator: Desk) -> None:
    facilitator.get("/")

    assert facilitator.status == 403
    assert "Your account may not do this. Nothing was changed." in facilitator.words
