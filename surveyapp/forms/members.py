"""Importing the membership file: the file, then the confirmation of what was read; and looking somebody up."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from surveyapp.forms.base import BaseForm


class ImportMembersForm(BaseForm):
    """A membership file."""

    document = FileField("Membership file", [FileRequired("Choose the membership file.")])


class ConfirmMembersForm(BaseForm):
    """The file as it was shown, on its way back to be stored."""

    document = HiddenField()
