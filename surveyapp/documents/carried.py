"""What a row of a workbook carries along, so that what is filled in beside it finds its way back."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{1,9})/([A-Za-z0-9-]{1,60})/(\d{1,9})/([0-9a-f]{10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class RowKey:
    """Whose row this is: `key` is an item's lasting identity or the address of a comment, in the round `round_id`.

    `revision` counts the changes to what stood there when the row was written, and `mark` is that of its text, so that
    a row whose cells were torn apart is seen.
    """

    round_id: int
    key: str
    revision: int
    mark: str

    def __str__(self) -> str:
        return f"{self.round_id}/{self.key}/{self.revision}/{self.mark}"

    @classmethod
    def read(cls, text: str) -> RowKey | None:
        """Read a key as it was written; None for any other text."""
        match = _WRITTEN.fullmatch(text)
        return cls(int(match[1]), match[2], int(match[3]), match[4]) if match else None


def mark_of(*texts: str) -> str:
    """Mark texts by their letters and digits alone: spreadsheets change breaks, blanks and quotes of what they keep."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update("".join(filter(str.isalnum, text)).encode() + b"\n")
    return digest.hexdigest()[:10]
