"""Replacing a link: which one the person at the desk had in view."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import Regexp

from surveyapp.forms.base import BaseForm


class ReplaceLinkForm(BaseForm):
    """The generation of the link that the page showed, so that a second press does not replace the new one."""

    generation = HiddenField(
        validators=[Regexp(r"[0-9]{1,6}\Z", message="Load the page again, then replace the link.")]
    )
