"""Making a token for a program."""

from __future__ import annotations

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from surveyapp.enums import ApiScope
from surveyapp.forms.base import BaseForm


class CreateTokenForm(BaseForm):
    """What the token is for, and what it may read."""

    name = StringField(
        "What is it for?",
        [InputRequired("Enter what the token is for."), Length(max=80, message="Enter at most 80 characters.")],
    )
    rounds = BooleanField("Rounds, and the items that they ask about", default=True)
    results = BooleanField("Every figure of the results", default=True)
    words = BooleanField("What members wrote: comments and suggested wordings")

    @property
    def scopes(self) -> list[ApiScope]:
        """What is ticked."""
        return [scope for scope in ApiScope if self[scope.value].data]

    def check(self) -> None:
        if not self.scopes:
            self.reject("rounds", "Choose at least one thing that the token may read.")
