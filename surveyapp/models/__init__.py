"""Tables: columns, constraints, and the changes of state that a row guards itself. No queries, no mail."""

from surveyapp.models.accounts import Account
from surveyapp.models.activity import AuditEntry
from surveyapp.models.members import Member
from surveyapp.models.participants import Invitation, Participant, ReplacedLink
from surveyapp.models.plans import Plan, PlanItem, PlanVersion, Tier
from surveyapp.models.responses import (
    Choice,
    Draft,
    ItemWords,
    PageSeconds,
    Placement,
    RankingTrace,
    Rating,
    Response,
    TextAnswer,
)
from surveyapp.models.surveys import GRACE, Question, QuestionItem, Round, Survey, is_accepting

__all__ = [
    "GRACE",
    "Account",
    "AuditEntry",
    "Choice",
    "Draft",
    "Invitation",
    "ItemWords",
    "Member",
    "PageSeconds",
    "Participant",
    "Placement",
    "Plan",
    "PlanItem",
    "PlanVersion",
    "Question",
    "QuestionItem",
    "RankingTrace",
    "Rating",
    "ReplacedLink",
    "Response",
    "Round",
    "Survey",
    "TextAnswer",
    "Tier",
    "is_accepting",
]
