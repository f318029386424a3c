"""From lines to drafts of items: which section a line stands in, and where an item begins and ends."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from surveyapp.enums import ItemKind
from surveyapp.errors import InvalidInput
from surveyapp.outline.drafts import Doubt, Draft, Sections, TierHeading, excerpt
from surveyapp.outline.headings import Role, begins_in_the_future, heading_roles, is_title
from surveyapp.outline.joining import Join, joins, splits_word
from surveyapp.outline.model import MOST_ITEMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.outline.shapes import Shape


class _Section(Enum):
    FRONT = "before anything else: title, introduction"
    VISION = "the envisioned future"
    GOALS = "the goals"
    PRIORITIES = "how the society supports the plan"
    OTHER = "below a heading that we have no word for"
    BACK = "copyright, sources, thanks"


def read_sections(shapes: Sequence[Shape], width: int | None) -> Sections:
    """Sort the lines into items and headings. Raises `InvalidInput` when there are far too many items."""
    return _Reader(shapes, width).read()


class _Reader:
    """Walks over the lines once, remembering the section and the item that may still go on."""

    def __init__(self, shapes: Sequence[Shape], width: int | None) -> None:
        self.shapes = shapes
        self.width = width
        self.found = Sections()
        self.section = _Section.FRONT
        self.open: Draft | None = None
        self.before_note: Draft | None = None
        self.begun = self.has_statement = self.has_goal = self.has_list = False
        self.below_heading = self.below_goals_heading = False
        self.unknown_heading: Shape | None = None

    def read(self) -> Sections:
        roles = heading_roles(self.shapes, self.width)
        ahead = _look_ahead(self.shapes, roles)
        title = self._title()
        for shape, role, below in zip(self.shapes, roles, ahead, strict=True):
            self.has_list = self.has_list or below.lists
            if shape is title:
                self.found.title = shape.whole
            elif role and not self._is_introduction(shape, role, below):
                self._announce(shape, role, below)
            elif shape.begins_note:
                self._interrupt(shape)
            elif not self._goes_on(shape, below):
                self._place(shape, below)
        return self.found

    def _title(self) -> Shape | None:
        """Return the title: the first line that is no copyright notice, if it looks like one."""
        for shape, below in zip(self.shapes, [*self.shapes[1:], None], strict=False):
            if not (shape.begins_note or shape.reserves_rights):
                return shape if is_title(shape, below, self.width) else None
        return None

    def _is_introduction(self, shape: Shape, role: Role, below: _Below) -> bool:
        """Whether what looks like a heading only introduces the text of its section ("Members see this:")."""
        if role is Role.QUESTION:
            return self.section is _Section.FRONT
        if shape.heading or role not in (Role.OTHER, Role.PERHAPS) or self.begun:
            return False
        return {
            _Section.FRONT: below.marks and below.vision_and_goals,
            _Section.VISION: not below.marks,
            _Section.PRIORITIES: True,
        }.get(self.section, False)

    def _announce(self, shape: Shape, role: Role, below: _Below) -> None:
        self.open = self.before_note = self.unknown_heading = None
        self.has_statement, self.begun, self.has_list = False, False, below.lists
        named = {
            Role.VISION: _Section.VISION,
            Role.GOALS: _Section.GOALS,
            Role.TIER: _Section.GOALS,
            Role.PRIORITIES: _Section.PRIORITIES,
            Role.NOTES: _Section.BACK,
        }.get(role)
        if named is _Section.GOALS or (named is None and below.marks):
            self.section = _Section.GOALS
            self.below_heading = role is not Role.PERHAPS
            if role is Role.GOALS:
                self.below_goals_heading = True
            else:
                draft = self._begin(ItemKind.NOTE, shape)
                self.found.tier_headings.append(TierHeading(role, draft, self.below_goals_heading))
                self.open = None
        elif named:
            self.section = named
        elif self.section is not _Section.FRONT:
            self.section, self.unknown_heading = _Section.OTHER, shape

    def _interrupt(self, shape: Shape) -> None:
        """Begin a copyright notice or the like, which may be the foot of a page in the middle of a sentence."""
        interrupted = self.open if self.open and self.open.kind is not ItemKind.NOTE else self.before_note
        self._begin(ItemKind.NOTE, shape)
        self.before_note = interrupted

    def _goes_on(self, shape: Shape, below: _Below) -> bool:
        for draft in (self.before_note if shape.after_gap else None, self.open):
            if draft is not None:
                join = joins(draft.first, draft.last, shape, in_list=below.bare_bullet, width=self.width)
                if join is not Join.NO:
                    self._add_line(draft, shape, join)
                    return True
        return False

    def _add_line(self, draft: Draft, shape: Shape, join: Join) -> None:
        above = draft.last
        if join is Join.DOUBTFUL:
            self._doubt(
                shape,
                f"{excerpt(shape.words)} was joined to {{label}}, which seemed to break off in line {above.number}. "
                "Check that it belongs there.",
                draft,
            )
        if splits_word(above.words, shape.words):
            word = above.words.split(" ")[-1] + shape.words.split(" ")[0]
            self._doubt(
                shape, f"{{label}} has a word split over two lines. It was joined as “{word}”, with the hyphen.", draft
            )
        draft.pieces.append(shape.words)
        draft.last = shape
        self.open, self.before_note = draft, None

    def _place(self, shape: Shape, below: _Below) -> None:
        """Begin the item that `shape` is in its section, or in the section that it silently opens."""
        if shape.reserves_rights:
            self._interrupt(shape)
            return
        before_vision = self.section is _Section.FRONT and below.vision_and_goals
        outside = self.section in (_Section.FRONT, _Section.OTHER)
        if outside and shape.is_plain and begins_in_the_future(shape):
            self.section, self.has_statement = _Section.VISION, False
        elif shape.marker and (
            (outside and not before_vision)
            or (self.section is _Section.VISION and self.has_statement and not below.goals)
        ):
            self.section = _Section.GOALS
        {
            _Section.FRONT: self._begin_introduction,
            _Section.VISION: self._begin_statement,
            _Section.GOALS: self._begin_goal,
            _Section.PRIORITIES: self._begin_priority,
            _Section.OTHER: self._begin_unknown,
            _Section.BACK: self._begin_note,
        }[self.section](shape)

    def _begin_note(self, shape: Shape) -> None:
        self._begin(ItemKind.NOTE, shape)

    def _begin_introduction(self, shape: Shape) -> None:
        note = self._begin(ItemKind.NOTE, shape)
        if shape.marker:
            self._doubt(shape, "This numbered line stands before the envisioned future. It was kept as {label}.", note)

    def _begin_statement(self, shape: Shape) -> None:
        if shape.is_plain and not self.has_statement and shape.words.endswith(":"):
            self._begin_note(shape)
            return
        draft = self._begin(ItemKind.STATEMENT, shape)
        if shape.is_plain:
            self.has_statement = True
        elif shape.marker and self.has_statement:
            self._doubt(shape, "This numbered line in the envisioned future was read as statement {label}.", draft)

    def _begin_goal(self, shape: Shape) -> None:
        if not shape.is_plain:
            draft = self._begin(ItemKind.GOAL, shape)
            draft.below_heading, self.below_heading, self.has_goal = self.below_heading, False, True
            return
        note = self._begin(ItemKind.NOTE, shape)
        if self.has_goal and not self.below_heading:
            self._doubt(
                shape,
                "This line has no number, although it follows a goal. It was kept as note {label}. If it is a goal, "
                "give it a number; if it belongs to the goal above, put it on the same line.",
                note,
            )

    def _begin_priority(self, shape: Shape) -> None:
        after_priority = self.open is not None and self.open.kind is ItemKind.PRIORITY
        introduces = shape.is_plain and (self.has_list or (shape.words.endswith(":") and not self.begun))
        draft = self._begin(ItemKind.NOTE if introduces else ItemKind.PRIORITY, shape)
        if introduces and after_priority:
            self._doubt(shape, "This line has no bullet, although it follows a priority. It was kept as a note.", draft)
        elif shape.is_plain and not introduces and not after_priority:
            self._doubt(
                shape, "These priorities have no bullets. Each paragraph was read as one, from {label} on.", draft
            )

    def _begin_unknown(self, shape: Shape) -> None:
        self._begin_note(shape)
        if self.unknown_heading:
            heading, self.unknown_heading = self.unknown_heading, None
            self._doubt(
                heading,
                f"{excerpt(heading.whole)} is a heading that we do not know. The lines below it were kept as notes.",
            )

    def _begin(self, kind: ItemKind, shape: Shape) -> Draft:
        if len(self.found.drafts) == MOST_ITEMS:
            raise InvalidInput(
                f"This document has more than {MOST_ITEMS:,} separate lines or paragraphs. A plan has at most a few "
                "hundred. Nothing was stored; choose the file of one plan."
            )
        # A note keeps its number ("1. Smith J."), and loses the stars of a footnote.
        words = shape.whole.lstrip("*") if kind is ItemKind.NOTE and not shape.bulleted else shape.words
        draft = Draft(kind, shape, shape, [words.strip()])
        self.found.drafts.append(draft)
        self.open, self.before_note = draft, None
        self.begun = self.begun or kind is not ItemKind.NOTE
        return draft

    def _doubt(self, shape: Shape, message: str, about: Draft | None = None) -> None:
        self.found.doubts.append(Doubt(shape.number, message, about))


class _Below(NamedTuple):
    """What follows a line: at once, before the next heading, and ever."""

    bare_bullet: bool
    marks: bool
    lists: bool
    goals: bool
    vision_and_goals: bool


def _look_ahead(shapes: Sequence[Shape], roles: Sequence[Role | None]) -> list[_Below]:
    ahead = []
    bare_bullet = marks = lists = goals = vision_and_goals = False
    for shape, role in zip(reversed(shapes), reversed(roles), strict=True):
        ahead.append(_Below(bare_bullet, marks, lists, goals, vision_and_goals))
        bare_bullet = shape.is_bare_bullet and not shape.after_gap
        vision = role is Role.VISION or (shape.is_plain and begins_in_the_future(shape))
        vision_and_goals = vision_and_goals or (vision and goals)
        if role:
            goals = goals or role in (Role.GOALS, Role.TIER) or (role in (Role.OTHER, Role.PERHAPS) and marks)
            marks = lists = False
        else:
            marks = marks or shape.marker is not None
            lists = lists or not shape.is_plain
    return ahead[::-1]
