"""File formats: the bytes of a plan document to its outline. No framework, no database."""

from surveyapp.documents.read import LARGEST_DOCUMENT, MOST_LINES, read_plan_document

__all__ = ["LARGEST_DOCUMENT", "MOST_LINES", "read_plan_document"]
