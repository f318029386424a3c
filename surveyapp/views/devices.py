"""The cookie by which a participant's device is known: set at Start, read on every page, gone at the end of a visit."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import g, request

from surveyapp.questionnaire import is_trace
from surveyapp.security import Device, read_sitting, seal_sitting, settings
from surveyapp.services import links
from surveyapp.services.drafts import Change

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from surveyapp.services.links import Door

_REMEMBERED = timedelta(days=90)
_LARGEST_PAGE = 1024 * 1024


class NoSitting(Exception):
    """The device is not let in (any more).

    Its cookie is missing, altered, or of another survey, or the link that was opened on it leads nowhere now.
    """


def limit_size() -> None:
    """Refuse a page far larger than anybody types before reading it."""
    request.max_content_length = _LARGEST_PAGE
    request.max_form_memory_size = _LARGEST_PAGE


def known_device(round_id: int) -> Device:
    """The device that asks, asked of the database once in a request. Raises `NoSitting`."""
    if "device" not in g:
        device = find_device(round_id)
        if device is None or not links.is_admitted(device.admission):
            raise NoSitting
        g.device = device
    known: Device = g.device
    return known


def find_device(round_id: int) -> Device | None:
    """The device that asks, let in or not; None if it never held a draft of this round."""
    return read_sitting(request.cookies.get(_cookie(round_id)))


def is_open_for_somebody_else(door: Door) -> bool:
    """Whether this device would show the answers of somebody other than the one whose link this is."""
    device = find_device(door.round_id)
    return device is not None and device.draft_id != door.draft_id and links.is_admitted(device.admission)


def remember(answer: Response, round_id: int, draft_id: int, admission: str) -> None:
    """Give this device the draft. It keeps its name for as long as it keeps the draft."""
    before = find_device(round_id)
    name = before.name if before and before.draft_id == draft_id and before.name else secrets.token_hex(4)
    answer.set_cookie(
        _cookie(round_id),
        seal_sitting(Device(draft_id, name, admission)),
        max_age=_REMEMBERED,
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
    )


def forget(answer: Response, round_id: int) -> None:
    """Take the draft from this device."""
    answer.delete_cookie(_cookie(round_id))


def seen_change(name: str, text: str, seen: int | None) -> Change:
    """A change made at the version that the page showed; what a page notes beside the answers is never in dispute."""
    return Change(text, None if is_trace(name) else seen)


def _cookie(round_id: int) -> str:
    return f"sitting_{round_id}"
