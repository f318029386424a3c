"""A member who answers everything, as a browser without JavaScript sends it or, saving at every tap, as one with it."""

from __future__ import annotations

import http.client
import json
import re
from urllib.parse import urlencode

_HIDDEN = re.compile(r'type="hidden" name="([\w-]+)" value="([^"]*)"')
_RADIO = re.compile(r'type="radio" name="([\w-]+)" value="(\w+)"')
_RADIO_NAME = re.compile(r'type="radio" name="([\w-]+)"')
_SELECT = re.compile(r'<select name="([\w-]+)"')
_TEXT = re.compile(r'<textarea[^>]* name="([\w-]+)"[^>]*>([^<]*)<')
_SPARED = {"step", "tier", "share"}
_RANKED = 5
_CONTROLS = {"csrf_token", "revision", "version"}


class Member:
    """One connection to the server; `requests`, `saves` and `taps` (saves between pages) count what it asked for."""

    def __init__(self, port: int, *, saves_at_once: bool = False) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookie = ""
        self._saves_at_once = saves_at_once
        self.requests = self.saves = self.answers = self.taps = 0

    def walk(self, token: str) -> None:
        """Open the link, start, answer every rating and five places with two comments, check, submit, read thanks."""
        page = self._get(f"/r/{token}")
        address = self._post(f"/r/{token}/start", dict(_HIDDEN.findall(page)))
        while not address.endswith("/done"):
            page = self._get(address)
            if page.startswith("/"):
                address = page
                continue
            go = "submit" if address.endswith("/review") else "next"
            fields = self._filled(page)
            if self._saves_at_once:
                fields = self._save_each(address, page, fields)
            address = self._post(address, fields | {"go": go})
        self._get(address)

    def _filled(self, page: str) -> dict[str, str]:
        fields = dict(_HIDDEN.findall(page))
        for name, value in _RADIO.findall(page):
            if name.partition("-")[0] not in _SPARED and name not in fields:
                fields[name] = value
                self.answers += 1
        for place, name in enumerate(_SELECT.findall(page), start=1):
            fields[name] = str(place) if place <= _RANKED else ""
            self.answers += place <= _RANKED
        for name, text in _TEXT.findall(page):
            fields[name] = text.lstrip("\n")
        return fields

    def save(self, address: str, body: dict[str, object]) -> str:
        """Save one change as the script does."""
        self.taps += 1
        return self._ask("POST", f"/s/{address.split('/')[2]}/save", json.dumps(body))

    def _save_each(self, address: str, page: str, fields: dict[str, str]) -> dict[str, str]:
        """Send every answer of the page on its own; what is left for the form are its controls."""
        controls = {name: fields[name] for name in _CONTROLS if name in fields}
        version = int(controls["version"])
        for name in [*dict.fromkeys(_RADIO_NAME.findall(page)), *_SELECT.findall(page)]:
            if fields.get(name):
                changes = {name: [fields[name], version]}
                body = {"token": controls["csrf_token"], "revision": int(controls["revision"]), "changes": changes}
                version = json.loads(self.save(address, body | {"count": self.taps + 1, "seen": version}))["version"]
        return controls | {"version": str(version)}

    def _get(self, address: str) -> str:
        return self._ask("GET", address, None)

    def _post(self, address: str, fields: dict[str, str]) -> str:
        self.saves += 1
        return self._ask("POST", address, urlencode(fields))

    def _ask(self, method: str, address: str, body: str | None) -> str:
        """Return the page, or the address it leads to."""
        self.requests += 1
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/json" if body[0] == "{" else "application/x-www-form-urlencoded"
        self._connection.request(method, address, body, headers)
        response = self._connection.getresponse()
        content = response.read().decode()
        if cookie := response.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        if response.status == http.client.SEE_OTHER:
            return response.getheader("Location") or ""
        if response.status != http.client.OK:
            message = f"{method} {address} answered {response.status}"
            raise RuntimeError(message)
        return content
