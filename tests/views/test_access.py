"""Every page x everybody who might open it; GET leaves the database as it was; every form is protected."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from surveyapp import database
from surveyapp.enums import ApiScope, Role
from surveyapp.permissions import ALLOWED, OPERATOR, Permission
from surveyapp.reports.formats import Options
from surveyapp.security import Access, access_of
from surveyapp.services import accounts, export_jobs, links, participants
from surveyapp.services.tokens import create_token
from tests.conftest import NOON, SECRET
from tests.factories import a_plan, a_round, an_open_round, some_links
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.both_databases

PASSWORD = "a long enough password"
EVERYBODY, HOLDER, BEARER = Access.EVERYBODY, Access.LINK_HOLDER, Access.TOKEN_BEARER

# One line for every page: method, address, who may open it. `{token}` is a member's link, `{css}` the style sheet.
PAGES: dict[tuple[str, str], tuple[str, Permission | Access]] = {
    ("GET", "accounts.home"): ("/", EVERYBODY),
    ("GET", "accounts.sign_in"): ("/sign-in", EVERYBODY),
    ("POST", "accounts.sign_in"): ("/sign-in", EVERYBODY),
    ("POST", "accounts.sign_out"): ("/sign-out", EVERYBODY),
    ("GET", "assets.serve"): ("{css}", EVERYBODY),
    ("GET", "links.land"): ("/r/{token}", HOLDER),
    ("GET", "links.plan"): ("/r/{token}/plan", HOLDER),
    ("POST", "links.start"): ("/r/{token}/start", HOLDER),
    ("GET", "links.show_reminders"): ("/r/{token}/stop", HOLDER),
    ("POST", "links.choose_reminders"): ("/r/{token}/stop", HOLDER),
    ("GET", "responses.resume"): ("/s/1/", HOLDER),
    ("GET", "responses.show_page"): ("/s/1/v/1", HOLDER),
    ("POST", "responses.save_page"): ("/s/1/v/1", HOLDER),
    ("GET", "responses.done"): ("/s/1/done", HOLDER),
    ("POST", "responses.leave"): ("/s/1/leave", HOLDER),
    ("POST", "saving.save"): ("/s/1/save", HOLDER),
    ("GET", "plans.list_plans"): ("/plans", Permission.SEE_PLANS),
    ("GET", "plans.show_plan"): ("/plans/1", Permission.SEE_PLANS),
    ("GET", "plans.import_plan"): ("/plans/import", Permission.RUN_SURVEYS),
    ("POST", "plans.import_plan"): ("/plans/import", Permission.RUN_SURVEYS),
    ("POST", "plans.confirm_import"): ("/plans/import/confirm", Permission.RUN_SURVEYS),
    ("POST", "surveys.create_survey"): ("/plans/1/survey", Permission.RUN_SURVEYS),
    ("GET", "surveys.show_round"): ("/rounds/1", Permission.RUN_SURVEYS),
    ("POST", "surveys.edit_round"): ("/rounds/1/edit", Permission.RUN_SURVEYS),
    ("GET", "surveys.open_round"): ("/rounds/1/open", Permission.RUN_SURVEYS),
    ("POST", "surveys.open_round"): ("/rounds/1/open", Permission.RUN_SURVEYS),
    ("POST", "surveys.extend_round"): ("/rounds/1/extend", Permission.RUN_SURVEYS),
    ("GET", "surveys.close_round"): ("/rounds/1/close", Permission.RUN_SURVEYS),
    ("POST", "surveys.close_round"): ("/rounds/1/close", Permission.RUN_SURVEYS),
    ("GET", "surveys.seal_survey"): ("/rounds/1/seal", Permission.RUN_SURVEYS),
    ("POST", "surveys.seal_survey"): ("/rounds/1/seal", Permission.RUN_SURVEYS),
    ("GET", "previews.land"): ("/rounds/1/preview", Permission.RUN_SURVEYS),
    ("GET", "previews.plan"): ("/rounds/1/preview/plan", Permission.RUN_SURVEYS),
    ("GET", "previews.show_page"): ("/rounds/1/preview/v/1", Permission.RUN_SURVEYS),
    ("GET", "members.list_members"): ("/members", Permission.MANAGE_MEMBERS),
    ("GET", "members.import_members"): ("/members/import", Permission.MANAGE_MEMBERS),
    ("POST", "members.import_members"): ("/members/import", Permission.MANAGE_MEMBERS),
    ("POST", "members.confirm_import"): ("/members/import/confirm", Permission.MANAGE_MEMBERS),
    ("GET", "members.show_people"): ("/rounds/1/people", Permission.MANAGE_MEMBERS),
    ("POST", "members.invite"): ("/rounds/1/invite", Permission.MANAGE_MEMBERS),
    ("POST", "members.download_links"): ("/rounds/1/links", Permission.MANAGE_MEMBERS),
    ("GET", "invitations.show_invitation"): ("/rounds/1/people/1", Permission.MANAGE_MEMBERS),
    ("POST", "invitations.replace_link"): ("/rounds/1/people/1/link", Permission.MANAGE_MEMBERS),
    ("POST", "invitations.withdraw"): ("/rounds/1/people/1/withdraw", Permission.MANAGE_MEMBERS),
    ("POST", "invitations.restore"): ("/rounds/1/people/1/restore", Permission.MANAGE_MEMBERS),
    ("GET", "results.show_results"): ("/rounds/1/results", Permission.SEE_RESULTS),
    ("GET", "results.show_state"): ("/rounds/1/results/state", Permission.SEE_RESULTS),
    ("POST", "results.move_on"): ("/rounds/1/results/figures", Permission.SEE_RESULTS),
    ("POST", "rules.declare_rules"): ("/rounds/1/rules", Permission.RUN_SURVEYS),
    ("POST", "segments.choose_segments"): ("/rounds/1/segments", Permission.RUN_SURVEYS),
    ("GET", "exports.export_results"): ("/rounds/1/results/formats", Permission.EXPORT_RESULTS),
    ("POST", "exports.export_results"): ("/rounds/1/results/formats", Permission.EXPORT_RESULTS),
    ("GET", "export_jobs.show_job"): ("/rounds/1/results/exports/1", Permission.EXPORT_RESULTS),
    ("GET", "export_jobs.show_state"): ("/rounds/1/results/exports/1/state", Permission.EXPORT_RESULTS),
    ("GET", "export_jobs.download"): ("/rounds/1/results/exports/1/file", Permission.EXPORT_RESULTS),
    ("POST", "export_jobs.cancel"): ("/rounds/1/results/exports/1/cancel", Permission.EXPORT_RESULTS),
    ("GET", "decisions.import_decisions"): ("/rounds/1/decisions/import", Permission.DECIDE),
    ("POST", "decisions.import_decisions"): ("/rounds/1/decisions/import", Permission.DECIDE),
    ("POST", "decisions.confirm_import"): ("/rounds/1/decisions/import/confirm", Permission.DECIDE),
    ("GET", "tokens.list_tokens"): ("/tokens", Permission.MANAGE_ACCOUNTS),
    ("POST", "tokens.list_tokens"): ("/tokens", Permission.MANAGE_ACCOUNTS),
    ("POST", "tokens.revoke_token"): ("/tokens/1/revoke", Permission.MANAGE_ACCOUNTS),
    ("GET", "api.describe"): ("/api/v1/openapi.json", EVERYBODY),
    ("GET", "api.list_rounds"): ("/api/v1/rounds", BEARER),
    ("GET", "api.show_round"): ("/api/v1/rounds/1", BEARER),
    ("GET", "api.list_items"): ("/api/v1/rounds/1/items", BEARER),
    ("GET", "api.show_summary"): ("/api/v1/rounds/1/summary", BEARER),
    ("GET", "api.list_tables"): ("/api/v1/rounds/1/tables", BEARER),
    ("GET", "api.show_table"): ("/api/v1/rounds/1/tables/summary", BEARER),
    ("GET", "comments.show_comments"): ("/rounds/1/comments", Permission.CODE_COMMENTS),
    ("POST", "comments.code"): ("/rounds/1/comments/code", Permission.CODE_COMMENTS),
    ("POST", "comments.undo"): ("/rounds/1/comments/undo", Permission.CODE_COMMENTS),
    ("POST", "comments.begin_second"): ("/rounds/1/comments/second", Permission.CODE_COMMENTS),
    ("POST", "comments.leave_second"): ("/rounds/1/comments/second/stop", Permission.CODE_COMMENTS),
    ("POST", "comments.finish_second"): ("/rounds/1/comments/second/done", Permission.CODE_COMMENTS),
    ("POST", "comments.add_theme"): ("/rounds/1/comments/themes", Permission.CODE_COMMENTS),
    ("POST", "comments.edit_theme"): ("/rounds/1/comments/themes/1", Permission.CODE_COMMENTS),
    ("POST", "comments.retire_theme"): ("/rounds/1/comments/themes/1/retire", Permission.CODE_COMMENTS),
    ("POST", "comments.bring_back"): ("/rounds/1/comments/themes/1/back", Permission.CODE_COMMENTS),
    ("POST", "comments.redact"): ("/rounds/1/comments/redact", Permission.EDIT_COMMENTS),
    ("POST", "comments.restore"): ("/rounds/1/comments/restore", Permission.EDIT_COMMENTS),
    ("POST", "comments.publish"): ("/rounds/1/comments/publish", Permission.EDIT_COMMENTS),
    ("GET", "comments.add_outside"): ("/rounds/1/comments/elsewhere", Permission.EDIT_COMMENTS),
    ("POST", "comments.add_outside"): ("/rounds/1/comments/elsewhere", Permission.EDIT_COMMENTS),
    ("POST", "comments.withdraw"): ("/rounds/1/comments/withdraw", Permission.EDIT_COMMENTS),
}
# The token is the key to a link's own pages, whoever holds it; the cookie is the key to the pages behind it.
BY_TOKEN = {"links.land", "links.plan", "links.start", "links.show_reminders", "links.choose_reminders"}
# These are about words or a theme that this round does not have.
ABOUT_WORDS = {"comments.code", "comments.redact", "comments.restore", "comments.withdraw"} | {
    f"comments.{what}" for what in ("edit_theme", "retire_theme", "bring_back")
}
# An export made in the background is the administrator's, so for all others there is none.
OF_ONE_PERSON = {f"export_jobs.{what}" for what in ("show_job", "show_state", "download", "cancel")}
# After these nobody is signed in any more.
ENDING = {"accounts.sign_out", "accounts.sign_in", "responses.leave"}


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def world(app: Flask) -> list[str]:
    """An open round with two members who have started, a draft round, and a program; the tokens of the two."""
    create_token(OPERATOR, name="A program", scopes=[ApiScope.ROUNDS], now=NOON)
    round_ = an_open_round()
    tokens = some_links(round_, 2)
    a_round(a_plan("Other Strategic Plan\n\nEnvisioned Future:\n\nIn the future, all is well.\n"))
    for role in Role:
        account = accounts.create_account(
            OPERATOR, email=f"{role}@example.org", name=role, role=role, password=PASSWORD, now=NOON
        )
    export_jobs.ask(accounts.actor_of(account), round_.id, "xlsx", asdict(Options()), in_words="", now=NOON)
    return tokens


def _client(app: Flask, who: str, tokens: list[str]) -> FlaskClient:
    client = app.test_client()
    if who in {"holder", "other holder"}:
        token = tokens[who == "other holder"]
        csrf_token = _own_token(client, f"/r/{token}")
        assert client.post(f"/r/{token}/start", data={"csrf_token": csrf_token}).status_code == 303
    elif who != "nobody":
        response = client.post("/sign-in", data={"email": f"{who}@example.org", "password": PASSWORD})
        assert response.status_code == 303, response.get_data(as_text=True)
    return client


def _address(app: Flask, address: str, tokens: list[str]) -> str:
    return address.format(token=tokens[0], css=app.jinja_env.globals["css_url"])


def _own_token(client: FlaskClient, address: str = "/s/1/v/1") -> str:
    """The token in the form that this visitor finds at `address`."""
    page = client.get(address).get_data(as_text=True)
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def _expected(mark: Permission | Access, endpoint: str, who: str) -> set[int]:
    may_be_missing = {404} if endpoint in ABOUT_WORDS | OF_ONE_PERSON else set()
    allowed, sign_in, refused = {200, 303, 400, 409, 422} | may_be_missing, {303}, {403}
    if mark is EVERYBODY or (mark is HOLDER and (endpoint in BY_TOKEN or "holder" in who)):
        return allowed
    if mark is HOLDER:
        return refused
    if mark is BEARER:
        return {401}
    if who in {role.value for role in Role}:
        return allowed if mark in ALLOWED[Role(who)] else refused
    return sign_in


def test_every_page_is_in_the_matrix_with_its_mark(app: Flask) -> None:
    found = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }

    assert found == set(PAGES)
    assert {key: access_of(app.view_functions[key[1]]) for key in PAGES} == {
        key: page[1] for key, page in PAGES.items()
    }


@pytest.mark.parametrize("who", ["nobody", "holder", "other holder", *(role.value for role in Role)])
def test_matrix(app: Flask, world: list[str], who: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    wrong = {}
    client = _client(app, who, world)
    for (method, endpoint), (address, mark) in PAGES.items():
        visitor = _client(app, who, world) if endpoint in ENDING else client
        data = {"csrf_token": _own_token(visitor)} if method == "POST" else None
        response = visitor.open(_address(app, address, world), method=method, data=data, buffered=True)
        is_refused = response.status_code == 303 and (response.location or "").startswith("/sign-in")
        expected = _expected(mark, endpoint, who)
        if response.status_code not in expected or (isinstance(mark, Permission) and is_refused != (expected == {303})):
            wrong[method, endpoint] = response.status_code

    assert wrong == {}


def test_the_other_holder_sees_and_changes_only_their_own(app: Flask, world: list[str]) -> None:
    mine, other = Browser(app).start(world[0]), Browser(app).start(world[1])
    comment = mine.field("comment-")
    mine.press("next", **{comment: "Mine."})

    other.get("/s/1/v/1")
    assert "Mine." not in other.html
    other.press("next", **{comment: "Theirs."})

    assert mine.get("/s/1/v/1").form.values[comment] == "Mine."


def test_get_leaves_the_database_as_it_was(app: Flask, world: list[str]) -> None:
    links.begin(world[0], secret=SECRET, now=NOON)
    participants.list_links(OPERATOR, 1, secret=SECRET, now=NOON)
    app.config["WTF_CSRF_ENABLED"] = False
    clients = [_client(app, who, world) for who in ("nobody", "holder", "administrator")]
    before = _contents()

    for client in clients:
        for (method, _), (address, _) in PAGES.items():
            if method == "GET":
                client.get(_address(app, address, world), buffered=True)
                client.head(_address(app, address, world), buffered=True)

    assert _contents() == before


def test_every_staff_form_is_refused_without_its_token(app: Flask, world: list[str]) -> None:
    before = _contents_after_sign_in(app, world)
    client, state = before
    for (method, endpoint), (address, mark) in PAGES.items():
        if method == "POST" and mark is not HOLDER:
            response = client.post(address, data={"csrf_token": "made up"})
            assert response.status_code == 400, endpoint
            assert "out of date" in response.get_data(as_text=True)

    assert _contents() == state


def _contents_after_sign_in(app: Flask, world: list[str]) -> tuple[FlaskClient, str]:
    app.config["WTF_CSRF_ENABLED"] = False
    client = _client(app, "administrator", world)
    app.config["WTF_CSRF_ENABLED"] = True
    return client, _contents()


def _contents() -> str:
    """A digest of every row of every table."""
    db = database.session()
    db.rollback()
    digest = hashlib.sha256()
    for table in database.Base.metadata.sorted_tables:
        for row in db.execute(sa.select(table).order_by(*table.primary_key.columns)):
            digest.update(f"{table.name} {tuple(row)}\n".encode())
    return digest.hexdigest()


def test_a_form_sent_from_another_site_is_refused(app: Flask) -> None:
    response = app.test_client().post("/r/x/start", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403


def test_headers_that_browsers_are_told_on_every_page(app: Flask, world: list[str]) -> None:
    client = _client(app, "holder", world)
    for address in (f"/r/{world[0]}", "/s/1/v/1", "/sign-in", "/nothing-here", "/plans"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_numbers_that_name_nothing_are_no_crash(app: Flask, world: list[str]) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = _client(app, "administrator", world)
    for number in ("0", "-1", "999", "9" * 30, "1.5", "abc", "%00", "1%20or%201"):
        for address in ("/plans/{}", "/rounds/{}", "/rounds/{}/results", "/rounds/{}/people", "/s/{}/", "/s/{}/v/1"):
            assert client.get(address.format(number)).status_code in {403, 404, 405}
        assert client.post(f"/rounds/{number}/close").status_code == 404


def test_after_sign_in_only_addresses_here_are_followed(app: Flask, world: list[str]) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for where in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil"):
        client = app.test_client()
        data = {"email": "staff@example.org", "password": PASSWORD}
        response = client.post("/sign-in", query_string={"next": where}, data=data)
        assert response.location in {"/", "/plans"}, where
