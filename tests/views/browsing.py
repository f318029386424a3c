"""A participant's browser without JavaScript: opens a link, reads a page's form, fills it in, presses a button."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from werkzeug.test import TestResponse


class Form(HTMLParser):
    """The fields of a page's form with their present values, and what else a person would read there.

    `others` holds the hidden fields of every form on the page, by the address it is sent to.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action = ""
        self.values: dict[str, str] = {}
        self.others: dict[str, dict[str, str]] = {}
        self._hidden_of: dict[str, str] | None = None
        self.options: dict[str, list[str]] = {}
        self.text = ""
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        name = attributes.get("name", "")
        if tag == "form":
            self.action = self.action or attributes.get("action", "")
            self._hidden_of = self.others.setdefault(attributes.get("action", ""), {})
        elif tag == "input" and attributes.get("type") == "hidden" and self._hidden_of is not None:
            self._hidden_of[name] = self.values[name] = attributes.get("value", "")
        elif tag == "input" and attributes.get("type") == "radio":
            self.options.setdefault(name, []).append(attributes["value"])
            if "checked" in attributes:
                self.values[name] = attributes["value"]
        elif tag == "input":
            self.values[name] = attributes.get("value", "")
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and self._select:
            self.options.setdefault(self._select, []).append(attributes["value"])
            if "selected" in attributes:
                self.values[self._select] = attributes["value"]
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._textarea is not None:
            # A browser drops a line break that stands first in a text area.
            first = not self.values[self._textarea] and data.startswith("\n")
            self.values[self._textarea] += data[1:] if first else data


class Browser:
    """One device of one person."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self.url = ""
        self.status = 0
        self.form = Form("")
        self.html = ""

    def get(self, url: str) -> Browser:
        """Open a page, following redirects as a browser does."""
        return self._arrive(self._client.get(url))

    def start(self, token: str) -> Browser:
        """Open a personal link and press Start or Continue."""
        return self.get(f"/r/{token}").press()

    def press(self, go: str | None = None, **typed: str) -> Browser:
        """Type into fields (by name), press the button named `go`."""
        data = self.form.values | typed | ({"go": go} if go else {})
        return self._arrive(self._client.post(self.form.action, data=data))

    def send(self, address: str, data: Mapping[str, object] | None = None) -> Browser:
        """Send one of the page's forms, known by its address, with what was typed or chosen there."""
        return self._arrive(self._client.post(address, data={**self.form.others[address], **(data or {})}))

    def download(self, address: str, **typed: str) -> bytes:
        """Send one of the page's forms, with what was `typed` into it, and keep the file that comes back."""
        response = self._client.post(address, data=self.form.others[address] | typed)
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.get_data()

    def save(self, changes: Mapping[str, str], *, count: int = 1) -> TestResponse:
        """Save fields of the page as its script does, without leaving it."""
        seen = int(self.form.values["version"])
        body = {
            "token": self.form.values["csrf_token"],
            "revision": int(self.form.values["revision"]),
            "count": count,
            "seen": seen,
            "changes": {name: [text, seen] for name, text in changes.items()},
        }
        return self.send_json("/s/1/save", body)

    def send_json(self, url: str, body: object) -> TestResponse:
        """Send JSON and stay on the page."""
        return self._client.post(url, json=body)

    def post(self, url: str, data: dict[str, str]) -> Browser:
        """Send a form that the page does not have."""
        return self._arrive(self._client.post(url, data=data))

    def cookie_value(self, name: str) -> str | None:
        """A cookie of this device."""
        cookie = self._client.get_cookie(name)
        return None if cookie is None else cookie.value

    def field(self, prefix: str) -> str:
        """The one field of the page whose name begins so."""
        found = [name for name in (*self.form.values, *self.form.options) if name.startswith(prefix)]
        return found[0]

    def _arrive(self, response: TestResponse) -> Browser:
        while response.status_code in {301, 302, 303, 308}:
            self.url = response.location
            response = self._client.get(response.location)
        self.url = response.request.path
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.form = Form(self.html)
        return self
