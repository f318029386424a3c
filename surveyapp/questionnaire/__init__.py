"""What a round asks, the pages it is asked on, and what typed fields mean as answers.

Pages, forms, statistics and reports all read this one picture, so what a member saw and what a
figure is about cannot drift apart. No framework, no database.
"""

from surveyapp.questionnaire.answers import Answers, Problem, count_answered, fields_of, read_answers
from surveyapp.questionnaire.fields import (
    QUOTE_FIELD,
    comment_field,
    item_field,
    ordinal,
    page_fields,
    question_field,
    wording_field,
)
from surveyapp.questionnaire.journey import Journey, Page, PageKind, Step, journey_of
from surveyapp.questionnaire.model import Item, Option, Question, Questionnaire, Scale

__all__ = [
    "QUOTE_FIELD",
    "Answers",
    "Item",
    "Journey",
    "Option",
    "Page",
    "PageKind",
    "Problem",
    "Question",
    "Questionnaire",
    "Scale",
    "Step",
    "comment_field",
    "count_answered",
    "fields_of",
    "item_field",
    "journey_of",
    "ordinal",
    "page_fields",
    "question_field",
    "read_answers",
    "wording_field",
]
