"""The Word report: the same tables for those who read, with charts, comments and marked wordings."""

from surveyapp.reports.word.document import write_document

__all__ = ["write_document"]
