"""Decisions carried back in a filled workbook: the file, then the confirmation of what it changes."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from surveyapp.forms.base import BaseForm


class ImportDecisionsForm(BaseForm):
    """A filled Excel summary."""

    document = FileField("Filled Excel summary", [FileRequired("Choose the Excel summary that was filled in.")])


class ConfirmDecisionsForm(BaseForm):
    """The rows as they were shown, on their way back to be stored; `basis` names what they were shown beside."""

    rows = HiddenField()
    source = HiddenField()
    basis = HiddenField()
