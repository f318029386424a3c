"""Words that were said elsewhere, and the fields of the comments page that are read as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from surveyapp.enums import InputSource
from surveyapp.forms.base import BaseForm
from surveyapp.forms.moments import DayField

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_TEXT = 20_000
_LONGEST_NAME = 200
_KINDS = [(source.value, source.value.capitalize()) for source in InputSource]


class OutsideForm(BaseForm):
    """What somebody said or wrote outside the survey."""

    text = TextAreaField(
        "What was said",
        [
            DataRequired("Enter what was said."),
            Length(max=_LONGEST_TEXT, message=f"Shorten this to {_LONGEST_TEXT:,} characters, or enter it in parts."),
        ],
    )
    item = SelectField("What it is about")
    source = RadioField("Where it comes from", default=InputSource.MEETING.value)
    source_name = StringField(
        "Which one",
        [
            DataRequired("Say which meeting, group or letter it was."),
            Length(max=_LONGEST_NAME, message=f"Shorten this to {_LONGEST_NAME} characters."),
        ],
    )
    heard_on = DayField("On which day", [DataRequired("Enter the day on which it was said or written.")])
    may_be_quoted = BooleanField("Whoever said it agreed to be quoted, without the name")


def outside_form(items: Sequence[tuple[str, str]]) -> OutsideForm:
    """The form with the items it may be about: pairs of an item's number and its words."""
    form = OutsideForm()
    form.source.choices = _KINDS
    form.item.choices = [("", "The whole plan"), *items]
    return form
