"""What a round asks, the pages it is asked on, and what typed fields mean as answers.

Pages, forms, statistics and reports all read this one picture, so what a member saw and what a
figure is about cannot drift apart. No framework, no database.
"""

from surveyapp.questionnaire.answers import Answers, count_answered, fields_of, read_answers
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
from surveyapp.questionnaire.model import SORT, Item, Option, Question, Questionnaire, Scale
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.rankings import is_ranked, is_sorted, items_to_order
from surveyapp.questionnaire.traces import clean_trace, is_trace, moves_field, page_traces, seconds_by_slug
from surveyapp.questionnaire.wording import Change, Run, redline

__all__ = [
    "QUOTE_FIELD",
    "SORT",
    "Answers",
    "Change",
    "Item",
    "Journey",
    "Option",
    "Page",
    "PageKind",
    "Problem",
    "Question",
    "Questionnaire",
    "Run",
    "Scale",
    "Step",
    "clean_trace",
    "comment_field",
    "count_answered",
    "fields_of",
    "is_ranked",
    "is_sorted",
    "is_trace",
    "item_field",
    "items_to_order",
    "journey_of",
    "moves_field",
    "ordinal",
    "page_fields",
    "page_traces",
    "question_field",
    "read_answers",
    "redline",
    "seconds_by_slug",
    "wording_field",
]
