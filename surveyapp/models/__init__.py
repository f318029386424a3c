"""Tables: columns, constraints, and the changes of state that a row guards itself. No queries, no mail."""

from surveyapp.models.accounts import Account
from surveyapp.models.activity import AuditEntry
from surveyapp.models.comments import (
    Coding,
    CodingStep,
    CodingTheme,
    Disposition,
    OutsideInput,
    Redaction,
    Remark,
    SecondCoder,
    Theme,
)
from surveyapp.models.decisions import Decision
from surveyapp.models.exports import ExportJob
from surveyapp.models.members import Member
from surveyapp.models.participants import Invitation, Participant, ReplacedLink
from surveyapp.models.plans import Plan, PlanItem, PlanVersion, Tier
from surveyapp.models.responses import (
    Choice,
    Draft,
    FrozenFigures,
    ItemWords,
    PageSeconds,
    Placement,
    RankingTrace,
    Rating,
    Response,
    TextAnswer,
)
from surveyapp.models.surveys import GRACE, Question, QuestionItem, Round, Survey, is_accepting
from surveyapp.models.tokens import ApiToken

__all__ = [
    "GRACE",
    "Account",
    "ApiToken",
    "AuditEntry",
    "Choice",
    "Coding",
    "CodingStep",
    "CodingTheme",
    "Decision",
    "Disposition",
    "Draft",
    "ExportJob",
    "FrozenFigures",
    "Invitation",
    "ItemWords",
    "Member",
    "OutsideInput",
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
    "Redaction",
    "Remark",
    "ReplacedLink",
    "Response",
    "Round",
    "SecondCoder",
    "Survey",
    "TextAnswer",
    "Theme",
    "Tier",
    "is_accepting",
]
