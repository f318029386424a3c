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


class VersionState(StrEnum):
    """Whether a plan version may still change."""

    DRAFT = "draft"
    FROZEN = "frozen"


class RoundState(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Confidentiality(StrEnum):
    """Who can tell who said what."""

    CONFIDENTIAL = "confidential"


class Role(StrEnum):
    """What an account may do."""

    FACILITATOR = "facilitator"
    ANALYST = "analyst"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"
