"""The Excel summary: one workbook that a committee can read, sort, fill in and print."""

from surveyapp.reports.excel.workbook import SHEETS, write_workbook

__all__ = ["SHEETS", "write_workbook"]
