"""Failures said to programs: problem objects (RFC 9457) instead of pages."""

from __future__ import annotations

import json

from flask import Response, request

_TYPE = "application/problem+json"
_PREFIX = "/api/"


def is_for_programs() -> bool:
    """Whether a program asks, and would not know what to do with a page."""
    return request.path.startswith(_PREFIX)


def problem(status: int, title: str, detail: str) -> Response:
    """Say what went wrong; `detail` is a sentence for the person behind the program."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = Response(json.dumps(body, ensure_ascii=False), status, mimetype=_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="surveyapp"'
    return response
