"""The closed vocabularies of the domain, stored and shown by these values."""

from enum import StrEnum


class ItemKind(StrEnum):
    """What one line of a plan version is."""

    STATEMENT = "statement"
    GOAL = "goal"
    PRIORITY = "priority"
    NOTE = "note"


class QuestionKind(StrEnum):
    """How a question is answered."""

    RATING = "rating"
    RANKING = "ranking"
    CHOICE = "choice"
    TEXT = "text"


class WordsKind(StrEnum):
    """What a participant's own words are."""

    COMMENT = "comment"
    WORDING = "wording"
    ANSWER = "answer"


class PublishState(StrEnum):
    """Whether somebody's words may be read by others, or only counted."""

    QUOTED = "quoted"
    COUNTED = "counted"


class DecisionKind(StrEnum):
    """What the committee does with an item."""

    KEEP = "keep"
    REWORD = "reword"
    MERGE = "merge"
    SPLIT = "split"
    DROP = "drop"
    MOVE_TIER = "move tier"
    UNDECIDED = "undecided"


class DispositionKind(StrEnum):
    """What became of a comment."""

    ACCEPTED = "accepted"
    IN_PART = "in part"
    DECLINED = "declined"
    PARKED = "parked"
    UNDECIDED = "undecided"


class InputSource(StrEnum):
    """Where words that did not come through a survey were said or written."""

    MEETING = "meeting"
    FOCUS_GROUP = "focus group"
    LETTER = "letter"
    OTHER = "other"


class VersionState(StrEnum):
    """Whether a plan version may still change."""

    DRAFT = "draft"
    FROZEN = "frozen"


class RoundState(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ExportState(StrEnum):
    """Where a file that somebody asked for stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Confidentiality(StrEnum):
    """Who can tell who said what."""

    CONFIDENTIAL = "confidential"


class Refresh(StrEnum):
    """When the figures of a round move on while it is open."""

    STEPS = "steps"
    CLOSE = "close"


class Role(StrEnum):
    """What an account may do."""

    FACILITATOR = "facilitator"
    ANALYST = "analyst"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class ApiScope(StrEnum):
    """What a program may read by its token."""

    ROUNDS = "rounds"
    RESULTS = "results"
    WORDS = "words"
