"""The comments page in a staff member's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.views.staffing import Desk, PageForm

NASTY = """<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7*7 }} & ' =1+1 \u202e"""


def url(round_id: int, query: str = "") -> str:
    return f"/rounds/{round_id}/comments{query}"


def blocks(desk: Desk) -> list[str]:
    """The comments on the page, as HTML."""
    return desk.page.html.split("<article ")[1:]


def forms(desk: Desk, action: str, beginning: str) -> PageForm:
    """The form of the comment whose words begin so."""
    place = next(n for n, block in enumerate(blocks(desk)) if f'class="said" dir="auto">{beginning}' in block)
    return [form for form in desk.page.forms if form.action.endswith(action)][place]


def save(desk: Desk, beginning: str, *themes: int, **more: str) -> Desk:
    form = forms(desk, "/code", beginning)
    sent = {name: value for name, value in form.values.items() if name not in {"theme", "with", "csrf_token"}}
    return desk.post(form.action, **{**sent, "theme": [str(theme) for theme in themes], **more})
