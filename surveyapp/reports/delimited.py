"""CSV that a spreadsheet opens as it stands: UTF-8 with a mark, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A spreadsheet runs a cell that begins with one of these; the apostrophe in front makes it text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write texts as CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def links_csv(people: Iterable[tuple[str, str, str, str, bool]], public_url: str) -> bytes:
    """Everybody's personal link: given name, family name, e-mail address, link (made from the token), reminders or not.

    Whoever said that they want no more reminders has "no" in the last column.
    """
    rows = (
        (given, family, email, link_address(public_url, token), "yes" if wants_reminders else "no")
        for given, family, email, token, wants_reminders in people
    )
    return write_csv(("given name", "family name", "e-mail", "link", "reminders"), rows)


def link_address(public_url: str, token: str) -> str:
    """The whole address of a personal link."""
    return f"{public_url}/r/{token}"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
