"""Importing a plan: a file or pasted text, then the confirmation of what was read."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField

from surveyapp.forms.base import BaseForm


class ImportPlanForm(BaseForm):
    """A plan document as a file, or its text."""

    document = FileField("Plan document")
    text = TextAreaField("Text of the plan")

    def check(self) -> None:
        has_text = bool(self.text.data and self.text.data.strip())
        if not self.document.data and not has_text:
            self.reject("document", "Choose a file, or paste the text of the plan.")
        if self.document.data and has_text:
            self.reject("text", "Choose a file or paste the text, not both. Empty this box to import the file.")


class ConfirmImportForm(BaseForm):
    """The document as it was shown, on its way back to be stored."""

    document = HiddenField()
    name = HiddenField()
