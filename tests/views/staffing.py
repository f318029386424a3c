"""A staff member's browser without JavaScript, and members who answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from itsdangerous import URLSafeTimedSerializer

from surveyapp import database
from surveyapp.permissions import OPERATOR
from surveyapp.services import accounts, drafts, links, questionnaires, responses, surveys
from tests.conftest import NOON, SECRET
from tests.factories import some_links

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from werkzeug.test import TestResponse

    from surveyapp.enums import Role
    from surveyapp.questionnaire import Questionnaire

PASSWORD = "a-long-password"


@dataclass
class PageForm:
    """One form of a page with the values that a browser would send."""

    action: str
    values: dict[str, Any] = field(default_factory=dict)


class Page(HTMLParser):
    """What a person reads on a page, its title, and its forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.forms: list[PageForm] = []
        self.title = self.words = ""
        self._inside: list[str] = []
        self._field = ""
        self.feed(html)
        self.words = re.sub(r"\s+", " ", self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(given.get("action", "")))
        elif tag in {"title", "textarea", "select"}:
            self._inside.append(tag)
            self._field = given.get("name", "")
        if not self.forms:
            return
        values = self.forms[-1].values
        if tag == "textarea":
            values[self._field] = ""
        elif tag == "option" and ("selected" in given or self._field not in values):
            values[self._field] = given["value"]
        elif tag == "input" and _is_sent(given):
            values[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["title"]:
            self.title += data
        elif self._inside[-1:] == ["textarea"]:
            values = self.forms[-1].values
            # A browser drops a line break that stands first in a text area.
            values[self._field] += data if values[self._field] else data.removeprefix("\n")
        else:
            self.words += f" {data}"

    def form(self, action: str) -> PageForm:
        """The form whose address ends with `action`."""
        return next(form for form in self.forms if form.action.endswith(action))


def _is_sent(given: Mapping[str, str]) -> bool:
    """Whether a browser sends this input as it stands."""
    kind = given.get("type")
    return kind != "file" and (kind not in {"checkbox", "radio"} or "checked" in given)


class Desk:
    """One browser of one person; `role` None is somebody who is not signed in."""

    def __init__(self, app: Flask, role: Role | None) -> None:
        self._client = app.test_client()
        self.status = 0
        self.url = ""
        self.page = Page("")
        self.response: TestResponse | None = None
        if role is not None:
            account = accounts.create_account(
                OPERATOR, email=f"{role}@example.org", name=f"The {role}", role=role, password=PASSWORD, now=NOON
            )
            with self._client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = str(account.id), True

    @property
    def words(self) -> str:
        """What stands on the page."""
        return self.page.words

    def get(self, url: str) -> Desk:
        """Open a page, following redirects."""
        return self._arrive(self._send("GET", url))

    def press(self, action: str, **typed: Any) -> Desk:
        """Fill in the form whose address ends with `action` and send it; None unticks a box."""
        form = self.page.form(action)
        data = {name: value for name, value in (form.values | typed).items() if value is not None}
        return self._arrive(self._send("POST", form.action, data=data))

    def post(self, url: str, **data: Any) -> Desk:
        """Send a form that no page showed, with a good token."""
        with self._client.session_transaction() as session:
            kept = session.setdefault("csrf_token", "kept in the session")
        token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(kept)
        return self._arrive(self._send("POST", url, data={"csrf_token": token, **data}))

    def ask(self, url: str, data: Mapping[str, Any]) -> tuple[int, Any]:
        """Send a form as a page's script does, with a good token; the status and what it is told."""
        with self._client.session_transaction() as session:
            kept = session.setdefault("csrf_token", "kept in the session")
        token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(kept)
        headers = {"Accept": "application/json"}
        answer = self._send("POST", url, data={**data, "csrf_token": token}, headers=headers)
        return answer.status_code, answer.get_json()

    def post_without_token(self, url: str, **data: Any) -> Desk:
        """Send a form as another site would."""
        return self._arrive(self._send("POST", url, data=data))

    def _send(self, method: str, url: str, **values: Any) -> TestResponse:
        database.session().rollback()
        return self._client.open(url, method=method, **values)

    def _arrive(self, response: TestResponse) -> Desk:
        self.status = response.status_code
        self.url = response.request.path
        while response.status_code == 303:
            self.url = response.location
            response = self._send("GET", response.location)
            if response.status_code != 303:
                self.status = 303 if response.status_code == 200 else response.status_code
        self.response = response
        is_page = response.mimetype == "text/html"
        self.page = Page(response.get_data(as_text=True) if is_page else "")
        return self


def some_answers(round_id: int, count: int, answer: Callable[[Questionnaire, int], dict[str, str]]) -> None:
    """Let `count` invited members submit what `answer` makes for each (numbered from 0)."""
    round_ = surveys.get_round(OPERATOR, round_id)
    tokens = some_links(round_, count)
    questionnaire = questionnaires.load_questionnaire(round_id)
    for number, token in enumerate(tokens[:count]):
        _, draft_id = links.begin(token, secret=SECRET, now=NOON)
        drafts.save_fields(draft_id, round_id, answer(questionnaire, number), now=NOON)
        responses.submit(draft_id, round_id, questionnaire, now=NOON)
