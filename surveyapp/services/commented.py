"""One comment or suggested wording as a person may see it, with what staff made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from surveyapp.services.remarks import digest_of, publish_state, seen_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.enums import DispositionKind, PublishState
    from surveyapp.services.remarks import Worked, Written

LOOK_AGAIN = "[Its writer changed this text after it was redacted. It is shown again when staff have looked at it.]"


@dataclass(frozen=True, slots=True)
class Comment:
    """Words as this person may see them, with the codes they may see.

    `written.text` is the redacted text where there is one; the `original` is there for those who may edit. `seen` is
    the mark of what was written (`seen_mark`). `changed` tells that the text changed since it was coded, `stale` that
    it changed since it was redacted. `second` holds the themes of every second coder who is done. `disposition` is what
    became of them, after `revision` steps; `overtaken` tells that it was decided about an earlier text.
    """

    written: Written
    seen: str
    segment: str
    is_coded: bool
    changed: bool
    themes: tuple[int, ...]
    second: tuple[tuple[int, ...], ...]
    publish: PublishState
    is_redacted: bool
    stale: bool
    original: str | None
    disposition: DispositionKind | None
    revision: int
    overtaken: bool

    @property
    def differs(self) -> bool:
        """Whether a second coder who is done gave other themes."""
        return self.is_coded and any(themes != self.themes for themes in self.second)


def see_comment(
    written: Written,
    work: Worked,
    segment: str,
    seats: tuple[int, Sequence[int]],
    ends: Mapping[int, int],
    *,
    may_edit: bool,
) -> Comment:
    """Make a comment of what was `written` and what staff made of it.

    `seats` are the seat whose codes this person sees and those of second coders who are done; `ends` maps themes to
    those they count for.
    """
    digest = digest_of(written.text)
    coded_text, themes = work.codings.get(seats[0], ("", set()))
    second = [work.codings[seat] for seat in seats[1] if seat in work.codings]
    disposition, decided_about = work.dispositions[-1] if work.dispositions else (None, "")
    is_redacted = work.shown is not None
    stale = is_redacted and work.shown_of != digest
    shown = LOOK_AGAIN if stale else (work.shown or written.text)
    return Comment(
        written=replace(written, text=shown) if is_redacted else written,
        seen=seen_mark(digest, work.remark_id if is_redacted and not may_edit else 0),
        segment=segment,
        is_coded=coded_text == digest,
        changed=coded_text not in ("", digest),
        themes=tuple(sorted({ends[theme] for theme in themes})),
        second=tuple(tuple(sorted({ends[t] for t in given})) for text, given in second if text == digest),
        publish=publish_state(written, work.publish),
        is_redacted=is_redacted,
        stale=stale,
        original=written.text if may_edit and is_redacted and written.text != work.shown else None,
        disposition=disposition,
        revision=len(work.dispositions),
        overtaken=disposition is not None and decided_about != digest,
    )
