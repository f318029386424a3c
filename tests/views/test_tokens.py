"""The page of tokens: a new one is shown this once, and ending one takes effect at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from surveyapp.enums import Role
from surveyapp.permissions import OPERATOR
from surveyapp.services import tokens
from tests.views.staffing import Desk

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def administrator(app: Flask, noon: None) -> Desk:
    return Desk(app, Role.ADMINISTRATOR)


def test_make_see_once_and_end(administrator: Desk) -> None:
    administrator.get("/tokens")
    assert "No program has a token yet." in administrator.words

    # The page has three forms: signing out, and making a token.
    form = next(form for form in administrator.page.forms if "name" in form.values)
    administrator.post("/tokens", **(form.values | {"name": "Web <b>site</b>"}))

    found = re.search(r"surveyapp\.[\w-]{12}\.[\w-]{43}", administrator.words)
    assert found
    bearer = tokens.find_bearer(found[0])
    assert bearer is not None
    assert {scope.value for scope in bearer.scopes} == {"rounds", "results"}
    administrator.get("/tokens")
    assert found[0] not in administrator.page.html
    assert "Web <b>site</b>" in administrator.words

    administrator.press("/revoke")

    assert administrator.status == 303
    assert "has ended" in administrator.words
    assert tokens.find_bearer(found[0]) is None


def test_problems_are_said_at_the_field(administrator: Desk) -> None:
    administrator.post("/tokens", name="", rounds="y")
    assert (administrator.status, "Enter what the token is for." in administrator.words) == (422, True)

    administrator.post("/tokens", name="x")
    assert (administrator.status, "Choose at least one thing" in administrator.words) == (422, True)
    assert tokens.list_tokens(OPERATOR) == []


def test_the_link_to_it_is_for_administrators(administrator: Desk, analyst: Desk) -> None:
    assert 'href="/tokens"' in administrator.get("/plans").page.html
    assert 'href="/tokens"' not in analyst.get("/plans").page.html
