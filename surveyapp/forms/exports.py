"""In which format the results of a round are to be had, and what the file is to hold."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from surveyapp.forms.base import BaseForm


class ExportForm(BaseForm):
    """A round, a format, and what it is to hold. Which segments there are is known of the chosen round alone."""

    round_id = SelectField("Round", coerce=int)
    format_name = RadioField("Format", [InputRequired("Choose a format.")])
    members = SelectField("Members", validate_choice=False)
    by = SelectField("Side by side", validate_choice=False)
    responses = RadioField("What Excel and CSV hold", default="")
    words = BooleanField("Words in place of codes")
    long = BooleanField("A row per answer instead of per response")
