"""What stands decided about an item or a comment, as services store it and reports show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Standing:
    """What is decided about an item: texts, empty where nothing is; `revision` counts its changes.

    Of a comment, `decision` is what became of it, and the other two stay empty.
    """

    decision: str = ""
    wording: str = ""
    reason: str = ""
    revision: int = 0

    @property
    def texts(self) -> tuple[str, str, str]:
        """Decision, new wording and reason."""
        return self.decision, self.wording, self.reason

    def with_texts(self, texts: Sequence[str]) -> Standing:
        """The same revision with other texts: decision, new wording and reason."""
        decision, wording, reason = texts
        return Standing(decision, wording, reason, self.revision)
